#!/usr/bin/env python3
"""Faults of TLS: the fetch fails closed, and why is told.

The crawler trusts the authorities of the system, so a run gets another list
of them, in a namespace of its own where that is allowed.
"""
import socket
import ssl
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from harness import OIT, ROOT, Case, main, page

BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
WITH_BUNDLE = 'mount --bind "$0" ' + BUNDLE + ' && exec "$@"'
OLD = "DEFAULT@SECLEVEL=0"
ONLY_TLS_1_0 = ssl.OP_NO_TLSv1_1 | ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
CONFIG = """[ca]
default_ca = this
[this]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = none
[none]
[authority]
basicConstraints = critical,CA:TRUE
"""

# What is wrong: the outcomes that say so.
OUTCOMES = {
    "good": "ok", "chain": "ok",
    "expired": "tls_expired", "future": "tls_expired",
    "self-signed": "tls_untrusted", "stranger": "tls_untrusted",
    "no-link": "tls_untrusted", "name": "tls_hostname",
    "weak-key": "tls_weak", "old-version": "tls_weak",
    "plain": "tls_error", "stalled": "connect_timeout",
    "reset": "reset|tls_error",
    "no-goodbye": "ok", "goodbye": "ok",
}

# Pages without a length: the end of TLS alone proves theirs.
BARE = ("goodbye", "no-goodbye")


class Papers:
    """Certificates, made by openssl."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "index").touch()
        (folder / "serial").write_text("1000\n")
        (folder / "config").write_text(CONFIG.format(folder=folder))
        self.authority("root")
        self.authority("stranger-root")
        self.sign("link", "root", "/CN=link", extra=["-extensions",
                                                     "authority"])

    def run(self, *words):
        subprocess.run(["openssl", *map(str, words)], check=True,
                       capture_output=True, cwd=self.folder)

    def authority(self, name):
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
                 f"/CN={name}", "-days", "9", "-keyout", f"{name}.key",
                 "-out", f"{name}.pem")

    def sign(self, name, by, subject="/CN=localhost", bits=2048, host=
             "localhost", dates=("200101000000Z", "491231000000Z"), extra=()):
        self.run("req", "-newkey", f"rsa:{bits}", "-nodes", "-subj", subject,
                 "-addext", f"subjectAltName=DNS:{host}", "-keyout",
                 f"{name}.key", "-out", f"{name}.csr")
        self.run("ca", "-batch", "-notext", "-config", "config", "-keyfile",
                 f"{by}.key", "-cert", f"{by}.pem", "-startdate", dates[0],
                 "-enddate", dates[1], "-in", f"{name}.csr", "-out",
                 f"{name}.pem", *extra)

    def make_all(self):
        self.sign("good", "root")
        self.sign("expired", "root", dates=("200101000000Z", "200201000000Z"))
        self.sign("future", "root", dates=("490101000000Z", "491231000000Z"))
        self.sign("name", "root", host="elsewhere.example")
        self.sign("weak-key", "root", bits=1024)
        self.sign("stranger", "stranger-root")
        self.sign("no-link", "link")
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
                 "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                 "-days", "9", "-keyout", "self-signed.key", "-out",
                 "self-signed.pem")
        for name, of in (("old-version", "good"), ("no-goodbye", "good"),
                         ("goodbye", "good"), ("chain", "no-link")):
            text = (self.folder / f"{of}.pem").read_text()
            if name == "chain":
                text += (self.folder / "link.pem").read_text()
            (self.folder / f"{name}.pem").write_text(text)
            (self.folder / f"{name}.key").write_bytes(
                (self.folder / f"{of}.key").read_bytes())


class Server:
    """Answers each connection with one page, in the way of one fault."""

    def __init__(self, name, folder):
        self.name = name
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.socket.getsockname()[1]
        self.context = None
        if name not in ("plain", "stalled", "reset"):
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if name in ("weak-key", "old-version"):
                self.context.set_ciphers(OLD)
            if name == "old-version":
                self.context.options |= ONLY_TLS_1_0
            self.context.load_cert_chain(folder / f"{name}.pem",
                                         folder / f"{name}.key")
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        kept = []
        while True:
            try:
                link, _ = self.socket.accept()
            except OSError:
                return
            if self.name == "stalled":
                kept.append(link)
                continue
            threading.Thread(target=self.answer, args=(link,),
                             daemon=True).start()

    def answer(self, link):
        link.settimeout(20)
        try:
            if self.name == "reset":
                link.recv(100)
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                struct.pack("ii", 1, 0))
            elif self.context:
                link = self.context.wrap_socket(link, server_side=True)
                self.talk(link)
            else:
                self.talk(link)
        except OSError:
            pass
        link.close()

    def talk(self, link):
        asked = link.recv(65536)
        missing = b"/robots.txt " in asked or b"/sitemap.xml " in asked
        status = b"404 No" if missing else b"200 OK"
        body = page("หน้าแรก", "/", "/", "/").encode()
        length = b"Content-Length: %d\r\n" % len(body)
        if self.name in BARE and not missing:
            body = body.partition(b"</body>")[0]
            length = b""
        link.sendall(b"HTTP/1.1 %s\r\nContent-Type: text/html;charset=utf-8"
                     b"\r\n%sConnection: close\r\n\r\n%s" % (
                         status, length, body))
        if self.name != "no-goodbye" and isinstance(link, ssl.SSLSocket):
            link.unwrap()


class Tls(Case):
    def setUp(self):
        super().setUp()
        self.papers = Papers(self.folder)
        self.papers.make_all()

    def crawl(self, name):
        server = Server(name, self.folder)
        self.addCleanup(server.socket.close)
        return subprocess.run(
            ["unshare", "-rm", "sh", "-c", WITH_BUNDLE,
             self.folder / "root.pem", OIT, "check",
             f"https://localhost:{server.port}/", "--year", "2567", "--now",
             "2024-03-01", "--delay", "0", "--out", self.folder / name,
             "--rules", ROOT / "rules/catalog"],
            env=self.environment, capture_output=True, text=True, timeout=120,
            check=False)

    def test_each_has_its_outcome_and_proves_nothing(self):
        with ThreadPoolExecutor(4) as pool:
            for name, done in zip(OUTCOMES, pool.map(self.crawl, OUTCOMES)):
                with self.subTest(name):
                    self.assert_case(name, done)

    def assert_case(self, name, done):
        self.out = self.folder / name
        self.assertTrue(self.out.exists(), done.stderr)
        outcome = self.outcomes()["/"]
        self.assertIn(outcome, OUTCOMES[name].split("|"), done.stderr)
        if outcome == "ok":
            notes = [note["name"] for note
                     in self.report()["coverage"]["notes"]]
            self.assertEqual("end_unproven" in notes, name == "no-goodbye")
            return
        self.assertEqual(done.returncode, 2)
        self.assert_never_missing()
        self.assertIn(outcome, done.stderr)


def need_namespace():
    """Certificates are trusted in a namespace of their own; 77 without."""
    probe = subprocess.run(
        ["unshare", "-rm", "sh", "-c", WITH_BUNDLE, BUNDLE, "true"],
        capture_output=True, text=True, check=False)
    if probe.returncode:
        print(f"skipped: no namespace: {probe.stderr.strip()}")
        sys.exit(77)


need_namespace()
main()
