#!/usr/bin/env python3
"""A page of a town never leads the crawler into the operator's own network,
nor gets from it what is not for everybody."""
import base64
import os
import stat
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import FILES, Case, main, page
from papers import TEXT, docx, paragraph

# Each leads to an address of this machine, of a private network or of a
# cloud's metadata service; {} is the port of somebody who listens there.
LOOPBACK = """
127.0.0.1 127.0.0.2 127.1 127.0.1 127.255.255.254 2130706433 2130706434
0x7f000001 0x7F.0.0.1 0x7f.1 0x7f.0x0.0x0.0x1 017700000001 0177.0.0.1 0177.1
0177.0.0.01 00000177.0.0.1 127.0.0.1. 127.0.0x1 127.0.01 0 0.0.0.0 0x0 0.0 00
%31%32%37.0.0.1 127%2e0%2e0%2e1 127.0.0.1%00 １２７.0.0.1 127。0。0。1
①②⑦.0.0.1 127．0．0．1 ０x7f.1 user@127.0.0.1 user:pw@127.0.0.1
town.go.th@127.0.0.1 town.go.th:80@127.0.0.1 town.go.th%40127.0.0.1
[::1] [0:0:0:0:0:0:0:1] [0000::0001] [::] [::127.0.0.1] [::ffff:127.0.0.1]
[::ffff:7f00:1] [::FFFF:7F00:0001] [0:0:0:0:0:ffff:127.0.0.1] [::7f00:1]
[64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [::1%25lo] [::ffff:0:0]
localhost LOCALHOST localhost. ⓛocalhost loc%61lhost a.localhost localhost%2e
[fe80::1] [fe80::1%25eth0] [fc00::1] [fd00:ec2::254] [ff02::1] [fec0::1]
10.0.0.1 10.1 172.16.0.1 172.31.255.254 192.168.0.1 192.168.1 100.64.0.1
169.254.169.254 0xa9fea9fe 2852039166 169.254.43518 0251.0376.0251.0376
[::ffff:169.254.169.254] [::ffff:a9fe:a9fe] 192.0.2.1 198.18.0.1 224.0.0.1
240.0.0.1 255.255.255.255
""".split()
FEWEST = 84  # spellings
SECRETS = ("Authorization", "Cookie", "Referer", "Proxy-Authorization")


