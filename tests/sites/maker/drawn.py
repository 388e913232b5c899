"""A town drawn by lot: its places and papers, and what is true of them.

The same seed draws the same town.  Wordings come from wordings.json, where
"labels" and "titles" are those of the lists and of real sites, and "novel"
ones are what a clerk who knows the matter might write instead.  "held" ones
are of the same sort, but stand in towns from whose errors no rule is made.
"""
import hashlib
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from . import ooxml, papers, thaipdf
from .items import (DATED_FATES, HALVES, ITEMS, JOINT, NONE_STATED, PAGES,
                    PAGE_FATES, PAPER_FATES, PARTS)

HERE = Path(__file__).parents[1]
WORDINGS = json.loads((HERE / "wordings.json").read_text(encoding="utf-8"))
WESTERN = 543

PASS, HALF, PART = 0.66, 0.45, 0.5
NOVEL_LABEL, NOVEL_TITLE, TYPO = 0.35, 0.35, 0.12
NEW_BODY, OLDER, JOINED, THAI_DIGITS = 0.6, 0.4, 0.5, 0.25

NAMES = (
    "ทุ่งแสงจันทร์", "หนองนกยาง", "บ้านสวนสมมติ", "ดอนตะวันฉาย", "คลองใบบัว",
    "ห้วยลมเย็น", "โคกดอกคูน", "ปากธารใส", "เนินพะยอมงาม", "นาข้าวทอง",
    "ท่าเรือจำลอง", "บึงกระจับ", "ป่าไผ่เงิน", "วังปลาสร้อย", "เขาหมอกขาว",
    "สันทรายฟ้า", "บ่อน้ำทิพย์", "ลานตะแบก", "หาดหอยเสียบ", "ศรีสมมติ",
    "ดงกระถิน", "แม่น้ำน้อยใส", "สระบัวแดง", "พนาสมมติ")
KINDS = (
    ("เทศบาลตำบล", "เทศบาล", "นายกเทศมนตรี", "ปลัดเทศบาล", "สภาเทศบาล"),
    ("เทศบาลเมือง", "เทศบาล", "นายกเทศมนตรี", "ปลัดเทศบาล", "สภาเทศบาล"),
    ("องค์การบริหารส่วนตำบล", "อบต.", "นายกองค์การบริหารส่วนตำบล",
     "ปลัดองค์การบริหารส่วนตำบล", "สภาองค์การบริหารส่วนตำบล"))
NEIGHBOURS = ("เทศบาลตำบลหนองกระเรียน", "องค์การบริหารส่วนตำบลไร่สมมุติ")
FIRST = ("นายเอก", "นางโท", "นางสาวตรี", "นายจัตวา", "นายเบญจ", "นางฉัฐ",
         "นายสัปต", "นางสาวอัฐ", "นายนพ")

NONE_WORDS = {
    "complaint_stats": "ในปีงบประมาณ พ.ศ. {fy} {town}ไม่มีเรื่องร้องเรียนการทุจริต"
                       "และประพฤติมิชอบของเจ้าหน้าที่",
    "gift_report": "ในปีงบประมาณ พ.ศ. {fy} ไม่มีเจ้าหน้าที่ของ{town}รับทรัพย์สิน"
                   "หรือประโยชน์อื่นใดโดยธรรมจรรยา",
    "nogift_report": "ในปีงบประมาณ พ.ศ. {fy} {town}ไม่มีการรับของขวัญ"
                     "หรือของกำนัลตามนโยบาย No Gift Policy",
    "proc_announce": "ในปีงบประมาณ พ.ศ. {fy} {town}ไม่มีการจัดซื้อจัดจ้าง"
                     "ด้วยวิธีประกาศเชิญชวนทั่วไป"}

# A paper about which news may be told without being the paper.
TOLD = {"strategy_plan", "action_plan", "annual_report", "hr_plan",
        "risk_assess", "ac_plan", "ac_report", "measures", "service_manual",
        "hr_report", "proc_annual", "complaint_guideline"}
TELLINGS = ("ประชุมคณะทำงานจัดทำ{}", "เข้ารับการอบรมเรื่องการจัดทำ{}",
            "ต้อนรับคณะศึกษาดูงานด้าน{}")
