#!/usr/bin/env python3
"""oit read: a file or an address, as the program sees it."""
import json
import re

import papers
from harness import ROOT, Case, main, page

CASES = ROOT / "tests/cases/read"
PLAN = "แผนดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2568"
# what no terminal may get from a document
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e"
                      "\u2066-\u2069]")


class Read(Case):
    def read(self, what, *options, status=0):
        done = self.oit("read", what, "--year", 2568, *options)
        self.assert_exit(done, status)
        self.assertNotRegex(done.out + done.err, STEERING)
        return done

    def view(self, what, *options, status=0):
        done = self.read(what, "--json", *options, status=status)
        view = json.loads(done.out)
        self.assertEqual(view["schema"], "oit-read/1")
        return view

    def file(self, name, data):
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def rows(self, view):
        return [[cell["text"] for cell in block["cells"]]
                for block in view["text"] if "cells" in block]

    def test_kinds_and_qualities_are_named(self):
        rows = {  # file: kind, quality, outcome, exit status
            "plan.html": ("html", "good", "ok", 0),
            "plan.pdf": ("pdf", "good", "ok", 0),
            "plan.odt": ("odf", "good", "ok", 0),
            "manual.docx": ("docx", "good", "ok", 0),
            "list.xlsx": ("xlsx", "good", "ok", 0),
            "scan.pdf": ("pdf", "scan", "doc_no_text", 1),
            "locked.pdf": ("pdf", "encrypted", "doc_encrypted", 1),
            "bomb.docx": ("docx", "none", "doc_limit", 1),
        }
        for name, (kind, reading, outcome, status) in rows.items():
            with self.subTest(name):
                view = self.view(CASES / name, status=status)
                self.assertEqual((view["kind"], view["reading"],
                                  view["outcome"]), (kind, reading, outcome))
                done = self.read(CASES / name, status=status)
                self.assertIn(f"{kind}, text {reading}", done.out)

    def test_a_page_in_the_old_charset_is_told_from_its_label(self):
        html = (f"<meta charset={{}}><title>{PLAN}</title><h1>{PLAN}</h1>"
                f"<p>เทศบาลตำบลตัวอย่างเผยแพร่แผนนี้</p>")
        old = self.file("old.html", html.format("tis-620").encode("cp874"))
        view = self.view(old)
        self.assertEqual(view["charset"], "windows-874")
        self.assertFalse(view["charset_conflict"])
        self.assertEqual(view["title"], PLAN)
        lie = self.file("lie.html", html.format("utf-8").encode("cp874"))
        view = self.view(lie)
        self.assertEqual(view["charset"], "windows-874")
        self.assertTrue(view["charset_conflict"])
        self.assertIn("though another is declared", self.read(lie).out)

    def test_text_is_in_normal_form_unless_the_original_is_asked_for(self):
        page_ = self.file("a.html", "<h2>เเผนฯ ประจำปี ๒๕๖๘</h2><p>ก\u200bข PDF")
        self.assertEqual(self.view(page_)["text"],
                         [{"heading": 2, "text": "แผนฯ ประจำปี 2568"},
                          {"text": "กข pdf"}])
        self.assertEqual(self.view(page_, "--text")["text"],
                         [{"heading": 2, "text": "เเผนฯ ประจำปี ๒๕๖๘"},
                          {"text": "ก\u200bข PDF"}])
        self.assertRegex(self.read(page_).out, r"(?m)^h2 +แผนฯ ประจำปี 2568$")

    def test_tables_are_rows_and_their_heads_are_marked(self):
        view = self.view(CASES / "plan.html")
        rows = self.rows(view)
        self.assertEqual(rows[0], ["โครงการ", "งบประมาณ", "หน่วยงาน"])
        self.assertEqual(rows[1][1:], ["450,000 บาท", "กองช่าง"])
        heads = [block["cells"][0].get("head") for block in view["text"]
                 if "cells" in block]
        self.assertEqual(heads, [True, None, None])
        self.assertRegex(self.read(CASES / "plan.html").out,
                         r"(?m)^table 1 +1\* โครงการ \| 2\* งบประมาณ")
        sheet = self.view(CASES / "list.xlsx")
        self.assertEqual(self.rows(sheet)[1], ["ซื้อวัสดุ", "68000.5",
                                               "2025-01-01"])

    def test_links_come_with_what_stands_around_them(self):
        html = ('<base href="/docs/"><h2>คู่มือการให้บริการ</h2>'
                '<table><tr><th>เรื่อง<th>ไฟล์<tr><td>ทะเบียนราษฎร 2567'
                '<td><a href="A.pdf#p2" title="เปิด">คลิกที่นี่</a></table>'
                '<nav><a href="mailto:a@b.go.th">อีเมล</a></nav>'
                '<iframe src="https://drive.google.com/x"></iframe>')
        with self.server(self.site({"/": html})) as server:
            links = self.view(server.url)["links"]
        cell, mail, frame = links
        self.assertEqual(cell["target"], server.url + "docs/A.pdf")
        self.assertEqual(cell["href"], "A.pdf#p2")
        self.assertEqual(cell["row"], "ทะเบียนราษฎร 2567")
        self.assertEqual(cell["heading"], "คู่มือการให้บริการ")
        self.assertEqual(cell["column"], "ไฟล์")
        self.assertEqual(cell["title"], "เปิด")
        self.assertEqual(cell["year"], 2567)
        self.assertIn("service_manual",
                      [name["concept"] for name in cell["names"]])
        self.assertEqual((mail["target"], mail["nav"]), ("", True))
        self.assertEqual((frame["kind"], frame["target"]),
                         ("frame", "https://drive.google.com/x"))
        saved = self.view(self.file("saved.html", html))["links"]
        self.assertEqual([link["target"] for link in saved],
                         ["", "", "https://drive.google.com/x"])

    def test_a_picture_is_named_by_what_there_is(self):
        manual = "คู่มือการปฏิบัติงาน"
        ways = [f'<a href="/1"><img src=a.png alt="{manual}"></a>',
                f'<a href="/1"><img src=a.png title="{manual}"></a>',
                f'<a href="/1" title="{manual}"><img src=a.png></a>',
                f'<a href="/{manual}.pdf"><img src=a.png></a>',
                f'<div><a href="/1"><img src=a.png></a><p>{manual}</div>',
                f'<figure><a href="/1"><img src=a.png></a>'
                f'<figcaption>{manual}</figcaption></figure>',
                f'<table><tr><td><a href="/1"><img src=a.png></a>'
                f'<td>{manual}</table>']
        for way in ways:
            with self.subTest(way):
                link, = self.view(self.file("a.html", way))["links"]
                self.assertEqual(link["names"][0]["concept"], "staff_manual")

    def test_years_come_with_their_kind_and_their_trust(self):
        name = self.file("report_2566.txt", "รายงานผลการดำเนินงาน\n"
                         "วันที่ 1 ตุลาคม 2567\nแผน พ.ศ. 2566-2570\n")
        view = self.view(name)
        self.assertEqual(
            [(year["kind"], year["from"], year["to"])
             for year in view["years"]],
            [("date", 2568, 2568), ("range", 2566, 2570)])
        self.assertEqual(view["years"][0]["day"], "2024-10-01")
        of = [(year["place"], year["from"], year["to"])
              for about in view["about"] for year in about["of"]]
        self.assertEqual(of[0], ("title", 2566, 2570))
        self.assertIn(("first lines", 2568, 2568), of)
        self.assertEqual(of[-1], ("file name", 2566, 2566))
        self.assertRegex(self.read(name).out,
                         r"(?m)^ +2566 by its file name: \"2566\"$")

    def test_the_rules_say_what_it_may_be(self):
        about, = [a for a in self.view(CASES / "plan.html")["about"]
                  if a["concept"] == "action_plan"]
        self.assertEqual(about["items"], ["o6"])
        self.assertIn(about["quote"], "".join(
            block.get("text", "") for block in
            self.view(CASES / "plan.html")["text"]))
        self.assertIn("budget", [part["id"] for part in about["parts"]])
        self.assertRegex(self.read(CASES / "plan.html").out,
                         r"(?m)^may be +o6 action_plan: ")

    def test_no_document_steers_the_terminal(self):
        evil = "\x1b]0;owned\x07\x1b[2J \x9b31m \u202eabc\u2066 \u200b\x7f"
        html = (f"<title>{evil}</title><h1>{evil}</h1><p>{evil}</p><a href="
                f"'/{evil}' title='{evil}'>{evil}</a><table><tr><td>{evil}")
        for data in (html, evil * 100):
            path = self.file("evil.html", data)
            for option in ((), ("--text",)):
                self.read(path, *option)  # looks for what steers
                view = self.view(path, *option)
        self.assertIn("\x1b]0;owned\x07", self.view(
            self.file("evil.txt", evil * 100), "--text")["text"][0]["text"])
        self.read(self.folder / "\x1b[2Jnothing", status=74)

    def test_an_address_is_fetched_as_a_crawl_does(self):
        root = self.site({
            "/plan": page(PLAN, "/other"), "/old": "",
            "/robots.txt": "User-agent: *\nDisallow: /closed\n",
            "/closed": page("ปิด")})
        with (root / "map.txt").open("a") as lines:
            lines.write("/moved\t302\t-\t-\tLocation: /plan\n")
        with self.server(root) as server:
            view = self.view(server.url + "moved")
            self.assertEqual((view["address"], view["status"], view["title"]),
                             (server.url + "plan", 200, PLAN))
            self.assertEqual(server.targets(),
                             ["/robots.txt", "/moved", "/plan"])
            done = self.read(server.url + "closed", status=2)
            self.assertEqual(done.out, "")
            self.assertIn("robots_denied, Disallow: /closed", done.err)
            self.assertNotIn("/closed", server.targets())
            view = self.view(server.url + "closed", "--ignore-robots")
            self.assertEqual(view["title"], "ปิด")
            done = self.read(server.url + "gone", status=2)
            self.assertIn("http_error, 404", done.err)
            self.assertEqual(self.view(server.url + "old", status=1)["outcome"],
                             "empty")
        self.assertEqual(self.oit("read", "http://").status, 64)
        self.assertEqual(self.oit("read", "ftp://a.go.th/x").status, 64)
        self.assertEqual(self.oit("read").status, 64)

    def test_a_page_that_may_be_cut_says_so(self):
        told = "nothing proves that it came whole"
        with self.server() as server:
            for fault, is_so in (("length-none", True), ("gzip-good", False)):
                url = f"{server.url}__fault/{fault}"
                self.assertEqual(self.view(url)["end_unproven"], is_so)
                self.assertEqual(told in self.read(url).out, is_so)
        saved = self.view(self.file("a.html", page(PLAN)))
        self.assertNotIn("end_unproven", saved)

    def test_an_archive_is_read_in_place_of_the_network(self):
        with self.server(self.site({"/": page("บ้าน", "/plan"),
                                    "/plan": page(PLAN)})) as server:
            self.check(server.url)
        archive = self.out / "site.warc.gz"
        view = self.view(server.url + "plan", "--from", archive)
        self.assertEqual(view["title"], PLAN)
        done = self.read(server.url + "never", "--from", archive, status=2)
        self.assertIn("not_archived", done.err)
        self.assertEqual(self.oit("read", CASES / "plan.html", "--from",
                                  archive).status, 64)

    def test_nothing_is_left_behind(self):
        kept = self.folder / "tmp"
        kept.mkdir()
        environment = {**self.environment, "TMPDIR": str(kept)}
        with self.server(self.site({"/": page(PLAN)})) as server:
            done = self.oit("read", server.url, env=environment)
            self.assert_exit(done, 0)
            self.assertEqual(list(kept.iterdir()), [])
            environment["TMPDIR"] = str(kept / "none")
            done = self.oit("read", server.url, env=environment)
            self.assert_exit(done, 73)

    def test_what_cannot_be_read_is_told(self):
        self.assertIn("No such file", self.read("nothing.pdf", status=74).err)
        self.read(self.folder, status=74)
        empty = self.file("empty.pdf", b"")
        self.assertEqual(self.view(empty, status=1)["outcome"], "empty")
        cut = self.file("cut.pdf", (CASES / "plan.pdf").read_bytes()[:900])
        self.assertEqual(self.view(cut, status=1)["outcome"], "doc_damaged")

    def test_hostile_files_end_within_their_limits(self):
        for name in ("billion.docx", "deep.docx", "outside.docx",
                     "endless.pdf"):
            with self.subTest(name):
                done = self.oit("read", CASES / name, "--json")
                self.assertIn(done.status, (0, 1), done.err)
                self.assertNotRegex(done.out, STEERING)
                self.assertNotIn("root:", done.out)
        bomb = self.file("bomb.pdf", papers.pdf_bomb())
        self.assertIn(self.oit("read", bomb).status, (0, 1, 74))


main()
