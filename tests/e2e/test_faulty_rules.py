#!/usr/bin/env python3
"""Rules with a fault: its code, its file, its line and column are told.

Each fault is made in a copy of the rules; what is told of them without it does
not count.
"""
import re
import shutil
from collections import namedtuple

from harness import ROOT, Case, main

CATALOG = ROOT / "rules/catalog"
NOW = "2025-01-15"
Told = namedtuple("Told", "path line column severity code text")
Fault = namedtuple("Fault", "name old new at severity code text")

LABEL = '"ถ้อยคำที่ไม่มีใครใช้"'
LONGER = '"ถ้อยคำที่ไม่มีใครใช้มาก่อน"'

# old is a regular expression; at are the words where the fault is.
FAULTS = [
    Fault("concepts/news.json", '"role": "item"', '"role": item', "item,",
          "error", "R000", "expected a value"),
    Fault("concepts/news.json", '"home": true', '"home": true, "hoem": [1]',
          "[1]", "error", "R001", 'unknown key "hoem"'),
    Fault("examples/news.json", r'"lines": \[', '"lnies": ["ข"], "lines": [',
          '["ข"]', "error", "R001", 'unknown key "lnies"'),
    Fault("common.json", r'"drafts": \[', '"darfts": ["ข"], "drafts": [',
          '["ข"]', "error", "R001", 'unknown key "darfts"'),
    # Blanks and punctuation make no other wording.
    Fault("concepts/news.json", r'"labels": \[',
          '"labels": ["ประมวล จริยธรรม/พนักงานส่วนท้องถิ่น",', '"ประมวล จริย',
          "error", "R002", '"ethics_code"'),
    Fault("concepts/authority.json", r'"มาตรา \?[^"]*"', '"(มาตรา ?[0-9]+)*"',
          '"(มาตรา', "error", "R004", "repeats without end"),
    Fault("concepts/authority.json", r'"มาตรา \?[^"]*"', '"ม[0-9]+"',
          '"ม[', "warning", "R004", "no 5 letters in a row"),
    Fault("concepts/annual_report.json", '"fix": "[^"]*"', '"fix": "จัดทำ"',
          '"จัดทำ"', "warning", "R005", "has no {year}"),
    Fault("years/2568.json",
          r'("concept": "proc_list",\s*"period": )"first_6_months"',
          r'\1"unknown"', '{\n              "id": "months"', "error", "R005",
          'months "months"'),
    Fault("concepts/news.json", '"keep": "[^"]*"', '"keep": "later"',
          '"later"', "error", "R008", 'needs a Thai text "keep"'),
    Fault("measures/news.json", '"measure": "[^"]*"', '"measure": "Tell"',
          '"Tell"', "error", "R008", 'needs a Thai text "measure"'),
    Fault("concepts/satisfaction.json", r'\["พึงพอใจ"\]', '["ประจำปี"]',
          '{\n      "all"', "warning", "R009", "has this gist"),
    Fault("years/2567.json", '"replaces": 2566', '"replaces": null', "null",
          "warning", "R010", "there is the pack of 2566"),
    Fault("years/2568.json",
          r'(?s)"replaces": 2567(.*?)"from": "2024-10-01"',
          r'"replaces": 2566\1"from": "2023-10-01"', "2566", "warning", "R010",
          "as the pack of 2567 does"),
    Fault("years/2567.json", '"from": "2023-10-01"', '"from": "2023-10-02"',
          '"2023-10-02"', "warning", "R010", "of 2566 ends on 2023-09-30"),
    Fault("years/2568.json", '"version": "2568.1"', '"version": "2567.2"',
          '"2567.2"', "warning", "R010", 'version "2567.2"'),
]

# What the program itself refuses in the pack of 2567.
REFUSED = [
    ('"current_fy"', '"someday"', '"someday"', 'unknown period "someday"'),
    ('"replaces": 2566', '"replaces": 2565', "2565",
     "there is no rule pack of 2565"),
    # Neither itself nor a later one: no ring.
    ('"replaces": 2566', '"replaces": 2567', '2567,\n  "agency',
     "before 2567"),
    ('"replaces": 2566', '"replaces": 2568', "2568", "before 2567"),
    ('"replaces": 2566', '"replaces": "2566"', '"2566"', "before 2567"),
    (r'\s*"replaces": 2566,', "", "{", 'needs "replaces"'),
    ('"status": "stable"', '"status": "final"', '"final"', 'status "final"'),
    ('"to": "2024-09-30"', '"to": "2024-09-31"', '"2024-09-31"', "is no day"),
    ('"to": "2024-09-30"', '"to": "2023-09-30"', '{"from"', "before it begins"),
    ('"title_status": "confirmed"', '"title_status": "sure"', '"sure"',
     'unknown status "sure"'),
    (r'("level": "must",\s*"status": )"lao-page"', r'\1"practice"',
     '"must",\n              "status": "practice"',
     '"practice" cannot be a must'),
    (r'"source": \["S0"', '"source": ["S99"', '"S99"',
     'source "S99" is not described'),
    (r'"source": \["S0", "S9"\]', '"source": [ ]', "[ ]",
     "needs a source"),
]


