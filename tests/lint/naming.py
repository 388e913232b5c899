#!/usr/bin/env python3
"""File name = prefix: what is not static begins with the name of its file."""
from tree import Lint, functions

# Further prefixes of a file, and names that somebody else decided.
ALSO = {"slice": ("ascii_",), "finding": ("verdict_",)}
GIVEN = {"main", "LLVMFuzzerTestOneInput"}
# Stands in for the C library, under its names.
STAND_INS = {"failing"}


def main():
    lint = Lint()
    for path in lint.sources(".c", ".h"):
        if path.stem in STAND_INS:
            continue
        # The noun, and its plural for a list of them.
        prefixes = (path.stem + "_", path.stem + "s_") + ALSO.get(
            path.stem, ())
        for name, line, _, static in functions(path):
            if static and path.suffix == ".c":
                continue
            if name == path.stem or name in GIVEN:
                continue
            if not name.startswith(prefixes):
                lint.say(path, line,
                         f"{name}() must begin with {prefixes[0]} or be static")
    lint.end()


main()
