#!/usr/bin/env python3
"""What the user gives is looked at before the site is: a bad file, folder or
option ends the run with its name and status, and the site saw no request."""
import copy
import json
import os
import shutil

from harness import DEMO, ROOT, Case, main

CATALOG = ROOT / "rules/catalog"
SCORES = json.loads((DEMO / "scores.json").read_text(encoding="utf-8"))
OFFICE = json.loads((DEMO / "office.json").read_text(encoding="utf-8"))


def line_of(path, text):
    """The number of the first line that holds the text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


class Inputs(Case):
    def assert_refused(self, status, words, *options):
        """This exit, these words on stderr, no request, no folder."""
        with self.server() as server:
            done = self.check(server.url, *options)
            self.assertEqual(server.requests(), [])
        self.assert_exit(done, status)
        self.assertEqual(done.out, "")
        for word in words:
            self.assertIn(str(word), done.err)

    def catalog(self, name, old, new):
        """A copy of the rules with one text of one file replaced."""
        folder = self.folder / "catalog"
        shutil.copytree(CATALOG, folder)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder, path

    def written(self, name, value):
        path = self.folder / name
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1),
                        encoding="utf-8")
        return path

    def test_a_rule_file_with_a_misspelt_key(self):
        folder, path = self.catalog("concepts/annual_report.json",
                                    '"proof"', '"prof"')
        place = f"{path.name}:{line_of(path, 'prof')}"
        self.assert_refused(65, (place, "prof"), "--rules", folder)
        self.assert_nothing()

    def test_a_pattern_that_no_text_can_have(self):
        folder, path = self.catalog("concepts/authority.json",
                                    "มาตรา ?[0-9]+", "มาตรา ?๓๗")
        place = f"{path.name}:{line_of(path, '๓๗')}"
        self.assert_refused(65, (place, "๓๗"), "--rules", folder)

    def test_a_rule_file_that_is_cut(self):
        folder, path = self.catalog("years/2567.json", '"items"', '"items')
        self.assert_refused(65, (path.name + ":",), "--rules", folder)
        self.assert_nothing()

    def test_a_year_that_asks_for_a_concept_nobody_knows(self):
        folder, path = self.catalog("years/2567.json", '"annual_report"',
                                    '"anual_report"')
        place = f"{path.name}:{line_of(path, 'anual_report')}"
        self.assert_refused(65, (place, "anual_report"), "--rules", folder)

    def test_a_part_of_columns_that_nobody_knows(self):
        folder, path = self.catalog("concepts/proc_list.json",
                                    '["method"]', '["metod"]')
        place = f"{path.name}:{line_of(path, 'metod')}"
        self.assert_refused(65, (place, "columns.with[1]", "metod"),
                            "--rules", folder)

    def test_a_year_that_leaves_its_columns_out(self):
        folder, path = self.catalog("years/2568.json", '"id": "months"',
                                    '"id": "columns"')
        self.assert_refused(65, (path.name + ":", 'needs a list "columns"'),
                            "--year", "2568", "--rules", folder)

    def test_a_year_that_asks_for_columns_of_another_part(self):
        folder, path = self.catalog("years/2568.json", '"id": "columns"',
                                    '"id": "work"')
        place = f"{path.name}:{line_of(path, chr(34) + 'columns')}"
        self.assert_refused(65, (place, '"work" is not of columns'),
                            "--year", "2568", "--rules", folder)

    def test_a_year_that_asks_for_a_column_nobody_knows(self):
        folder, path = self.catalog("years/2568.json", '"province"',
                                    '"provinz"')
        place = f"{path.name}:{line_of(path, 'provinz')}"
        self.assert_refused(65, (place, "columns", "provinz"),
                            "--year", "2568", "--rules", folder)

    def test_a_column_with_a_misspelt_key(self):
        folder, path = self.catalog("columns.json", '"inside"', '"insde"')
        place = f"{path.name}:{line_of(path, 'insde')}"
        self.assert_refused(65, (place, "insde"), "--rules", folder)

    def test_rules_that_are_not_there(self):
        self.assert_refused(74, ("nowhere",), "--rules",
                            self.folder / "nowhere")

    def test_scores_above_a_hundred(self):
        scores = copy.deepcopy(SCORES)
        scores["oit"]["o9"] = 101
        path = self.written("scores.json", scores)
        place = f"{path.name}:{line_of(path, '101')}"
        self.assert_refused(65, (place, "o9", "101"), "--scores", path)
        self.assert_nothing()

    def test_scores_without_an_item(self):
        scores = copy.deepcopy(SCORES)
        del scores["oit"]["o17"]
        path = self.written("scores.json", scores)
        self.assert_refused(65, (path.name, "o17"), "--scores", path)
        self.assert_nothing()

    def test_scores_with_an_unknown_key(self):
        path = self.written("scores.json", {**SCORES, "totl": 1})
        place = f"{path.name}:{line_of(path, 'totl')}"
        self.assert_refused(65, (place, "totl"), "--scores", path)

    def test_scores_that_are_not_there(self):
        self.assert_refused(74, ("no-scores.json",), "--scores",
                            self.folder / "no-scores.json")

    def test_an_office_with_an_unknown_key(self):
        path = self.written("office.json", {**OFFICE, "nmae": "x"})
        place = f"{path.name}:{line_of(path, 'nmae')}"
        self.assert_refused(65, (place, "nmae"), "--office", path)

    def test_an_office_with_a_unit_of_nothing(self):
        owners = {"procurement": "กองคลัง", "procurment": "กองคลัง"}
        path = self.written("office.json", {**OFFICE, "owners": owners})
        place = f"{path.name}:{line_of(path, 'procurment')}"
        self.assert_refused(65, (place, "owners.procurment"), "--office", path)

    def test_a_run_folder_that_exists(self):
        self.out.mkdir()
        (self.out / "mine").write_text("kept")
        self.assert_refused(73, (self.out,))
        self.assertEqual(os.listdir(self.out), ["mine"])
        self.assertEqual((self.out / "mine").read_text(), "kept")

    def test_a_run_folder_that_cannot_be_written(self):
        # a file where a folder should be stops root too
        (self.folder / "file").write_text("")
        self.out = self.folder / "file/out"
        self.assert_refused(73, (self.out.parent,))

    def test_a_run_folder_whose_parent_is_not_there(self):
        self.out = self.folder / "no/such/out"
        self.assert_refused(73, (self.out.parent,))

    def test_a_year_without_rules(self):
        self.assert_refused(64, ("2411",), "--year", "2411")
        self.assert_refused(65, ("2599.json",), "--year", "2599")

    def test_an_option_nobody_knows(self):
        self.assert_refused(64, ("--dealy",), "--dealy", "5")

    def test_a_number_that_is_none(self):
        for value in ("-1", "1s", "99999999999999999999", ""):
            self.assert_refused(64, ("--delay", value), "--delay", value)

    def test_an_expression_that_is_none(self):
        self.assert_refused(64, ("--exclude", "(unclosed"), "--exclude",
                            "(unclosed")

    def test_a_date_that_is_none(self):
        self.assert_refused(64, ("--now", "2024-13-01"), "--now", "2024-13-01")

    def test_a_site_that_is_no_address(self):
        for site in ("ftp://127.0.0.1/", "http://", "http://[::1/", ""):
            done = self.check(site)
            self.assert_exit(done, 64)
            self.assertIn(f'"{site}"', done.err)
            self.assert_nothing()

    def test_no_site_and_two_sites(self):
        self.assert_exit(self.oit("check"), 64)
        self.assert_exit(self.oit("check", "http://a/", "http://b/"), 64)

    def test_a_command_nobody_knows(self):
        done = self.oit("chekc")
        self.assert_exit(done, 64)
        self.assertIn("chekc", done.err)

    def test_help_is_an_answer(self):
        for words in (("--help",), ("check", "--help"), ("score", "--help")):
            done = self.oit(*words)
            self.assert_exit(done, 0)
            self.assertIn("usage: oit", done.out)
            self.assertEqual(done.err, "")


main()
