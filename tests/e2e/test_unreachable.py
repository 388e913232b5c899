#!/usr/bin/env python3
"""Sites that cannot be looked at: the check is incomplete, nothing missing."""
import http.server
import re
import ssl
import subprocess
import threading

from harness import LONGEST, Case, free_port, main


class Unreachable(Case):
    """All are started at once: most of their time is pauses before retries."""

    def begin(self, name, url):
        """The check of a site, running; its folder has that name."""
        self.out = self.folder / name
        process = subprocess.Popen(
            self.command(url), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment)
        self.addCleanup(process.kill)
        return process

    def assert_incomplete(self, process, name, url, cause):
        """Exit 2; what was sought and why that failed is told; no verdict."""
        out, err = process.communicate(timeout=LONGEST)
        self.out = self.folder / name
        self.assertEqual(process.returncode, 2, err)
        self.assertIn("the check is incomplete", out)
        self.assert_whole()
        self.assert_never_missing()
        self.assertIn(self.outcomes()["/"], (cause, "robots_unreachable"))
        self.assertRegex(err, f"(?m)^oit: {re.escape(url)}: .*{cause}")

    def tls_server(self):
        """The port of a server whose certificate nobody vouches for."""
        key, paper = self.folder / "key.pem", self.folder / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-subj", "/CN=localhost", "-days", "2", "-keyout", key,
             "-out", paper], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(paper, key)
        server = http.server.HTTPServer(
            ("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

    def test_nothing_is_missing_on_a_site_that_cannot_be_seen(self):
        root = self.village(2)
        with self.server(root, {"/*": "status-403"}) as forbidding, \
                self.server(root, {"/": "status-503"}) as broken:
            cases = {
                "dns": ("http://name.invalid/", "dns"),
                "refused": (f"http://127.0.0.1:{free_port()}/", "refused"),
                "tls": (f"https://127.0.0.1:{self.tls_server()}/",
                        "tls_untrusted"),
                "forbidding": (forbidding.url, "http_error"),
                "broken": (broken.url, "retry_later")}
            processes = {name: self.begin(name, url)
                         for name, (url, _) in cases.items()}
            for name, (url, cause) in cases.items():
                with self.subTest(name):
                    self.assert_incomplete(processes[name], name, url, cause)
            asked = [target for target in broken.targets() if target == "/"]
            self.assertEqual(len(asked), 3)
            self.assertIn("/", forbidding.targets())


main()
