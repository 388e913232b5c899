#!/usr/bin/env python3
"""A run is alone on its site, and can be ended at any time."""
import os
import signal
import time

from harness import LONGEST, NOW, YEAR, Case, main


class Run(Case):
    def test_a_second_run_of_the_site_names_the_first(self):
        with self.server(self.village(100)) as server:
            first = self.start(server)
            second = self.check(server.url, "--user-agent", "second", "--out",
                                self.folder / "out2")
            first.terminate()
            first.wait(timeout=LONGEST)
        self.assert_exit(second, 75)
        self.assertEqual(second.out, "")
        self.assertIn(str(first.pid), second.err)
        self.assertIn(str(self.out), second.err)
        self.assertFalse((self.folder / "out2").exists())
        # the first was not disturbed
        self.assertEqual(first.returncode, 2)
        self.assert_whole()

    def test_an_archive_is_judged_beside_a_run_of_its_site(self):
        root = self.village(100)
        with self.server(root) as server:
            self.assert_exit(self.check(server.url, "--max-pages", 1), 2)
            first = self.start(server, "--out", self.folder / "out2",
                               requests=5)
            replay = self.oit("check", "--from", self.out / "site.warc.gz",
                              "--year", YEAR, "--now", NOW, "--out",
                              self.folder / "out3", server.url)
            self.assertIsNone(first.poll())
        # it was not refused, but one page of the site is too little
        self.assert_exit(replay, 2)

    def test_the_papers_of_a_run_outlive_what_it_kept_of_the_site(self):
        """X25, X26: they name what read the site, and need it no more."""
        with self.server(self.village()) as server:
            self.check(server.url)
        before = self.report()
        self.assertIn(before["tool"]["libraries"], self.oit("--version").out)
        self.assertIn("libcurl", before["tool"]["libraries"])
        papers = (self.out / "checklist.html").read_bytes()
        for name in ("site.warc.gz", "site.cdxj", "crawl.sqlite"):
            (self.out / name).unlink()
        (self.out / "checklist.html").unlink()
        self.assert_exit(self.oit("report", self.out), 0)
        self.assertEqual((self.out / "checklist.html").read_bytes(), papers)
        self.assertEqual(self.report(), before)

    def test_a_run_that_was_killed_leaves_no_lock_and_loses_nothing(self):
        with self.server(self.village()) as server:
            first = self.start(server)
            first.kill()
            first.wait()
            self.assertFalse(self.out.exists())
            done = self.check(server.url)
        self.assert_exit(done, 1)
        self.assert_whole()
        aside = [name for name in os.listdir(self.folder) if ".part" in name]
        self.assertEqual(aside, ["out.part.1"])
        self.assertIn("out.part.1", done.err)
        self.assertEqual(self.journal("PRAGMA integrity_check",
                                      self.folder / aside[0]), [("ok",)])

    def end(self, number, *options, faults=None, requests=3):
        root = self.village(100)
        with self.server(root, faults) as server:
            process = self.start(server, *options, requests=requests)
            begin = time.monotonic()
            process.send_signal(number)
            process.wait(timeout=LONGEST)
        self.assertLess(time.monotonic() - begin, 5)
        self.assertEqual(process.returncode, 2)
        self.assert_whole()
        report = self.report()
        self.assertEqual(report["coverage"]["stopped_by"], "signal")
        self.assertFalse(report["coverage"]["complete"])
        self.assert_never_missing()
        pending = self.journal(
            "SELECT count(*) FROM visit WHERE outcome = 'pending'")
        self.assertEqual(pending, [(0,)])

    def test_sigterm_ends_it_in_five_seconds(self):
        self.end(signal.SIGTERM)

    def test_sigterm_drops_slow_transfers_and_a_busy_reader(self):
        slow = ["drip-headers", "drip-body", "stall-headers", "stall-body",
                "slow-body", "endless-body"]
        busy = ["huge-html", "huge-attributes"]
        faults = {f"/page/{number}": fault
                  for number, fault in enumerate(slow + busy, start=1)}
        self.end(signal.SIGTERM, "--concurrency", 12, "--delay", 20,
                 faults=faults, requests=30)
        outcomes = self.outcomes()
        # none of them was waited for
        for number in range(1, 6):
            self.assertEqual(outcomes[f"/page/{number}"], "budget")

    def test_sigint_ends_it_in_five_seconds(self):
        self.end(signal.SIGINT)

    def test_sighup_ends_it_in_five_seconds(self):
        self.end(signal.SIGHUP)


main()
