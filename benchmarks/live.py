"""How fast one frame reaches all sockets of a process: ``python -m benchmarks.live [--sockets 1000 5000]``.

Measures, with the same clients in the same run, until the last socket has a frame of one kilobyte: a bare broadcast of
the ``websockets`` library, the hub on uvicorn, and the hub on the product's own server (daphne); then again beside one
socket that never reads and whose buffers are full. Prints the median of the rounds, its ratio to the bare broadcast,
CPU of the server for each frame, and memory for each held socket. ``--group-send`` adds Channels' in-memory layer with
JSON consumers, ``--group-send-redis`` its layer over Redis (``pip install channels-redis`` first; REDIS_URL names one).
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.devices import allow_many_files
from benchmarks.processes import cpu

ROUNDS = 9
FRAME = b'place","type":"post.published","html":"' + b"x" * 1000 + b'"}'
HANDSHAKE = (
    b"GET /%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
GO = b"\x81\x82\0\0\0\0go"  # a masked text frame


# The servers ----------------------------------------------------------------------------------------------------------
def serve_bare() -> None:
    """The ``websockets`` library alone."""
    from websockets.asyncio.server import broadcast, serve

    async def main() -> None:
        held: set[Any] = set()

        async def handle(connection: Any) -> None:
            held.add(connection)
            async for _ in connection:
                broadcast(held, '{"cursor":"tag.' + FRAME.decode())

        async with serve(handle, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096) as server:
            print(next(iter(server.sockets)).getsockname()[1], flush=True)
            await server.serve_forever()

    asyncio.run(main())


async def hub_application(scope: Any, receive: Any, send: Any) -> None:
    """Holds each socket in the hub; who says something makes it publish."""
    from frontend.live.hub import Socket, hub

    await receive()
    await send({"type": "websocket.accept"})
    held = Socket(send, person_id="p", session_id="s", variant=("device",), prefix=b"tag")
    hub.add(held)
    hub.subscribe(held, ["topic"])
    while (await receive())["type"] == "websocket.receive":
        await hub.publish("topic", {("device",): FRAME})
    hub.remove(held)


def serve_uvicorn() -> None:
    """The hub on uvicorn."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(
        hub_application, ws="websockets-sansio", ws_per_message_deflate=False, ws_ping_interval=None, log_level="error",
        lifespan="off",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


