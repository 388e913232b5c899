"""The systems that Thai town websites are made with, eight of them."""
from html import escape

from .shell import link, thai_date
from .skin import Skin

LINK_WORDS = ("คลิกที่นี่", "ดูรายละเอียด", "ดาวน์โหลด", "เปิด")


def number_of(item, style):
    """The number of an item as websites write it."""
    digits = item[1:]
    return {"plain": item, "capital": f"O{digits}", "dot": f"O.{digits}",
            "thai": f"ข้อ {digits}", "zero": f"0{digits}",
            "oit": f"OIT{digits}", "none": ""}[style]


class Table(Skin):
    """A page with the table of the assessment; rows lead to lists."""

    def __init__(self, town, store):
        super().__init__(town, store)
        self.style = self.rng.choice(("plain", "capital", "dot", "zero"))
        self.word = self.rng.choice(LINK_WORDS)

    def address(self, place):
        kind = "list.php?cat" if place.way == "list" else "page.php?id"
        return f"/{kind}={self.numbers[place.key]}"

    def news_address(self, row):
        return f"/news_view.php?id={row['number']}"

    def anchor(self, target, text, rest=""):
        return escape(text) if target is None else \
            f"<a href={escape(target)} class=sub>{escape(text)}</a>"

    def docs_list(self, place):
        return ("<table><tr><th>ลำดับ</th><th>เรื่อง</th><th>วันที่</th>"
                "<th>ไฟล์</th></tr>" + "".join(
                    f"<tr><td>{number}</td><td>{escape(one.listed)}</td>"
                    f"<td>{self.date(one.date)}</td><td><a href=\""
                    f"{escape(self.target(one))}\" target=_blank>{self.word}"
                    "</a></td></tr>\n"
                    for number, one in enumerate(place.docs, 1)) + "</table>")

    def row(self, item, title, places):
        links = "<br>".join(
            "-" if target is None else link(target, self.word)
            for _, target in self.row_targets(places)) or "-"
        return (f"<TR><TD>{number_of(item, self.style)} {escape(title)}</TD>"
                f"<TD>{links}</TD><TD></TD></TR>\n")

    def add_ita(self):
        year = self.town.year
        self.add_page("/ita.php", f"ITA การประเมินคุณธรรมและความโปร่งใส {year}", (
            "<TABLE BORDER=1><TR><TH>ข้อ</TH><TH>URL</TH><TH>คำอธิบาย</TH></TR>"
            + "".join(self.row(*shown) for shown in self.town.shown)
            + "</TABLE>" + link("/ita_old.php", f"ITA ปี {year - 1}")))
        rows = "".join(
            f"<TR><TD>O{at} {escape(one.title)}</TD><TD>"
            f"{link(self.target(one), self.word)}</TD></TR>\n"
            for at, one in enumerate(self.older(), 7))
        self.add_page("/ita_old.php", f"ITA {year - 1}",
                      f"<TABLE BORDER=1>{rows}</TABLE>")

    def older(self):
        return [one for place in self.town.places.values()
                for one in place.docs[1:] if one.year < self.town.year - 1
                and not one.fate]

    def page(self, title, body):
        name = self.words["town"]
        heading = f"<h1>{name}</h1><h3>{escape(title)}</h3>" \
            if self.site_as_heading else f"<h1>{escape(title)}</h1>"
        return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)} | {name}</title>
<style>{self.styled()}</style></head><body>
<div id=head>{name} จังหวัด{self.words['province']}</div>
<div id=menu><a href=/>หน้าหลัก</a> <a href=/ita.php>ITA</a>{self.menu()}</div>
<div id=main>{heading}
{body}</div>
<div id=side>{self.side()}</div><div id=foot>{self.foot()}</div>
</body></html>"""


class Menus(Skin):
    """Menus and nothing else; bold words where headings should be."""

    def address(self, place):
        return f"/content/{place.group}/{self.numbers[place.key]}"

    def file(self, one):
        return f"/dnm_file/{one.concept[:4]}/{one.stem}_center.{one.ending}"

    def news_address(self, row):
        return f"/news/detail/{row['number']}"

    def heading(self, text):
        return f"<b>{escape(text)}</b><br>"

    def docs_list(self, place):
        return "".join(
            f"<div><img src=/images/icon.png> {link(self.target(one), one.listed)}"
            f" <small>[{self.date(one.date)}]</small></div>\n"
            for one in place.docs)

    def images(self):
        return [*super().images(), "icon"]

    def menu(self):
        return "".join(
            f"<div class=m><span>{escape(name)}</span>" + "".join(
                f"<div>&raquo; {self.anchor(self.place_target(place), place.label)}"
                "</div>\n" for place in places) + "</div>"
            for name, places in self.grouped())

    def page(self, title, body):
        name = self.words["town"]
        return f"""<html><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<title>{name}</title></head><body bgcolor=#ffffff>
