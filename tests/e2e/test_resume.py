#!/usr/bin/env python3
"""A run that was killed or ended early is taken up where it stopped."""
import signal
import subprocess

from harness import LONGEST, main
from lasting import Lasting


class Resume(Lasting):
    pages = 12

    def kill(self, server, requests=6, number=signal.SIGKILL):
        """A run that is ended when the site was asked so often."""
        process = self.start(server, requests=requests)
        process.send_signal(number)
        process.wait(timeout=LONGEST)
        return server.requests()[-1].target

    def robots(self, root, rules):
        """The file that is served as robots.txt of a site."""
        path = root / "root/robots"
        path.write_text(rules)
        with open(root / "map.txt", "a", encoding="utf-8") as rows:
            rows.write("/robots.txt\t200\ttext/plain\trobots\n")
        return path

    def test_a_killed_run_comes_out_as_if_nothing_had_happened(self):
        with self.server(self.village(self.pages)) as server:
            last = self.kill(server)
            self.assertFalse(self.out.exists())
            done = self.resume(server.url)
            asked = server.targets()
            other, wanted = self.whole(server)
        self.assert_exit(done, 1)
        self.assert_equals(other)
        self.assertFalse(self.half().exists())
        # one request may have been under way
        if len(asked) > len(wanted):
            asked.remove(last)
        self.assertEqual(sorted(asked), sorted(wanted))

    def test_a_run_that_a_signal_ended_is_taken_up(self):
        with self.server(self.village(self.pages)) as server:
            self.kill(server, number=signal.SIGTERM)
            self.assertEqual(self.report()["coverage"]["stopped_by"], "signal")
            done = self.resume(server.url)
            other, _ = self.whole(server)
        self.assert_exit(done, 1)
        self.assert_equals(other)

    def test_a_run_that_a_limit_ended_is_taken_up_with_another(self):
        with self.server(self.village(self.pages)) as server:
            self.assert_exit(self.check(server.url, "--max-pages", 3), 2)
            done = self.resume(server.url, "--max-pages", 5)
            self.assert_exit(done, 2)
            self.assert_whole()
            self.assertEqual(self.report()["coverage"]["fetched"], 5)
            done = self.resume(server.url)
            asked = server.targets()
            other, wanted = self.whole(server)
        self.assert_exit(done, 1)
        self.assert_equals(other)
        self.assertEqual(sorted(asked), sorted(wanted))

    def test_robots_txt_holds_for_a_day(self):
        """RFC 9309 section 2.4; what was asked for in time stays."""
        for now, times, outcome in (("2024-03-02", 1, "ok"),
                                    ("2024-03-03", 2, "robots_denied")):
            with self.subTest(now):
                self.out = self.folder / f"out-{now}"
                root = self.village(self.pages)
                rules = self.robots(root, "User-agent: *\nDisallow:\n")
                with self.server(root) as server:
                    self.kill(server)
                    before = server.targets()
                    rules.write_text("User-agent: *\nDisallow: /page/\n")
                    self.resume(server.url, "--now", now)
                    asked = server.targets()
                self.assert_whole()
                self.assertEqual(asked.count("/robots.txt"), times)
                outcomes = self.outcomes()
                self.assertEqual(outcomes["/page/1"], "ok")
                # one request may have been under way
                for target in set(outcomes) - set(before):
                    self.assertEqual(outcomes[target], outcome, target)
                self.assertIn(outcome, outcomes.values())

    def test_what_failed_is_tried_again_if_robots_txt_still_lets_it(self):
        """The first try is a day older than the rules for the second."""
        for rule, times in (("/other/", 3), ("/page/", 1)):
            with self.subTest(rule):
                self.out = self.folder / f"out{rule.replace('/', '-')}"
                root = self.village(2)
                rules = self.robots(root, "User-agent: *\nDisallow:\n")
                with self.server(root, {"/page/1": "status-503"}) as server:
                    self.kill(server, requests=3)
                    rules.write_text(f"User-agent: *\nDisallow: {rule}\n")
                    self.resume(server.url, "--now", "2024-03-03")
                    asked = server.targets()
                self.assert_whole()
                self.assertEqual(asked[:3], ["/robots.txt", "/", "/page/1"])
                self.assertEqual(asked.count("/robots.txt"), 2)
                self.assertEqual(asked.count("/page/1"), times)
                self.assertEqual(self.outcomes()["/page/1"], "retry_later")

    def test_it_goes_on_at_many_requests_at_a_time(self):
        with self.server(self.village(self.pages)) as server:
            self.kill(server)
            done = self.resume(server.url, "--concurrency", 4)
            other, _ = self.whole(server)
        self.assert_exit(done, 1)
        self.assert_whole()
        self.assertEqual(self.report()["items"], self.report(other)["items"])

    def test_the_newest_run_of_the_site_is_found_without_a_name(self):
        self.out = self.folder / "oit-127.0.0.1"
        with self.server(self.village(self.pages)) as server:
            name = f"oit-127.0.0.1-{server.port}-2024-03-01"
            for path in (name, name + "-2"):
                self.out = self.folder / path
                self.kill(server, 3 + len(server.requests()))
            done = subprocess.run(
                [*self.command(server.url)[:-2], "--resume"],
                cwd=self.folder, env=self.environment, check=False,
                capture_output=True, timeout=LONGEST)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assert_whole()
        self.assertTrue((self.folder / f"{name}.part").exists())

    def test_a_run_begun_otherwise_is_refused_and_kept(self):
        with self.server(self.village(self.pages)) as server:
            self.kill(server)
            before = len(server.requests())
            for options, word in (
                    (["--year", "2568"], "--year"),
                    (["--exclude", "x"], "--exclude"),
                    (["--no-documents"], "--no-documents"),
                    (["--user-agent", "me"], "--user-agent")):
                done = self.resume(server.url, *options)
                self.assert_exit(done, 65)
                self.assertIn(f'begun with {word} "', done.err)
            done = self.resume(server.url.replace("127.0.0.1", "localhost"))
            self.assert_exit(done, 65)
            self.assertIn("begun with site", done.err)
            self.assertEqual(len(server.requests()), before)
            self.assert_exit(self.resume(server.url), 1)
        self.assert_whole()

    def test_nothing_to_resume_is_told(self):
        with self.server(self.village(2)) as server:
            done = self.resume(server.url)
            self.assert_exit(done, 74)
            self.assertIn("nothing to resume", done.err)
            self.check(server.url)
            before = self.papers()
            done = self.resume(server.url)
            self.assert_exit(done, 65)
            self.assertIn("come to its end", done.err)
            self.assertEqual(self.papers(), before)
            self.out.rename(self.half())
            (self.half() / "crawl.sqlite").unlink()
            # a kill before the first request leaves no journal
            self.assert_exit(self.resume(server.url), 1)
        self.assert_whole()
        self.assert_exit(self.oit("check", "--resume"), 64)

    def test_a_damaged_journal_is_named_and_kept(self):
        with self.server(self.village(self.pages)) as server:
            self.kill(server, number=signal.SIGTERM)
            path = self.out / "crawl.sqlite"
            good = path.read_bytes()
            for at in (0, 4096, len(good) // 2 & ~4095, len(good) - 4096):
                bad = bytearray(good)
                bad[at:at + 48] = b"\xff" * 48
                path.write_bytes(bad)
                done = self.resume(server.url)
                self.assert_exit(done, 65)
                self.assertIn("crawl.sqlite: ", done.err)
                self.assertEqual(path.read_bytes(), bad)
            self.assertGreater(len(good), 4 * 4096)
            path.write_bytes(good)
            self.assert_exit(self.resume(server.url), 1)
        self.assert_whole()

    def test_a_link_in_the_half_folder_is_not_written_through(self):
        """X15: somebody else's file under the name of one of ours."""
        for name in ("site.warc.gz", "report.json.part"):
            with self.subTest(name):
                self.out = self.folder / f"out-{name}"
                with self.server(self.village(self.pages)) as server:
                    self.kill(server)
                    path, other = self.half() / name, self.folder / "other"
                    if path.exists():
                        path.rename(other)
                    else:
                        other.write_text("precious")
                    path.symlink_to(other)
                    before = other.read_bytes()
                    done = self.resume(server.url)
                self.assert_exit(done, 73)
                self.assertIn(name.removesuffix(".part") + ": ", done.err)
                self.assertEqual(other.read_bytes(), before)

    def test_two_runs_into_one_folder_name_the_first(self):
        root = self.village(100)
        with self.server(root) as server, self.server(root) as other:
            first = self.start(server)
            for done in (self.check(other.url), self.resume(server.url),
                         self.resume(other.url)):
                self.assert_exit(done, 75)
                self.assertIn("out", done.err)
            self.assertEqual(other.requests(), [])
            first.terminate()
            self.assertEqual(first.wait(timeout=LONGEST), 2)
        self.assert_whole()


main()
