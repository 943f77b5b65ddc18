"""On a real port: somebody who never reads costs the others nothing, and is let go."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

FRAMES = 1000
ROUNDS = 8


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a process that holds a hub."""
    server = subprocess.Popen([sys.executable, "-m", "tests.live.hub_site"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield int(server.stdout.readline())
    server.kill()
    server.wait()


def deaf_socket(port: int) -> socket.socket:
    """A WebSocket whose owner reads the handshake and nothing more."""
    deaf = socket.create_connection(("127.0.0.1", port), timeout=60)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.sendall(
        b"GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert b"101" in deaf.recv(12)
    return deaf


async def numbers(line: ClientConnection, count: int) -> list[int]:
    """The numbers of the next frames."""
    return [json.loads(await line.recv())["number"] for _ in range(count)]


async def state(line: ClientConnection) -> dict[str, Any]:
    """What the process says of itself."""
    await line.send("state")
    answer: dict[str, Any] = json.loads(await line.recv())
    return answer


async def test_the_others_get_every_frame_and_memory_does_not_grow(port: int) -> None:
    address = f"ws://127.0.0.1:{port}/live"
    async with connect(address) as ana, connect(address) as bo:
        deaf = deaf_socket(port)
        before = await state(ana)
        assert before["sockets"] == 3
        for _ in range(ROUNDS):
            await ana.send(f"burst {FRAMES}")
            first, second = await asyncio.gather(numbers(ana, FRAMES), numbers(bo, FRAMES))
            assert first == second == list(range(FRAMES))
        after = await state(ana)
        assert after["peak"] - before["peak"] < 4 * 1024, "kilobytes, while 8,000 were sent to who does not read"
        while (await state(ana))["sockets"] > 2:
            await asyncio.sleep(0.1)
        deaf.close()
