#!/usr/bin/env python3
"""What the rule packs ask for, in words; what they do not know is told."""
import json
import shutil

from harness import ROOT, Case, main

CATALOG = ROOT / "rules/catalog"
YEARS = CATALOG / "years"
PACKS = {path.stem: json.loads(path.read_text(encoding="utf-8"))
         for path in sorted(YEARS.glob("*.json"))}


class Rules(Case):
    def rules(self, *words):
        return self.oit("rules", *words)

    def said(self, *words):
        done = self.rules(*words)
        self.assert_exit(done, 0)
        self.assertEqual(done.err, "")
        return done.out

    def test_a_line_for_each_pack(self):
        lines = self.said("list").splitlines()
        self.assertEqual([line.split("\t")[0] for line in lines], list(PACKS))
        for line, pack in zip(lines, PACKS.values()):
            self.assertIn(f'{len(pack["items"])} items', line)
            self.assertIn(pack["status"], line)
            self.assertTrue(line.endswith(
                f'\treplaces {pack["replaces"] or "none"}\t'
                + ", ".join(pack["agency_types"])), line)

    def test_a_line_for_each_item_of_a_pack(self):
        for year, pack in PACKS.items():
            lines = self.said("list", "--year", year).splitlines()
            self.assertEqual(
                [line.split("\t") for line in lines],
                [[item["id"], item["indicator"],
                  ",".join(ask["concept"] for ask in item["asks"]),
                  item["title"]] for item in pack["items"]])

    def test_the_numbers_of_a_concept_in_all_years(self):
        out = self.said("show", "--concept", "service_manual")
        for year, item in ("2566", "o15"), ("2567", "o11"), ("2568", "o9"):
            self.assertRegex(out, rf"(?m)^  {year}  {item} ")
        out = self.said("show", "--concept", "laws")
        self.assertRegex(out, r"(?m)^  2566  o6 ")
        self.assertRegex(out, r"(?m)^  2567  -$")

    def test_what_an_item_asks_for_and_how_sure_that_is(self):
        out = self.said("show", "--year", "2568", "o9")
        self.assertIn("คู่มือสำหรับประชาชน", out)
        self.assertRegex(out, r"must .*\(fee; confirmed S6\)")
        self.assertRegex(out, r"(?m)^  service_manual: current_state "
                              r"\(confirmed S1, S6\)$")
        out = self.said("show", "--year", "2568", "o3")
        self.assertRegex(out, r"should .*\(map; recalled-unverified MEM\)")
        for key, text in PACKS["2568"]["sources"].items():
            self.assertEqual(f"  {key:<8}  {text}\n" in out,
                             key in ("S1", "S4", "S5", "MEM"), key)

    def test_the_numbers_that_an_item_had_in_the_pack_before(self):
        for year, item, said in (
                ("2566", "o1", []),
                ("2568", "o1", ["replaces  o1 of 2567: โครงสร้าง",
                                "replaces  o3 of 2567: อำนาจหน้าที่"]),
                ("2567", "o14", ["replaces  none of 2566",
                                 "leads     proc_plan, o19 of 2566"])):
            head, *lines = self.said("show", "--year", year, item).splitlines()
            self.assertTrue(head.startswith(f"{item} of {year}: "), head)
            self.assertEqual([line[2:] for line in lines if line.startswith(
                ("  replaces", "  leads"))], said)

    def examples(self, *examples):
        """A catalogue with these examples alone."""
        folder = self.folder / "catalog"
        shutil.copytree(CATALOG, folder,
                        ignore=shutil.ignore_patterns("examples"))
        (folder / "examples").mkdir()
        path = folder / "examples/service_manual.json"
        path.write_text(json.dumps({"concept": "service_manual",
                                    "examples": examples}), encoding="utf-8")
        return ["test", "--rules", folder, "--year", "2568"]

    @staticmethod
    def example(verdict, **more):
        return {"id": "bare", "kind": "label_only", "expect": {
            "verdict": verdict}, "home": {"links": [
                {"text": "คู่มือสำหรับประชาชน"}]}, **more}

    def test_every_example_of_the_rules_comes_out_right(self):
        out = self.said("test")
        self.assertRegex(out, r"(?m)^answers \d+: .* failures 0$")
        some = self.said("test", "--year", "2568", "--concept", "news")
        self.assertRegex(some, r"(?m)^answers \d\d?: .* failures 0$")

    def test_an_example_that_comes_out_wrong_is_told(self):
        done = self.rules(*self.examples(self.example("pass")))
        self.assert_exit(done, 1)
        line, total = done.out.splitlines()
        self.assertTrue(line.startswith(
            "service_manual/bare: o9 of 2568: wanted pass, got missing "
            "label_only: "), line)
        self.assertEqual(total, "answers 1: as wanted 0, known misses 0, "
                                "failures 1")

    def test_a_known_miss_is_counted_and_must_be_one(self):
        known = self.example("pass", known_miss="not yet")
        done = self.rules(*self.examples(known))
        self.assert_exit(done, 0)
        self.assertIn("known miss: not yet: wanted pass, got missing",
                      done.out)
        self.assertIn("known misses 1, failures 0", done.out)
        shutil.rmtree(self.folder / "catalog")
        known["expect"]["verdict"] = "missing"
        done = self.rules(*self.examples(known))
        self.assert_exit(done, 1)
        self.assertIn("is met, and no known miss any more", done.out)

    def test_what_is_no_example_is_told(self):
        done = self.rules(*self.examples(self.example("fine")))
        self.assert_exit(done, 65)
        self.assertRegex(done.err,
                         r'service_manual.json:1: .*unknown verdict "fine"')

    def test_what_cannot_be_shown_is_told(self):
        year = ("--year", "2568")
        for words in (["show"], ["show", *year], ["match"], ["frob"], [],
                      ["show", "--concept", "nothing"],
                      ["show", *year, "o99"], ["show", *year, "o1", "o2"],
                      ["test", "--concept", "nothing"], ["what-if"],
                      ["show", *year, "--concept", "news", "o4"],
                      ["list", "o1"], ["lint", "o1"], ["test", "news"],
                      ["match", *year, "o1"]):
            done = self.rules(*words)
            self.assert_exit(done, 64)
            self.assertEqual(done.out, "")
            self.assertRegex(done.err, r"\Aoit: rules[: ].*\n\Z")
        done = self.rules("lint", "--now", "today")
        self.assert_exit(done, 64)
        self.assertIn('--now: "today" is no date', done.err)

    def test_a_year_without_a_pack_is_told(self):
        for words in ["list"], ["test"], ["show", "o1"], ["match"]:
            done = self.rules(*words, "--year", "2599")
            self.assert_exit(done, 65)
            self.assertEqual(done.out, "")
            self.assertRegex(
                done.err, r"\Aoit: .*2599.json: no rule pack of 2599\n\Z")


if __name__ == "__main__":
    main()
