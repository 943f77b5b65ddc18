"""What processes cost: CPU seconds and memory of whole trees, and of PostgreSQL, which has its own."""

import os
import subprocess
from collections.abc import Collection
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pids: Collection[int]) -> list[int]:
    """Processes and all below them."""
    found = list(pids)
    for one in found:
        for task in Path(f"/proc/{one}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def postgres() -> list[int]:
    """The processes of PostgreSQL on this machine."""
    listed = subprocess.run(["pgrep", "-f", "postgres"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def cpu(pids: Collection[int]) -> float:
    """CPU seconds that processes have used so far; who has ended meanwhile does not count."""
    total = 0.0
    for one in pids:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def memory(pids: Collection[int]) -> float:
    """Megabytes of processes, shared pages counted once."""
    total = 0
    for one in pids:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
