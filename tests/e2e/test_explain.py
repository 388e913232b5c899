#!/usr/bin/env python3
"""What a verdict rests on is told from the report alone, item by item."""
import json

from harness import ROOT, Case, main

SAMPLE = json.loads(
    (ROOT / "tests/cases/reports/sample.json").read_text(encoding="utf-8"))


class Explain(Case):
    def explain(self, item, report=SAMPLE):
        (self.folder / "report.json").write_text(
            json.dumps(report, ensure_ascii=False), encoding="utf-8")
        return self.oit("explain", str(self.folder), item)

    def test_all_that_the_report_says_of_an_item(self):
        for item in SAMPLE["items"]:
            done = self.explain(item["id"])
            self.assert_exit(done, 0)
            self.assertEqual(done.err, "")
            texts = [item["title"], item["verdict"], item["reason_code"],
                     *item["sought"], *item["advice"]]
            texts += [part["text"] for part in item["parts"]]
            texts += [e[key] for e in item["evidence"]
                      for key in ("url", "anchor", "quote")]
            texts += [n[key] for n in item["near_misses"]
                      for key in ("url", "why", "detail")]
            if item["verdict"] != "pass":
                texts += [item["where"], item["fix"], item["done_when"]]
            for text in texts:
                self.assertIn(text, done.out)

    def test_what_a_site_says_cannot_steer_the_terminal(self):
        report = json.loads(json.dumps(SAMPLE))
        item = next(i for i in report["items"] if i["evidence"])
        item["evidence"][0]["title"] = "\x1b[2Jก\u202eข\rok\n9"
        done = self.explain(item["id"], report)
        self.assert_exit(done, 0)
        self.assertNotRegex(done.out, "[\x1b\r\u202e]")
        self.assertIn("[2Jก", done.out)
        self.assertNotRegex(done.out, "(?m)^9")

    def test_an_item_is_named_as_the_lists_print_it(self):
        self.assertEqual(self.explain("O13").out, self.explain("o13").out)

    def test_what_is_not_there_is_told(self):
        done = self.explain("o99")
        self.assert_exit(done, 64)
        self.assertIn("o99: no item of 2567", done.err)
        (self.folder / "report.json").unlink()
        done = self.oit("explain", str(self.folder), "o1")
        self.assert_exit(done, 74)
        self.assertIn(str(self.folder / "report.json"), done.err)


if __name__ == "__main__":
    main()
