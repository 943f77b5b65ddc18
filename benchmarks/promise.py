"""How soon everybody on a case sees that its promise changed, and how soon the index holds what was said.

Run: ``python -m benchmarks.promise [--devices 200] [--changes 40]``. Starts the embedded demo site in a folder of its
own, opens devices of four participants of one case, and lets a fifth move its promise over REST, each time to another
window with a reason. Then posts one by one, and reads from the index folder when it has each.
"""

import argparse
import asyncio
import datetime as dt
import json
import resource
import signal
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.posting import READERS, Device, shared_group, start
from benchmarks.table import head, row


class Watchers:
    """The devices that look on, and when the last of them heard of a change."""

    def __init__(self) -> None:
        self._listening: list[asyncio.Task[None]] = []
        self._heard = 0
        self._last = 0.0

    async def join(self, address: str, devices: Sequence[Device], number: int) -> None:
        """Open sockets, in turn for each person."""
        url = address.replace("http", "ws") + "/ws/v1/device"
        for place in range(number):
            token = devices[place % len(devices)].token
            line = await connect(url, additional_headers={"Authorization": f"Bearer {token}"}, compression=None)
            await line.send('{"type":"hello"}')
            await line.recv()
            self._listening.append(asyncio.create_task(self._listen(line)))

    async def _listen(self, line: ClientConnection) -> None:
        async for text in line:
            if json.loads(text)["type"] == "commitment.changed":
                self._heard += 1
                self._last = time.monotonic()

    async def all_heard(self) -> float:
        """When the last one heard of the one change that is under way."""
        while self._heard < len(self._listening):
            await asyncio.sleep(0.002)
        self._heard = 0
        return self._last


async def promised(author: Device) -> tuple[str, str]:
    """An open promise of an open case, and the case."""
    for found in (await author.api.get("commitments/?state=open&limit=100")).json()["results"]:
        if "change" in found["can"]:
            return found["id"], found["case"]["ref"]
    raise SystemExit("no promise can be moved")


async def changes(author: Device, promise: str, watchers: Watchers, number: int) -> list[float]:
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
        after.append(await watchers.all_heard() - acknowledged)
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
    watchers = Watchers()
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
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        site, address = start(folder)
        try:
            asyncio.run(measure(address, Path(folder), options.devices, options.changes))
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait()


if __name__ == "__main__":
    main()