NEWS = ("ลงพื้นที่พ่นหมอกควันกำจัดยุงลาย", "กิจกรรมวันเด็กแห่งชาติ",
        "มอบถุงยังชีพผู้ประสบภัยหนาว", "พัฒนาคูคลองเฉลิมพระเกียรติ",
        "ตรวจเยี่ยมศูนย์พัฒนาเด็กเล็ก", "รับสมัครนักเรียนศูนย์พัฒนาเด็กเล็ก",
        "ประชาสัมพันธ์การชำระภาษีที่ดินและสิ่งปลูกสร้าง",
        "จ่ายเบี้ยยังชีพผู้สูงอายุประจำเดือน", "ฉีดวัคซีนป้องกันโรคพิษสุนัขบ้า",
        "ประชุมสภาสมัยสามัญ สมัยแรก", "ซ่อมแซมไฟฟ้าส่องสว่างสายหลัก",
        "แจ้งหยุดจ่ายน้ำประปาชั่วคราว", "อบรมอาสาสมัครป้องกันภัย",
        "โครงการปลูกต้นไม้สองข้างทาง")

FILLERS = (
    ("history", "basic", "ประวัติความเป็นมา"), ("vision", "basic", "วิสัยทัศน์และพันธกิจ"),
    ("travel", "basic", "สถานที่ท่องเที่ยว"), ("otop", "basic", "สินค้าชุมชน"),
    ("laws", "basic", "กฎหมายที่เกี่ยวข้อง"), ("forms", "service", "แบบคำร้องต่าง ๆ"),
    ("general_complaint", "complaint", "รับเรื่องราวร้องทุกข์"),
    ("privacy", "news", "นโยบายคุ้มครองข้อมูลส่วนบุคคล"))
FILLER_PAPERS = (
    ("budget_law", "plan", "เทศบัญญัติงบประมาณ",
     "เทศบัญญัติงบประมาณรายจ่าย ประจำปีงบประมาณ พ.ศ. {fy}"),
    ("hr_frame", "hr", "แผนอัตรากำลัง 3 ปี", "แผนอัตรากำลัง 3 ปี ประจำปีงบประมาณ พ.ศ. {three}"),
    ("satisfaction", "service", "รายงานผลการสำรวจความพึงพอใจการให้บริการ",
     "รายงานผลการสำรวจความพึงพอใจการให้บริการ ประจำปีงบประมาณ พ.ศ. {fy}"))


@dataclass
class Doc:
    concept: str
    title: str     # what it calls itself
    listed: str    # what the list calls it
    paper: object  # None when there is nothing to read in it
    year: int
    make: str      # pdf, docx, xlsx, scan, locked
    fate: str      # how fetching it ends; "" when well
    stem: str
    date: str      # when it was put on the website, 2567-01-31

    @property
    def ending(self):
        return self.make if self.make in ("docx", "xlsx") else "pdf"

    def data(self):
        if self.fate == "zero":
            return b""
        if self.make == "scan":
            return thaipdf.scan_pdf(self.stem)
        if self.make == "locked":
            return thaipdf.locked_pdf(self.stem)
        return {"docx": ooxml.word_file, "xlsx": ooxml.sheet_file,
                "pdf": thaipdf.text_pdf}[self.make](self.paper)


@dataclass
class Place:
    key: str
    label: str
    group: str
    way: str = "list"  # list, text, people, news, board, form, links
    fate: str = ""     # label, hash, dead, error, soft_404, empty, placeholder
    lacks: str = ""    # the part that is not there
    paper: object = None
    docs: list = field(default_factory=list)


def typo(text, rng):
    """One slip of the pen in the middle of a Thai run."""
    places = [at for at in range(4, len(text) - 3)
              if "ก" <= text[at] <= "ฮ" and "ก" <= text[at - 1] <= "์"
              and "ก" <= text[at + 1] <= "์"]
    if len(text) < 14 or not places:
        return text
    at = rng.choice(places)
    way = rng.choice(("drop", "double", "swap"))
    if way == "drop":
        return text[:at] + text[at + 1:]
    if way == "double":
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def without(text, part):
    """The text of a paper with its @part sections, one of them left out."""
    kept, inside = [], ""
    for line in text.splitlines():
        if line.startswith("@"):
            inside = line[1:]
        elif inside == "!" + part if inside.startswith("!") \
                else not part or inside != part:
            kept.append(line)
    return kept