def all_bytes(path):
    """The text of a file, of an office document all its members."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace")
                       for name in parts.namelist())


class Witness:
    """A server that notes every request and answers what it is told to: a
    page with its links, or below /go/ a redirect to one of them."""

    def __init__(self, fields=()):
        heads = self.heads = []
        links = self.links = ["/next"]

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                heads.append((self.path, dict(self.headers)))
                body = page("หน้าแรก", *links).encode()
                moved = self.path.startswith("/go/")
                self.send_response(302 if moved else 200)
                if moved:
                    self.send_header("Location", links[int(self.path[4:])])
                for name, value in fields:
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Private(Case):
    def witness(self, *fields):
        made = Witness(fields)
        self.addCleanup(made.stop)
        return made

    def leading(self, urls):
        """A site that leads to each of them in every way there is."""
        locations = {f"/go/{number}": url for number, url in enumerate(urls)}
        pages = {"/": page("หน้าแรก", *urls, *locations, "/base", "/frames",
                           *(f"/refresh/{n}" for n in range(len(urls)))),
                 "/base": "".join(f'<base href="{url}">' for url in urls[:1]) +
                          page("ฐาน", "next"),
                 "/frames": page("กรอบ") + "".join(
                     f'<iframe src="{url}"></iframe><img usemap=#m>'
                     f'<map name=m><area href="{url}"></map>'
                     f"<a onclick=\"location='{url}'\">x</a>"
                     for url in urls),
                 "/robots.txt": "".join(f"Sitemap: {url}sitemap.xml\n"
                                        for url in urls),
                 "/sitemap.xml": '<?xml version="1.0"?><urlset>' + "".join(
                     f"<url><loc>{url.replace('&', '')}</loc></url>"
                     for url in urls) + "</urlset>"}
        pages |= {f"/refresh/{n}": f'<meta http-equiv=refresh content="0;url='
                  f'{url}">' + page("ย้าย") for n, url in enumerate(urls)}
        root = self.site(pages)
        with open(root / "map.txt", "a", encoding="utf-8") as lines:
            for target, url in locations.items():
                lines.write(f"{target}\t302\t-\t-\tLocation: {url}\n")
        return root

    def crawl(self, urls, *options, env=None):
        with self.server(self.leading(urls)) as server:
            done = self.check(server.url, *options, env=env)
            self.assert_whole()
            return done, server

    def test_no_spelling_of_a_private_address_gets_through(self):
        witness = self.witness()
        self.assertGreaterEqual(len(LOOPBACK), FEWEST)
        urls = [f"http://{host}:{witness.port}/{number}/"
                for number, host in enumerate(LOOPBACK)]
        _, server = self.crawl(urls)
        self.assertEqual(witness.heads, [])
        asked = set(server.targets())
        self.assertLessEqual({f"/go/{n}" for n in range(len(urls))}, asked)
        self.assertIn("/frames", asked)

    def test_an_address_within_the_site_is_refused_at_the_socket(self):
        """Named as another host of the site, so that it is asked for."""
        witness = self.witness()
        hosts = ("127.0.0.2", "localhost", "[::1]")
        done, _ = self.crawl(
            [f"http://{host}/" for host in hosts] +
            [f"http://127.0.0.1:{witness.port}/"],
            *(word for host in hosts for word in ("--host-alias", host)))
        self.assertEqual(witness.heads, [])
        outcomes = dict(self.journal(
            "SELECT url, outcome FROM visit WHERE depth > 0"))
        for host in hosts:
            self.assertEqual(outcomes[f"http://{host}/"], "blocked_address",
                             done.err)

    def test_the_operator_may_allow_them(self):
        """Shows that the witness would have seen them."""
        witness = self.witness()
        with self.server(self.leading([])) as server:
            self.check(f"http://127.0.0.1:{witness.port}/")
            self.assertEqual(server.requests(), [])
        self.assertIn("/next", [path for path, _ in witness.heads])

    def test_other_protocols_are_never_spoken(self):
        schemes = ("file:///etc/passwd", "gopher://127.0.0.1:1/_x",
                   "dict://127.0.0.1:1/d", "ftp://127.0.0.1:1/x", "data:,x",
                   "ldap://127.0.0.1:1/", "javascript:alert(1)",
                   "view-source:http://127.0.0.1/", "blob:x", "ws://127.0.0.1/")
        with self.server(self.leading(schemes)) as server:
            self.check(server.url)
        outcomes = self.outcomes()
        for number, url in enumerate(schemes):
            self.assertEqual(outcomes[f"/go/{number}"], "blocked_scheme", url)
        # and no address of such a kind has a row of its own
        self.assertEqual(self.journal(
            "SELECT url FROM visit WHERE url NOT LIKE 'http%'"), [])

    def test_nothing_personal_is_sent(self):
        """X4 to X8, N34: cookies, passwords in addresses, Referer, .netrc, and
        the proxy of the environment, which nobody listens at."""
        home = self.folder / "home"
        home.mkdir()
        (home / ".netrc").write_text("default login u password netrc-secret\n")
        (home / ".curlrc").write_text('header = "X-Secret: curlrc"\n')
        witness = self.witness(("Set-Cookie", "id=cookie-secret; Path=/"))
        env = {**self.environment, "HOME": str(home),
               "http_proxy": "http://127.0.0.1:1/", "ALL_PROXY": "socks5://x/",
               "https_proxy": "http://127.0.0.1:1/"}
        done = self.check(
            f"http://user:url-secret@127.0.0.1:{witness.port}/", env=env)
        self.assertGreaterEqual(len(witness.heads), 3)
        for path, head in witness.heads:
            self.assertEqual([name for name in SECRETS if name in head], [],
                             path)
            self.assertNotIn("secret", str(head))
        self.assert_whole()
        told = done.out + done.err
        for path in self.out.iterdir():
            told += path.read_bytes().decode("latin-1")
        for secret in ("url-secret", "netrc-secret",
                       base64.b64encode(b"user:url-secret").decode()):
            self.assertNotIn(secret, told)

    def test_a_password_in_a_link_is_neither_sent_nor_told(self):
        """X6, wherever the site writes it."""
        witness = self.witness()
        own = f"user:link-secret@127.0.0.1:{witness.port}"
        witness.links[:] = [f"http://{own}/a", f"//{own}/b", f"http://{own}/c",
                            "/go/0", "/go/2"]
        done = self.check(f"http://127.0.0.1:{witness.port}/", "-v")
        self.assert_whole()
        self.assertLessEqual({"/a", "/b", "/c", "/go/0"},
                             {path for path, _ in witness.heads})
        for path, head in witness.heads:
            self.assertNotIn("Authorization", head)
            self.assertNotIn("secret", path + str(head))
        # the words of the links, which say it too, are the site's own
        rows = self.journal("SELECT url, detail FROM visit")
        self.assertNotIn("secret", done.out + done.err + str(rows))

    def test_evidence_is_for_the_operator_alone(self):
        """X15, X16, X26: what came from the site lies in the archive, in a
        folder that others may not open, and names no file."""
        names = ("..%2f..%2fetc%2fpasswd", "%00.php", "index.html", "a.php")
        root = self.site({"/": page("หน้าแรก", *names)} |
                         {f"/{name}": page(name) for name in names})
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        with self.server(root) as server:
            self.check(server.url)
        self.assert_whole()
        self.assertEqual(stat.S_IMODE(self.out.stat().st_mode), 0o700)
        self.assertEqual({path.name for path in self.out.iterdir()}, FILES)
        for path in self.out.iterdir():
            self.assertFalse(path.stat().st_mode & 0o111, path)
        self.assertEqual({path.name for path in self.folder.iterdir()},
                         {"out", "state", root.name, server.log.name})

    def test_no_paper_has_the_number_of_a_person(self):
        """X26: the archive alone has what the page says."""
        number, masked = "1-1111-11111-11-9", "x-xxxx-xxxxx-xx-x"
        title = f"โครงสร้างเทศบาล {number}"
        home = page("หน้าแรก", "/structure").replace("รายการ", title)
        with self.server(self.site({"/": home,
                                    "/structure": page(title)})) as server:
            self.check(server.url)
        self.assert_whole()
        self.assertIn(number, self.journal(
            "SELECT title FROM visit WHERE url LIKE '%structure'")[0][0])
        seen = next(item for item in self.report()["items"]
                    if item["concept"] == "structure")
        for words in ("title", "anchor", "quote"):
            self.assertIn(masked, seen["evidence"][0][words])
        for path in sorted(self.out.iterdir()):
            if path.name not in ("crawl.sqlite", "site.warc.gz"):
                self.assertNotIn(number, all_bytes(path), path)

    def test_what_a_file_names_outside_is_not_fetched(self):
        """D9: templates and pictures by relation, entities by reference."""
        witness = self.witness()
        url = f"http://127.0.0.1:{witness.port}/"
        relation = ('<Relationships xmlns="http://schemas.openxmlformats.org/'
                    'package/2006/relationships"><Relationship Id="r1" Type="'
                    f'x/attachedTemplate" TargetMode="External" Target="{url}'
                    't.dotm"/></Relationships>')
        files = {"/a.docx": docx(paragraph(TEXT), rows=[
                     ("word/_rels/document.xml.rels", relation)]),
                 "/b.docx": docx(paragraph(TEXT), f'<!DOCTYPE d SYSTEM "{url}'
                                 'x.dtd">'),
                 "/c.html": f'<?xml version="1.0"?><!DOCTYPE html SYSTEM "{url}'
                            f'x.dtd"><link rel=stylesheet href="{url}s.css">'
                            f'<img src="{url}i.png"><script src="{url}j.js">'
                            "</script>".encode() + page("หน้า").encode()}
        root = self.site({"/": page("หน้าแรก", *files)})
        with open(root / "map.txt", "a", encoding="utf-8") as lines:
            for target, data in files.items():
                (root / "root" / target[1:]).write_bytes(data)
                lines.write(f"{target}\t200\t-\t{target[1:]}\n")
        with self.server(root) as server:
            self.check(server.url)
        self.assertEqual(witness.heads, [])
        outcomes = self.outcomes()
        self.assertEqual([outcomes[target] for target in files],
                         ["ok", "doc_damaged", "ok"])

    def test_an_address_cannot_forge_a_header(self):
        """X19: line breaks are taken out or encoded, as browsers do."""
        forged = ("/a%0d%0aX-Forged:%20yes", "/b\r\nX-Forged: yes",
                  "/c&#13;&#10;X-Forged: yes", "/d%00x", "/e&#0;x")
        witness = self.witness()
        with self.server(self.site({"/": page("หน้าแรก", *forged)})) as server:
            self.check(server.url)
            asked = server.targets()
        self.assertEqual(witness.heads, [])
        self.assertIn("/a%0d%0aX-Forged:%20yes", asked)
        self.assertEqual([t for t in asked if t.startswith("/b")],
                         ["/bX-Forged:%20yes"])

    def test_no_control_character_reaches_a_terminal_or_a_log(self):
        """X13, X14: titles, headers, words of links and addresses."""
        nasty = "a\x1b[2J\x07\x9b31m\u202egpj\u2066\x85z"
        root = self.site({"/": page(nasty, f"/{nasty}", "/x\n2024 forged"),
                          "/robots.txt": f"User-agent: {nasty}\nDisallow: "
                                         f"/{nasty}\n"})
        with self.server(root, {"/bad": "header-escape"}) as server:
            done = self.check(server.url, "-v")
        for text in (done.out, done.err):
            found = [letter for letter in text if letter != "\n" and (
                ord(letter) < 32 or 127 <= ord(letter) < 160 or
                letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069")]
            self.assertEqual(found, [])


main()
