#!/usr/bin/env python3
"""Writes the table of named character references: entities.py [--check]

The names and what they stand for are those of the HTML standard, 13.5, as the
Python library has them.  With --check nothing is written; the status is 1 when
entities.inc is not what would be.
"""
import html.entities
import pathlib
import sys

TABLE = pathlib.Path(__file__).with_name("entities.inc")
LENGTH_BITS = 5   # of the rest of a name in entity_names
POINT_BITS = 21   # of the first code point in entity_values
BARE = 1 << 31    # the name needs no semicolon


def wrapped(items, sep, lead="\t", width=72):
    """Items in lines of at most that many columns."""
    line, column = lead, 8
    for item in items:
        text = item + sep
        if column + len(text) > width:
            yield line.rstrip()
            line, column = lead, 8
        line, column = line + text, column + len(text)
    yield line.rstrip()


def table():
    known = html.entities.html5
    names = sorted(name[:-1] for name in known if name.endswith(";"))
    seconds = sorted({v[1] for v in known.values() if len(v) > 1})
    values, offsets, groups, firsts = [], [], {}, {}
    for i, name in enumerate(names):
        points = known[name + ";"]
        rest = name[1:]
        firsts.setdefault(name[0], i)
        group = groups.setdefault(name[0], [])
        at = sum(map(len, group))
        group.append(rest)
        value = ord(points[0])
        if len(points) > 1:
            value |= (seconds.index(points[1]) + 1) << POINT_BITS
        if name in known:
            value |= BARE
        assert len(rest) < 1 << LENGTH_BITS and at < 1 << 16 - LENGTH_BITS
        offsets.append(at << LENGTH_BITS | len(rest))
        values.append(value)
    letters = [chr(c) for c in range(ord("A"), ord("z") + 1)]
    yield "/* Made by entities.py. */"
    yield "static const char *const entity_letters[] = {"
    for letter in letters:
        rest = [f'"{part}"' for part in wrapped(groups.get(letter, []), "", "")]
        lines = [f"\t/* {letter} */ {rest[0]}"] if letter.isalpha() else ['\t""']
        yield "\n\t".join(lines + rest[1:] * letter.isalpha()) + ","
    yield "};"
    yield "static const uint16_t entity_firsts[] = {"
    first = len(names)
    starts = []
    for letter in reversed(letters):
        first = firsts.get(letter, first)
        starts.append(str(first))
    yield from wrapped(starts[::-1] + [str(len(names))], ", ")
    yield "};"
    yield "static const uint16_t entity_names[] = {"
    yield from wrapped(map(str, offsets), ", ")
    yield "};"
    yield "static const uint32_t entity_values[] = {"
    yield from wrapped(map(hex, values), ", ")
    yield "};"
    yield "static const uint16_t entity_seconds[] = {"
    yield from wrapped(["0"] + [hex(ord(c)) for c in seconds], ", ")
    yield "};"


def main():
    text = "\n".join(table()) + "\n"
    if sys.argv[1:] == ["--check"]:
        if TABLE.read_text(encoding="ascii") != text:
            sys.exit(f"{TABLE.name}: not what entities.py writes")
    else:
        TABLE.write_text(text, encoding="ascii")


main()
