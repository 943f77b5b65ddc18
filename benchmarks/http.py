"""The whole stack over HTTP. Run: ``python -m benchmarks.http``.

10,000 posts, 5,050 replies, 200 people, 20 groups; 16 clients on kept connections; the rate, and the CPU of the whole
process tree for each request. With DATABASE_URL and REDIS_URL the same on PostgreSQL (whose own CPU is counted too),
with two web processes and a worker.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

CLIENTS = 16
TICKS = os.sysconf("SC_CLK_TCK")

# what, requests, least a second, most milliseconds of CPU
TARGETS = {
    "new post (found, in every feed and durable when answered)": (400, 150, 10.0),
    "reply": (400, 190, 8.0),
    "feed as data, 20 posts": (600, 180, 8.0),
    "feed as page": (400, 120, 14.0),
    "thread with 50 replies, all of them": (500, 150, 12.0),
    "search, common word": (500, 130, 12.0),
    "search, rare word": (600, 260, 6.0),
}


def main() -> None:
    """Fill a site, serve it, and put each kind of work to it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", help="a part of the name of one row")
    only = options.parse_args().only
    folder = tempfile.mkdtemp(prefix="esn-bench-")
    environment = {
        **os.environ,
        "ESN_DATA_DIR": folder,
        "ESN_SECRET_KEY": "a key for measuring alone",
        "ESN_API_PER_MINUTE": "0",
    }
    try:
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.http_company"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        company = json.loads(filled.stdout.splitlines()[-1])
        port = _free_port()
        commands = [["serve", "--port", str(port)]]
        if "REDIS_URL" in environment:
            environment.setdefault("ESN_WEB_PROCESSES", "2")
            commands.append(["worker"])
        _index(commands, environment, port)
        servers = [_started(command, environment) for command in commands]
        pids = [server.pid for server in servers]
        try:
            _wait(port)
            idle = _memory(pids)
            print("| work | a second | CPU | target | reached |\n|---|---|---|---|---|", flush=True)
            for name, (number, rate, cpu) in TARGETS.items():
                if only is None or only in name:
                    _measure(name, number, rate, cpu, port, pids, company)
            after = _memory(pids)
            print(
                f"| memory of the tree, idle / after load | {idle:.0f} / {after:.0f} MB | | ≤ 150 / 250 MB | "
                f"{'yes' if idle <= 150 and after <= 250 else '**no**'} |"
            )
        finally:
            _end(servers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", *command], env=environment, stdout=subprocess.DEVNULL)


def _end(servers: list[subprocess.Popen[bytes]]) -> None:
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(30)


def _index(commands: list[list[str]], environment: dict[str, str], port: int) -> None:
    """Let the index be built once: what is measured is a site that has been there for a while."""
    servers = [_started(command, environment) for command in commands]
    try:
        _wait(port)
    finally:
        _end(servers)


def _measure(
    name: str, number: int, rate: int, cpu: float, port: int, pids: list[int], company: dict[str, object]
) -> None:
    work = _works(company)[name]
    asyncio.run(_drive(port, work, 64))
    before, begun = _cpu(pids), time.perf_counter()
    failed = asyncio.run(_drive(port, work, number))
    taken, used = time.perf_counter() - begun, _cpu(pids) - before
    a_second, each = number / taken, used * 1000 / number
    reached = a_second >= rate and each <= cpu and not failed
    broken = f", {failed} failed" if failed else ""
    print(
        f"| {name} | {a_second:.0f} | {each:.1f} ms{broken} | ≥ {rate}/s, ≤ {cpu:.0f} ms | "
        f"{'yes' if reached else '**no**'} |",
        flush=True,
    )


Request = tuple[str, str, bytes]
Work = Callable[[int], Request]


def _works(company: dict[str, object]) -> dict[str, Work]:
    tokens, session = company["tokens"], company["session"]
    assert isinstance(tokens, list)

    def data(n: int) -> str:
        return f"Authorization: Bearer {tokens[n % len(tokens)]}\r\n"

    def post(path: str, n: int) -> Request:
        body = json.dumps({"body": f"Word {n} about the delivery of the wardrobe {time.time_ns()}"}).encode()
        return f"POST {path}", data(n) + "Content-Type: application/json\r\n", body

    groups, roots, thread = company["groups"], company["roots"], company["thread"]
    assert isinstance(groups, list)
    assert isinstance(roots, list)
    return {
        "new post (found, in every feed and durable when answered)": lambda n: post(
            f"/api/v1/groups/{groups[n % len(groups)]}/posts/", n
        ),
        "reply": lambda n: post(f"/api/v1/posts/{roots[n % len(roots)]}/replies/", n),
        "feed as data, 20 posts": lambda n: ("GET /api/v1/feed/", data(n), b""),
        "feed as page": lambda n: ("GET /", f"Cookie: sessionid={session}\r\n", b""),
        "thread with 50 replies, all of them": lambda n: (
            f"GET /api/v1/posts/{thread}/replies/?limit=50",
            data(n),
            b"",
        ),
        "search, common word": lambda n: ("GET /api/v1/search/?q=wardrobe", data(n), b""),
        "search, rare word": lambda n: (f"GET /api/v1/search/?q=rare{n % 100}", data(n), b""),
    }


async def _drive(port: int, work: Work, number: int) -> int:
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


def _cpu(pids: list[int]) -> float:
    """CPU seconds of process trees so far, with the database's own processes where there are any."""
    total = 0.0
    for one in {*_tree(pids), *_postgres()}:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def _own_cpu(pid: int) -> float:
    """CPU seconds of one process tree so far, and of nothing that others use too."""
    stats = (Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in _tree([pid]))
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS


def _memory(pids: list[int]) -> float:
    """Proportional memory of process trees in MB."""
    total = 0
    for one in {*_tree(pids), *_postgres()}:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _tree(pids: list[int]) -> list[int]:
    found = list(pids)
    for one in found:
        for task in Path(f"/proc/{one}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _postgres() -> list[int]:
    if "DATABASE_URL" not in os.environ:
        return []
    listed = subprocess.run(["pgrep", "-f", "postgres"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            if urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The site did not become ready.")


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


if __name__ == "__main__":
    main()