class Town:
    def __init__(self, number, layout, year, held=False):
        self.number, self.layout, self.year = number, layout, year
        self.held = held  # draws the wordings that nobody may learn from
        self.name = f"{layout}-{year}-{number:02}"
        self.rng = random.Random(f"town {number} {layout} {year}")
        self.words = self.draw_words()
        self.places = {}
        self.rows = []   # of truth.json
        self.shown = []  # item, title, places of it
        self.told = []   # labels that only the news know
        self.news_years = ()
        self.draw_items()
        self.draw_fillers()
        self.news = self.draw_news()

    def draw_words(self):
        rng = self.rng
        kind = KINDS[0] if self.number % 3 else rng.choice(KINDS)
        short = NAMES[(self.number - 1) % len(NAMES)]
        number = f"{self.number:02}"
        return {
            "town": kind[0] + short, "short": short, "kind": kind[1],
            "mayor_post": kind[2], "clerk_post": kind[3], "council": kind[4],
            "district": "ทุ่งดาว", "province": "สมมติบุรี",
            "address": f"เลขที่ {self.number} หมู่ที่ 5 ตำบล{short} "
                       "อำเภอทุ่งดาว จังหวัดสมมติบุรี 99990",
            "phone": f"0-0000-01{number}", "fax": f"0-0000-02{number}",
            "mail": f"saraban@town{number}.example",
            "web": f"www.town{number}.example",
            "mayor": f"{rng.choice(FIRST)} สมมตินาม",
            "clerk": f"{rng.choice(FIRST)} สมมตินาม"}

    def chance(self, share):
        return self.rng.random() < share

    def filled(self, text, year):
        return text.format_map({**self.words, **papers.year_words(year)})

    # Labels and papers

    def label_of(self, key):
        """A label, and how far it is from those of the lists."""
        about = WORDINGS[key]
        if self.chance(NOVEL_LABEL):
            words = about["held" if self.held else "novel"]
            return self.filled(self.rng.choice(words), self.year), "novel"
        text = self.filled(self.rng.choice(about["labels"]), self.year)
        if self.chance(TYPO):
            wrong = typo(text, self.rng)
            if wrong != text:
                return wrong, "typo"
        return text, ""

    def title_of(self, concept, year):
        about = WORDINGS[concept]
        novel = self.chance(NOVEL_TITLE)
        unknown = "held_titles" if self.held else "novel_titles"
        text = self.rng.choice(about[unknown if novel else "titles"])
        return text, self.filled(text, year), "novel" if novel else ""

    def paper_of(self, concept, year, title, lacks="", words=None):
        """One of the two hands that wrote papers, under a title."""
        words = words or self.words
        hand = "held" if self.held else "towns"
        hands = [papers.FOLDER / f"{concept}.txt",
                 papers.FOLDER / f"{hand}/{concept}.txt",
                 papers.FOLDER / f"towns/{concept}.txt"]
        if lacks or self.chance(NEW_BODY):
            hands = hands[1:] + hands[:1]
        path = next(path for path in hands if path.exists())
        lines = without(path.read_text(encoding="utf-8"), lacks)
        text = "\n".join(lines).format_map(
            {**words, **papers.year_words(year)})
        if words["kind"] == "อบต.":
            for old, other in (("นายกเทศมนตรี", words["mayor_post"]),
                               ("ปลัดเทศบาล", "ปลัด อบต."),
                               ("เทศบัญญัติ", "ข้อบัญญัติ"),
                               ("สภาเทศบาล", "สภา อบต."),
                               ("พนักงานเทศบาล", "พนักงานส่วนตำบล")):
                text = text.replace(old, other)
        return papers.Paper(title, papers.blocks_of(text.splitlines()[1:]))

    def stem_of(self, concept, year, extra=""):
        text = f"{self.name} {concept} {year} {extra}"
        seed = hashlib.sha256(text.encode()).hexdigest()
        return seed[:14] if self.number % 2 else f"{concept[:4]}{seed[:5]}"

    def doc(self, concept, year, fate="", lacks=""):
        raw, title, novel = self.title_of(concept, year)
        listed, make, words = title, self.make_of(concept), None
        if fate == "stale_label":
            listed = self.filled(raw, self.wanted_year(concept))
        if fate == "other_agency":
            words = {**self.words, "town": self.rng.choice(NEIGHBOURS)}
            title = raw.format_map({**words, **papers.year_words(year)})
            title = title if words["town"] in title else \
                f"{title} {words['town']}"
            listed = self.rng.choice((title, listed))
        if fate == "draft":
            title = self.rng.choice(("(ร่าง) ", "ร่าง")) + title
            listed = title if self.chance(0.6) else listed
        paper = self.paper_of(concept, year, title, lacks, words)
        if fate == "stated_none":
            paper = papers.Paper(title, papers.blocks_of(
                [self.filled(NONE_WORDS[concept], year)]))
        if self.chance(THAI_DIGITS):
            paper = paper.in_thai_digits()
            listed = listed.translate(papers.THAI_DIGITS)
        if fate in ("scan", "locked"):
            make = fate
        kept = fate if fate in ("dead_file", "zero", "drive", "facebook",
                                "robots", "error_file") else ""
        return Doc(concept, title, listed, paper, year, make, kept,
                   self.stem_of(concept, year, fate + title),
                   f"{self.year}-{self.rng.randint(1, 3):02}-"
                   f"{self.rng.randint(1, 28):02}"), novel

    def make_of(self, concept):
        if concept in ("proc_list", "proc_progress", "proc_joint") \
                and self.chance(0.3):
            return "xlsx"
        return "docx" if self.chance(0.08) else "pdf"

    # Items

    def wanted_year(self, concept):
        return self.year - (self.periods[concept] == "prev")

    def year_of(self, concept, fate):
        period = self.periods[concept]
        if period == "cover":
            return self.year - 5 if fate.startswith("stale") else self.year
        year = self.year - (period == "prev")
        if period == "either":
            year -= self.rng.randint(0, 1)
        if fate == "stale":
            year -= self.rng.randint(1, 2)
        return year - (fate == "stale_label")

    def fate_of(self, item, asks):
        """How the item stands: a fate, a part that is not there, or well."""
        names = [concept for concept, _ in asks]
        if self.chance(PASS):
            if names[0] in NONE_STATED and self.chance(0.2):
                return "stated_none", ""
            return "", ""
        lacking = PARTS[self.year].get(item, [])
        halves = [name for name in HALVES.get(item, ()) if name in names[1:]
                  or len(names) == 2 and name == names[0]]
        if halves and (names[0] == "contact" or self.chance(HALF)):
            return "half", self.rng.choice(halves)
        if lacking and self.chance(PART):
            return "part", self.rng.choice(lacking)
        if names[0] == "contact":
            return "", ""
        if names[0] == "news":
            return "stale", ""
        page = any(name in PAGES for name in names)
        fates = dict(PAGE_FATES if page else PAPER_FATES)
        if not page and any(period in ("fy", "prev", "cover")
                            for _, period in asks):
            fates.update(DATED_FATES)
        if not TOLD.intersection(names):
            del fates["news_only"]
        if len(asks) == 2:
            fates.pop("stale_label", None)
            if any(period == "now" for _, period in asks):
                fates.pop("stale", None)
        kinds = list(fates)
        return self.rng.choices(
            kinds, [fates[kind][2] for kind in kinds])[0], ""

    def draw_items(self):
        self.periods = {concept: period for _, _, asks in ITEMS[self.year]
                        for concept, period in asks}
        for item, title, asks in ITEMS[self.year]:
            fate, lacks = self.fate_of(item, asks)
            self.draw_item(item, title, asks, fate, lacks)

    def draw_item(self, item, title, asks, fate, lacks):
        row = {"id": item, "concepts": [concept for concept, _ in asks],
               "verdict": "pass", "reason_code": "", "fate": fate or "well",
               "lacks": lacks, "label": "", "title": "", "words": [], "places": []}
        if fate in ("half", "part"):
            row["verdict"], row["reason_code"] = "incomplete", "part_missing"
        elif fate and fate != "stated_none":
            every = {**PAPER_FATES, **DATED_FATES}
            row["verdict"], row["reason_code"], _ = every[fate]
        names = tuple(row["concepts"])
        there = [name for name in names if not (fate == "half"
                                                and name == lacks)]
        joint = JOINT.get(names)
        if fate in ("not_found", "news_only"):
            self.told += [WORDINGS[names[0]]["labels"][0]] \
                if fate == "news_only" else []
        elif joint and fate in ("", "half", "stale", "scan") and \
                self.chance(JOINED):
            self.draw_joint(row, joint, there, fate)
        else:
            for name in there:
                self.draw_place(row, name, fate, lacks)
        self.shown.append((item, title, row["places"]))
        self.rows.append(row)

    def note(self, row, key, novel, text):
        """That a label or title is not as the lists have it."""
        row[key] = row[key] or novel
        row["words"] += [text] if novel else []

    def draw_joint(self, row, joint, there, fate):
        label, novel = self.label_of(joint)
        self.note(row, "label", novel, label)
        place = Place(joint, label, WORDINGS[joint]["group"])
        names = there
        if joint == "proc_joint" and len(there) == 2:
            names = ["proc_joint"]
            self.periods["proc_joint"] = "fy"
        for name in names:
            self.add_docs(row, place, name, fate)
        self.keep(row, place)

    def draw_place(self, row, name, fate, lacks):
        label, novel = self.label_of(name)
        self.note(row, "label", novel, label)
        place = Place(name, label, WORDINGS[name]["group"])
        if fate in PAGE_FATES:
            place.fate = fate
        if fate == "part":
            place.lacks = lacks
        if name in PAGES:
            self.make_page(place, name, fate)
        elif not place.fate:
            self.add_docs(row, place, name, fate, lacks if fate == "part"
                          else "")
        self.keep(row, place)

    def keep(self, row, place):
        self.places[place.key] = place
        row["places"].append(place.key)

    def make_page(self, place, name, fate):
        ways = {"executives": "people", "news": "news", "qa": "board",
                "eservice": "links", "complaint_channel": "form"}
        place.way = ways.get(name, "text")
        if name == "news":
            last = self.year - 1 if fate == "stale" else self.year
            self.news_years = (last, last - 1)
        if place.way != "text":
            return
        if place.lacks == "not_whole_law" and name == "authority":
            place.paper = self.whole_law()
        else:
            lacks = place.lacks if name == "structure" else ""
            place.paper = self.paper_of(name, self.year, place.label, lacks)

    def whole_law(self):
        law = "พระราชบัญญัติเทศบาล พ.ศ. 2496" if self.words["kind"] != "อบต." \
            else "พระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537"
        lines = [f"มาตรา 1 พระราชบัญญัตินี้เรียกว่า \"{law}\"",
                 "มาตรา 2 พระราชบัญญัตินี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศใน"
                 "ราชกิจจานุเบกษาเป็นต้นไป"]
        lines += [f"มาตรา {number} ให้ผู้มีหน้าที่ตามความในมาตรา {number - 1} ปฏิบัติ"
                  "ตามหลักเกณฑ์และวิธีการที่กฎหมายกำหนด เว้นแต่จะมีบทบัญญัติไว้เป็น"
                  "อย่างอื่น" for number in range(3, 80)]
        return papers.Paper(law, papers.blocks_of([law, *lines]))

    def add_docs(self, row, place, name, fate, lacks=""):
        year = self.year_of(name, fate)
        one, novel = self.doc(name, year, fate, lacks)
        self.note(row, "title", novel, one.listed)
        place.docs.append(one)
        dated = self.periods[name] in ("fy", "prev", "either")
        if not fate and dated and self.chance(OLDER):
            place.docs.append(self.doc(name, year - 1)[0])
        if not fate and name in ("staff_manual", "service_manual",
                                 "proc_announce"):
            place.docs += [more for more in (self.doc(name, year)[0],)
                           if more.stem != one.stem]

    # Everything else

    def draw_fillers(self):
        for name, group, label in FILLERS:
            paper = self.paper_of(name, self.year, label)
            self.places[name] = Place(name, label, group, "text", paper=paper)
        for name, group, label, title in FILLER_PAPERS:
            place = Place(name, label, group)
            for year in (self.year, self.year - 1):
                called = self.filled(title, year)
                place.docs.append(Doc(
                    name, called, called, self.paper_of(name, year, called),
                    year, "pdf", "", self.stem_of(name, year),
                    f"{year}-01-15"))
            self.places[name] = place

    def draw_news(self):
        rng = self.rng
        years = self.news_years or (self.year, self.year - 1)
        rows = []
        for label in self.told:
            rows.append((rng.choice(TELLINGS).format(label), years[0]))
        rows += [(title, rng.choice((years[0], *years)))
                 for title in rng.sample(NEWS, len(NEWS))]
        # old news stand clear of the fiscal year, which begins in October
        dated = [(f"{year}-{rng.randint(1, 2 if year == self.year else 9):02}"
                  f"-{rng.randint(1, 28):02}", title) for title, year in rows]
        dated.sort(reverse=True)
        return [{"number": number, "title": title, "date": date}
                for number, (date, title) in enumerate(dated, 1)]

    def people(self):
        posts = [(self.words["mayor_post"], "การเมือง"),
                 ("รอง" + self.words["mayor_post"], "การเมือง"),
                 ("ประธาน" + self.words["council"], "การเมือง"),
                 (self.words["clerk_post"], "ข้าราชการประจำ"),
                 ("หัวหน้าสำนักปลัด", "ข้าราชการประจำ"),
                 ("ผู้อำนวยการกองคลัง", "ข้าราชการประจำ"),
                 ("ผู้อำนวยการกองช่าง", "ข้าราชการประจำ")]
        return [(f"{FIRST[(at + self.number) % len(FIRST)]} สมมตินาม", post,
                 side, f"0-0000-1{self.number:02}{at}")
                for at, (post, side) in enumerate(posts)]
