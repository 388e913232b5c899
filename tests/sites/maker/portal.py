"""The layout "portal": one CMS of list.php, detail.php and page.php."""
from html import escape
from itertools import cycle

from . import pictures, shell
from .documents import html_block, html_row
from .shell import link

NEWS_A_PAGE = 8
ROWS_A_PAGE = 5
PICTURES_A_PAGE = 4
LINK_WORDS = ("คลิกที่นี่", "เปิด", "ดาวน์โหลด")
BEING_REVISED = "อยู่ระหว่างปรับปรุงข้อมูล"
NOTHING_FOUND = "ไม่พบข้อมูล"
PAGE_NOT_FOUND = "ไม่พบหน้าที่ท่านต้องการ"

FIXED = {"news": "/news.php", "albums": "/album.php", "board": "/board.php",
         "records": "/plan.php", "dead": "/procurement/announce/index.php",
         "empty_body": "/complaint/form.php"}
IS_LIST = {"list", "files", "viewer", "empty_list"}


def batches(rows, size):
    return [rows[at:at + size] for at in range(0, len(rows), size)]


def page_links(base, count):
    """Also the first page has a number, and so a second address."""
    return "<p class=paging>หน้า " + " ".join(
        link(f"{base}?page={number}", str(number))
        for number in range(1, count + 1)) + "</p>"


