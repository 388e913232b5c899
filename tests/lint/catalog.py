#!/usr/bin/env python3
"""Proves that the rule catalogue agrees with itself.

Every finding is one line "FILE: MESSAGE"; exit 1 when there is one.  The
program checks the shape again when it loads; here stands what one file alone
cannot show: concepts, years, measures and questions against each other.
"""
import json
import re
import sys
import unicodedata
from pathlib import Path

MIN_KEY = 5
# Words sought in running text may be shorter, for a hit costs little there.
MIN_TEXT_KEY = 3
# Names that are shorter than MIN_KEY and have no longer form; the matcher
# takes Latin ones only between token borders.
SHORT_NAMES = {"ita", "oit", "iit", "eit", "lpa", "moit", "qa", "faq", "pdpa",
               "line", "สขร"}
FIND = ("titles", "labels", "other", "near", "exclude")
TESTS = ("all", "none", "pattern", "few", "columns", "months", "has")
STRICT = {"confirmed", "lao-page"}
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class Lint:
    def __init__(self, root):
        self.root = root
        self.findings = []

    def add(self, path, message):
        self.findings.append(f"{path.relative_to(self.root)}: {message}")

    def load(self, path):
        def pairs(items):
            seen = {}
            for key, value in items:
                if key in seen:
                    self.add(path, f'key "{key}" stands twice')
                seen[key] = value
            return seen
        try:
            text = path.read_bytes().decode("utf-8")
            return json.loads(text, object_pairs_hook=pairs)
        except (OSError, ValueError) as err:
            self.add(path, str(err))
            return None


def key(text):
    """The letters by which wordings are compared."""
    text = unicodedata.normalize("NFC", text).translate(THAI_DIGITS).lower()
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    text = text.replace("ฏ", "ฎ")
    return "".join(c for c in text
                   if c.isalnum() or unicodedata.category(c) == "Mn")


