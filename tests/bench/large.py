"""Large towns: those of tests/sites, grown to thousands of pages.

The systems, the items and what is planted in them are the drawn towns'.  What
grows is what grows in a town hall: news, announcements, albums and a board,
papers of earlier years under the same labels.  In a deep town menus name
groups, and only the page of a group names what is in it.
"""
import hashlib
import random
import shutil
import sys
from html import escape
from pathlib import Path

import town

SITES = Path(__file__).resolve().parents[1] / "sites"
sys.path.insert(0, str(SITES))

from maker.drawn import Town  # noqa: E402
from maker.shell import link  # noqa: E402
from maker.skins import SKINS  # noqa: E402
from maker.store import Store  # noqa: E402

PAGES = 5000
ROWS = 12       # of one list page
NEAR = 3        # list pages that a pager names on either side
OLDER = 4       # years whose papers are still there
NEWS_SHARE = 0.26
# number of the layout's town, layout, year, deep
TOWNS = ((1, "table", 2567, False), (5, "wordpress", 2568, True),
         (7, "lists", 2567, False))
# label, share of the pages, titles, whether every so many has a paper
SECTIONS = (
    ("ประกาศจัดซื้อจัดจ้าง", 0.21, "ประกาศ{} {}", 9),
    ("ภาพกิจกรรม", 0.17, "ภาพ{} {}", 0),
    ("กระดานสนทนา", 0.14, "สอบถามเรื่อง{} {}", 0),
    ("คำสั่งและระเบียบ", 0.07, "คำสั่งเรื่อง{} {}", 5),
    ("หนังสือราชการจากอำเภอ", 0.07, "หนังสือแจ้งเรื่อง{} {}", 4))


