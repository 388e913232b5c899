#!/usr/bin/env python3
"""What the site says stays text, in every paper and on the terminal."""
import csv
import io
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from xml.parsers import expat

from attacks import ATTACKS, write_report
from harness import OIT, Case, main, page

FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20\u2212"


def steering(text):
    """Characters that do something instead of showing something."""
    return {char for char in text if char not in "\n\t" and
            unicodedata.category(char) in ("Cc", "Cf") and
            char not in "\u200b\u200c\u200d"}


class Escape(Case):
    """Papers of a report for each attack, which the tests only look at."""

    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp(prefix="oit-e2e-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared)
        for number, attack in enumerate(ATTACKS):
            folder = cls.shared / str(number)
            write_report(folder, attack)
            subprocess.run([OIT, "report", folder], check=True)

    def each(self, look):
        for number, attack in enumerate(ATTACKS):
            with self.subTest(attack=attack):
                look(self.shared / str(number))

    def look_at_word(self, folder):
        with zipfile.ZipFile(folder / "plan.docx") as docx:
            for name in docx.namelist():
                if name.endswith((".xml", ".rels")):
                    text = docx.read(name).decode("utf-8")
                    parser = expat.ParserCreate()
                    parser.StartDoctypeDeclHandler = self.fail
                    parser.Parse(text, True)
                    self.assertEqual(steering(text), set(), name)

    def test_word_files_are_sound_xml(self):
        self.each(self.look_at_word)

    def look_at_table(self, folder):
        text = (folder / "checklist.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual(len(rows), 36)
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        for field in (field for row in rows for field in row):
            bare = field.lstrip(" \u00a0\u3000\n")
            self.assertNotIn(bare[:1] or "a", FORMULA, field)
        self.assertEqual(steering(text), {"\r"})

    def test_spreadsheets_compute_nothing(self):
        self.each(self.look_at_table)

    def look_at_pages(self, folder):
        for name in ("checklist.html", "plan.html"):
            text = (folder / name).read_text(encoding="utf-8")
            self.assertEqual(steering(text), set(), name)

    def test_pages_hold_nothing_that_steers(self):
        self.each(self.look_at_pages)

    def look_at_explanation(self, folder):
        done = self.oit("explain", folder, "o9")
        self.assert_exit(done, 0)
        self.assertEqual(steering(done.out + done.err), set())

    def test_an_explanation_does_not_steer_the_terminal(self):
        self.each(self.look_at_explanation)

    def test_a_crawl_does_not_steer_the_terminal(self):
        links = "".join(f'<a href="/{number}">{text}</a>\n' for number, text
                        in enumerate(ATTACKS))
        pages = {f"/{number}": page(text)
                 for number, text in enumerate(ATTACKS)}
        root = self.site(pages | {"/": page("หน้าแรก") + links})
        with self.server(root) as server:
            done = [self.check(server.url, "-v"),
                    *(self.oit("why", self.out, server.url + str(number))
                      for number in range(len(ATTACKS))),
                    *(self.oit("read", server.url + target[1:])
                      for target in pages)]
        self.assert_whole()
        for one in done:
            self.assertEqual(steering(one.out + one.err), set())


main()
