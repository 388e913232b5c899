#!/usr/bin/env python3
"""Calls that no file makes, and headers that ask the locale."""
import re

from tree import Lint, blank, includes, line_of

# name: what to use instead.
CALLS = {
    "strcpy": "struct buf",
    "strcat": "struct buf",
    "strncpy": "struct buf",
    "strncat": "struct buf",
    "sprintf": "snprintf or buf_printf",
    "vsprintf": "vsnprintf",
    "gets": "fgets",
    "atoi": "slice_number",
    "atol": "slice_number",
    "atoll": "slice_number",
    "atof": "a parser that tells errors",
    "sscanf": "slice_number and slice_find",
    "strtok": "slice_find",
    "localtime": "gmtime_r and the zone by hand",
    "gmtime": "gmtime_r",
    "system": "fork and execv",
    "popen": "fork and execv",
    "alloca": "an array of known size",
    "tmpnam": "mkstemp",
    "mktemp": "mkstemp",
}
HEADERS = {"ctype.h": "ascii_*", "wctype.h": "ascii_*", "alloca.h": "arena"}
CALL = re.compile(r"\b(" + "|".join(CALLS) + r")\s*\(")
LINE_COMMENT = re.compile(r"//.*")


def main():
    lint = Lint()
    for path in lint.sources():
        text = path.read_text(encoding="utf-8")
        code = blank(text)
        for match in CALL.finditer(code):
            name = match.group(1)
            lint.say(path, line_of(code, match.start()),
                     f"{name}() is banned, use {CALLS[name]}")
        for line, name, _ in includes(text):
            if name in HEADERS:
                lint.say(path, line,
                         f"<{name}> is banned, use {HEADERS[name]}")
        for match in LINE_COMMENT.finditer(code):
            lint.say(path, line_of(code, match.start()),
                     "comments are written /* so */")
    lint.end()


main()
