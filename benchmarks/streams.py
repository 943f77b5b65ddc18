"""500 devices on server-sent events, beside as many sockets; a feed on a phone. Run: ``python -m benchmarks.streams``.

For streams and for sockets: the memory of each in the process tree, an acknowledged post to the last device, and the
return of all after 120 posts. Then the bytes of a feed with all fields and with those that a phone shows.
"""

import argparse
import asyncio
import gzip
import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from websockets.asyncio.client import connect

from benchmarks.driver import Company, fill
from benchmarks.processes import cpu, memory, tree
from benchmarks.served import Site, site

PEOPLE = 64  # eight devices each
ROUNDS = 20
MISSED = 120
PATIENCE = 120.0  # seconds
PHONE = "author,body,created_at,replies_count,unread"

Hear = Callable[[], Awaitable[dict[str, object]]]
Way = Callable[[int, str, str], AbstractAsyncContextManager[Hear]]


def main() -> None:
    """Serve a site, and let devices listen to it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=500)
    clients = options.parse_args().clients
    with site("sqlite") as here:
        company = fill(here, 1000, PEOPLE)
        here.start()
        here.wait_until_ready()
        asyncio.run(_measure(here, company, clients))


async def _measure(here: Site, company: Company, clients: int) -> None:
    print("| what | server-sent events | sockets |\n|---|---|---|", flush=True)
    told = [await _listeners(here, company, clients, way) for way in (_stream, _socket)]
    for what in told[0]:
        print(f"| {clients} devices: {what} | {told[0][what]} | {told[1][what]} |", flush=True)
    print("\n| a feed of 100 posts | bytes | compressed |\n|---|---|---|")
    for what, path in (("all fields", "feed/?limit=100"), (PHONE, f"feed/?limit=100&fields={PHONE}")):
        _status, body = await _ask(here.port, company.tokens[0], f"GET /api/v1/{path}")
        print(f"| {what} | {len(body):,} | {len(gzip.compress(body, 6)):,} |")


async def _listeners(here: Site, company: Company, clients: int, way: Way) -> dict[str, str]:
    tokens, port, before = company.tokens, here.port, memory(tree(here.pids))
    async with AsyncExitStack() as open_ones:
        ears = [await open_ones.enter_async_context(way(port, tokens[n % len(tokens)], "")) for n in range(clients)]
        hellos = [await asyncio.wait_for(hear(), PATIENCE) for hear in ears]
        each = (memory(tree(here.pids)) - before) * 1024 / clients
        taken = [await _one_post(port, company, ears) for _ in range(ROUNDS)]
    posts = [await _publish(port, company) for _ in range(MISSED)]
    begun, used, driven = time.perf_counter(), cpu(tree(here.pids)), time.process_time()
    wrong = sum(
        await asyncio.gather(
            *(_back(way, port, tokens[n % len(tokens)], str(hello["cursor"]), posts) for n, hello in enumerate(hellos))
        )
    )
    used, driven = cpu(tree(here.pids)) - used, time.process_time() - driven
    back, middle, worst = time.perf_counter() - begun, statistics.median(taken) * 1000, max(taken) * 1000
    return {
        "memory of each": f"{each:.0f} KB",
        "an acknowledged post to the last": f"p50 {middle:.0f}, worst {worst:.0f} ms",
        f"all back after {MISSED + ROUNDS} posts": f"{back:.1f} s, {wrong} with a gap or a repeat",
        "the same, CPU of the site (and of the driver)": f"{used:.1f} s ({driven:.1f} s)",
    }


async def _one_post(port: int, company: Company, ears: list[Hear]) -> float:
    waiting = [asyncio.ensure_future(_published(hear)) for hear in ears]
    post = await _publish(port, company)
    begun = time.perf_counter()
    heard = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
    assert set(heard) == {post}
    return time.perf_counter() - begun


async def _back(way: Way, port: int, token: str, cursor: str, posts: list[str]) -> bool:
    """Whether a device that came back did not hear what was said, in order and once."""
    heard: list[str] = []
    async with way(port, token, cursor) as hear:
        while not heard or heard[-1] != posts[-1]:
            heard.append(await asyncio.wait_for(_published(hear), PATIENCE))
    return heard[-len(posts) :] != posts or len(set(heard)) != len(heard) or len(heard) != len(posts) + ROUNDS


async def _published(hear: Hear) -> str:
    while (frame := await hear())["type"] != "post.published":
        pass
    data = frame["data"]
    assert isinstance(data, dict)
    return str(data["id"])


async def _publish(port: int, company: Company) -> str:
    body = json.dumps({"body": "The van comes at ten. Please tell the customer before nine."})
    path = f"POST /api/v1/groups/{company.groups[0]}/posts/"
    status, told = await _ask(port, company.tokens[0], path, body.encode())
    assert status == 201, told
    return str(json.loads(told)["id"])


async def _ask(port: int, token: str, what: str, body: bytes = b"") -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"{what} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split(b" ")[1]), rest


# The two ways to listen -----------------------------------------------------------------------------------------------
@asynccontextmanager
async def _stream(port: int, token: str, cursor: str) -> AsyncIterator[Hear]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024 * 1024)
    after = f"Last-Event-ID: {cursor}\r\n" if cursor else ""
    writer.write(
        f"GET /api/v1/live/ HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n{after}\r\n".encode()
    )
    assert b" 200 " in (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]

    async def hear() -> dict[str, object]:
        while True:
            line = await reader.readline()
            if line.startswith(b"data: "):
                frame: dict[str, object] = json.loads(line[6:])
                return frame

    try:
        yield hear
    finally:
        writer.close()


@asynccontextmanager
async def _socket(port: int, token: str, cursor: str) -> AsyncIterator[Hear]:
    async with connect(
        f"ws://localhost:{port}/ws/v1/device",
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as held:
        await held.send(json.dumps({"type": "hello", "since": cursor or None}))

        async def hear() -> dict[str, object]:
            frame: dict[str, object] = json.loads(await held.recv())
            return frame

        yield hear


if __name__ == "__main__":
    main()
