"""What must be left of a run that was killed, failed or ended early."""
import gzip
import html
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from urllib.parse import urljoin

from harness import DEMO, NOW, YEAR, Case

COLUMNS = ("id, url, parent, target, anchor, depth, priority, topics, asked, "
           "inbound, hops, tries, outcome, detail, status, kind, quality, "
           "title, sha256, fetched_at, bytes, anchors, parents")
HREF = re.compile(r"href=[\"']?([^\"'\s>#]+)")
RECORD = re.compile(rb"WARC-Record-ID: (.*)\r\n")


class Lasting(Case):
    """A test whose runs are held against one that nothing happened to."""

    def small_town(self, pages, documents):
        """The part of the demo town nearest to its home page; what lies
        beyond is not found."""
        rows = {}
        for line in (DEMO / "map.txt").read_text("utf-8").splitlines():
            if not line.startswith("#"):
                rows[line.split("\t")[0]] = line
        kept, line, left = {}, ["/"], {"text/html": pages, "application":
                                       documents}
        for target in line:
            row = rows.get(target, "").split("\t")
            kind = next((kind for kind in left if len(row) > 3 and
                         row[2].startswith(kind)), None)
            if target in kept or not left.get(kind):
                continue
            left[kind] -= 1
            kept[target] = rows[target]
            if kind == "text/html":
                text = (DEMO / "root" / row[3]).read_text("utf-8", "replace")
                line += [urljoin(target, html.unescape(href))
                         for href in HREF.findall(text)]
        root = self.folder / "town"
        root.mkdir()
        (root / "root").symlink_to(DEMO / "root")
        (root / "map.txt").write_text("\n".join(kept.values()) + "\n", "utf-8")
        return root

    def resume(self, url, *options, env=None):
        return self.check(url, "--resume", *options, env=env)

    def half(self):
        return self.out.with_name(self.out.name + ".part")

    def papers(self, out=None):
        """Every file that is printed from the findings."""
        out = out or self.out
        return {path.name: path.read_bytes() for path in out.iterdir()
                if not path.name.startswith(("crawl.sqlite", "site."))}

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
        """A journal, if there is one, is no damaged database.  A copy is
        asked: to read what a kill has left is to mend it."""
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            for path in out.glob("crawl.sqlite*"):
                shutil.copy(path, copy)
            with closing(sqlite3.connect(f"{copy}/crawl.sqlite")) as base:
                self.assertEqual(base.execute("PRAGMA integrity_check")
                                 .fetchall(), [("ok",)])

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

    def whole(self, server, *options):
        """A run that nothing happens to, and what it asks for."""
        out, before = self.folder / "whole", len(server.requests())
        done = self.oit("check", server.url, "--year", YEAR, "--now", NOW,
                        "--delay", 0, "--out", out, *options)
        self.assert_exit(done, 1)
        return out, server.targets()[before:]
