#!/usr/bin/env python3
"""One address never holds up another."""
import sys

from harness import ROOT, Case, main, page

HOPS = 12
# Milliseconds from one good page to the next.
LONGEST = 5000 if "--sanitized" in sys.argv else 1000
FAULTS = ("drip-body", "stall-headers", "gzip-bomb", "gzip-endless",
          "endless-body", "huge-nesting", "endless-headers", "stall-body")


class Starve(Case):
    def test_good_pages_go_on_beside_a_bomb_a_drip_and_a_stall(self):
        """Each good page alone names the next, which is asked for when it has
        been fetched and read."""
        pages = {f"/good/{n}": page(f"หน้าที่ {n}", f"/good/{n + 1}")
                 for n in range(HOPS)}
        faults = [f"/__fault/{name}" for name in FAULTS]
        root = self.site({"/": page("หน้าแรก", *faults[:3], "/good/0",
                                    *faults[3:])} | pages)
        with self.server(root) as server:
            self.check(server.url, "--rules", ROOT / "rules/catalog",
                       "--concurrency", len(faults) + 2)
            requests = server.requests()
        begins = sorted(request.begin for request in requests
                        if request.target.startswith("/good/"))
        self.assertEqual(len(begins), HOPS + 1)
        gaps = [later - earlier
                for earlier, later in zip(begins, begins[1:])]
        self.assertLess(max(gaps), LONGEST, gaps)
        busy = [request for request in requests
                if request.target in faults and
                request.begin < begins[-1] and request.end > begins[0]]
        self.assertGreaterEqual(len(busy), 3, "nothing stood in the way")


main()
