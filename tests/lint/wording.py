#!/usr/bin/env python3
"""Every text of the papers is used, and every one that is used is there."""
import json
import re

from tree import Lint, line_of

WORDS = "rules/catalog/papers/th.json"
ENGLISH = "rules/catalog/papers/en.json"
# The plan is an official paper, and Thai; these are all there is in English.
LISTS = ("checklist", "csv", "entry", "junit", "since", "tasklist", "webpage")
REASONS = "rules/catalog/reasons.json"
KEY = re.compile(r'"([a-z_]+(?:\.[a-z_0-9]+)+)"')
# Keys put together when the program runs: list.code, or key.1, key.2 ...
MADE = re.compile(r'"([a-z_]+(?:\.[a-z_]+)*)\.%|'
                  r'word\([a-z], "([a-z_]+)"|numbered_texts\(p, "([a-z_.]+)"')
PLACE = re.compile(r"{[a-z_]+}")
NOT_KEYS = (".html", ".csv", ".docx", ".xlsx", ".json", ".css", ".js", ".xml",
            ".rels")


def codes(path):
    """The reasons of verdicts ("pass.found") and of near misses."""
    if path.is_file():
        reasons = json.loads(path.read_text(encoding="utf-8"))
        yield from (key.split(".")[1] for key in reasons["verdict"])
        yield from reasons["near"]


def keys_in(code):
    """Keys that stand in a source, and the beginnings of those it makes."""
    made = {part for match in MADE.finditer(code)
            for part in match.groups() if part}
    return set(KEY.findall(code)), made


def check_english(lint, words):
    """What the lists use is there in English, with the same places."""
    path = lint.root / ENGLISH
    if not path.is_file():
        return
    english = json.loads(path.read_text(encoding="utf-8"))["texts"]
    used, made = {"stamp"}, set()
    for name in LISTS:
        source = lint.root / f"reports/{name}.c"
        keys, parts = keys_in(source.read_text(encoding="utf-8"))
        used |= keys
        made |= parts
    for key, text in words.items():
        wanted = key in used or key.partition(".")[0] in made or \
            key.rpartition(".")[0] in made
        if wanted != (key in english):
            lint.say(path, 1, f'"{key}" is ' +
                     ("not in English" if wanted else "in no list"))
        elif wanted and sorted(PLACE.findall(text)) != \
                sorted(PLACE.findall(english[key])):
            lint.say(path, 1, f'"{key}" has other places in English')
    for key in english.keys() - words.keys():
        lint.say(path, 1, f'"{key}" is not in Thai')


def main():
    lint = Lint()
    path = lint.root / WORDS
    if not path.is_file():
        lint.end()
    text = path.read_text(encoding="utf-8")
    words = json.loads(text)["texts"]
    used, made = {"stamp"}, set()
    for source in sorted((lint.root / "reports").glob("*.c")):
        code = source.read_text(encoding="utf-8")
        made |= keys_in(code)[1]
        for match in KEY.finditer(code):
            key = match.group(1)
            used.add(key)
            if key not in words | dict.fromkeys(made) and \
                    not key.endswith(NOT_KEYS):
                lint.say(source, line_of(code, match.start()),
                         f'no text "{key}" in {WORDS}')
    check_english(lint, words)
    for code in codes(lint.root / REASONS):
        if f"why.{code}" not in words:
            lint.say(path, 1, f'no word for the reason "{code}"')
    for key in words:
        if key not in used and \
                not any(key.startswith(part + ".") for part in made):
            lint.say(path, line_of(text, text.index(f'"{key}"')),
                     f'no paper uses "{key}"')
    lint.end()


main()
