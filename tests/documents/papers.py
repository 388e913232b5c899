"""The papers that the samples are copies of.

papers/NAME.txt is written as those of tests/sites are, with one mark more:
[[words]] are a key phrase, which every sample of that paper must hold.
"""
import re
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/sites"))

from maker import papers  # noqa: E402

PHRASE = re.compile(r"\[\[(.+?)\]\]")
TOWNS = (
    {"town": "เทศบาลตำบลหนองตัวอย่าง", "district": "สมมุติ",
     "province": "จำลองบุรี"},
    {"town": "เทศบาลเมืองสมมุติธานี", "district": "เมืองสมมุติ",
     "province": "สมมุติธานี"},
    {"town": "องค์การบริหารส่วนตำบลนาจำลอง", "district": "ตัวอย่างวิทย์",
     "province": "จำลองบุรี"},
    {"town": "เทศบาลตำบลทุ่งสมมุติ", "district": "ญาณจำลอง",
     "province": "ฐานตัวอย่าง"},
)


@dataclass
class Copy:
    """A paper of a town and a fiscal year, and its phrases: of running text,
    and of the cells of tables."""
    name: str
    paper: papers.Paper
    phrases: list
    cells: list
    year: int


def load(name, town, year, thai_digits):
    text = (HERE / f"papers/{name}.txt").read_text(encoding="utf-8")
    text = text.format_map({**TOWNS[town], **papers.year_words(year),
                            "yy": year % 100})
    lines = PHRASE.sub(r"\1", text).splitlines()
    paper = papers.Paper(lines[0], papers.blocks_of(lines[1:]))
    if thai_digits:
        text = text.translate(papers.THAI_DIGITS)
        paper = paper.in_thai_digits()
    phrases, cells = [], []
    for line in text.splitlines():
        (cells if line[0] == "|" else phrases).extend(PHRASE.findall(line))
    return Copy(name, paper, phrases, cells, year)


def rows(paper):
    """Lists of cells, what is no table in one cell."""
    yield [paper.title]
    for block in paper.blocks:
        for line in block.lines:
            yield line if isinstance(line, list) else [line]
