"""People of the demo company on their devices: over REST, and on open sockets."""

import asyncio
import json
import resource
import time
from collections import Counter
from collections.abc import Sequence

import httpx
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.served import DEMO_PASSWORD

READERS = ("lea", "ines", "nadia", "clara")


def allow_many_files() -> None:
    """Let this process hold as many sockets as the machine allows."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Device:
    """One person on one device."""

    def __init__(self, address: str, handle: str) -> None:
        asked = httpx.post(
            f"{address}/api/v1/auth/tokens/",
            json={"username": handle, "password": DEMO_PASSWORD, "device": "benchmark"},
        )
        self.token = asked.raise_for_status().json()["token"]
        self.api = httpx.AsyncClient(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {self.token}"}, timeout=60
        )


class Sockets:
    """Open sockets: how many frames of a kind they got, and when the last of them got the latest."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        self._awaited: Counter[str] = Counter()
        self._last: dict[str, float] = {}
        self._listening: list[asyncio.Task[None]] = []

    async def join(self, address: str, devices: Sequence[Device], number: int) -> None:
        """Open so many, in turn for each device."""
        url = address.replace("http", "ws") + "/ws/v1/device"
        for place in range(number):
            headers = {"Authorization": f"Bearer {devices[place % len(devices)].token}"}
            line = await connect(url, additional_headers=headers, compression=None, ping_interval=None)
            await line.send('{"type":"hello"}')
            await line.recv()
            self._listening.append(asyncio.create_task(self._listen(line)))

    async def _listen(self, line: ClientConnection) -> None:
        async for text in line:
            kind = json.loads(text)["type"]
            self.heard[kind] += 1
            self._last[kind] = time.monotonic()

    async def all_heard(self, kind: str) -> float:
        """When the last one heard of the one fact of a kind that is under way (``time.monotonic``)."""
        self._awaited[kind] += len(self._listening)
        while self.heard[kind] < self._awaited[kind]:
            await asyncio.sleep(0.002)
        return self._last[kind]


async def shared_group(author: Device, readers: Sequence[Device]) -> str:
    """An open group of the author that all of them follow."""
    groups = (await author.api.get("groups/")).json()["results"]
    group = next(group["id"] for group in groups if group["openness"] == "open" and group["joined"])
    for reader in readers:
        await reader.api.post(f"groups/{group}/join/")
    return str(group)
