#!/usr/bin/env python3
"""Proves a stored website: check.py [NAME ...]

Every answer of the map is there, every page and document can be reached from
the front page, no link is dead but the planted one, each document says its
own title, and truth.json speaks of every item and of addresses that exist.
"""
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from maker.town import Town

HERE = Path(__file__).parent
ORIGIN = "http://town.invalid"
MIN_PAGES = 80
MIN_DOCUMENTS = 25
ITEMS = {2567: 35}
LINKS = {"a": "href", "area": "href", "iframe": "src", "object": "data",
         "img": "src", "link": "href"}
MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml"}
DENIED = "/admin/"
YEAR = re.compile("25[0-9]{2}|๒๕[๐-๙]{2}")
ABSENT = ("รายการจัดซื้อ", "รายการการจัดซื้อ")


class Links(HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base = base
        self.found = set()

    def handle_starttag(self, tag, attrs):
        value = dict(attrs).get(LINKS.get(tag, ""))
        if value:
            self.found.add(urldefrag(urljoin(self.base, value))[0])


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.faults = []
        self.map = {}
        text = (folder / "map.txt").read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                target, *fields = line.split("\t")
                self.map[target] = fields

    def say(self, message):
        self.faults.append(f"{self.folder.name}: {message}")

    def answer(self, target):
        """The fields of the map for a target, as the server finds them."""
        if target in self.map:
            return self.map[target]
        prefixes = [key for key in self.map if key.endswith("*")
                    and target.startswith(key[:-1])]
        return self.map[max(prefixes, key=len)] if prefixes else None

    def body(self, target):
        _, _, name, *_ = self.answer(target)
        return (self.folder / "root" / name).read_bytes()

    def text(self, target):
        data = self.body(target)
        if re.search(rb"charset=windows-874", data):
            return data.decode("cp874")
        return data.decode("utf-8")

    def targets_of(self, target):
        """The targets on this site that an answer leads to."""
        status, kind, _, *headers = self.answer(target)
        found = {urljoin(ORIGIN + target, header.partition(": ")[2])
                 for header in headers if header.startswith("Location: ")}
        if status == "200" and kind.startswith("text/html"):
            links = Links(ORIGIN + target)
            links.feed(self.text(target))
            found |= links.found
        return {urlsplit(url)._replace(scheme="", netloc="").geturl()
                for url in found if url.startswith(ORIGIN)}

    def walk(self, *doors):
        """All targets within reach of the front page and of these doors
        beside it, and the dead ones."""
        seen, dead, queue = {"/", *doors}, set(), ["/", *doors]
        while queue:
            for target in self.targets_of(queue.pop()) - seen:
                seen.add(target)
                if self.answer(target):
                    queue.append(target)
                else:
                    dead.add(target)
        return seen - dead, dead


def squeezed(text):
    return re.sub(r"\s+", "", text)


def document_text(path):
    ending = path.suffix[1:]
    if ending == "pdf":
        return subprocess.run(
            ["pdftotext", "-raw", str(path), "-"], check=True,
            capture_output=True).stdout.decode("utf-8")
    with zipfile.ZipFile(path) as archive:
        member = archive.read(MEMBERS[ending]).decode("utf-8")
    return re.sub(r"<[^>]*>", "", member).replace("&apos;", "'") \
        .replace("&amp;", "&")


def check_map(site):
    files = {fields[2] for fields in site.map.values()} - {"-"}
    root = site.folder / "root"
    there = {str(path.relative_to(root))
             for path in root.rglob("*") if path.is_file()}
    for name in sorted(files ^ there):
        site.say(f"{name} is only in the map or only in root/")


def check_reach(site, truth):
    reached, dead = site.walk()
    planted = {address for row in truth["items"]
               if row["reason_code"] == "broken_link"
               for address in row["near_misses"]}
    for target in sorted(dead ^ planted):
        site.say(f"{target}: dead and not planted, or planted and not dead")
    pages = [target for target in reached if not target.startswith(DENIED)
             and site.answer(target)[1].startswith("text/html")]
    documents = [target for target in reached
                 if target.startswith("/files/")]
    if len(pages) < MIN_PAGES or len(documents) < MIN_DOCUMENTS:
        site.say(f"{len(pages)} pages, {len(documents)} documents")
    return reached, pages, documents


def check_documents(site, town, documents):
    wanted = {f"/files/{one.stem}.{one.ending}": one.paper
              for row in town.documents.values() for one in row}
    for target in sorted(wanted.keys() ^ set(documents)):
        site.say(f"{target} is not reached, or not described")
    texts = []
    for target in documents:
        text = document_text(site.folder / "root" / target[1:])
        texts.append(squeezed(text))
        title = wanted[target].title
        if squeezed(title) not in texts[-1]:
            site.say(f"{target} does not say its title")
        for year in YEAR.findall(title):
            if year not in text:
                site.say(f"{target} breaks the year {year} wherever it stands")
    return texts


def check_truth(site, truth, reached, year):
    ids = [row["id"] for row in truth["items"]]
    if ids != [f"o{number}" for number in range(1, ITEMS[year] + 1)]:
        site.say("truth.json does not name every item once, in order")
    for row in truth["items"]:
        for address in row["evidence"]:
            if address not in reached or site.answer(address)[0] != "200":
                site.say(f"{row['id']}: {address} is not there")
        if row["verdict"] != "missing" and not row["evidence"]:
            site.say(f"{row['id']}: no evidence")


def check_absent(site, pages, texts):
    everything = [squeezed(site.text(target)) for target in pages] + texts
    for word in ABSENT:
        if any(word in text for text in everything):
            site.say(f"\"{word}\" is to be nowhere on the site")


def check(folder):
    site = Site(folder)
    town = Town(folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    check_map(site)
    reached, pages, documents = check_reach(site, truth)
    texts = check_documents(site, town, documents)
    check_truth(site, truth, reached, town.year)
    check_absent(site, pages, texts)
    print("\n".join(site.faults) or f"{folder.name}: {len(pages)} pages, "
          f"{len(documents)} documents, {len(truth['items'])} items")
    return not site.faults


def main():
    names = sys.argv[1:] or sorted(
        path.parent.name for path in HERE.glob("*/town.json"))
    results = [check(HERE / name) for name in names]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
