#!/usr/bin/env python3
"""Rules that ask something else of another type of agency."""
import json
import shutil

from harness import DEMO, ROOT, Case, main, page

CATALOG = ROOT / "rules/catalog"
OFFICE = json.loads((DEMO / "office.json").read_text(encoding="utf-8"))
HEADS = {"municipality": ("นายกเทศมนตรี", "ปลัดเทศบาล"),
         "sao": ("นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล")}


def changed(path, change):
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1),
                    encoding="utf-8")


class Agencies(Case):
    def setUp(self):
        super().setUp()
        self.catalog = self.folder / "catalog"
        shutil.copytree(CATALOG, self.catalog)
        self.pack = self.catalog / "years/2567.json"
        self.office = self.folder / "office.json"

    def ask(self, pack):
        return next(ask for item in pack["items"] for ask in item["asks"]
                    if ask["concept"] == "executives")

    def differ(self):
        """Both sides of the office: each type has its own posts."""
        def concept(data):
            data["parts"] += [
                {"id": f"heads_of_{kind}", "text": "ผู้บริหารทั้งสองฝ่าย",
                 "all": [[post] for post in posts]}
                for kind, posts in HEADS.items()]

        def pack(data):
            data["agency_types"] = list(HEADS)
            ask = self.ask(data)
            ask["parts"] = [
                {"id": f"heads_of_{kind}", "level": "must",
                 "status": "confirmed", "source": ["S9"], "only_for": [kind]}
                for kind in HEADS]

        changed(self.catalog / "concepts/executives.json", concept)
        changed(self.pack, pack)

    def site_of(self, kind):
        head, clerk = HEADS[kind]
        posts = "".join(
            f"<li>นายสมชาย ใจดี {post} โทร. 0 4535 1234</li>"
            for post in (head, f"รอง{head}", clerk, f"รอง{clerk}"))
        return self.site({
            "/": page("หน้าแรก").replace(
                "</body>", '<a href="/heads">ข้อมูลผู้บริหาร</a></body>'),
            "/heads": "<!DOCTYPE html><meta charset=utf-8><title>ข้อมูลผู้บริหาร"
                      f"</title><h1>ข้อมูลผู้บริหาร</h1><ul>{posts}</ul>"})

    def judge(self, root, kind):
        """The item of the executives, by what is asked of such an agency."""
        shutil.rmtree(self.out, ignore_errors=True)
        office = OFFICE | ({"agency_type": kind} if kind else {})
        self.office.write_text(json.dumps(office, indent=1), encoding="utf-8")
        with self.server(root) as server:
            self.done = self.check(server.url, "--rules", self.catalog,
                                   "--office", self.office)
        if not self.out.exists():
            return None
        self.rules = self.report()["rules"]
        (item,) = [item for item in self.report()["items"]
                   if item["concept"] == "executives"]
        return item["verdict"], [part["id"] for part in item["parts"]]

    def test_of_each_type_is_asked_what_it_has(self):
        self.differ()
        digests = set()
        for town in HEADS:
            root = self.site_of(town)
            for kind in HEADS:
                self.assertEqual(self.judge(root, kind), (
                    "pass" if kind == town else "incomplete",
                    [f"heads_of_{kind}"]))
                self.assertEqual(self.rules["agency_type"], kind)
                digests.add(self.rules["sha256"])
        self.assertEqual(len(digests), len(HEADS))

    def test_a_type_that_is_not_named_is_the_first_of_the_pack(self):
        self.differ()
        self.assertEqual(self.judge(self.site_of("municipality"), None),
                         ("pass", ["heads_of_municipality"]))

    def test_a_run_is_judged_again_as_that_of_its_type(self):
        self.differ()
        self.judge(self.site_of("sao"), "sao")
        done = self.oit("rules", "what-if", "--rules", self.catalog, "--rule",
                        self.catalog, "--over", self.out)
        self.assert_exit(done, 0)

    def test_a_type_that_the_rules_do_not_have_is_told(self):
        self.assertIsNone(self.judge(self.site_of("sao"), "sao"))
        self.assert_exit(self.done, 65)
        text = self.office.read_text(encoding="utf-8")
        line = text[:text.index('"agency_type"')].count("\n") + 1
        self.assertEqual(
            self.done.err, f'oit: {self.office}:{line}: key "agency_type": '
            '"sao" is no agency type of the rules of 2567, which have '
            'municipality\n')

    def test_whom_something_is_asked_of_is_shown(self):
        self.differ()
        words = ("--rules", self.catalog)
        out = self.oit("rules", "list", *words).out
        self.assertRegex(out, r"(?m)^2567\t.*\tmunicipality, sao$")
        out = self.oit("rules", "show", *words, "--year", "2567", "o2").out
        self.assertRegex(out, r"\(heads_of_municipality; confirmed S9\) "
                              "only for municipality\n")
        self.assertNotIn("heads_of_sao", out)

    def test_what_is_asked_of_nobody_is_told(self):
        self.differ()
        for value, text in ((["pao"], '"pao" is no agency type of the pack'),
                            ([], "names no agency type")):
            changed(self.pack, lambda pack, types=value: self.ask(
                pack)["parts"][1].update(only_for=types))
            done = self.oit("rules", "list", "--rules", self.catalog)
            self.assert_exit(done, 65)
            self.assertIn(f'{self.pack.name}:', done.err)
            self.assertIn(text, done.err)

    def test_an_item_that_asks_one_type_for_nothing_is_told(self):
        self.differ()
        changed(self.pack, lambda pack: self.ask(pack).update(
            only_for=["municipality"]))
        done = self.oit("rules", "lint", "--rules", self.catalog)
        self.assert_exit(done, 1)
        self.assertRegex(done.out, r'2567.json:\d+:\d+: error R000: .* asks for '
                                   'nothing of agencies of type "sao"\n')


if __name__ == "__main__":
    main()
