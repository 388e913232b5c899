#!/usr/bin/env python3
"""Results on stdout, talk on stderr, a line of progress only for a person."""
import os
import pty
import select
import subprocess
import time

from harness import LONGEST, Case, main


class Talk(Case):
    def run_on(self, *options):
        with self.server(self.village(5)) as server:
            return self.check(server.url, *options)

    def test_findings_on_stdout_one_a_line(self):
        done = self.run_on()
        self.assert_exit(done, 1)
        self.assertRegex(done.out, r"(?m)^o1 +missing +not_found")
        self.assertIn("35 missing", done.out)
        self.assertIn(str(self.out), done.out)

    def test_nothing_that_steers_a_terminal_without_one(self):
        done = self.run_on("-v")
        self.assertNotRegex(done.out + done.err, "[\r\x1b]")

    def test_a_quiet_run_with_nothing_to_say_says_nothing(self):
        done = self.run_on("-q", "--fail-on", "never")
        self.assertEqual(done, (0, "", ""))

    def test_a_quiet_run_with_findings_says_only_those(self):
        done = self.run_on("-q")
        self.assert_exit(done, 1)
        self.assertIn("35 missing", done.out)
        self.assertEqual(done.err, "")

    def test_the_report_on_stdout_and_nothing_else(self):
        done = self.run_on("--json")
        self.assertEqual(done.out,
                         (self.out / "report.json").read_text("utf-8"))

    def test_which_findings_make_exit_one_can_be_chosen(self):
        for word, status in ("missing", 1), ("incomplete", 1), ("never", 0):
            self.out = self.folder / word
            self.assert_exit(self.run_on("--fail-on", word), status)

    def on_a_terminal(self, *options):
        """What a terminal shows of a check, and its status."""
        try:
            ours, theirs = pty.openpty()
        except OSError as err:
            self.skipTest(f"no terminal to be had: {err}")
        self.addCleanup(os.close, ours)
        with self.server(self.village(12)) as server:
            process = subprocess.Popen(
                self.command(server.url, "--delay", "100", *options),
                stdin=theirs, stdout=theirs, stderr=theirs,
                env={**self.environment, "TERM": "vt100"})
            os.close(theirs)
            shown, end = b"", time.monotonic() + LONGEST
            while time.monotonic() < end:
                if not select.select([ours], [], [], 1)[0]:
                    continue
                try:
                    shown += os.read(ours, 65536)
                except OSError:  # the other end has closed
                    break
            return shown.decode(), process.wait(timeout=LONGEST)

    def test_a_line_of_progress_on_a_terminal(self):
        shown, status = self.on_a_terminal()
        self.assertEqual(status, 1, shown)
        self.assertRegex(shown, r"\r[^\n]*\d+ pages, \d+ in the queue")
        self.assertIn("items settled", shown)

    def test_a_person_is_told_that_the_site_has_nobody_to_ask(self):
        shown, _ = self.on_a_terminal()
        self.assertIn("no --contact: the site's owner cannot tell", shown)
        self.out = self.folder / "named"
        shown, _ = self.on_a_terminal("--contact", "it@town.example")
        self.assertNotIn("--contact", shown)

    def test_no_line_of_progress_when_told_so(self):
        for words in (("--progress", "never"), ("-q",)):
            self.out = self.folder / words[0]
            shown, _ = self.on_a_terminal(*words)
            self.assertNotIn("in the queue", shown)


main()
