#!/usr/bin/env python3
"""Coming again: only what has changed is sent, and the papers are the same."""
import shutil
from collections import Counter

from harness import DEMO, NOW, YEAR, Case, main, page, warc_records

PAPERS = ("checklist.html", "checklist.csv", "checklist.xlsx",
          "plan.html", "plan.docx", "junit.xml")


class Since(Case):
    def again(self, url, name, *options):
        """Another run, since the one in self.out, which is then the one."""
        before, self.out = self.out, self.folder / name
        return self.check(url, "--since", before, *options)

    def assert_same_report(self, other):
        ours, theirs = self.report(), self.report(other)
        for report in ours, theirs:
            for key in "reused", "bytes_saved":
                del report["coverage"][key]
        self.assertTrue(ours == theirs, "another report.json")

    def test_the_same_site_gives_the_same_papers(self):
        first = self.out
        with self.server() as server:
            self.check(server.url)
            asked = server.requests()
            done = self.again(server.url, "second")
            asked_again = server.requests()[len(asked):]
        self.assert_exit(done, 1)
        self.assert_whole()
        for name in PAPERS:
            self.assertEqual((self.out / name).read_bytes(),
                             (first / name).read_bytes(), name)
        self.assert_same_report(first)
        self.assertEqual([request.target for request in asked_again],
                         [request.target for request in asked])
        pages = [request.target for request in asked if request.status == 200]
        unchanged = [request.target for request in asked_again
                     if request.status == 304]
        # these are asked for anew
        whole = {"/robots.txt", "/sitemap.xml"}
        self.assertEqual(unchanged,
                         [name for name in pages if name not in whole])
        coverage = self.report()["coverage"]
        self.assertEqual(coverage["reused"], len(unchanged))
        saved = sum(request.sent for request in asked) - sum(
            request.sent for request in asked_again)
        self.assertLess(abs(coverage["bytes_saved"] - saved), saved / 10)
        self.assertIn(f"{len(unchanged)} of {len(asked)} requests found "
                      "nothing changed", done.out)

        # the new folder needs neither the site nor the old one
        shutil.rmtree(first)
        archive, self.out = self.out / "site.warc.gz", self.folder / "alone"
        done = self.oit("check", "--from", archive, "--year", YEAR, "--now",
                        NOW, "--out", self.out)
        self.assert_exit(done, 1)
        self.assertEqual(self.report()["items"],
                         self.report(archive.parent)["items"])

    def test_what_changed_or_vanished_is_seen(self):
        pages = {"/": page("หน้าแรก", "/same", "/changed", "/gone"),
                 "/same": page("เหมือนเดิม"), "/changed": page("ก่อน"),
                 "/gone": page("หายไป")}
        with self.server(self.site(pages)) as server:
            self.check(server.url)
            port = server.port
        pages["/changed"] = page("หลัง", "/new")
        pages["/new"] = page("ใหม่")
        del pages["/gone"]
        with self.server(self.site(pages), port=port) as server:
            self.again(server.url, "second")
            statuses = {request.target: request.status
                        for request in server.requests()}
            self.again(server.url, "third")
            third = {request.target: request.status
                     for request in server.requests()}
        self.assertEqual(
            {name: statuses[name] for name in ("/", "/same", "/changed",
                                               "/gone", "/new")},
            {"/": 304, "/same": 304, "/changed": 200, "/gone": 404,
             "/new": 200})
        self.assertEqual(
            self.journal("SELECT title FROM visit WHERE url LIKE '%changed'",
                         self.folder / "second"), [("หลัง",)])
        self.assertEqual(Counter(third.values())[304], 4)
        for name in "second", "third":
            self.out = self.folder / name
            outcomes = self.outcomes()
            self.assertEqual(outcomes.pop("/gone"), "http_error")
            self.assertEqual(set(outcomes.values()), {"ok"}, outcomes)

    def test_a_body_is_kept_once_from_run_to_run(self):
        with self.server(self.village(5)) as server:
            self.check(server.url)
            for name in "second", "third":
                self.again(server.url, name)
        kinds = Counter(record.kind for record in
                        warc_records(self.out / "site.warc.gz"))
        pages = kinds["revisit"]
        self.assertEqual(pages, 5)
        requests = kinds["request"]
        self.assertEqual(kinds["metadata"], requests)
        # the rest are /robots.txt and /sitemap.xml
        self.assertEqual(kinds["response"], pages + requests - pages)
        names = {record.fields["WARC-Record-ID"]
                 for record in warc_records(self.out / "site.warc.gz")
                 if record.kind == "response"}
        for record in warc_records(self.out / "site.warc.gz"):
            if record.kind == "revisit":
                self.assertIn(record.fields["WARC-Refers-To"], names)
                self.assertTrue(record.block.startswith(b"HTTP/1.1 304 "))

    def test_a_killed_run_is_taken_up_and_still_asks_for_changes_alone(self):
        first = self.out
        with self.server(self.village(8)) as server:
            self.check(server.url)
            before = len(server.requests())
            self.out = self.folder / "second"
            run = self.start(server, "--since", first, requests=before + 5)
            run.kill()
            run.wait()
            self.assertFalse(self.out.exists())
            done = self.check(server.url, "--resume", "--since", first)
            asked = server.requests()
        self.assert_exit(done, 1)
        self.assert_whole()
        self.assert_same_report(first)
        wanted = Counter(request.target for request in asked[:before])
        again = Counter(request.target for request in asked[before:])
        # one request may have been under way
        self.assertEqual(wanted - again, Counter())
        self.assertLessEqual((again - wanted).total(), 1)
        self.assertEqual({request.status for request in asked[before:]
                          if request.target in self.outcomes()}, {304})
        self.assertEqual(self.report()["coverage"]["reused"],
                         len(self.outcomes()))

    def test_an_archive_is_asked_nothing(self):
        done = self.oit("check", "--since", self.out, "--from", DEMO)
        self.assert_exit(done, 64)
        self.assertIn("--since", done.err)

    def test_a_run_that_is_not_there_is_told_before_anything_is_asked(self):
        with self.server(self.village(2)) as server:
            done = self.check(server.url, "--since", self.folder / "nothing")
            self.assertEqual(server.requests(), [])
        self.assert_exit(done, 74)
        self.assert_nothing()


main()
