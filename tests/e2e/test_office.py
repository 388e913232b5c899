#!/usr/bin/env python3
"""The office file is made out of answers: whole or not at all, never over
another, and as the plan needs it."""
import json
import os
import pty

from harness import OIT, ROOT, Case, main

YEAR = json.loads((ROOT / "rules/catalog/years/2567.json").read_text(
    encoding="utf-8"))
SCHEMA = json.loads((ROOT / "rules/catalog/schema/office.schema.json")
                    .read_text(encoding="utf-8"))
ISSUES = [issue["key"] for issue in YEAR["issues"]]
TEXTS = {"name": "เทศบาลตำบลดอนฟ้าใส", "short_name": "ดอนฟ้าใส",
         "district": "ทุ่งดาว", "province": "สมมติบุรี",
         "site": "https://www.donfasai.example/", "head_post": "นายก",
         "unit": "งานนิติการ", "document_prefix": "สม ๙๙๙๐๑/",
         "contact": "saraban@donfasai.example"}
POSTS = ["นักวิเคราะห์", "หัวหน้าสำนักปลัด", "ปลัดเทศบาล", "นายก"]
UNITS = {key: f"กองที่ {n}" for n, key in enumerate(ISSUES, 1)}
ANSWERS = [*TEXTS.values(), *POSTS, *UNITS.values()]
TOWN = ["เทศบาลตำบลดอนฟ้าใส"] + [""] * (len(ANSWERS) - 1)


class Office(Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "office.json"

    def init(self, answers, *options):
        """Runs it on lines of answers, or on bytes."""
        path = self.folder / "answers.txt"
        if isinstance(answers, list):
            answers = "".join(f"{line}\n" for line in answers).encode()
        path.write_bytes(answers)
        return self.oit("office", "init", "--year", 2567, "--from", path,
                        *options, self.path)

    def made(self, answers):
        """The office file that these answers give."""
        done = self.init(answers)
        self.assert_exit(done, 0)
        self.assertEqual(done.out + done.err, "")
        office = json.loads(self.path.read_text(encoding="utf-8"))
        self.path.unlink()
        return office

    def assert_refused(self, answers, words):
        done = self.init(answers)
        self.assert_exit(done, 65)
        self.assertIn(f"answers.txt{words}", done.err)
        self.assertEqual(sorted(os.listdir(self.folder)), ["answers.txt"])

    def test_every_answer_has_its_place(self):
        office = self.made(ANSWERS)
        self.assertEqual({key: office[key] for key in TEXTS}, TEXTS)
        self.assertEqual([signer["post"] for signer in office["signers"]],
                         POSTS)
        self.assertEqual(office["owners"], UNITS)

    def test_the_file_is_as_its_schema_says(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        for answers in (ANSWERS, TOWN):
            jsonschema.validate(self.made(answers), SCHEMA)

    def test_an_empty_answer_takes_what_is_usual_or_stays_empty(self):
        office = self.made(TOWN)
        self.assertEqual(office["head_post"], "นายกเทศมนตรีตำบลดอนฟ้าใส")
        self.assertEqual(office["unit"], "สำนักปลัดเทศบาล")
        self.assertEqual([signer["post"] for signer in office["signers"]],
                         ["", "หัวหน้าสำนักปลัดเทศบาล", "ปลัดเทศบาล",
                          "นายกเทศมนตรีตำบลดอนฟ้าใส"])
        self.assertEqual(office["owners"], {})
        for key in ("short_name", "district", "province", "site", "contact"):
            self.assertEqual(office[key], "")

    def test_words_that_the_papers_add_are_left_out(self):
        answers = [*TOWN]
        answers[2:4] = ["อำเภอทุ่งดาว", " จังหวัด สมมติบุรี\r"]
        office = self.made(answers)
        self.assertEqual((office["district"], office["province"]),
                         ("ทุ่งดาว", "สมมติบุรี"))

    def test_a_file_of_another_system_is_read(self):
        lines = "\r\n".join(ANSWERS).encode()
        self.assertEqual(self.made(b"\xef\xbb\xbf" + lines),
                         self.made(ANSWERS))

    def test_answers_that_do_not_fit_leave_nothing(self):
        self.assert_refused(ANSWERS[:-1], ': ends before the answer to "หน่วย')
        self.assert_refused(ANSWERS + ["", "one more"],
                            ":22: there is no question for this line")
        self.assert_refused([" ", *ANSWERS[1:]],
                            ":1: the answer must not be empty")
        self.assert_refused(b"\xff\n", ":1: the answer is no text in UTF-8")
        self.assert_refused(b"a\x1b[2J\n", ":1: the answer is no text in UTF-8")
        self.assert_refused(["x" * 1025], ":1: the answer is longer than 1024")

    def test_a_file_that_is_there_is_never_replaced(self):
        self.path.write_text("mine")
        done = self.init(ANSWERS)
        self.assert_exit(done, 73)
        self.assertIn("office.json: is there already", done.err)
        self.assertEqual(self.path.read_text(), "mine")

    def test_answers_that_are_not_there(self):
        done = self.oit("office", "init", "--from", self.folder / "none")
        self.assert_exit(done, 74)
        self.assert_exit(self.oit("office", "make"), 64)

    def test_on_a_terminal_a_bad_answer_is_asked_for_again(self):
        typed = "".join(f"{line}\n" for line in ["", *TOWN])
        process, terminal = pty.fork()
        if process == 0:
            os.execv(OIT, [str(OIT), "office", "init", "--year", "2567",
                           str(self.path)])
        os.write(terminal, typed.encode())
        seen = b""
        try:
            while data := os.read(terminal, 65536):
                seen += data
        except OSError:  # how the end of a terminal shows on Linux
            pass
        os.close(terminal)
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        seen = seen.decode()
        self.assertIn("the answer must not be empty", seen)
        self.assertIn("[นายกเทศมนตรีตำบลดอนฟ้าใส]: ", seen)
        office = json.loads(self.path.read_text(encoding="utf-8"))
        self.assertEqual(office["name"], TOWN[0])

    def test_the_plan_takes_the_units_and_says_when_there_are_none(self):
        with self.server() as server:
            self.init(TOWN)
            done = self.check(server.url, "--office", self.path)
            self.assertIn('key "owners": names no unit', done.err)
            self.path.unlink()
            self.init(ANSWERS)
            done = self.check(server.url, "--from", self.out / "site.warc.gz",
                              "--office", self.path, "--out",
                              self.folder / "again")
            self.assertNotIn("owners", done.err)
        measures = self.report(self.folder / "again")["plan"]["measures"]
        for measure in measures:
            self.assertEqual(measure["owner"],
                             UNITS[ISSUES[measure["issue"] - 1]])


main()
