#!/usr/bin/env python3
"""Points at stake, and an item that falls with another one."""
from harness import Case, main

REPORT = ("รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
          "ประจำปี พ.ศ. 2567")
LINE = ("<p>ผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        "ปีงบประมาณ พ.ศ. 2567 ดำเนินการแล้วเสร็จทุกมาตรการ</p>")


def page(title, body):
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}"
            f"</title></head><body><h1>{title}</h1>{body}</body></html>")


class Stakes(Case):
    def setUp(self):
        super().setUp()
        text = "<p>เทศบาลให้บริการประชาชนในพื้นที่ทุกวันทำการ ยินดีต้อนรับ</p>" * 5
        root = self.site({
            "/": page("หน้าแรก", f'{text}<a href="/report">{REPORT}</a>'),
            "/report": page(REPORT, LINE * 4)})
        with self.server(root) as server:
            self.check(server.url, "--year", 2568, "--now", "2025-03-01")
        self.items = {item["id"]: item for item in self.report()["items"]}

    def test_an_item_that_is_there_falls_with_the_one_it_reports_on(self):
        o27, o28 = self.items["o27"], self.items["o28"]
        self.assertEqual((o27["verdict"], o27["blocked_by"]), ("missing", []))
        self.assertEqual((o28["verdict"], o28["blocked_by"]),
                         ("pass", ["o27"]))

    def test_points_are_told_by_both_models(self):
        model = self.report()["rules"]["score_model"]
        for name, other in (("o27", 4), ("o28", 2)):
            self.assertEqual(
                self.items[name]["points_at_stake"],
                {"model": model, "ita": 5,
                 "others": [{"model": "item-points-2568", "points": other}]})
        self.assertEqual(self.items["o26"]["points_at_stake"].keys(),
                         {"model", "ita"})

    def test_the_papers_say_so(self):
        checklist = (self.out / "checklist.html").read_text(encoding="utf-8")
        o28 = checklist[checklist.index('id="o28"'):]
        o28 = o28[:o28.index("</article>")]
        self.assertIn("ข้อนี้จะไม่ได้คะแนน หากข้อ O27 ยังไม่ผ่าน", o28)
        self.assertIn("ประมาณ 5.000 คะแนน ITA", o28)
        self.assertIn("2.000 คะแนน ตามวิธีคิดคะแนนรายข้อ (item-points-2568)",
                      o28)
        plan = (self.out / "plan.html").read_text(encoding="utf-8")
        self.assertIn("หากข้อนี้ไม่ผ่าน ข้อ\u00a0๐๒๘ จะไม่ได้คะแนนด้วย", plan)

    def test_the_explanation_says_so(self):
        done = self.oit("explain", self.out, "o28")
        self.assertIn("blocked by    o27", done.out)
        self.assertIn("5.000 points by mean-of-groups-2567", done.out)
        self.assertIn("2.000 points by item-points-2568", done.out)


main()
