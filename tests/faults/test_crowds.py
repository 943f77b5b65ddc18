"""An embedded site under people who all write at once, one who never reads, and a worker too many."""

import base64
import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from benchmarks.served import Site, site

WRITERS, POSTS_EACH = 32, 5
FRAMES, BODY = 120, "no end " * 1_200  # more than the buffers of a connection take
PATIENCE = 30  # seconds until a frame counts as lost
_client = httpx.Client(timeout=60, limits=httpx.Limits(max_connections=WRITERS))


@pytest.fixture(scope="module")
def here() -> Iterator[tuple[Site, str, list[str]]]:
    """An embedded site with a second worker started by mistake; a group, and a token for each of its people."""
    with site("sqlite") as running:
        people = running.run("-m", "benchmarks.fault_people", str(WRITERS))
        running.start()
        running.also("worker")
        yield running, people["group"], people["tokens"]


def post(here: Site, group: str, token: str, body: str) -> httpx.Response:
    """Say something in the group."""
    return _client.post(
        f"{here.address}/api/v1/groups/{group}/posts/",
        json={"body": body},
        headers={"Authorization": f"Bearer {token}"},
    )


@contextmanager
def listening(here: Site, token: str) -> Iterator[ClientConnection]:
    """A device's live socket, after the greeting."""
    address = here.address.replace("http", "ws", 1) + "/ws/v1/device"
    with connect(address, additional_headers={"Authorization": f"Bearer {token}"}, max_size=None) as device:
        device.send(json.dumps({"type": "hello"}))
        device.send(json.dumps({"type": "ping"}))
        while json.loads(device.recv(timeout=PATIENCE))["type"] != "pong":
            pass
        yield device


@contextmanager
def deaf(here: Site, token: str) -> Iterator[None]:
    """A device that opens its live socket and never reads from it, with the smallest buffer that there is."""
    with socket.socket() as device:
        device.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        device.connect(("127.0.0.1", here.port))
        key = base64.b64encode(os.urandom(16)).decode()
        device.sendall(
            f"GET /ws/v1/device HTTP/1.1\r\nHost: 127.0.0.1:{here.port}\r\nAuthorization: Bearer {token}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        assert device.recv(12) == b"HTTP/1.1 101"
        device.sendall(_masked(b'{"type": "hello"}'))
        yield


def _masked(text: bytes) -> bytes:
    """A short text frame of a client (RFC 6455); a mask of zeros leaves it as it is."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


def test_thirty_two_people_who_write_at_once_all_get_through(here: tuple[Site, str, list[str]]) -> None:
    running, group, tokens = here

    def write(number: int) -> list[int]:
        return [post(running, group, tokens[number], f"Zucchini {number}").status_code for _ in range(POSTS_EACH)]

    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = [status for each in pool.map(write, range(WRITERS)) for status in each]
    assert statuses == [201] * WRITERS * POSTS_EACH
    asking = {"Authorization": f"Bearer {tokens[0]}"}
    found = _client.get(f"{running.address}/api/v1/search/", params={"q": "zucchini"}, headers=asking).json()
    assert found["total"] == WRITERS * POSTS_EACH


def test_somebody_who_never_reads_costs_the_others_nothing(here: tuple[Site, str, list[str]]) -> None:
    running, group, tokens = here
    with deaf(running, tokens[1]), listening(running, tokens[2]) as bo:
        said = [post(running, group, tokens[0], f"{number} {BODY}").json()["id"] for number in range(FRAMES)]
        heard: list[str] = []
        while len(heard) < FRAMES:
            frame = json.loads(bo.recv(timeout=PATIENCE))
            if frame["type"] == "post.published":
                heard.append(frame["data"]["id"])
    assert heard == said


def test_a_second_worker_does_no_harm(here: tuple[Site, str, list[str]]) -> None:
    running, group, tokens = here
    assert all(post(running, group, tokens[0], f"Ladder {number}").status_code == 201 for number in range(20))
    running.wait_until_ready()
    said = running.run("-m", "benchmarks.fault_index")
    assert said == {"followed": True, "lacking": 0, "too_many": 0, "set_aside": 0}
