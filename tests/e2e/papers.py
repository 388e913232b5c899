"""Files that lie, lock, multiply or never end, made anew for each run.

MADE holds for each: what makes it, its Content-Type, the outcome that is right
for it, and the number of the fault.  Those that lie in tests/cases/read are
named by their files.
"""
import io
import struct
import zipfile
import zlib
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "cases/read"
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = OFFICE + "wordprocessingml.document"
XLSX = OFFICE + "spreadsheetml.sheet"
ZIP = "application/zip"
OLD = "application/msword"
SHEET = "application/vnd.ms-excel"
TEXT = "โครงสร้างส่วนราชการ นายกเทศมนตรี สภาเทศบาล ปลัดเทศบาล สำนักปลัด กองคลัง กองช่าง"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MIB = 1 << 20


# PDF

def pdf(*objects):
    """Object 1 is the catalogue; no table of places, as readers do without."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text)
                    for number, text in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R>>\n%%%%EOF\n" % body


def stream(data, fields=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (fields, len(data), data)


def page_of(content, *more):
    """A PDF of one page with that object 4, and further objects."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
               b"/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
               content, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               *more)


def words(n):
    return stream(b"BT /F 12 Tf 20 800 Td (structure of the office) Tj ET\n"
                  * n)


def packed(pieces):
    """The deflated bytes of all pieces."""
    press = zlib.compressobj(9)
    return b"".join(press.compress(piece) for piece in pieces) + press.flush()


def pdf_bomb():
    zeros = packed([bytes(MIB)] * 512)
    return page_of(stream(zeros, b"/Filter/FlateDecode"))


def pdf_bomb_thrice():
    data = packed([b"BT (x) Tj ET " * 80000] * 1000)
    for _ in range(2):
        data = packed([data])
    return page_of(stream(data, b"/Filter[/FlateDecode/FlateDecode"
                                b"/FlateDecode]"))


def pdf_giant_image():
    image = stream(packed([bytes(MIB)]), b"/Type/XObject/Subtype/Image/Width "
                   b"60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent"
                   b" 16/Filter/FlateDecode")
    return page_of(stream(b"q 500 0 0 500 0 0 cm /I Do Q"), image)


def pdf_many_pages():
    kids = b" ".join(b"%d 0 R" % n for n in range(4, 20004))
    page = (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
            b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont"
            b"/Helvetica>>>>>>>>")
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count 20000/Kids[%s]>>" % kids, words(1),
               *[page] * 20000)


def pdf_deep_array():
    return page_of(b"[" * MIB + b"]" * MIB)


def pdf_acting():
    acts = (b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(calc.exe)>>"
            b"/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>>>")
    return page_of(words(9)).replace(b"<</Type/Catalog/Pages 2 0 R>>", acts)


