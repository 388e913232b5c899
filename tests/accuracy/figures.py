"""What the rows of a run come to: a row is an item of a town, as it is and as
it was judged."""
from collections import Counter, defaultdict

WORDS = ("pass", "incomplete", "stale", "missing", "cannot_tell")


def f1_of(rows, word):
    hit = sum(row["wanted"] == word == row["got"] for row in rows)
    wanted = sum(row["wanted"] == word for row in rows)
    got = sum(row["got"] == word for row in rows)
    return 2 * hit / (wanted + got) if wanted + got else None


def share(count, every):
    return round(count / every, 4) if every else None


def figures(rows):
    scores = [score for word in WORDS
              if (score := f1_of(rows, word)) is not None]
    there = ("pass", "incomplete", "stale", "cannot_tell")
    readable = [row for row in rows if row["wanted"] != "cannot_tell"]
    shown = [row for row in rows if row["evidence_right"] is not None]
    parts = [sum(row["parts_right"][at] for row in rows) for at in (0, 1)]
    right = [row for row in rows if row["wanted"] == row["got"]]
    reasoned = [row for row in right if row["wanted"] != "pass"
                and row["wanted_reason"]]
    return {
        "items": len(rows),
        "accuracy": share(len(right), len(rows)),
        "macro_f1": round(sum(scores) / len(scores), 4) if scores else None,
        "false_missing": share(sum(
            row["wanted"] in there and row["got"] == "missing"
            for row in rows), len(rows)),
        "false_pass": share(sum(
            row["wanted"] != "pass" == row["got"] for row in rows), len(rows)),
        "cannot_tell_needlessly": share(sum(
            row["got"] == "cannot_tell" for row in readable), len(readable)),
        "evidence_right": share(sum(
            row["evidence_right"] for row in shown), len(shown)),
        "reason_right": share(sum(
            row["wanted_reason"] == row["got_reason"] for row in reasoned),
            len(reasoned)),
        "parts_right": share(*parts)}


def split(rows, key):
    """The figures by what a row has there, one thing or several."""
    found = defaultdict(list)
    for row in rows:
        names = row[key] if isinstance(row[key], list) else [row[key]]
        for name in names:
            found[name].append(row)
    return {name: figures(part) for name, part in sorted(found.items())}


def confusion(rows):
    counts = Counter((row["wanted"], row["got"]) for row in rows)
    return {f"{wanted}/{got}": count for (wanted, got), count
            in sorted(counts.items())}
