"""Files of word processors and spreadsheets, and what their scripts write."""
import csv
import subprocess

import docx
import openpyxl
import pages
import papers
import xlsxwriter
import xlwt
from maker import documents

SOURCES = {"fodt": pages.text_file, "fods": pages.sheet_file,
           "fodp": pages.slides_file}
MADE_OF = {"pdf": "fodt", "docx": "fodt", "odt": "fodt", "rtf": "fodt",
           "doc": "fodt", "xlsx": "fods", "ods": "fods", "xls": "fods",
           "pptx": "fodp", "odp": "fodp"}


def libreoffice(orders):
    """Many at once, as the start of the program is what takes time: triples
    of paper, font and the path that is to be."""
    folders = {}
    for paper, font, out in orders:
        ending = out.suffix[1:]
        folder = folders.setdefault(ending, out.parent / ending)
        folder.mkdir(exist_ok=True)
        source = folder / f"{out.stem}.{MADE_OF[ending]}"
        source.write_text(SOURCES[MADE_OF[ending]](paper, font),
                          encoding="utf-8")
    for ending, folder in folders.items():
        documents.run_office(folder, ending, [
            source.name for source in sorted(folder.iterdir())])
        for made in folder.glob(f"*.{ending}"):
            made.rename(folder.parent / made.name)


def python_docx(paper, font, out):
    file = docx.Document()
    file.core_properties.title = paper.title
    file.styles["Normal"].font.name = font
    file.add_heading(paper.title, 1)
    for block in paper.blocks:
        if block.kind == "table":
            put_table(file, block.lines)
        else:
            style = {"heading": "Heading 2", "list": "List Bullet"}.get(
                block.kind, "Normal")
            for line in block.lines:
                put_words(file.add_paragraph(style=style), line)
    file.save(out)


def put_table(file, rows):
    table = file.add_table(0, len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row):
            put_words(cell.paragraphs[0], words)


def put_words(paragraph, words):
    """In runs that end inside words, as editing leaves them."""
    for at in range(0, len(words), 7):
        paragraph.add_run(words[at:at + 7])


def with_openpyxl(paper, _font, out):
    """The title merged over all columns, as people write them."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in papers.rows(paper):
        sheet.append(row)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1,
                      end_column=sheet.max_column)
    book.save(out)


def with_xlsxwriter(paper, _font, out):
    """Numbers as numbers, and the table a table."""
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": True})
    sheet = book.add_worksheet("ข้อมูล")
    for at, row in enumerate(papers.rows(paper)):
        sheet.write_row(at, 0, row)
    book.close()


def with_xlwt(paper, _font, out):
    book = xlwt.Workbook()
    sheet = book.add_sheet("ข้อมูล")
    for at, row in enumerate(papers.rows(paper)):
        for column, words in enumerate(row):
            sheet.write(at, column, words)
    book.save(str(out))


def put_csv(paper, out, charset):
    with out.open("w", encoding=charset, newline="") as file:
        csv.writer(file).writerows(papers.rows(paper))


def python_csv(paper, _font, out):
    put_csv(paper, out, "utf-8-sig")


def excel_csv(paper, _font, out):
    """As Excel for Windows saves it in Thailand."""
    put_csv(paper, out, "cp874")


def gnumeric(paper, _font, out):
    table = out.with_suffix(".csv")
    put_csv(paper, table, "utf-8")
    kinds = {".xls": ["-T", "Gnumeric_Excel:excel_biff8"]}
    subprocess.run(["ssconvert", *kinds.get(out.suffix, []), table, out],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
