"""How soon everybody sees a post: ``python -m benchmarks.posting [--sockets 1000] [--posts 40]``.

Starts the embedded demo site in a folder of its own, opens so many device sockets of four people who follow one group,
and lets a fifth post into it over REST. Prints the time from the acknowledged answer to the last socket (negative when
the frame was there before the answer), the time of the POST itself, CPU of the whole process tree for each post, and
its memory at rest and with the sockets.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence

from benchmarks.devices import READERS, Device, Sockets, allow_many_files, shared_group
from benchmarks.processes import cpu, memory, tree
from benchmarks.served import demo_site


async def measure(address: str, pids: Sequence[int], sockets: int, posts: int) -> None:
    """Post, wait, and print."""
    at_rest = memory(pids)
    author, readers = Device(address, "marc"), [Device(address, handle) for handle in READERS]
    group = await shared_group(author, readers)
    crowd = Sockets()
    await crowd.join(address, readers, sockets)
    after, took = [], []
    used = cpu(pids)
    for number in range(posts):
        begun = time.monotonic()
        answer = await author.api.post(f"groups/{group}/posts/", json={"body": f"Benchmark {number}: " + "word " * 40})
        acknowledged = time.monotonic()
        answer.raise_for_status()
        after.append(await crowd.all_heard("post.published") - acknowledged)
        took.append(acknowledged - begun)
    each = (cpu(pids) - used) / posts
    p50, p95 = statistics.median(after), statistics.quantiles(after, n=20)[-1]
    print(
        "| sockets | acknowledged → last, p50 | p95 | POST, p50 | CPU of the tree per post "
        "| memory at rest | with sockets |"
    )
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {sockets} | {p50 * 1000:.0f} ms | {p95 * 1000:.0f} ms | {statistics.median(took) * 1000:.0f} ms "
        f"| {each * 1000:.0f} ms | {at_rest:.0f} MB | {memory(pids):.0f} MB |"
    )


def main() -> None:
    """Start, measure, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--posts", type=int, default=40)
    options = parser.parse_args()
    allow_many_files()
    with demo_site() as site:
        asyncio.run(measure(site.address, tree(site.pids), options.sockets, options.posts))


if __name__ == "__main__":
    main()