<table width=1000><tr><td colspan=2><img src=/images/logo.png> {name}</td></tr>
<tr><td valign=top width=220><a href=/>หน้าแรก</a>{self.menu()}{self.side()}</td>
<td valign=top><b>{escape(title)}</b><hr>
{body}</td></tr><tr><td colspan=2>{self.foot()}</td></tr></table>
</body></html>"""


class Law(Skin):
    """Filed by the sections of the Information Act."""

    SECTIONS = {"basic": "มาตรา 7 โครงสร้างและการจัดองค์กร",
                "plan": "มาตรา 9 (3) แผนงาน โครงการ และงบประมาณรายจ่ายประจำปี",
                "service": "มาตรา 9 (4) คู่มือหรือคำสั่งเกี่ยวกับวิธีปฏิบัติงาน",
                "proc": "มาตรา 9 (8) ประกาศและสัญญาจัดซื้อจัดจ้าง",
                "hr": "มาตรา 9 (8) ข้อมูลด้านบุคลากร",
                "integrity": "มาตรา 9 (8) ข้อมูลความโปร่งใส",
                "anticorr": "มาตรา 9 (8) ข้อมูลการป้องกันการทุจริต",
                "complaint": "มาตรา 9 (8) ข้อมูลเรื่องร้องเรียน",
                "measures": "มาตรา 9 (8) มาตรการภายใน"}

    def section(self, group):
        return f"/info/act9-{list(self.SECTIONS).index(group) + 1}.html"

    def address(self, place):
        if place.way == "news":
            return self.news_page(1)
        if place.way == "list" and not place.fate:
            return self.section(place.group)
        return f"/info/view-{self.numbers[place.key]}.html"

    def file(self, one):
        return f"/UserFiles/File/{one.stem}.{one.ending}"

    def news_address(self, row):
        return f"/news/{row['number']}.html"

    def news_page(self, number):
        return f"/news-{number}.html"

    def add_place(self, place):
        if place.way != "list" or place.fate:
            super().add_place(place)

    def entry(self, place):
        if place.way == "list" and not place.fate:
            if len(place.docs) == 1 and self.rng.random() < 0.5:
                return f"<li>{link(self.target(place.docs[0]), place.docs[0].listed)}</li>"
            return f"<li>{escape(place.label)}<ol>" + "".join(
                f"<li>{link(self.target(one), one.listed)}</li>"
                for one in place.docs) + "</ol></li>\n"
        return f"<li>{self.anchor(self.place_target(place), place.label)}</li>"

    def add_ita(self):
        for group, title in self.SECTIONS.items():
            places = [place for place in self.town.places.values()
                      if place.group == group]
            self.add_page(self.section(group), title, "<ol>" + "".join(
                self.entry(place) for place in places) + "</ol>")
        self.add_page("/info/", "ศูนย์ข้อมูลข่าวสาร", (
            "<p>ข้อมูลตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540</p><ul>"
            + "".join(f"<li>{link(self.section(group), title)}</li>"
                      for group, title in self.SECTIONS.items()) + "</ul>"))

    def menu(self):
        shown = [place for place in self.town.places.values()
                 if place.group == "news" or place.way not in ("list",)]
        return "<nav>" + " | ".join(
            [link("/", "หน้าแรก"), link("/info/", "ศูนย์ข้อมูลข่าวสาร")]
            + [self.anchor(self.place_target(place), place.label)
               for place in shown]) + "</nav>"

    def page(self, title, body):
        name = self.words["town"]
        return f"""<!doctype html><html lang="th"><head><meta charset="UTF-8">
