"""How figures are taken and shown: CPU time of this process, medians, and ratios to a baseline of the same run."""

import statistics
import time
from collections.abc import Callable


def cpu_ms(work: Callable[[], object], times: int = 50) -> float:
    """The median CPU time of a call, in milliseconds, after a warm-up."""
    for _ in range(3):
        work()
    taken = []
    for _ in range(times):
        begun = time.process_time_ns()
        work()
        taken.append((time.process_time_ns() - begun) / 1e6)
    return statistics.median(taken)


def elapsed_ms(work: Callable[[], object], times: int = 50) -> list[float]:
    """Milliseconds of each call by the clock, the database's time included, after a warm-up."""
    taken = []
    for number in range(times + 3):
        begun = time.perf_counter()
        work()
        if number >= 3:
            taken.append((time.perf_counter() - begun) * 1e3)
    return taken


def row(name: str, figure: str, target: str, reached: bool) -> None:
    """One line of a table."""
    print(f"| {name} | {figure} | {target} | {'yes' if reached else '**no**'} |", flush=True)


def head(title: str) -> None:
    """The title of a table and its columns."""
    print(f"\n### {title}\n\n| what | measured | target | reached |\n|---|---|---|---|", flush=True)
