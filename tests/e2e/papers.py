"""Files that lie, lock, multiply or never end, made anew for each run.

MADE holds for each: what makes it, its Content-Type, the outcome that is right
for it, and the number of the fault.  Those that lie in tests/cases/read are
named by their files.
"""
import hashlib
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
ODS = "application/vnd.oasis.opendocument.spreadsheet"
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


def page(text):
    return f"<!DOCTYPE html><title>{TEXT}</title><h1>{TEXT}</h1><p>{text}"


def words(n):
    return stream(b"BT /F 12 Tf 20 800 Td (structure of the office) Tj ET\n"
                  * n)


def packed(pieces):
    """The deflated bytes of all pieces."""
    press = zlib.compressobj(9)
    return b"".join(press.compress(piece) for piece in pieces) + press.flush()


def pdf_marks():
    """Letters that their font says are the marks above Thai ones."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
               b"/Resources<</Font<</F 5 0 R>>>>>>",
               stream(b"BT /F 12 Tf 20 800 Td (%s) Tj ET\n" % (b"ab" * 50000)),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
               b"/ToUnicode 6 0 R>>",
               stream(b"begincmap 1 begincodespacerange <00> <ff> "
                      b"endcodespacerange 2 beginbfchar <61> <0E48> "
                      b"<62> <0E49> endbfchar endcmap"))


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


def pdf_page_ring():
    """The pages of a PDF are a tree; this one is in itself."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count 9/Kids[3 0 R 2 0 R]>>",
               b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>")


def pdf_length_ring():
    """The length of its text stands in an object that is the text."""
    return page_of(b"<</Length 4 0 R>>stream\nBT (x) Tj ET\nendstream")


def rc4(key, data):
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def pdf_owned():
    """Locked against changes alone: the password to open it is empty (PDF
    1.7, 7.6.3, algorithms 2 to 4)."""
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e80"
                        "2f0ca9fe6453697a")
    owner = rc4(hashlib.md5(b"owner" + pad[5:]).digest()[:5], pad)
    rights = struct.pack("<i", -64)
    key = hashlib.md5(pad + owner + rights + b"id").digest()[:5]
    text = rc4(hashlib.md5(key + b"\4\0\0\0\0").digest()[:10],
               b"BT /F 12 Tf 20 800 Td (structure of the office) Tj ET\n" * 9)
    lock = b"<</Filter/Standard/V 1/R 2/P -64/O<%s>/U<%s>>>" % (
        owner.hex().encode(), rc4(key, pad).hex().encode())
    return page_of(stream(text), lock).replace(
        b"<</Root 1 0 R>>", b"<</Root 1 0 R/Encrypt 6 0 R/ID[(id)(id)]>>")


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


def overlapping():
    """Members that are all the same bytes of the archive, by two thousand
    names that lie about their size."""
    bomb = bytearray(archive(("a", bytes(MIB))))
    at = bomb.rfind(b"PK\1\2")
    end = bomb.rfind(b"PK\5\6")
    entry = bytes(bomb[at:end])
    names = [b"word/%04d" % n for n in range(1998)]
    names += [b"word/document.xml", b"[Content_Types].xml"]
    rows = b"".join(entry[:28] + struct.pack("<H", len(name)) + entry[30:46] +
                    name + entry[47:] for name in names)
    tail = bytearray(bomb[end:])
    struct.pack_into("<HHI", tail, 8, len(names), len(names), len(rows))
    return bytes(bomb[:at]) + rows + bytes(tail)


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


def xls_many_sheets():
    """Four thousand sheets that are all the same large one."""
    def record(kind, data=b""):
        return struct.pack("<HH", kind, len(data)) + data

    def start(kind):
        return record(0x809, struct.pack("<HHI", 0x600, kind, 0))

    entries, end = 4000, record(10)
    at = len(start(5)) + 13 * entries + len(end)
    names = record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a")
    cells = record(0x27e, struct.pack("<HHHI", 0, 0, 0, 6)) * 200000
    return start(5) + names * entries + end + start(16) + cells + end


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE_NAMES = ("../../x", "/x", "..\\..\\x", "C:x", "x" * 5000, "a\nb",
                 "\u202egpj.exe")


