#!/usr/bin/env python3
"""Pages that are hostile: each costs itself, never the run."""
import time

from harness import Case, main, page

# fault of the server: the outcomes that are right for it
OUTCOMES = {
    "endless-body": {"too_large"},
    "huge-html": {"too_large"},
    "huge-nesting": {"parse_limit"},
    "huge-attributes": {"ok", "parse_limit"},
    "utf8-invalid": {"ok"},
    "nul-bytes": {"ok"},
    "gzip-bomb": {"too_large"},
    "garbage": {"bad_http"},
}


class Hostile(Case):
    def crawl(self, fault):
        """A site of three pages, the second of them hostile."""
        root = self.site({"/": page("หน้าแรก", "/bad", "/good"),
                          "/good": page("หน้าสุดท้าย")})
        with self.server(root, {"/bad": fault}) as server:
            begin = time.monotonic()
            done = self.check(server.url)
            return done, server, time.monotonic() - begin

    def assert_survived(self, fault):
        done, server, seconds = self.crawl(fault)
        self.assertIn("/good", server.targets())
        self.assert_whole()
        outcomes = self.outcomes()
        self.assertEqual(outcomes["/good"], "ok")
        self.assertIn(outcomes["/bad"], OUTCOMES[fault])
        self.assertLess(seconds, 30)
        if outcomes["/bad"] == "ok":
            self.assert_exit(done, 1)
            return
        # a third of the site was not seen, so nothing is called missing
        self.assertEqual(self.report()["coverage"]["by_reason"],
                         {outcomes["/bad"]: 1})
        self.assert_exit(done, 2)
        self.assert_never_missing()


def add(fault):
    def test(self):
        self.assert_survived(fault)
    setattr(Hostile, "test_" + fault.replace("-", "_"), test)


for name in OUTCOMES:
    add(name)

main()
