#!/usr/bin/env python3
"""Pages of which scripts make a part: what they would show was not seen, and
what they are told to show is looked at."""
from harness import Case, main, page
from papers import page_of, words

ITEMS = ("โครงสร้าง", "ข้อมูลผู้บริหาร", "อำนาจหน้าที่", "Q&A",
         "แผนยุทธศาสตร์หรือแผนพัฒนาหน่วยงาน", "คู่มือการปฏิบัติงาน")
GET = "<script>$.get('/list', rows => $('#rows').html(rows))</script>"
OTHERS = [f"/news/{name}" for name in "abcdefghijklmnop"]
MENU = "".join(f'<a href="{path}">ข่าว</a>' for path in ("/", *OTHERS[:3]))


def bare(words, more):
    return (f"<!DOCTYPE html><meta charset=utf-8><title>{words}</title>"
            f"<nav>{MENU}</nav><h1>{words}</h1>{more}")


class Scripted(Case):
    def crawl(self, pages, links, files=()):
        home = page("หน้าแรก", *OTHERS).replace("<ul>", f"<ul>{links}")
        root = self.site({"/": home} | pages | {
            path: page(f"ข่าว {path}", "/", "/", "/") for path in OTHERS})
        with (root / "map.txt").open("a") as lines:
            for path in files:
                name = path.replace("/", "-")
                (root / "root" / name).write_bytes(page_of(words(3)))
                lines.write(f"{path}\t200\tapplication/pdf\t{name}\n")
        with self.server(root) as server:
            self.check(server.url)
        self.assert_whole()

    def verdicts(self):
        """{title: (verdict, reason)}"""
        return {item["title"]: (item["verdict"], item["reason_code"])
                for item in self.report()["items"]}

    def judge(self, *bodies):
        """What is said of items behind whose labels these stand."""
        self.crawl({f"/item/{number}": bare(ITEMS[number], body)
                    for number, body in enumerate(bodies)},
                   "".join(f'<li><a href="/item/{number}">{words}</a>'
                           for number, words in enumerate(ITEMS)))
        verdicts = self.verdicts()
        return [verdicts[words] for words in ITEMS[:len(bodies)]]

    def test_a_list_that_a_script_fills_was_not_seen(self):
        self.assertEqual(set(self.judge(
            f"<div id=rows>กำลังโหลด...</div>{GET}",
            f"<table id=rows><thead><tr><th>ชื่อ<th>ตำแหน่ง</table>{GET}",
            "<div id=app></div><script src=/app.js></script>",
            "<ul><li>{{row.name}}</ul><script src=/app.js></script>")),
            {("cannot_tell", "needs_script")})
        self.assertIn("needs_script", self.oit(
            "explain", self.out, "o1").out)

    def test_a_bare_page_beside_other_scripts_is_bare(self):
        self.assertEqual(set(self.judge(
            "", "<div id=rows></div><script src=/menu.js></script>",
            f"<p>เร็ว ๆ นี้</p>{GET}",
            f"<footer><div id=rows></div></footer>{GET}")),
            {("missing", "label_only")})

    def test_a_script_that_leads_on_is_followed(self):
        """To another page; to itself again there is nothing to see."""
        jump = "<!DOCTYPE html><script>{}location = '{}'</script>"
        leave = "document.cookie = 'seen=1'; "
        self.crawl({"/in": jump.format(leave, "/inside"),
                    "/inside": page("ข้างใน"),
                    "/year": jump.format("", "/year?of=2567"),
                    "/year?of=2567": page("ปี 2567"),
                    "/again": jump.format(leave, "/again?seen"),
                    "/again?seen": jump.format(leave, "/again?seen"),
                    "/program": jump.format("", "/inside#/plan")},
                   "".join(f'<li><a href="{path}">{path}</a>' for path in
                           ("/in", "/year", "/again", "/program")))
        outcomes = self.outcomes()
        for path in "/in", "/inside", "/year", "/year?of=2567":
            self.assertEqual(outcomes[path], "ok", path)
        for path in "/again", "/again?seen", "/program":
            self.assertEqual(outcomes[path], "needs_script", path)

    def test_a_program_that_broke_down_behind_its_menus_is_no_page(self):
        broken = ("<p>เทศบาลตำบลให้บริการประชาชนในพื้นที่</p>\n" * 40
                  + "<b>Fatal error</b>: Uncaught Error in <b>/db.php</b>")
        self.assertEqual(self.judge(broken), [("cannot_tell", "error")])

    def test_what_viewers_and_lists_are_told_to_show_is_looked_at(self):
        files = [f"/files/{number}.pdf" for number in range(1, 6)]
        pages = {
            "/books": bare("หนังสือ", "<div class=book source=/files/1.pdf>"
                           '</div><div data-pdf="/files/2.pdf"></div>'),
            "/flip": bare("หนังสือ", "<div id=a></div><script>flip({"
                          r'"pdf":"\/files\/3.pdf"})</script>'),
            "/open": bare("หนังสือ", '<a href="#" onclick="openPdf('
                          "'files/4.pdf')\">เปิด</a>"),
            "/lazy": bare("หนังสือ", '<iframe data-src="/files/5.pdf">'
                          "</iframe>"),
            "/years": bare("ปี", '<select onchange="location=this.value">'
                           '<option value="#">เลือก<option value="/2566">'
                           '2566</select>'),
            "/2566": page("ปี 2566"),
            "/rows": bare("แถว", '<table><tr data-href="/row?id=1"><td>ก'
                          "</table>"),
            "/row?id=1": page("แถว")}
        self.crawl(pages, "".join(f'<li><a href="{path}">{path}</a>'
                                  for path in list(pages)[:5] + ["/rows"]),
                   files)
        outcomes = self.outcomes()
        for path in files + ["/2566", "/row?id=1"]:
            self.assertEqual(outcomes.get(path), "ok", path)


main()
