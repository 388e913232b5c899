#!/usr/bin/env python3
"""The plan alone is written again, and what contradicts in one is found: in a
real one, noted down, each of its slips."""
import json
import os
import shutil
import zipfile

from harness import ROOT, Case, main

SAMPLE = ROOT / "tests/cases/reports/sample.json"
REAL = ROOT / "tests/cases/plan/real-2568.json"
FOUND = REAL.with_suffix(".txt")
SCHEMA = ROOT / "rules/catalog/schema/plan.schema.json"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


class Plan(Case):
    def run_folder(self):
        folder = self.folder / "run"
        folder.mkdir()
        shutil.copy(SAMPLE, folder / "report.json")
        return folder

    def lint(self, plan):
        path = self.folder / "plan.json"
        path.write_text(json.dumps(plan, ensure_ascii=False, indent=1),
                        encoding="utf-8")
        return self.oit("plan", "lint", path)

    def test_each_slip_of_a_real_plan_is_found(self):
        done = self.oit("plan", "lint", REAL)
        self.assert_exit(done, 1)
        self.assertEqual(done.err, "")
        if os.environ.get("OIT_UPDATE") == "1":
            FOUND.write_text(done.out, encoding="utf-8")
        self.assertEqual(done.out, FOUND.read_text(encoding="utf-8"))

    def test_the_plan_noted_down_is_as_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        jsonschema.validate(read(REAL), read(SCHEMA))

    def test_what_is_mended_is_found_no_more(self):
        plan = read(REAL)
        plan["issues"][5]["rows"] = [
            row for row in plan["issues"][5]["rows"] if row["id"] != "o15"]
        plan["indicators"]["1"] = 92.53
        done = self.lint(plan)
        self.assert_exit(done, 1)
        self.assertNotIn("item_twice", done.out)
        self.assertNotIn("92.23", done.out)

    def test_a_plan_of_a_run_contradicts_itself_nowhere(self):
        report = read(SAMPLE)
        for item in ("i3", "e9"):
            issue = next(row["issue"] for row in report["scores"]["rows"]
                         if row["id"] == item)
            report["plan"]["measures"].append({
                **report["plan"]["measures"][0], "kind": "score",
                "issue": issue, "item": item, "item_title": "",
                "concept": ""})
        done = self.lint(report)
        self.assert_exit(done, 0)
        self.assertEqual(done.out + done.err, "")

    def test_of_a_run_folder_the_report_is_read(self):
        done = self.oit("plan", "lint", self.run_folder())
        self.assertEqual(done, self.oit("plan", "lint", SAMPLE))
        self.assert_exit(done, 1)

    def test_bad_input_is_named(self):
        plan = read(REAL)
        plan["issues"][0]["rows"][0]["points"] = 1
        done = self.lint(plan)
        self.assert_exit(done, 65)
        self.assertIn('key "issues[0].rows[0].points"', done.err)
        plan = read(REAL)
        plan["total"] = 101
        done = self.lint(plan)
        self.assert_exit(done, 65)
        self.assertIn('key "total": must be from 0 to 100', done.err)
        for key, word in (("part", "eit"), ("class", "low")):
            plan = read(REAL)
            plan["issues"][1]["analysis"][0][key] = word
            done = self.lint(plan)
            self.assert_exit(done, 65)
            self.assertIn(f'"{word}" is no {key}', done.err)
        self.assert_exit(self.lint({"schema": "oit-plan/2"}), 65)
        self.assert_exit(self.oit("plan", "lint", self.folder / "none"), 74)
        done = self.oit("plan", "lint")
        self.assert_exit(done, 64)
        self.assertIn("oit: plan lint: needs RUN", done.err)
        done = self.oit("plan", "mend", REAL)
        self.assert_exit(done, 64)
        self.assertIn('unknown verb "mend"', done.err)
        done = self.oit("plan", "--follow", self.folder, "lint", REAL)
        self.assert_exit(done, 64)

    def test_a_year_without_a_pack_is_said(self):
        plan = read(REAL)
        plan["assessed_year"], plan["year"] = 2601, 2602
        done = self.lint(plan)
        self.assert_exit(done, 1)
        self.assertIn("no rule pack of 2601", done.err)
        self.assertNotIn("figure", done.out)

    def test_the_plan_alone_is_written(self):
        folder = self.run_folder()
        self.assert_exit(self.oit("report", folder), 0)
        whole = {path.name: path.read_bytes() for path in folder.iterdir()}
        for name in whole.keys() - {"report.json"}:
            (folder / name).unlink()
        self.assert_exit(self.oit("plan", folder), 0)
        self.assertEqual({path.name for path in folder.iterdir()},
                         {"report.json", "plan.docx", "plan.html"})
        for path in folder.iterdir():
            self.assertEqual(path.read_bytes(), whole[path.name])

    def test_an_earlier_plan_is_followed_up(self):
        earlier, now = self.run_folder(), self.folder / "now"
        now.mkdir()
        report = read(SAMPLE)
        report["started"] = "2025-10-20T02:00:00+07:00"
        passed = next(i for i in report["items"] if i["id"] == "o9")
        passed["verdict"] = "pass"
        passed["evidence"] = [{"url": "https://www.donfasai.example/o9-2568"}]
        (now / "report.json").write_text(json.dumps(report), encoding="utf-8")
        first = self.oit("plan", "--follow", earlier, now)
        self.assert_exit(first, 0)
        self.assertEqual(first.out + first.err, "")
        self.assertEqual({path.name for path in now.iterdir()},
                         {"report.json", "report-measures.docx"})
        with zipfile.ZipFile(now / "report-measures.docx") as paper:
            text = paper.read("word/document.xml").decode()
        failing = [m for m in report["plan"]["measures"]
                   if m["kind"] == "finding" and m["item"] != "o9"]
        self.assertEqual(text.count(">ยังไม่แก้ไข: "), len(failing))
        # the head of the counts, and the measure for o9
        self.assertEqual(text.count(">แก้ไขแล้ว<"), 1 + 1)
        self.assertIn(">https://www.donfasai.example/o9-2568<", text)
        whole = (now / "report-measures.docx").read_bytes()
        self.assert_exit(self.oit("plan", "--follow", earlier, now), 0)
        self.assertEqual((now / "report-measures.docx").read_bytes(), whole)

    def test_what_came_before_the_plan_does_not_follow_it(self):
        earlier, now = self.run_folder(), self.folder / "now"
        now.mkdir()
        report = read(SAMPLE)
        report["started"] = "2020-10-20T02:00:00+07:00"
        (now / "report.json").write_text(json.dumps(report), encoding="utf-8")
        done = self.oit("plan", "--follow", earlier, now)
        self.assert_exit(done, 65)
        self.assertIn("before the plan of", done.err)
        self.assertFalse((now / "report-measures.docx").exists())

    def test_a_run_without_a_report_is_named(self):
        done = self.oit("plan", self.folder)
        self.assert_exit(done, 74)
        self.assertIn("report.json", done.err)


main()