<title>{name} : {escape(title)}</title></head><body>
<header>{name}</header>{self.menu()}
<main><h2>{escape(title)}</h2>{body}</main>
<footer>{self.foot()}</footer></body></html>"""


class Assystem(Skin):
    """Splash page, headings in spans, addresses shown as text."""

    def address(self, place):
        return f"/Pages/{place.key.replace('_', '-')}-{self.town.number}"

    def file(self, one):
        return f"/docs/file/{one.stem}.{one.ending}"

    def news_address(self, row):
        return f"/Pages/news_detail/{row['number']}"

    def anchor(self, target, text, rest=""):
        return f"<span>{escape(text)}</span>" if target is None else \
            f"<a href={escape(target)}>{escape(text)}</a>"

    def docs_list(self, place):
        if len(place.docs) == 1 and place.docs[0].ending == "pdf":
            one = place.docs[0]
            target = escape(self.file_target(one))
            return (f"<span class=head>{escape(one.listed)}</span>"
                    f'<object data="{target}" type="application/pdf" '
                    'width=100% height=800></object>'
                    f'<a onclick="downloadFile(event,{self.papers[one.stem]})"'
                    f' href="{target}" download><img src="/images/pdf.png">'
                    "</a>")
        return "".join(
            f"<div class=row><span>{escape(one.listed)}</span> <a href="
            f"\"{escape(self.file_target(one))}\" target=_blank><img "
            'src="/images/pdf.png"></a></div>\n' for one in place.docs)

    def images(self):
        return [*super().images(), "pdf", "splash"]

    def row(self, number, item, title, places):
        parts = [f"<span class=ita-head>{number}. {escape(title)}</span>"]
        for at, (_, target) in enumerate(self.row_targets(places), 1):
            if target is None:
                continue
            parts.append(f"<p>{at}. ลิงค์ - {escape(target.lstrip('/'))} "
                         f"<a class=btn target=_blank href={escape(target)}>"
                         "เปิด</a></p>")
        return "<div>" + "".join(parts) + "</div>\n"

    def add_ita(self):
        body = "".join(self.row(number, *shown) for number, shown
                       in enumerate(self.town.shown, 1))
        self.add_page("/Pages/ita_year_detail/3",
                      f"ITA ประจำปี {self.town.year}", body)
        self.add_page("/Pages/all_web", "เมนูทั้งหมด", "".join(
            f"<p>{self.anchor(self.place_target(place), place.label)}</p>"
            for place in self.town.places.values()))

    def add_front(self):
        name = self.words["town"]
        self.store.add("/", (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{name}"
            "</title></head><body><script>if(innerWidth<600){location.href="
            "'/Home'}else{document.write('<a href=\"'+'/Home'+'\"><img "
            "src=/images/splash.png alt=\"เข้าสู่เว็บไซต์\"></a>')}</script>"
            "</body></html>").encode())
        self.add_page("/Home", "หน้าหลัก", self.front_body())

    def page(self, title, body):
        name = self.words["town"]
        return f"""<!DOCTYPE html><html lang=th><head><meta charset=utf-8>
<title>{name}</title></head><body><h1>{name}</h1>
<ul class=nav><li><a href=/Home>หน้าหลัก</a><li>
<a href=/Pages/ita_year_detail/3><img src=/images/link.png></a>{self.menu()}
<li><a href=/Pages/all_web>ทั้งหมด</a></ul>
<div class=content><span class=title>{escape(title)}</span><br>
{body}</div><div>{self.foot()}</div></body></html>"""


class WordPress(Skin):
    """Posts and attachments; the year of the folder is that of the upload."""

    details = True

    def address(self, place):
        kind = "cat" if place.way == "list" and not place.fate else "page_id"
        return f"/?{kind}={self.numbers[place.key]}"

    def file(self, one):
        return (f"/wp-content/uploads/{self.town.year - 543}/03/"
                f"{one.stem}.{one.ending}")

    def detail(self, one):
        return f"/?p={self.papers[one.stem]}"

    def news_address(self, row):
        return f"/?p={5000 + row['number']}"

    def news_page(self, number):
        base = f"/?page_id={self.numbers['news']}"
        return base if number == 1 else f"{base}&paged={number}"

    def docs_list(self, place):
        return "".join(
            f'<article class="post"><h2 class="entry-title">'
            f"{link(self.detail(one), one.listed)}</h2><time>"
            f"{thai_date(one.date)}</time><p>{escape(one.listed[:40])} "
            f"[&hellip;] {link(self.detail(one), 'อ่านเพิ่มเติม')}</p></article>\n"
            for one in place.docs)

    def detail_body(self, one):
        target = self.file_target(one)
        if self.papers[one.stem] % 2 or one.ending != "pdf":
            return (f'<div class="wp-block-file"><a href="{escape(target)}">'
                    f"{one.stem}</a><a href=\"{escape(target)}\" "
                    'class="wp-block-file__button" download>ดาวน์โหลด</a></div>')
        return (f'<iframe src="{escape(target)}" width="100%" height="800">'
                f"</iframe><p>{link(target, one.stem + '.pdf')}</p>")

    def side(self):
        return ('<aside class="widget"><h3>เรื่องล่าสุด</h3><ul>' + "".join(
            f"<li>{link(self.news_address(row), row['title'])}</li>"
            for row in self.town.news[:4]) + "</ul></aside>")

    def page(self, title, body):
        name = self.words["town"]
        return f"""<!DOCTYPE html>