class Section:
    """A list over many pages, and the pages it names."""

    def __init__(self, number, label, titles, every):
        self.number, self.label, self.every = number, label, every
        self.titles = titles

    def lists(self):
        return max(1, -(-len(self.titles) // ROWS))


# Addresses as each system has them: a list page, a page of it.
ADDRESSES = {
    "table": ("/list.php?cat={}&page={}", "/view.php?cat={}&id={}"),
    "wordpress": ("/?cat={}&paged={}", "/?p=7{}{:05}"),
    "lists": ("/public/list/data/index/menu/{}/page/{}",
              "/public/list/data/detail/menu/{}/id/{}"),
}


def pager(address, number, last):
    near = {1, last} | set(range(number - NEAR, number + NEAR + 1))
    return "<div class=pages>" + " ".join(
        link(address(at), str(at)) for at in sorted(near)
        if 1 <= at <= last) + "</div>"


def grown(base, deep):
    """A system whose towns are large."""

    class Large(base):
        def __init__(self, drawn, store, pages):
            super().__init__(drawn, store)
            self.sections = []
            self.dice = random.Random(f"large {drawn.name}")
            self.pages = pages
            self.grow_news()
            self.grow_papers()
            self.draw_sections()

        # What there is more of

        def title(self, pattern):
            pick = self.dice.choice
            return pattern.format(pick(town.TOWN["objects"]),
                                  pick(town.TOWN["places"]))

        def grow_news(self):
            rows = self.town.news
            year = int(rows[-1]["date"][:4])
            more = int(self.pages * NEWS_SHARE)
            days = sorted((f"{year - 1 - at * 6 // more}-"
                           f"{self.dice.randint(1, 12):02}-"
                           f"{self.dice.randint(1, 28):02}"
                           for at in range(more)), reverse=True)
            rows += [{"number": number, "title": self.title("{} {}"),
                      "date": day}
                     for number, day in enumerate(days, len(rows) + 1)]

        def grow_papers(self):
            """The papers of earlier years stand where this year's do."""
            for place in self.town.places.values():
                papers = [one for one in place.docs if not one.fate]
                if not papers or place.key not in self.town.periods:
                    continue
                oldest = min(one.year for one in papers)
                for back in range(1, OLDER + 1):
                    one, _ = self.town.doc(place.key, oldest - back)
                    if one.stem in self.papers:
                        continue
                    self.papers[one.stem] = 2000 + len(self.papers)
                    place.docs.append(one)

        def draw_sections(self):
            for at, (label, share, pattern, every) in enumerate(SECTIONS):
                titles = [self.title(pattern)
                          for _ in range(int(self.pages * share))]
                self.sections.append(Section(301 + at, label, titles, every))

        # Addresses

        def list_page(self, section, number):
            address = ADDRESSES[self.town.layout][0].format(
                section.number, number)
            cut = {"table": "&page=1", "wordpress": "&paged=1",
                   "lists": "/page/1"}[self.town.layout]
            return address.removesuffix(cut) if number == 1 else address

        def one_page(self, section, number):
            return ADDRESSES[self.town.layout][1].format(
                section.number, number)

        # Menus

        def paging(self, last):
            return pager(self.news_page, self.turning, last)

        def deep_menu(self):
            return "<ul>" + "".join(
                f"<li>{link(f'/group/{at}/', name)}</li>\n"
                for at, (name, _) in enumerate(self.grouped(), 1)) + "</ul>"

        def menu(self):
            return (self.deep_menu() if deep else super().menu()) + "<ul>" + \
                "".join(f"<li>{link(self.list_page(one, 1), one.label)}</li>\n"
                        for one in self.sections) + "</ul>"

        def add_groups(self):
            for at, (name, places) in enumerate(self.grouped(), 1):
                self.add_page(f"/group/{at}/", name, "<ul>" + "".join(
                    "<li>" + self.anchor(self.place_target(place),
                                         place.label) + "</li>\n"
                    for place in places) + "</ul>")

        # Pages

        def add_news(self, place):
            """As the system does it, but a pager knows where it stands."""
            self.turning = 1
            add = self.add_page

            def add_turning(target, title, body, status=200):
                if target == self.news_page(self.turning):
                    self.turning += 1
                add(target, title, body, status)
            self.add_page = add_turning
            super().add_news(place)
            self.add_page = add

        def add_one(self, section, number, title):
            body = f"<p>{escape(title)}</p>" + "".join(
                f"<p>{escape(self.title('{} {}'))}</p>" for _ in range(5))
            if section.every and number % section.every == 0:
                target = f"/attach/{section.number}-{number}.pdf"
                self.store.add_file(target, town.pdf(
                    [f"Paper {section.number}-{number}"] * 20))
                body += link(target, "ดาวน์โหลด")
            near = [at for at in (number - 1, number + 1, number * 7 % 97 + 1)
                    if 1 <= at <= len(section.titles) and at != number]
            body += "<ul>" + "".join(
                f"<li>{link(self.one_page(section, at), section.titles[at - 1])}"
                "</li>" for at in near) + "</ul>"
            self.add_page(self.one_page(section, number), title, body)

        def add_section(self, section):
            last = section.lists()
            for number in range(1, last + 1):
                first = (number - 1) * ROWS
                rows = section.titles[first:first + ROWS]
                body = "<ul>" + "".join(
                    f"<li>{link(self.one_page(section, at), title)}</li>\n"
                    for at, title in enumerate(rows, first + 1)) + "</ul>"
                body += pager(lambda at: self.list_page(section, at),
                              number, last)
                self.add_page(self.list_page(section, number), section.label,
                              body)
            for number, title in enumerate(section.titles, 1):
                self.add_one(section, number, title)

        def build(self):
            super().build()
            if deep:
                self.add_groups()
            for section in self.sections:
                self.add_section(section)

    return Large


def build(cache, pages=PAGES):
    """The folders of the towns, drawn when the cache does not have them."""
    sources = [Path(__file__), *sorted((SITES / "maker").glob("*.py")),
               SITES / "wordings.json"]
    recipe = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    recipe.update(str(pages).encode())
    folder = cache / f"large-{recipe.hexdigest()[:12]}"
    if not folder.exists():
        aside = folder.with_suffix(".part")
        shutil.rmtree(aside, ignore_errors=True)
        for number, layout, year, deep in TOWNS:
            drawn, store = Town(number, layout, year), Store()
            grown(SKINS[layout], deep)(drawn, store, pages).build()
            store.save(aside / drawn.name)
        aside.rename(folder)
    return sorted(path for path in folder.iterdir() if path.is_dir())
