#!/usr/bin/env python3
"""A run may be killed at any moment, and again, and nothing is lost by it.

OIT_KILLS=200 kills so often; OIT_SEED=N repeats the moments of an earlier run.
"""
import os
import random
import subprocess
import time
from collections import Counter

from harness import LONGEST, main
from lasting import Lasting

KILLS = int(os.environ.get("OIT_KILLS", "20"))
SEED = int(os.environ.get("OIT_SEED", random.randrange(10 ** 6)))
PAGES, DOCUMENTS = 20, 8
LATENCY = 8  # milliseconds of the server


class Kill(Lasting):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.kills = 0  # of the run at hand
        self.left, self.runs = KILLS, 0

    def command_of_run(self, server):
        if self.half().exists():
            return [*self.command(server.url), "--resume"]
        return self.command(server.url)

    def run_once(self, server, seconds):
        """Goes on with the run and kills it after a while; its end, if it
        came before."""
        process = subprocess.Popen(
            self.command_of_run(server), env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            self.kills += 1
            self.left -= 1
        _, talk = process.communicate(timeout=LONGEST)
        return process.returncode, talk.decode()

    def assert_asked_once(self, requests):
        """Nothing was asked for again but what a kill found under way: that
        is the last request of its connection, a process of the server."""
        last = {request.process: request.target
                for request in sorted(requests)}
        again = Counter(request.target for request in requests)
        again -= Counter(again.keys())
        self.assertLessEqual(again, Counter(last.values()))
        self.assertLessEqual(again.total(), self.kills)

    def one_run(self, server, other, wanted, seconds):
        """A run that is killed until it ends or there were kills enough."""
        before, self.kills = len(server.requests()), 0
        # the last kill may come when all is done
        while not self.out.exists():
            wait = LONGEST if not self.left else \
                self.random.uniform(0, seconds)
            code, talk = self.run_once(server, wait)
            self.assertIn(code, (1, -9), talk)
            if self.half().exists():
                self.assert_sound(self.half())
        self.assert_equals(other)
        requests = server.requests()[before:]
        self.assertEqual(set(wanted), {each.target for each in requests})
        self.assert_asked_once(requests)
        self.runs += 1
        self.out.rename(self.folder / f"done-{self.runs}")

    def test_a_run_that_is_killed_again_and_again_loses_nothing(self):
        print(f"seed {SEED}", flush=True)
        root = self.small_town(PAGES, DOCUMENTS)
        with self.server(root, latency=LATENCY) as server:
            begin = time.monotonic()
            other, wanted = self.whole(server)
            seconds = time.monotonic() - begin
            self.assertGreater(len(wanted), 30)
            while self.left:
                self.one_run(server, other, wanted, seconds)


main()
