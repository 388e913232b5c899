#!/usr/bin/env python3
"""oit why: every address has an answer, and the answer is the true one."""

from harness import Case, main, page


class Why(Case):
    def pages(self):
        return {
            "/": page("หน้าแรก", "/news.php?utm_source=x&id=1", "/closed/a",
                      "/gone", "/logout", "/old", "/left/out",
                      "http://elsewhere.example/"),
            "/news.php?utm_source=x&id=1": page("ข่าว", "/plan", "/"),
            "/plan": page("แผน", "/news.php?id=1"),
            "/robots.txt": "User-agent: *\nDisallow: /closed/\n"}

    def why(self, url, *options):
        done = self.oit("why", self.out, url, *options)
        return done.status, done.out

    def test_each_kind_of_answer(self):
        rows = {  # path: exit status and what must be said
            "plan": (0, ["ok: It was fetched and read.", "status 200",
                         "site.warc.gz, byte ", "link to", '"รายการ /plan"',
                         "1 click from the home page"]),
            "news.php?id=1": (0, ["asked as", "by: tracking."]),
            "news.php?id=1&PHPSESSID=5": (0, ["by: session_id, tracking."]),
            "closed/a": (0, ["robots_denied", "Disallow: /closed/"]),
            "gone": (0, ["says that there is no such page", "404"]),
            "logout": (0, ["excluded", "acting_link: logout"]),
            "left/out": (0, ["option: --exclude left/o.t"]),
            "old": (0, ["redirect", "leads on to", "/plan (ok, status 200)"]),
            "never": (1, ["Nothing in the address speaks against it",
                          "known is"]),
            "x/a/a/a": (1, ["trap_limit", "repeated_part: /a"]),
        }
        root = self.site(self.pages())
        with (root / "map.txt").open("a") as lines:
            lines.write("/old\t302\t-\t-\tLocation: /plan\n")
        with self.server(root) as server:
            self.check(server.url, "--exclude", "left/o.t")
        for path, (status, words) in rows.items():
            with self.subTest(path):
                found, out = self.why(server.url + path)
                self.assertEqual(found, status, out)
                for word in words:
                    self.assertIn(word, out)
        found, out = self.why("http://elsewhere.example/")
        self.assertEqual(found, 0)
        self.assertIn("It belongs to another site.", out)
        found, out = self.why("http://other.example/x")
        self.assertEqual(found, 1)
        self.assertIn("It belongs to another site.", out)

    def test_the_number_of_pages_that_link_is_true(self):
        with self.server() as server:
            self.check(server.url)
        number, = self.journal("SELECT max(inbound) FROM visit")[0]
        read, = self.journal(
            "SELECT count(*) FROM visit WHERE outcome = 'ok'")[0]
        self.assertGreater(number, 0)
        self.assertLessEqual(number, read)

    def test_the_first_ten_pages_that_link_are_named(self):
        names = [f"/from/{number}" for number in range(12)]
        pages = {"/": page("หน้าแรก", *names), "/plan": page("แผน", "/few")}
        pages |= {name: page(name, "/plan", "/plan") for name in names}
        with self.server(self.site(pages | {"/few": page("น้อย")})) as server:
            self.check(server.url)
        _, out = self.why(server.url + "plan")
        self.assertIn("12 pages, 2 clicks", out)
        linking = out.partition("linked from")[2]
        self.assertEqual(sum(server.url + name[1:] + "\n" in linking
                             for name in names), 10, out)
        self.assertIn("and 2 more\n", linking)
        _, out = self.why(server.url + "few")
        linking = out.partition("linked from")[2]
        self.assertIn(server.url + "plan\n", linking)
        self.assertNotIn(" more\n", linking)

    def test_a_page_of_the_demo_names_its_items(self):
        with self.server() as server:
            self.check(server.url)
        proof = next(item["evidence"][0] for item in self.report()["items"]
                     if item["verdict"] == "pass")
        status, out = self.why(proof["url"])
        self.assertEqual(status, 0)
        self.assertIn(proof["sha256"], out)
        self.assertRegex(out, r"(?m)^may hold +o\d+")
        self.assertRegex(out, r"(?m)^used for +o\d+ \(pass\)")

    def test_a_page_that_may_be_cut_says_so_in_every_replay(self):
        ends = {"length-none": True, "chunk-good": False,
                "chunk-tiny": False, "gzip-good": False}
        unproven = []
        with self.server(self.site({"/": page("หน้าแรก", *(
                f"/__fault/{name}" for name in ends))})) as server:
            self.check(server.url)
            first = self.out
            for options in ([server.url, "--since", first],
                            ["--from", first / "site.warc.gz"]):
                unproven.append(self.unproven(server.url, ends))
                self.out = self.folder / f"again-{len(unproven)}"
                self.oit("check", *options, "--year", "2567", "--delay", 0,
                         "--now", "2024-03-01", "--out", self.out)
            unproven.append(self.unproven(server.url, ends))
        self.assertEqual(unproven, [ends] * 3)

    def unproven(self, site, names):
        note, = [note for note in self.report()["coverage"]["notes"]
                 if note["name"] == "end_unproven"]
        self.assertEqual(note["count"], 1)
        return {name: "Nothing proves that it came whole"
                in self.why(f"{site}__fault/{name}")[1] for name in names}

    def test_a_run_that_was_killed_can_be_asked(self):
        with self.server(self.village()) as server:
            run = self.start(server, requests=6)
            run.kill()
            run.wait()
            status, out = self.why(server.url)
            self.assertEqual(status, 0, out)
            self.assertIn("It was fetched and read.", out)
            status, out = self.why(server.url + "page/29")
        self.assertEqual(status, 0, out)
        self.assertIn("pending: It was found and is still", out)

    def test_what_cannot_be_answered_is_told(self):
        self.assertEqual(self.why("http://a.go.th/")[0], 74)
        self.out.mkdir()
        self.assertEqual(self.why("http://a.go.th/")[0], 74)
        (self.out / "crawl.sqlite").write_bytes(b"no database" * 100)
        self.assertIn(self.why("http://a.go.th/")[0], (65, 74))
        self.assertEqual(self.why("mailto:a@b")[0], 64)
        self.assertEqual(self.oit("why", self.out).status, 64)


main()
