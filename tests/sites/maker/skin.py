"""What all drawn towns have in common, whichever system made their pages."""
from html import escape

from . import pictures
from .documents import html_block
from .shell import link, short_date, thai_date
from .store import HTML

NEWS_A_PAGE = 6
PRIVATE = "/private"
NOT_FOUND = ("ไม่พบหน้าที่ท่านต้องการ", "ขออภัย ไม่พบหน้าที่คุณต้องการ",
             "404 Not Found ไม่พบหน้าเว็บที่ร้องขอ")
NOTHING = ("ไม่พบข้อมูล", "ยังไม่มีข้อมูล", "")
REVISED = ("อยู่ระหว่างปรับปรุงข้อมูล", "อยู่ระหว่างดำเนินการจัดทำข้อมูล",
           "ขออภัยในความไม่สะดวก กำลังปรับปรุงข้อมูล", "Coming soon")
GROUPS = {
    "basic": ("ข้อมูลพื้นฐาน", "เกี่ยวกับเรา", "ข้อมูลหน่วยงาน"),
    "news": ("ข่าวและการติดต่อ", "ประชาสัมพันธ์", "สื่อสารกับประชาชน"),
    "plan": ("แผนงานและงบประมาณ", "แผนงาน/งบประมาณ", "การบริหารงาน"),
    "service": ("การให้บริการ", "การปฏิบัติงาน/ให้บริการ", "บริการประชาชน"),
    "proc": ("การจัดซื้อจัดจ้าง", "งานพัสดุ", "จัดซื้อจัดจ้าง/พัสดุ"),
    "hr": ("การบริหารงานบุคคล", "การบริหารและพัฒนาทรัพยากรบุคคล", "งานบุคคล"),
    "complaint": ("เรื่องร้องเรียน", "ร้องเรียน/ร้องทุกข์", "รับเรื่องร้องเรียน"),
    "integrity": ("การส่งเสริมความโปร่งใส", "คุณธรรมและความโปร่งใส",
                  "ธรรมาภิบาล"),
    "anticorr": ("การป้องกันการทุจริต", "การดำเนินการป้องกันการทุจริต",
                 "ต่อต้านการทุจริต"),
    "measures": ("มาตรการภายใน", "มาตรการภายในหน่วยงาน", "มาตรการต่าง ๆ")}
BOARD = (("ขอทราบวันหยุดจ่ายน้ำ", "น้ำประปาจะหยุดจ่ายวันใดบ้าง",
          "งดจ่ายน้ำวันเสาร์แรกของเดือน เวลา 9-12 น. ครับ"),
         ("ต้องใช้เอกสารใดในการแจ้งซ่อมไฟ", "แจ้งซ่อมไฟทางต้องใช้เอกสารอะไร",
          "แจ้งชื่อและหมายเลขเสาไฟได้เลยค่ะ"),
         ("ถังขยะไม่พอ", "หมู่บ้านใหม่ขอถังขยะได้ที่ใด",
          "ยื่นคำร้องที่กองสาธารณสุขครับ"))
SERVICES = ("แจ้งซ่อมไฟฟ้าสาธารณะ", "ขอถังขยะ", "ขอน้ำอุปโภคบริโภค",
            "แจ้งตัดต้นไม้")


