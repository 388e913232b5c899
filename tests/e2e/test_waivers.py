#!/usr/bin/env python3
"""What the office says of items itself: waived, not applicable, attested."""
import hashlib
import json
import shutil

from harness import DEMO, ROOT, Case, main

OFFICE = json.loads((DEMO / "office.json").read_text(encoding="utf-8"))
SCAN = ROOT / "tests/cases/read/scan.pdf"
MANUAL = "คู่มือการให้บริการประชาชน"
MEASURES = ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
            "ปีงบประมาณ พ.ศ. 2568")
STEPS = ("<p>ชื่องาน การขออนุญาตก่อสร้าง ขั้นตอนการให้บริการ ตรวจคำขอและออกใบอนุญาต "
         "ระยะเวลา 7 วันทำการ ช่องทางการให้บริการ กองช่าง "
         "เอกสารหลักฐาน สำเนาบัตรประชาชน</p>") * 3
FEE = "<p>ค่าธรรมเนียม ฉบับละ 20 บาท</p>"


def page(title, body):
    return (f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}"
            f"</title></head><body><h1>{title}</h1>{body}</body></html>")


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Waivers(Case):
    def town(self, manual=STEPS):
        """A manual without its fees, and measures that are a scan."""
        text = "<p>เทศบาลให้บริการประชาชนในพื้นที่ทุกวันทำการ ยินดีต้อนรับ</p>" * 5
        self.manual = page(MANUAL, manual).encode()
        root = self.site({
            "/": page("หน้าแรก", f'{text}<a href="/manual">{MANUAL}</a>'
                      f'<a href="/measures.pdf">{MEASURES}</a>'),
            "/manual": self.manual.decode()})
        shutil.copy(SCAN, root / "root/scan")
        with (root / "map.txt").open("a") as lines:
            lines.write("/measures.pdf\t200\tapplication/pdf\tscan\n")
        return root

    def statement(self, **more):
        return {"reason": "ตามบันทึกสั่งการ", "by": "ปลัดเทศบาล",
                "until": "2025-09-30", **more}

    def written(self, **lists):
        path = self.folder / "office.json"
        path.write_text(json.dumps({**OFFICE, **lists}, ensure_ascii=False,
                                   indent=1), encoding="utf-8")
        return path

    def judge(self, root, now="2025-03-01", lists=None):
        """The run's items; lists(url) is what the office says."""
        shutil.rmtree(self.out, ignore_errors=True)
        with self.server(root) as server:
            options = ["--year", 2568, "--now", now]
            if lists:
                options += ["--office", self.written(**lists(server.url))]
            self.done = self.check(server.url, *options)
        return {item["id"]: item for item in self.report()["items"]}

    def vouched(self, url):
        """Two statements on documents as they were looked at."""
        return {"attestations": [
            self.statement(concept="service_manual", part="fee",
                           url=f"{url}manual", sha256=digest(self.manual)),
            self.statement(concept="measures", url=f"{url}measures.pdf#page=1",
                           sha256=digest(SCAN.read_bytes()).upper())]}

    def test_without_the_office_a_person_has_to_look(self):
        items = self.judge(self.town())
        self.assertEqual(items["o9"]["verdict"], "incomplete")
        self.assertEqual(items["o27"]["verdict"], "cannot_tell")
        self.assertNotIn("waivers", items["o9"])

    def test_who_has_looked_vouches_for_an_item_or_a_part(self):
        items = self.judge(self.town(), lists=self.vouched)
        for name in ("o9", "o27"):
            item = items[name]
            self.assertEqual((item["verdict"], item["reason_code"]),
                             ("attested", "office"))
            self.assertEqual([(w["verdict"], w["state"])
                              for w in item["waivers"]],
                             [("attested", "holds")])
            for word in ("ปลัดเทศบาล", "30 กันยายน 2568", "ตามบันทึกสั่งการ"):
                self.assertIn(word, item["reason"])
        parts = {part["id"]: part["verdict"] for part in items["o9"]["parts"]}
        self.assertEqual(parts.pop("fee"), "attested")
        self.assertEqual(set(parts.values()), {"pass"})
        self.assertIsNone(items["o9"]["points_at_stake"]["ita"])
        self.assertEqual(self.report()["totals"]["attested"], 2)
        self.assertIn(", 2 attested", self.done.out)
        measures = self.report()["plan"]["measures"]
        self.assertFalse([m for m in measures if m["item"] in ("o9", "o27") and
                          m["kind"] in ("finding", "checking")])

    def test_it_falls_away_when_the_document_changes(self):
        self.town()
        looked_at = self.manual
        root = self.town(STEPS + "<p>แก้ไขแล้ว</p>")
        self.manual = looked_at
        items = self.judge(root, lists=self.vouched)
        self.assertEqual(items["o9"]["verdict"], "incomplete")
        self.assertEqual(items["o9"]["waivers"][0]["state"], "changed")
        self.assertTrue([a for a in items["o9"]["advice"] if "รับรองใหม่" in a])
        self.assertEqual(items["o27"]["verdict"], "attested")

    def test_it_is_not_believed_of_a_document_that_was_not_seen(self):
        items = self.judge(self.town(), lists=lambda url: {"attestations": [
            self.statement(concept="measures", url=f"{url}other.pdf",
                           sha256=digest(SCAN.read_bytes()))]})
        self.assertEqual(items["o27"]["verdict"], "cannot_tell")
        self.assertEqual(items["o27"]["waivers"][0]["state"], "unseen")

    def test_what_the_site_shows_needs_nobody(self):
        items = self.judge(self.town(STEPS + FEE), lists=self.vouched)
        self.assertEqual(items["o9"]["verdict"], "pass")
        self.assertEqual(items["o9"]["waivers"][0]["state"], "unneeded")

    def lists(self, _):
        return {"waivers": [self.statement(item="o21", year=2568),
                            self.statement(item="o21", year=2567)],
                "not_applicable": [self.statement(concept="forms"),
                                   self.statement(concept="ac_plan")]}

    def test_waived_until_its_day_and_no_longer(self):
        root = self.town()
        items = self.judge(root, "2025-09-30", self.lists)
        self.assertEqual(items["o21"]["verdict"], "waived")
        self.assertEqual(len(items["o21"]["waivers"]), 1)
        self.assertEqual(items["o25"]["verdict"], "not_applicable")
        items = self.judge(root, "2025-10-01", self.lists)
        for name in ("o21", "o25"):
            self.assertEqual(items[name]["verdict"], "missing")
            self.assertEqual(items[name]["waivers"][0]["state"], "expired")
            self.assertTrue([advice for advice in items[name]["advice"]
                             if "สิ้นสุดเมื่อวันที่ 30 กันยายน 2568" in advice])

    def test_the_papers_list_what_was_said(self):
        self.judge(self.town(), "2025-09-30", self.lists)
        papers = {name: (self.out / name).read_text(encoding="utf-8")
                  for name in ("checklist.html", "plan.html")}
        self.assertIn("การยกเว้นและการรับรองตามแฟ้มหน่วยงาน", papers["checklist.html"])
        self.assertIn("ได้รับการยกเว้น ถึงวันที่ 30 กันยายน 2568 โดยปลัดเทศบาล: "
                      "ตามบันทึกสั่งการ", papers["checklist.html"])
        self.assertIn("รับรอง ยกเว้น หรือไม่ใช้ (2)</h2>", papers["checklist.html"])
        self.assertIn("ได้รับการยกเว้น ถึงวันที่ ๓๐\u00a0กันยายน ๒๕๖๘ โดยปลัดเทศบาล: "
                      "ตามบันทึกสั่งการ (ใช้อยู่)", papers["plan.html"])
        self.assertIn("ไม่กำหนดเป็นมาตรการ", papers["plan.html"])
        done = self.oit("explain", self.out, "o21")
        self.assertIn("waived by ปลัดเทศบาล until 2025-09-30", done.out)
        self.assert_exit(self.oit("report", self.out), 0)
        for name, text in papers.items():
            self.assertEqual(
                (self.out / name).read_text(encoding="utf-8"), text)

    def test_a_bad_statement_ends_the_run_before_it_begins(self):
        bad = (({"waivers": [self.statement(item="o29", year=2568)]},
                ("waivers[0].item", '"o29" is no item of 2568')),
               ({"waivers": [self.statement(concept="forms"),
                             self.statement(concept="from")]},
                ("waivers[1].concept", '"from" is no concept')),
               ({"waivers": [self.statement(concept="forms", until="2568")]},
                ("waivers[0].until", '"2568" is no date')),
               ({"waivers": [self.statement(concept="forms", reason="")]},
                ("waivers[0].reason", "is empty")),
               ({"attestations": [self.statement(concept="forms")]},
                ("attestations[0]", '"url" is missing')))
        with self.server() as server:
            for lists, words in bad:
                path = self.written(**lists)
                done = self.check(server.url, "--year", 2568, "--office", path)
                self.assert_exit(done, 65)
                self.assertIn(f"{path}:", done.err)
                for word in words:
                    self.assertIn(word, done.err)
            self.assertEqual(server.requests(), [])
        self.assert_nothing()


main()
