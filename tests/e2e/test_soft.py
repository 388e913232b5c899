#!/usr/bin/env python3
"""Servers that never say "not found": found out by a made-up address."""
import shutil

from harness import Case, main

PLAN = "แผนดำเนินงานประจำปี พ.ศ. 2567"
LAW = "กฎหมายที่เกี่ยวข้อง"
TEXT = "<p>เทศบาลให้บริการประชาชนในพื้นที่ทุกวันทำการ ยินดีต้อนรับ</p>\n" * 5


def town(*links, title="หน้าแรก", text=TEXT):
    items = "".join(f'<li><a href="{target}">{words}</a></li>\n'
                    for target, words in links)
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8>"
            f"<title>{title}</title></head><body><h1>{title}</h1>\n{text}"
            f"<ul>{items}</ul></body></html>")


SORRY = town(title="ขออภัย", text="<p>ขออภัยในความไม่สะดวก เวลา 12:30 น. ท่าน"
             "อาจพิมพ์ที่อยู่ผิด โปรดติดต่อเจ้าหน้าที่ของเทศบาล</p>\n" * 4)


class Soft(Case):
    def crawl(self, pages, more="", *options):
        root = self.site(pages)
        with (root / "map.txt").open("a") as lines:
            lines.write(more)
        with self.server(root) as server:
            self.done = self.check(server.url, *options)
            self.assert_whole()
            return [target for target in server.targets()
                    if "no-such-page" in target]

    def notes(self):
        return {note["name"]: note["count"]
                for note in self.report()["coverage"]["notes"]}

    def test_a_page_that_is_shown_for_anything_is_no_page(self):
        probes = self.crawl({
            "/": town(("/docs/plan.html", PLAN), ("/docs/law.html", LAW)),
            "/docs/law.html": town(title=LAW),
            "/docs/*": SORRY})
        outcomes = self.outcomes()
        self.assertEqual(outcomes["/docs/plan.html"], "soft_404")
        self.assertEqual(outcomes["/docs/law.html"], "ok")
        self.assertEqual(outcomes["/"], "ok")
        self.assertEqual(len(probes), 1)
        self.assertTrue(probes[0].endswith(".html"))
        self.assertEqual(self.notes()["probe"], 1)
        self.assert_sum()
        out = self.oit("why", self.out, self.report()["site"]["url"]
                       + "docs/plan.html").out
        self.assertIn("as the made-up address", out)
        items = {item["reason_code"] for item in self.report()["items"]
                 if any("/docs/plan.html" in near["url"]
                        for near in item["near_misses"])}
        self.assertIn("soft_404", items)

    def test_the_home_page_for_anything_is_still_the_home_page(self):
        self.crawl({"/": town(("/plan", PLAN), ("/law", LAW)),
                    "/law": town(title=LAW),
                    "/*": town(("/plan", PLAN), ("/law", LAW))})
        outcomes = self.outcomes()
        self.assertEqual(outcomes, {"/": "ok", "/law": "ok",
                                    "/plan": "soft_404"})

    def test_a_redirect_of_anything_to_the_home_page(self):
        self.crawl({"/": town(("/plan", PLAN), ("/law", LAW)),
                    "/law": town(title=LAW)},
                   "/*\t302\t-\t-\tLocation: /\n")
        self.assertEqual(self.outcomes(), {"/": "ok", "/law": "ok",
                                           "/plan": "soft_404"})

    def test_a_redirect_of_anything_to_a_login_is_no_soft_404(self):
        login = ("<!DOCTYPE html><title>เข้าสู่ระบบ</title><form><input "
                 "name=u><input type=password name=p></form>")
        self.crawl({"/": town(("/plan", PLAN), ("/law", LAW)),
                    "/law": town(title=LAW), "/in": login},
                   "/*\t302\t-\t-\tLocation: /in\n")
        outcomes = self.outcomes()
        self.assertEqual((outcomes["/plan"], outcomes["/in"]),
                         ("redirect", "login"))

    def test_an_honest_server_is_asked_a_little_and_believed(self):
        links = [(f"/{n}/plan", PLAN) for n in range(15)]
        pages = {"/": town(*links)} | {
            target: town(title=f"{PLAN} {target}") for target, _ in links}
        first = self.crawl(pages)
        self.assertEqual(len(first), 10)
        self.assertNotIn("soft_404", self.outcomes().values())
        shutil.rmtree(self.out)
        self.assertEqual(self.crawl(pages), first)

    def test_nothing_is_made_up_where_nothing_is_promised(self):
        with self.server(self.village(10)) as server:
            self.check(server.url)
            self.assertFalse([target for target in server.targets()
                              if "no-such-page" in target])
        self.assertNotIn("probe", self.notes())

    def test_robots_hold_for_what_is_made_up(self):
        self.assertEqual(self.crawl(
            {"/": town(("/plan", PLAN)), "/plan": town(title=PLAN),
             "/robots.txt": "User-agent: *\nDisallow: /no-such\n"}), [])

    def test_a_kept_archive_tells_the_same(self):
        self.crawl({"/": town(("/docs/plan.html", PLAN)), "/docs/*": SORRY})
        kept, found = self.out, self.outcomes()
        self.out = self.folder / "again"
        self.oit("check", "--from", kept / "site.warc.gz", "--year", "2567",
                 "--now", "2024-03-01", "--out", self.out)
        self.assertEqual(self.outcomes(), found)
        self.assertEqual(found["/docs/plan.html"], "soft_404")


main()
