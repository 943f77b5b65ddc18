"""How many connections slow clients hold in PostgreSQL. Run: ``python -m benchmarks.connections``.

64 clients ask for the feed and take their answers slowly, again and again; the most connections ever seen.
"""

import asyncio
import contextlib

import psycopg

from benchmarks.driver import Company, bearer, fill
from benchmarks.served import Site, site

CLIENTS = 64
ROUNDS = 5
POOL = 12  # ESN_THREADS + 4, see esn/settings.py


def main() -> None:
    """Serve one web process, and let clients be slow."""
    with site("postgres") as here:
        company = fill(here, 500)
        here.start(worker=False)  # whose connections are its own
        most = asyncio.run(_measure(here, company))
    print("| what | measured | target | reached |\n|---|---|---|---|")
    print(
        f"| PostgreSQL connections with {CLIENTS} slow clients | {most} | ≤ {POOL}, the pool | "
        f"{'yes' if most <= POOL else '**no**'} |"
    )


async def _measure(here: Site, company: Company) -> int:
    tokens = company.tokens
    clients = asyncio.gather(*(_slow_client(here.port, tokens[n % len(tokens)]) for n in range(CLIENTS)))
    most = 0
    with psycopg.connect(here.environment["DATABASE_URL"], autocommit=True) as own:
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
        writer.write(f"GET /api/v1/feed/ HTTP/1.1\r\nHost: localhost:{port}\r\n{bearer(token)}\r\n".encode())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                while await reader.read(1024):
                    await asyncio.sleep(0.02)
    writer.close()


if __name__ == "__main__":
    main()
