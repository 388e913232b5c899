#!/usr/bin/env python3
"""Archives of other programs get the verdicts of our own crawl."""
import gzip
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import LONGEST, NOW, YEAR, Case, main, warc_records

SAME_PAYLOAD = ("http://netpreserve.org/warc/1.1/revisit/"
                "identical-payload-digest")


def put(version, fields, block):
    lines = [f"WARC/{version}", *(f"{k}: {v}" for k, v in fields.items()),
             f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def brotli(data):
    return subprocess.run(["brotli", "-c", "-q", "5"], input=data, check=True,
                          capture_output=True, timeout=LONGEST).stdout


def chunked(data):
    parts = [data[i:i + 1000] for i in range(0, len(data), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part)
                    for part in parts) + b"0\r\n\r\n"


class Recast:
    """The responses of an archive as browsers' recorders write them, each in
    another one of the ways that are met."""

    def __init__(self):
        self.members = []
        self.number = 0

    def add(self, fields, block):
        head, _, body = block.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        named = dict(line.split(": ", 1) for line in lines)
        named = {name.lower(): value for name, value in named.items()
                 if name not in ("Content-Length", "Connection")}
        code = status.split(" ")[1]
        way = self.number % 5
        if way == 0:  # what was taken off is named otherwise
            named |= {"x-orig-content-encoding": "br",
                      "content-length": "999999"}
        else:
            named["content-encoding"] = "br"
            body = brotli(body)
        if way in (1, 2):  # 1: it was taken off, and the field left
            named["transfer-encoding"] = "chunked"
        if way == 2:
            body = chunked(body)
        lines = [f"HTTP/2 {code}" if way % 2 else f"HTTP/1.1 {code} ",
                 *(f"{name}: {value}" for name, value in named.items()), "", ""]
        self.write(fields, "\r\n".join(lines).encode(), body,
                   revisit=way == 3)
        self.number += 1

    def write(self, fields, head, body, revisit):
        fields = {
            "WARC-Type": "response", "WARC-Date": fields["WARC-Date"],
            "WARC-Record-ID": f"<urn:uuid:{self.number}>",
            "WARC-Target-URI": fields["WARC-Target-URI"],
            "WARC-Payload-Digest": "sha256:" + hashlib.sha256(body).hexdigest(),
            "Content-Type": "application/http; msgtype=response"}
        if revisit:  # the body was met before, under another address
            other = {"WARC-Target-URI": f"http://other.example/{self.number}"}
            before = put("1.0", fields | other,
                         b"HTTP/1.1 200 OK\r\n\r\n" + body)
            fields |= {"WARC-Type": "revisit", "WARC-Profile": SAME_PAYLOAD}
            body = b""
        else:
            before = put("1.1", {
                "WARC-Type": "resource", "WARC-Date": fields["WARC-Date"],
                "WARC-Target-URI": "urn:pageinfo:" + fields["WARC-Target-URI"],
                "Content-Type": "application/json"}, b"{}")
        # two records in a member, which ISO 28500 allows
        self.members.append(before + put("1.1", fields, head + body))


class Archives(Case):
    @classmethod
    def setUpClass(cls):
        cls.case = cls()
        Case.setUp(cls.case)
        cls.addClassCleanup(cls.case.doCleanups)
        with cls.case.server() as server:
            cls.case.check(server.url)
            cls.packed = cls.mirror(server.url)
            cls.plain = cls.mirror(server.url, "--no-warc-compression")
        cls.verdicts = cls.judged(cls.case)

    @classmethod
    def mirror(cls, url, *options):
        """The archive that wget makes of the site."""
        folder = Path(tempfile.mkdtemp(dir=cls.case.folder))
        done = subprocess.run(
            ["wget", "-q", "-r", "-l", "inf", "--warc-file=site", *options,
             url], cwd=folder, timeout=LONGEST, check=False)
        # 8: there are dead links, as there should be
        if done.returncode not in (0, 8):
            raise AssertionError(f"wget: {done.returncode}")
        return next(folder.glob("*.warc*"))

    @staticmethod
    def judged(case):
        return {item["id"]: (item["verdict"], item["reason_code"],
                             item["fingerprint"])
                for item in case.report()["items"]}

    def assert_judged_alike(self, archive):
        done = self.oit("check", "--from", archive, "--year", YEAR, "--now",
                        NOW, "--out", self.out, "-q")
        self.assert_exit(done, 1)
        self.assertEqual(self.judged(self), self.verdicts)

    def test_of_wget(self):
        self.assertEqual(self.packed.suffix, ".gz")
        self.assert_judged_alike(self.packed)

    def test_of_wget_without_compression(self):
        self.assertEqual(self.plain.suffix, ".warc")
        self.assert_judged_alike(self.plain)

    def test_of_a_browser(self):
        recast = Recast()
        for record in warc_records(self.case.out / "site.warc.gz"):
            if record.kind == "response":
                recast.add(record.fields, record.block)
        self.assertGreater(recast.number, 100)
        archive = self.folder / "browser.warc.gz"
        archive.write_bytes(b"".join(map(gzip.compress, recast.members)))
        self.assert_judged_alike(archive)

    def judge_changed(self, change):
        """Judges our own archive with each record's bytes changed so."""
        whole = (self.case.out / "site.warc.gz").read_bytes()
        archive = self.folder / "changed.warc.gz"
        archive.write_bytes(b"".join(
            gzip.compress(change(record, gzip.decompress(
                whole[record.begin:record.end])))
            for record in warc_records(self.case.out / "site.warc.gz")))
        return self.oit("check", "--from", archive, "--year", YEAR, "--now",
                        NOW, "--out", self.out, "-q")

    def assert_no_worse(self):
        """What was not seen makes nothing else of an item than a doubt."""
        for item, (verdict, _, _) in self.judged(self).items():
            self.assertIn(verdict, (self.verdicts[item][0], "cannot_tell"),
                          item)

    def test_a_page_changed_in_the_archive_is_not_judged(self):
        """X24: whoever changes one has to leave it as long as it was."""
        shown = {url for item in self.case.report()["items"]
                 if item["verdict"] == "pass"
                 for url in (one["url"] for one in item["evidence"])}
        changed = []

        def change(record, data):
            if record.kind != "response" or \
                    record.fields["WARC-Target-URI"] not in shown:
                return data
            changed.append(record.target)
            return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]

        self.assert_exit(self.judge_changed(lambda _, data: data), 1)
        self.assertEqual(self.judged(self), self.verdicts)
        shutil.rmtree(self.out)
        self.assert_exit(self.judge_changed(change), 2)
        self.assertGreater(len(changed), 10)
        # some are not even found any more
        outcomes = self.outcomes()
        self.assertEqual({outcomes[target] for target in changed
                          if target in outcomes}, {"not_archived"})
        self.assert_no_worse()

    def test_a_byte_that_flips_in_the_archive_is_seen(self):
        """X24: wherever it is."""
        whole = (self.case.out / "site.warc.gz").read_bytes()
        archive = self.folder / "flipped.warc.gz"
        for at in range(len(whole) // 40, len(whole), len(whole) // 20):
            archive.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) +
                                whole[at + 1:])
            self.out = self.folder / str(at)
            done = self.oit("check", "--from", archive, "--year", YEAR,
                            "--now", NOW, "--out", self.out)
            self.assertIn("flipped.warc.gz: ", done.err)
            if done.status != 65:
                self.assert_no_worse()


for program in ("wget", "brotli"):
    if not shutil.which(program):
        print(f"{program} is not installed")
        sys.exit(77)
main()
