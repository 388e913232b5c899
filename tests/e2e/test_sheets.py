#!/usr/bin/env python3
"""The papers that programs open: as LibreOffice sees them, and made again."""
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET

from harness import LONGEST, Case, main

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
SHEETS = ["รายการตรวจ", "สรุป", "ประวัติ", "วิธีใช้"]


class Sheets(Case):
    def setUp(self):
        super().setUp()
        with self.server() as server:
            self.assert_exit(self.check(server.url), 1)

    def papers(self):
        return {path.name: path.read_bytes() for path in self.out.iterdir()}

    def test_report_writes_all_of_it_again_byte_for_byte(self):
        before = self.papers()
        for name in before:
            if name != "report.json" and not name.startswith(("site.",
                                                              "crawl.")):
                (self.out / name).unlink()
        self.assertLess(set(self.papers()), set(before))
        self.assert_exit(self.oit("report", self.out), 0)
        after = self.papers()
        self.assertEqual(set(after), set(before))
        for name, content in before.items():
            self.assertTrue(after[name] == content, name)

    def test_one_call_writes_the_papers_of_many_runs(self):
        names = [f"town-{n}" for n in range(9)]
        for name in names:
            (self.folder / name).mkdir()
            shutil.copy(self.out / "report.json", self.folder / name)
        newer = self.folder / names[3] / "report.json"
        newer.write_text(json.dumps({**self.report(),
                                     "schema": "oit-report/99"}))
        (self.folder / names[6] / "report.json").unlink()
        done = self.oit("report", *(self.folder / name for name in names))
        self.assert_exit(done, 65)  # of the first that went wrong
        self.assertIn(f"{newer}:", done.err)
        self.assertIn(f"{names[6]}/report.json: cannot read", done.err)
        self.assertEqual(len(done.err.splitlines()), 2)
        whole = {path for path in self.papers()
                 if not path.startswith(("site.", "crawl."))}
        for n, name in enumerate(names):
            made = {path.name for path in (self.folder / name).iterdir()}
            self.assertEqual(made, {3: {"report.json"}, 6: set()}.get(
                n, whole))
            for paper in made - {"report.json"}:
                self.assertTrue((self.folder / name / paper).read_bytes() ==
                                (self.out / paper).read_bytes(), paper)

    def opened(self):
        """checklist.xlsx as LibreOffice understands it, as flat XML."""
        if not shutil.which("soffice"):
            self.skipTest("no soffice: not opened by LibreOffice")
        profile = (self.folder / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless",
             "--convert-to", "fods", "--outdir", self.folder,
             self.out / "checklist.xlsx"], check=True, timeout=LONGEST,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return ET.parse(self.folder / "checklist.fods").getroot()

    def test_libreoffice_opens_it_with_filters_lists_and_links(self):
        book = self.opened()
        tables = {table.get(f"{TABLE}name"): table
                  for table in book.iter(f"{TABLE}table")}
        self.assertEqual(list(tables), SHEETS)
        items = self.report()["items"]
        ranges = [area.get(f"{TABLE}target-range-address")
                  for area in book.iter(f"{TABLE}database-range")
                  if area.get(f"{TABLE}display-filter-buttons") == "true"]
        self.assertIn(f".A1:{SHEETS[0]}.R{len(items) + 1}",
                      "".join(ranges))
        offered = [rule.get(f"{TABLE}condition")
                   for rule in book.iter(f"{TABLE}content-validation")]
        self.assertEqual(len(offered), 1)
        self.assertIn("แก้แล้ว", offered[0])
        self.assertEqual([cell for cell in book.iter(f"{TABLE}table-cell")
                          if cell.get(f"{TABLE}formula")], [])
        text = "".join(tables[SHEETS[0]].itertext())
        links = {link.get(f"{XLINK}href")
                 for link in tables[SHEETS[0]].iter(f"{TEXT}a")}
        for item in items:
            self.assertIn(item["title"], text)
            if item["evidence"]:
                self.assertIn(item["evidence"][0]["url"], links)


main()
