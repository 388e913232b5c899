#!/usr/bin/env python3
"""Counts CTest's results: names what was skipped, ends with one line.

usage: tally.py RESULTS.xml
A cmocka program counts with the tests inside it; any other test counts as one.
The exit status is 1 when something failed or nothing passed.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

SUMMARY = {
    "passed": re.compile(r"^\[  PASSED  \] (\d+) test\(s\)", re.M),
    "failed": re.compile(r"^\[  FAILED  \] (\d+) test\(s\), listed", re.M),
    "skipped": re.compile(r"^\[  SKIPPED \] (\d+) test\(s\), listed", re.M),
}
SKIPPED_NAME = re.compile(r"^\[  SKIPPED \] (\w+)$", re.M)


def verdict(case):
    """What CTest says of one test: a test that could not start has failed."""
    if case.get("status") == "run":
        return "passed"
    skipped = case.find("skipped")
    if skipped is not None and "SKIP_" in skipped.get("message", ""):
        return "skipped"
    return "failed"


def inside(output):
    """The counts a cmocka program prints at its end, or None."""
    found = {word: sum(int(n) for n in pattern.findall(output))
             for word, pattern in SUMMARY.items()}
    return found if any(found.values()) else None


def main():
    total = dict.fromkeys(SUMMARY, 0)
    for case in ElementTree.parse(sys.argv[1]).iter("testcase"):
        name, word = case.get("name"), verdict(case)
        output = case.findtext("system-out") or ""
        counts = inside(output) or {word: 1}
        if word == "failed" and not counts.get("failed"):
            counts["failed"] = 1
        for key, number in counts.items():
            total[key] += number
        if word == "skipped":
            why = output.strip().splitlines() or ["no reason given"]
            print(f"skipped: {name}: {why[-1]}")
        for member in sorted(set(SKIPPED_NAME.findall(output))):
            print(f"skipped: {name}: {member}")
    print(f"{total['passed']} passed, {total['failed']} failed, "
          f"{total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
