#!/usr/bin/env python3
"""Proves the test server: check.py PATH-OF-OIT-SERVER

Serves the demo town and compares each answer with its file, then asks for
every fault and looks at what a plain socket gets.
"""
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path
from urllib.request import urlopen

DEMO = Path(__file__).parents[1] / "sites" / "demo"
QUIET = 0.4       # seconds without a byte that count as silence
ENOUGH = 200_000  # bytes after which an endless answer is believed

# name or its beginning: what the bytes of the answer must be like
SEEN = {
    "redirect-301": rb"HTTP/1\.1 301 .*\r\nLocation: /__fault/ok\r\n",
    "redirect-chain": rb"Location: /__fault/redirect-chain/4\r\n",
    "redirect-none": rb"HTTP/1\.1 302 (?!.*Location: )",
    "redirect-private": rb"Location: http://127\.0\.0\.2:\d+/",
    "cut-empty": rb"\Z",
    "cut-mid-headers": rb"Content-Ty\Z",
    "cut-body": rb"Content-Length: 1000\r\n\r\n.{374}\Z",
    "length-negative": rb"Content-Length: -1\r\n",
    "length-and-chunks": rb"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "chunk-no-last": rb"</p>\r\n\Z",
    "chunk-tiny": rb"(1\r\nx\r\n){20000}0\r\n\r\n\Z",
    "huge-header": rb"X-Huge: x{100000}",
    "huge-nesting": rb"(<div>){20000}",
    "no-status-line": rb"\A<!DOCTYPE",
    "header-nul": rb"a\0b",
    "second-answer": rb"forged\Z",
    "status-429": rb"HTTP/1\.1 429 .*\r\nRetry-After: 2\r\n",
    "retry-absurd": rb"Retry-After: 999999999\r\n",
    "gzip-lie": rb"Content-Encoding: gzip\r\n.*\r\n\r\n<!DOCTYPE",
    "type-none": rb"\A(?!.*Content-Type)",
    "charset-header": rb"charset=TIS-620\r\n.*\xca\xc7\xd1\xca\xb4\xd5",
    "nul-bytes": rb"\0before\0",
    "empty-body": rb"Content-Length: 0\r\n.*\r\n\r\n\Z",
    "soft-404": rb"HTTP/1\.1 200 ",
    "trap-calendar": rb"month=1\">.*month=2\">",
    "robots-deny-all": rb"Disallow: /\n\Z",
    "doc-html": rb"application/pdf\r\n.*<!DOCTYPE html>",
    "endless-": rb".{199000}",
    "sentinel-after": rb"the run goes on",
}
RESET = ("reset-",)
HURRIED = {"slow-body": "/1", "drip-headers": "/1"}  # milliseconds a byte
SILENT = ("stall-", "slow-headers", "drip-body")


