#!/usr/bin/env python3
"""A function has at most 60 lines, a file about 600 and never 1000."""
from tree import Lint, functions

MAX_FUNCTION = 60
MANY_LINES = 900
MAX_FILE = 1000


def main():
    lint = Lint()
    for path in lint.sources():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_FILE:
            lint.say(path, lines, f"{lines} lines, at most {MAX_FILE}")
        elif lines > MANY_LINES:
            where = path.relative_to(lint.root)
            print(f"{where}:{lines}: note: soon too long, split by noun")
        for name, first, last, _ in functions(path):
            if last - first + 1 > MAX_FUNCTION:
                lint.say(path, first, f"{name}() has {last - first + 1} lines,"
                         f" at most {MAX_FUNCTION}")
    lint.end()


main()
