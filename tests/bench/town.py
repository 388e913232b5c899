"""The site that is crawled: a town's old PHP pages, the same for one seed.

Every page has the menu of about ninety links, a sidebar and tables; there are
sections, each in a folder with paged lists of its years, two years of OIT
pages, print copies, redirects, dead links and attachments.  The dirty kind is
written as such sites are: entities beside raw ampersands, values without
quotes, blanks inside href, tags crosswise, links in comments and scripts that
are none, every 33rd page in windows-874.
"""
import json
import os
import random
import shutil
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
TOWN = json.loads((HERE / "town.json").read_text(encoding="utf-8"))
ITEMS, MENU, LISTS = TOWN["items_2567"], TOWN["menu"], TOWN["lists"]
FOLDERS = TOWN["folders"]  # of the lists
YEARS = (2567, 2566)
ROWS = 20  # of one list page
A_YEAR = 400  # what a section puts out in one


def file_name(target):
    """The file that nginx finds for a target by its uri and its arguments."""
    path, _, arguments = target.lstrip("/").partition("?")
    return path if path and not arguments else f"{path}__{arguments}.html"


def list_target(section, year, number):
    page = f"&page={number}" if number > 1 else ""
    return f"/{FOLDERS[section]}/list.php?year={year}{page}"


def folder_of(view):
    return FOLDERS[view % len(FOLDERS)]


def view_target(view):
    return f"/{folder_of(view)}/view.php?id={view}&lang=th"


def list_years(views, section):
    """What a section lists: each year's views, the newest year first."""
    mine = range(section, views, len(LISTS))
    return [(YEARS[0] - number, mine[at:at + A_YEAR]) for number, at in
            enumerate(range(0, max(1, len(mine)), A_YEAR))]


