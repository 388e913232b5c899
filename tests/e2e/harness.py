"""The whole program against a server on loopback, as a user runs it.

usage of each test: test_NAME.py OIT OIT_SERVER
"""
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import zlib
from collections import Counter, namedtuple
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "tests/sites/demo"
YEAR, NOW = "2567", "2024-03-01"
LONGEST = 120  # seconds of one run of the program
FILES = {"report.json", "checklist.html", "checklist.csv", "checklist.xlsx",
         "plan.docx", "plan.html", "junit.xml", "site.warc.gz", "site.cdxj", "crawl.sqlite"}

Done = namedtuple("Done", "status out err")
Request = namedtuple("Request", "begin end process method target status sent")

OIT, SERVER = (Path(name).resolve() for name in sys.argv[1:3])


def page(title, *links):
    """A page with enough to read that it is no empty one."""
    items = "".join(f'<li><a href="{link}">รายการ {link}</a></li>\n'
                    for link in links)
    text = "<p>เทศบาลตำบลให้บริการประชาชนในพื้นที่ทุกวันทำการ</p>\n" * 4
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8>"
            f"<title>{title}</title></head><body><h1>{title}</h1>\n{text}"
            f"<ul>{items}</ul></body></html>")


def free_port():
    """A port on which nobody listens, yet or ever."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Record:
    """A record of a WARC file: its place there, its fields, its block."""

    def __init__(self, data, begin, end):
        head, _, rest = data.partition(b"\r\n\r\n")
        version, *lines = head.decode().split("\r\n")
        if version != "WARC/1.1":
            raise ValueError(f"{version} at byte {begin}")
        self.begin, self.end = begin, end
        self.fields = dict(line.split(": ", 1) for line in lines)
        self.block = rest[:int(self.fields["Content-Length"])]
        if rest != self.block + b"\r\n\r\n":
            raise ValueError(f"wrong length at byte {begin}")

    @property
    def kind(self):
        return self.fields["WARC-Type"]

    @property
    def target(self):
        return "/" + self.fields["WARC-Target-URI"].split("/", 3)[3]


def warc_records(path):
    """The records of an archive of ours, each a gzip member."""
    data, begin = path.read_bytes(), 0
    while begin < len(data):
        reader = zlib.decompressobj(wbits=31)
        text = reader.decompress(data[begin:])
        if not reader.eof:
            raise ValueError(f"cut at byte {begin}")
        end = len(data) - len(reader.unused_data)
        yield Record(text, begin, end)
        begin = end


class Server:
    """oit-server on a folder, and what it was asked for."""

    def __init__(self, root, faults, folder, port, latency):
        command = [SERVER, "--port", str(port), "--log",
                   "--latency", str(latency)]
        if root:
            command += ["--root", root]
        for target, name in faults.items():
            command += ["--fault", f"{target}={name}"]
        handle, name = tempfile.mkstemp(prefix="log-", dir=folder)
        self.log = Path(name)
        with open(handle, "wb") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log)
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/"

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()

    def requests(self):
        found = []
        for line in self.log.read_text().splitlines():
            begin, end, process, *rest, status, sent = line.split(" ")
            found.append(Request(int(begin), int(end), int(process), *rest,
                                 int(status), int(sent)))
        return found

    def targets(self):
        return [request.target for request in self.requests()]


class Case(unittest.TestCase):
    """A test with a folder of its own; self.out is the run folder."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="oit-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.out = self.folder / "out"
        # the locks of the test are not those of the user
        self.environment = {**os.environ,
                            "XDG_STATE_HOME": str(self.folder / "state")}

    @contextmanager
    def server(self, root=DEMO, faults=None, port=0, latency=0):
        """oit-server, misbehaving at these targets: {target: fault}, and so
        many milliseconds late with every answer."""
        server = Server(root, faults or {}, self.folder, port, latency)
        try:
            yield server
        finally:
            server.stop()

    def site(self, pages):
        """A folder that oit-server serves: {target: HTML}."""
        root = Path(tempfile.mkdtemp(prefix="site-", dir=self.folder))
        (root / "root").mkdir()
        lines = []
        for number, (target, html) in enumerate(pages.items()):
            kind = "plain" if target.endswith(".txt") else "html"
            (root / f"root/{number}").write_text(html, encoding="utf-8")
            lines.append(f"{target}\t200\ttext/{kind}\t{number}\n")
        (root / "map.txt").write_text("".join(lines))
        return root

    def village(self, pages=30):
        """A site of so many pages, all one click away from the first."""
        targets = [f"/page/{number}" for number in range(1, pages)]
        return self.site({"/": page("หน้าแรก", *targets)} |
                         {target: page(target) for target in targets})

    def command(self, url, *options):
        """The command line of a quick check into self.out."""
        return [OIT, "check", url, "--year", YEAR, "--now", NOW, "--delay", "0",
                "--out", self.out, *map(str, options)]

    def oit(self, *words, env=None):
        """Runs the program to its end."""
        done = subprocess.run(
            [OIT, *map(str, words)], capture_output=True, timeout=LONGEST,
            stdin=subprocess.DEVNULL, check=False,
            env=self.environment if env is None else env)
        # a kill may come in the middle of a letter
        faults = "replace" if done.returncode < 0 else "strict"
        return Done(done.returncode, done.stdout.decode(errors=faults),
                    done.stderr.decode(errors=faults))

    def check(self, url, *options, env=None):
        return self.oit(*self.command(url, *options)[1:], env=env)

    def start(self, server, *options, requests=3):
        """A slow check in the background, which has asked so often when this
        returns."""
        process = subprocess.Popen(
            self.command(server.url, "--delay", 200, *options),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        end = time.monotonic() + LONGEST
        while len(server.requests()) < requests:
            self.assertIsNone(process.poll())
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        return process

    def report(self, out=None):
        path = (out or self.out) / "report.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def journal(self, question, out=None):
        """The rows that crawl.sqlite answers with."""
        path = (out or self.out) / "crawl.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro",
                                     uri=True)) as base:
            return base.execute(question).fetchall()

    def outcomes(self):
        """{path of an address: its outcome}"""
        return {"/" + url.split("/", 3)[3]: outcome for url, outcome in
                self.journal("SELECT url, outcome FROM visit")}

    def assert_sum(self):
        """Every address found is counted once: read, or why it was not."""
        coverage = self.report()["coverage"]
        reasons = coverage["by_reason"]
        rows = self.journal("SELECT url, outcome FROM visit")
        self.assertEqual(coverage["found"], len(rows))
        self.assertEqual(len({url for url, _ in rows}), len(rows))
        self.assertEqual(coverage["found"],
                         coverage["fetched"] + sum(reasons.values()))
        self.assertEqual(coverage["found"],
                         coverage["fetched"] + coverage["failed"] +
                         coverage["skipped"] + reasons.get("redirect", 0))
        cases = Counter()
        for case in coverage["cases"]:
            cases[case["name"]] += case["count"]
            self.assertTrue(case["example"], case)
        self.assertEqual(cases, reasons)

    def assert_exit(self, done, status):
        self.assertEqual(done.status, status, done.err)

    def assert_whole(self, out=None):
        """A run folder with all its files, and nothing half-written."""
        out = out or self.out
        self.assertLessEqual(FILES, set(os.listdir(out)))
        self.assertNotIn(out.name + ".part", os.listdir(out.parent))
        self.assertEqual([path.name for path in out.glob("*.part")], [])
        self.report(out)
        if out == self.out:
            self.assert_sum()

    def assert_nothing(self, out=None):
        """No run folder, whole or half."""
        out = out or self.out
        self.assertEqual(
            [name for name in os.listdir(out.parent) if name.startswith("out")],
            [])

    def assert_never_missing(self):
        """What was not seen is not called missing, and not passed either."""
        totals = self.report()["totals"]
        self.assertEqual(totals["missing"], 0)
        self.assertEqual(totals["pass"], 0)


def main():
    unittest.main(argv=sys.argv[:1])
