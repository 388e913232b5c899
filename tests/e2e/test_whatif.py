#!/usr/bin/env python3
"""What would come of it if items were fixed, or rules changed."""
import json
import shutil
import tempfile
from pathlib import Path

from harness import ROOT, Case, main

SCORES = ROOT / "tests/cases/score"
TOWN = SCORES / "real-2567.json"


CATALOG = ROOT / "rules/catalog"
RULE = CATALOG / "concepts/annual_report.json"
PACK = CATALOG / "years/2567.json"


class Rules(Case):
    """One run of the demo town, judged again by changed rules."""

    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp(prefix="oit-e2e-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared)
        case = cls()
        case.setUp()
        with case.server() as server:
            case.check(server.url)
        case.doCleanups()

    def setUp(self):
        super().setUp()
        self.out = self.shared / "run"

    def concept(self, **changes):
        """The rule of the annual report, changed, under another name."""
        rule = json.loads(RULE.read_text(encoding="utf-8"))
        rule["find"] |= changes
        path = self.folder / "changed.json"
        path.write_text(json.dumps(rule, ensure_ascii=False), encoding="utf-8")
        return path

    def what_if(self, rule, *runs):
        return self.oit("rules", "what-if", "--rule", rule, "--over", *runs)

    def test_the_same_catalogue_changes_nothing(self):
        done = self.what_if(CATALOG, self.out)
        self.assert_exit(done, 0)
        self.assertEqual(done.out, "1 runs, 35 items: 0 would change, 0 to "
                                   "pass, 0 from pass\n")

    def test_what_nobody_calls_it_any_more_is_not_found(self):
        (was,) = [item for item in self.report()["items"]
                  if item["concept"] == "annual_report"]
        rule = self.concept(titles=["ชื่อที่ไม่มีใครใช้เรียก"], labels=[], other=[])
        text = json.loads(rule.read_text(encoding="utf-8"))
        del text["find"]["gist"]
        rule.write_text(json.dumps(text), encoding="utf-8")
        done = self.what_if(rule, self.out, self.out)
        self.assert_exit(done, 1)
        line, again, total = done.out.splitlines()
        self.assertEqual(line, again)
        run, item, concept, change, reason = line.split("\t")
        self.assertEqual((run, item, concept), (str(self.out), was["id"],
                                                "annual_report"))
        self.assertEqual(change, f"{was['verdict']} {was['reason_code']} -> "
                                 "missing not_found")
        self.assertIn("ไม่พบข้อมูลของข้อนี้", reason)
        self.assertEqual(total, "2 runs, 70 items: 2 would change, 0 to pass, "
                                "0 from pass")

    def pack(self, old, new):
        """The pack of the year, changed."""
        text = PACK.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path = self.folder / "pack.json"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    def test_a_changed_pack_takes_the_place_of_the_years(self):
        done = self.what_if(self.pack('"previous_fy"', '"unknown"'), self.out)
        self.assert_exit(done, 1)
        line = next(line for line in done.out.splitlines()
                    if "\tannual_report\t" in line)
        self.assertIn("\tstale wrong_year -> ", line)
        done = self.what_if(self.pack('"year": 2567', '"year": 2568'),
                            self.out)
        self.assert_exit(done, 65)
        self.assertIn('pack.json:2: key "year": is not 2567', done.err)

    def test_what_cannot_be_compared(self):
        other = self.folder / "other.json"
        other.write_text('{"concept": "annual_raport"}')
        cut = self.folder / "cut.json"
        cut.write_text(RULE.read_text(encoding="utf-8")[:-9],
                       encoding="utf-8")
        for rule, runs, status, word in (
                (other, [self.out], 65, '"annual_raport" is no concept'),
                (cut, [self.out], 65, "cut.json:"),
                (self.folder / "none.json", [self.out], 74, "none.json"),
                (RULE, [self.folder], 74, "report.json"),
                (RULE, [], 64, "--over")):
            done = self.what_if(rule, *runs)
            self.assert_exit(done, status)
            self.assertIn(word, done.err)
            self.assertEqual(done.out, "")
        self.assert_exit(self.oit("rules", "list", "a", "b"), 64)


class WhatIf(Case):
    def scores(self, name, **items):
        """A file of scores with some items of OIT changed."""
        scores = json.loads((SCORES / name).read_text(encoding="utf-8"))
        scores["oit"] |= items
        path = self.folder / name
        path.write_text(json.dumps(scores), encoding="utf-8")
        return path

    def fixed(self, items, path):
        done = self.oit("score", "--fixed", items, path)
        return done.out[done.out.index("\nwith ") + 1:].splitlines()

    def test_the_procurement_of_a_real_town(self):
        self.assertEqual(
            self.fixed("o14,o15,o16,o17", TOWN),
            ["with o14, o15, o16, o17 fixed: oit 83.93 -> 93.93, "
             "total 89.94 -> 93.94  ผ่านดี"])

    def test_an_item_that_another_one_holds(self):
        path = self.scores("all-2568.json", o27=0, o28=0)
        self.assertEqual(
            self.fixed("o28", path),
            ["with o28 fixed: oit 75.00 -> 75.00, total 90.00 -> 90.00  ผ่าน",
             "  o28 gets nothing while o27 has 0"])

    def test_another_model_is_told_beside(self):
        path = self.scores("all-2568.json", o27=0, o28=0)
        self.assertEqual(
            self.fixed("o27, o28", path),
            ["with o27, o28 fixed: oit 75.00 -> 100.00, "
             "total 90.00 -> 100.00  ผ่านดีเยี่ยม",
             "  o27 4, o28 2: 6 points by item-points-2568"])

    def test_a_check_tells_what_mending_all_would_win(self):
        with self.server() as server:
            self.check(server.url, "--scores", TOWN)
        report = self.report()
        (what_if,) = report["scores"]["what_if"]
        lost = [name for name, score in
                json.loads(TOWN.read_text(encoding="utf-8"))["oit"].items()
                if score < 100]
        failing = [item["id"] for item in report["items"] if item["verdict"] in
                   ("missing", "incomplete", "stale")]
        self.assertEqual(what_if["items"],
                         [name for name in failing if name in lost])
        line = self.fixed(",".join(what_if["items"]), TOWN)[0]
        self.assertIn(f"-> {what_if['oit']:.2f}, ", line)
        self.assertIn(f"-> {what_if['total']:.2f} ", line)
        checklist = (self.out / "checklist.html").read_text(encoding="utf-8")
        self.assertIn(f"จะเป็น OIT {what_if['oit']:.2f} คะแนน", checklist)

    def test_another_year_is_joined_by_what_is_asked_for(self):
        with self.server() as server:
            self.check(server.url, "--scores", TOWN, "--year", 2568)
        report = self.report()
        (what_if,) = report["scores"]["what_if"]
        failing = {item["concept"]: item["id"] for item in report["items"]
                   if item["verdict"] in ("missing", "incomplete", "stale")}
        # o12 of 2568 asks for what o14 and o16 of 2567 did
        self.assertEqual(failing["proc_list"], "o12")
        self.assertLessEqual({"o14", "o16"}, set(what_if["items"]))
        self.assertNotIn("o12", what_if["items"])

    def test_items_that_are_none(self):
        for items, word in (("o36", '"o36"'), ("i1", '"i1"'), ("", '""'),
                            ("o1,", '""'), ("o1,o2,o1", "twice")):
            done = self.oit("score", "--fixed", items, TOWN)
            self.assert_exit(done, 64)
            self.assertIn(word, done.err)
            self.assertEqual(done.out, "")


main()