def texts(value, where=""):
    """Every string inside value, with the path to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from texts(inner, f"{where}[{n}]")


# Lists of common.json that hold signs as well as words.
MARKS = ("frame", "paging")


def check_texts(lint, path, data):
    for where, text in texts(data):
        if not key(text) and not where.startswith(MARKS):
            lint.add(path, f"{where} has no letter")
        elif text != text.strip() or "  " in text:
            lint.add(path, f"{where} has stray blanks")
        elif unicodedata.normalize("NFC", text) != text or "เเ" in text \
                or "\u0e4d\u0e32" in text:
            lint.add(path, f"{where} is not in the normal form")
        elif re.search(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{3}", text):
            lint.add(path, f"{where} has three marks on one letter")


def check_wordings(lint, path, concept):
    find = concept["find"]
    own = {}
    for name in FIND:
        for wording in find[name]:
            folded = key(wording)
            if len(folded) < MIN_KEY and folded not in SHORT_NAMES \
                    and name != "exclude":
                lint.add(path, f'find.{name}: "{wording}" is too short')
            if name != "exclude" and folded in own:
                lint.add(path, f'find.{name}: "{wording}" stands in '
                               f"find.{own[folded]} already")
            if name != "exclude":
                own[folded] = name
    for wording in (w for name in FIND[:4] for w in find[name]):
        for word in find["exclude"]:
            if key(word) in key(wording):
                lint.add(path, f'"{wording}" can never match: exclude has '
                               f'"{word}"')


def check_part(lint, path, part):
    tests = [t for t in TESTS if t in part]
    if len(tests) != 1:
        lint.add(path, f'part "{part["id"]}" has {len(tests)} tests, not 1')
    for where, word in texts({t: part.get(t, "") for t in ("all", "none")}):
        if 0 < len(key(word)) < MIN_TEXT_KEY and key(word) not in SHORT_NAMES:
            lint.add(path, f'part "{part["id"]}": {where}: "{word}" is too '
                           "short")
    if "pattern" in part:
        try:
            re.compile(part["pattern"])
        except re.error as err:
            lint.add(path, f'part "{part["id"]}": pattern: {err}')
        plain = re.sub(r'\\[A-Z]|ก-๙', "", part["pattern"])
        if re.search("[๐-๙A-Z]", plain):
            lint.add(path, f'part "{part["id"]}": the pattern can never match '
                           "the normal form")


def check_columns(lint, path, columns):
    """A wording names one column, and no word of prose."""
    for column in columns:
        for wording in column["inside"]:
            if len(key(wording)) < MIN_KEY:
                lint.add(path, f'column "{column["id"]}": "{wording}" is too '
                               "short to be inside")
    owner = {}
    for column in columns:
        for wording in column["inside"] + column["alone"]:
            other = owner.setdefault(key(wording), column["id"])
            if other != column["id"]:
                lint.add(path, f'"{wording}" names "{column["id"]}" and '
                               f'"{other}"')


def check_concept(lint, path, concept):
    if concept["concept"] != path.stem:
        lint.add(path, f'concept "{concept["concept"]}" is not the file name')
    check_wordings(lint, path, concept)
    ids = [p["id"] for p in concept.get("parts", [])]
    for twice in {i for i in ids if ids.count(i) > 1}:
        lint.add(path, f'part "{twice}" stands twice')
    for part in concept.get("parts", []):
        check_part(lint, path, part)
    for where, text in texts({k: concept.get(k, "") for k in ("fix",
                             "done_when", "purpose", "keep")}):
        for field in re.findall(r'\{(\w*)\}', text):
            if field not in ("year", "title"):
                lint.add(path, f'{where}: unknown field "{{{field}}}"')


def check_partition(lint, path, what, parts, whole):
    flat = [x for part in parts for x in part]
    for item in sorted(set(flat) | set(whole)):
        if item not in whole:
            lint.add(path, f'{what}: "{item}" does not exist')
        elif flat.count(item) != 1:
            lint.add(path, f'{what}: "{item}" stands {flat.count(item)} '
                           "times, not once")


def check_ask(lint, path, item, ask, concepts, used):
    name, where = ask["concept"], f'{item["id"]}: {ask["concept"]}'
    if concepts.get(name, {}).get("role") != "item":
        lint.add(path, f"{where}: no such item concept")
        return
    known = {p["id"] for p in concepts[name]["parts"]}
    for part in ask["parts"]:
        used.add((name, part["id"]))
        if part["id"] not in known:
            lint.add(path, f'{where}: no part "{part["id"]}"')
        if (part["level"] == "must") != (part["status"] in STRICT):
            lint.add(path, f'{where}.{part["id"]}: level "{part["level"]}" '
                           f'with status "{part["status"]}"')


def check_items(lint, path, year, concepts, used):
    ids = [i["id"] for i in year["items"]]
    if ids != [f"o{n + 1}" for n in range(len(ids))]:
        lint.add(path, "items are not o1 to oN in order")
    subs = {s["id"] for i in year["indicators"] for s in i["subs"]}
    asked = []
    for item in year["items"]:
        if item["id"] != f'o{item["number"]}':
            lint.add(path, f'{item["id"]}: number is {item["number"]}')
        if item["indicator"] not in subs:
            lint.add(path, f'{item["id"]}: no indicator {item["indicator"]}')
        if item["issue"] not in {i["n"] for i in year["issues"]}:
            lint.add(path, f'{item["id"]}: no issue {item["issue"]}')
        for other in item["depends_on"]:
            if other not in ids or other == item["id"]:
                lint.add(path, f'{item["id"]}: depends on "{other}"')
        for name in item.get("leads", []):
            if concepts.get(name, {}).get("role") != "item":
                lint.add(path, f'{item["id"]}: leads: no concept "{name}"')
        for ask in item["asks"]:
            asked.append(ask["concept"])
            check_ask(lint, path, item, ask, concepts, used)
    for twice in sorted({c for c in asked if asked.count(c) > 1}):
        lint.add(path, f'concept "{twice}" is asked for twice')


def check_sources(lint, path, year):
    named = set()
    for item in year["items"]:
        named |= set(item["source"])
        for ask in item["asks"]:
            named |= set(ask["source"])
            named |= {s for p in ask["parts"] for s in p["source"]}
    for source in sorted(named - set(year["sources"])):
        lint.add(path, f'source "{source}" is not described')


def check_score(lint, path, year, questions):
    ids = {i["id"] for i in year["items"]}
    part = year["score"]["instruments"]
    groups = [g for i in part["oit"]["indicators"] for g in i["groups"]]
    check_partition(lint, path, "score.oit", [g["items"] for g in groups], ids)
    for group in groups:
        members = [i["id"] for i in year["items"]
                   if i["indicator"] == group["id"]]
        if members != group["items"]:
            lint.add(path, f'score.oit: group {group["id"]} is not the items '
                           "of that indicator")
    for name in ("iit", "eit"):
        check_partition(lint, path, f"score.{name}",
                        [i["items"] for i in part[name]["indicators"]],
                        {q["id"] for q in questions
                         if q["instrument"] == name})
    if sum(p["weight"] for p in part.values()) != 100:
        lint.add(path, "score: the weights are not 100 together")
    for model in year["score"].get("others", []):
        for item in set(model["points"]) - ids:
            lint.add(path, f'score: {model["model"]}: no item "{item}"')


def check_year(lint, path, year, concepts, questions, used):
    if str(year["year"]) != path.stem:
        lint.add(path, f'year {year["year"]} is not the file name')
    check_items(lint, path, year, concepts, used)
    check_sources(lint, path, year)
    check_score(lint, path, year, questions)
    check_partition(lint, path, "issues",
                    [i["iit"] + i["eit"] for i in year["issues"]],
                    {q["id"] for q in questions})
    issue_of = {q: i["key"] for i in year["issues"]
                for q in i["iit"] + i["eit"]}
    for question in questions:
        if issue_of.get(question["id"]) != question["issue"]:
            lint.add(path, f'issues: {question["id"]} is not in issue '
                           f'"{question["issue"]}" as questions.json says')
    for start, end in (v for v in year["window"].values()
                       if isinstance(v, list)):
        if not start < end:
            lint.add(path, f"window {start} to {end} runs backwards")


def check_example(lint, path, example, asks):
    """asks: year -> what its pack asks of the concept."""
    for year in set(example.get("years", asks)) - set(asks):
        lint.add(path, f'{example["id"]}: no pack of {year} asks for it')
    for part in example["expect"].get("lacks", []):
        for year in set(example.get("years", asks)) & set(asks):
            if part not in {p["id"] for p in asks[year]["parts"]
                            if p["level"] == "must"}:
                lint.add(path, f'{example["id"]}: {part} is no must part '
                               f"of {year}")


def check_examples(lint, root, concepts, years):
    for path in sorted((root / "examples").glob("*.json")):
        data = lint.load(path)
        check_texts(lint, path, data)
        if concepts.get(path.stem, {}).get("role") != "item" \
                or data["concept"] != path.stem:
            lint.add(path, f'no item concept "{data["concept"]}"')
            continue
        ids = [e["id"] for e in data["examples"]]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            lint.add(path, f'example "{twice}" stands twice')
        asks = {year["year"]: ask for year in years for item in year["items"]
                for ask in item["asks"] if ask["concept"] == path.stem}
        for example in data["examples"]:
            check_example(lint, path, example, asks)


def fiscal_day(month_day):
    month, day = (int(n) for n in month_day.split("-"))
    return ((month + 2) % 12, day)


def check_period(lint, path, where, entry):
    if not fiscal_day(entry["from"]) < fiscal_day(entry.get("to", "09-30")):
        lint.add(path, f'{where}: {entry["from"]} to {entry["to"]} is not '
                       "inside one fiscal year")


def check_due(lint, root, path, measure):
    """What an item asks for is done before the answers are given; a report on
    six months before they end."""
    due = measure.get("to")
    for year_path in sorted((root / "years").glob("*.json")) if due else ():
        year = lint.load(year_path)
        asks = {ask.get("period") for item in year["items"]
                for ask in item["asks"] if ask["concept"] == path.stem}
        begin, end = year["window"]["answer"]
        last = end if "first_6_months" in asks else begin
        if asks and fiscal_day(due) >= fiscal_day(last[5:]):
            lint.add(path, f"is due {due}, and the answers of "
                           f"{year_path.stem} are from {begin} to {end}")


def check_measures(lint, root, concepts):
    paths = {p.stem: p for p in sorted((root / "measures").glob("*.json"))}
    paths.pop("standing", None)
    items = {n for n, c in concepts.items() if c["role"] == "item"}
    for name in sorted(items - set(paths)):
        lint.add(root / "measures", f'no measure for "{name}"')
    for name, path in paths.items():
        measure = lint.load(path)
        if measure is None:
            continue
        check_texts(lint, path, measure)
        if measure["concept"] != name or name not in items:
            lint.add(path, f'no item concept "{measure["concept"]}"')
        check_period(lint, path, name, measure)
        check_due(lint, root, path, measure)
        for entry in (measure, measure.get("stale"),
                      measure.get("incomplete")):
            if entry and not 2 <= len(entry["steps"]) <= 5:
                lint.add(path, f'{len(entry["steps"])} steps, not 2 to 5')


def check_standing(lint, path, issues, questions):
    standing = lint.load(path)
    if standing is None:
        return
    check_texts(lint, path, standing)
    covered = set()
    for n, entry in enumerate(standing["standing"]):
        check_period(lint, path, f"standing[{n}]", entry)
        if entry["issue"] not in issues:
            lint.add(path, f'no issue "{entry["issue"]}"')
        for question in entry.get("question", []):
            covered.add(question)
            if questions.get(question) != entry["issue"]:
                lint.add(path, f"{question} is not a question of issue "
                               f'"{entry["issue"]}"')
    for issue in sorted(issues - {e["issue"] for e in standing["standing"]}):
        lint.add(path, f'no measure for issue "{issue}"')
    for question in sorted(set(questions) - covered):
        lint.add(path, f"no measure for question {question}")


def check_questions(lint, path, questions):
    ids = [q["id"] for q in questions]
    want = [f"i{n}" for n in range(1, 16)] + [f"e{n}" for n in range(1, 10)]
    if ids != want:
        lint.add(path, "questions are not i1 to i15 and e1 to e9 in order")
    for question in questions:
        if question["id"][0] != question["instrument"][0]:
            lint.add(path, f'{question["id"]}: instrument is '
                           f'"{question["instrument"]}"')


def check_schemas(lint, root):
    try:
        import jsonschema
    except ImportError:
        print("catalog.py: skipped: JSON Schema (python3-jsonschema is not "
              "installed)")
        return
    kinds = {"concept": "concepts/*.json", "year": "years/*.json",
             "measure": "measures/*.json", "questions": "questions.json",
             "standing": "measures/standing.json", "common": "common.json",
             "columns": "columns.json", "examples": "examples/*.json"}
    for kind, pattern in kinds.items():
        schema = lint.load(root / "schema" / f"{kind}.schema.json")
        if schema is None:
            continue
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        for path in sorted(root.glob(pattern)):
            if kind == "measure" and path.stem == "standing":
                continue
            for err in validator.iter_errors(lint.load(path)):
                at = "/".join(str(p) for p in err.absolute_path)
                lint.add(path, f"{at}: {err.message[:200]}")


def check_catalog(lint, root):
    check_schemas(lint, root)
    if lint.findings:
        return
    common = root / "common.json"
    check_texts(lint, common, lint.load(common))
    path = root / "columns.json"
    columns = lint.load(path)["columns"]
    check_texts(lint, path, columns)
    check_columns(lint, path, columns)
    path = root / "questions.json"
    questions = lint.load(path)["questions"]
    check_texts(lint, path, questions)
    check_questions(lint, path, questions)

    paths = {p.stem: p for p in sorted((root / "concepts").glob("*.json"))}
    concepts = {name: lint.load(p) for name, p in paths.items()}
    for name, concept in concepts.items():
        check_texts(lint, paths[name], concept)
        check_concept(lint, paths[name], concept)

    used = set()
    issues = set()
    years = sorted((root / "years").glob("*.json"))
    for year_path in years:
        year = lint.load(year_path)
        issues |= {i["key"] for i in year["issues"]}
        check_texts(lint, year_path, year)
        check_year(lint, year_path, year, concepts, questions, used)
    for name, concept in concepts.items():
        for part in concept.get("parts", []):
            if (name, part["id"]) not in used:
                lint.add(paths[name], f'part "{part["id"]}" is used by no '
                                      "year")
    check_examples(lint, root, concepts, [lint.load(p) for p in years])
    check_measures(lint, root, concepts)
    check_standing(lint, root / "measures" / "standing.json", issues,
                   {q["id"]: q["issue"] for q in questions})


def main():
    default = Path(__file__).parents[2]
    tree = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    lint = Lint(tree)
    try:
        check_catalog(lint, tree / "rules" / "catalog")
    except (KeyError, TypeError) as err:
        # only without python3-jsonschema, which names the place
        lint.add(tree, f"a file of the catalogue has not its shape: {err!r}")
    for finding in lint.findings:
        print(finding)
    sys.exit(1 if lint.findings else 0)


main()
