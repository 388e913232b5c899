#!/usr/bin/env python3
"""The project speaks of itself alone.

No unfinished work without an issue, no paths of somebody's machine, no hosts
that software is fetched from.
"""
import re

from tree import Lint, line_of

# what must not be said, in parts so that this file does not say it
WORDS = {
    r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b": "unfinished work",
    r"/wo" r"rk/": "a path of one machine",
    r"(?i)co-author" r"ed-by": "who typed it is not said",
    r"(?i)deb\.debian" r"\.org|security\.debian" r"\.org|snapshot\.debian"
    r"\.org|registry\.npmjs" r"\.org|pypi" r"\.org|crates" r"\.io|"
    r"proxy\.golang" r"\.org": "a host of a package registry",
}
LOCK_FILES = {"package-lock.json"}


def main():
    lint = Lint()
    for path, text in lint.texts():
        if path.name in LOCK_FILES:
            continue
        for pattern, why in WORDS.items():
            for match in re.finditer(pattern, text):
                lint.say(path, line_of(text, match.start()),
                         f'"{match.group()}": {why}')
    lint.end()


main()
