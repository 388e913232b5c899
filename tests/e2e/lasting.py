"""What must be left of a run that was killed, failed or ended early."""
import gzip
import re

from harness import NOW, YEAR, Case

COLUMNS = ("id, url, parent, target, anchor, depth, priority, topics, asked, "
           "inbound, hops, tries, outcome, detail, status, kind, quality, "
           "title, sha256, fetched_at, bytes, anchors")
RECORD = re.compile(rb"WARC-Record-ID: (.*)\r\n")


class Lasting(Case):
    """A test whose runs are held against one that nothing happened to."""

    def resume(self, url, *options, env=None):
        return self.check(url, "--resume", *options, env=env)

    def half(self):
        return self.out.with_name(self.out.name + ".part")

    def papers(self, out=None):
        """Every file that is printed from the findings."""
        out = out or self.out
        return {path.name: path.read_bytes() for path in out.iterdir()
                if path.name not in ("crawl.sqlite", "site.warc.gz")}

    def visits(self, out=None):
        """All that is known of the addresses; where their responses stand
        changes with the server's clock, which the responses hold."""
        return self.journal(f"SELECT {COLUMNS} FROM visit ORDER BY id", out)

    def records(self, out=None):
        """The names of the archive's records: one each, in their order."""
        whole = gzip.decompress(((out or self.out) / "site.warc.gz")
                                .read_bytes())
        return RECORD.findall(whole)

    def assert_sound(self, out):
        """A journal, if there is one, is no damaged database."""
        path = out / "crawl.sqlite"
        if path.exists() and path.stat().st_size:
            self.assertEqual(self.journal("PRAGMA integrity_check", out),
                             [("ok",)])

    def assert_equals(self, other):
        """The run folder is as that of the run nothing happened to."""
        self.assert_whole()
        self.assert_sound(self.out)
        here, there = self.papers(), self.papers(other)
        self.assertEqual(set(here), set(there))
        for name, content in there.items():
            self.assertTrue(here[name] == content, name)
        self.assertEqual(self.visits(), self.visits(other))
        self.assertEqual(self.records(), self.records(other))

    def whole(self, server):
        """A run that nothing happens to, and what it asks for."""
        out, before = self.folder / "whole", len(server.requests())
        done = self.oit("check", server.url, "--year", YEAR, "--now", NOW,
                        "--delay", 0, "--out", out)
        self.assert_exit(done, 1)
        return out, server.targets()[before:]
