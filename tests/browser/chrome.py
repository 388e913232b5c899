"""Node scripts that drive Debian's chromium, with what npm fetches for them."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = ROOT / "build/browser"
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def install():
    """The packages of package-lock.json, fetched when it has changed."""
    for program in ("node", "npm", "chromium"):
        if not shutil.which(program):
            skip(f"{program} is not installed (cli/packages browser)")
    MODULES.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    done = MODULES / "done"
    if done.exists() and done.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, MODULES)
    got = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=MODULES, stdin=subprocess.DEVNULL, check=False)
    if got.returncode:
        skip("npm ci cannot fetch playwright-core and axe-core")
    done.write_bytes(lock)


def run(script, papers, *words):
    """The exit status of a script of ours that looks at this folder."""
    return subprocess.run(
        ["node", HERE / script, *words], check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "OIT_PAPERS": str(papers),
             "NODE_PATH": str(MODULES / "node_modules")}).returncode
