#!/usr/bin/env python3
"""Papers that a town keeps elsewhere, or shows by other programs."""
import shutil
import time

from harness import LONGEST, ROOT, Case, free_port, main, page
from papers import CASES

# concepts, as pages name them
LABELS = {"executives": "ข้อมูลผู้บริหาร", "strategy_plan": "แผนพัฒนาท้องถิ่น",
          "staff_manual": "คู่มือการปฏิบัติงาน",
          "service_manual": "คู่มือการให้บริการ"}
ASK = ("--ask-off-site", "--allow-private")
PLAN = (CASES / "plan.pdf").read_bytes()


class Places(Case):
    def add(self, root, target, status, kind="-", data=None, *fields):
        """A line more of the map of a site."""
        name = "-"
        if data is not None:
            name = f"more{len(list((root / 'root').iterdir()))}"
            (root / "root" / name).write_bytes(data)
        with (root / "map.txt").open("a") as lines:
            lines.write("\t".join((target, str(status), kind, name, *fields))
                        + "\n")

    def town(self, links):
        """A site whose home page leads to these: {label: address}."""
        home = page("เทศบาลตำบล") + "".join(
            f'<p><a href="{url}">{label}</a></p>'
            for label, url in links.items())
        return self.site({"/": home})

    def finding(self, name):
        return next(item for item in self.report()["items"]
                    if item["concept"] == name)

    def test_other_sites_are_asked_and_what_they_answer_is_told(self):
        drive = self.site({"/open": page("แฟ้ม"),
                           "/robots.txt": "User-agent: *\nDisallow: /closed"})
        self.add(drive, "/private", 302, "-", None, "Location: /signin?x")
        with self.server(drive) as other:
            links = {LABELS["executives"]: other.url + "open",
                     LABELS["strategy_plan"]: other.url + "gone",
                     LABELS["staff_manual"]: other.url + "private",
                     LABELS["service_manual"]: other.url + "closed"}
            with self.server(self.town(links)) as town:
                self.check(town.url, *ASK)
                asked = set(town.targets())
            self.assertEqual(sorted(other.targets()),
                             ["/gone", "/open", "/private", "/robots.txt"])
            self.assertNotIn("/open", asked)
        rows = {  # concept: verdict, reason, address, what the near miss says
            "executives": ("cannot_tell", "off_site", "open", "เปิดได้"),
            "strategy_plan": ("missing", "broken_link", "gone", "ลิงก์เปิดไม่ได้"),
            "staff_manual": ("cannot_tell", "login", "private", "ต้องเข้าสู่ระบบ"),
            "service_manual": ("cannot_tell", "off_site", "closed", "อยู่นอกเว็บไซต์"),
        }
        for name, (verdict, reason, target, says) in rows.items():
            with self.subTest(name):
                item = self.finding(name)
                self.assertEqual((item["verdict"], item["reason_code"]),
                                 (verdict, reason))
                near = [miss for miss in item["near_misses"]
                        if miss["url"] == other.url + target]
                self.assertEqual(len(near), 1, item["near_misses"])
                self.assertIn(says, near[0]["detail"])
        self.assertIn(other.url + "open", self.finding("executives")["reason"])
        self.assert_whole()
        why = self.oit("why", self.out, other.url + "gone")
        self.assertIn("asked whether it answers", why.out)
        self.assertIn("status 404", why.out)
        again = self.folder / "again"
        self.out, first = again, self.out
        self.check(town.url, "--from", first / "site.warc.gz")
        self.assertEqual(
            {name: self.finding(name)["reason_code"] for name in rows},
            {name: row[1] for name, row in rows.items()})

    def test_no_other_site_is_asked_unless_that_is_wanted(self):
        with self.server(self.site({"/x": page("อื่น")})) as other:
            links = {LABELS["executives"]: other.url + "x"}
            with self.server(self.town(links)) as town:
                self.check(town.url, "--allow-private")
            self.assertEqual(other.targets(), [])
        self.assertEqual(self.finding("executives")["reason_code"],
                         "off_site")

    def test_what_nobody_needs_is_not_asked(self):
        with self.server(self.site({"/x": page("อื่น")})) as other:
            links = {"กรมส่งเสริมการปกครองท้องถิ่น": other.url + "x",
                     LABELS["strategy_plan"] + " ปี 2560": other.url + "x"}
            with self.server(self.town(links)) as town:
                self.check(town.url, *ASK)
            self.assertEqual(other.targets(), [])

    def test_a_run_killed_while_it_asks_is_taken_up(self):
        drive = self.site({"/open": page("แฟ้ม"), "/also": page("แฟ้ม")})
        with self.server(drive) as other:
            links = {LABELS["executives"]: other.url + "open",
                     LABELS["strategy_plan"]: other.url + "gone",
                     LABELS["staff_manual"]: other.url + "also"}
            with self.server(self.town(links)) as town:
                process = self.start(town, *ASK)
                end = time.monotonic() + LONGEST
                while len(other.targets()) < 3:  # robots.txt is the first
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.01)
                process.kill()
                process.wait()
                self.check(town.url, "--resume", *ASK)
            asked = other.targets()
        self.assertEqual(set(asked),
                         {"/robots.txt", "/open", "/gone", "/also"})
        # robots.txt is asked for again, and what was under way
        self.assertLessEqual(len(asked), 6)
        for name, code in (("executives", "off_site"),
                           ("strategy_plan", "broken_link"),
                           ("staff_manual", "off_site")):
            self.assertEqual(self.finding(name)["reason_code"], code)

    def test_a_private_address_is_not_asked_because_a_town_names_it(self):
        with self.server(self.site({"/x": page("อื่น")})) as other:
            links = {LABELS["executives"]: f"http://localhost:{other.port}/x",
                     LABELS["strategy_plan"]: other.url + "x"}
            with self.server(self.town(links)) as town:
                self.check(town.url, "--ask-off-site")
            self.assertEqual(other.targets(), [])
        self.assertEqual(self.finding("executives")["reason_code"], "off_site")

    def test_a_short_link_may_lead_back_to_the_site(self):
        port = free_port()
        short = self.site({})
        self.add(short, "/s", 302, "-", None,
                 f"Location: http://127.0.0.1:{port}/files/plan.pdf")
        self.add(short, "/round", 302, "-", None,
                 f"Location: http://127.0.0.1:{port}/round")
        with self.server(short) as other:
            root = self.town({LABELS["strategy_plan"]: other.url + "s",
                              LABELS["executives"]: "/round"})
            self.add(root, "/files/plan.pdf", 200, "application/pdf", PLAN)
            self.add(root, "/round", 302, "-", None,
                     f"Location: {other.url}round")
            with self.server(root, port=port) as town:
                self.check(town.url, *ASK)
                self.assertIn("/files/plan.pdf", town.targets())
        rows = dict(self.journal("SELECT url, outcome FROM visit"))
        self.assertEqual(rows[other.url + "s"], "redirect")
        self.assertEqual(rows[town.url + "files/plan.pdf"], "ok")
        self.assert_whole()

    def test_a_place_of_papers_is_known_by_its_host(self):
        """Under a page about an item any link to one may be the paper."""
        catalog = self.folder / "catalog"
        shutil.copytree(ROOT / "rules/catalog", catalog)
        path = catalog / "common.json"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"drive.google.com",',
                                     '"drive.google.com", "127.0.0.1",'),
                        encoding="utf-8")
        with self.server(self.site({"/d/1": page("แฟ้ม")})) as other:
            item = page(LABELS["strategy_plan"]) + (
                f'<a href="{other.url}d/1">ฉบับที่สภาให้ความเห็นชอบ</a>')
            root = self.site({"/": page("บ้าน") + '<a href="/plan">'
                              f'{LABELS["strategy_plan"]}</a>', "/plan": item})
            with self.server(root) as town:
                self.check(town.url, *ASK)
                self.assertEqual(other.targets(), [])
                shutil.rmtree(self.out)
                self.check(town.url, *ASK, "--rules", catalog)
                self.assertIn("/d/1", other.targets())
        near = {miss["url"]: miss["why"]
                for miss in self.finding("strategy_plan")["near_misses"]}
        self.assertEqual(near[other.url + "d/1"], "off_site")

    def test_a_file_in_a_viewer_is_read_itself(self):
        ways = ["/js/pdfjs/web/viewer.html?file=/files/plan.pdf",
                "https://docs.google.com/viewer?url={}&embedded=true",
                "https://view.officeapps.live.com/op/embed.aspx?src={}"]
        for way in ways:
            with self.subTest(way):
                port = free_port()
                there = f"http%3A%2F%2F127.0.0.1%3A{port}%2Ffiles%2Fplan.pdf"
                root = self.site({
                    "/": page("บ้าน") + '<a href="/plan">'
                    f'{LABELS["strategy_plan"]}</a>',
                    "/plan": page(LABELS["strategy_plan"]) +
                    f'<iframe src="{way.format(there)}"></iframe>'})
                self.add(root, "/files/plan.pdf", 200, "application/pdf",
                         PLAN)
                with self.server(root, port=port) as town:
                    self.check(town.url)
                    self.assertIn("/files/plan.pdf", town.targets())
                    self.assertNotIn("/js/pdfjs/web/viewer.html",
                                     " ".join(town.targets()))
                shutil.rmtree(self.out)

    def test_a_frame_with_a_folder_elsewhere_is_off_site(self):
        folder = "https://drive.google.com/embeddedfolderview?id=1#list"
        root = self.site({
            "/": page("บ้าน") +
            f'<a href="/s">{LABELS["executives"]}</a>',
            "/s": f'<h1>{LABELS["executives"]}</h1>'
                  f'<iframe src="{folder}"></iframe>'})
        with self.server(root) as town:
            self.check(town.url)
        item = self.finding("executives")
        self.assertEqual((item["verdict"], item["reason_code"]),
                         ("cannot_tell", "off_site"))
        self.assertIn(folder.split("#")[0], item["reason"])

    def test_a_page_that_is_a_picture_is_not_called_missing(self):
        picture = ('<!DOCTYPE html><meta charset=utf-8><title>{0}</title>'
                   '<h1>{0}</h1><img src="/1.jpg">')
        root = self.site({"/": page("บ้าน") +
                          f'<a href="/s">{LABELS["executives"]}</a>',
                          "/s": picture.format(LABELS["executives"])})
        with self.server(root) as town:
            self.check(town.url)
        item = self.finding("executives")
        self.assertEqual((item["verdict"], item["reason_code"]),
                         ("cannot_tell", "scan_unread"))


main()
