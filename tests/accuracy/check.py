#!/usr/bin/env python3
"""Proves rules/catalog/ACCURACY.md without measuring again: check.py

Its figures follow from its own tables of verdicts, and it speaks of the towns
and of the concepts that there are today.  Rules may have become other ones
since it was written: the page names the sha256 of those that it measured.
"""
import re
import runpy
import sys
from pathlib import Path

from figures import WORDS, confusion, figures
from page import AIMED, FIGURES, PAGE, number

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "tests/sites"
AGAIN = "run tests/accuracy/run OIT OIT_SERVER --write"
# what the tables of verdicts alone tell
TOLD = [key for key in AIMED if key != "evidence_right"]


def section(text, heading):
    """The cells of the first table behind a heading, without its head."""
    behind = text.split(f"{heading}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", behind, re.M).group().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")]
            for line in lines[2:]]


def rows_of(text, name):
    """Rows that would come to the table of verdicts of that name."""
    return [{"wanted": wanted, "got": got, "evidence_right": None,
             "parts_right": [0, 0], "wanted_reason": ""}
            for wanted, *counts in section(text, f"### {name}")
            for got, count in zip(WORDS, counts)
            for _ in range(int(count))]


def drawn():
    """The towns there are, as the page should speak of them."""
    sys.path.insert(0, str(SITES))
    return list(runpy.run_path(str(SITES / "towns"))["towns"]())


def figure_faults(text, sets):
    stated = {name: values for name, _, *values in section(text, "## Aims")}
    for at, (name, rows) in enumerate(sets.items()):
        found = figures(rows)
        for key in TOLD:
            said = stated[FIGURES[key][0]][at]
            if said != number(found[key]):
                yield (f"{name}: {FIGURES[key][0]} is {said}, its table of "
                       f"verdicts says {number(found[key])}")
    if confusion(sets["open"] + sets["held"]) != confusion(sets["all"]):
        yield "the open and the held towns do not come to all"


def town_faults(text, sets):
    towns = drawn()
    for name, held in (("open", False), ("held", True)):
        count = sum(len(town.rows) for town in towns if town.held == held)
        if count != len(sets[name]):
            yield f"{name}: {len(sets[name])} items, but there are {count}"
    for heading, names in (
            ("## Layouts", {town.layout for town in towns}),
            ("## What is asked for, in the open towns",
             {concept for town in towns for row in town.rows
              for concept in row["concepts"]})):
        stated = {name for name, *_ in section(text, heading)}
        for name in sorted(names ^ stated):
            yield f"{name}: {'not measured' if name in names else 'gone'}"


def main():
    text = PAGE.read_text(encoding="utf-8")
    sets = {name: rows_of(text, name) for name in ("open", "held", "all")}
    faults = [*figure_faults(text, sets), *town_faults(text, sets)]
    for fault in faults:
        print(f"{PAGE.relative_to(ROOT)}: {fault}")
    if faults:
        sys.exit(AGAIN)


main()