IN_MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
OVER_REDIS = {
    "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
    "CONFIG": {"hosts": [os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")], "prefix": f"bench-{os.getpid()}"},
}


def serve_daphne(application: Any = hub_application, layer: dict[str, Any] = IN_MEMORY) -> None:
    """The hub, or another application, on the product's server."""
    import django
    from django.conf import settings

    settings.configure(CHANNEL_LAYERS={"default": layer})
    django.setup()
    from esn.server import limits, site

    limits.HALF_REQUESTS = 1 << 30
    site.serve(application, host="127.0.0.1", port=0, on_ready=lambda host, port: print(port, flush=True))


def serve_group(layer: dict[str, Any] = IN_MEMORY) -> None:
    """A layer of Channels and JSON consumers."""
    from channels.generic.websocket import AsyncJsonWebsocketConsumer

    class Consumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # Channels has no types
        groups = ["topic"]

        async def receive_json(self, content: Any, **kwargs: Any) -> None:
            await self.channel_layer.group_send("topic", {"type": "frame", "text": FRAME.decode()})

        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kw: Any) -> None:
            await self.receive_json(None)

        async def frame(self, event: Any) -> None:
            await self.send_json({"cursor": "tag", "text": event["text"]})

    serve_daphne(Consumer.as_asgi(), layer)


SERVERS: dict[str, Callable[[], None]] = {
    "bare": serve_bare,
    "uvicorn": serve_uvicorn,
    "daphne": serve_daphne,
    "group_send": serve_group,
    "group_send over Redis": partial(serve_group, OVER_REDIS),
}


# The clients ----------------------------------------------------------------------------------------------------------
class Reader(asyncio.Protocol):
    """One client, which counts the bytes that it gets after the handshake."""

    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._bytes = 0
        self._open = False
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Ask for a WebSocket."""
        self.transport = transport
        transport.write(HANDSHAKE % b"live")

    def data_received(self, data: bytes) -> None:
        """Count whole frames; all have the same size."""
        if not self._open:
            _head, _end, data = data.partition(b"\r\n\r\n")
            self._open = True
            self._crowd.opened()
        self._bytes += len(data)
        if self._crowd.size and self._bytes >= self._crowd.size:
            self._bytes -= self._crowd.size
            self._crowd.received()

    def take_size(self) -> int:
        """The bytes of the first frame, which says how long all of them are."""
        size, self._bytes = self._bytes, 0
        return size


class Crowd:
    """All clients of one server."""

    def __init__(self) -> None:
        self.size = 0
        self._waiting = 0
        self._done = asyncio.Event()
        self._readers: list[Reader] = []

    async def connect(self, port: int, number: int) -> None:
        """Open so many sockets."""
        loop = asyncio.get_running_loop()
        while len(self._readers) < number:
            some = min(100, number - len(self._readers))
            self._expect(some)
            opened = [loop.create_connection(lambda: Reader(self), "127.0.0.1", port) for _ in range(some)]
            self._readers += [reader for _transport, reader in await asyncio.gather(*opened)]
            await self._done.wait()
        self._readers[0].transport.write(GO)
        await asyncio.sleep(1 + number / 2000)
        self.size = max(reader.take_size() for reader in self._readers)

    async def round(self) -> float:
        """Make the server publish once; seconds until the last socket has it."""
        self._expect(len(self._readers))
        start = time.monotonic()
        self._readers[0].transport.write(GO)
        await self._done.wait()
        return time.monotonic() - start

    def opened(self) -> None:
        """One more socket is open."""
        self.received()

    def received(self) -> None:
        """One more socket has what all wait for."""
        self._waiting -= 1
        if self._waiting == 0:
            self._done.set()

    def _expect(self, number: int) -> None:
        self._done.clear()
        self._waiting = number


def deaf_socket(port: int) -> socket.socket:
    """A socket that never reads, after it alone was sent more than all buffers hold."""
    deaf = socket.create_connection(("127.0.0.1", port))
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.sendall(HANDSHAKE % b"live")
    assert b"101" in deaf.recv(12)
    for _ in range(100):
        deaf.sendall(GO * 100)
        time.sleep(0.02)
    return deaf


# The measurement ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Figures:
    """What one server did."""

    last: float  # median seconds
    cpu: float  # seconds of the server for each frame
    memory: float  # bytes for each socket


def memory(pid: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def measure(port: int, pid: int, number: int, rounds: int) -> Figures:
    """All figures of a running server."""
    before = memory(pid)
    crowd = Crowd()
    await crowd.connect(port, number)
    held = (memory(pid) - before) / number
    await crowd.round()
    used = cpu([pid])
    times = [await crowd.round() for _ in range(rounds)]
    return Figures(statistics.median(times), (cpu([pid]) - used) / rounds, held)


def run(kind: str, number: int, rounds: int, deaf: bool = False) -> Figures:
    """Start a server, measure it, beside a socket that never reads or not, and stop it."""
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.live", "--serve", kind], stdout=subprocess.PIPE)
    assert server.stdout is not None
    try:
        port = int(server.stdout.readline())
        never_read = deaf_socket(port) if deaf else None
        figures = asyncio.run(measure(port, server.pid, number, rounds))
        if never_read is not None:
            never_read.close()
        return figures
    finally:
        server.kill()
        server.wait()


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--group-send", action="store_true", help="also Channels' in-memory layer, which is slow")
    parser.add_argument("--group-send-redis", action="store_true", help="also Channels' layer over Redis")
    parser.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    allow_many_files()
    if options.serve:
        SERVERS[options.serve]()
        return
    kinds = ["bare", "uvicorn", "uvicorn, one deaf", "daphne", "daphne, one deaf"]
    kinds += ["group_send"] * options.group_send + ["group_send over Redis"] * options.group_send_redis
    print("| sockets | server | last | ratio to bare | server CPU | per socket |\n|---|---|---|---|---|---|")
    for number in options.sockets:
        bare = 0.0
        for kind in kinds:
            name, _, deaf = kind.partition(", ")
            figures = run(name, number, 1 if name == "group_send" else options.rounds, bool(deaf))
            bare = bare or figures.last
            print(
                f"| {number} | {kind} | {figures.last * 1000:.1f} ms | {figures.last / bare:.2f} "
                f"| {figures.cpu * 1000:.1f} ms | {figures.memory / 1024:.1f} KB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
