#!/usr/bin/env python3
"""Every call of a run that changes the disk, or takes memory, goes wrong once.

OIT_EACH=1 tries every call, not a sample of them; of the main process, which
takes memory 200,000 times, a larger one.
"""
import copy
import os
import re
import shutil
import struct
import sys
from concurrent.futures import ThreadPoolExecutor

from harness import OIT, main, page
from lasting import Lasting

FAILING = os.path.abspath(sys.argv[3])
EACH = bool(int(os.environ.get("OIT_EACH", "0")))
MANY = 1000  # of the calls that are too many for each
BEGUN = 2000  # calls in which the libraries have set themselves up
LABELS = ("โครงสร้าง", "คู่มือการให้บริการ")
WRITE_ERRORS = (73, 74)
OUT_OF_MEMORY = 70


class Failing(Lasting):
    def setUp(self):
        super().setUp()
        self.live_in(self.folder)
        links = "".join(f'<a href="/{n}">{label}</a> '
                        for n, label in enumerate(LABELS))
        self.root = self.site(
            {"/": page("หน้าแรก").replace("<ul>", links + "<ul>")} |
            {f"/{n}": page(label) for n, label in enumerate(LABELS)})

    def live_in(self, folder):
        self.folder, self.out = folder, folder / "out"
        self.state = folder / "calls"
        self.environment["XDG_STATE_HOME"] = str(folder / "state")

    def twin(self, name):
        """One that can run beside this."""
        twin = copy.copy(self)
        twin.environment = dict(self.environment)
        twin.live_in(self.folder / name)
        twin.folder.mkdir()
        return twin

    def run_failing(self, server, plan, *options):
        """A check of which one call goes wrong; how many there were too."""
        self.state.write_bytes(bytes(16))
        env = {**self.environment, "LD_PRELOAD": FAILING, "FAILING": plan,
               "FAILING_STATE": str(self.state)}
        done = self.check(server.url, *options, env=env)
        return done, struct.unpack("qq", self.state.read_bytes())[0]

    def calls(self, server, kind):
        """The numbers of the calls to be tried."""
        done, count = self.run_failing(server, f"{kind}:none:0")
        self.assert_exit(done, 1)
        self.remove()
        self.assertGreater(count, 50)
        return count

    def remove(self):
        for path in (self.out, self.half()):
            if path.exists():
                path.rename(self.folder / f"gone-{len(os.listdir(self.folder))}")

    def sample(self, kind, count, n):
        """All numbers from 1 to count, or so many of them, evenly.  Most of
        the memory is taken by the rules, and most of that goes wrong there:
        as many are of what comes behind, and of libraries that begin."""
        if EACH and count <= MANY:
            return range(1, count + 1)
        if EACH:
            n = MANY
        numbers = set(range(1, count + 1, max(1, count // n)))
        if kind == "main":
            late = count * 9 // 10
            numbers |= set(range(late, count + 1, (count - late) // n))
            numbers |= set(range(1, BEGUN, BEGUN // n))
        return sorted(numbers)

    def go_on(self, server, other):
        """What the failure has left comes to a whole end."""
        if not self.out.exists():
            half = self.half().exists()
            self.assert_sound(self.half()) if half else None
            done = self.check(server.url, *["--resume"] * half)
            self.assert_exit(done, 1)
        self.assert_equals(other)
        self.remove()

    def assert_told(self, done):
        """It could not write, and says what and why."""
        self.assertIn(done.status, WRITE_ERRORS, done.err)
        self.assertRegex(done.err, re.escape(str(self.folder)) + r"\S*: ")
        self.assertEqual(done.out, "")

    def one(self, server, plan, judge, other):
        """A run in which the call fails, and the failure of this test."""
        twin = self.twin(plan)
        try:
            done, _ = twin.run_failing(server, plan)
            judge(twin, done, other)
            twin.go_on(server, other)
        except AssertionError as failure:
            return failure
        shutil.rmtree(twin.folder)
        return None

    def each(self, kind, how, n, judge):
        """Runs in which the call fails, and what must come of each."""
        with self.server(self.root) as server, \
                ThreadPoolExecutor(os.cpu_count()) as pool:
            other, _ = self.whole(server)
            before = self.papers(other)
            count = self.calls(server, kind)
            plans = [f"{kind}:{how}:{number}"
                     for number in self.sample(kind, count, n)]
            failures = pool.map(
                lambda plan: self.one(server, plan, judge, other), plans)
            for plan, failure in zip(plans, failures):
                with self.subTest(f"{plan} of {count}"):
                    if failure:
                        raise failure
            self.assertEqual(self.papers(other), before)

    def judge_kill(self, done, _):
        self.assertIn(done.status, (-9, 1), done.err)

    def judge_failure(self, done, other):
        """Either all is there, or it is told; what has the name is whole,
        even if it was not known to last."""
        if done.status == 1 or self.out.exists():
            self.assert_equals(other)
        if done.status != 1:
            self.assert_told(done)

    def judge_main(self, done, other):
        if done.status == 1 or self.out.exists():
            self.assert_equals(other)
        if done.status != 1:
            self.assertIn(done.status, (OUT_OF_MEMORY, *WRITE_ERRORS),
                          done.err)
            self.assertIn("oit: ", done.err)

    def judge_workers(self, done, other):
        """The page is told as not read, and the run goes on."""
        self.assertIn(done.status, (1, 2), done.err)
        self.assert_whole()
        self.assertTrue(done.out)
        outcomes = set(self.outcomes().values())
        self.assertLessEqual(outcomes, {"ok", "parse_limit", "reader_failed",
                                        "http_error"})
        whole = outcomes <= {"ok", "http_error"}
        for item, good in zip(self.report()["items"],
                              self.report(other)["items"]):
            allowed = {good["verdict"]}
            if not whole:
                allowed.add("cannot_tell")
            self.assertIn(item["verdict"], allowed, item["id"])
        self.remove()

    def test_a_kill_at_a_write(self):
        self.each("files", "kill", 10, Failing.judge_kill)

    def test_a_kill_in_the_middle_of_a_write(self):
        self.each("files", "tear", 8, Failing.judge_kill)

    def test_a_write_that_is_short(self):
        self.each("files", "short", 4, Failing.judge_failure)

    def test_a_disk_full_for_once(self):
        self.each("files", "nospace", 6, Failing.judge_failure)

    def test_a_disk_full_for_ever(self):
        self.each("files", "nospace+", 8, Failing.judge_failure)

    def test_an_error_of_the_disk(self):
        self.each("files", "io", 6, Failing.judge_failure)

    def test_a_disk_that_is_gone(self):
        self.each("files", "io+", 6, Failing.judge_failure)

    def test_no_memory_in_the_main_process(self):
        self.each("main", "none", 5, Failing.judge_main)

    def test_no_memory_ever_after_in_the_main_process(self):
        self.each("main", "none+", 3, Failing.judge_main)

    def test_no_memory_in_a_worker(self):
        self.each("workers", "none", 10, Failing.judge_workers)

    def test_no_memory_ever_after_in_the_workers(self):
        self.each("workers", "none+", 4, Failing.judge_workers)


main()
