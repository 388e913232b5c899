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

    def look_at_xml(self, name, data):
        """The names of its elements; it must be sound."""
        text, names = data.decode("utf-8"), set()

        def start(element, fields):
            names.add(element)
            if fields.get("TargetMode") == "External":
                self.assertRegex(fields["Target"], "^https?://")

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self.fail
        parser.StartElementHandler = start
        parser.Parse(text, True)
        self.assertEqual(steering(text), set(), name)
        return names

    def look_at_parts(self, path):
        """The names of all elements in an office file."""
        with zipfile.ZipFile(path) as file:
            return set().union(*(self.look_at_xml(name, file.read(name))
                                 for name in file.namelist()
                                 if name.endswith((".xml", ".rels"))))

    def look_at_word(self, folder):
        self.look_at_parts(folder / "plan.docx")

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

    def look_at_workbook(self, folder):
        names = self.look_at_parts(folder / "checklist.xlsx")
        self.assertIn("c", names)
        self.assertNotIn("f", names)

    def test_spreadsheets_compute_nothing(self):
        self.each(self.look_at_table)
        self.each(self.look_at_workbook)

    def look_at_junit(self, folder):
        data = (folder / "junit.xml").read_bytes()
        self.assertIn("testcase", self.look_at_xml("junit.xml", data))

    def test_the_test_report_is_sound_xml(self):
        self.each(self.look_at_junit)

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

    def test_what_a_title_says_is_done_by_nobody(self):
        """X17, X18: neither printf() nor a shell nor SQL."""
        said = [text for text in ATTACKS
                if text.startswith(("%s", "$(", "x'"))]
        self.assertEqual(len(said), 3)
        pages = {f"/{number}": page("").replace(
            "<title>", f"<title>{text}").replace("</h1>", f"{text}</h1>")
                 for number, text in enumerate(said)}
        root = self.site(pages | {"/": page("หน้าแรก", *pages)})
        with self.server(root) as server:
            self.check(server.url)
        self.assert_whole()
        titles = dict(self.journal("SELECT url, title FROM visit"))
        self.assertEqual(len(titles), len(pages) + 1)
        for number, text in enumerate(said):
            self.assertEqual(titles[f"{server.url}{number}"], text)


main()
