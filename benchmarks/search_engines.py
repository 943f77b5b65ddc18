"""Both search engines over the same posts: ``python -m benchmarks.search_engines [--documents N]
[--engines postgres]``.

Builds the index of N invented posts (100,000 unless told) twice: on disk, and in a PostgreSQL database of its own. It
is made on the server that ``ESN_TEST_POSTGRES`` names and dropped. Asks both the same queries as the same member, and
prints milliseconds of processor time (p50, p95) with rights, ranking, total and all facets: of this process, and for
PostgreSQL of the server's process beside it, so that what else the machine does counts less.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROUNDS = 20
ENGINES = ("whoosh", "postgres")
SERVER = os.environ.get("ESN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")


def main() -> None:
    """Make a database, measure, drop it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=100_000)
    arguments.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    options = arguments.parse_args()
    import psycopg

    from benchmarks import migrated

    name = f"esn_search_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server, tempfile.TemporaryDirectory() as base:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated.template(SERVER)}"')
        os.environ |= {"DATABASE_URL": f"{SERVER}/{name}", "ESN_SEARCH_ENGINE": "postgres", "ESN_DATA_DIR": base}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "esn.settings", "ESN_SECRET_KEY": "a key for measuring alone"}
        try:
            _run(Path(base), options.documents, options.engines)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(base: Path, count: int, engines: Sequence[str]) -> None:
    import django

    django.setup()
    from benchmarks.search import GROUPS, MINE, World
    from benchmarks.table import head
    from search.rights import Rights

    world = World(count)
    queries = world.queries()
    posts: list[Any] = list(world.documents())
    rights = Rights(all_open=True, own=frozenset(world.groups[:MINE]))
    head(f"Search engines, {count:,} documents, {GROUPS:,} groups, a member of {MINE}")
    asked: dict[str, Callable[[Any, bool], int]] = {}
    if "whoosh" in engines:
        asked["whoosh"] = _on_disk(_built(base, posts), rights)
    if "postgres" in engines:
        asked["postgres"] = _in_rows(_rows(posts, world.groups), rights)
    for name, make in queries.items():
        _measure(name, make, asked)


def _built(base: Path, posts: list[Any]) -> Any:
    """The reader of an index on disk."""
    from benchmarks.search import _cpu
    from benchmarks.table import row
    from search import building, store
    from search.snapshot import Reader
    from search.store import Progress, Store

    kept = Store(base, "FR")
    folder = kept.create()
    began, used = time.monotonic(), _cpu()
    for _total in building.build(folder, posts):
        pass
    rates = _rates(len(posts), time.monotonic() - began, _cpu() - used)
    store.write_progress(folder, Progress((0, 1)))
    kept.switch(folder)
    row("whoosh: built", f"{rates}, {store.size(folder) / 2**20:.0f} MB", "", reached=True)
    return Reader(kept)


def _rates(count: int, took: float, used: float) -> str:
    return f"{count / took:,.0f} a second by the clock, {count / used:,.0f} for each second of a processor"


def _rows(posts: list[Any], groups: list[str]) -> int:
    """The rows of the posts, in a build of their own."""
    from django.db import connection, transaction

    from benchmarks.table import row
    from groups.models import Audience
    from search.models import IndexBuild
    from search.postgres.writing import write

    connection.ensure_connection()
    began, used = time.monotonic(), _used()
    Audience.objects.bulk_create(
        Audience(id=id_, kind="group", open_to_members=place % 20 == 0) for place, id_ in enumerate(groups)
    )
    made = IndexBuild.objects.create(signature="measured")
    known: set[str] = set()
    for begin in range(0, len(posts), 1_000):
        with transaction.atomic():
            write(made.id, posts[begin : begin + 1_000], known=known)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_total_relation_size('search_indexeddocument') / 1048576")
        size = cursor.fetchone()[0]
    rates = _rates(len(posts), time.monotonic() - began, _used() - used)
    row("postgres: built", f"{rates}, {size:.0f} MB", "", reached=True)
    return int(made.id)


def _on_disk(reader: Any, rights: Any) -> Callable[[Any, bool], int]:
    from search.engine import find

    def ask(criteria: Any, correct: bool) -> int:
        answer = find(reader.snapshot().segments, rights, criteria)
        answer.facets(criteria.today)
        if correct:
            answer.suggestion()
        return answer.total

    return ask


def _in_rows(number: int, rights: Any) -> Callable[[Any, bool], int]:
    from search.postgres.conditions import View
    from search.postgres.engine import limited
    from search.postgres.finding import Found

    def ask(criteria: Any, correct: bool) -> int:
        with limited():
            answer = Found(View(number, rights.all_open, rights.own, ()), (), criteria)
            total = answer.total
            answer.facets(criteria.today)
            if correct:
                answer.suggestion()
        return total

    return ask


def _measure(name: str, make: Callable[[int], Any], engines: dict[str, Callable[[Any, bool], int]]) -> None:
    from benchmarks.table import row

    figures = []
    for engine, ask in engines.items():
        spent, hits = [], []
        for number in range(ROUNDS + 2):
            criteria = make(number)
            began = _used()
            hits.append(ask(criteria, name == "typo"))
            spent.append((_used() - began) * 1_000)
        warm = spent[2:]
        figures.append(
            f"{engine} p50 {np.median(warm):.1f}, p95 {np.quantile(warm, 0.95):.1f} ({int(np.median(hits)):,} hits)"
        )
    row(name, "; ".join(figures), "", reached=True)


def _used() -> float:
    """Seconds of a processor that this process and the server's process for it have used."""
    from django.db import connection

    pid = connection.connection.info.backend_pid if connection.connection else os.getpid()
    served = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + served


if __name__ == "__main__":
    main()
