#!/usr/bin/env python3
"""Every lint sees the fault it is there for, and passes what is right."""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LONG = "int gate_long(void)\n{\n" + "\tgate_x();\n" * 57 + "\treturn 0;\n}\n"

# lint, file, text, the line it must name (0: it must stay silent)
CASES = [
    ("banned", "base/gate.c", "int x;\n\n\tstrcpy(a, b);\n", 3),
    ("banned", "base/gate.c", "/* strcpy(a, b) */\nchar s[] = \"gets(\";\n", 0),
    ("banned", "base/gate.c", "\tgate_system(x);\n\tsnprintf(a, 1, b);\n", 0),
    ("banned", "base/gate.h", "#include <ctype.h>\n", 1),
    ("banned", "base/gate.c", "int x; // so\n", 1),
    ("banned", "base/gate.c", "char s[] = \"http://x\";\n", 0),
    ("format", "base/gate.c", "int x;\nint  y;\n", 2),
    ("format", "base/gate.c", "int x;\n", 0),
    ("layers", "base/gate.c", "#include \"crawler/page.h\"\n", 1),
    ("layers", "crawler/gate.c", "\n#include \"rules/finding.h\"\n", 2),
    ("layers", "crawler/read/gate.c", "#include \"crawler/page.h\"\n", 0),
    ("layers", "rules/gate.c", "#include \"crawler/limits.h\"\n", 1),
    ("layers", "rules/gate.c", "#include \"crawler/page.h\"\n", 0),
    ("layers", "reports/gate.c", "#include \"crawler/page.h\"\n", 1),
    ("layers", "reports/gate.c", "#include \"rules/finding.h\"\n", 0),
    ("layers", "cli/gate.c", "#include \"crawler/limits.h\"\n", 0),
    ("layers", "base/gate.c", "#include \"gate.h\"\n", 1),
    ("length", "base/gate.c", LONG, 1),
    ("length", "base/gate.c", LONG.replace("\tgate_x();\n", "", 1), 0),
    ("length", "base/gate.c", "int x;\n" * 1001, 1001),
    ("libraries", "crawler/gate.c", "#include <curl/easy.h>\n", 1),
    ("libraries", "crawler/fetch.c", "#include <curl/easy.h>\n", 0),
    ("libraries", "base/gate.h", "#include <zlib.h>\n", 1),
    ("libraries", "tests/gate.c", "#include <cmocka.h>\n", 0),
    ("libraries", "base/gate.c", "#include <cmocka.h>\n", 1),
    ("libraries", "base/gate.c", "#include <sys/stat.h>\n", 0),
    ("naming", "base/gate.c", "int door_open(void)\n{\n\treturn 0;\n}\n", 1),
    ("naming", "base/gate.c", "int gate_open(void)\n{\n\treturn 0;\n}\n", 0),
    ("naming", "base/gate.c",
     "static int open_it(void)\n{\n\treturn 0;\n}\n", 0),
    ("naming", "base/gate.h",
     "static inline int door(void)\n{\n\treturn 0;\n}\n", 1),
    ("words", "notes.md", "so far\nTO" "DO: more\n", 2),
    ("words", "notes.md", "cd /wo" "rk/main\n", 1),
    ("words", "notes.md", "a method of work\n", 0),
]

# What stands in every tree of these tests.
COMMON = {
    "crawler/page.h": "",
    "crawler/limits.h": "",
    "rules/finding.h": "",
    "base/curl.c": "#include <stdio.h>\n",
    "crawler/fetch.c": "#include <curl/curl.h>\n",
    "tests/unit/test_gate.c": "#include <cmocka.h>\n",
}


def run(lint, path, text):
    """What the lint prints on a tree with this one file in it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(HERE.parents[1] / ".clang-format", root)
        for name, content in {**COMMON, path: text}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, HERE / f"{lint}.py", root],
            capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    wrong = 0
    for lint, path, text, line in CASES:
        status, said = run(lint, path, text)
        right = said.startswith(f"{path}:{line}: ") and status == 1
        if not (right if line else (status, said) == (0, "")):
            print(f"{lint}: {path}: {text[:60]!r} gave {status}: {said}")
            wrong += 1
    print(f"{len(CASES)} cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
