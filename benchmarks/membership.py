"""How soon a change of rights is in force on open sockets: ``python -m benchmarks.membership [--sockets 200]``.

Starts the embedded demo site in a folder of its own, opens sockets of one person, and lets the owner of a closed group
give them a seat and take it back. Prints the time from the acknowledged answer until the last socket heard of it, and
counts the posts of the group that a socket got after the seat was gone.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence

from benchmarks.devices import Device, Sockets, allow_many_files
from benchmarks.served import demo_site
from benchmarks.table import head, row


async def measure(address: str, number: int, changes: int) -> None:
    """Measure and print."""
    owner, member = Device(address, "nadia"), Device(address, "lea")
    known = (await member.api.get("me/")).raise_for_status().json()["id"]
    body = {"name": "Measured", "kind": "project", "openness": "closed"}
    group = (await owner.api.post("groups/", json=body)).raise_for_status().json()["id"]
    sockets = Sockets()
    await sockets.join(address, [member], number)
    given, taken, leaked = [], [], 0
    for count in range(changes):
        given.append(await _changed(owner, sockets, "POST", f"groups/{group}/members/", {"person": known}))
        taken.append(await _changed(owner, sockets, "DELETE", f"groups/{group}/members/{known}/"))
        before = sockets.heard["post.published"]
        await owner.api.post(f"groups/{group}/posts/", json={"body": f"after the seat was gone, {count}"})
        await asyncio.sleep(0.2)
        leaked += sockets.heard["post.published"] - before
    head(f"A seat given and taken, {number} open sockets")
    _line("seat given, to the last socket", given)
    _line("seat taken, to the last socket", taken)
    row("posts that a socket got after the seat was gone", str(leaked), "0", leaked == 0)


async def _changed(
    owner: Device, sockets: Sockets, method: str, path: str, body: dict[str, str] | None = None
) -> float:
    (await owner.api.request(method, path, json=body)).raise_for_status()
    acknowledged = time.monotonic()
    return await sockets.all_heard("membership.changed") - acknowledged


def _line(name: str, taken: Sequence[float]) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    figure = f"p50 {statistics.median(taken) * 1000:.0f}, p95 {p95 * 1000:.0f}, most {max(taken) * 1000:.0f} ms"
    row(name, figure, "< 2 s", max(taken) < 2)


def main() -> None:
    """Start, measure, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--changes", type=int, default=20)
    options = parser.parse_args()
    allow_many_files()
    with demo_site() as site:
        asyncio.run(measure(site.address, options.sockets, options.changes))


if __name__ == "__main__":
    main()
