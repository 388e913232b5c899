#!/usr/bin/env python3
"""Proves the drawn towns: check_towns.py [OIT-STEPS]

All items are spoken of, what shows them is there and can be reached, links
are dead where it is planted and nowhere else, a paper says its title, no
held wording stands in an open town, and the same town comes out twice.  With
OIT-STEPS, both steps of reading find the same on all their pages.
"""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from check import Site, document_text, squeezed
from maker.drawn import WORDINGS

HERE = Path(__file__).parent
DOORS = ("/Home",)  # behind a script
ITEMS = {2567: 35, 2568: 28}
LEAST = {"towns": 48, "layouts": 8, "pass": 0.5}
VERDICTS = {"pass", "incomplete", "stale", "missing", "cannot_tell"}
SHOWN = {"pass", "incomplete", "stale"}


def draw(folder, *names):
    subprocess.run([sys.executable, HERE / "towns", folder, *names],
                   check=True)


def check_truth(site, truth):
    ids = [row["id"] for row in truth["items"]]
    if ids != [f"o{number}" for number in range(1, ITEMS[truth["year"]] + 1)]:
        site.say("truth.json does not name every item once, in order")
    for row in truth["items"]:
        if row["verdict"] not in VERDICTS:
            site.say(f"{row['id']}: {row['verdict']} is no verdict")
        if (row["verdict"] in SHOWN) != bool(row["evidence"]):
            site.say(f"{row['id']}: {row['verdict']} and its evidence")


def check_reach(site, truth):
    reached, dead = site.walk(*(door for door in DOORS if door in site.map))
    planted = {target for row in truth["items"]
               if row["reason_code"] == "broken_link"
               for target in row["near_misses"]}
    for target in sorted(dead - planted):
        site.say(f"{target}: dead and not planted")
    if not dead & planted and planted:
        site.say("what is planted as dead is not")
    for row in truth["items"]:
        for target in row["evidence"]:
            answer = site.answer(target)
            if target not in reached or not answer or answer[0] != "200":
                site.say(f"{row['id']}: {target} is not there")


def check_paper(site, truth):
    """Of one paper of the town the text is read; a scan has none."""
    rows = [(row, target) for row in truth["items"]
            for target in row["evidence"]
            if target.endswith((".pdf", ".docx", ".xlsx"))
            and site.answer(target)]
    _, target = random.Random(site.folder.name).choice(rows)
    _, _, name, *_ = site.answer(target)
    if len(squeezed(document_text(site.folder / "root" / name))) < 60:
        site.say(f"{target} says next to nothing")
    for row in truth["items"]:
        for target in row["near_misses"]:
            if row["fate"] == "scan" and target.endswith(".pdf") \
                    and site.answer(target):
                path = site.folder / "root" / site.answer(target)[2]
                if squeezed(document_text(path)):
                    site.say(f"{target} is no scan")


def held_words():
    return {word for about in WORDINGS.values() for word in about["held"]
            if "{" not in word}


def check_held(site, truth, words):
    if truth["set"] == "held":
        return
    for target, fields in site.map.items():
        if fields[1].startswith("text/html"):
            text = site.text(target)
            for word in words:
                if f">{word}<" in text:
                    site.say(f"{target}: \"{word}\" is held back")


def check(folder, words):
    site = Site(folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    check_truth(site, truth)
    check_reach(site, truth)
    check_paper(site, truth)
    check_held(site, truth, words)
    return site.faults, truth


def same(first, second):
    return [str(path) for path in first.rglob("*") if path.is_file()
            and path.read_bytes() !=
            (second / path.relative_to(first)).read_bytes()]


def main():
    words = held_words()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        draw(folder / "once")
        towns = sorted(path.parent
                       for path in (folder / "once").glob("*/truth.json"))
        results = [check(town, words) for town in towns]
        faults = [fault for found, _ in results for fault in found]
        if sys.argv[1:]:
            read = subprocess.run([*sys.argv[1:], folder / "once"],
                                  stdout=subprocess.PIPE, text=True,
                                  check=False)
            if read.returncode:
                faults += read.stdout.splitlines()
        draw(folder / "twice", towns[0].name)
        faults += [f"{name} differs from draw to draw" for name in
                   same(towns[0], folder / "twice" / towns[0].name)]
    rows = [row for _, truth in results for row in truth["items"]]
    passed = sum(row["verdict"] == "pass" for row in rows) / len(rows)
    layouts = {truth["layout"] for _, truth in results}
    if len(towns) < LEAST["towns"] or len(layouts) < LEAST["layouts"] \
            or passed < LEAST["pass"]:
        faults.append(f"{len(towns)} towns, {len(layouts)} layouts, "
                      f"{passed:.2f} pass")
    print("\n".join(faults) or f"{len(towns)} towns, {len(rows)} items")
    sys.exit(1 if faults else 0)


main()
