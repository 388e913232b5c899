"""Papers as HTML, as flat OpenDocument files and as plain lines."""
import html
from xml.sax.saxutils import escape

import papers
from maker import documents

WIDE = 8  # columns of a table that want the sheet turned

LANDSCAPE = (
    '<style:page-layout style:name="wide"><style:page-layout-properties '
    'fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1cm" '
    'style:print-orientation="landscape"/></style:page-layout>'
    '</office:automatic-styles><office:master-styles><style:master-page '
    'style:name="Standard" style:page-layout-name="wide"/>'
    '</office:master-styles>')
SMALL = 9  # points of the type of a wide table
PRESENTATION = (
    documents.ODF.replace("{kind}", "presentation").replace(
        'xmlns:svg=', 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:'
        'drawing:1.0" xmlns:svg='))


def is_wide(paper):
    return max(map(len, papers.rows(paper))) >= WIDE


def html_page(paper, font):
    wide = is_wide(paper)
    return (
        '<!DOCTYPE html><html lang="th"><head><meta charset="utf-8">'
        f"<title>{html.escape(paper.title)}</title><style>"
        f"@page{{size:A4 {'landscape' if wide else 'portrait'};margin:15mm}}"
        f"body{{font:{SMALL if wide else 13}pt {font}}}"
        "h1{font-size:1.2em}h2{font-size:1em}"
        "table{border-collapse:collapse}td,th{padding:2pt}</style></head>"
        f"<body><h1>{html.escape(paper.title)}</h1>"
        + "".join(documents.html_block(block) for block in paper.blocks)
        + "</body></html>")


def text_file(paper, font):
    """For LibreOffice, as a text."""
    out = documents.odf_text(paper).replace(documents.OFFICE_FONT, font)
    if is_wide(paper):
        out = out.replace("14pt", f"{SMALL}pt").replace(
            "</office:automatic-styles>", LANDSCAPE)
    return out


def sheet_file(paper, _font):
    return documents.odf_sheet(paper)


def slides_file(paper, _font):
    """A slide for each heading and what follows it."""
    slides = [[paper.title]]
    for row, *more in papers.rows(paper):
        if len(slides[-1]) > 7:
            slides.append([])
        slides[-1].append(" ".join([row, *more]))
    pages = "".join(
        f'<draw:page draw:name="p{n}"><draw:frame svg:x="1cm" svg:y="1cm" '
        'svg:width="26cm" svg:height="18cm"><draw:text-box>'
        + "".join(f"<text:p>{escape(line)}</text:p>" for line in slide)
        + "</draw:text-box></draw:frame></draw:page>"
        for n, slide in enumerate(slides, 1))
    return (PRESENTATION + "<office:body><office:presentation>" + pages
            + "</office:presentation></office:body></office:document>")


def lines(paper):
    """One a paragraph or table row."""
    return [" ".join(row) for row in papers.rows(paper)]
