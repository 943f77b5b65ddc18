"""Whether indexing slows posting: the same posts while 20,000 documents wait for the index, and after.

Run: ``python -m benchmarks.indexing``. One client posts over REST; the median wall time of a post, and their ratio.
"""

import json
import statistics
import time
import urllib.error
import urllib.request

from benchmarks.driver import Company, fill
from benchmarks.served import site

DOCUMENTS = 20_000
POSTS = 150


def main() -> None:
    """Fill a site whose index is empty, post while it is being built, wait, post again."""
    with site("sqlite") as here:
        company = fill(here, DOCUMENTS)
        here.start()
        during, all_during = _post(here.port, company)
        here.wait_until_ready()
        after, _ = _post(here.port, company)
    print("| what | measured | target | reached |\n|---|---|---|---|")
    said = "all of them" if all_during else "not all of them"
    print(
        f"| a post while {DOCUMENTS:,} documents wait for the index / after | {during / after:.2f} "
        f"({during:.1f} / {after:.1f} ms; {said} before the index had caught up) | ≤ 1.05 | "
        f"{'yes' if during / after <= 1.05 else '**no**'} |"
    )


def _post(port: int, company: Company) -> tuple[float, bool]:
    """The median time of a post in milliseconds, and whether the index was still behind at the end."""
    groups = company.groups
    taken = []
    for n in range(POSTS):
        request = urllib.request.Request(
            f"http://localhost:{port}/api/v1/groups/{groups[n % len(groups)]}/posts/",
            json.dumps({"body": f"Word {n} about the van"}).encode(),
            {"Authorization": f"Bearer {company.tokens[0]}", "Content-Type": "application/json"},
        )
        begun = time.perf_counter()
        urllib.request.urlopen(request).read()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), not _ready(port)


def _ready(port: int) -> bool:
    try:
        return bool(urllib.request.urlopen(f"http://localhost:{port}/readyz").status == 200)
    except urllib.error.HTTPError:
        return False


if __name__ == "__main__":
    main()
