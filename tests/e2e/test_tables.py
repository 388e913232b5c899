#!/usr/bin/env python3
"""Lists of purchases, as people publish them: sheets, papers, pages."""
import csv
import shutil
import subprocess

from harness import LONGEST, Case, main
from papers import DOCX, ODS, SHEET, XLSX, docx, paragraph, xlsx

TITLE = "รายการการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ"
PERIOD = "6 เดือนแรก ปีงบประมาณ พ.ศ. 2568"
HEAD = ("ที่", "ปีงบประมาณ", "ชื่อหน่วยงาน", "อำเภอ", "จังหวัด", "กระทรวง",
        "ประเภทหน่วยงาน", "ชื่อรายการของงานที่ซื้อหรือจ้าง",
        "วงเงินงบประมาณที่ได้รับจัดสรร (บาท)", "แหล่งที่มาของงบประมาณ",
        "สถานะการจัดซื้อจัดจ้าง", "วิธีการจัดซื้อจัดจ้าง", "ราคากลาง (บาท)",
        "ราคาที่ตกลงซื้อหรือจ้าง (บาท)",
        "รายชื่อผู้ประกอบการที่ได้รับการคัดเลือก", "เลขที่โครงการในระบบ e-GP")
MONTHS = ("6710", "6711", "6712", "6801", "6802", "6803")


def entry(number, month):
    return (str(number), "2568", "เทศบาลตำบลดอนฟ้าใส", "เมือง", "ลำปาง",
            "มหาดไทย", "เทศบาลตำบล", f"จ้างเหมาซ่อมแซมถนนสายที่ {number}",
            "98,500.00", "เงินรายได้", "สิ้นสุดสัญญา", "เฉพาะเจาะจง",
            "98,500.00", "98,000.00", "ร้านสมมุติการช่าง",
            f"{month}{number:07}")


def without(row, *columns):
    return tuple(cell for name, cell in zip(HEAD, row) if name not in columns)


def sheet(*rows):
    """A workbook of these rows; empty cells are left out, as programs do."""
    lines = []
    for n, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{n}" t="inlineStr"><is><t>{text}</t>'
            "</is></c>" for column, text in enumerate(row) if text)
        lines.append(f'<row r="{n}">{cells}</row>')
    return xlsx("".join(lines))


def table(*rows):
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) +
                    "</tr>" for row in rows)
    return f"<table>{lines}</table>"


