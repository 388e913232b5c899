"""The text of papers: what stands in a document or on a page of a town.

papers/NAME.txt holds one paper for all towns and years.  Its first line is
the title; then "# " begins a heading, "- " a list item, "|" a table row, and
anything else is a paragraph.  {town}, {fy}, {prev} and so on are filled in.
"""
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "papers"
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
PLAN_YEARS = 5
PLAN_START = 2566


@dataclass
class Block:
    """A run of lines of one kind: heading, text, list or table."""
    kind: str
    lines: list


@dataclass
class Paper:
    title: str
    blocks: list

    def in_thai_digits(self):
        def turned(line):
            if isinstance(line, list):
                return [cell.translate(THAI_DIGITS) for cell in line]
            return line.translate(THAI_DIGITS)

        return Paper(self.title.translate(THAI_DIGITS), [
            Block(block.kind, [turned(line) for line in block.lines])
            for block in self.blocks])


def year_words(year):
    start = year - (year - PLAN_START) % PLAN_YEARS
    end = start + PLAN_YEARS - 1
    return {"fy": year, "prev": year - 1, "next": year + 1,
            "five": f"{start} - {end}", "five_from": start, "five_to": end,
            "three": f"{year} - {year + 2}"}


def kind_of(line):
    for mark, kind in (("# ", "heading"), ("- ", "list"), ("|", "table")):
        if line.startswith(mark):
            return kind, line[len(mark):]
    return "text", line


def cells(row):
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def blocks_of(lines):
    blocks = []
    for line in lines:
        kind, text = kind_of(line)
        if not blocks or blocks[-1].kind != kind or kind in ("heading", "text"):
            blocks.append(Block(kind, []))
        blocks[-1].lines.append(cells(text) if kind == "table" else text)
    return blocks


def load(name, words, year):
    """The paper of that name, filled in for a town and a fiscal year."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = text.format_map({**words, **year_words(year)}).splitlines()
    return Paper(lines[0], blocks_of(lines[1:]))
