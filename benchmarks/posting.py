"""How soon everybody sees a post: ``python -m benchmarks.posting [--sockets 1000] [--posts 40]``.

Starts the embedded demo site in a folder of its own, opens so many device sockets of four people who follow one group,
and lets a fifth post into it over REST. Prints the time from the acknowledged answer to the last socket (negative when
the frame was there before the answer), the time of the POST itself, CPU of the whole process tree for each post, and
its memory at rest and with the sockets.
"""

import argparse
import asyncio
import json
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

PASSWORD = "esn-demo-2026"
READERS = ("lea", "ines", "nadia", "clara")


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in tree(int(child)))]


def cpu(pids: Sequence[int]) -> float:
    """CPU seconds that processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pids: Sequence[int]) -> float:
    """Megabytes of processes, shared pages counted once."""
    rollups = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(re.findall(r"Pss: +(\d+)", rollup)[0]) for rollup in rollups) / 1024


def start(folder: str) -> tuple[subprocess.Popen[str], str]:
    """Start the site; its process and its address once it serves."""
    site = subprocess.Popen(
        [sys.executable, "manage.py", "quickstart", "--port", "0"],
        env={**os.environ, "ESN_DATA_DIR": folder, "PYTHONUNBUFFERED": "1", "ESN_API_PER_MINUTE": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert site.stdout is not None
    for line in site.stdout:
        if found := re.search(r"http://localhost:\d+", line):
            return site, found.group()
    raise SystemExit("the site did not start")


class Device:
    """One person on one device."""

    def __init__(self, address: str, handle: str) -> None:
        asked = httpx.post(
            f"{address}/api/v1/auth/tokens/", json={"username": handle, "password": PASSWORD, "device": "benchmark"}
        )
        self.token = asked.raise_for_status().json()["token"]
        self.api = httpx.AsyncClient(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {self.token}"}, timeout=60
        )


class Crowd:
    """The sockets, and when each has a post."""

    def __init__(self) -> None:
        self._lines: list[ClientConnection] = []
        self._listening: list[asyncio.Task[None]] = []
        self._waiting: dict[str, int] = {}
        self._last: dict[str, float] = {}

    async def join(self, address: str, token: str, number: int) -> None:
        """Open sockets of one person."""
        url = address.replace("http", "ws") + "/ws/v1/device"
        for _ in range(number):
            line = await connect(
                url, additional_headers={"Authorization": f"Bearer {token}"}, compression=None, ping_interval=None
            )
            await line.send('{"type":"hello"}')
            await line.recv()
            self._lines.append(line)
            self._listening.append(asyncio.create_task(self._listen(line)))

    async def _listen(self, line: ClientConnection) -> None:
        async for text in line:
            frame = json.loads(text)
            if frame["type"] == "post.published":
                post = frame["data"]["id"]
                self._waiting[post] = self._waiting.get(post, len(self._lines)) - 1
                if not self._waiting[post]:
                    self._last[post] = time.monotonic()

    async def last(self, post: str) -> float:
        """When the last socket had the post."""
        while post not in self._last:
            await asyncio.sleep(0.005)
        return self._last[post]


async def shared_group(author: Device, readers: Sequence[Device]) -> str:
    """An open group that all of them follow."""
    groups = (await author.api.get("groups/")).json()["results"]
    group = next(group["id"] for group in groups if group["openness"] == "open" and group["joined"])
    for reader in readers:
        await reader.api.post(f"groups/{group}/join/")
    return str(group)


async def measure(address: str, pids: Sequence[int], sockets: int, posts: int) -> None:
    """Post, wait, and print."""
    at_rest = memory(pids)
    author, readers = Device(address, "marc"), [Device(address, handle) for handle in READERS]
    group = await shared_group(author, readers)
    crowd = Crowd()
    for reader in readers:
        await crowd.join(address, reader.token, sockets // len(readers))
    after, took = [], []
    used = cpu(pids)
    for number in range(posts):
        begun = time.monotonic()
        answer = await author.api.post(f"groups/{group}/posts/", json={"body": f"Benchmark {number}: " + "word " * 40})
        acknowledged = time.monotonic()
        post: dict[str, Any] = answer.raise_for_status().json()
        after.append(await crowd.last(post["id"]) - acknowledged)
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
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        site, address = start(folder)
        try:
            asyncio.run(measure(address, tree(site.pid), options.sockets, options.posts))
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait()


if __name__ == "__main__":
    main()
