"""How many connections slow clients hold in PostgreSQL. Run with DATABASE_URL: ``python -m benchmarks.connections``.

64 clients ask for the feed and take their answers slowly, again and again; the most connections ever seen.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

import psycopg

from benchmarks.http import _free_port, _wait

CLIENTS = 64
ROUNDS = 5
POOL = 12  # ESN_THREADS + 4, see esn/settings.py


def main() -> None:
    """Serve one web process on the database that the environment names, and let clients be slow."""
    folder = tempfile.mkdtemp(prefix="esn-bench-")
    environment = {
        **os.environ,
        "ESN_DATA_DIR": folder,
        "ESN_SECRET_KEY": "a key for measuring alone",
        "ESN_API_PER_MINUTE": "0",
    }
    try:
        filled = subprocess.run(
            [sys.executable, "-m", "benchmarks.http_company", "500"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        company = json.loads(filled.stdout.splitlines()[-1])
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            most = asyncio.run(_measure(port, company))
        finally:
            server.terminate()
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("| what | measured | target | reached |\n|---|---|---|---|")
    print(
        f"| PostgreSQL connections with {CLIENTS} slow clients | {most} | ≤ {POOL}, the pool | "
        f"{'yes' if most <= POOL else '**no**'} |"
    )


async def _measure(port: int, company: dict[str, object]) -> int:
    tokens = company["tokens"]
    assert isinstance(tokens, list)
    clients = asyncio.gather(*(_slow_client(port, tokens[n % len(tokens)]) for n in range(CLIENTS)))
    most = 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
        while not clients.done():
            held = own.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
            most = max(most, held[0] if held else 0)
            await asyncio.sleep(0.05)
    await clients
    return most


async def _slow_client(port: int, token: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
    for _ in range(ROUNDS):
        writer.write(
            f"GET /api/v1/feed/ HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                while await reader.read(1024):
                    await asyncio.sleep(0.02)
    writer.close()


if __name__ == "__main__":
    main()
