#!/usr/bin/env python3
"""Runs of one site, one after another, and what becomes of what they found."""
import json
import shutil
import sqlite3
from contextlib import closing

from harness import NOW, ROOT, YEAR, Case, main, page

LABELS = {"/structure": "โครงสร้าง", "/manual": "คู่มือการให้บริการ",
          "/contact": "ข้อมูลการติดต่อ"}


class History(Case):
    def setUp(self):
        super().setUp()
        self.base = self.folder / "state/oit/history.sqlite"
        self.days = 0

    def town(self, *gone):
        """A site that shows some items, or no longer."""
        links = "".join(f'<a href="{path}">{label}</a> ' for path, label in
                        LABELS.items() if path not in gone)
        return self.site(
            {"/": page("หน้าแรก", "/", "/", "/").replace(
                "<ul>", links + "<ul>")} |
            {path: page(label) for path, label in LABELS.items()
             if path not in gone})

    def run_of(self, server, *options):
        """The next day's check; its report."""
        self.days += 1
        self.out = self.folder / f"out{self.days}"
        self.done = self.oit("check", server.url, "--year", YEAR, "--now",
                             f"2024-03-{self.days:02}", "--delay", 0, "--out",
                             self.out, *options)
        self.assertIn(self.done.status, (1, 2), self.done.err)
        return self.report()

    def changes(self, report):
        return {item["id"]: item["change"] for item in report["items"]}

    def test_the_second_run_is_compared_with_the_first(self):
        with self.server(self.town()) as server:
            port = server.port
            first = self.run_of(server)
        self.assertEqual(set(self.changes(first).values()), {"first"})
        self.assertEqual(first["since"]["started"], "")
        self.assertEqual(first["runs"], [])
        good = [item for item in first["items"] if item["verdict"] == "pass"]
        self.assertTrue(good, first["totals"])
        with self.server(self.town(*LABELS), port=port) as server:
            second = self.run_of(server)
        with self.server(self.town(), port=port) as server:
            third = self.run_of(server)
        self.assertEqual(second["since"]["started"], first["started"])
        self.assertFalse(second["since"]["rules_changed"])
        self.assertEqual(len(third["runs"]), 2)
        for item in good:
            self.assertEqual(self.changes(second)[item["id"]], "new")
            self.assertEqual(self.changes(third)[item["id"]], "fixed")

    def test_the_same_run_again_gives_the_same_bytes(self):
        with self.server(self.town()) as server:
            self.run_of(server)
            self.run_of(server)
            before = (self.out / "report.json").read_bytes()
            self.days -= 1
            self.out.rename(self.folder / "kept")
            self.run_of(server)
        self.assertTrue((self.out / "report.json").read_bytes() == before,
                        "another report.json")

    def test_it_is_left_alone_when_told_so_and_by_archives(self):
        with self.server(self.town()) as server:
            self.run_of(server, "--no-history")
            self.assertFalse(self.base.exists())
            archive = self.out / "site.warc.gz"
            self.out = self.folder / "from"
            words = ["check", "--from", archive, "--year", YEAR, "--now", NOW]
            self.oit(*words, "--out", self.out)
            self.report()
            self.assertFalse(self.base.exists())
            self.oit(*words, "--out", self.folder / "kept", "--history")
            self.assertTrue(self.base.exists())

    def differ(self, a, b, status):
        done = self.oit("diff", a, b)
        self.assert_exit(done, status)
        found, cause = {}, ""
        for line in done.out.splitlines():
            cause = line[:14].strip() or cause
            found.setdefault(cause, []).append(line)
        return found

    def test_a_site_that_is_suddenly_empty_is_suspect(self):
        with self.server() as server:
            port = server.port
            self.run_of(server)
            whole = self.out
        with self.server(self.town(*LABELS), port=port) as server:
            empty = self.run_of(server)
            self.assertGreater(empty["totals"]["missing"], 9)
            self.assertTrue(empty["since"]["suspect"])
            self.assertEqual(set(self.changes(empty).values()), {"first"})
            self.assertIn("มากผิดปกติ",
                          (self.out / "checklist.html").read_text())
            found = self.differ(whole, self.out, 1)
            self.assertIn("suspect", found)
            self.assertNotIn(" new: ", str(found))
            again = self.run_of(server)
        self.assertFalse(again["since"]["suspect"])
        self.assertIn("new", self.changes(again).values())
        with self.server(port=port) as server:
            third = self.run_of(server)
        self.assertIn("fixed", self.changes(third).values())

    def test_diff_parts_site_rules_and_coverage(self):
        with self.server(self.town()) as server:
            port = server.port
            self.run_of(server)
            first = self.out
            self.run_of(server)
            self.assertIn("items", self.differ(first, self.out, 0))
        with self.server(self.town("/manual"), port=port) as server:
            self.run_of(server)
            found = self.differ(first, self.out, 1)
            self.assertIn("new", "".join(found["by site"]))
            self.assertNotIn("by rules", found)
            self.assertNotIn("by coverage", found)
            back = self.differ(self.out, first, 1)
            self.assertIn("fixed", "".join(back["by site"]))
        with self.server(self.town(), {"/manual": "stall-body"},
                         port=port) as server:
            self.run_of(server, "--max-time", 3)
            found = self.differ(first, self.out, 1)
            self.assertNotIn("by site", found)
            self.assertIn("not seen", "".join(found["by coverage"]))

    def test_diff_of_other_rules_and_of_another_site(self):
        rules = self.folder / "rules"
        shutil.copytree(ROOT / "rules/catalog", rules)
        path = rules / "concepts/structure.json"
        with self.server(self.town()) as server:
            self.run_of(server)
            first = self.out
            path.write_text(path.read_text().replace("โครงสร้าง", "ผังองค์กร"))
            self.run_of(server, "--rules", rules)
        found = self.differ(first, self.out, 1)
        self.assertIn("by rules", found)
        self.assertNotIn("by site", found)
        with self.server(self.town()) as server:
            self.run_of(server)
        self.differ(first, self.out, 65)
        self.assert_exit(self.oit("diff", first, self.folder / "none"), 74)

    def test_ticks_are_carried_over_and_may_be_contradicted(self):
        with self.server(self.town()) as server:
            first = self.run_of(server)
            done = {verdict: next(item for item in first["items"]
                                  if item["verdict"] == verdict)
                    for verdict in ("pass", "missing")}
            path = self.folder / "oit-status.json"
            path.write_text(json.dumps(
                [{"fingerprint": item["fingerprint"], "done": True,
                  "note": "ลงเว็บแล้ว"} for item in done.values()]))
            self.assert_exit(self.oit("status", "import", path), 0)
            second = self.run_of(server)
        for item in second["items"]:
            mine = item["id"] in {row["id"] for row in done.values()}
            self.assertEqual(item["done"], mine, item["id"])
            self.assertEqual(item["note"], "ลงเว็บแล้ว" if mine else "")
        page_of = (self.out / "checklist.html").read_text()
        self.assertIn("มี 1 ข้อที่ทำเครื่องหมายว่าแก้แล้ว", page_of)

    def test_ticks_that_are_none_are_told_and_none_is_taken(self):
        good = {"fingerprint": "0123456789abcdef", "done": True}
        path = self.folder / "ticks.json"
        for rows, text in (
                ({}, "is no list of ticks"),
                ([good, 7], "is no object"),
                ([good, {"done": True}], "fingerprint"),
                ([good, {**good, "done": 1}], "done"),
                ([good, {**good, "note": 1}], "note"),
                ([good, {**good, "fingerprint": "x"}], "no fingerprint"),
                ([good, {**good, "other": 1}], "other")):
            path.write_text(json.dumps(rows))
            done = self.oit("status", "import", path)
            with self.subTest(text):
                self.assert_exit(done, 65)
                self.assertIn(str(path), done.err)
                self.assertIn(text, done.err)
                self.assertFalse(self.base.exists())
        self.assert_exit(self.oit("status", "export", path), 64)
        self.assert_exit(self.oit("status", "import", "none.json"), 74)

    def refused(self, status, text):
        """No crawl is begun with a history that is of no use."""
        with self.server(self.town()) as server:
            done = self.check(server.url)
            self.assert_exit(done, status)
            self.assertIn(f"{self.base}: {text}", done.err)
            self.assertEqual(server.requests(), [])
            self.assert_nothing()
            self.assertIn(self.check(server.url, "--no-history").status,
                          (1, 2))

    def test_a_damaged_one_is_told_and_kept(self):
        self.base.parent.mkdir(parents=True)
        self.base.write_bytes(b"no database" * 1000)
        self.refused(74, "damaged: file is not a database")
        self.assertEqual(self.base.read_bytes(), b"no database" * 1000)

    def test_one_of_a_newer_program_is_told_and_kept(self):
        self.base.parent.mkdir(parents=True)
        with closing(sqlite3.connect(self.base)) as base:
            base.execute("PRAGMA user_version = 99")
        self.refused(74, "of version 99")

    def test_one_that_is_held_is_waited_for_and_told(self):
        self.base.parent.mkdir(parents=True)
        with closing(sqlite3.connect(self.base)) as base:
            base.execute("CREATE TABLE held (n)")
            base.commit()
            base.execute("BEGIN EXCLUSIVE")
            self.refused(75, "database is locked")

    def test_the_journal_of_two_sites_is_one_file(self):
        for _ in range(2):
            with self.server(self.town()) as server:
                self.run_of(server)
        with closing(sqlite3.connect(self.base)) as base:
            sites = base.execute("SELECT DISTINCT site FROM run").fetchall()
        self.assertEqual(len(sites), 2)
        self.assertEqual(json.loads((self.out / "report.json").read_text())
                         ["runs"], [])


main()
