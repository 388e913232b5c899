#!/usr/bin/env python3
"""Scores come in from a spreadsheet as from JSON: the form that the program
writes is filled in and read back, and what is wrong in it is told by its key."""
import csv
import io
import json
import re
import zipfile
from xml.sax.saxutils import escape

import papers
from harness import DEMO, Case, main

SCORES = json.loads((DEMO / "scores.json").read_text(encoding="utf-8"))
PARTS = {"IIT": "iit", "EIT ส่วนที่ 1": "eit_public",
         "EIT ส่วนที่ 2": "eit_survey", "OIT": "oit"}
STYLES = ('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
          "</styleSheet>")


def rows_of(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def filled(rows, **changes):
    """The rows with the scores of the demo town, but for these: o9="90%"."""
    for row in rows:
        if row[0] in PARTS:
            row[3] = str(SCORES[PARTS[row[0]]][row[1]])
            if row[0] != "EIT ส่วนที่ 2":
                row[3] = changes.get(row[1], row[3])
    return rows


def cells(number, row):
    """A row of a sheet: what looks like a number is one."""
    out = ""
    for column, value in zip("ABCDEFGH", row):
        place = f'r="{column}{number}"'
        if value.endswith("%"):
            share = float(value[:-1]) / 100
            out += f'<c {place} s="1"><v>{share!r}</v></c>'
        elif value and value.replace(".", "", 1).isdigit():
            out += f"<c {place}><v>{value}</v></c>"
        elif value:
            out += (f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is>'
                    "</c>")
    return f'<row r="{number}">{out}</row>'


class Scores(Case):
    def template(self, year=2567):
        """The rows of a form that the program has just written."""
        path = self.folder / f"form-{year}.csv"
        done = self.oit("score", "template", "--year", year, path)
        self.assert_exit(done, 0)
        self.assertEqual(done.out + done.err, "")
        return rows_of(path)

    def written(self, rows, encoding="utf-8-sig", delimiter=","):
        path = self.folder / "scores.csv"
        with open(path, "w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return path

    def workbook(self, rows):
        path = self.folder / "scores.xlsx"
        sheet = "".join(cells(n, row) for n, row in enumerate(rows, 1))
        path.write_bytes(papers.xlsx(sheet))
        with zipfile.ZipFile(path, "a") as book:
            book.writestr("xl/styles.xml", STYLES)
        return path

    def assert_same(self, path):
        """The figures are those that the scores in JSON give."""
        done = self.oit("score", path)
        self.assert_exit(done, 0)
        self.assertEqual(done.out,
                         self.oit("score", DEMO / "scores.json").out)

    def assert_refused(self, path, words):
        done = self.oit("score", path)
        self.assert_exit(done, 65)
        self.assertEqual(done.out, "")
        self.assertEqual(done.err, f"oit: {path}: {words}\n")

    def test_a_form_names_every_question_and_item(self):
        for year, oit in ((2566, 43), (2567, 35), (2568, 28)):
            rows = [row for row in self.template(year) if row[0] in PARTS]
            self.assertEqual(sum(row[0] == "OIT" for row in rows), oit)
            for _, code, text, score in rows:
                self.assertTrue(text, code)
                self.assertEqual(score, "")

    def test_a_workbook_comes_back_as_it_was_handed_out(self):
        path = self.folder / "form.xlsx"
        done = self.oit("score", "template", "--year", 2567, path)
        self.assert_exit(done, 0)
        again = self.folder / "again.xlsx"
        self.oit("score", "template", "--year", 2567, again)
        self.assertEqual(path.read_bytes(), again.read_bytes())
        self.assert_refused(path, 'key "iit": "i1" is missing')
        self.fill_workbook(path, filled(self.template()))
        self.assert_same(path)

    def fill_workbook(self, path, rows):
        """Types the last cell of each row into the empty one of the sheet."""
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name).decode() for name in
                     book.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"]
        for number, row in enumerate(rows, 1):
            if row[0] in PARTS:
                sheet, n = re.subn(rf'(<c r="D{number}"[^>]*)/>',
                                   rf"\1><v>{row[3]}</v></c>", sheet)
                self.assertEqual(n, 1, row)
        parts["xl/worksheets/sheet1.xml"] = sheet
        path.write_bytes(papers.archive(*parts.items()))

    def test_a_form_never_replaces_a_file(self):
        path = self.folder / "mine.csv"
        path.write_text("mine")
        done = self.oit("score", "template", "--year", 2567, path)
        self.assert_exit(done, 73)
        self.assertIn("mine.csv: is there already", done.err)
        self.assertEqual(path.read_text(), "mine")

    def test_a_form_wants_a_year_and_a_name_it_can_have(self):
        for status, words, *options in (
                (65, "2599.json", "--year", 2599, "form.csv"),
                (65, "form.doc: must end in", "--year", 2567, "form.doc"),
                (64, "\"tempalte\"", "--year", 2567, "form.csv")):
            verb = "tempalte" if status == 64 else "template"
            path = self.folder / options.pop()
            done = self.oit("score", verb, *options, path)
            self.assert_exit(done, status)
            self.assertIn(words, done.err)
            self.assertFalse(path.exists())

    def test_a_form_wants_a_file(self):
        done = self.oit("score", "template")
        self.assert_exit(done, 64)
        self.assertEqual(done.err, "oit: score template: needs FILE; see oit "
                                   "score --help\n")

    def test_a_filled_form_is_a_scores_file(self):
        rows = filled(self.template())
        self.assert_same(self.written(rows))
        self.assert_same(self.written(rows, encoding="cp874"))
        self.assert_same(self.written(rows, delimiter=";"))
        self.assert_same(self.written(rows, delimiter="\t"))
        self.assert_same(self.workbook(rows))

    def test_a_form_in_other_hands_is_still_a_form(self):
        """Rows between, a part written once over its rows, another order of
        columns, large letters, Thai digits in the codes."""
        rows, last = filled(self.template()), ""
        for row in rows:
            if row[0] in PARTS:
                row[0], last = "" if row[0] == last else row[0], row[0]
                row[1] = row[1].upper().translate(
                    str.maketrans("123", "๑๒๓"))
            row.insert(0, row.pop(3))
        rows[1] = ["", "ปีงบประมาณ พ.ศ.", "๒๕๖๗", ""]
        rows.insert(20, ["", "", "", ""])
        rows.append(["", "หมายเหตุ", "", "ตามประกาศ"])
        self.assert_same(self.written(rows))
        self.assert_same(self.workbook(rows))

    def test_a_score_is_read_as_it_is_meant(self):
        rows = self.template()
        for value in ("50", "๕๐", " 50 ", "50.00", "50,0", "50,00", "50%",
                      "๕๐ %", "5๐"):
            self.assert_same(self.written(filled(rows, o8=value)))
        self.assert_same(self.workbook(filled(rows, o8="50%")))

    def test_a_score_that_is_none_is_told_by_its_key(self):
        rows = self.template()
        for value, words in (
                ("101", "101 is not between 0 and 100"),
                ("๑๐๑", "101 is not between 0 and 100"),
                ("-1", "-1 is not between 0 and 100"),
                ("93.333", "93.333 has more than two decimals"),
                *((value, "must be a number from 0 to 100, is the text "
                   f'"{value}"') for value in
                  ("-", "1,000", "90.5.1", "1e2", "=50", "050", "50 50"))):
            path = self.written(filled(rows, o8=value))
            self.assert_refused(path, f'key "oit.o8": {words}')

    def test_what_is_not_filled_in_is_missing(self):
        rows = self.template()
        self.assert_refused(self.written(rows),
                            'key "iit": "i1" is missing')
        self.assert_refused(self.written(filled(rows, o8=" ")),
                            'key "oit": "o8" is missing')
        self.assert_refused(self.workbook(filled(rows, e4="")),
                            'key "eit_public": "e4" is missing')

    def test_what_the_year_does_not_have_is_told(self):
        rows = filled(self.template())
        self.assert_refused(self.written(rows + [["OIT", "o36", "", "100"]]),
                            'key "oit.o36": "o36" is no item of 2567')
        self.assert_refused(self.written(rows + [["OIT", "o35", "", "100"]]),
                            'key "oit.o35": given twice')
        self.assert_refused(self.written(rows + [["LPA", "a1", "", "100"]]),
                            'key "LPA": unknown key')
        rows[1][2] = "2568"
        self.assert_refused(self.written(rows),
                            'key "oit.o29": "o29" is no item of 2568')

    def test_a_year_that_is_none(self):
        rows = filled(self.template())
        for year, words in (("2599", 'key "year": no rule pack of 2599'),
                            ("", '"year" is missing'),
                            ("ปีนี้", 'key "year": must be a number, is text')):
            rows[1][2] = year
            self.assert_refused(self.written(rows), words)

    def test_a_sheet_that_is_no_form(self):
        rows = filled(self.template())
        rows[4][3] = "ผล"
        self.assert_refused(self.written(rows), 'has no row of heads "ส่วน", '
                            '"รหัส", "คะแนน"; see oit score template')
        path = self.folder / "scores.xlsx"
        path.write_bytes(papers.archive(("mimetype", "nothing"))[:-9])
        done = self.oit("score", path)
        self.assert_exit(done, 65)
        self.assertIn(f"{path}: ", done.err)
        self.assert_exit(self.oit("score", self.folder / "none.csv"), 74)

    def test_a_form_without_end(self):
        rows = filled(self.template())
        done = self.oit("score", self.written(rows + rows[5:] * 500))
        self.assert_exit(done, 65)
        self.assertIn("more rows than any form has", done.err)

    def test_a_check_takes_a_form_for_its_plan(self):
        form = self.workbook(filled(self.template()))
        with self.server() as server:
            self.check(server.url, "--scores", form)
        scores = self.report()["scores"]
        self.check(server.url, "--from", self.out / "site.warc.gz",
                   "--scores", DEMO / "scores.json", "--out",
                   self.folder / "json")
        again = self.report(self.folder / "json")["scores"]
        self.assertTrue(scores["present"])
        self.assertEqual(scores, again)

    def test_a_check_with_a_bad_form_asks_the_site_for_nothing(self):
        form = self.written(filled(self.template(), o8="101"))
        with self.server() as server:
            done = self.check(server.url, "--scores", form)
            self.assertEqual(server.requests(), [])
        self.assert_exit(done, 65)
        self.assertIn('scores.csv: key "oit.o8": 101', done.err)
        self.assert_nothing()


main()
