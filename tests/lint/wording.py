#!/usr/bin/env python3
"""Every text of the papers is used, and every one that is used is there."""
import json
import re

from tree import Lint, line_of

WORDS = "rules/catalog/papers/th.json"
REASONS = "rules/catalog/reasons.json"
KEY = re.compile(r'"([a-z_]+(?:\.[a-z_0-9]+)+)"')
# Keys put together when the program runs: list.code, or key.1, key.2 ...
MADE = re.compile(r'"([a-z_]+(?:\.[a-z_]+)*)\.%|'
                  r'word\(p, "([a-z_]+)"|numbered_texts\(p, "([a-z_.]+)"')
NOT_KEYS = (".html", ".csv", ".docx", ".xlsx", ".json", ".css", ".js", ".xml",
            ".rels")


def codes(path):
    """The reasons of verdicts ("pass.found") and of near misses."""
    if path.is_file():
        reasons = json.loads(path.read_text(encoding="utf-8"))
        yield from (key.split(".")[1] for key in reasons["verdict"])
        yield from reasons["near"]


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
        made |= {part for match in MADE.finditer(code)
                 for part in match.groups() if part}
        for match in KEY.finditer(code):
            key = match.group(1)
            used.add(key)
            if key not in words | dict.fromkeys(made) and \
                    not key.endswith(NOT_KEYS):
                lint.say(source, line_of(code, match.start()),
                         f'no text "{key}" in {WORDS}')
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
