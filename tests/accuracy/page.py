"""What a run of the towns found, as a page: rules/catalog/ACCURACY.md."""
from collections import defaultdict
from pathlib import Path

from figures import WORDS

PAGE = Path(__file__).resolve().parents[2] / "rules/catalog/ACCURACY.md"
COMMONEST = 10
GOLD = "../shared/gold"
HEAD = "Written by `tests/accuracy/run OIT OIT_SERVER --write`, never by hand."

# figure: what it is called, the aim, whether more is better
FIGURES = {
    "items": ("items", None, True),
    "accuracy": ("right verdict", 0.95, True),
    "macro_f1": ("macro F1", 0.95, True),
    "false_missing": ("false missing", 0.01, False),
    "false_pass": ("false pass", 0.02, False),
    "cannot_tell_needlessly": ("needless cannot tell", 0.05, False),
    "evidence_right": ("right evidence", 0.95, True),
    "reason_right": ("right reason", None, True),
    "parts_right": ("right parts", None, True)}
AIMED = [key for key, (_, aim, _) in FIGURES.items() if aim is not None]
SPLITS = {
    "set": "Towns from whose errors rules are made, and the others",
    "layout": "Layouts", "year": "Years",
    "wording": "How far labels and titles are from those of the lists",
    "fate": "What is planted",
    "concept": "What is asked for, in the open towns"}
FATES = """\
`well`: nothing is wrong; `half`, `part`: one of two things asked for, or a
part of the thing, is not there; `label`, `hash`, `placeholder`, `empty`,
`zero`: a name with nothing behind it; `dead`, `dead_file`, `soft_404`: it
leads nowhere; `not_found`: no word of it; `news_only`: only told of in the
news; `draft`, `other_agency`: a paper that is not the town's own or not yet;
`stale`, `stale_label`: of another year, and under the label of the right one;
`stated_none`: the town says that there was none; `scan`, `locked`, `drive`,
`facebook`, `robots`, `error`, `error_file`: nobody can tell.
"""
EXPLAINED = """\
An item is one question of one town.  *Right verdict* is the share of items
that are judged as they are; *macro F1* is the mean of the F1 of the verdicts.
*False missing* is said to be missing and can be seen, or might be; *false
pass* passes and should not: both are shares of all items.  *Needless cannot
tell* is the share of what can be read that was not told.  *Right evidence*:
the address shown first is one that proves it.  *Right reason*: of those
judged rightly and not passed.  *Right parts*: of the parts that an item must
have.
"""


def number(value):
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def table(head, rows, text=(0,)):
    """Columns are numbers but those that are text."""
    rule = ["---" if at in text else "---:" for at in range(len(head))]
    lines = [head, rule, *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |"
                     for line in lines)


def figures_table(about, parts):
    """Where all that is planted is the same, there is no mean of verdicts."""
    keys = [key for key in FIGURES if about != "fate" or key != "macro_f1"]
    return table(
        [about, *(FIGURES[key][0] for key in keys)],
        [[name, *(number(part[key]) for key in keys)]
         for name, part in parts.items()])


def aims(result):
    rows = []
    for key in AIMED:
        name, aim, more = FIGURES[key]
        parts = (result["set"]["open"], result["set"]["held"], result["all"])
        rows.append([name, f"{'≥' if more else '≤'} {aim:.2f}",
                     *(number(part[key]) for part in parts)])
    return table(["figure", "aim", "open", "held", "all"], rows)


def confusion(counts):
    return table(["true / said", *WORDS], [
        [wanted, *(counts.get(f"{wanted}/{got}", 0) for got in WORDS)]
        for wanted in WORDS])


def example(row):
    words = "; ".join(f"“{word}”" for word in row["words"])
    lacks = f" without {row['lacks']}" if row["lacks"] else ""
    return f"{row['town']} {row['id']} {', '.join(row['concept'])}{lacks} " \
           f"{words}".strip()


def commonest(rows):
    """The open errors of the same kind together, the commonest first."""
    kinds = defaultdict(list)
    for row in rows:
        if row["set"] == "open" and row["wanted"] != row["got"]:
            kinds[row["fate"], row["wanted"], row["got"],
                  row["got_reason"]].append(row)
    ranked = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    lines = []
    for (fate, wanted, got, reason), same in ranked[:COMMONEST]:
        lines.append([len(same), fate, wanted, f"{got} ({reason})",
                      example(same[0])])
    return table(["times", "planted", "true", "said", "for example"], lines,
                 (1, 2, 3, 4)) if lines else "None."


def gold_part(gold):
    if gold is None:
        return f"Not measured: `{GOLD}` is not there."
    return ("Labels of real lists and menus, and texts that are no label of "
            "an item, matched by\n`oit rules match` without any page around "
            f"them.\n\n```\n{gold.strip()}\n```")


def rules_part(result):
    return table(["year", "pack", "sha256 of its rules"], [
        [year, about["version"], f"`{about['sha256']}`"]
        for year, about in sorted(result["rules"].items())], (0, 1, 2))


def learnt_part(result):
    return "\n".join(
        f"- {name}: {count} of {every} novel labels and titles stand word for "
        "word in the rules" for name, (count, every)
        in sorted(result["learnt"].items()))


def page(result, gold):
    rows = result["rows"]
    towns = {row["town"] for row in rows}
    parts = [
        f"# How often the rules are right\n\n{HEAD}",
        f"{len(towns)} invented towns, {len(result['layout'])} layouts, "
        f"{len(rows)} items; `{result['tool']}`.\n\n"
        "The open towns speak in words that those who write rules may look "
        "at, the held\nones in words that they may not: errors there are "
        "counted and never shown.",
        EXPLAINED.strip(),
        f"## Aims\n\n{aims(result)}",
        f"## Rules measured\n\n{rules_part(result)}\n\n{learnt_part(result)}",
        "## Verdicts"]
    for name, counts in result["confusion"].items():
        parts.append(f"### {name}\n\n{confusion(counts)}")
    for key, about in SPLITS.items():
        legend = FATES + "\n" if key == "fate" else ""
        parts.append(f"## {about}\n\n{legend}"
                     f"{figures_table(key, result[key])}")
    parts += [f"## Real labels\n\n{gold_part(gold)}",
              "## Commonest errors in the open towns\n\n" + commonest(rows)]
    return "\n\n".join(parts) + "\n"
