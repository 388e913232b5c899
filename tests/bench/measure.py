"""One command, and what it and all its children cost."""
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.02  # seconds between two looks at the memory
PSS = re.compile(rb"^Pss: +(\d+) kB", re.M)
HIGHEST = re.compile(rb"^VmHWM:\s+(\d+) kB", re.M)


@dataclass
class Cost:
    """Seconds and bytes of a run."""
    status: int = 0
    cut: bool = False  # it was ended, as it took too long
    wall: float = 0.0
    user: float = 0.0
    system: float = 0.0
    all_memory: int = 0  # most of all processes together
    one_memory: int = 0  # most of a single process
    foreign: float = 0.0  # processors that others were using meanwhile

    @property
    def cpu(self):
        return self.user + self.system


def tree(pid):
    """A process and all below it."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in below:
        yield from tree(int(child))


def kilobytes(path, pattern):
    """A figure of a file in /proc; 0 when the process has gone."""
    try:
        found = pattern.search(Path(path).read_bytes())
    except OSError:
        return 0
    return int(found.group(1)) if found else 0


def busy():
    """Processor seconds that all of the machine has used."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _, _, irq, softirq = map(int, fields[:7])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def own(pid):
    """Processor seconds of a process that runs on, with its children."""
    seconds = 0
    for member in tree(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2]
        seconds += sum(map(int, fields.split()[11:13]))
    return seconds / os.sysconf("SC_CLK_TCK")


def look(pid, cost):
    """Takes the memory of this moment.  What processes share counts once."""
    together = 0
    for member in tree(pid):
        together += kilobytes(f"/proc/{member}/smaps_rollup", PSS)
        highest = kilobytes(f"/proc/{member}/status", HIGHEST)
        cost.one_memory = max(cost.one_memory, highest * 1024)
    cost.all_memory = max(cost.all_memory, together * 1024)


def watch(process, cost, end):
    """Until it has ended, or has to be ended."""
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            return status, usage
        if time.monotonic() > end and not cost.cut:
            cost.cut = True
            os.killpg(process.pid, signal.SIGKILL)
        look(process.pid, cost)
        time.sleep(EVERY)


def measure(command, seconds, server, cwd):
    """Runs a command for so many seconds at most; all its output is lost."""
    cost = Cost()
    others, helper, mine = busy(), own(server), time.process_time()
    begin = time.monotonic()
    process = subprocess.Popen(
        list(map(str, command)), cwd=cwd, start_new_session=True,
        env={**os.environ, "XDG_STATE_HOME": str(cwd)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    status, usage = watch(process, cost, begin + seconds)
    process.returncode = cost.status = os.waitstatus_to_exitcode(status)
    cost.wall = time.monotonic() - begin
    cost.user, cost.system = usage.ru_utime, usage.ru_stime
    known = cost.cpu + own(server) - helper + time.process_time() - mine
    cost.foreign = max(0.0, busy() - others - known) / cost.wall
    return cost
