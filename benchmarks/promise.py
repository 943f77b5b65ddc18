"""How soon everybody on a case sees that its promise changed, and how soon the index holds what was said.

Run: ``python -m benchmarks.promise [--devices 200] [--changes 40]``. Starts the embedded demo site in a folder of its
own, opens devices of four participants of one case, and lets a fifth move its promise over REST, each time to another
window with a reason. Then posts one by one, and reads from the index folder when it has each.
"""

import argparse
import asyncio
import datetime as dt
import json
import sqlite3
import statistics
import time
from pathlib import Path

from benchmarks.devices import READERS, Device, Sockets, allow_many_files, shared_group
from benchmarks.served import demo_site
from benchmarks.table import head, row


async def promised(author: Device) -> tuple[str, str]:
    """An open promise of an open case, and the case."""
    for found in (await author.api.get("commitments/?state=open&limit=100")).json()["results"]:
        if "change" in found["can"]:
            return found["id"], found["case"]["ref"]
    raise SystemExit("no promise can be moved")


async def changes(author: Device, promise: str, watchers: Sockets, number: int) -> list[float]:
    """Seconds from the acknowledged change to the last device, for each change."""
    after = []
    for count in range(number):
        begin = dt.datetime.now(dt.UTC) + dt.timedelta(days=30 + count, hours=1)
        window = {
            "start": begin.strftime("%Y-%m-%dT10:00:00"),
            "end": begin.strftime("%Y-%m-%dT12:00:00"),
            "timezone": "Europe/Paris",
        }
        answer = await author.api.post(
            f"commitments/{promise}/changes/", json={"window": window, "reason": f"measured {count}"}
        )
        acknowledged = time.monotonic()
        answer.raise_for_status()
        after.append(await watchers.all_heard("commitment.changed") - acknowledged)
    return after


async def lags(author: Device, group: str, folder: Path, number: int) -> list[float]:
    """Seconds from the acknowledged post to the moment when the index holds it."""
    lag = []
    for count in range(number):
        await author.api.post(f"groups/{group}/posts/", json={"body": f"lag {count}"})
        acknowledged = time.monotonic()
        with sqlite3.connect(folder / "esn.sqlite3") as log:
            wanted = log.execute("SELECT max(position) FROM core_event").fetchone()[0]
        while _indexed(folder) < wanted:
            await asyncio.sleep(0.005)
        lag.append(time.monotonic() - acknowledged)
        await asyncio.sleep(0.05 * (count % 5))
    return lag


def _indexed(folder: Path) -> int:
    """The place up to which the index holds the log."""
    return max((json.loads(path.read_text())["position"] for path in folder.glob("**/position.json")), default=0)


async def measure(address: str, folder: Path, devices: int, number: int) -> None:
    """Measure both and print."""
    author, readers = Device(address, "marc"), [Device(address, handle) for handle in READERS]
    promise, case = await promised(author)
    for reader in readers:
        (await reader.api.post(f"cases/{case}/follow/")).raise_for_status()
    watchers = Sockets()
    await watchers.join(address, readers, devices)
    seen = await changes(author, promise, watchers, number)
    head(f"A promise that changes, {devices} devices")
    p95 = statistics.quantiles(seen, n=20)[-1]
    figure = f"p50 {statistics.median(seen) * 1000:.0f}, p95 {p95 * 1000:.0f}, most {max(seen) * 1000:.0f} ms"
    row("acknowledged change to the last device", figure, "< 1 s", max(seen) < 1)
    behind = await lags(author, await shared_group(author, []), folder, number)
    late = statistics.quantiles(behind, n=20)[-1]
    figure = f"p50 {statistics.median(behind) * 1000:.0f}, p95 {late * 1000:.0f} ms"
    row("acknowledged post to the index that holds it", figure, "p95 ≤ 500 ms", late <= 0.5)


def main() -> None:
    """Start, measure, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--changes", type=int, default=40)
    options = parser.parse_args()
    allow_many_files()
    with demo_site() as site:
        asyncio.run(measure(site.address, site.folder, options.devices, options.changes))


if __name__ == "__main__":
    main()
