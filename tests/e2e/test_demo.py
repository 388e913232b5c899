#!/usr/bin/env python3
"""The demo town from end to end: what was planted is what is reported."""
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from harness import DEMO, ROOT, Case, main, warc_records

TRUTH = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["items"]

MAX_CHECKLIST = 200 * 1024


def target(url):
    return "/" + url.split("/", 3)[3]


class Demo(Case):
    """Three crawls for all tests, which only look at what came out."""

    # a cron line knows no PATH, no HOME and no language
    environments = {"first": None, "bare": {},
                    "thai": {"LC_ALL": "th_TH.TIS-620", "TZ": "XYZ9",
                             "PATH": "/bin"}}

    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp(prefix="oit-e2e-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared)
        case = cls()
        case.setUp()
        cls.done, cls.requests = {}, []
        with case.server() as server:
            for name, env in cls.environments.items():
                case.out = cls.shared / name
                cls.done[name] = case.check(
                    server.url, "--scores", DEMO / "scores.json", "--office",
                    DEMO / "office.json", env=env)
                cls.requests = cls.requests or server.requests()
        case.doCleanups()

    def setUp(self):
        super().setUp()
        self.out = self.shared / "first"

    def items(self):
        return {item["id"]: item for item in self.report()["items"]}

    def test_findings_are_exit_one_and_a_whole_folder(self):
        self.assert_exit(self.done["first"], 1)
        self.assert_whole()

    def test_every_item_has_the_verdict_that_was_planted(self):
        items = self.items()
        self.assertEqual(list(items), [row["id"] for row in TRUTH])
        for row in TRUTH:
            item = items[row["id"]]
            with self.subTest(row["id"], concept=row["concept"]):
                code = row["reason_code"] or "found"
                self.assertEqual((item["verdict"], item["reason_code"]),
                                 (row["verdict"], code))

    def test_evidence_stands_where_it_was_planted(self):
        items = self.items()
        for row in TRUTH:
            found = {target(proof["url"])
                     for proof in items[row["id"]]["evidence"]}
            with self.subTest(row["id"]):
                if row["verdict"] == "missing":
                    self.assertLessEqual(found, set(row["near_misses"]))
                else:
                    self.assertTrue(found & set(row["evidence"]), found)

    def test_near_misses_name_what_was_planted(self):
        items = self.items()
        for row in TRUTH:
            near = {target(miss["url"])
                    for miss in items[row["id"]]["near_misses"]}
            with self.subTest(row["id"]):
                self.assertLessEqual(set(row["near_misses"]), near)

    def test_evidence_can_be_followed_by_clicks_from_the_home_page(self):
        for item in self.items().values():
            if item["verdict"] != "pass":
                continue
            with self.subTest(item["id"]):
                self.assertTrue(item["evidence"])
            for proof in item["evidence"]:
                with self.subTest(item["id"], url=proof["url"]):
                    self.assertEqual(target(proof["path"][0]), "/")
                    self.assertTrue(proof["quote"])
                    self.assertRegex(proof["sha256"], "^[0-9a-f]{64}$")
                    self.assertEqual(proof["http_status"], 200)

    def test_totals_are_those_of_the_items(self):
        report = self.report()
        counted = Counter(item["verdict"] for item in report["items"])
        for verdict, count in report["totals"].items():
            self.assertEqual(counted[verdict], count, verdict)

    def test_every_address_has_one_outcome_and_all_are_counted(self):
        rows = self.journal("SELECT url, outcome FROM visit")
        self.assertEqual(len({url for url, _ in rows}), len(rows))
        outcomes = Counter(outcome for _, outcome in rows)
        self.assertNotIn("pending", outcomes)
        coverage = self.report()["coverage"]
        self.assertEqual(coverage["found"], len(rows))
        self.assertEqual(coverage["fetched"], outcomes.pop("ok"))
        self.assertEqual(coverage["by_reason"], outcomes)
        self.assertEqual(
            coverage["fetched"] + outcomes["redirect"] + coverage["failed"] +
            coverage["skipped"], len(rows))

    def test_no_address_is_asked_for_twice(self):
        asked = Counter(request.target for request in self.requests)
        self.assertEqual([name for name, n in asked.items() if n > 1], [])

    def archive(self):
        return list(warc_records(self.out / "site.warc.gz"))

    def test_every_response_is_in_the_archive(self):
        asked = sorted(request.target for request in self.requests)
        records = self.archive()
        self.assertEqual(records[0].kind, "warcinfo")
        for kind in ("request", "response", "metadata"):
            self.assertEqual(sorted(record.target for record in records
                                    if record.kind == kind), asked)

    def test_each_record_has_its_own_name_and_digest(self):
        records = self.archive()
        names = [record.fields["WARC-Record-ID"] for record in records]
        self.assertEqual(len(set(names)), len(names))
        for record in records:
            field, data = "WARC-Block-Digest", record.block
            body = data.partition(b"\r\n\r\n")[2]
            if record.kind == "response" and body:
                field, data = "WARC-Payload-Digest", body
            self.assertEqual(record.fields[field],
                             "sha256:" + hashlib.sha256(data).hexdigest())

    def test_request_and_metadata_name_their_response(self):
        records = self.archive()
        answers = {record.fields["WARC-Record-ID"]: record.target
                   for record in records if record.kind == "response"}
        for record in records:
            if record.kind in ("request", "metadata"):
                answer = record.fields["WARC-Concurrent-To"]
                self.assertEqual(answers[answer], record.target)

    def test_metadata_tell_outcome_and_way(self):
        told = {record.target: dict(line.split(": ", 1) for line in
                                    record.block.decode().splitlines())
                for record in self.archive() if record.kind == "metadata"}
        self.assertEqual(told["/"], {"oit-outcome": "ok"})
        rows = self.journal("""SELECT visit.url, parent.url, visit.status
            FROM visit JOIN visit AS parent ON visit.parent = parent.id
            WHERE visit.warc_offset IS NOT NULL""")
        self.assertTrue(rows)
        for url, parent, status in rows:
            row = told[target(url)]
            self.assertEqual(row["via"], parent)
            self.assertEqual(row["oit-outcome"],
                             "ok" if status == 200 else "http_error")

    def test_the_index_leads_to_each_response(self):
        lines = (self.out / "site.cdxj").read_text().splitlines()
        self.assertEqual(lines, sorted(lines))
        responses = {record.begin: record for record in self.archive()
                     if record.kind == "response"}
        for line in lines:
            key, time, text = line.split(" ", 2)
            row = json.loads(text)
            record = responses.pop(int(row["offset"]))
            fields = record.fields
            self.assertEqual(record.end - record.begin, int(row["length"]))
            self.assertEqual(row["url"], fields["WARC-Target-URI"])
            self.assertEqual(row["digest"], fields["WARC-Payload-Digest"])
            self.assertEqual(row["status"],
                             record.block.split(b" ")[1].decode())
            self.assertEqual(row["filename"], "site.warc.gz")
            self.assertEqual(time, re.sub("[^0-9]", "", fields["WARC-Date"]))
            self.assertTrue(key.startswith("1,0,0,127:"), key)
        self.assertEqual(responses, {})

    def test_the_journal_is_sound_and_one_file(self):
        self.assertEqual(self.journal("PRAGMA integrity_check"), [("ok",)])
        beside = [path.name for path in self.out.glob("crawl.sqlite-*")]
        self.assertEqual(beside, [])

    def test_the_plan_has_a_measure_for_every_finding(self):
        plan = json.dumps(self.report()["plan"]["measures"])
        for row in TRUTH:
            if row["verdict"] in ("missing", "incomplete", "stale"):
                self.assertIn(f'"{row["id"]}"', plan)

    def test_the_checklist_goes_by_mail(self):
        size = (self.out / "checklist.html").stat().st_size
        self.assertLess(size, MAX_CHECKLIST)

    def test_the_plan_contradicts_itself_nowhere(self):
        done = self.oit("plan", "lint", self.out)
        self.assert_exit(done, 0)
        self.assertEqual(done.out + done.err, "")

    def test_the_same_run_gives_the_same_bytes_in_every_environment(self):
        first = (self.out / "report.json").read_bytes()
        for name, done in self.done.items():
            with self.subTest(name):
                self.assert_exit(done, 1)
                again = (self.shared / name / "report.json").read_bytes()
                # only told, as the difference of two reports takes minutes
                self.assertTrue(again == first, "another report.json")


class Largest(Case):
    """The invented town of which there is most to tell."""

    def test_its_checklist_goes_by_mail_too(self):
        towns = self.folder / "towns"
        subprocess.run([sys.executable, ROOT / "tests/sites/towns", towns,
                        "menus-2568-34"], check=True)
        with self.server(towns / "menus-2568-34") as server:
            done = self.check(server.url, "--year", 2568, "--now",
                              "2025-03-25", "--concurrency", 4)
        self.assert_exit(done, 1)
        size = (self.out / "checklist.html").stat().st_size
        self.assertLess(size, MAX_CHECKLIST)


main()
