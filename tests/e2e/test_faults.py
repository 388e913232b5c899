#!/usr/bin/env python3
"""Everything a site can do wrong, in one crawl: each fault has its outcome,
none is believed, and all that lies behind it is reached.

The limits on time are those of tests/support/hasty.h.
"""
import subprocess
import sys
from collections import Counter

from harness import ROOT, SERVER, Case, main, page
from papers import MADE, TEXT, content

sys.path.insert(0, str(ROOT / "tests/bench"))
from measure import measure  # noqa: E402 (its folder is named just above)

LONGEST = 240  # seconds of the crawl, sanitizers and all
MOST_MEMORY = 512 << 20  # of all processes together
FEWEST = 120  # faults; a table that shrinks unseen proves nothing
LABEL = "โครงสร้างส่วนราชการ"  # of the item that each faulty page would prove
ITEM = "o1"

# Number of the fault: what the server does, and the outcome where the
# redirects end.  More than one is right where time decides which comes first.
OUTCOMES = {
    "N6": {"cut-empty": "reset", "cut-mid-headers": "truncated",
           "reset-empty": "reset", "reset-mid-headers": "reset"},
    "N7": {"cut-after-headers": "truncated", "cut-body": "truncated",
           "reset-body": "truncated"},
    "N8": {"stall-headers": "read_timeout",
           "stall-mid-headers": "read_timeout", "stall-body": "read_timeout",
           "slow-headers": "read_timeout"},
    # libcurl tells of whole lines alone: a line that drips may be silence
    "N9": {"slow-body": "too_slow", "drip-body": "too_slow",
           "drip-headers": "read_timeout|too_slow"},
    "N10": {"length-short": "bad_http", "length-short-page": "bad_http",
            "length-blank-more": "ok", "length-negative": "bad_http",
            "length-text": "bad_http", "length-overflow": "bad_http",
            "length-twice": "bad_http", "length-none": "ok"},
    "N11": {"length-and-chunks": "ok"},
    "N12": {"chunk-good": "ok", "chunk-bad-size": "bad_http",
            "chunk-huge-size": "bad_http", "chunk-cut": "truncated",
            "chunk-no-last": "truncated"},
    "N13": {"chunk-endless": "too_large", "chunk-trailers": "too_large",
            "endless-body": "too_large", "endless-text": "too_large"},
    "N14": {"chunk-tiny": "ok"},
    "N15": {"garbage": "bad_http", "no-status-line": "bad_http",
            "bad-status": "bad_http", "bad-status-range": "bad_http",
            "bad-version": "bad_http"},
    "N16": {"no-headers": "ok", "http-10": "ok", "header-bare-lf": "ok",
            "header-nul": "bad_http", "header-8bit": "ok",
            "header-no-colon": "bad_http", "header-escape": "ok"},
    "N17": {"endless-headers": "too_large", "endless-103": "too_large",
            "huge-header": "too_large"},
    "N18": {"second-answer": "bad_http"},
    "N19": {"keep-lie": "ok"},
    "N20": {"status-100": "ok", "status-204": "empty", "status-205": "empty",
            "status-206": "bad_http", "status-304": "bad_http"},
    "N21": {"no-head": "ok"},
    "N22": {"gzip-cut": "truncated", "gzip-cut-trailer": "truncated"},
    "N23": {"gzip-good": "ok", "gzip-twice": "bad_encoding",
            "gzip-tail": "bad_encoding", "gzip-checksum": "bad_encoding",
            "gzip-layers": "bad_encoding", "gzip-lie": "bad_encoding", "coding-unknown": "bad_encoding"},
    "N24": {"gzip-bomb": "too_large", "gzip-endless": "too_large",
            "gzip-bomb-layers": "too_large"},
    "N25": {"redirect-301": "ok", "redirect-302": "ok", "redirect-303": "ok",
            "redirect-307": "ok", "redirect-308": "ok",
            "redirect-relative": "ok", "redirect-chain": "ok",
            "redirect-long-chain": "redirect_limit",
            "redirect-loop": "redirect_loop",
            "redirect-loop-a": "redirect_loop",
            "redirect-loop-b": "redirect_loop",
            "redirect-growing": "trap_limit",
            "redirect-cookie": "redirect_loop", "redirect-none": "bad_http",
            "redirect-empty": "bad_http", "redirect-bad": "bad_http",
            "redirect-huge": "too_large"},
    "N26": {"redirect-https": "out_of_scope",
            "redirect-host": "out_of_scope",
            "redirect-other-host": "out_of_scope"},
    "N27": {"redirect-thai": "ok", "redirect-tis620": "ok",
            "redirect-blank": "ok"},
    "N28": {"status-429-once": "ok", "retry-date": "retry_later"},
    "N29": {"retry-absurd": "retry_later", "retry-far": "retry_later",
            "retry-negative": "retry_later", "retry-text": "retry_later"},
    "N30": {"status-429": "retry_later", "status-503": "retry_later",
            "status-503-retry": "retry_later", "status-500": "http_error",
            "status-502": "http_error", "status-400": "http_error",
            "status-401": "http_error", "status-403": "http_error",
            "status-404": "http_error", "status-410": "http_error"},
    "N31": {"status-500-once": "ok"},
    "P1": {"huge-html": "too_large"},
    "P2": {"huge-nesting": "parse_limit", "huge-formatting": "parse_limit",
           "huge-tables": "parse_limit"},
    "P3": {"huge-attributes": "parse_limit", "huge-attribute": "too_large",
           "huge-comment": "too_large"},
    "P4": {"huge-links": "ok"},
    "P5": {"utf8-invalid": "ok"},
    "P6": {"nul-bytes": "ok"},
    "P7": {"charset-utf16": "ok"},
    "P8": {"charset-header": "ok", "charset-meta": "ok", "charset-none": "ok",
           "charset-lie-utf8": "ok", "charset-lie-latin1": "ok",
           "charset-unknown": "ok"},
    "P10": {"base-foreign": "ok", "base-javascript": "ok", "base-twice": "ok"},
    "P11": {"refresh-header": "ok", "refresh-meta": "ok",
            "refresh-loop": "ok"},
    "P12": {"link-schemes": "ok", "redirect-javascript": "blocked_scheme"},
    "P13": {"trap-calendar": "ok", "trap-session": "ok", "trap-random": "ok",
            "trap-paths": "ok", "trap-queries": "ok"},
    "P15": {"soft-404": "soft_404", "soft-500": "http_error",
            "soft-500-wordpress": "http_error",
            "soft-500-aspnet": "http_error", "empty-body": "empty"},
    "P16": {"login": "login", "redirect-login": "login"},
    "P19": {"type-wrong": "ok", "type-none": "ok", "type-octets": "ok",
            "type-pdf-as-html": "doc_damaged", "type-nonsense": "ok"},
    "P20": {"needs-script": "needs_script", "script-hash": "needs_script",
            "script-filled": "ok"},
    "P21": {"script-cookie": "needs_script", "suspended": "blocked",
            "blocked-200": "blocked", "blocked-403": "blocked",
            "blocked-503": "blocked"},
    "P22": {"frames": "ok", "iframe": "ok"},
    "P23": {"xhtml-dtd": "ok"},
    "R10": {"link-actions": "ok", "logout": "excluded"},
    "D1": {"doc-empty": "empty", "doc-garbage": "doc_damaged",
           "doc-html": "ok", "doc-cut": "truncated", "doc-not-zip": "ok",
           "doc-loop": "doc_damaged"},
    "D2": {"doc-locked": "doc_encrypted"},
    "D3": {"doc-blank": "doc_no_text"},
    "D4": {"doc-endless": "too_large"},
    "X1": {"redirect-private": "out_of_scope",
           "redirect-private-number": "out_of_scope",
           "redirect-private-mapped": "out_of_scope"},
    "X3": {"redirect-file": "blocked_scheme",
           "redirect-gopher": "blocked_scheme"},
}

