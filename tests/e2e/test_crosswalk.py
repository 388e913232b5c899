#!/usr/bin/env python3
"""Last year's scores meet this year's findings by what an item asks for,
whatever its number is in either year."""
import csv
import io
import json

from harness import ROOT, Case, main

FAILING = ("missing", "incomplete", "stale")
WANTING = FAILING + ("cannot_tell",)


def pack(year):
    """{item: the concepts it asks for}"""
    path = ROOT / f"rules/catalog/years/{year}.json"
    items = json.loads(path.read_text(encoding="utf-8"))["items"]
    return {item["id"]: [ask["concept"] for ask in item["asks"]]
            for item in items}


def renumbered(concepts, year):
    """The item of that year which asks for the first of the concepts that is
    asked for at all."""
    for concept in concepts:
        for item, asked in pack(year).items():
            if concept in asked:
                return item
    return ""


class Crosswalk(Case):
    def scores(self, year, path):
        """A form in which every item of OIT lost half of its points."""
        done = self.oit("score", "template", "--year", year, path)
        self.assert_exit(done, 0)
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for row in rows:
            if row[1][:1] in "ieo" and row[1][1:].isdigit():
                row[3] = "50" if row[0] == "OIT" else "100"
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    def checked(self, archive, assessed, year):
        """The report of that year, with the scores of another."""
        out = self.folder / f"{assessed}-{year}"
        done = self.oit("check", "--from", archive, "--year", year, "--now",
                        "2024-03-01", "--scores",
                        self.scores(assessed, out.with_suffix(".csv")),
                        "--out", out)
        self.assertIn(done.status, (0, 1, 2), done.err)
        return self.report(out)

    def assert_joined(self, report, assessed):
        year = report["rules"]["year"]
        self.assertEqual(report["plan"]["assessed_year"], assessed)
        verdicts = {item["id"]: item["verdict"] for item in report["items"]}
        rows = {row["id"]: row for row in report["scores"]["rows"]
                if row["part"] == "oit"}
        own = {measure["item"]: measure
               for measure in report["plan"]["measures"]
               if measure["kind"] == "score" and measure["item_title"]}
        self.assertEqual(set(rows), set(pack(assessed)))
        for item, concepts in pack(assessed).items():
            now = renumbered(concepts, year)
            self.assertEqual(rows[item]["check_item"], now, item)
            # what this check found wanting has its row under this number
            self.assertEqual(item in own, verdicts.get(now) not in WANTING,
                             item)
        for item, measure in own.items():
            self.assertEqual(measure["item_year"], assessed)
            self.assertEqual(
                measure["plan_item"],
                renumbered(pack(assessed)[item], assessed + 1))
        return own

    def test_scores_and_findings_meet_whatever_the_years(self):
        with self.server() as server:
            self.check(server.url)
        # the last pair is a plan for the year after that of the check
        for assessed, year in ((2566, 2567), (2567, 2568), (2568, 2569),
                               (2567, 2567)):
            report = self.checked(self.out / "site.warc.gz", assessed, year)
            own = self.assert_joined(report, assessed)
            found = [measure for measure in report["plan"]["measures"]
                     if measure["kind"] in ("finding", "checking")]
            self.assertTrue(own and found)
            for measure in found:
                self.assertEqual(measure["item_year"], year)
                self.assertEqual(
                    measure["plan_item"],
                    renumbered(pack(year)[measure["item"]], assessed + 1))
        self.assert_numbers_have_their_years("2567-2568")

    def assert_numbers_have_their_years(self, run):
        text = (self.folder / run / "plan.html").read_text(
            encoding="utf-8").replace("\u00a0", " ")
        self.assertIn("๐๓ ของปี ๒๕๖๗ ซึ่งตรงกับข้อ ๐๑ ของปี ๒๕๖๘", text)
        self.assertIn("๐๑๕ ของปี ๒๕๖๗ ประกาศ", text)
        self.assertRegex(text, "ตามข้อ ๐[๐-๙]+ ของปี ๒๕๖๘: ")


main()
