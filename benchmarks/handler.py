"""Django on a fixed pool of threads against Django's own ASGI handler: ``python -m benchmarks.handler``.

Both run under the product's server, one after the other, over the same view, which reads one row of a SQLite file.
Prints requests per second and server CPU per request with 16 clients that keep their connections.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CLIENTS = 16
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def view(request: Any) -> Any:
    """One row."""
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM note WHERE id = 1")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns: list[Any] = []


def serve(kind: str, folder: str) -> None:
    """The server process: prints its port."""
    import django
    from django.conf import settings

    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.handler",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        DATABASES={
            "default": {
                "ENGINE": "esn.core.sqlite",
                "NAME": f"{folder}/notes.sqlite3",
                # Under Django's handler a connection that is kept belongs to a thread that is gone.
                "CONN_MAX_AGE": None if kind == "pooled" else 0,
                "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL"},
            }
        },
    )
    django.setup()
    from django.core.handlers.asgi import ASGIHandler
    from django.db import connection
    from django.urls import path

    import benchmarks.handler
    from esn.server import site
    from esn.server.handler import PooledHandler

    benchmarks.handler.urlpatterns = [path("", benchmarks.handler.view)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS note (id integer PRIMARY KEY, text text)")
        cursor.execute("INSERT OR IGNORE INTO note VALUES (1, 'a note')")
    connection.close()
    handler = PooledHandler(8) if kind == "pooled" else ASGIHandler()
    site.serve(handler, host="127.0.0.1", port=0, on_ready=lambda host, port: print(port, flush=True))


async def ask(port: int, seconds: float) -> int:
    """Ask with all clients for some time; how many answers came."""
    end = time.monotonic() + seconds

    async def client() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answers = 0
        while time.monotonic() < end:
            writer.write(REQUEST)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            await reader.readexactly(len("a note"))
            answers += 1
        writer.close()
        return answers

    return sum(await asyncio.gather(*(client() for _ in range(CLIENTS))))


def cpu(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(kind: str, seconds: float) -> tuple[float, float]:
    """Requests per second, and CPU milliseconds of the server for each."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.handler", "--serve", kind, folder], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        port = int(server.stdout.readline())
        asyncio.run(ask(port, 1))
        before = cpu(server.pid)
        answers = asyncio.run(ask(port, seconds))
        used = cpu(server.pid) - before
        server.kill()
        server.wait()
    return answers / seconds, 1000 * used / answers


def main() -> None:
    """Measure both, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--serve", nargs=2, metavar=("KIND", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(*options.serve)
        return
    print("| handler | requests/s | server CPU per request |\n|---|---|---|")
    for kind in ("django", "pooled"):
        rate, milliseconds = measure(kind, options.seconds)
        print(f"| {kind} | {rate:.0f} | {milliseconds:.2f} ms |", flush=True)


if __name__ == "__main__":
    main()
