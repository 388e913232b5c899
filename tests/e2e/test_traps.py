#!/usr/bin/env python3
"""Sites without end: each costs a few hundred pages, and the rest is whole."""
import http.server
import random
import re
import threading

from harness import Case, main

WORDS = "<p>เทศบาลตำบลให้บริการประชาชนในพื้นที่ทุกวันทำการ</p>\n" * 3
REST = [f"/part-{name}" for name in "abcdefghij"]


class Town(http.server.BaseHTTPRequestHandler):
    """What a trap of that name answers, and ten pages beside it."""

    trap, asked = None, []

    def do_GET(self):
        self.asked.append(self.path)
        links, text = [], WORDS
        if self.path == "/":
            links = REST + [self.trap.entry]
        elif self.path not in REST:
            found = self.trap.answer(self.path)
            if found is None:
                self.send_error(404)
                return
            links, text = found
        body = ("<!DOCTYPE html><meta charset=utf-8><title>เทศบาล</title>" +
                text + "".join(f'<a href="{link}">ต่อไป</a>\n'
                               for link in links)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class Calendar:
    """?month= in both ways, years too, and each day a page."""
    entry, rule = "/calendar.php?y=2567&m=1", {"pattern", "copies"}

    def answer(self, path):
        found = re.fullmatch(r"/calendar.php\?y=(\d+)&m=(\d+)(&d=\d+)?", path)
        if not found:
            return None
        year, month = int(found[1]), int(found[2])
        name = "มกราคม กุมภาพันธ์ มีนาคม เมษายน".split()[month % 4]
        return ([f"/calendar.php?y={year + i // 12}&m={i % 12 + 1}"
                 for i in (month, month + 10)] +
                [f"/calendar.php?y={year + 1}&m={month}"] +
                [f"/calendar.php?y={year}&m={month}&d={day}"
                 for day in range(1, 29)],
                f"<p>ปฏิทินกิจกรรมเดือน {name} {year} ไม่มีกิจกรรมในเดือนนี้ "
                f"โปรดดูเดือนอื่นต่อไป</p>")


class PathCalendar(Calendar):
    """The same in the path."""
    entry, rule = "/calendar/2567/1", {"copies"}

    def answer(self, path):
        found = re.fullmatch(r"/calendar/(\d+)/(\d+)(?:/(\d+))?", path)
        if not found:
            return None
        links, text = super().answer(
            f"/calendar.php?y={found[1]}&m={found[2]}")
        return [re.sub(r"\.php\?y=|&[md]=", "/", link)
                for link in links], text


class Growing:
    """A relative link that is wrong: each page is one round deeper."""
    entry, rule = "/a/b/", {"repeated_part"}

    def answer(self, path):
        return ["a/b/", "b/a/"], WORDS + path


class Sessions:
    """A session in the path of every link, new on every page."""
    entry, rule = "/s/0a1/x1", {"copies"}

    def answer(self, path):
        found = re.fullmatch(r"/s/(\w+)/x(\d+)", path)
        if not found:
            return None
        chance = random.Random(path)
        kind = "เอบีซีดีอีเอฟจีเอช"[int(found[2]) % 16]
        return ([f"/s/{chance.getrandbits(40):x}1/x{n}" for n in range(12)],
                WORDS + f"<p>หน้า {kind * 9} ของเทศบาล</p>")


class Parameters:
    """Every link adds one more parameter or changes its number."""
    entry, rule = "/list.php?sort=1", {"pattern", "copies", "long_address",
                                       "depth"}

    def answer(self, path):
        if not path.startswith("/list.php?"):
            return None
        n = sum(map(int, re.findall(r"\d+", path)))
        return [f"{path}&f{n}={n}", f"/list.php?sort={n + 1}",
                f"/list.php?sort={n * 7 + 5}"], WORDS


class Traps(Case):
    def assert_bounded(self, trap):
        handler = type("Handler", (Town,), {"trap": trap(), "asked": []})
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                             handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            done = self.check(f"http://127.0.0.1:{server.server_port}")
            server.shutdown()
        self.assert_exit(done, 1)
        self.assert_whole()
        asked = handler.asked
        self.assertLess(len(asked), 530)
        self.assertEqual(len(asked), len(set(asked)))
        self.assertLessEqual(set(REST), set(asked))
        cases = [case for case in self.report()["coverage"]["cases"]
                 if case["name"] == "trap_limit"]
        self.assertTrue(cases)
        self.assertLessEqual({case["rule"] for case in cases},
                             trap.rule | {"depth", "long_path"})
        self.assertTrue({case["rule"] for case in cases} & trap.rule)
        for case in cases:
            self.assertGreater(case["count"], 0)
            self.assertIn("/", case["example"])


def add(trap):
    def test(self):
        self.assert_bounded(trap)
    setattr(Traps, "test_" + trap.__name__.lower(), test)


for kind in (Calendar, PathCalendar, Growing, Sessions, Parameters):
    add(kind)

main()
