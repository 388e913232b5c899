#!/usr/bin/env python3
"""Papers that are only scans: what OCR may prove, and what it may not."""
import json
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
import zlib
from collections import namedtuple
from contextlib import suppress
from functools import cache

from harness import LONGEST, ROOT, main, page
from lasting import Lasting

sys.path.insert(0, str(ROOT / "tests/sites"))
from maker import thaipdf  # pylint: disable=wrong-import-position

TOOLS = ("pdftotext", "pdftoppm", "tesseract")
ITEM = "o33"  # in 2567 it asks for the report of 2566
LABEL = "รายงานผลการดำเนินการป้องกันการทุจริต ประจำปีงบประมาณ"
LIST = "การเปิดเผยข้อมูลสาธารณะ"
MEETING = "รายงานผลการเปิดโอกาสให้เกิดการมีส่วนร่วม ประจำปีงบประมาณ 2567"
RECORD = ("ผู้เข้าร่วมประชุมจำนวน 45 คน มติที่ประชุมเห็นชอบ "
          "และการนำผลจากการมีส่วนร่วมไปปรับปรุงพัฒนา")
PROSE = ["เทศบาลตำบลได้ดำเนินการตามโครงการและกิจกรรมที่กำหนดไว้ครบถ้วน",
         "โดยประชาชนและพนักงานของเทศบาลมีส่วนร่วมในการบริหารราชการ",
         "และได้ใช้งบประมาณตามที่ตั้งไว้ในข้อบัญญัติของเทศบาลทุกรายการ"] * 3

Paper = namedtuple("Paper", "title blocks")
Block = namedtuple("Block", "lines")


def drawn(title):
    """Width, height and rows of a page as a scanner sees it: a little askew,
    with dirt on it."""
    pdf = thaipdf.text_pdf(Paper(title, [Block(PROSE)]))
    pgm = subprocess.run(["pdftoppm", "-r", "150", "-gray", "-f", "1", "-l",
                          "1", "-"], input=pdf, capture_output=True,
                         check=True).stdout
    kind, size, most, dots = pgm.split(b"\n", 3)
    assert (kind, most) == (b"P5", b"255")
    width, height = map(int, size.split())
    chance, rows = random.Random(title), []
    for y in range(height):
        row = bytearray(dots[y * width:(y + 1) * width])
        for _ in range(2):
            row[chance.randrange(width)] = chance.randrange(256)
        shift = y // 120
        rows.append(bytes(row[shift:]) + b"\xff" * shift)
    return width, height, rows


@cache
def scan(title):
    """A PDF that shows the page as a picture, without a letter in it."""
    width, height, rows = drawn(title)
    return thaipdf.assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject"
        b"<</I 5 0 R>>>>/Contents 4 0 R>>",
        thaipdf.stream("", b"q 595 0 0 842 0 0 cm /I Do Q"),
        thaipdf.stream(f"/Type/XObject/Subtype/Image/Width {width}/Height "
                       f"{height}/ColorSpace/DeviceGray/BitsPerComponent 8",
                       b"".join(rows))], "")


def typed(title, *lines):
    return thaipdf.text_pdf(Paper(title, [Block(lines)]))


def bound(folder, *papers):
    """One PDF of all their pages."""
    paths = [folder / f"{n}.pdf" for n in range(len(papers) + 1)]
    for path, paper in zip(paths, papers):
        path.write_bytes(paper)
    subprocess.run(["pdfunite", *paths], check=True)
    return paths[-1].read_bytes()


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


def picture(title):
    """The page as a PNG."""
    width, height, rows = drawn(title)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row
                                                    for row in rows)))
            + chunk(b"IEND", b""))


# tesseract, but for pictures that are no page of a PDF: those never end
HANGS = """#!/bin/sh
test "$1" = stdin || exec {0} "$@"
IFS= read -r kind
test "$kind" = P5 || exec sleep 1000
{{ echo P5; cat; }} | {0} "$@"
"""
# the other way round: it reads those alone
PNG_ONLY = """#!/bin/sh
test "$1" = stdin || exec {0} "$@"
IFS= read -r kind
test "$kind" = P5 && exit 1
{{ echo "$kind"; cat; }} | {0} "$@"
"""


