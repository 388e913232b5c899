#!/usr/bin/env python3
"""What the program makes of the sample documents: their mark, the year they
are of, and the item of that year they may prove.

usage: tests/documents/check.py OIT
"""
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
CATALOG = HERE.parents[1] / "rules/catalog"
LEAST = 48  # documents that may prove an item
NOT_READ = 1  # what oit read ends with when there is no text
# The thing that a paper is, where it is not named as the paper.
THINGS = {"ethics": "ethics_drive", "gift_report": "nogift_report",
          "risk": "risk_assess"}
# The nearest thing in the years that do not ask for it.
OTHERS = {"proc_list": {"proc_announce"}, "proc_progress": {"proc_list"},
          "nogift_report": {"gift_report"}}


def things_of(year):
    """What the rules of a year ask for."""
    pack = json.loads((CATALOG / f"years/{year}.json").read_text())
    return {ask["concept"] for item in pack["items"] for ask in item["asks"]}


def read(oit, sample):
    done = subprocess.run(
        [oit, "read", "--json", "--rules", CATALOG, "--year",
         str(sample["year"]), HERE / "files" / sample["file"]],
        capture_output=True, text=True, timeout=120)
    if done.returncode not in (0, NOT_READ):
        raise RuntimeError(f"{sample['file']}: {done.stderr}")
    return json.loads(done.stdout)


def years_of(seen):
    """Those that are believed most."""
    return {(about["of"][0]["from"], about["of"][0]["to"])
            for about in seen["about"] if about["of"]}


def faults_of(sample, seen):
    """What is not as it should be, and whether an item may be proven."""
    faults, proves = [], False
    if seen["reading"] != sample["quality"]:
        faults.append(f"reading {seen['reading']}, not {sample['quality']}")
    if sample["quality"] != "good":
        return faults, proves
    year, thing = sample["year"], THINGS.get(sample["paper"], sample["paper"])
    if (year, year) not in years_of(seen):
        faults.append(f"of the years {years_of(seen)}, not {year}")
    found = {about.get("concept") for about in seen["about"]}
    wanted = {thing} | OTHERS.get(thing, set())
    if wanted & things_of(year):
        proves = bool(wanted & found)
        if not proves:
            faults.append(f"may be {found}, not {thing}")
    return faults, proves


def main():
    told = json.loads((HERE / "samples.json").read_text(encoding="utf-8"))
    samples = told["documents"]
    with ThreadPoolExecutor(2) as pool:
        all_seen = list(pool.map(lambda one: read(sys.argv[1], one), samples))
    wrong = proven = unread = 0
    for sample, seen in zip(samples, all_seen):
        if seen["outcome"] == "type_unknown":
            print(f"{sample['file']}: not read: {seen['detail']}")
            unread += 1
            continue
        faults, proves = faults_of(sample, seen)
        proven += proves
        wrong += bool(faults)
        for fault in faults:
            print(f"{sample['file']}: {fault}")
    print(f"{len(samples)} documents, {proven} may prove an item, {unread} not"
          f" read, {wrong} otherwise than they should be")
    sys.exit(wrong > 0 or proven < LEAST)


main()
