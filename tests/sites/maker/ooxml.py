"""Word and Excel files with no more in them than the text of a paper."""
import io
import zipfile
from xml.sax.saxutils import escape

FIXED_TIME = (2024, 1, 15, 9, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument."


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, HEAD + text)
    return out.getvalue()


def types(parts):
    return (f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/>' + "".join(
                f'<Override PartName="{name}" ContentType="{KIND}{kind}+xml"/>'
                for name, kind in parts.items()) + "</Types>")


def relations(targets):
    return f'<Relationships xmlns="{PACKAGE}relationships">' + "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)) \
        + "</Relationships>"


def word_paragraph(text):
    return (f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
            "</w:p>")


def word_table(rows):
    return "<w:tbl>" + "".join("<w:tr>" + "".join(
        f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows) + "</w:tbl><w:p/>"


def word_file(paper):
    body = word_paragraph(paper.title)
    for block in paper.blocks:
        body += word_table(block.lines) if block.kind == "table" else \
            "".join(map(word_paragraph, block.lines))
    return packed({
        "[Content_Types].xml": types({
            "/word/document.xml": "wordprocessingml.document.main"}),
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}'
                             "</w:body></w:document>"})


def sheet_file(paper):
    rows = [[paper.title]]
    for block in paper.blocks:
        rows += block.lines if block.kind == "table" else [
            [line] for line in block.lines]
    texts = sorted({cell for row in rows for cell in row})
    place = {text: number for number, text in enumerate(texts)}
    cells = "".join(
        f'<row r="{number}">' + "".join(
            f'<c r="{chr(65 + column)}{number}" t="s"><v>{place[cell]}</v></c>'
            for column, cell in enumerate(row)) + "</row>"
        for number, row in enumerate(rows, 1))
    return packed({
        "[Content_Types].xml": types({
            "/xl/workbook.xml": "spreadsheetml.sheet.main",
            "/xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
            "/xl/sharedStrings.xml": "spreadsheetml.sharedStrings"}),
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">'
                           '<sheets><sheet name="Sheet1" sheetId="1" '
                           'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations([
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml")]),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>'
                                    f"{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">' + "".join(
            f"<si><t>{escape(text)}</t></si>" for text in texts) + "</sst>"})
