"""Clients that come back after ten minutes away get all they missed, once. Run: ``python -m benchmarks.resume``.

500 devices of 16 people leave; 120 posts to everybody are written over REST; then all devices come back at once.
"""

import argparse
import asyncio
import json
import time

from websockets.asyncio.client import connect

from benchmarks.driver import Company, drive, fill, works
from benchmarks.processes import cpu, tree
from benchmarks.served import Site, site

POSTS = 120
LONGEST = 10.0  # seconds


def main() -> None:
    """Serve a site, write while the clients are away, and let them come back."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=500)
    clients = options.parse_args().clients
    with site("sqlite") as here:
        company = fill(here)
        here.start()
        here.wait_until_ready()
        asyncio.run(_measure(here, company, clients))


async def _measure(here: Site, company: Company, clients: int) -> None:
    tokens, port = company.tokens, here.port
    cursors = [await _cursor(port, token) for token in tokens]
    failed = await drive(port, works(company)["new post (found, in every feed and durable when answered)"], POSTS)
    expected = [await _missed(port, token, cursor) for token, cursor in zip(tokens, cursors, strict=True)]
    begun, used, driven = time.perf_counter(), cpu(tree(here.pids)), time.process_time()
    heard = await asyncio.gather(
        *(
            _resume(port, tokens[n % len(tokens)], cursors[n % len(tokens)], len(expected[n % len(tokens)]))
            for n in range(clients)
        )
    )
    taken, used, driven = time.perf_counter() - begun, cpu(tree(here.pids)) - used, time.process_time() - driven
    wrong = sum(ids != expected[n % len(tokens)] for n, ids in enumerate(heard))
    frames = sum(map(len, heard))
    good = taken <= LONGEST and not wrong and not failed
    print("| what | measured | target | reached |\n|---|---|---|---|")
    print(
        f"| {clients} clients back after {POSTS} posts: all caught up | {taken:.1f} s (CPU of the site {used:.1f} s, "
        f"of the driver {driven:.1f} s), {frames:,} frames, "
        f"{wrong} with a gap or a repeat | ≤ {LONGEST:.0f} s, 0 | {'yes' if good else '**no**'} |"
    )


async def _open(port: int, token: str) -> connect:
    address = f"ws://localhost:{port}/ws/v1/device"
    return connect(
        address,
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        open_timeout=60,
        max_queue=None,
    )


async def _cursor(port: int, token: str) -> str:
    async with await _open(port, token) as socket:
        await socket.send('{"type":"hello"}')
        return str(json.loads(await socket.recv())["cursor"])


async def _resume(port: int, token: str, cursor: str, number: int) -> list[str]:
    """The posts that a client hears after its return, in order, until it has all that it missed and a little longer."""
    heard: list[str] = []
    async with await _open(port, token) as socket:
        await socket.send(json.dumps({"type": "hello", "since": cursor}))
        while len(heard) < number:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 60))
            if frame["type"] == "post.published":
                heard.append(frame["data"]["id"])
        await socket.send('{"type":"ping"}')
        while (frame := json.loads(await asyncio.wait_for(socket.recv(), 60)))["type"] != "pong":
            if frame["type"] == "post.published":
                heard.append(frame["data"]["id"])
    return heard


async def _missed(port: int, token: str, cursor: str) -> list[str]:
    """What ``events/`` says that this person missed: the truth that the sockets are compared with."""
    missed: list[str] = []
    more = True
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while more:
        writer.write(
            f"GET /api/v1/events/?limit=100&after={cursor} HTTP/1.1\r\nHost: localhost:{port}\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = json.loads(await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0])))
        missed += [one["data"]["id"] for one in body["results"] if one["type"] == "post.published"]
        cursor, more = body["cursor"], body["more"]
    writer.close()
    return missed


if __name__ == "__main__":
    main()