class Tables(Case):
    def judge(self, papers=(), page=None, links=None):
        """o12 of 2568 on a site that publishes these papers, or this page."""
        links = links or "".join(
            f'<li><a href="/{name}">{TITLE} {PERIOD}</a></li>'
            for name, _, _ in papers)
        if page:
            links = f'<li><a href="/list">{TITLE} {PERIOD}</a></li>'
        text = "<p>เทศบาลให้บริการประชาชนในพื้นที่ทุกวันทำการ ยินดีต้อนรับ</p>" * 5
        frame = ("<!DOCTYPE html><html><head><meta charset=utf-8><title>%s"
                 "</title></head><body><h1>%s</h1>%s</body></html>")
        pages = {"/": frame % ("หน้าแรก", "หน้าแรก", f"{text}<ul>{links}</ul>")}
        if page:
            pages["/list"] = frame % (TITLE, TITLE, page)
        root = self.site(pages)
        with (root / "map.txt").open("a") as lines:
            for name, kind, data in papers:
                (root / "root" / name).write_bytes(data)
                lines.write(f"/{name}\t200\t{kind}\t{name}\n")
        with self.server(root) as server:
            done = self.check(server.url, "--year", "2568", "--now",
                              "2025-03-25")
        self.assert_exit(done, 1)
        self.item = {item["id"]: item for item in self.report()["items"]}["o12"]
        return {part["id"]: part for part in reversed(self.item["parts"])}

    def test_a_sheet_with_all_columns_and_months(self):
        rows = [entry(n, month) for n, month in enumerate(MONTHS, 1)]
        parts = self.judge([("list.xlsx", XLSX, sheet(
            (TITLE,), (PERIOD,), HEAD, *rows))])
        self.assertEqual(parts["columns"]["verdict"], "pass")
        self.assertIn("ที่ | ปีงบประมาณ | ", parts["columns"]["quote"])
        self.assertEqual(parts["months"]["verdict"], "pass")
        self.assertEqual(parts["structured"]["verdict"], "pass")
        self.assertEqual(self.item["near_misses"], [])

    def saved_as(self, ending, *rows):
        """The sheet as a spreadsheet program saves it."""
        if not shutil.which("ssconvert"):
            self.skipTest("no ssconvert: not saved by Gnumeric")
        source, saved = self.folder / "list.csv", self.folder / f"list.{ending}"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        subprocess.run(["ssconvert", "-E", "UTF-8", source, saved], check=True,
                       timeout=LONGEST, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return saved.read_bytes()

    def test_other_sheets_say_the_same(self):
        gone = "แหล่งที่มาของงบประมาณ"
        whole = [HEAD, *(entry(n, month) for n, month in enumerate(MONTHS, 1))]
        lacking = [without(row, gone) for row in whole[:-1]]
        for ending, kind in ("ods", ODS), ("xls", SHEET):
            with self.subTest(ending):
                self.out = self.folder / ending
                parts = self.judge([(f"list.{ending}", kind, self.saved_as(
                    ending, (TITLE,), (PERIOD,), *whole))])
                for name in "columns", "months", "structured":
                    self.assertEqual(parts[name]["verdict"], "pass", name)
                self.out = self.folder / f"{ending}-lacks"
                parts = self.judge([(f"list.{ending}", kind, self.saved_as(
                    ending, (TITLE,), (PERIOD,), *lacking))])
                self.assertEqual(parts["structured"]["verdict"], "pass")
                self.assertIn(f"(ขาดคอลัมน์ {gone})", parts["columns"]["text"])
                self.assertIn("เดือน มีนาคม)", parts["months"]["text"])

    def test_the_empty_form_of_other_sheets_is_no_list(self):
        for ending, kind in ("ods", ODS), ("xls", SHEET):
            with self.subTest(ending):
                self.out = self.folder / ending
                self.judge([(f"list.{ending}", kind, self.saved_as(
                    ending, (f"{TITLE} {PERIOD}",), HEAD, ("1",), ("2",),
                    ("3",)))])
                self.assertEqual([miss["why"] for miss
                                  in self.item["near_misses"]], ["empty"])
                self.assertEqual(self.item["verdict"], "missing")

    def test_what_a_sheet_lacks_is_told_by_name(self):
        gone = ("อำเภอ", "แหล่งที่มาของงบประมาณ")
        rows = [without(entry(n, month), *gone)
                for n, month in enumerate(MONTHS[:4], 1)]
        parts = self.judge([("list.xlsx", XLSX, sheet(
            (f"{TITLE} {PERIOD}",), without(HEAD, *gone), *rows))])
        self.assertEqual(parts["columns"]["verdict"], "missing")
        self.assertEqual(parts["columns"]["level"], "should")
        self.assertIn("(ขาดคอลัมน์ อำเภอ, แหล่งที่มาของงบประมาณ)",
                      parts["columns"]["text"])
        self.assertIn("เดือน กุมภาพันธ์, มีนาคม)", parts["months"]["text"])
        self.assertTrue(any("แหล่งที่มาของงบประมาณ" in text
                            for text in self.item["advice"]))

    def test_the_official_form_alone_is_no_list(self):
        self.judge([("list.xlsx", XLSX, sheet(
            (f"{TITLE} {PERIOD}",), HEAD, ("1",), ("2",), ("3",)))])
        near = {miss["url"].rsplit("/", 1)[1]: miss["why"]
                for miss in self.item["near_misses"]}
        self.assertEqual(near.get("list.xlsx"), "empty")
        self.assertEqual(self.item["verdict"], "missing")

    def test_a_sheet_beside_a_paper_is_the_data(self):
        rows = [entry(n, month) for n, month in enumerate(MONTHS, 1)]
        paper = docx(paragraph(f"{TITLE} {PERIOD}") + paragraph(
            "รายการจัดซื้อจัดจ้างของเทศบาล วงเงินงบประมาณ แหล่งที่มา เงินรายได้ ")
            * 5)
        parts = self.judge([("list.docx", DOCX, paper)])
        self.assertEqual(parts["structured"]["verdict"], "cannot_tell")
        self.out = self.folder / "both"
        parts = self.judge([("list.docx", DOCX, paper), ("list.xlsx", XLSX,
                            sheet((f"{TITLE} {PERIOD}",), HEAD, *rows))])
        self.assertEqual(parts["structured"]["verdict"], "pass")
        self.assertTrue(parts["structured"]["url"].endswith("list.xlsx"))

    def test_a_sheet_whose_link_says_nothing_is_that_of_the_paper(self):
        """Their addresses say that they are one list in two shapes, or they
        stand in one row."""
        rows = [entry(n, month) for n, month in enumerate(MONTHS, 1)]
        papers = [("list.docx", DOCX, docx(paragraph(f"{TITLE} {PERIOD}"))),
                  ("list.xlsx", XLSX, sheet(HEAD, *rows))]
        label = f'<a href="/list.docx">{TITLE} {PERIOD}</a>'
        for beside in ('<p>%s</p><p><a href="/list.xlsx">Excel</a></p>',
                       '<p><a href="/list.xlsx"><img src=x></a></p><p>%s</p>',
                       '<ul><li>%s <a href="/list.xlsx">ไฟล์ Excel</a></ul>'):
            with self.subTest(beside):
                parts = self.judge(papers, links=beside % label)
                self.assertEqual(parts["structured"]["verdict"], "pass")
                self.assertEqual([evidence["kind"] for evidence
                                  in self.item["evidence"]], ["docx", "xlsx"])
                self.assertNotIn("คู่กับ", "".join(self.item["advice"]))
                shutil.rmtree(self.out)
        parts = self.judge(papers, links=f"<p>{label}</p>")
        self.assertEqual(parts["structured"]["verdict"], "cannot_tell")
        self.assertEqual("".join(self.item["advice"]).count("คู่กับเอกสาร"), 1)

    def test_who_bought_nothing_needs_no_sheet(self):
        both = TITLE + "และความก้าวหน้าการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ"
        self.judge([("list.docx", DOCX, docx(
            paragraph(f"{both} {PERIOD}") +
            paragraph("ไม่มีการจัดซื้อจัดจ้าง")))])
        self.assertEqual(self.item["verdict"], "pass")
        self.assertNotIn("คู่กับ", "".join(self.item["advice"]))

    def test_a_table_in_a_page(self):
        rows = [entry(n, month) for n, month in enumerate(MONTHS, 1)]
        parts = self.judge(page=f"<p>{PERIOD}</p>" + table(HEAD, *rows))
        self.assertEqual(parts["columns"]["verdict"], "pass")
        self.assertEqual(parts["months"]["verdict"], "pass")


main()
