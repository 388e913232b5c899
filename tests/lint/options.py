#!/usr/bin/env python3
"""Commands and options are the same in --help and in the man page.

usage: options.py PROGRAM [ROOT]
"""
import re
import subprocess
import sys
from pathlib import Path

COMMAND = re.compile(r"^  ([a-z]+)\b")
# "  -q, --quiet   text", "  --delay MS   text", "  -v   text"
OPTION = re.compile(
    r"^ +(?:(-\w)(?:, )?)?(--[\w-]+)?(?: (\S+))?(?:\s{2,}\S|$)")
MAN_OPTION = re.compile(r"^\.It Fl (\S+)(?: , Fl (\S+))?(?: Ar (\S+))?")


def helped(program, *command):
    """The lines of a --help, which must be an answer, not a complaint."""
    done = subprocess.run([program, *command, "--help"], capture_output=True,
                          text=True, check=True)
    return done.stdout.splitlines()


def help_options(lines):
    """option: argument, as the program prints them."""
    found = {}
    for match in filter(None, map(OPTION.match, lines)):
        short, long, argument = match.groups()
        for name in filter(None, (short, long)):
            found[name] = argument or ""
    found.pop("--help", None)
    return found


def man_options(text):
    """command: {option: argument}, as the man page lists them."""
    found, options = {}, {}
    for line in text.splitlines():
        if line.startswith((".Ss ", ".Sh ")):
            options = {}
        if line.startswith(".Ss oit "):
            found[line.split()[2]] = options
        match = MAN_OPTION.match(line)
        if match:
            for flag in filter(None, match.groups()[:2]):
                options["-" + flag.replace("\\", "")] = match.group(3) or ""
    return found


def main():
    program = sys.argv[1]
    root = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2])
    page = man_options((root / "cli/oit.1").read_text(encoding="utf-8"))
    commands = {match.group(1) for match in map(COMMAND.match, helped(program))
                if match}
    wrong = [f"{name}: only in one of --help and the man page"
             for name in sorted(commands ^ set(page))]
    for name in sorted(commands & set(page)):
        here, there = help_options(helped(program, name)), page[name]
        for option in sorted(set(here) | set(there)):
            if here.get(option) != there.get(option):
                wrong.append(f"{name} {option}: {here.get(option)!r} in --help,"
                             f" {there.get(option)!r} in the man page")
    for line in wrong:
        print(f"cli/oit.1:1: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
