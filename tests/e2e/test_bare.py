#!/usr/bin/env python3
"""What cron may give a run: no environment, few files, nobody who listens."""
import resource
import subprocess

from harness import LONGEST, main
from lasting import Lasting

# inputs and outputs of the program, closed or full
LISTENERS = {"no input": "<&-", "no output": ">&-", "no errors": "2>&-",
             "nothing": "<&- >&- 2>&-", "a full disk": "> /dev/full 2>&1",
             "one who goes": "| true"}


class Bare(Lasting):
    def limited(self, server, files, *options):
        """A check that may open so many files; its status and its errors."""
        done = subprocess.run(
            self.command(server.url, *options), env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST,
            check=False, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_NOFILE, (files, files)))
        return done.returncode, done.stderr.decode()

    def test_it_works_without_an_environment(self):
        with self.server(self.village(12)) as server:
            other, _ = self.whole(server)
            done = self.check(server.url, env={})
        self.assert_exit(done, 1)
        self.assert_equals(other)

    def test_it_works_when_nobody_listens(self):
        with self.server(self.village(4)) as server:
            other, _ = self.whole(server)
            for name, redirected in LISTENERS.items():
                with self.subTest(name):
                    self.out = self.folder / "out"
                    subprocess.run(
                        ["sh", "-c", f'"$@" {redirected}', "sh",
                         *self.command(server.url)], env=self.environment,
                        capture_output=True, timeout=LONGEST, check=False)
                    self.assert_equals(other)
                    self.out.rename(self.folder / name)

    def test_few_files_make_no_server_refuse(self):
        with self.server(self.village(), latency=100) as server:
            status, told = self.limited(server, 128, "--concurrency", 64)
            self.assertEqual(status, 1, told)
            self.assertRegex(told, r"open files: the 128 .* \d+ connections")
            self.assert_whole()
            self.assertEqual(set(self.outcomes().values()), {"ok"})
            before = len(server.requests())
            self.out = self.folder / "out-2"
            status, told = self.limited(server, 24)
            self.assertEqual(len(server.requests()), before)
        self.assertEqual(status, 74, told)
        self.assertIn("open files: the system allows 24", told)
        self.assertEqual(list(self.folder.glob("out-2*")), [])


main()