def pdf_endless_form():
    form = stream(b"/I Do /I Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                  b"/Resources<</XObject<</I 6 0 R>>>>")
    return page_of(stream(b"/I Do"), form)


# Archives

def archive(*members, comment=b""):
    """A ZIP of (name, bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data,
                          zipfile.ZIP_DEFLATED)
        file.comment = comment
    return out.getvalue()


def docx(body, head="", rows=()):
    return archive(
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", f"<?xml version='1.0'?>{head}<w:document {W}>"
         f"<w:body>{body}</w:body></w:document>"), *rows)


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def patched(at, form, *values):
    """A good DOCX with other values in its one central directory entry."""
    data = bytearray(archive(("word/document.xml", f"<w:document {W}><w:body>"
                              f"{paragraph(TEXT)}</w:body></w:document>")))
    struct.pack_into(form, data, data.rfind(b"PK\1\2") + at, *values)
    return bytes(data)


def locked_zip():
    data = bytearray(patched(8, "<H", 1))
    data[6] |= 1
    return bytes(data)


def xlsx(sheet, head=""):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/" \
               "relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return archive(
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r='
         f'"{relation}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
         "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.'
         'openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
         f' Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
         "</Relationships>"),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>'
         f"{sheet}</sheetData></worksheet>"))


def cell(place, text):
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>{text}</t>'
            "</is></c></row>")


def ole(name):
    """An old office file whose folder names one stream."""
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) +
            name.encode("utf-16-le") + bytes(512))


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE_NAMES = ("../../x", "/x", "..\\..\\x", "C:x", "x" * 5000, "a\nb",
                 "\u202egpj.exe")


def laughs():
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">'
                   for n in range(1, 9))
    return docx(paragraph("&e8;"), f'<!DOCTYPE d [<!ENTITY e0 "ha">{rows}]>')


MADE = {
    "cut.pdf": (lambda: (CASES / "plan.pdf").read_bytes()[:9000], PDF,
                "doc_damaged", "D1"),
    "garbage.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, PDF,
                    "doc_damaged", "D1"),
    "cut.docx": (lambda: docx(paragraph(TEXT))[:-40], DOCX, "doc_damaged",
                 "D1"),
    "cut-inside.docx": (lambda: docx(paragraph(TEXT) * 999, rows=[
        ("word/x.xml", bytes(4000))])[:500], DOCX, "doc_damaged", "D1"),
    "locked.pdf": ("locked.pdf", PDF, "doc_encrypted", "D2"),
    "locked.odt": ("locked.odt", "application/vnd.oasis.opendocument.text",
                   "doc_encrypted", "D2"),
    "locked.xlsx": (lambda: ole("EncryptedPackage"), XLSX, "doc_encrypted",
                    "D2"),
    "locked.docx": (locked_zip, DOCX, "doc_encrypted", "D2"),
    "scan.pdf": ("scan.pdf", PDF, "doc_no_text", "D3"),
    "bomb.pdf": (pdf_bomb, PDF, "doc_limit|doc_no_text|doc_damaged", "D4"),
    "bomb-thrice.pdf": (pdf_bomb_thrice, PDF, "doc_limit", "D4"),
    "giant-image.pdf": (pdf_giant_image, PDF, "doc_no_text|doc_limit", "D4"),
    "endless.pdf": ("endless.pdf", PDF, "doc_limit", "D4"),
    "endless-form.pdf": (pdf_endless_form, PDF, "doc_no_text|doc_limit", "D4"),
    "many-pages.pdf": (pdf_many_pages, PDF, "ok", "D4"),
    "deep-array.pdf": (pdf_deep_array, PDF, "doc_no_text|doc_damaged", "D4"),
    "acting.pdf": (pdf_acting, PDF, "ok", "D5"),
    "bomb.docx": ("bomb.docx", DOCX, "doc_limit", "D6"),
    "many.zip": (lambda: archive(*[(f"{n}.pdf", "x") for n in range(60000)]),
                 ZIP, "doc_limit", "D6"),
    "nested.zip": (lambda: archive(("a.zip", archive(("b.docx", docx(
        paragraph(TEXT)))))), ZIP, "type_unknown", "D6"),
    "size-lies.docx": (lambda: patched(24, "<I", 1), DOCX, "ok", "D6"),
    "size-lies-large.docx": (lambda: patched(24, "<I", 0x7fffffff), DOCX,
                             "ok", "D6"),
    "place-lies.docx": (lambda: patched(42, "<I", 0x7fffffff), DOCX,
                        "doc_damaged", "D6"),
    "entity.docx": (lambda: docx(paragraph("&x;"), ENTITY), DOCX,
                    "doc_damaged", "D7"),
    "laughs.docx": (laughs, DOCX, "doc_damaged", "D7"),
    "deep.docx": ("deep.docx", DOCX, "doc_limit", "D7"),
    "entity.xlsx": (lambda: xlsx(cell("A1", TEXT), ENTITY), XLSX,
                    "doc_damaged", "D7"),
    "far-cell.xlsx": (lambda: xlsx(cell("XFD1048576", "x")), XLSX, "ok", "D8"),
    "names.zip": (lambda: archive(*[(name, "x") for name in HOSTILE_NAMES]),
                  ZIP, "type_unknown", "D10"),
    "old.doc": (lambda: ole("WordDocument"), OLD, "doc_damaged", "D1"),
    "list.xls": ("list.xls", SHEET, "ok", "D1"),
    "old.xls": ("old.xls", SHEET, "ok", "D1"),
    "page.xls": (lambda: f"<table><tr><td>{TEXT}</table>".encode("cp874"),
                 SHEET, "ok", "D1"),
    "no-workbook.xls": (lambda: ole("Workbook"), SHEET, "doc_damaged", "D1"),
    "manual.doc": ("manual.doc", OLD, "ok", "D1"),
    "plan.rtf": ("plan.rtf", "text/rtf", "ok", "D1"),
}


def content(name):
    """The bytes of one of MADE."""
    make = MADE[name][0]
    return (CASES / make).read_bytes() if isinstance(make, str) else make()
