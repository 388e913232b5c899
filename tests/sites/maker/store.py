"""The answers of a site: what the server's map.txt says, and the files."""
import shutil

HTML = "text/html; charset=utf-8"
TYPES = {"pdf": "application/pdf", "png": "image/png", "css": "text/css",
         "txt": "text/plain",
         "docx": "application/vnd.openxmlformats-officedocument."
                 "wordprocessingml.document",
         "xlsx": "application/vnd.openxmlformats-officedocument."
                 "spreadsheetml.sheet"}


def file_name(target):
    """/list.php?cat=3&page=2 is kept as list.php_cat-3_page-2.html."""
    name = target.lstrip("/") or "index"
    for mark, letter in (("?", "_"), ("&", "_"), ("=", "-")):
        name = name.replace(mark, letter)
    ending = name.rsplit(".", 1)[-1]
    return name if ending in TYPES else f"{name}.html"


class Store:
    def __init__(self):
        self.lines = {}
        self.files = {}

    def add(self, target, data, kind=HTML, status=200, headers=()):
        """target answers with data (bytes); the same twice is a mistake."""
        if target in self.lines:
            raise ValueError(f"{target} stands in the map already")
        name = file_name(target.replace("*", "any"))
        self.files[name] = data
        self.lines[target] = [str(status), kind, name, *headers]

    def add_file(self, target, data):
        self.add(target, data, TYPES[target.rsplit(".", 1)[-1]])

    def add_redirect(self, target, location):
        self.lines[target] = ["302", "-", "-", f"Location: {location}"]

    def save(self, folder):
        root = folder / "root"
        shutil.rmtree(root, ignore_errors=True)
        for name, data in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        lines = ["# Made by tests/sites/make; format: tests/support/routes.h"]
        lines += ["\t".join([target, *fields])
                  for target, fields in sorted(self.lines.items())]
        (folder / "map.txt").write_text("\n".join(lines) + "\n",
                                        encoding="utf-8")
