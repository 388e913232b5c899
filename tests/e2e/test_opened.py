#!/usr/bin/env python3
"""The papers as programs of others open them: python-docx and LibreOffice."""
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile

from attacks import ATTACKS, SAMPLE, attacked
from harness import LONGEST, ROOT, Case, main

OUTLINE = ROOT / "tests/support/docx_outline"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class Opened(Case):
    def write(self, report):
        """The papers of this report, with what became of its own measures."""
        self.out.mkdir()
        (self.out / "report.json").write_text(json.dumps(report))
        self.assert_exit(self.oit("report", self.out), 0)
        self.assert_exit(self.oit("plan", "--follow", self.out, self.out), 0)

    def sample(self):
        report = json.loads(SAMPLE.read_text(encoding="utf-8"))
        self.write(report)
        return report

    def convert(self, form, *names):
        """The files as LibreOffice saves them in another form."""
        if not shutil.which("soffice"):
            self.skipTest("no soffice: not opened by LibreOffice")
        profile = (self.folder / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless",
             "--convert-to", form, "--outdir", self.folder / form,
             *(self.out / name for name in names)], check=True,
            timeout=LONGEST, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        return [(self.folder / form / name).with_suffix(f".{form}")
                for name in names]

    def outlines(self, *names):
        paths = [str(self.out / name) for name in names]
        done = subprocess.run([OUTLINE, *paths], capture_output=True,
                              timeout=LONGEST, check=False)
        if done.returncode and b"No module named 'docx'" in done.stderr:
            self.skipTest("python3-docx is not installed")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return list(json.loads(done.stdout).values())

    def look_at_outline(self, paper):
        """No level is left out, and every table has heads that repeat."""
        before = 0
        for level, text in paper["headings"]:
            self.assertLessEqual(level, before + 1, text)
            self.assertTrue(text.strip())
            before = level
        for table in paper["tables"]:
            heads = table["heads"]
            self.assertTrue(heads[0])
            self.assertFalse(heads[-1])
            self.assertEqual(heads, sorted(heads, reverse=True))
        for section in paper["sections"]:
            self.assertEqual(section["width"] > section["height"],
                             section["orientation"] == 1)

    def test_python_docx_sees_headings_tables_and_pages(self):
        report = self.sample()
        plan, follow = self.outlines("plan.docx", "report-measures.docx")
        n_measures = len(report["plan"]["measures"])
        for paper in (plan, follow):
            self.look_at_outline(paper)
            self.assertIn(report["office"]["name"], paper["title"])
            self.assertEqual(paper["sections"][-1 if paper is plan else 1][
                "orientation"], 1)
        self.assertEqual([section["orientation"]
                          for section in plan["sections"]], [0, 0, 1])
        sizes = [(table["columns"], len(table["heads"]))
                 for table in plan["tables"]]
        self.assertEqual(sizes[0], (4, 1 + 10))
        self.assertEqual(sizes[-1], (5, 1 + n_measures))
        self.assertEqual([columns for columns, _ in sizes[1:-1]], [3, 1] * 7)
        self.assertEqual([(table["columns"], len(table["heads"]))
                          for table in follow["tables"]],
                         [(5, 1 + 7), (6, 1 + n_measures)])
        rows = plan["tables"][-1]["cells"][1:]
        for row, measure in zip(rows, report["plan"]["measures"]):
            if measure["kind"] != "checking":
                self.assertIn(measure["text"].translate(THAI), row[1])
            self.assertIn(measure["owner"], row[3])

    def test_libreoffice_prints_them(self):
        report = self.sample()
        names = ("plan.docx", "report-measures.docx")
        for path in self.convert("pdf", *names):
            text = subprocess.run(
                ["pdftotext", "-raw", path, "-"], check=True,
                capture_output=True, timeout=LONGEST).stdout.decode()
            self.assertGreaterEqual(text.count("\f"), 3)
            squeezed = re.sub(r"\s", "", text)
            self.assertIn(re.sub(r"\s", "", report["office"]["name"]),
                          squeezed)
            # the head of the measures, on each of their pages
            self.assertGreaterEqual(squeezed.count("ผู้รับผิดชอบ"), 2, path)

    def test_a_workbook_saved_again_keeps_filters_and_lists(self):
        self.sample()
        before = self.sheet(self.out / "checklist.xlsx")
        after = self.sheet(*self.convert("xlsx", "checklist.xlsx"))
        for sheet in (before, after):
            self.assertEqual([cell for cell in sheet.iter(f"{SHEET}f")], [])
        self.assertEqual(self.offers(after), self.offers(before))
        self.assertEqual(len(self.offers(after)), 2)

    def sheet(self, path):
        """The first of a workbook."""
        with zipfile.ZipFile(path) as file:
            return ET.fromstring(file.read("xl/worksheets/sheet1.xml"))

    def offers(self, sheet):
        """What may be chosen in it, and where."""
        return [[area.get("ref") for area in sheet.iter(f"{SHEET}autoFilter")]
                ] + [[rule.get("sqref"), rule.findtext(f"{SHEET}formula1")]
                     for rule in sheet.iter(f"{SHEET}dataValidation")]

    def cells(self, path):
        return [cell for cell in
                ET.parse(path).getroot().iter(f"{TABLE}table-cell")
                if cell.get(f"{OFFICE}value-type")]

    def test_libreoffice_computes_nothing_that_a_site_says(self):
        report = json.loads(SAMPLE.read_text(encoding="utf-8"))
        given = iter(ATTACKS * 1000)
        self.write(attacked(report, given))
        # a table that nobody has guarded shows that it does compute
        (self.out / "control.csv").write_text('"=1+1","+1+1"\r\n')
        control, = self.convert("fods", "control.csv")
        self.assertEqual(self.cells(control)[0].get(f"{OFFICE}value"), "2")
        for name in ("checklist.csv", "checklist.xlsx"):
            cells = self.cells(*self.convert("fods", name))
            self.assertGreater(len(cells), 36 * 10)
            for cell in cells:
                text = "\n".join("".join(line.itertext())
                                 for line in cell.iter(f"{TEXT}p"))
                self.assertIsNone(cell.get(f"{TABLE}formula"), text)
                self.assertNotIn("Err:", text)
            words = {kind: sum(cell.get(f"{OFFICE}value-type") == kind
                               for cell in cells)
                     for kind in ("string", "float", "date")}
            self.assertEqual(sum(words.values()), len(cells), name)
            self.assertGreater(words["string"], 36 * 8)


main()