class Portal:
    def __init__(self, town, store):
        self.town = town
        self.links = town.about["links"]
        self.store = store
        self.numbers = {key: number
                        for number, key in enumerate(town.places, 11)}
        self.details = self.number_details()
        self.builders = {
            "page": self.add_text, "people": self.add_people,
            "label_only": self.add_label_only, "list": self.add_list,
            "files": self.add_files, "viewer": self.add_list,
            "empty_list": self.add_empty_list, "news": self.add_news,
            "albums": self.add_albums, "board": self.add_board,
            "calendar": self.add_calendar, "records": self.add_records,
            "empty_body": self.add_empty_body, "soft_404": self.add_soft_404,
            "dead": lambda key, place: None}

    def number_details(self):
        every = [one for key, row in self.town.documents.items()
                 if self.town.places[key]["way"] != "files" for one in row]
        return {one.stem: number for number, one in enumerate(every, 101)}

    # Addresses

    def address(self, key):
        way = self.town.places[key]["way"]
        number = self.numbers[key]
        if way in FIXED:
            return FIXED[way]
        if way == "calendar":
            return f"/calendar.php?y={self.town.year}&m=1"
        if way == "soft_404":
            return f"/content.php?id={number}"
        kind = "list.php?cat" if way in IS_LIST else "page.php?id"
        return f"/{kind}={number}"

    @staticmethod
    def file_address(one):
        return f"/files/{one.stem}.{one.ending}"

    def detail_address(self, one):
        return f"/detail.php?id={self.details[one.stem]}"

    def addresses(self, key, year):
        """Where the place and its papers of a year stand, files first."""
        papers = [one for one in self.town.documents[key] if one.year == year]
        found = [self.file_address(one) for one in papers]
        found += [self.detail_address(one) for one in papers
                  if one.stem in self.details]
        if self.town.places[key]["way"] == "news":
            found += [self.news_address(number) for number, row
                      in enumerate(self.town.about["news"], 1)
                      if row["date"].startswith(str(self.town.year))]
        return found + [self.address(key)]

    # Pages

    def add_page(self, target, title, body, charset="utf-8", **more):
        data = shell.page(self.town, self.address, title, body, charset)
        if charset != "utf-8":
            more["kind"] = "text/html"
        self.store.add(target, data, **more)

    def add_text(self, key, place):
        paper = self.town.paper_of(key)
        body = "".join(html_block(block) for block in paper.blocks)
        if "picture" in place:
            body += f'<img src="/images/{key}.png" alt="{place["picture"]}">'
            self.store.add_file(f"/images/{key}.png",
                                pictures.banner(place["picture"]))
        if place.get("map"):
            body += ('<iframe src="https://www.google.com/maps/embed?pb=!1m18"'
                     ' title="แผนที่ตั้ง"></iframe>')
        self.add_page(self.address(key), paper.title, body,
                      place.get("charset", "utf-8"))

    def add_people(self, key, place):
        rows = "".join(
            "<tr><td><img src=/images/person.png alt=\"รูปถ่าย "
            f"{one['name']}\"></td><td>{one['name']}<br>{one['post']}<br>"
            f"โทรศัพท์ {one['phone']}</td></tr>\n"
            for one in self.town.about["people"]
            if one["side"] == place["side"])
        body = f"<p>ฝ่าย{place['side']}</p><table>{rows}</table>"
        self.add_page(self.address(key), place["label"], body)

    def add_label_only(self, key, place):
        body = f"<p>{place['text']}</p><p>{BEING_REVISED}</p>"
        self.add_page(self.address(key), place["label"], body)

    def add_empty_list(self, key, place):
        body = ("<table><tr><th>ลำดับ</th><th>เรื่อง</th><th>วันที่</th></tr></table>"
                f"<p>{NOTHING_FOUND}</p>")
        self.add_page(self.address(key), place["label"], body)

    def add_empty_body(self, key, place):
        self.store.add(self.address(key), b"")

    def add_soft_404(self, key, place):
        """The CMS answers so for whatever content it does not know."""
        body = f"<h2>{PAGE_NOT_FOUND}</h2>" + link("/home", "กลับหน้าหลัก")
        self.add_page("/content.php*", "ผิดพลาด", body)

    def add_list(self, key, place):
        rows = "".join(
            f"<tr><td>{number}</td><td>"
            + link(self.detail_address(one),
                   place.get("entry", one.paper.title))
            + "</td></tr>\n"
            for number, one in enumerate(self.town.documents[key], 1))
        body = f"<table><tr><th>ลำดับ</th><th>เรื่อง</th></tr>\n{rows}</table>"
        self.add_page(self.address(key), place.get("heading", place["label"]),
                      body)
        for one in self.town.documents[key]:
            self.add_detail(one, place)

    def add_files(self, key, place):
        rows = "".join(
            f"<TR><TD>{number}<TD>{escape(one.paper.title)}<TD>"
            f"<A HREF={self.file_address(one)} TARGET=_blank>ดาวน์โหลด</A>\n"
            for number, one in enumerate(self.town.documents[key], 1))
        body = f"<TABLE BORDER=1>\n{rows}</TABLE>"
        self.add_page(self.address(key), place["label"], body)

    def add_detail(self, one, place):
        address = self.file_address(one)
        viewer = {
            "object": f'<object data="{address}" type="application/pdf">'
                      "</object>",
            "iframe": f'<iframe src="{address}"></iframe>',
        }.get(place.get("viewer"), "")
        title = place.get("entry", one.paper.title)
        body = (f"<table><tr><td>{escape(title)}</td><td>"
                f'<a href="{address}"><img src="/images/{one.ending}.png" '
                f'alt="">ดาวน์โหลด</a></td></tr></table>{viewer}')
        self.add_page(self.detail_address(one), title, body)

    # News, albums, board, calendar, plans

    @staticmethod
    def news_address(number):
        return f"/news_view.php?id={number}"

    def add_paged(self, base, title, pages):
        links = page_links(base, len(pages))
        for number, body in enumerate(pages, 1):
            self.add_page(f"{base}?page={number}", title, body + links)
        self.add_page(base, title, pages[0] + links)

    def add_news(self, key, place):
        numbered = list(enumerate(self.town.about["news"], 1))
        self.add_paged(self.address(key), place["label"], [
            "<ul>" + "\n".join(
                f"<li>{shell.short_date(row['date'])} "
                + link(self.news_address(number), row["title"]) + " "
                + link(self.news_address(number), "อ่านต่อ...")
                for number, row in rows) + "</ul>"
            for rows in batches(numbered, NEWS_A_PAGE)])
        for number, row in numbered:
            self.add_story(number, row)

    def add_story(self, number, row):
        town = self.town.words["town"]
        address = self.news_address(number)
        body = (f"<p>วันที่ {shell.thai_date(row['date'])}</p>"
                f"<p>{town} {row['title']} โดยมีประชาชนและเจ้าหน้าที่เข้าร่วม "
                f"สอบถามรายละเอียดได้ที่ {self.town.words['phone']}</p>")
        copy = link(f"{address}&print=1", "พิมพ์หน้านี้")
        self.add_page(address, row["title"], body + copy)
        self.add_page(f"{address}&print=1", row["title"], body)

    def add_albums(self, key, place):
        names = list(enumerate(self.town.about["albums"], 1))
        drive = link(self.links["drive"], "ภาพกิจกรรมทั้งหมด (Google Drive)")
        self.add_page(self.address(key), place["label"], "".join(
            f'<a href="/album_view.php?id={number}">'
            f'<img src="/images/photo.png"></a> {name}<br>'
            for number, name in names) + drive)
        for number, name in names:
            self.add_page(f"/album_view.php?id={number}", name,
                          '<img src="/images/photo.png">' * PICTURES_A_PAGE)

    def add_board(self, key, place):
        numbered = list(enumerate(self.town.about["board"], 1))
        self.add_paged(self.address(key), place["label"], [
            "<ul>" + "".join(
                f"<li>{link(f'/board_view.php?id={number}', row['title'])}"
                for number, row in rows) + "</ul>"
            + link("/board_new.php", "ตั้งกระทู้ถาม")
            for rows in batches(numbered, ROWS_A_PAGE)])
        for number, row in numbered:
            self.add_page(f"/board_view.php?id={number}", row["title"],
                          f"<p>ถาม: {row['ask']}</p><p>ตอบ: {row['answer']}</p>")
        self.add_page("/board_new.php", "ตั้งกระทู้ถาม",
                      "<form method=post action=/board_post.php>"
                      "ชื่อ <input name=name> คำถาม <textarea name=ask>"
                      "</textarea> <input type=submit value=ส่งคำถาม></form>")

    def add_calendar(self, key, place):
        year = self.town.year
        for month, name in enumerate(shell.MONTHS, 1):
            others = " ".join(
                link(f"/calendar.php?y={year}&m={other}", word)
                for other, word in ((month - 1, "<<"), (month + 1, ">>"))
                if 1 <= other <= len(shell.MONTHS))
            self.add_page(f"/calendar.php?y={year}&m={month}", place["label"],
                          f"<p>{name} {year}</p>{others}")

    def add_records(self, key, place):
        records = self.town.about["records"]
        numbered = list(enumerate(records["rows"], 1))
        head = html_row([*records["columns"], ""], "th")
        self.add_paged(self.address(key), records["heading"], [
            f"<table>{head}" + "".join(
                html_row(row, "td").replace(
                    "</tr>", f'<td><a href="/plan_view.php?id={number}">'
                    "รายละเอียด</a></td></tr>")
                for number, row in rows) + "</table>"
            for rows in batches(numbered, ROWS_A_PAGE)])
        for number, row in numbered:
            self.add_page(f"/plan_view.php?id={number}", row[1], "<table>"
                          + "".join(html_row(pair, "td") for pair in
                                    zip(records["columns"], row)) + "</table>")

    # The pages of the assessment

    def ita_target(self, row):
        if row.get("to") != "file":
            return self.address(row["place"])
        return next(self.file_address(one)
                    for one in self.town.documents[row["place"]]
                    if one.year == row["year"])

    def add_ita(self, year, about):
        words = cycle(LINK_WORDS)
        rows = "".join(
            f"<TR><TD>{row['no']} {escape(row['text'])}</TD><TD>"
            f"<A HREF=\"{escape(self.ita_target(row))}\" TARGET=_blank>"
            f"{next(words)}</A></TD><TD>{escape(row.get('note', ''))}</TD>"
            "</TR>\n" for row in about["rows"])
        self.add_page(f"/ita_{year}.php", about["heading"], (
            "<TABLE BORDER=1><TR><TH>ข้อ</TH><TH>URL</TH><TH>คำอธิบาย</TH></TR>\n"
            f"{rows}</TABLE>"))

    def add_ita_pages(self):
        years = self.town.about["ita"]
        for year, about in years.items():
            self.add_ita(year, about)
        self.add_page("/ita.php", "ITA การประเมินคุณธรรมและความโปร่งใส", "<ul>"
                      + "".join(f"<li>{link(f'/ita_{year}.php', f'ITA {year}')}"
                                for year in years) + "</ul>")

    # The rest

    def add_front(self):
        town = self.town.words["town"]
        self.store.add("/", (
            f'<!DOCTYPE html><html lang="th"><meta charset="utf-8">'
            f"<title>{town}</title><body><center><a href=/home>"
            f'<img src="/images/splash.png" alt="เข้าสู่เว็บไซต์{town}"></a>'
            "</center></body></html>\n").encode())
        news = "".join(
            f"<li>{link(self.news_address(number), row['title'])}"
            for number, row in enumerate(self.town.about["news"][:6], 1))
        self.add_page("/home", "หน้าหลัก", (
            f"<h2>ข่าวประชาสัมพันธ์</h2><ul>{news}</ul>"
            + link(self.address("news"), "ดูทั้งหมด")
            + '<a href="#"><img src="/images/photo.png" alt="ป้ายประชาสัมพันธ์"></a>'
            + "<p>" + link(self.links["facebook"], "Facebook") + " "
            + link(self.links["eit"], "EIT QR code") + "</p>"))
        self.store.add_redirect("/index.php", "/home")

    def add_sitemap(self):
        self.add_page("/sitemap.php", "แผนผังเว็บไซต์", "<ul>" + "".join(
            f"<li>{link(self.address(key), place['label'])}"
            for key, place in self.town.places.items()) + "</ul>")

    def add_files_of_all(self):
        for row in self.town.documents.values():
            for one in row:
                self.store.add_file(self.file_address(one), one.data)
        for name in ("logo", "ita", "facebook", "egp", "calendar", "radio",
                     "photo", "person", "splash", "pdf", "docx", "xlsx"):
            self.store.add_file(f"/images/{name}.png", pictures.banner(name))
        self.store.add_file("/images/eit.png", pictures.dots(self.links["eit"]))
        self.store.add_file("/css/style.css", shell.STYLE.encode())
        self.store.add_file("/robots.txt",
                            b"User-agent: *\nDisallow: /admin/\n")
        self.add_page("/admin/login.php", "เข้าสู่ระบบ",
                      "<form method=post><input name=user>"
                      "<input type=password name=pass></form>")

    def build(self):
        for key, place in self.town.places.items():
            self.builders[place["way"]](key, place)
        self.add_front()
        self.add_ita_pages()
        self.add_sitemap()
        self.add_files_of_all()
