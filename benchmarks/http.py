"""The whole stack over HTTP. Run: ``python -m benchmarks.http``.

10,000 posts, 5,050 replies, 200 people, 20 groups; 16 clients on kept connections; the rate, and the CPU of the whole
process tree for each request. With ``--shape postgres`` the same on PostgreSQL (whose own CPU is counted too) and
Redis, with two web processes and a worker.
"""

import argparse
import asyncio
import time
from collections.abc import Callable

from benchmarks.driver import Company, drive, fill, works
from benchmarks.processes import cpu, memory, postgres, tree
from benchmarks.served import SHAPES, site

# what, requests, least a second, most milliseconds of CPU
TARGETS = {
    "new post (found, in every feed and durable when answered)": (400, 150, 10.0),
    "reply": (400, 190, 8.0),
    "feed as data, 20 posts": (600, 180, 8.0),
    "feed as page": (400, 120, 14.0),
    "thread with 50 replies, all of them": (500, 150, 12.0),
    "search, common word": (500, 130, 12.0),
    "search, rare word": (600, 260, 6.0),
}


Pids = Callable[[], set[int]]


def main() -> None:
    """Fill a site, serve it, and put each kind of work to it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", help="a part of the name of one row")
    options.add_argument("--shape", choices=SHAPES, default=SHAPES[0])
    asked = options.parse_args()
    with site(asked.shape) as here:
        here.allow(ESN_WEB_PROCESSES="1" if asked.shape == "sqlite" else "2")
        company = fill(here)
        here.start()  # the index is built once: what is measured is a site that has been there for a while
        here.wait_until_ready()
        here.stop()
        here.start()
        here.wait_until_ready()

        def pids() -> set[int]:
            return {*tree(here.pids), *(postgres() if asked.shape == "postgres" else ())}

        idle = memory(pids())
        print("| work | a second | CPU | target | reached |\n|---|---|---|---|---|", flush=True)
        for name, (number, rate, most) in TARGETS.items():
            if asked.only is None or asked.only in name:
                _measure(name, number, rate, most, here.port, pids, company)
        after = memory(pids())
    print(
        f"| memory of the tree, idle / after load | {idle:.0f} / {after:.0f} MB | | ≤ 150 / 250 MB | "
        f"{'yes' if idle <= 150 and after <= 250 else '**no**'} |"
    )


def _measure(name: str, number: int, rate: int, most: float, port: int, pids: Pids, company: Company) -> None:
    work = works(company)[name]
    asyncio.run(drive(port, work, 64))
    before, begun = cpu(pids()), time.perf_counter()
    failed = asyncio.run(drive(port, work, number))
    taken, used = time.perf_counter() - begun, cpu(pids()) - before
    a_second, each = number / taken, used * 1000 / number
    reached = a_second >= rate and each <= most and not failed
    broken = f", {failed} failed" if failed else ""
    print(
        f"| {name} | {a_second:.0f} | {each:.1f} ms{broken} | ≥ {rate}/s, ≤ {most:.0f} ms | "
        f"{'yes' if reached else '**no**'} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
