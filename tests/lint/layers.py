#!/usr/bin/env python3
"""Includes point one way.

A stage includes itself, base/, and of the stage before it only the headers
of its product.
"""
from tree import Lint, includes

# stage: what it may include, as folders or headers.
MAY = {
    "base": ["base/"],
    "crawler": ["base/", "crawler/"],
    "rules": ["base/", "rules/", "crawler/page.h", "crawler/outcome.h",
              "crawler/visit.h"],
    "reports": ["base/", "reports/", "rules/finding.h"],
    "cli": ["base/", "crawler/", "rules/", "reports/", "cli/"],
    "tests": ["base/", "crawler/", "rules/", "reports/", "cli/", "tests/"],
}


def main():
    lint = Lint()
    for path in lint.sources():
        stage = path.relative_to(lint.root).parts[0]
        for line, name, ours in includes(path.read_text(encoding="utf-8")):
            if not ours:
                continue
            if not (lint.root / name).is_file():
                lint.say(path, line, f'"{name}" is no path from the root')
            elif not any(name.startswith(part) for part in MAY[stage]):
                lint.say(path, line, f'{stage}/ must not include "{name}"')
    lint.end()


main()