def list_pages(views, section):
    """How many pages the lists of a section have."""
    return sum(max(1, -(-len(mine) // ROWS))
               for _, mine in list_years(views, section))


def count_views(pages):
    """How many of the pages are neither fixed nor lists."""
    fixed = 1 + len(MENU) + len(YEARS) * (1 + len(ITEMS))
    views = pages - fixed
    while views + sum(list_pages(views, c) for c in range(len(LISTS))) > (
            pages - fixed):
        views -= 1
    if views < len(LISTS):
        raise SystemExit(f"--pages {pages}: too few for one town")
    return views


def pdf(words):
    """A paper of one page; its text is ASCII, as it needs no font so."""
    text = b"".join(b"(%s) Tj T*\n" % word.encode() for word in words)
    stream = b"BT /F1 11 Tf 14 TL 50 780 Td\n" + text + b"ET\n"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + table +
                  b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
                  % len(out))


class Writer:
    """Text and tags, tidy or as they come."""

    def __init__(self, seed, clean):
        self.random = random.Random(seed)
        self.clean = clean

    def sentence(self):
        pick = self.random.choice
        return "".join((pick(TOWN["subjects"]), pick(TOWN["verbs"]),
                        pick(TOWN["objects"]), " ", pick(TOWN["places"])))

    def paragraph(self):
        text = " ".join(self.sentence() for _ in range(12))
        if self.clean:
            return f"<p>{text}</p>\n"
        return f"<P><font size=2><b>{text[:40]}<i>{text[40:]}</b></i></font>\n"

    def link(self, target, text):
        dice = 1.0 if self.clean else self.random.random()
        href = target
        if dice < 0.5:
            href = target.replace("&", "&amp;")
        if dice < 0.15:
            return f"<a href={href} class=menu>{text}</a>"
        if dice < 0.25:
            return f"<A HREF='{href}' TARGET=_self>{text}</A>"
        if 0.5 < dice < 0.55:
            return f'<a class="m" href=" {href}\n">{text}</a>'
        return f'<a class="menu" href="{href}">{text}</a>'

    def items(self, links):
        end = "</li>\n" if self.clean else "\n"
        return "<ul>" + "".join(f"<li>{link}{end}" for link in links) + "</ul>"

    def table(self, rows):
        cell, row = ("</td>", "</tr>") if self.clean else ("", "")
        lines = "".join(
            "<tr>" + "".join(f"<td>{text}{cell}" for text in texts) + row + "\n"
            for texts in rows)
        return f'<table width="100%" border="0">\n{lines}</table>\n'

    def no_links(self, view):
        """What looks like links and is none, on some pages."""
        if self.clean or view % 25 != 3:
            return ""
        return (f"<!-- <a href='/old.php?id={view}'>เดิม</a> -->\n"
                "<script>document.write('<a href=\"/pop.php?id="
                f"{view}\">x</a>');</script>\n")


class Site:
    """Writes one site into a folder."""

    def __init__(self, folder, pages, clean, seed):
        self.root = folder / "root"
        self.writer = Writer(seed, clean)
        self.views = count_views(pages)
        self.titles = [self.writer.sentence() for _ in range(self.views)]
        self.written = []
        left = pages - 1 - len(YEARS) * (1 + len(ITEMS)) - self.views - sum(
            list_pages(self.views, c) for c in range(len(LISTS)))
        self.fixed = [f"/page.php?id={n}" for n in range(1, left + 1)]
        self.frame = self.make_frame()

    def make_frame(self):
        """What stands on every page: head with menu, and sidebar."""
        link = self.writer.link
        menu = [link("/", "หน้าแรก")]
        menu += [link(t, MENU[i % len(MENU)]) for i, t in enumerate(self.fixed)]
        menu += [link(list_target(section, YEARS[0], 1), title)
                 for section, title in enumerate(LISTS)]
        menu += [link(f"/oit.php?year={y}", f"ITA ประจำปี {y}") for y in YEARS]
        menu += [link(f"/oit.php?year=2567&no={n}", f"o{n} {t}")
                 for n, t in enumerate(ITEMS, 1)]
        side = [link(view_target(v), self.titles[v]) for v in range(12)]
        return self.writer.items(menu) + "\n<div id=side>" + \
            self.writer.items(side) + "</div>\n"

    def write(self, target, title, body):
        charset = "utf-8"
        if not self.writer.clean and len(self.written) % 33 == 32:
            charset = "windows-874"
        html = (
            "<!DOCTYPE html>\n<html><head><meta http-equiv=\"Content-Type\" "
            f'content="text/html; charset={charset}">\n<title>{title}</title>'
            f"</head>\n<body>\n{self.frame}<div id=\"main\">\n<h1>{title}</h1>"
            f"\n{body}</div>\n</body></html>\n")
        path = self.root / file_name(target)
        codec = {"windows-874": "cp874"}.get(charset, charset)
        path.write_bytes(html.encode(codec))
        self.written.append(target)

    def copy(self, target, of):
        """A second address of the same bytes; no page to be counted."""
        os.link(self.root / file_name(of), self.root / file_name(target))

    def attach(self, view):
        """Links to an attachment, a redirect, a dead page: on some pages."""
        link, links = self.writer.link, []
        if view % 14 == 0:
            kind = ("pdf", "jpg", "pdf", "zip")[view // 14 % 4]
            name = f"/files/{view}.{kind}"
            data = self.writer.random.randbytes(20000 + view * 37 % 40000)
            if kind == "pdf":
                data = pdf([f"Paper {view}, line {n}" for n in range(40)])
            (self.root / name[1:]).write_bytes(data)
            links.append(link(name, "ดาวน์โหลด"))
        place = f"{folder_of(view)}/{view}"
        odd = {9: f"/moved/{place}", 19: f"/away/{place}",
               23: f"/twice/{place}", 27: f"/missing/{view}.html",
               31: "/admin/", 37: "/loop/a"}
        if view % 40 in odd:
            links.append(link(odd[view % 40], "รายละเอียดเพิ่มเติม"))
        return "".join(links)

    def write_views(self):
        link, writer = self.writer.link, self.writer
        for view, title in enumerate(self.titles):
            near = [(view + step) % self.views for step in (1, 7, 61, 200, 900)]
            target = view_target(view)
            copy = f"{target}&print=1" if view % 20 == 0 else None
            body = "".join(writer.paragraph() for _ in range(7 + view % 9))
            body += writer.table(
                (str(n), writer.sentence(), "2567", f"{view * 13 + n},000.00")
                for n in range(1, 9)) + self.attach(view)
            body += writer.items(link(view_target(v), self.titles[v])
                                 for v in near) + writer.no_links(view)
            if copy:
                body += link(copy, "พิมพ์")
            self.write(target, title, body)
            if copy:
                self.copy(copy, target)

    def write_lists(self, section):
        link = self.writer.link
        years = list_years(self.views, section)
        others = " ".join(link(list_target(section, year, 1), f"ปี {year}")
                          for year, _ in years)
        for year, mine in years:
            self.write_list(section, year, mine, others)

    def write_list(self, section, year, mine, others):
        link = self.writer.link
        pages = max(1, -(-len(mine) // ROWS))
        for number in range(1, pages + 1):
            rows = [(str(v), link(view_target(v), self.titles[v]),
                     f"{v % 28 + 1} ม.ค. {year}")
                    for v in mine[(number - 1) * ROWS:number * ROWS]]
            near = {1, pages} | set(range(number - 3, number + 4))
            pager = [link(list_target(section, year, n), f"หน้า {n}")
                     for n in sorted(near) if 1 <= n <= pages]
            if number == 2:
                first = list_target(section, year, 1)
                pager.append(link(f"{first}&page=1", "แรก"))
            body = others + self.writer.table(rows) + " ".join(pager)
            body += "".join(self.writer.paragraph() for _ in range(7))
            self.write(list_target(section, year, number),
                       LISTS[section], body)
        if pages > 1:
            first = list_target(section, year, 1)
            self.copy(f"{first}&page=1", first)

    def write_oit(self, year):
        writer = self.writer
        rows = [(f"o{n}", title, writer.link(f"/oit.php?year={year}&no={n}",
                                             "คลิกที่นี่"))
                for n, title in enumerate(ITEMS, 1)]
        self.write(f"/oit.php?year={year}",
                   f"การเปิดเผยข้อมูลสาธารณะ OIT ประจำปีงบประมาณ พ.ศ. {year}",
                   writer.table(rows))
        for number, title in enumerate(ITEMS, 1):
            body = "".join(writer.paragraph() for _ in range(9))
            self.write(f"/oit.php?year={year}&no={number}",
                       f"{title} ประจำปีงบประมาณ พ.ศ. {year}", body)

    def write_all(self):
        for folder in ("files", *FOLDERS):
            (self.root / folder).mkdir(parents=True)
        writer = self.writer
        self.write("/", "เทศบาลตำบล", "".join(
            writer.paragraph() for _ in range(8)))
        self.copy("/index.php", "/")
        for number, target in enumerate(self.fixed):
            self.write(target, MENU[number % len(MENU)], "".join(
                writer.paragraph() for _ in range(9 + number % 6)))
        for year in YEARS:
            self.write_oit(year)
        for section in range(len(LISTS)):
            self.write_lists(section)
        self.write_views()
        (self.root / "robots.txt").write_text("User-agent: *\nDisallow:\n")


def build(cache, pages, clean, seed):
    """The folder of the site, written when the cache does not have it: root/
    is served, pages.txt names every page once."""
    recipe = f"{pages} {clean} {seed}".encode() + b"".join(
        (HERE / name).read_bytes() for name in ("town.py", "town.json"))
    kind = "clean" if clean else "dirty"
    folder = cache / f"site-{pages}-{kind}-{sha256(recipe).hexdigest()[:12]}"
    if not folder.exists():
        aside = folder.with_suffix(".part")
        shutil.rmtree(aside, ignore_errors=True)
        made = Site(aside, pages, clean, seed)
        made.write_all()
        (aside / "pages.txt").write_text("\n".join(made.written) + "\n")
        aside.rename(folder)
    return folder