<html lang="th"><head><meta charset="UTF-8">
<title>{escape(title)} &#8211; {name}</title></head>
<body class="page"><header class="site-header"><p class="site-title">
<a href="/" rel="home">{name}</a></p><nav class="menu">{self.menu()}</nav>
</header><main id="main"><article><h1 class="entry-title">{escape(title)}</h1>
<div class="entry-content">{body}</div></article></main>
{self.side()}<footer class="site-footer">{self.foot()}</footer></body></html>"""


class Joomla(Skin):
    """Articles with aliases, each with a copy for the printer."""

    details = True

    def address(self, place):
        return (f"/index.php/{place.group}/"
                f"{self.numbers[place.key]}-{place.key.replace('_', '-')}")

    def file(self, one):
        return f"/images/stories/{self.town.year}/{one.stem}.{one.ending}"

    def detail(self, one):
        return f"/index.php/docs/{self.papers[one.stem]}-{one.stem}"

    def news_address(self, row):
        return f"/index.php/news/{300 + row['number']}-news"

    def news_page(self, number):
        base = self.address(self.town.places["news"])
        return base if number == 1 else \
            f"{base}?start={(number - 1) * 6}"

    def docs_list(self, place):
        return ('<table class="category"><thead><tr><th>ชื่อ</th><th>วันที่</th>'
                "<th>ฮิต</th></tr></thead><tbody>" + "".join(
                    f'<tr class="cat-list-row{number % 2}"><td class="title">'
                    f"{link(self.detail(one), one.listed)}</td><td>"
                    f"{self.date(one.date)}</td><td>{number * 31}</td></tr>\n"
                    for number, one in enumerate(place.docs))
                + "</tbody></table>")

    def detail_body(self, one):
        copy = f"{self.detail(one)}?tmpl=component&print=1"
        body = f"<p>{link(self.file_target(one), one.listed)}</p>" \
            if self.papers[one.stem] % 3 else \
            f"<p>เอกสารแนบ {link(self.file_target(one), 'ดาวน์โหลดไฟล์')}</p>"
        self.store.add(copy, (
            f"<html><head><meta charset=utf-8><title>{escape(one.listed)}"
            f"</title></head><body><h2>{escape(one.listed)}</h2>{body}"
            "</body></html>").encode())
        return (f'<a href="{escape(copy)}" title="พิมพ์" rel="nofollow"><img '
                f'src="/images/print.png" alt="พิมพ์"></a>{body}'
                f"<p>เขียนโดย ผู้ดูแลระบบ {self.date(one.date)}</p>")

    def images(self):
        return [*super().images(), "print"]

    def page(self, title, body):
        name = self.words["town"]
        return f"""<!DOCTYPE html><html xml:lang="th-th"><head>