class Skin:
    """One town as a website; the eight systems fill in the rest."""

    years_of_ita = False  # has a page of the assessment
    details = False       # a paper has a page of its own before the file

    def __init__(self, town, store):
        self.town, self.store, self.rng = town, store, town.rng
        self.words = town.words
        self.groups = {key: self.rng.choice(names)
                       for key, names in GROUPS.items()}
        self.numbers = {key: number for number, key
                        in enumerate(town.places, self.rng.randint(11, 90))}
        every = [one for place in town.places.values() for one in place.docs]
        self.papers = {one.stem: number for number, one
                       in enumerate(every, self.rng.randint(101, 900))}
        self.site_as_heading = self.rng.random() < 0.4
        self.not_found = self.rng.choice(NOT_FOUND)
        self.date = self.rng.choice((thai_date, short_date))

    # Addresses, mostly for the systems to say

    def address(self, place):
        return f"/page/{self.numbers[place.key]}"

    def file(self, one):
        return f"/files/{one.stem}.{one.ending}"

    def detail(self, one):
        return f"/detail/{self.papers[one.stem]}"

    def news_address(self, row):
        return f"/news/{row['number']}"

    def news_page(self, number):
        address = self.address(self.town.places["news"])
        mark = "&" if "?" in address else "?"
        return f"{address}{mark}page={number}" if number > 1 else address

    def file_target(self, one):
        if one.fate == "drive":
            return f"https://drive.google.com/file/d/1{one.stem}/view"
        if one.fate == "facebook":
            return f"https://www.facebook.com/{one.stem}/posts/1"
        if one.fate == "robots":
            return PRIVATE + self.file(one)
        return self.file(one)

    def target(self, one):
        return self.detail(one) if self.details else self.file_target(one)

    def place_target(self, place):
        """Where a menu entry leads; None when it is bare text."""
        if place.fate == "label":
            return None
        return "#" if place.fate == "hash" else self.address(place)

    # Markup that the systems share or replace

    def anchor(self, target, text, rest=""):
        return escape(text) if target is None else link(target, text, rest)

    def heading(self, text):
        return f"<h2>{escape(text)}</h2>"

    def paging(self, last):
        return "<div class=paging>" + " ".join(
            link(self.news_page(number), str(number))
            for number in range(1, last + 1)) + "</div>"

    def docs_list(self, place):
        return "<ul>" + "".join(
            f"<li>{link(self.target(one), one.listed)} "
            f"{self.date(one.date)}</li>\n" for one in place.docs) + "</ul>"

    def grouped(self):
        """The groups of the menu with their places, in order."""
        found = {}
        for place in self.town.places.values():
            found.setdefault(place.group, []).append(place)
        return [(self.groups[key], found[key])
                for key in GROUPS if key in found]

    def menu(self):
        return "<ul>" + "".join(
            f"<li><a href=\"#\">{escape(name)}</a><ul>" + "".join(
                f"<li>{self.anchor(self.place_target(place), place.label)}"
                "</li>\n" for place in places) + "</ul></li>\n"
            for name, places in self.grouped()) + "</ul>"

    def foot(self):
        words = self.words
        return (f"<p>{words['town']} {words['address']} โทรศัพท์ "
                f"{words['phone']} โทรสาร {words['fax']} อีเมล {words['mail']}"
                f"</p><p>Copyright &copy; {self.town.year} {words['town']} "
                f"All rights reserved.</p><p>ผู้เข้าชมวันนี้ "
                f"{self.town.number * 7} คน ทั้งหมด {self.town.number}25672 คน</p>")

    def side(self):
        return ('<a href="https://www.admincourt.example/"><img '
                'src="/images/link.png" alt=""></a><a href="#"><img '
                'src="/images/line.png"></a>')

    def page(self, title, body):
        raise NotImplementedError

    def styled(self):
        return ("ul{list-style:none}table{border-collapse:collapse}"
                "td,th{border:1px solid #aaa;padding:3px}")

    # Pages

    def add_page(self, target, title, body, status=200):
        self.store.add(target, self.page(title, body).encode(), HTML, status)

    def blocks(self, paper):
        return "".join(html_block(block) for block in paper.blocks)

    def people(self, place):
        rows = []
        for number, (name, post, side, phone) in enumerate(
                self.town.people()):
            if place.lacks == "both_sides" and side != "การเมือง":
                continue
            photo = "" if place.lacks == "photo" else (
                f'<img src="/images/person{number}.png" alt="{name}">')
            call = "" if place.lacks == "contact" else f"<br>โทร. {phone}"
            rows.append(f"<div class=person>{photo}<p>{name}<br>{post}{call}"
                        "</p></div>\n")
        return "".join(rows)

    def links(self, place):
        return ("<p>ยื่นคำขอรับบริการออนไลน์ได้ทุกวัน ไม่ต้องเดินทางมาที่สำนักงาน "
                "เลือกบริการที่ต้องการ</p><ul>" + "".join(
                    f"<li>{link(f'/eservice/form/{number}', name)}</li>"
                    for number, name in enumerate(SERVICES, 1)) + "</ul>")

    def form(self, place):
        return ("<p>แจ้งเบาะแสหรือร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่ "
                f"{self.words['town']} ข้อมูลของผู้แจ้งจะเก็บเป็นความลับและได้รับ"
                "ความคุ้มครอง</p><form method=post action=/complaint/send>"
                "<p>ชื่อผู้แจ้ง <input name=who> โทรศัพท์ <input name=phone></p>"
                "<p>เจ้าหน้าที่ผู้ถูกร้องเรียน <input name=officer></p>"
                "<p>พฤติการณ์การทุจริต <textarea name=what></textarea></p>"
                "<input type=submit value=ส่งเรื่องร้องเรียน></form>")

    def board(self, place):
        return ("<p>ท่านสามารถตั้งกระทู้สอบถามข้อมูล เจ้าหน้าที่จะตอบภายใน 1 วันทำการ"
                "</p><ul>" + "".join(
                    f"<li>{link(f'/board/{number}', title)}</li>"
                    for number, (title, *_) in enumerate(BOARD, 1))
                + "</ul>" + link("/board/new", "ตั้งกระทู้ใหม่"))

    def text(self, place):
        body = self.blocks(place.paper)
        if place.key == "contact":
            body += ('<iframe src="https://www.google.com/maps/embed?pb=1" '
                     'title="แผนที่"></iframe>')
        return body

    def list(self, place):
        return self.docs_list(place)

    def add_place(self, place):
        fate, target = place.fate, self.address(place)
        if fate in ("label", "hash", "dead"):
            return
        if fate == "error":
            self.store.add(target, b"Internal Server Error", "text/plain", 500)
        elif fate == "soft_404":
            self.add_page(target, "แจ้งเตือน", f"<p>{self.not_found}</p>"
                          + link("/", "กลับหน้าแรก"))
        elif fate == "empty":
            self.add_page(target, place.label, self.docs_list(place)
                          + f"<p>{self.rng.choice(NOTHING)}</p>")
        elif fate == "placeholder":
            self.add_page(target, place.label,
                          f"<p>{self.rng.choice(REVISED)}</p>")
        elif place.way == "news":
            self.add_news(place)
        else:
            self.add_page(target, place.label,
                          getattr(self, place.way)(place))

    def add_news(self, place):
        rows = self.town.news
        pages = [rows[at:at + NEWS_A_PAGE]
                 for at in range(0, len(rows), NEWS_A_PAGE)]
        for number, part in enumerate(pages, 1):
            body = "<ul>" + "".join(
                f"<li>{link(self.news_address(row), row['title'])} "
                f"<span>{self.date(row['date'])}</span></li>\n"
                for row in part) + "</ul>" + self.paging(len(pages))
            self.add_page(self.news_page(number), place.label, body)
        for row in rows:
            self.add_page(self.news_address(row), row["title"], (
                f"<p>{thai_date(row['date'])}</p><p>{self.words['town']} "
                f"{row['title']} ณ พื้นที่ของ{self.words['kind']} มีผู้เข้าร่วม"
                "จำนวนมาก บรรยากาศเป็นไปด้วยความเรียบร้อย</p>"))

    def add_forms(self):
        for number, name in enumerate(SERVICES, 1):
            self.add_page(f"/eservice/form/{number}", name, (
                "<form method=post action=/eservice/send>ชื่อ-สกุล "
                "<input name=name> เลขประจำตัวประชาชน <input name=id> "
                "รายละเอียด <textarea name=text></textarea>"
                "<input type=submit value=ยื่นคำขอ></form>"))

    def add_board(self):
        for number, (title, ask, answer) in enumerate(BOARD, 1):
            self.add_page(f"/board/{number}", title,
                          f"<p>ถาม {ask}</p><p>ตอบ {answer}</p>")
        self.add_page("/board/new", "ตั้งกระทู้ใหม่",
                      "<form method=post action=/board/post><input name=title>"
                      "<textarea name=text></textarea><input type=submit "
                      "value=ส่งคำถาม></form>")

    def add_doc(self, one):
        if self.details:
            self.add_page(self.detail(one), one.listed, self.detail_body(one))
        target = self.file_target(one)
        if one.fate in ("dead_file", "drive", "facebook"):
            return
        if one.fate == "error_file":
            self.store.add(target, b"Internal Server Error", "text/plain", 500)
        else:
            self.store.add_file(target, one.data())

    def detail_body(self, one):
        return (f"<p>{self.date(one.date)}</p>"
                + link(self.file_target(one), "ดาวน์โหลดเอกสาร"))

    # The page of the assessment

    def row_targets(self, places):
        """What a row of the page leads to: texts and addresses."""
        found = []
        for key in places:
            place = self.town.places[key]
            target = self.place_target(place)
            if len(place.docs) == 1 and not self.details \
                    and not place.fate and self.town.number % 3 == 0:
                target = self.file_target(place.docs[0])
            found.append((place, target))
        return found

    def add_ita(self):
        """For the systems that have one."""

    # The front page and the rest

    def front_body(self):
        news = self.town.news[:5]
        return (self.heading("ข่าวล่าสุด") + "<ul>" + "".join(
            f"<li>{link(self.news_address(row), row['title'])}</li>"
            for row in news) + "</ul>")

    def add_front(self):
        self.add_page("/", "หน้าแรก", self.front_body())

    def images(self):
        return ["logo", "link", "line", *(f"person{at}" for at in range(7))]

    def build(self):
        for place in self.town.places.values():
            self.add_place(place)
            for one in place.docs:
                self.add_doc(one)
        if any(place.way == "links" and not place.fate
               for place in self.town.places.values()):
            self.add_forms()
        if any(place.way == "board" and not place.fate
               for place in self.town.places.values()):
            self.add_board()
        self.add_ita()
        self.add_front()
        for name in self.images():
            self.store.add_file(f"/images/{name}.png", pictures.banner(name))
        self.store.add_file("/robots.txt",
                            f"User-agent: *\nDisallow: {PRIVATE}/\n".encode())

    # What is true

    def evidence(self, row):
        """All addresses that show the item, when it is there at all."""
        found = []
        for key in row["places"]:
            place = self.town.places[key]
            found.append(self.address(place))
            if place.way == "news":
                found += [self.news_address(one) for one in self.town.news]
                found += [self.news_page(number) for number in range(
                    2, 2 + len(self.town.news) // NEWS_A_PAGE)]
            if place.way == "links":
                found += [f"/eservice/form/{number}"
                          for number in range(1, 1 + len(SERVICES))]
            if place.way == "board":
                found += ["/board/new", *(f"/board/{number}" for number
                                          in range(1, 1 + len(BOARD)))]
            for one in place.docs:
                found.append(self.file_target(one))
                if self.details:
                    found.append(self.detail(one))
        return sorted(set(found))

    def truth(self):
        rows = []
        for row in self.town.rows:
            found = self.evidence(row)
            there = row["verdict"] in ("pass", "incomplete", "stale")
            rows.append({**row, "evidence": found if there else [],
                         "near_misses": [] if there else found})
        return {"schema": "oit-truth/1", "year": self.town.year,
                "layout": self.town.layout,
                "set": "held" if self.town.held else "open", "items": rows}