class Ocr(Lasting):
    def town(self, label, paper, target="/paper.pdf", on=LIST, **others):
        """A site with one paper, under that label on a page of that title, and
        others under none."""
        papers = {target: paper, **others}
        root = self.site({"/": page("หน้าแรก", "/list"), "/list": page(
            on, *papers).replace(f"รายการ {target}", label)})
        for target, paper in papers.items():
            kind = "image/png" if target.endswith("png") else "application/pdf"
            (root / "root" / target[1:]).write_bytes(paper)
            with open(root / "map.txt", "a", encoding="ascii") as lines:
                lines.write(f"{target}\t200\t{kind}\t{target[1:]}\n")
        return root

    def judged(self, root, *options, item=ITEM, env=None):
        """The finding of the item, and what the program said."""
        with self.server(root) as server:
            done = self.check(server.url, *options, env=env)
        self.assert_exit(done, 1)
        self.assert_whole()
        return next(found for found in self.report()["items"]
                    if found["id"] == item), done

    def assert_verdict(self, finding, *expected):
        self.assertEqual((finding["verdict"], finding["reason_code"]),
                         expected)

    def note(self, name):
        return next((note for note in self.report()["coverage"]["notes"]
                     if note["name"] == name), None)

    def tools(self, name, script):
        """An environment in which that is tesseract."""
        folder = self.folder / name
        folder.mkdir()
        for tool in TOOLS[:2]:
            (folder / tool).symlink_to(shutil.which(tool))
        (folder / TOOLS[2]).write_text(script.format(shutil.which(TOOLS[2])))
        (folder / TOOLS[2]).chmod(0o755)
        return {**self.environment, "PATH": f"{folder}:/usr/bin:/bin"}

    def killed_while_reading(self, server, scans, *options):
        """A run that is killed when so many scans are read and written."""
        process = subprocess.Popen(
            self.command(server.url, *options), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.tools("hangs", HANGS))
        end, journal = time.monotonic() + LONGEST, self.half() / "crawl.sqlite"
        known = 0
        while known < scans:
            self.assertIsNone(process.poll())
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
            with suppress(sqlite3.OperationalError):
                known = len(self.journal("SELECT 1 FROM transcript",
                                         journal.parent))
        process.kill()
        process.wait()

    def test_what_was_read_before_a_kill_is_not_read_again(self):
        """One scan that proves an item, one without a letter, one picture that
        is read after the kill alone."""
        empty = (ROOT / "tests/cases/read/scan.pdf").read_bytes()
        root = self.town(LABEL + " 2566", scan(LABEL + " ๒๕๖๖"), **{
            "/empty.pdf": empty, "/picture.png": picture(MEETING)})
        always = "--ocr", "always"
        with self.server(root) as server:
            self.killed_while_reading(server, 2, *always)
            done = self.resume(server.url, *always,
                               env=self.tools("rest", PNG_ONLY))
            other, _ = self.whole(server, *always)
        self.assert_exit(done, 1)
        self.assertEqual(self.note("ocr")["count"], 2)
        self.assert_equals(other)

    def test_the_scan_of_a_labelled_year_passes(self):
        root = self.town(LABEL + " 2566", scan(LABEL + " ๒๕๖๖"))
        finding, done = self.judged(root)
        self.assert_verdict(finding, "pass", "found")
        self.assertEqual(finding["evidence"][0]["reading"], "ocr")
        self.assertEqual(finding["evidence"][0]["year"], 2566)
        self.assertIn("OCR", "".join(finding["advice"]))
        self.assertIn("อ่านด้วย OCR",
                      (self.out / "checklist.html").read_text("utf-8"))
        self.assertEqual(self.note("ocr")["count"], 1)
        self.assertRegex(self.note("ocr")["detail"],
                         r"^tesseract \d.*, pdftoppm version \d")
        self.assertEqual(done.err, "")

    def test_the_archive_says_the_same_again(self):
        root = self.town(LABEL + " 2566", scan(LABEL + " ๒๕๖๖"))
        first, _ = self.judged(root)
        archive, self.out = self.out / "site.warc.gz", self.folder / "again"
        done = self.oit("check", "--from", archive, "--year", "2567", "--now",
                        "2024-03-01", "--out", self.out)
        self.assert_exit(done, 1)
        second = next(item for item in self.report()["items"]
                      if item["id"] == ITEM)
        self.assertEqual(first, second)

    def test_never_leaves_it_unread(self):
        root = self.town(LABEL + " 2566", scan(LABEL + " ๒๕๖๖"))
        finding, done = self.judged(root, "--ocr", "never")
        self.assert_verdict(finding, "cannot_tell", "scan_unread")
        self.assertIsNone(self.note("ocr"))
        self.assertEqual(done.err, "")

    def test_a_year_that_only_the_scan_shows_is_not_believed(self):
        for year in "2566", "๒๕๖๖", "2565":
            root = self.town(LABEL, scan(f"{LABEL} {year}"))
            finding, _ = self.judged(root)
            self.assert_verdict(finding, "cannot_tell", "scan_unread")
            shutil.rmtree(self.out)

    def test_a_scan_that_names_another_year_is_doubted(self):
        root = self.town(LABEL + " 2566", scan(LABEL + " 2565"))
        finding, _ = self.judged(root)
        self.assert_verdict(finding, "cannot_tell", "scan_unread")

    def test_a_year_that_cannot_be_proves_nothing(self):
        """A digit of 2566 or 2567 misread, or so it seems."""
        for year in "2667", "2657":
            for label in LABEL, LABEL + " 2566":
                with self.subTest(year=year, label=label):
                    root = self.town(label, scan(f"{LABEL} {year}"))
                    finding, _ = self.judged(root)
                    self.assert_verdict(finding, "cannot_tell", "scan_unread")
                shutil.rmtree(self.out)

    def test_an_older_scan_is_stale_by_its_label(self):
        root = self.town(LABEL + " 2565", scan(LABEL + " ๒๕๖๕"))
        finding, _ = self.judged(root, "--ocr", "always")
        self.assert_verdict(finding, "stale", "wrong_year")

    def test_another_paper_proves_nothing(self):
        for title in ("แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ ๒๕๖๖",
                      "รายงานผลการบริหารและพัฒนาทรัพยากรบุคคล ประจำปี ๒๕๖๖",
                      "ประกาศเจตจำนงสุจริตของผู้บริหาร"):
            root = self.town(LABEL + " 2566", scan(title))
            finding, _ = self.judged(root)
            self.assert_verdict(finding, "cannot_tell", "scan_unread")
            shutil.rmtree(self.out)

    def test_a_picture_is_read_like_a_page(self):
        root = self.town(LABEL + " 2566", picture(LABEL + " ๒๕๖๖"),
                         "/paper.png")
        finding, _ = self.judged(root)
        self.assert_verdict(finding, "pass", "found")
        self.assertEqual(finding["evidence"][0]["kind"], "image")

    def test_a_scanned_title_above_typed_pages_is_read(self):
        paper = bound(self.folder, scan(LABEL + " ๒๕๖๖"), typed(*PROSE))
        root = self.town(LABEL + " 2566", paper)
        finding, _ = self.judged(root, "--ocr", "never")
        self.assert_verdict(finding, "cannot_tell", "unreadable")
        shutil.rmtree(self.out)
        finding, _ = self.judged(root)
        self.assert_verdict(finding, "pass", "found")
        self.assertEqual(finding["evidence"][0]["reading"], "ocr")
        self.assertEqual(self.note("ocr")["count"], 1)

    def test_parts_behind_a_typed_cover_are_read(self):
        """All that the item asks for is scanned, but for title and year."""
        cover = typed(MEETING, "เทศบาลตำบลขอรายงานผลต่อประชาชนดังต่อไปนี้",
                      *PROSE)
        paper = bound(self.folder, cover, scan(RECORD))
        root = self.town(MEETING, paper, on="การมีส่วนร่วมของประชาชน")
        finding, _ = self.judged(root, "--ocr", "never", item="o25")
        self.assert_verdict(finding, "cannot_tell", "unreadable")
        shutil.rmtree(self.out)
        finding, _ = self.judged(root, item="o25")
        self.assert_verdict(finding, "pass", "found")
        self.assertEqual(finding["evidence"][0]["reading"], "ocr")
        self.assertEqual(finding["evidence"][0]["year"], 2567)
        self.assertIn("OCR", "".join(finding["advice"]))

    def test_what_is_proven_needs_no_annex(self):
        paper = bound(self.folder, typed(LABEL + " 2566", *PROSE),
                      scan("แผนที่แนบท้าย"))
        root = self.town(LABEL + " 2566", paper)
        for options in (), ("--ocr", "always"):
            finding, _ = self.judged(root, *options)
            self.assert_verdict(finding, "pass", "found")
            self.assertEqual(finding["evidence"][0]["reading"], "good")
            self.assertEqual(self.note("ocr") is not None, bool(options))
            shutil.rmtree(self.out)

    def test_what_matters_to_no_item_is_read_always_alone(self):
        root = self.town("ตารางเดินรถ", scan("ตารางเดินรถประจำทาง"),
                         on="การเดินทาง")
        self.judged(root)
        self.assertIsNone(self.note("ocr"))
        shutil.rmtree(self.out)
        self.judged(root, "--ocr", "always")
        self.assertEqual(self.note("ocr")["count"], 1)

    def test_one_scan_is_shown_as_it_is_read(self):
        path = self.folder / "scan.pdf"
        path.write_bytes(scan(LABEL + " ๒๕๖๖"))
        self.assert_exit(self.oit("read", path), 1)
        done = self.oit("read", "--ocr", path)
        self.assert_exit(done, 0)
        self.assertIn("pdf, text ocr", done.out)
        self.assertIn("ประชาชนและพนักงานของเทศบาล",
                      done.out.replace(" ", ""))
        root = self.town(LABEL + " 2566", path.read_bytes())
        with self.server(root) as server:
            done = self.oit("read", "--ocr", server.url + "paper.pdf")
        self.assert_exit(done, 0)
        self.assertIn("pdf, text ocr", done.out)

    def test_what_is_read_behind_a_typed_cover_is_shown_apart(self):
        path = self.folder / "bound.pdf"
        path.write_bytes(bound(self.folder, typed(MEETING, *PROSE),
                               scan(RECORD)))
        done = self.oit("read", path)
        self.assert_exit(done, 0)
        self.assertIn("1 of them without text to be trusted: --ocr", done.out)
        self.assertNotIn("OCR", done.out)
        done = self.oit("read", "--ocr", path)
        self.assert_exit(done, 0)
        self.assertIn("pdf, text good", done.out)
        self.assertNotIn("without text", done.out)
        cover, read = done.out.split("\ntext read off pictures by OCR\n")
        self.assertTrue(read.startswith("-- sheet 2\n"), read)
        self.assertIn("ผู้เข้าร่วมประชุม", read.replace(" ", ""))
        self.assertNotIn("ผู้เข้าร่วมประชุมจำนวน", cover.split("\ntext\n")[1])
        view = json.loads(self.oit("read", "--ocr", "--json", path).out)
        self.assertEqual((view["reading"], view["sheets_lost"]), ("good", 1))
        self.assertEqual((view["annex"]["reading"],
                          view["annex"]["sheets_read"]), ("ocr", 1))
        self.assertEqual({block["sheet"] for block in view["annex"]["text"]},
                         {2})
        self.assertIn("ผู้เข้าร่วมประชุม", "".join(
            block["text"] for block in view["annex"]["text"]).replace(" ", ""))

    def test_a_paper_is_about_what_its_scanned_title_names(self):
        path = self.folder / "bound.pdf"
        path.write_bytes(bound(self.folder, scan(LABEL + " ๒๕๖๖"),
                               typed(*PROSE)))
        shown = [json.loads(self.oit("read", "--json", "--year", "2567",
                                     *options, path).out)["about"]
                 for options in ((), ("--ocr",))]
        items = [[item for about in view for item in about.get("items", [])]
                 for view in shown]
        self.assertNotIn(ITEM, items[0])
        self.assertIn(ITEM, items[1])

    def test_who_asks_for_ocr_is_told_what_is_lacking(self):
        path = self.folder / "scan.pdf"
        path.write_bytes(scan(LABEL))
        done = self.oit("read", "--ocr", path,
                        env={**self.environment, "PATH": "/nonexistent"})
        self.assert_exit(done, 74)
        self.assertEqual(done.err, "oit: --ocr: install the Debian package "
                                   "tesseract-ocr\n")

    def test_without_tesseract_that_is_said_once(self):
        tools = self.folder / "tools"
        tools.mkdir()
        for name in TOOLS[:2]:
            (tools / name).symlink_to(shutil.which(name))
        env = {**self.environment, "PATH": str(tools)}
        root = self.town(LABEL + " 2566", scan(LABEL + " ๒๕๖๖"))
        finding, done = self.judged(root, env=env)
        self.assert_verdict(finding, "cannot_tell", "scan_unread")
        self.assertRegex(done.err, r"^oit: 1 document, \S+/paper\.pdf first: "
                         r"a scan, not read: install the Debian package "
                         r"tesseract-ocr\n$")
        self.assertEqual(self.note("ocr_lacks")["detail"], "tesseract-ocr")


def missing():
    """What is lacking to run at all."""
    for name in TOOLS:
        if not shutil.which(name):
            return name
    if not thaipdf.FONT.is_file():
        return str(thaipdf.FONT)
    known = subprocess.run(["tesseract", "--list-langs"], check=True,
                           capture_output=True, text=True).stdout.split()
    return None if "tha" in known else "the Thai data of tesseract"


if missing():
    print(f"skipped: {missing()} is missing")
    sys.exit(77)
main()
