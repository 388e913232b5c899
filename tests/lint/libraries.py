#!/usr/bin/env python3
"""The header of a foreign library is included by exactly one file."""
import re

from tree import Lint, includes

# What the language and POSIX bring is not foreign.
SYSTEM = re.compile(
    r"(arpa|net|netinet|sys)/\w+\.h$|(assert|complex|dirent|dlfcn|errno|fcntl|"
    r"fnmatch|glob|grp|iconv|inttypes|langinfo|libgen|limits|locale|math|"
    r"monetary|netdb|poll|pthread|pwd|regex|sched|semaphore|setjmp|signal|"
    r"spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|"
    r"stdnoreturn|string|strings|syslog|termios|time|uchar|unistd|utime|wchar|"
    r"wctype)\.h$")

# Headers that belong to one library.
LIBRARY = {"libpq-fe.h": "libpq", "zipconf.h": "zip.h"}

# The libraries of the tests alone.
TESTS = {"cmocka.h"}


def library(header):
    """<curl/curl.h> and <curl/easy.h> are one library, <zlib.h> is its own."""
    return LIBRARY.get(header, header.split("/")[0])


def main():
    lint = Lint()
    owner = {}
    for path in lint.sources():
        in_tests = path.relative_to(lint.root).parts[0] == "tests"
        for line, name, ours in includes(path.read_text(encoding="utf-8")):
            if ours or SYSTEM.match(name):
                continue
            if name in TESTS:
                if not in_tests:
                    lint.say(path, line, f"<{name}> is for tests alone")
                continue
            first = owner.setdefault(library(name), path)
            if first != path:
                where = first.relative_to(lint.root)
                lint.say(path, line, f"<{name}> belongs to {where}")
            elif path.suffix == ".h":
                lint.say(path, line, f"<{name}> must stay behind a .c file")
    lint.end()


main()
