"""Papers as files: PDF by LibreOffice and by Chromium, DOCX and XLSX.

Both programs write dates and random numbers into their files; these are
overwritten in place, so that the same paper gives the same bytes.
"""
import hashlib
import html
import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

OFFICE_FONT = "Laksaman"
BROWSER_FONT = "Garuda"
FIXED_TIME = (2024, 1, 15, 9, 0, 0)

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"),
        ("table", "table"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible")))
ODF = (f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} '
       'office:version="1.2" office:mimetype="application/vnd.oasis.'
       'opendocument.{kind}">')
CELL_BORDER = (
    '<office:automatic-styles><style:style style:name="cell" '
    'style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>'
    '</office:automatic-styles>')


@dataclass
class Order:
    """One document to be made."""
    paper: object
    make: str     # office, browser, word or sheet
    date: str     # YYYYMMDD, western, what the file says of itself


EXTENSION = {"office": "pdf", "browser": "pdf", "word": "docx",
             "sheet": "xlsx"}


def text_styles():
    return (
        '<office:font-face-decls><style:font-face style:name="body" '
        f'svg:font-family="{OFFICE_FONT}"/></office:font-face-decls>'
        '<office:styles><style:default-style style:family="paragraph">'
        '<style:text-properties style:font-name="body" '
        'style:font-name-complex="body" fo:font-size="14pt" '
        'style:font-size-complex="14pt" fo:language="th" fo:country="TH" '
        'style:language-complex="th" style:country-complex="TH"/>'
        '</style:default-style></office:styles>')


def odf_paragraph(text):
    return f"<text:p>{escape(text)}</text:p>"


def odf_heading(text, level):
    return (f'<text:h text:outline-level="{level}">{escape(text)}</text:h>')


def odf_list(lines):
    items = "".join(f"<text:list-item>{odf_paragraph(line)}</text:list-item>"
                    for line in lines)
    return f"<text:list>{items}</text:list>"


def odf_row(row):
    return "<table:table-row>" + "".join(
        '<table:table-cell table:style-name="cell" '
        f'office:value-type="string">{odf_paragraph(cell)}</table:table-cell>'
        for cell in row) + "</table:table-row>"


def odf_table(rows, name="data"):
    return (f'<table:table table:name="{name}"><table:table-column '
            f'table:number-columns-repeated="{len(rows[0])}"/>'
            + "".join(odf_row(row) for row in rows) + "</table:table>")


def odf_block(block):
    if block.kind == "heading":
        return odf_heading(block.lines[0], 2)
    if block.kind == "list":
        return odf_list(block.lines)
    if block.kind == "table":
        return odf_table(block.lines)
    return odf_paragraph(block.lines[0])


def odf_text(paper):
    body = odf_heading(paper.title, 1) + "".join(
        odf_block(block) for block in paper.blocks)
    return (ODF.replace("{kind}", "text") + text_styles() + CELL_BORDER +
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document>")


def odf_sheet(paper):
    rows = [[paper.title]]
    for block in paper.blocks:
        rows += block.lines if block.kind == "table" else [
            [line] for line in block.lines]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return (ODF.replace("{kind}", "spreadsheet") + CELL_BORDER +
            "<office:body><office:spreadsheet>" + odf_table(rows, "Sheet1") +
            "</office:spreadsheet></office:body></office:document>")


def html_block(block):
    if block.kind == "heading":
        return f"<h2>{html.escape(block.lines[0])}</h2>"
    if block.kind == "list":
        return "<ul>" + "".join(
            f"<li>{html.escape(line)}</li>" for line in block.lines) + "</ul>"
    if block.kind == "table":
        head, *rows = block.lines
        return "<table border=1>" + html_row(head, "th") + "".join(
            html_row(row, "td") for row in rows) + "</table>"
    return f"<p>{html.escape(block.lines[0])}</p>"


def html_row(row, tag):
    return "<tr>" + "".join(
        f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"


def html_paper(paper):
    return (
        '<!DOCTYPE html><html lang="th"><meta charset="utf-8">'
        f"<title>{html.escape(paper.title)}</title><style>"
        "@page{size:A4;margin:25mm 20mm}"
        f"body{{font:13pt {BROWSER_FONT}}}h1{{font-size:15pt}}"
        "h2{font-size:13pt}table{border-collapse:collapse}"
        "td,th{padding:3pt}</style>"
        f"<h1>{html.escape(paper.title)}</h1>" + "".join(
            html_block(block) for block in paper.blocks) + "</html>")


def run_office(folder, target, names):
    """All files at once: the start of the program is what takes time."""
    if not names:
        return
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/office",
         "--headless", "--convert-to", target, "--outdir", str(folder),
         *[str(folder / name) for name in names]],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run_browser(folder, name):
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         f"--user-data-dir={folder}/browser", "--no-pdf-header-footer",
         f"--print-to-pdf={folder / name}.pdf", str(folder / f"{name}.html")],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def same_length(pattern, data, text):
    """Each match gives way to text, cut or repeated to its length."""
    def put(match):
        size = len(match.group(2))
        return match.group(1) + (text * (size // len(text) + 1))[:size]

    return re.sub(pattern, put, data)


def settle_pdf(data, date):
    number = hashlib.sha256(date.encode()).hexdigest().upper().encode()
    data = same_length(rb"(Date ?\(D:)(\d{14})", data, f"{date}090000".encode())
    data = same_length(rb"(/ID \[ ?<)([0-9A-F]+)", data, number)
    data = same_length(rb"(/ID \[[^\]]*>\s*<)([0-9A-F]+)", data, number)
    return same_length(rb"(/DocChecksum /)([0-9A-F]+)", data, number)


def settle_zip(data, date):
    day = f"{date[:4]}-{date[4:6]}-{date[6:]}T09:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, \
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", day,
                            old.read(name))
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, member)
    return out.getvalue()


def settled(data, order):
    if EXTENSION[order.make] == "pdf":
        return settle_pdf(data, order.date)
    return settle_zip(data, order.date)


SOURCE = {"office": ("fodt", odf_text), "word": ("fodt", odf_text),
          "sheet": ("fods", odf_sheet), "browser": ("html", html_paper)}


def make_all(orders):
    """The bytes of each order, in the same places of a list."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sources = {make: [] for make in SOURCE}
        for number, order in enumerate(orders):
            ending, write = SOURCE[order.make]
            name = f"{number:03}.{ending}"
            (folder / name).write_text(write(order.paper), encoding="utf-8")
            sources[order.make].append(name)
        for make in ("office", "word", "sheet"):
            run_office(folder, EXTENSION[make], sources[make])
        for name in sources["browser"]:
            run_browser(folder, name.removesuffix(".html"))
        return [settled(
            (folder / f"{number:03}.{EXTENSION[order.make]}").read_bytes(),
            order) for number, order in enumerate(orders)]
