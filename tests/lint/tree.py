"""The files of the tree and the way a lint speaks: file:line: message."""
import re
import subprocess
import sys
from pathlib import Path

SOURCE_FOLDERS = ("base", "crawler", "rules", "reports", "cli", "tests")
NOT_OURS = {".git", "build", "node_modules", "__pycache__", "oit-demo"}

QUOTED_OR_COMMENT = re.compile(
    r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


class Lint:
    """One run over a tree: the root named on the command line, or ours."""

    def __init__(self):
        default = Path(__file__).parents[2]
        self.root = Path(sys.argv[1] if len(sys.argv) > 1 else default)
        self.count = 0

    def say(self, path, line, message):
        print(f"{path.relative_to(self.root)}:{line}: {message}")
        self.count += 1

    def end(self):
        sys.exit(1 if self.count else 0)

    def sources(self, *suffixes):
        """Our C files, in order of name."""
        for folder in SOURCE_FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in (suffixes or (".c", ".h")):
                    yield path

    def texts(self):
        """Every file of the tree that is text."""
        for path in sorted(self.root.rglob("*")):
            parts = set(path.relative_to(self.root).parts)
            if parts & NOT_OURS or not path.is_file():
                continue
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                pass


def blank(text):
    """C code without what stands in comments and quotes, lines kept."""
    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group())
    return QUOTED_OR_COMMENT.sub(spaces, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def includes(text):
    """(line, name, is_ours) of every #include that is not in a comment."""
    code = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()),
                  text, flags=re.S)
    for match in re.finditer(r'^\s*#\s*include\s+([<"])([^>"]+)', code, re.M):
        line = line_of(code, match.start(2))
        yield line, match.group(2), match.group(1) == '"'


def functions(path):
    """(name, first line, last line, is_static) of the functions in a C file."""
    done = subprocess.run(
        ["ctags", "--quiet", "--langmap=C:.c.h", "--languages=C",
         "--kinds-C=f", "--fields=+nef", "-f", "-", str(path)],
        capture_output=True, text=True, check=True)
    for row in done.stdout.splitlines():
        name, *fields = row.split("\t")
        facts = dict(f.split(":", 1) for f in fields if ":" in f)
        yield (name, int(facts["line"]), int(facts["end"]), "file" in facts)
