#!/usr/bin/env python3
"""What the rule packs ask for, in words; what they do not know is told."""
import json

from harness import ROOT, Case, main

YEARS = ROOT / "rules/catalog/years"
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
        out = self.said("show", "--year", "2568", "o3")
        self.assertRegex(out, r"should .*\(map; recalled-unverified MEM\)")

    def test_what_cannot_be_shown_is_told(self):
        for words in (["show"], ["show", "--year", "2568"], ["match"],
                      ["show", "--concept", "nothing"], ["frob"],
                      ["show", "--year", "2568", "o99"],
                      ["show", "--year", "2568", "--concept", "news", "o4"]):
            done = self.rules(*words)
            self.assert_exit(done, 64)
            self.assertEqual(done.out, "")
            self.assertEqual(done.err.count("\n"), 1)


if __name__ == "__main__":
    main()
