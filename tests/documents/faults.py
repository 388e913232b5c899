"""What goes wrong with documents: each function takes what other producers
write and spoils it in one way that was seen on real websites.
"""
import re
import unicodedata

import printers
from reportlab.pdfbase import ttfonts

AM, NIKHAHIT, AA = "\u0e33", "\u0e4d", "\u0e32"
ABOVE = re.compile("[\u0e31\u0e34-\u0e37\u0e47-\u0e4e]+")
TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
LOW_TONES = 0xF70A  # where old Windows fonts have them
SARABUN = 0x1000D6  # ko kai as number of a glyph of TH Sarabun New
SARABUN_TONES = 0x100160
KO_KAI = "\u0e01"


def split_am(paper):
    """Sara am as two letters, the way some fonts draw it."""
    def split(line):
        if isinstance(line, list):
            return [split(cell) for cell in line]
        return re.sub(f"([{TONES}]?){AM}", NIKHAHIT + r"\1" + AA, line)

    return type(paper)(split(paper.title), [
        type(block)(block.kind, [split(line) for line in block.lines])
        for block in paper.blocks])


def letter_table(mapped):
    """The ToUnicode table of a subset, each letter through a function that
    answers with the letters a reader is told, or None for nothing."""
    def make(_fontname, subset):
        told = [(code, mapped(chr(letter)))
                for code, letter in enumerate(subset)]
        rows = [f"<{code:02X}> <{letters.encode('utf-16-be').hex().upper()}>"
                for code, letters in told if letters is not None]
        parts = [f"{len(rows[at:at + 100])} beginbfchar\n"
                 + "\n".join(rows[at:at + 100]) + "\nendbfchar"
                 for at in range(0, len(rows), 100)]
        return ("/CIDInit /ProcSet findresource begin 12 dict begin "
                "begincmap\n/CMapName /T def /CMapType 2 def\n"
                "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
                + "\n".join(parts) + "\nendcmap end end\n")
    return make


def told_as(paper, font, out, mapped):
    """A PDF that looks right, and whose letters are told otherwise."""
    honest = ttfonts.makeToUnicodeCMap
    ttfonts.makeToUnicodeCMap = letter_table(mapped)
    try:
        printers.reportlab(paper, font, out)
    finally:
        ttfonts.makeToUnicodeCMap = honest


def nikhahit_as_blank(paper, font, out):
    told_as(paper, font, out, lambda c: " " + AA if c == AM else c)


def nikhahit_unmapped(paper, font, out):
    told_as(split_am(paper), font, out,
            lambda c: "" if c == NIKHAHIT else c)


def aa_as_am(paper, font, out):
    told_as(paper, font, out, lambda c: AM if c == AA else c)


def old_glyphs(paper, font, out):
    def glyph(c):
        return chr(LOW_TONES + TONES.index(c)) if c in TONES else c
    told_as(split_am(paper), font, out, glyph)


def latin_1(paper, font, out):
    def byte(c):
        return c.encode("cp874", "replace").decode("latin-1")
    told_as(paper, font, out, byte)


def glyph_numbers(paper, font, out):
    """As a budget system of the municipalities writes its reports: some
    letters by the numbers of their glyphs."""
    def glyph(c):
        if c in TONES:
            return chr(SARABUN_TONES + TONES.index(c))
        if c in "กสหเแ":
            gap = 4 if c > "\u0e3a" else 0
            return chr(SARABUN + ord(c) - ord(KO_KAI) - gap)
        return c
    told_as(paper, font, out, glyph)


def unmapped(paper, font, out):
    """Every letter is one that stands for nothing."""
    told_as(paper, font, out,
            lambda c: chr(0xE000 + ord(c) % 256) if c > "\u0e00" else c)


def tones_lost(paper, font, out):
    """Tone marks that the font draws by other glyphs, which have no name."""
    told_as(paper, font, out, lambda c: "" if c in TONES else c)


def draw_shifted(sheet, x, y, line):
    """Marks drawn by themselves, a little to the right."""
    width = sheet.stringWidth(KO_KAI)
    for part in re.split(f"({ABOVE.pattern})", line):
        shift = width / 3 if ABOVE.match(part) else 0
        sheet.drawString(x + shift, y, part)
        x += sheet.stringWidth("".join(
            c for c in part if not unicodedata.category(c) == "Mn"))


def marks_shifted(paper, font, out):
    printers.reportlab(paper, font, out, draw_shifted)


# Of files that are there already.

def rewritten(source, out):
    printers.run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite",
                 f"-sOutputFile={out}", source)


def printed_again(source, out):
    made = out.with_suffix(".ps")
    printers.run("pdftops", source, made)
    printers.run("ps2pdf", made, out)


def locked(source, out):
    printers.run("qpdf", "--encrypt", "secret", "owner", "256", "--", source,
                 out)


def guarded(source, out):
    """Open to readers, but not to be changed."""
    printers.run("qpdf", "--encrypt", "", "owner", "256", "--modify=none",
                 "--", source, out)


def cut(source, out):
    data = source.read_bytes()
    out.write_bytes(data[:len(data) * 3 // 5])
