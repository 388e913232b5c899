#!/usr/bin/env python3
"""Networks that are not there, go away, or lie about names.

Each run has a network of its own, with names that a server of the test
resolves, where the system allows that.
"""
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from harness import LONGEST, ROOT, Case, main, page

INSIDE = "--inside"  # the test runs within its namespace
PUBLIC = "93.184.215.14"  # an address of the public, given to loopback here
TOWN = "town.example.go.th"
FILES = {
    "/etc/resolv.conf": "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n",
    "/etc/nsswitch.conf": "hosts: files dns\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n"}


def furnish(folder):
    """Makes the namespace what the tests need; runs as its root."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "addr", "add", f"{PUBLIC}/32", "dev", "lo"],
                   check=True)
    for name, text in FILES.items():
        path = Path(folder) / Path(name).name
        path.write_text(text)
        subprocess.run(["mount", "--bind", path, name], check=True)


class Names(socketserver.BaseRequestHandler):
    """DNS: the answers of the server, one after the other, the last for
    ever; none means silence."""

    def handle(self):
        data, reply = self.request
        self.server.asked.append(time.monotonic() * 1000)
        kind = struct.unpack("!H", data[data.index(b"\0", 12) + 1:][:2])[0]
        question = data[12:data.index(b"\0", 12) + 5]
        if not self.server.answers:
            return
        addresses = []
        if kind == 1:
            addresses = self.server.answers[:1]
            if len(self.server.answers) > 1:
                del self.server.answers[0]
        records = b"".join(
            b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) +
            socket.inet_aton(address) for address in addresses)
        reply.sendto(data[:2] + struct.pack(
            "!HHHHH", 0x8180, 1, len(addresses), 0, 0) + question + records,
            self.client_address)


def resolver(*answers):
    socketserver.ThreadingUDPServer.allow_reuse_address = True
    server = socketserver.ThreadingUDPServer(("127.0.0.1", 53), Names)
    server.answers, server.asked = list(answers), []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def web(address, port, pages, asked):
    """A town's server at one address."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((address, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Network(Case):
    def stop(self, server):
        server.shutdown()
        server.server_close()

    def serve(self, server):
        self.addCleanup(self.stop, server)
        return server

    def run_check(self, url, *options):
        return self.check(url, "--rules", ROOT / "rules/catalog", *options)

    def timed(self, url, *options):
        begin = time.monotonic()
        self.run_check(url, *options)
        return time.monotonic() - begin

    def assert_nothing_said(self, done):
        self.assert_exit(done, 2)
        self.assert_whole()
        self.assert_never_missing()

    def test_a_name_that_moves_to_loopback_gets_nowhere(self):
        """X2: the first look-up says a public address, all others ours."""
        public, private = [], []
        pages = {"/": page("หน้าแรก", *(f"/p/{n}" for n in range(5)))} | {
            f"/p/{n}": page(f"หน้า {n}") for n in range(5)}
        self.serve(web(PUBLIC, 80, pages, public))
        self.serve(web("127.0.0.1", 80, pages, private))
        names = self.serve(resolver(PUBLIC, "127.0.0.1"))
        self.run_check(f"http://{TOWN}/", "--delay", 700)
        self.assertIn("/robots.txt", public)
        self.assertNotIn("/p/4", public)
        self.assertGreaterEqual(len(names.asked), 2)
        self.assertEqual(private, [])
        self.assertIn("blocked_address", self.outcomes().values())

    def test_another_host_of_the_site_must_not_be_ours(self):
        """Shows that a name of loopback is refused from its first answer."""
        asked = []
        self.serve(web("127.0.0.1", 80, {"/": page("หน้า")}, asked))
        self.serve(resolver("127.0.0.1"))
        pages = {"/": page("หน้าแรก", f"http://www.{TOWN}/")}
        with self.server(self.site(pages)) as server:
            self.run_check(server.url, "--host-alias", f"www.{TOWN}")
        self.assertEqual(asked, [])
        self.assertIn(("blocked_address",), self.journal(
            f"SELECT outcome FROM visit WHERE url = 'http://www.{TOWN}/'"))

    def test_a_silent_resolver_holds_up_nobody_else(self):
        """N2: pages of the site itself go on while a name is sought, between
        the first question for it and the next.  They are asked for slowly:
        our resolver may notice the question late."""
        names = self.serve(resolver())
        pages = {"/": page("หน้าแรก", f"http://www.{TOWN}/",
                           *(f"/p/{n}" for n in range(9)))} | {
            f"/p/{n}": page(f"หน้า {n}") for n in range(9)}
        with self.server(self.site(pages)) as server:
            alone = self.timed(server.url, "--out", self.folder / "alone")
            before = len(server.requests())
            seconds = self.timed(server.url, "--host-alias", f"www.{TOWN}",
                                 "--concurrency", 3, "--delay", 150)
            requests = server.requests()[before:]
        first = names.asked[0]
        # both families of addresses are asked for at once
        again = next(at for at in names.asked if at > first + 500)
        self.assertTrue([request for request in requests if
                         first < request.begin < (first + again) / 2])
        self.assertLess(seconds, alone + 40)
        self.assertIn(("dns",), self.journal(
            f"SELECT outcome FROM visit WHERE url = 'http://www.{TOWN}/'"))

    def test_no_network_at_the_start_is_no_verdict(self):
        """N35, with a name and with an address."""
        for url in (f"http://{TOWN}/", "http://9.9.9.9/"):
            with self.subTest(url):
                self.out = self.folder / url.split("/")[2]
                done = self.run_check(url)
                self.assert_nothing_said(done)

    def go_away_after(self, asked, n):
        """Takes the public address off when it was asked so often."""
        end = time.monotonic() + LONGEST
        while len(asked) < n and time.monotonic() < end:
            time.sleep(0.01)
        subprocess.run(["ip", "addr", "del", f"{PUBLIC}/32", "dev", "lo"],
                       check=True)

    def test_a_network_that_goes_away_makes_the_run_partial(self):
        """N36: the breaker opens; what was not seen is not missing."""
        asked = []
        targets = [f"/p/{n}" for n in range(60)]
        pages = {"/": page("หน้าแรก", *targets)} | {
            target: page(target) for target in targets}
        self.serve(web(PUBLIC, 80, pages, asked))
        self.addCleanup(subprocess.run, ["ip", "addr", "add", f"{PUBLIC}/32",
                                         "dev", "lo"], check=False)
        over = threading.Thread(target=self.go_away_after, args=(asked, 10))
        over.start()
        done = self.run_check(f"http://{PUBLIC}/", "--delay", 100)
        over.join()
        self.assert_nothing_said(done)
        outcomes = self.outcomes()
        self.assertGreater(list(outcomes.values()).count("host_down"), 10)

    def test_a_server_that_never_takes_the_connection(self):
        """N4: its queue is full, so that the handshake gets no answer."""
        full = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.addCleanup(full.close)
        waiting = []
        for _ in range(4):
            link = socket.socket()
            link.setblocking(False)
            link.connect_ex(full.getsockname())
            waiting.append(link)
        self.addCleanup(lambda: [link.close() for link in waiting])
        done = self.run_check(f"http://127.0.0.1:{full.getsockname()[1]}/")
        self.assert_nothing_said(done)
        self.assertEqual(self.outcomes()["/"], "connect_timeout")

    def test_the_other_family_of_addresses_is_tried(self):
        """N5: nobody listens at ::1."""
        with self.server(self.village(3)) as server:
            self.run_check(f"http://localhost:{server.port}/")
        self.assertEqual(set(self.outcomes().values()), {"ok"})


def enter():
    """Starts this test again in a namespace; 77 where there is none."""
    probe = subprocess.run(["unshare", "-rmn", "true"], capture_output=True,
                           check=False)
    if probe.returncode:
        print(f"skipped: no namespace: {probe.stderr.decode().strip()}")
        sys.exit(77)
    command = ["unshare", "-rmn", sys.executable, *sys.argv, INSIDE]
    sys.exit(subprocess.run(command, check=False).returncode)


if INSIDE not in sys.argv:
    enter()
with tempfile.TemporaryDirectory() as etc:
    furnish(etc)
    main()
