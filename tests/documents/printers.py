"""PDF files by programs that print web pages or lines of text.

Each function writes the paper to the path, in a font of that family.
"""
import json
import subprocess

import pages
import papers
from maker import documents
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen import canvas

FONTS = "/usr/share/fonts/truetype/tlwg/{}.ttf"
NPM = papers.ROOT / "build/documents/npm"
NPM_PACKAGES = ("pdfmake@0.2.20",)
BOTTOM, TOP, LEADING = 20 * mm, 275 * mm, 7 * mm

TCPDF = """<?php
require '/usr/share/php/tcpdf/tcpdf.php';
[, $html, $ttf, $out, $wide] = $argv;
$font = TCPDF_FONTS::addTTFfont($ttf, 'TrueTypeUnicode', '', 32,
    getcwd() . '/');
$pdf = new TCPDF($wide ? 'L' : 'P');
$pdf->setPrintHeader(false);
$pdf->setPrintFooter(false);
$pdf->SetFont($font, '', $wide ? 8 : 12);
$pdf->AddPage();
$pdf->writeHTML(file_get_contents($html));
$pdf->Output($out, 'F');
"""

FPDF = """<?php
define('FPDF_FONTPATH', getcwd());
require '/usr/share/php/fpdf/fpdf.php';
[, $text, $font, $out] = $argv;
$pdf = new FPDF();
$pdf->AddFont('th', '', $font);
$pdf->SetFont('th', '', 13);
$pdf->AddPage();
foreach (file($text, FILE_IGNORE_NEW_LINES) as $line)
    $pdf->MultiCell(0, 7, iconv('UTF-8', 'cp874', $line));
$pdf->Output('F', $out);
"""

PDFMAKE = """
const [, , source, ttf, out, root] = process.argv;
const fs = require('fs');
const Printer = require(root + '/node_modules/pdfmake');
const paper = JSON.parse(fs.readFileSync(source));
const content = paper.map(rows => rows.length && rows[0].length > 1
  ? { table: { body: rows }, margin: [0, 4] } : rows.map(row => row[0]));
const printer = new Printer({ th: { normal: ttf } });
const doc = printer.createPdfKitDocument({
  content: content.flat(), defaultStyle: { font: 'th', fontSize: 11 } });
doc.pipe(fs.createWriteStream(out));
doc.end();
"""


def run(*command, **more):
    subprocess.run(list(map(str, command)), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def page(paper, font, out):
    """The web page that is printed, beside the file that is made of it."""
    path = out.with_suffix(".html")
    path.write_text(pages.html_page(paper, font), encoding="utf-8")
    return path


def text(paper, out):
    path = out.with_suffix(".txt")
    path.write_text("\n".join(pages.lines(paper)) + "\n", encoding="utf-8")
    return path


def script(out, ending, code):
    path = out.with_suffix(ending)
    path.write_text(code, encoding="utf-8")
    return path


def chromium(paper, font, out):
    source = page(paper, font, out)
    documents.run_browser(out.parent, source.stem)
    out.with_suffix("").with_name(source.stem + ".pdf").rename(out)


def wkhtmltopdf(paper, font, out):
    turned = ["-O", "Landscape"] if pages.is_wide(paper) else []
    run("wkhtmltopdf", "-q", *turned, page(paper, font, out), out)


def weasyprint(paper, font, out):
    run("weasyprint", page(paper, font, out), out)


def pango(paper, font, out):
    run("pango-view", "--no-display", f"--font={font} 13", "--width=480",
        "--wrap=word-char", f"--output={out}", text(paper, out))


def tcpdf(paper, font, out):
    run("php", script(out, ".php", TCPDF), page(paper, font, out),
        FONTS.format(font), out, int(pages.is_wide(paper)), cwd=out.parent)


def fpdf(paper, font, out):
    """Letters of one byte: the font has to be prepared for them."""
    run("php", "/usr/share/php/fpdf/makefont/makefont.php",
        FONTS.format(font), "cp874", cwd=out.parent)
    run("php", script(out, ".php", FPDF), text(paper, out), f"{font}.php",
        out, cwd=out.parent)


def pdfmake(paper, font, out):
    if not NPM.exists():
        run("npm", "install", "--silent", "--prefix", NPM, *NPM_PACKAGES)
    blocks = [[[paper.title]]] + [
        block.lines if block.kind == "table" else
        [[line] for line in block.lines] for block in paper.blocks]
    source = script(out, ".json", json.dumps(blocks))
    run("node", script(out, ".js", PDFMAKE), source, FONTS.format(font), out,
        NPM)


def reportlab(paper, font, out, draw=canvas.Canvas.drawString):
    """Lines cut after so many points, as there is no dictionary here."""
    pdfmetrics.registerFont(ttfonts.TTFont(font, FONTS.format(font)))
    sheet = canvas.Canvas(str(out), pagesize=A4)
    sheet.setTitle(paper.title)
    y = 0
    for line in pages.lines(paper):
        for piece in pieces(line, font):
            if y < BOTTOM:
                if y:
                    sheet.showPage()
                sheet.setFont(font, 13)
                y = TOP
            draw(sheet, 20 * mm, y, piece)
            y -= LEADING
    sheet.save()


def pieces(line, font):
    """A line in pieces that fit, between words that blanks part."""
    piece = ""
    for word in line.split(" "):
        longer = f"{piece} {word}".strip()
        if piece and pdfmetrics.stringWidth(longer, font, 13) > 170 * mm:
            yield piece
            longer = word
        piece = longer
    yield piece
