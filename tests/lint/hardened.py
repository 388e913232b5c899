#!/usr/bin/env python3
"""The program that is installed is hardened: each command that makes it in a
release build says so."""
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPILE = ("-D_FORTIFY_SOURCE=2", "-fstack-protector-strong", "-fPI")
LINK = ("-Wl,-z,relro,-z,now",)
FEWEST = 200  # files of the program


def commands(folder):
    """What makes oit, when nothing is there yet."""
    subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja",
                    "-DCMAKE_BUILD_TYPE=RelWithDebInfo"], check=True,
                   capture_output=True)
    done = subprocess.run(["ninja", "-C", folder, "-t", "commands", "oit"],
                          check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def main():
    with tempfile.TemporaryDirectory() as folder:
        lines = commands(folder)
    compiled = [line for line in lines if " -c " in line]
    linked = [line for line in lines if " -o oit " in line]
    lacking = [(word, line) for rows, words in ((compiled, COMPILE),
                                                (linked, LINK))
               for line in rows for word in words if word not in line]
    for word, line in lacking:
        print(f"no {word}: {line}")
    if len(compiled) < FEWEST or len(linked) != 1:
        print(f"{len(compiled)} files, {len(linked)} programs")
        lacking.append(None)
    sys.exit(1 if lacking else 0)


main()