# D11: pages on which the reader of tests/support breaks.
BREAKS = {"mock-abort": "reader_failed", "mock-exit": "reader_failed",
          "mock-hang": "parse_limit", "mock-spin": "parse_limit",
          "mock-eat": "parse_limit"}

# Sanitizers need memory without limit, and several times the time.
SANITIZED = "--sanitized"
NOT_SANITIZED = ("/break/mock-eat", "/__fault/huge-links")

# What the server would do with these is no page's affair.
ELSEWHERE = ("robots-", "sitemap-", "ok", "sentinel-after")


def proof(more=""):
    """What FAULT_PAGE of tests/support is."""
    return page(LABEL).replace("</h1>", f"</h1><p>{TEXT} {more}</p>")


class Faults(Case):
    sanitized = SANITIZED in sys.argv

    def wanted(self):
        """{address: the outcome that is right for it}"""
        found = {f"/__fault/{name}": outcome
                 for row in OUTCOMES.values() for name, outcome in row.items()}
        found |= {f"/paper/{name}": row[2] for name, row in MADE.items()}
        found |= {f"/break/{word}": outcome
                  for word, outcome in BREAKS.items()}
        for address in NOT_SANITIZED if self.sanitized else ():
            print(f"skipped under a sanitizer: {address}")
            del found[address]
        return found

    def build(self, addresses):
        """A site whose front page leads to each address by the label of the
        item, and after each to a page of its own that is good."""
        pages, links = {}, []
        for number, address in enumerate(addresses):
            links += [address, f"/good/{number}"]
            pages[f"/good/{number}"] = page(f"หลังจาก {address}")
            if address.startswith("/break/"):
                pages[address] = proof("!" + address.rpartition("/")[2])
        home = page("หน้าแรก", *links).replace("รายการ /", f"{LABEL} /")
        root = self.site({"/": home} | pages)
        with open(root / "map.txt", "a", encoding="utf-8") as lines:
            for name in MADE:
                if f"/paper/{name}" not in addresses:
                    continue
                (root / "root" / name).write_bytes(content(name))
                lines.write(f"/paper/{name}\t200\t{MADE[name][1]}\t{name}\n")
        return root

    def crawl(self, addresses):
        """What all of it cost."""
        with self.server(self.build(addresses)) as server:
            return measure(
                self.command(server.url, "--rules", ROOT / "rules/catalog",
                             "--concurrency", 4, "--max-pages", 50000),
                LONGEST, server.process.pid, self.folder)

    def ends(self):
        """{address: outcome, of the last page its redirects lead to}"""
        rows = {identity: (url, outcome, target) for
                identity, url, outcome, target in self.journal(
                    "SELECT id, url, outcome, target FROM visit")}
        found = {}
        for url, outcome, target in rows.values():
            for _ in range(99):
                if outcome != "redirect" or target not in rows:
                    break
                _, outcome, target = rows[target]
            found["/" + url.split("/", 3)[3]] = outcome
        return found

    def assert_outcomes(self, wanted):
        ends = self.ends()
        wrong = {address: (right, ends.get(address))
                 for address, right in wanted.items()
                 if ends.get(address) not in right.split("|")}
        self.assertEqual(wrong, {})
        behind = {address: ends.get(address) for address in
                  (f"/good/{number}" for number in range(len(wanted)))}
        self.assertEqual(set(behind.values()), {"ok"}, behind)

    def assert_sum(self):
        """Found is checked and not checked by reason, in both places."""
        coverage = self.report()["coverage"]
        counts = Counter(outcome for outcome, in
                         self.journal("SELECT outcome FROM visit"))
        self.assertEqual(counts.pop("ok"), coverage["fetched"])
        self.assertEqual(dict(counts), coverage["by_reason"])
        self.assertEqual(coverage["found"],
                         coverage["fetched"] + sum(counts.values()))

    def item(self):
        return next(item for item in self.report()["items"]
                    if item["id"] == ITEM)

    def run_all(self, wanted):
        cost = self.crawl(wanted)
        self.assertFalse(cost.cut, "the crawl takes too long")
        self.assert_whole()
        self.assert_outcomes(wanted)
        self.assert_sum()
        print(f"{len(wanted)} faults: {cost.wall:.1f} s, "
              f"{cost.all_memory >> 20} MiB, exit {cost.status}")
        if not self.sanitized:
            self.assertLess(cost.all_memory, MOST_MEMORY)

    def test_what_is_not_a_good_page_proves_nothing(self):
        wanted = {address: outcome for address, outcome
                  in self.wanted().items() if outcome != "ok"}
        self.run_all(wanted)
        self.assertGreaterEqual(len(wanted), FEWEST)
        self.assertEqual(self.item()["verdict"], "cannot_tell")
        self.assert_never_missing()

    def test_what_is_odd_but_good_does(self):
        self.run_all({address: outcome for address, outcome
                      in self.wanted().items() if outcome == "ok"})
        self.assertEqual(self.item()["verdict"], "pass", self.item())

    def test_every_fault_of_the_server_is_in_the_table(self):
        lines = subprocess.run([SERVER, "--list-faults"], check=True,
                               capture_output=True, text=True).stdout
        names = {line.split()[0] for line in lines.splitlines()}
        known = {name for row in OUTCOMES.values() for name in row}
        self.assertEqual({name for name in names - known
                          if not name.startswith(ELSEWHERE)}, set())
        self.assertLessEqual(known, names)


main()
