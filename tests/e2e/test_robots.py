#!/usr/bin/env python3
"""A robots.txt that is not there, not clear or not small."""
import time
from concurrent.futures import ThreadPoolExecutor

from harness import ROOT, Case, main, page

WALKED = {"/", "/open", "/closed/page"}  # nothing is forbidden
KEPT = {"/", "/open"}  # the first rules hold
SHUT = set()  # nobody knows what is allowed, so nothing is

# What the server answers for /robots.txt: the pages that may be asked for,
# and the outcome of the front page (RFC 9309 sections 2.2, 2.3.1 and 2.5).
CASES = {
    # R1
    "status-404": (WALKED, "ok"), "status-410": (WALKED, "ok"),
    "robots-html": (WALKED, "ok"), "empty-body": (WALKED, "ok"),
    # R2
    "status-500": (SHUT, "robots_unreachable"),
    "status-503": (SHUT, "robots_unreachable"),
    "status-429": (SHUT, "robots_unreachable"),
    "reset-empty": (SHUT, "reset"),
    "cut-body": (SHUT, "robots_unreachable"),
    "cut-after-headers": (SHUT, "robots_unreachable"),
    "stall-headers": (SHUT, "read_timeout"),
    "stall-body": (SHUT, "robots_unreachable"),
    "garbage": (SHUT, "bad_http"),
    "gzip-cut": (SHUT, "robots_unreachable"),
    # R3: a refusal is an answer, and forbids nothing
    "status-403": (WALKED, "ok"), "status-401": (WALKED, "ok"),
    # R4
    "redirect-chain": (WALKED, "ok"),
    "redirect-long-chain": (SHUT, "robots_unreachable"),
    "redirect-loop": (SHUT, "robots_unreachable"),
    "redirect-none": (SHUT, "robots_unreachable"),
    # R5
    "robots-huge": (KEPT, "ok"), "robots-endless": (KEPT, "ok"),
    "robots-chunks": (KEPT, "ok"), "robots-bomb": (KEPT, "ok"),
    "robots-gzip": (KEPT, "ok"), "gzip-endless": (WALKED, "ok"),
    "huge-header": (SHUT, "robots_unreachable"),
    # R6
    "robots-bom": (KEPT, "ok"), "robots-junk": (KEPT, "ok"),
    # R7, R11
    "robots-stars": (WALKED, "ok"), "robots-delay": (KEPT, "ok"),
    "robots-deny-all": (SHUT, "robots_denied"),
}


class Robots(Case):
    def crawl(self, fault):
        """What was asked for beside what tells what may be, in how long."""
        root = self.site({"/": page("หน้าแรก", "/open", "/closed/page"),
                          "/open": page("เปิด"), "/closed/page": page("ปิด")})
        with self.server(root, {"/robots.txt": fault}) as server:
            begin = time.monotonic()
            self.check(server.url, "--rules", ROOT / "rules/catalog", "--out",
                       self.folder / fault)
            return (server, set(server.targets()) & WALKED,
                    time.monotonic() - begin)

    def test_it_is_obeyed_as_far_as_it_goes(self):
        with ThreadPoolExecutor(4) as pool:
            for fault, done in zip(CASES, pool.map(self.crawl, CASES)):
                with self.subTest(fault):
                    self.assert_case(fault, *done)

    def assert_case(self, fault, server, asked, seconds):
        pages, outcome = CASES[fault]
        self.out = self.folder / fault
        self.assertEqual(asked, pages)
        self.assertEqual(self.outcomes()["/"], outcome)
        self.assertLess(seconds, 30)
        if pages != SHUT:
            return
        self.assertIn(self.report()["coverage"]["stopped_by"],
                      ("robots_unreachable", "robots_denied", "site_down"))
        self.assert_never_missing()

    def test_a_pause_of_hours_is_cut_and_kept(self):
        server, _, _ = self.crawl("robots-delay")
        # the pause is known once the file is there
        begins = sorted(request.begin for request in server.requests()[1:])
        pauses = [later - earlier
                  for earlier, later in zip(begins, begins[1:])]
        self.assertGreaterEqual(min(pauses), 60)
        self.assertLess(sum(pauses), 10000)

    def test_another_spelling_of_the_address_may_be_forbidden(self):
        """The front page leads to its long name, which is the same to us."""
        root = self.site({"/robots.txt": "User-agent: *\nDisallow: /index\n",
                          "/index.html": page("หน้าแรก", "/open")})
        with open(root / "map.txt", "a", encoding="utf-8") as rows:
            rows.write("/\t302\t-\t-\tLocation: /index.html\n")
        with self.server(root) as server:
            self.check(server.url, "--rules", ROOT / "rules/catalog")
            self.assertEqual(set(server.targets()),
                             {"/robots.txt", "/", "/sitemap.xml"})
        self.assertEqual(set(self.outcomes().values()), {"robots_denied"})
        self.assertEqual(self.report()["coverage"]["stopped_by"],
                         "robots_denied")
        self.assert_never_missing()


main()