<meta charset="utf-8" /><title>{escape(title)}</title></head><body>
<div id="logo"><h1>{name}</h1></div><div id="mainmenu">{self.menu()}</div>
<div id="component"><div class="item-page"><h2>{escape(title)}</h2>
{body}</div></div><div class="footer1">{self.foot()}</div></body></html>"""


class Lists(Skin):
    """Lists by menu number, banners for menus, titles cut short."""

    details = True
    CUT = 34

    def address(self, place):
        return f"/public/list/data/index/menu/{1100 + self.numbers[place.key]}"

    def file(self, one):
        return f"/index/add_file/{one.stem}.{one.ending}"

    def detail(self, one):
        place = next(place for place in self.town.places.values()
                     if one in place.docs)
        return (f"/public/list/data/detail/id/{self.papers[one.stem]}/menu/"
                f"{1100 + self.numbers[place.key]}")

    def news_address(self, row):
        return (f"/public/list/data/detail/id/{9000 + row['number']}/menu/"
                f"{1100 + self.numbers['news']}")

    def news_page(self, number):
        base = self.address(self.town.places["news"])
        return base if number == 1 else f"{base}/page/{number}"

    def cut(self, text):
        return text if len(text) <= self.CUT else text[:self.CUT] + "..."

    def docs_list(self, place):
        return "".join(
            f'<div class="item"><a href="{self.detail(one)}">'
            f"{escape(self.cut(one.listed))}</a><span>{self.date(one.date)}"
            "</span></div>\n" for one in place.docs)

    def detail_body(self, one):
        return (f"<div>{escape(one.listed)}</div><div>ประกาศเมื่อ "
                f"{self.date(one.date)}</div><div>ไฟล์แนบ "
                f"{link(self.file_target(one), 'ดาวน์โหลดเอกสาร')}</div>")

    def menu(self):
        """Every fourth entry is a picture without a word."""
        parts = []
        for name, places in self.grouped():
            parts.append(f"<div class=box><div>{escape(name)}</div>")
            for place in places:
                target = self.place_target(place)
                if self.numbers[place.key] % 4 == 0 and not place.fate:
                    parts.append(f'<a href="{target}"><img '
                                 'src="/images/banner.png"></a>')
                else:
                    parts.append(self.anchor(target, place.label))
            parts.append("</div>\n")
        return "".join(parts)

    def images(self):
        return [*super().images(), "banner"]

    def page(self, title, body):
        name = self.words["town"]
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{name}</title></head><body><div class="top">{name}</div>
<div class="left">{self.menu()}</div><div class="mid">
<div class="bar">{escape(title)}</div>
{body}</div><div class="bottom">{self.foot()}</div></body></html>"""


class Laravel(Skin):
    """An assessment page under today's year; sections and topics."""

    TODAY = 2569

    def __init__(self, town, store):
        super().__init__(town, store)
        self.style = self.rng.choice(("oit", "thai", "none"))

    def address(self, place):
        kind = "topic" if place.way == "list" else "show/section"
        names = {"plan": "PerformanceResults", "proc": "Procurement",
                 "hr": "PersonnelManagement", "basic": "Authority"}
        return (f"/{names.get(place.group, 'MenuForPublic')}/{kind}/"
                f"{self.numbers[place.key]}")

    def file(self, one):
        return f"/storage/files/{one.stem}.{one.ending}"

    def news_address(self, row):
        return f"/news/details/{row['number']}"

    def docs_list(self, place):
        return '<div class="accordion">' + "".join(
            '<div class="card"><h5><button data-bs-toggle="collapse">'
            f"{escape(one.listed)}</button></h5><div class=\"collapse\">"
            f'<a href="{escape(self.target(one))}" class="btn">'
            '<i class="fa fa-file"></i> เปิดไฟล์</a> <a href="#">'
            '<i class="fa fa-share"></i></a></div></div>\n'
            for one in place.docs) + "</div>"

    def add_ita(self):
        rows = "".join(
            f"<tr><td>{number_of(item, self.style)}</td><td>{escape(title)}"
            "</td><td>" + " ".join(
                '<a href="#">เปิดลิงก์</a>' if target is None else
                f'<a href="{escape(target)}">เปิดลิงก์</a>'
                for _, target in self.row_targets(places)) + "</td></tr>\n"
            for item, title, places in self.town.shown)
        self.add_page("/ita/page", f"การประเมิน ITA ประจำปี {self.TODAY}",
                      f"<table class=table><tbody>{rows}</tbody></table>")

    def foot(self):
        return super().foot() + f"<p>อัปเดต {self.TODAY}</p>"

    def page(self, title, body):
        name = self.words["town"]
        heading = f'<h3 class="card-title">{escape(title)}</h3>'
        return f"""<!DOCTYPE html><html lang="th"><head><meta charset="utf-8">
<meta name="csrf-token" content="x"><title>{name}</title></head><body>
<nav class="navbar"><a class="navbar-brand" href="/">{name}</a>
<a href="/ita/page">ITA</a> <a href="#">ค้นหา</a> <a href="#">TH</a>
{self.menu()}</nav><div class="container"><div class="card">{heading}
<div class="card-body">{body}</div></div></div>
<section class="bg-dark">{self.foot()}</section></body></html>"""


SKINS = {"table": Table, "menus": Menus, "law": Law, "assystem": Assystem,
         "wordpress": WordPress, "joomla": Joomla, "lists": Lists,
         "laravel": Laravel}
