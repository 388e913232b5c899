#!/usr/bin/env python3
"""What the server sees: no more than was asked for, and not faster."""
import gzip
import re
import shutil

from harness import Case, free_port, main, page

DELAY = 200  # milliseconds
JITTER = 40  # by which the server may notice one request later than the next


class Polite(Case):
    def targets(self, root, *options):
        """What was asked for in a run."""
        with self.server(root) as server:
            self.check(server.url, *options)
            return server.targets()

    def test_the_pause_between_requests_is_kept(self):
        with self.server(self.village(12)) as server:
            self.check(server.url, "--delay", DELAY, "--concurrency", 8)
            requests = server.requests()
        self.assertEqual(len(requests), 14)
        self.assert_paced(requests)

    def assert_paced(self, requests):
        begins = sorted(request.begin for request in requests)
        pauses = [later - earlier
                  for earlier, later in zip(begins, begins[1:])]
        self.assertGreaterEqual(min(pauses), DELAY - JITTER)
        self.assertGreaterEqual(sum(pauses), len(pauses) * DELAY - JITTER)

    def test_two_hosts_of_one_server_share_its_pace(self):
        port = free_port()
        other = f"http://localhost:{port}"
        links = [f"http://{host}:{port}/{n}" for n in range(4)
                 for host in ("localhost", "127.0.0.1")]
        root = self.site({"/home": page("หน้าแรก", *links)} |
                         {f"/{n}": page(f"หน้า {n}") for n in range(4)})
        with (root / "map.txt").open("a") as lines:
            lines.write(f"/\t302\t-\t-\tLocation: {other}/home\n")
        with self.server(root, port=port) as server:
            self.check(server.url, "--delay", DELAY, "--concurrency", 8,
                       "--allow-private")
            requests = server.requests()
        asked = [request.target for request in requests]
        self.assertEqual([asked.count(f"/{n}") for n in range(4)], [2] * 4)
        self.assert_paced(requests)

    def most_at_a_time(self, *options):
        """How many slow pages the server was busy with at one moment."""
        slow = [f"/__fault/slow-headers/{300 + n}" for n in range(6)]
        with self.server(self.site({"/": page("หน้าแรก", *slow)})) as server:
            self.check(server.url, *options)
            requests = server.requests()
        self.assertLessEqual(set(slow), {r.target for r in requests})
        return max(sum(other.begin <= request.begin < other.end
                       for other in requests) for request in requests)

    def test_one_request_at_a_time_unless_told_otherwise(self):
        self.assertEqual(self.most_at_a_time(), 1)

    def test_the_number_of_requests_at_a_time_is_a_ceiling(self):
        self.assertEqual(self.most_at_a_time("--concurrency", 3), 3)

    def forbidding(self):
        return self.site({
            "/": page("หน้าแรก", "/open", "/closed/page"),
            "/open": page("เปิด"), "/closed/page": page("ปิด"),
            "/robots.txt": "User-agent: *\nDisallow: /closed/\n"})

    def test_robots_are_obeyed(self):
        targets = self.targets(self.forbidding())
        self.assertEqual(targets[0], "/robots.txt")
        self.assertIn("/open", targets)
        self.assertNotIn("/closed/page", targets)
        self.assertEqual(self.outcomes()["/closed/page"], "robots_denied")

    def test_a_pause_of_hours_is_cut_and_told(self):
        with self.server(self.village(3), {"/robots.txt": "robots-delay"}
                         ) as server:
            self.check(server.url, "--max-time", 2)
            self.assertLessEqual(len(server.requests()), 2)
        note, = [note for note in self.report()["coverage"]["notes"]
                 if note["name"] == "delay_cut"]
        self.assertEqual(note["count"], 1)
        self.assertTrue(note["example"].endswith("/robots.txt"))

    def test_robots_are_not_asked_when_told_so(self):
        targets = self.targets(self.forbidding(), "--ignore-robots")
        self.assertNotIn("/robots.txt", targets)
        self.assertIn("/closed/page", targets)

    def test_addresses_can_be_left_out(self):
        root = self.site({
            "/": page("หน้าแรก", "/news/1", "/news/2", "/plan"),
            "/news/1": page("หนึ่ง"), "/news/2": page("สอง"),
            "/plan": page("แผน")})
        targets = self.targets(root, "--exclude", "/news/[1-9]")
        self.assertEqual(set(targets), {"/robots.txt", "/sitemap.xml", "/",
                                        "/plan"})
        self.assertEqual(self.outcomes()["/news/1"], "excluded")
        self.assertEqual(
            self.journal("SELECT DISTINCT detail FROM visit"
                         " WHERE outcome = 'excluded'"),
            [("option: --exclude /news/[1-9]",)])

    def test_only_some_addresses_can_be_followed(self):
        root = self.site({
            "/": page("หน้าแรก", "/news", "/plan"),
            "/news": page("ข่าว"), "/plan": page("แผน")})
        targets = self.targets(root, "--include", "plan")
        self.assertIn("/plan", targets)
        self.assertNotIn("/news", targets)

    def test_documents_can_be_left_out(self):
        targets = self.targets(
            self.site({"/": page("หน้าแรก", "/a.pdf", "/b.xlsx", "/c")}),
            "--no-documents")
        self.assertEqual(set(targets), {"/robots.txt", "/sitemap.xml", "/",
                                        "/c"})

    def heads(self, *options):
        """Heads of the requests of a run, as they were sent."""
        with self.server(self.village(2)) as server:
            self.assert_exit(self.check(server.url, *options), 1)
        with gzip.open(self.out / "site.warc.gz") as archive:
            return re.findall(rb"\r\n\r\n(GET .*?\r\n)\r\n", archive.read(),
                              re.S)

    def test_a_mail_address_is_told_in_name_and_from(self):
        for head in self.heads("--contact", "it@town.example"):
            self.assertRegex(
                head, rb"(?m)^User-Agent: oit/[0-9.]+ \(\+it@town.example\)\r$")
            self.assertRegex(head, rb"(?m)^From: it@town.example\r$")
        self.assertIn("it@town.example",
                      self.report()["coverage"]["user_agent"])

    def test_a_web_address_is_told_in_the_name_alone(self):
        heads = self.heads("--contact", "https://town.example/oit",
                           "--user-agent", "oit-test")
        self.assertEqual(len(heads), 4)
        for head in heads:
            self.assertIn(b"User-Agent: oit-test (+https://town.example/oit)",
                          head)
            self.assertNotIn(b"\nFrom:", head)

    def test_a_contact_that_is_none_is_refused_before_anything_is_asked(self):
        with self.server(self.village(2)) as server:
            for text in ("me", "a@b\r\nX: y", "@", "a@", "a(b)@c", "http://",
                         "x" * 300 + "@y"):
                with self.subTest(text):
                    done = self.check(server.url, "--contact", text)
                    self.assert_exit(done, 64)
            self.assertEqual(server.requests(), [])

    def test_links_that_act_are_not_followed(self):
        acting = ("/logout", "/item?action=delete&amp;id=1")
        targets = self.targets(self.site({"/": page("หน้าแรก", *acting)}))
        self.assertEqual(set(targets), {"/robots.txt", "/sitemap.xml", "/"})

    def test_another_site_is_not_visited(self):
        with self.server(self.village(2)) as other:
            self.targets(self.site({"/": page("หน้าแรก", other.url)}))
            self.assertEqual(other.requests(), [])

    def answers(self, fault, n, *options):
        """A site with n pages of one fault and a good one behind them."""
        bad = [f"/bad/{number}" for number in range(n)]
        root = self.site({"/": page("หน้าแรก", *bad, "/good"),
                          "/good": page("หน้าดี")})
        with self.server(root, {target: fault for target in bad}) as server:
            self.assert_exit(self.check(server.url, *options), 2)
            self.assert_sum()
            self.assert_never_missing()
            return server.requests()

    def test_a_busy_server_is_left_in_peace_as_long_as_it_asks(self):
        requests = self.answers("status-429", 1)
        asked = [r for r in requests if r.target == "/bad/0"]
        self.assertEqual(len(asked), 3)
        pauses = [later.begin - earlier.end
                  for earlier, later in zip(asked, asked[1:])]
        self.assertGreaterEqual(pauses[0], 2000 - JITTER)
        # nobody else is served in between
        between = [r for r in requests
                   if asked[0].end < r.begin < asked[1].begin]
        self.assertEqual(between, [])
        self.assertEqual(self.outcomes()["/bad/0"], "retry_later")

    def test_a_pause_without_sense_is_not_kept(self):
        for fault in ("retry-absurd", "retry-negative"):
            with self.subTest(fault):
                requests = self.answers(fault, 1)
                self.assertIn("/good", [r.target for r in requests])
                self.assertLessEqual(
                    max(r.end for r in requests) -
                    min(r.begin for r in requests), 30000)
            shutil.rmtree(self.out)

    def test_a_server_that_fails_in_a_row_is_left_alone(self):
        requests = self.answers("cut-empty", 40, "--concurrency", 10)
        tried = {r.target for r in requests if r.target.startswith("/bad")}
        # ten that failed, and nine that were under way by then
        self.assertLess(len(tried), 20)
        self.assertIn("host_down", self.report()["coverage"]["by_reason"])

    def assert_stopped(self, by, *options):
        with self.server(self.village()) as server:
            done = self.check(server.url, *options)
            count = len(server.requests())
        self.assert_exit(done, 2)
        self.assert_whole()
        self.assertEqual(self.report()["coverage"]["stopped_by"], by)
        self.assert_never_missing()
        return count

    def test_a_budget_of_pages(self):
        self.assertLessEqual(self.assert_stopped("max_pages", "--max-pages", 5),
                             6)

    def test_a_budget_of_bytes(self):
        self.assert_stopped("max_bytes", "--max-bytes", 20000)

    def test_a_budget_of_time(self):
        self.assertLessEqual(self.assert_stopped(
            "max_time", "--max-time", 1, "--delay", DELAY), 8)


main()
