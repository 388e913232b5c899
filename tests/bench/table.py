"""What the benches share: where things lie, how they are built and shown."""
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build/release"
CACHE = ROOT / "build/bench"


def prepare(*targets):
    """Builds the program and our own helpers of the bench."""
    subprocess.run([ROOT / "cli/oit", "--help"], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", RELEASE, "--target", *targets],
                   check=True, stdout=subprocess.DEVNULL)


def show(rows):
    """A table that Markdown reads too."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for number, cells in enumerate(rows):
        print("| " + " | ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths))) + " |")
        if number == 0:
            print("|" + "|".join(
                "-" * (width + 1) + ("-" if i == 0 else ":")
                for i, width in enumerate(widths)) + "|")
    print(flush=True)
