"""A town: its description, its documents, and what is true of its items."""
import hashlib
import json
from dataclasses import dataclass

from . import documents, papers

WESTERN = 543


@dataclass
class Document:
    """One file of a place on the website."""
    place: str
    paper: papers.Paper
    year: int
    make: str
    stem: str  # of the file name; says nothing
    data: bytes = b""

    @property
    def ending(self):
        return documents.EXTENSION[self.make]

    @property
    def order(self):
        return documents.Order(self.paper, self.make,
                               f"{self.year - WESTERN}0115")


class Town:
    def __init__(self, folder):
        text = (folder / "town.json").read_text(encoding="utf-8")
        self.about = json.loads(text)
        self.words = self.about["words"]
        self.year = self.about["year"]
        self.places = self.about["places"]
        self.documents = {key: self.documents_of(key, place)
                          for key, place in self.places.items()}

    def documents_of(self, key, place):
        return [self.document(key, row) for row in place.get("papers", [])]

    def document(self, key, row):
        paper = papers.load(row["paper"], self.words, row["year"])
        if row.get("digits") == "thai":
            paper = paper.in_thai_digits()
        name = f"{self.about['seed']} {row['paper']} {row['year']} {row['make']}"
        stem = hashlib.sha256(name.encode()).hexdigest()[:14]
        return Document(key, paper, row["year"], row["make"], stem)

    def paper_of(self, key):
        """The text of a place that is a page."""
        place = self.places[key]
        return papers.load(place["paper"], self.words, self.year)

    def make_documents(self):
        every = [one for row in self.documents.values() for one in row]
        made = documents.make_all([one.order for one in every])
        for one, data in zip(every, made):
            one.data = data

    def truth(self, portal):
        """truth.json: the verdict that is right for each item, and where."""
        return {"schema": "oit-truth/1", "year": self.year,
                "items": [self.truth_of(row, portal)
                          for row in self.about["truth"]]}

    def truth_of(self, row, portal):
        passed = row["verdict"] not in ("missing",)
        found = [address for key in row["places"]
                 for address in portal.addresses(key, row.get("year"))]
        known = {"id": row["id"], "concept": row["concept"],
                 "verdict": row["verdict"],
                 "reason_code": row.get("reason_code", ""),
                 "evidence": found if passed else [],
                 "near_misses": [] if passed else found}
        for key in ("year", "parts", "planted"):
            if key in row:
                known[key] = row[key]
        return known
