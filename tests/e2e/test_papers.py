#!/usr/bin/env python3
"""Documents: what is missing to read one is named, and whatever lies in one,
nothing is written but the run."""
import os

from harness import Case, main, page
from papers import MADE, content

LABEL = "โครงสร้างส่วนราชการ"  # of o1, by which each paper is linked
# what reads it: papers that nothing else does
TOOLS = {"pdftotext": ("acting.pdf",), "antiword": ("manual.doc",),
         "catdoc": ("plan.rtf",)}


class Papers(Case):
    def serve(self, names):
        """A site whose front page leads to these of MADE."""
        home = page("หน้าแรก", *(f"/{name}" for name in names))
        root = self.site({"/": home.replace("รายการ /", f"{LABEL} /")})
        with open(root / "map.txt", "a", encoding="utf-8") as lines:
            for name in names:
                (root / "root" / name).write_bytes(content(name))
                lines.write(f"/{name}\t200\t{MADE[name][1]}\t{name}\n")
        return root

    def crawl(self, names, **environment):
        with self.server(self.serve(names)) as server:
            return self.check(server.url,
                              env={**self.environment, **environment})

    def path(self, name):
        """A folder of programs with that one alone, if it is installed."""
        folder = self.folder / f"only-{name}"
        folder.mkdir()
        for place in os.environ["PATH"].split(":"):
            if name and os.access(f"{place}/{name}", os.X_OK):
                (folder / name).symlink_to(f"{place}/{name}")
                break
        return str(folder)

    def told(self):
        return {row[0].rpartition("/")[2]: row[1:] for row in self.journal(
            "SELECT url, outcome, detail FROM visit")}

    def test_a_missing_program_is_named(self):
        """D12: the document is not read, and why is told."""
        names = [name for row in TOOLS.values() for name in row]
        self.crawl(names, PATH=self.path(""))
        told = self.told()
        for tool, row in TOOLS.items():
            for name in row:
                self.assertEqual(told[name], ("type_unknown",
                                              f"{tool} is not installed"))
        item, = (item for item in self.report()["items"]
                 if item["id"] == "o1")
        self.assertEqual(item["verdict"], "cannot_tell")

    def test_one_program_alone_does_what_it_can(self):
        self.crawl(["manual.doc", "plan.rtf"], PATH=self.path("catdoc"))
        told = self.told()
        self.assertEqual(told["manual.doc"], ("ok", ""))
        self.assertEqual(told["plan.rtf"], ("ok", ""))

    def test_nothing_is_written_under_the_name_of_a_member(self):
        """D10: neither beside the run nor above it nor in the root."""
        names = [name for name, row in MADE.items() if row[3] in ("D6", "D10")]
        before = set(os.listdir("/")) | set(os.listdir(os.getcwd()))
        self.crawl(names)
        self.assertEqual(set(os.listdir("/")) | set(os.listdir(os.getcwd())),
                         before)
        self.assert_whole()
        self.assertEqual({path.name for path in self.folder.iterdir()
                          if not path.name.startswith(("site-", "log-"))},
                         {"out", "state"})


main()
