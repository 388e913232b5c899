#!/usr/bin/env python3
"""Every C file is as clang-format and .clang-format write it."""
import re
import subprocess

from tree import Lint


def main():
    lint = Lint()
    files = [str(path) for path in lint.sources()]
    done = subprocess.run(
        ["clang-format", "--dry-run", "-style=file", *files],
        capture_output=True, text=True, cwd=lint.root, check=True)
    found = re.findall(r"^(\S+?):(\d+):\d+: warning: .*", done.stderr, re.M)
    for name in sorted({name for name, _ in found}):
        line = min(int(line) for path, line in found if path == name)
        lint.say(lint.root / name, line, "run clang-format -i on this file")
    lint.end()


main()
