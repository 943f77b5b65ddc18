"""The API beside an ASGI application that does nothing. Run: ``python -m benchmarks.bare``.

The same driver with 16 clients on kept connections asks the whole site (``manage.py serve``) and, on daphne too, an
application of ten lines that answers as many bytes. Then what a phone reads to be in step, in bytes as they travel.
"""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.driver import Request, bearer, drive, fill
from benchmarks.processes import cpu, tree
from benchmarks.served import free_port, site

POSTS, WARM = 2_000, 64
PHONE = "author,body,created_at,replies_count,unread"  # what a phone shows of a post in its feed

# what, the path, requests
ASKED = (
    ("`me/`", "me/", 600),
    ("`events/` since a moment ago, nothing new", "events/?after={cursor}", 600),
    ("`feed/`, 20 posts", "feed/", 600),
    ("`feed/`, 20 posts, the fields of a phone", f"feed/?fields={PHONE}", 600),
    ("`posts/` by 100 ids, the fields of a phone", f"posts/?ids={{posts}}&fields={PHONE}", 300),
    ("`people/` by 100 ids", "people/?ids={people}", 300),
    ("`snapshot/`, its first page", "snapshot/", 300),
)
READ = (
    ("feed of 100 posts", "feed/?limit=100"),
    ("the same, the fields of a phone", f"feed/?limit=100&fields={PHONE}"),
    ("100 facts since", "events/?limit=100&after={first}"),
    ("100 posts by their ids, the fields of a phone", f"posts/?ids={{posts}}&fields={PHONE}"),
    ("nothing new", "events/?after={cursor}"),
)


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Answer as many bytes as the query says, and nothing else."""
    if scope["type"] != "http":
        return
    body = b"x" * int(scope["query_string"] or 1)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Fill a site, serve it and the bare application, and ask both for the same."""
    with site("sqlite") as here:
        company = fill(here, POSTS)
        here.start()
        here.wait_until_ready()
        bare_port = free_port()
        daphne = [sys.executable, "-m", "daphne", "-v", "0", "-p", str(bare_port), "benchmarks.bare:application"]
        bare = subprocess.Popen(daphne, env=here.environment, stderr=subprocess.DEVNULL)
        try:
            _compare(_Asked(here.port, here.pids[0], company.tokens), bare_port, bare.pid)
        finally:
            bare.terminate()
            bare.wait()


class _Asked:
    """The site that is asked, and what its paths name."""

    def __init__(self, port: int, pid: int, tokens: list[str]) -> None:
        self.port, self.pid, self.tokens = port, pid, tokens
        first = json.loads(self.read("events/"))["cursor"]
        group = json.loads(self.read("groups/?which=mine"))["results"][0]["id"]
        for said in json.loads(self.read("feed/?limit=100&fields=body"))["results"]:
            self._say(group, said["body"])
        posts = [one["id"] for one in json.loads(self.read("feed/?limit=100&fields=id"))["results"]]
        people = [one["id"] for one in json.loads(self.read("people/?limit=100&fields=id"))["results"]]
        self.names = {
            "first": first,
            "cursor": json.loads(self.read("events/"))["cursor"],
            "posts": ",".join(posts),
            "people": ",".join(people),
        }

    def read(self, path: str, encoding: str = "identity") -> bytes:
        """What the first device gets, as it travels."""
        asked = self._request(path)
        asked.add_header("Accept-Encoding", encoding)
        with urllib.request.urlopen(asked) as answer:
            got: bytes = answer.read()
        return got

    def _request(self, path: str, data: bytes | None = None) -> urllib.request.Request:
        headers = {"Authorization": f"Bearer {self.tokens[0]}", "Content-Type": "application/json"}
        return urllib.request.Request(f"http://localhost:{self.port}/api/v1/{path}", data, headers)

    def _say(self, group: str, body: str) -> None:
        urllib.request.urlopen(self._request(f"groups/{group}/posts/", json.dumps({"body": body}).encode())).close()


def _compare(site: _Asked, bare_port: int, bare_pid: int) -> None:
    print("| what | bytes | site: a second, CPU | bare: a second, CPU | rate | CPU |\n" + "|---" * 6 + "|", flush=True)
    for what, path, number in ASKED:
        line = f"GET /api/v1/{path.format(**site.names)}"
        size = len(site.read(path.format(**site.names)))

        def ask(_n: int, line: str = line) -> Request:
            # One device: a cursor is its person's alone.
            return line, bearer(site.tokens[0]), b""

        def ask_bare(_n: int, size: int = size) -> Request:
            return f"GET /?{size}", "", b""

        rate, cpu = _measure(site.port, site.pid, ask, number)
        bare_rate, bare_cpu = _measure(bare_port, bare_pid, ask_bare, number * 2)
        print(
            f"| {what} | {size:,} | {rate:.0f}, {cpu:.2f} ms | {bare_rate:.0f}, {bare_cpu:.2f} ms "
            f"| 1/{bare_rate / rate:.1f} | {cpu / bare_cpu:.1f} |",
            flush=True,
        )
    print("\n| what a phone reads | bytes | compressed |\n|---|---|---|")
    for what, path in READ:
        plain, packed = (len(site.read(path.format(**site.names), encoding)) for encoding in ("identity", "gzip"))
        print(f"| {what} | {plain:,} | {packed:,} |", flush=True)


def _measure(port: int, pid: int, work: Callable[[int], Request], number: int) -> tuple[float, float]:
    """Answers a second, and milliseconds of CPU of the process tree for each."""
    asyncio.run(drive(port, work, WARM))
    before, begun = cpu(tree([pid])), time.perf_counter()
    failed = asyncio.run(drive(port, work, number))
    taken, used = time.perf_counter() - begun, cpu(tree([pid])) - before
    assert not failed, f"{failed} of {number} were refused"
    return number / taken, used * 1000 / number


if __name__ == "__main__":
    main()
