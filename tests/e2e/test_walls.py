#!/usr/bin/env python3
"""Servers that say a few words in the place of their pages, with status 200:
closed for repairs, too many requests.  Nobody has seen what is behind."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import Case, main, page

CLOSED = ("<!DOCTYPE html><html><head><meta charset=utf-8><title>ปิดปรับปรุง"
          "</title></head><body><p>ขออภัยในความไม่สะดวก</p></body></html>")
ITEMS = ("โครงสร้าง", "ข้อมูลผู้บริหาร", "อำนาจหน้าที่", "ข้อมูลการติดต่อ",
         "กฎหมายที่เกี่ยวข้อง", "คู่มือการปฏิบัติงาน", "คู่มือการให้บริการ",
         "นโยบายการบริหารทรัพยากรบุคคล")
TARGETS = [f"/item/{name}" for name in "abcdefgh"]
OTHERS = [f"/news/{name}" for name in "abcdefghijklmnop"]


def home():
    links = "".join(f'<li><a href="{target}">{words}</a></li>\n'
                    for target, words in zip(TARGETS, ITEMS))
    return page("หน้าแรก", *OTHERS).replace("<ul>", f"<ul>{links}")


def others():
    return {target: page(f"ข่าว {target}", "/", "/", "/") for target in OTHERS}


class Walls(Case):
    def crawl(self, pages, more=""):
        root = self.site(pages)
        with (root / "map.txt").open("a") as lines:
            lines.write(more)
        with self.server(root) as server:
            done = self.check(server.url)
        self.assert_whole()
        return done

    def assert_walled(self, done, targets):
        """These are known not to have been seen, and nothing is missing."""
        outcomes = self.outcomes()
        self.assertEqual({outcomes[target] for target in targets},
                         {"blocked"})
        self.assert_exit(done, 2)
        self.assert_never_missing()

    def test_a_site_that_says_one_thing_was_not_seen(self):
        host = "".join(f'<a href="https://host.example/{name}">{name}</a>'
                       for name in ("help", "terms", "privacy", "abuse"))
        self.assert_walled(
            self.crawl({"/": CLOSED.replace("</p>", f"</p>{host}")}), ["/"])
        self.assertIn("the site says no more than this", self.oit(
            "why", self.out, self.report()["site"]["url"]).out)

    def test_a_front_page_that_leads_back_to_itself_is_no_site(self):
        closed = CLOSED.replace("</p>", '</p><a href="/again">ลองใหม่</a>')
        self.assert_walled(self.crawl({"/": closed, "/again": closed}),
                           ["/", "/again"])

    def test_the_same_words_for_different_things_are_no_page(self):
        done = self.crawl({"/": home()} | others() |
                          {target: CLOSED for target in TARGETS})
        self.assert_walled(done, TARGETS)
        outcomes = self.outcomes()
        self.assertEqual({outcomes[target] for target in OTHERS}, {"ok"})
        url = self.report()["site"]["url"] + TARGETS[0][1:]
        self.assertIn("the same few words at 8 addresses",
                      self.oit("why", self.out, url).out)

    def test_nor_is_what_they_all_lead_to(self):
        done = self.crawl(
            {"/": home(), "/closed": CLOSED} | others(),
            "".join(f"{target}\t302\t-\t-\tLocation: /closed\n"
                    for target in TARGETS))
        self.assert_walled(done, TARGETS + ["/closed"])

    def test_what_says_that_it_is_not_there_is_believed(self):
        """A store of files that were lost is the site's own fault."""
        lost = CLOSED.replace("ขออภัยในความไม่สะดวก", "ไม่พบไฟล์ที่ร้องขอ")
        self.crawl({"/": home()} | others() |
                   {target: lost for target in TARGETS})
        self.assertEqual(set(self.outcomes().values()), {"ok"})
        self.assertIn("missing", {item["verdict"] for item
                                  in self.report()["items"]})

    def test_numbers_alone_make_no_difference(self):
        """A list of short notes in one form of words."""
        notes = {f"/note/{number}": CLOSED for number in range(8)}
        links = "".join(f'<li><a href="/note/{number}">บันทึก {number}</a>'
                        for number in range(8))
        self.crawl({"/": home().replace("<ul>", f"<ul>{links}")} | others() |
                   {target: page(words, "/", "/", "/")
                    for target, words in zip(TARGETS, ITEMS)} | notes)
        self.assertEqual(set(self.outcomes().values()), {"ok"})

    def test_what_is_shown_for_anything_is_still_not_found(self):
        """Amid pages that are there, made-up addresses tell the two apart."""
        self.crawl({"/": home()} | others() | {"/item/*": CLOSED})
        outcomes = self.outcomes()
        self.assertEqual({outcomes[target] for target in TARGETS},
                         {"soft_404"})

    def test_a_server_that_had_enough_was_seen_until_then(self):
        pages = {"/": home()} | others() | {
            target: page(words, "/", "/", "/")
            for target, words in zip(TARGETS, ITEMS)}
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                body = CLOSED if len(asked) > 10 else pages.get(self.path, "")
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = self.check(f"http://127.0.0.1:{server.server_port}/")
        self.assert_whole()
        outcomes = self.outcomes()
        walled = [path for path in asked[10:] if path in pages]
        self.assertGreater(len(walled), 10)
        self.assert_walled(done, walled)
        self.assertIn("ok", {outcomes[path] for path in asked[:10]
                             if path in pages})


main()
