"""A company in a served site, and a driver that asks it over kept connections."""

import asyncio
import dataclasses
import json
import time
from collections.abc import Callable, Iterator

from benchmarks.served import Site

CLIENTS = 16

Request = tuple[str, str, bytes]  # its first line without the version, its headers, its body
Work = Callable[[int], Request]


@dataclasses.dataclass(frozen=True)
class Company:
    """What ``benchmarks.http_company`` tells of the company that it made."""

    tokens: list[str]
    session: str
    groups: list[str]
    roots: list[str]
    thread: str


def fill(site: Site, *numbers: int) -> Company:
    """Make the company in a site that does not run; numbers: posts, then people with a device."""
    return Company(**site.run("-m", "benchmarks.http_company", *map(str, numbers)))


def works(company: Company) -> dict[str, Work]:
    """Kinds of work, by their name; the number of a request is what tells it from the others."""

    def data(n: int) -> str:
        return bearer(company.tokens[n % len(company.tokens)])

    def post(path: str, n: int) -> Request:
        body = json.dumps({"body": f"Word {n} about the delivery of the wardrobe {time.time_ns()}"}).encode()
        return f"POST {path}", data(n) + "Content-Type: application/json\r\n", body

    return {
        "new post (found, in every feed and durable when answered)": lambda n: post(
            f"/api/v1/groups/{company.groups[n % len(company.groups)]}/posts/", n
        ),
        "reply": lambda n: post(f"/api/v1/posts/{company.roots[n % len(company.roots)]}/replies/", n),
        "feed as data, 20 posts": lambda n: ("GET /api/v1/feed/", data(n), b""),
        "feed as page": lambda n: ("GET /", f"Cookie: sessionid={company.session}\r\n", b""),
        "thread with 50 replies, all of them": lambda n: (
            f"GET /api/v1/posts/{company.thread}/replies/?limit=50",
            data(n),
            b"",
        ),
        "search, common word": lambda n: ("GET /api/v1/search/?q=wardrobe", data(n), b""),
        "search, rare word": lambda n: (f"GET /api/v1/search/?q=rare{n % 100}", data(n), b""),
    }


def bearer(token: str) -> str:
    """The header of a device."""
    return f"Authorization: Bearer {token}\r\n"


async def drive(port: int, work: Work, number: int) -> int:
    """Send the requests over kept connections; how many were not answered with success."""
    waiting: Iterator[int] = iter(range(number))
    failed = 0

    async def client() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n in waiting:
            line, headers, body = work(n)
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            writer.write(f"{line} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}{length}\r\n".encode() + body)
            failed += not await _answered(reader)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return failed


async def _answered(reader: asyncio.StreamReader) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while (size := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    return head.split()[1] in (b"200", b"201")