def place(text, words):
    """Line and column where words begin, from 1."""
    before = text[:text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class FaultyRules(Case):
    whole = []

    def setUp(self):
        super().setUp()
        self.catalog = self.folder / "catalog"
        shutil.copytree(CATALOG, self.catalog)

    def change(self, name, old, new):
        path = self.catalog / name
        text = path.read_text(encoding="utf-8")
        text, n = re.subn(old, new, text, count=1)
        self.assertEqual(n, 1)
        path.write_text(text, encoding="utf-8")

    def told(self, catalog, status):
        done = self.oit("rules", "lint", "--rules", catalog, "--now", NOW)
        self.assert_exit(done, status)
        self.assertEqual(done.err, "")
        *lines, total = done.out.splitlines()
        found = []
        for line in lines:
            where, what = line.split(": ", 1)
            path, number, column = where.rsplit(":", 2)
            kind, text = what.split(": ", 1)
            found.append(Told(path.removeprefix(f"{catalog}/"), int(number),
                              int(column), *kind.split(), text))
        self.assertEqual([t[:3] for t in found],
                         sorted(t[:3] for t in found))
        self.assertEqual(total, ", ".join(
            f"{name}s {sum(t.severity == name for t in found)}"
            for name in ("error", "warning", "note")))
        return found

    def as_they_are(self):
        """What is told of the rules themselves: it is looked at once."""
        if not FaultyRules.whole:
            FaultyRules.whole = self.told(CATALOG, 0)
        return FaultyRules.whole

    def news(self, status):
        """What is told of the copy and not of the rules as they are."""
        old = {(t.path, t.code, t.text) for t in self.as_they_are()}
        return [t for t in self.told(self.catalog, status)
                if (t.path, t.code, t.text) not in old]

    def test_each_fault_is_told_with_its_place(self):
        for fault in FAULTS:
            with self.subTest(fault.code, name=fault.name):
                shutil.rmtree(self.catalog)
                shutil.copytree(CATALOG, self.catalog)
                self.change(fault.name, fault.old, fault.new)
                text = (self.catalog / fault.name).read_text(encoding="utf-8")
                found = self.news(fault.severity == "error")
                self.assertEqual(
                    {t[:5] for t in found},
                    {(fault.name, *place(text, fault.at), fault.severity,
                      fault.code)})
                for told in found:
                    self.assertIn(fault.text, told.text)

    def taken(self, status):
        return [t for t in self.news(status) if t.code == "R003"]

    def test_a_wording_that_takes_a_title_of_another_item(self):
        laws, news = "concepts/laws.json", "concepts/news.json"
        self.change(laws, '"title": "[^"]*"', f'"title": {LONGER}')
        self.change(news, r'"labels": \[', f'"labels": [{LABEL}, ')
        text = (self.catalog / news).read_text(encoding="utf-8")
        self.assertEqual([t[:4] for t in self.taken(1)],
                         [(news, *place(text, LABEL), "error")])
        # A longer wording of its own wins, ...
        self.change(laws, r'"labels": \[', f'"labels": [{LONGER}, ')
        self.assertEqual(self.taken(0), [])
        # ... and an excluded word takes the other out.
        self.change(laws, rf'"labels": \[{LONGER}, ', '"labels": [')
        self.assertEqual(len(self.taken(1)), 1)
        self.change(news, r'"exclude": \[', '"exclude": ["มาก่อน", ')
        self.assertEqual(self.taken(0), [])

    def test_what_the_program_refuses_comes_when_nothing_else_is_left(self):
        for old, new, at, text in REFUSED:
            with self.subTest(text):
                shutil.rmtree(self.catalog)
                shutil.copytree(CATALOG, self.catalog)
                self.change("years/2567.json", old, new)
                path = self.catalog / "years/2567.json"
                where = place(path.read_text(encoding="utf-8"), at)
                errors = [t for t in self.news(1) if t.severity == "error"]
                self.assertEqual([t[:5] for t in errors], [
                    ("years/2567.json", *where, "error", "R000")])
                self.assertIn(text, errors[0].text)

    def test_a_concept_without_examples(self):
        (self.catalog / "examples/news.json").unlink()
        self.assertEqual([t[:5] for t in self.news(1)], [
            ("concepts/news.json", 1, 1, "error", "R006")])

    def test_a_kind_of_example_that_is_lacking(self):
        path = self.catalog / "examples/news.json"
        text = path.read_text(encoding="utf-8")
        trap = '"kind": "trap"'
        for change, years in ((f'{trap}, "years": [2566, 2568]', "79"),
                              ('"kind": "other"', "6789")):
            path.write_text(text.replace(trap, change), encoding="utf-8")
            self.assertEqual(self.news(0), [
                ("examples/news.json", 1, 1, "warning", "R006",
                 f'no example of kind "trap" for the pack of 256{year}')
                for year in years])

    def test_the_rules_as_they_are_have_no_fault(self):
        self.assertEqual({t.severity for t in self.as_they_are()}, {"note"})

    def test_a_pack_that_has_ended_is_noted(self):
        found = [t for t in self.as_they_are() if t.code == "R007"]
        self.assertEqual([(t.path, t.severity) for t in found], [
            ("years/2566.json", "note"), ("years/2567.json", "note")])

    def test_a_folder_that_is_no_catalogue(self):
        done = self.oit("rules", "lint", "--rules", self.folder)
        self.assert_exit(done, 74)
        self.assertEqual(done.out, "")
        self.assertIn("concept.schema.json", done.err)


if __name__ == "__main__":
    main()
