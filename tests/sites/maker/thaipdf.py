"""PDF files written by hand, fast enough for a thousand papers.

A paper becomes lines of glyphs of one font, which is embedded whole, with
the table that tells readers which letters the glyphs are.  The other two
kinds are a picture of a paper without a letter in it, and a paper that asks
for a password (PDF 1.7, 7.6.3, 40 bits).
"""
import hashlib
import struct
import unicodedata
import zlib
from functools import cache
from pathlib import Path

FONT = Path("/usr/share/fonts/truetype/tlwg/Garuda.ttf")
SIZE, LEADING, LEFT, TOP, BOTTOM = 12, 20, 56, 786, 56
COLUMNS = 78  # cells of a line, marks above and below not counted
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e80"
                        "2f0ca9fe6453697a")
SCAN_WIDTH, SCAN_HEIGHT = 420, 594


class Font:
    def __init__(self, data):
        self.data = data
        tables = {}
        for at in range(12, 12 + 16 * self.number(4, "H"), 16):
            tables[data[at:at + 4]] = self.number(at + 8, "I")
        self.units = self.number(tables[b"head"] + 18, "H")
        self.advances = self.number(tables[b"hhea"] + 34, "H")
        self.hmtx = tables[b"hmtx"]
        self.glyphs = self.read_cmap(tables[b"cmap"])

    def number(self, at, kind):
        return struct.unpack_from(">" + kind, self.data, at)[0]

    def read_cmap(self, cmap):
        """The glyphs of the table of format 4 that speaks Unicode."""
        for at in range(cmap + 4, cmap + 4 + 8 * self.number(cmap + 2, "H"), 8):
            table = cmap + self.number(at + 4, "I")
            if self.number(table, "H") == 4:
                return self.read_segments(table)
        raise ValueError(f"{FONT}: no table of format 4")

    def read_segments(self, table):
        count = self.number(table + 6, "H")
        ends, starts = table + 14, table + 16 + count
        deltas, ranges = starts + count, starts + 2 * count
        found = {}
        for at in range(0, count, 2):
            offset = self.number(ranges + at, "H")
            for letter in range(self.number(starts + at, "H"),
                                min(self.number(ends + at, "H"), 0xFFFE) + 1):
                glyph = letter
                if offset:
                    place = letter - self.number(starts + at, "H")
                    glyph = self.number(ranges + at + offset + 2 * place, "H")
                glyph = (glyph + self.number(deltas + at, "H")) & 0xFFFF
                found[letter] = glyph
        return found

    def width(self, glyph):
        at = self.hmtx + 4 * min(glyph, self.advances - 1)
        return self.number(at, "H") * 1000 // self.units


@cache
def font():
    return Font(FONT.read_bytes())


def wrapped(text):
    """Lines that end between two letters, as word processors without a
    Thai dictionary end them; a mark stays with its letter."""
    lines, line, width = [], "", 0
    for letter in text:
        mark = unicodedata.combining(letter) or letter in "ัิีึืฺุู็่้๊๋์ํ๎"
        if not mark and width >= COLUMNS:
            lines.append(line)
            line, width = "", 0
        line += letter
        width += 0 if mark else 1
    return [*lines, line]


def lines_of(paper):
    rows = [paper.title]
    for block in paper.blocks:
        rows += [" ".join(cell for cell in row if cell) if isinstance(row, list)
                 else row for row in block.lines]
    return [line for row in rows for line in wrapped(row)]


def stream(head, data):
    packed = zlib.compress(data, 6)
    return (f"<<{head}/Filter/FlateDecode/Length {len(packed)}>>"
            "stream\n").encode() + packed + b"\nendstream"


def assembled(objects, trailer):
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010} 00000 n \n".encode()
    return bytes(out) + (f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R"
                         f"{trailer}>>\nstartxref\n{start}\n%%EOF\n").encode()


def page_stream(lines, known):
    shown = ["BT", f"/F {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td"]
    for line in lines:
        glyphs = [known[ord(letter)] for letter in line
                  if ord(letter) in known]
        shown.append("<" + "".join(f"{one:04X}" for one in glyphs) + "> Tj T*")
    return "\n".join([*shown, "ET"]).encode()