class Server:
    """A server of our own, started for the length of a with block."""

    def __init__(self, program, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.ready = Path(self.folder.name) / "ready"
        self.process = subprocess.Popen(
            [program, "--port", "0", "--ready-file", str(self.ready), "--log",
             *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.log = []
        threading.Thread(target=self.read_log, daemon=True).start()

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line.decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.status = self.process.wait(timeout=10)
        self.folder.cleanup()

    def ask(self, target, method="GET", headers=""):
        """All bytes of one answer, and how it ended."""
        data = b""
        with socket.create_connection(("127.0.0.1", self.port)) as sock:
            sock.settimeout(QUIET)
            sock.sendall(f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:"
                         f"{self.port}\r\nConnection: close\r\n{headers}\r\n"
                         .encode())
            try:
                while len(data) < ENOUGH:
                    part = sock.recv(65536)
                    if not part:
                        return data, "end"
                    data += part
            except ConnectionResetError:
                return data, "reset"
            except TimeoutError:
                return data, "silence"
        return data, "enough"


def expect(truth, message):
    if not truth:
        sys.exit(f"check.py: {message}")


def body_of(answer):
    return answer.partition(b"\r\n\r\n")[2]


def check_town(program):
    with Server(program, "--root", str(DEMO)) as server:
        expect(int(server.ready.read_text()) == server.port, "ready file")
        count = check_map(server)
        check_protocol(server)
        deadline = time.monotonic() + 10
        while len(server.log) < count and time.monotonic() < deadline:
            time.sleep(0.01)
    expect(server.status == 0, f"SIGTERM ends with {server.status}")
    expect(all(re.fullmatch(r"\d+ \d+ \d+ [A-Z]+ \S+ \d+ \d+\n", line)
               for line in server.log), "a line of the log")
    return count


def check_map(server):
    lines = [line.split("\t") for line in
             (DEMO / "map.txt").read_text().splitlines()
             if not line.startswith("#")]
    for target, status, kind, name, *_ in lines:
        answer, end = server.ask(target.replace("*", "?any"))
        head = answer.partition(b"\r\n\r\n")[0].decode()
        expect(end == "end" and head.startswith(f"HTTP/1.1 {status} "),
               f"{target}: {head[:40]}")
        if name == "-":
            continue
        expect(f"Content-Type: {kind}\r\n" in head, f"{target}: type")
        expect(body_of(answer) == (DEMO / "root" / name).read_bytes(),
               f"{target}: not the bytes of {name}")
    return len(lines)


def check_protocol(server):
    answer, _ = server.ask("/home", method="HEAD")
    expect(body_of(answer) == b"", "HEAD with a body")
    tag = re.search(rb"ETag: (\S+)\r\n", answer).group(1).decode()
    answer, _ = server.ask("/home", headers=f"If-None-Match: {tag}\r\n")
    expect(answer.startswith(b"HTTP/1.1 304 "), "ETag is not known again")
    answer, _ = server.ask("/nowhere")
    expect(answer.startswith(b"HTTP/1.1 404 "), "/nowhere is somewhere")
    answer, _ = server.ask("/home", method="POST")
    expect(answer.startswith(b"HTTP/1.1 405 "), "POST is answered")
    answer, _ = server.ask("home")
    expect(answer.startswith(b"HTTP/1.1 400 "), "a target without a slash")
    with socket.create_connection(("127.0.0.1", server.port)) as sock:
        sock.sendall(b"GET /robots.txt HTTP/1.1\r\n\r\n" * 3)
        sock.settimeout(QUIET)
        data = b""
        while data.count(b"Disallow: /admin/") < 3:
            data += sock.recv(65536)


def fault_names(program):
    lines = subprocess.run([program, "--list-faults"], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    names = [line.split()[0] for line in lines]
    expect(len(names) == len(set(names)), "a fault stands twice in the table")
    expect(all(len(line.split()) > 1 for line in lines), "no description")
    return names


def check_fault(server, name):
    answer, end = server.ask(f"/__fault/{name}{HURRIED.get(name, '')}")
    if name in HURRIED:
        length = int(re.search(rb"Content-Length: (\d+)", answer).group(1))
        expect(len(body_of(answer)) == length, f"{name}: not {length} bytes")
    for beginning, pattern in SEEN.items():
        if name == beginning or beginning[-1] == "-" and \
                name.startswith(beginning):
            expect(re.search(pattern, answer, re.S),
                   f"{name}: {answer[:200]!r}")
    if name.startswith(RESET):
        expect(end == "reset", f"{name}: no reset but {end}")
    elif name.startswith(SILENT):
        expect(end == "silence", f"{name}: no silence but {end}")
    else:
        expect(end in ("end", "enough", "silence"), f"{name}: {end}")


def check_gzip(server):
    for name, works in (("good", True), ("tail", True), ("cut", False),
                        ("cut-trailer", False), ("checksum", False)):
        packed = body_of(server.ask(f"/__fault/gzip-{name}")[0])
        unpack = zlib.decompressobj(wbits=31)
        try:
            text = unpack.decompress(packed)
            whole = unpack.eof and text.startswith(b"<!DOCTYPE html>")
        except zlib.error:
            whole = False
        expect(whole == works, f"gzip-{name}: whole is {whole}")
    with urlopen(f"http://127.0.0.1:{server.port}/__fault/gzip-bomb") as bomb:
        packed = bomb.read()
    size = len(zlib.decompressobj(wbits=31).decompress(packed, 1 << 27))
    expect(len(packed) < 2_000_000 and size == 1 << 27, "gzip-bomb is none")


def check_faults(program):
    names = fault_names(program)
    with Server(program, "--fault", "/robots.txt=status-503",
                "--soft-404") as server:
        for name in names:
            check_fault(server, name)
        index = server.ask("/__fault/")[0].decode()
        links = re.findall(r'href="/__fault/([^"]+)"', index)
        expect(set(names) <= set(links), "the index leaves out a fault")
        expect(links[-1] == "sentinel-after", "the sentinel is not the last")
        expect(server.ask("/robots.txt")[0].startswith(b"HTTP/1.1 503 "),
               "--fault is not heard")
        expect(server.ask("/nowhere")[0].startswith(b"HTTP/1.1 200 "),
               "--soft-404 is not heard")
        check_gzip(server)
    expect(server.status == 0, f"SIGTERM ends with {server.status}")
    return len(names)


def check_latency(program):
    with Server(program, "--latency", "200") as server:
        begin = time.monotonic()
        server.ask("/__fault/ok")
        expect(time.monotonic() - begin >= 0.2, "--latency is not heard")


def check_bad_options(program):
    for options, status, word in (
            (["--port", "99999"], 64, "99999"),
            (["--nonsense", "x"], 64, "--nonsense"),
            (["--latency", "soon"], 64, "soon"),
            (["--fault", "x"], 64, "TARGET=NAME"),
            (["--root", "/nowhere"], 1, "/nowhere/map.txt")):
        done = subprocess.run([program, *options], text=True,
                              capture_output=True, check=False)
        expect(done.returncode == status and word in done.stderr,
               f"{options}: {done.returncode}, {done.stderr!r}")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "map.txt").write_text("/\t200\n/x\tabc\n")
        done = subprocess.run([program, "--root", folder], text=True,
                              capture_output=True, check=False)
        expect("line 2: " in done.stderr, f"bad map: {done.stderr!r}")


def main():
    program = sys.argv[1]
    check_bad_options(program)
    answers = check_town(program)
    faults = check_faults(program)
    check_latency(program)
    print(json.dumps({"answers": answers, "faults": faults}))


main()
