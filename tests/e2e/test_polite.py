#!/usr/bin/env python3
"""What the server sees: no more than was asked for, and not faster."""
from harness import Case, main, page

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
            begins = sorted(request.begin for request in server.requests())
        self.assertEqual(len(begins), 14)
        pauses = [later - earlier
                  for earlier, later in zip(begins, begins[1:])]
        self.assertGreaterEqual(min(pauses), DELAY - JITTER)
        self.assertGreaterEqual(sum(pauses), len(pauses) * DELAY - JITTER)

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

    def test_links_that_act_are_not_followed(self):
        acting = ("/logout", "/item?action=delete&amp;id=1")
        targets = self.targets(self.site({"/": page("หน้าแรก", *acting)}))
        self.assertEqual(set(targets), {"/robots.txt", "/sitemap.xml", "/"})

    def test_another_site_is_not_visited(self):
        with self.server(self.village(2)) as other:
            self.targets(self.site({"/": page("หน้าแรก", other.url)}))
            self.assertEqual(other.requests(), [])

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