def laughs():
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">'
                   for n in range(1, 9))
    return docx(paragraph("&e8;"), f'<!DOCTYPE d [<!ENTITY e0 "ha">{rows}]>')


MARKS = "\u0e48\u0e49\u0e34\u0e4d" * 50000


def ods(rows):
    return archive(
        ("content.xml", '<o:c xmlns:o="o" xmlns:t="t" xmlns:x="x"><o:body>'
         f'<o:spreadsheet><t:table t:name="a">{rows}</t:table>'
         "</o:spreadsheet></o:body></o:c>"))


MADE = {
    "empty.pdf": (bytes, PDF, "empty", "D1"),
    "empty.xlsx": (bytes, XLSX, "empty", "D1"),
    "owned.pdf": (pdf_owned, PDF, "ok", "D2"),
    "page-ring.pdf": (pdf_page_ring, PDF, "doc_damaged|doc_no_text", "D4"),
    "length-ring.pdf": (pdf_length_ring, PDF, "doc_damaged|doc_no_text",
                        "D4"),
    "overlapping.docx": (overlapping, DOCX, "doc_limit|doc_damaged", "D6"),
    "bomb-in-zip.zip": (lambda: archive(*[(f"{n}.zip", archive(
        *[(f"{m}.xml", bytes(MIB)) for m in range(16)])) for n in range(16)]),
                        ZIP, "type_unknown", "D6"),
    "really.pdf": (lambda: docx(paragraph(TEXT)), PDF, "ok", "D1"),
    "really.docx": (lambda: page_of(words(9)), DOCX, "ok", "D1"),
    "really.xlsx": (lambda: page(TEXT), XLSX, "ok", "D1"),
    "far.ods": (lambda: ods('<t:table-row t:number-rows-repeated="1048575">'
                            '<t:table-cell t:number-columns-repeated='
                            '"4294967295"/></t:table-row><t:table-row>'
                            '<t:table-cell t:number-columns-repeated="16383"/>'
                            f"<t:table-cell><x:p>{TEXT}</x:p></t:table-cell>"
                            "</t:table-row>"), ODS, "ok", "D8"),
    "many-cells.xlsx": (lambda: xlsx("<row>" + "<c><v>1</v></c>" * 400000 +
                                     "</row>"), XLSX, "ok|doc_limit", "D8"),
    "marks.txt": (lambda: MARKS, "text/plain", "empty", "D1"),
    "marks.csv": (lambda: (MARKS + ",") * 3, "text/csv", "empty", "D1"),
    "marks.html": (lambda: page(MARKS), "text/html", "ok", "D1"),
    "marks.docx": (lambda: docx(paragraph(MARKS)), DOCX, "doc_no_text", "D1"),
    "marks.pdf": (pdf_marks, PDF, "doc_no_text", "D1"),
    "marks.rtf": (lambda: r"{\rtf1 %s}" % (r"\u3656?\u3657?" * 50000),
                  "text/rtf", "doc_no_text", "D1"),
    "deep.rtf": (lambda: r"{\rtf1 " + "{" * MIB, "text/rtf",
                 "doc_damaged|doc_no_text|doc_limit", "D4"),
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
    "many-sheets.xls": (xls_many_sheets, SHEET, "doc_limit", "D4"),
    "page.xls": (lambda: f"<table><tr><td>{TEXT}</table>".encode("cp874"),
                 SHEET, "ok", "D1"),
    "no-workbook.xls": (lambda: ole("Workbook"), SHEET, "doc_damaged", "D1"),
    "manual.doc": ("manual.doc", OLD, "ok", "D1"),
    "plan.rtf": ("plan.rtf", "text/rtf", "ok", "D1"),
}


def content(name):
    """The bytes of one of MADE."""
    make = MADE[name][0]
    made = (CASES / make).read_bytes() if isinstance(make, str) else make()
    return made.encode() if isinstance(made, str) else made