def letter_table(letters, known):
    rows = [f"<{known[one]:04X}> <{one:04X}>" for one in letters]
    parts = [f"{len(rows[at:at + 100])} beginbfchar\n"
             + "\n".join(rows[at:at + 100]) + "\nendbfchar"
             for at in range(0, len(rows), 100)]
    return ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /T def /CMapType 2 def\n1 begincodespacerange\n"
            "<0000> <FFFF>\nendcodespacerange\n" + "\n".join(parts)
            + "\nendcmap end end\n").encode()


@cache
def font_file():
    data = font().data
    return stream(f"/Length1 {len(data)}", data)


def text_objects(paper):
    known = font().glyphs
    lines = lines_of(paper)
    a_page = (TOP - BOTTOM) // LEADING
    pages = [lines[at:at + a_page] for at in range(0, len(lines), a_page)]
    letters = sorted({ord(one) for line in lines for one in line} & set(known))
    widths = "".join(f"{known[one]}[{font().width(known[one])}]"
                     for one in letters)
    first = 8
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Garuda/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 7 0 R>>",
        ("<</Type/Font/Subtype/CIDFontType2/BaseFont/Garuda/CIDSystemInfo"
         "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
         f"/FontDescriptor 5 0 R/CIDToGIDMap/Identity/W[{widths}]>>").encode(),
        b"<</Type/FontDescriptor/FontName/Garuda/Flags 4/FontBBox"
        b"[-600 -400 1200 1200]/ItalicAngle 0/Ascent 1000/Descent -400"
        b"/CapHeight 700/StemV 80/FontFile2 6 0 R>>",
        font_file(),
        stream("", letter_table(letters, known))]
    for at, page in enumerate(pages):
        objects.append((
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources"
            f"<</Font<</F 3 0 R>>>>/Contents {first + 2 * at + 1} 0 R>>")
            .encode())
        objects.append(stream("", page_stream(page, known)))
    return objects


def text_pdf(paper):
    return assembled(text_objects(paper), "")


def scan_pdf(text):
    """Grey stripes where the lines of a paper would be; no font at all."""
    seed = hashlib.sha512(text.encode()).digest()
    row = bytes(200 if x % 7 < 3 else 235 for x in range(SCAN_WIDTH))
    blank = b"\xf4" * SCAN_WIDTH
    picture = b"".join(
        row if y % 18 < 9 and seed[y // 18 % 64] > 60 else blank
        for y in range(SCAN_HEIGHT))
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject"
        b"<</I 5 0 R>>>>/Contents 4 0 R>>",
        stream("", b"q 595 0 0 842 0 0 cm /I Do Q"),
        stream(f"/Type/XObject/Subtype/Image/Width {SCAN_WIDTH}/Height "
               f"{SCAN_HEIGHT}/ColorSpace/DeviceGray/BitsPerComponent 8",
               picture)], "")


def rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(out)


def padded(password):
    return (password + PADDING)[:32]


def locked_pdf(text, password=b"only for the office"):
    """Nobody but who knows the password can read what it holds."""
    number = hashlib.md5(text.encode()).digest()
    owner = rc4(hashlib.md5(padded(password)).digest()[:5], padded(password))
    rights = -44
    key = hashlib.md5(padded(password) + owner + struct.pack("<i", rights)
                      + number).digest()[:5]
    user = rc4(key, PADDING)
    page_key = hashlib.md5(key + struct.pack("<I", 4)[:3] + b"\0\0") \
        .digest()[:10]
    shown = rc4(page_key, b"BT /F 12 Tf 72 700 Td (locked) Tj ET")
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<"
        b"/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        b"/Contents 4 0 R>>",
        f"<</Length {len(shown)}>>stream\n".encode() + shown + b"\nendstream",
        f"<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user.hex()}>"
        f"/P {rights}>>".encode()],
        f"/Encrypt 5 0 R/ID[<{number.hex()}><{number.hex()}>]")
