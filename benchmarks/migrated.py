"""A database with every migration applied: made once for a state of the migrations, copied ever after.

Applying the migrations costs seconds of a processor; each test process and each site that a test starts would pay them
again. The migrations are still what makes the database: nothing is created from the models. SQLite's is kept in
``.migrated/``, PostgreSQL's in the server, as a database to be named as the template of others.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".migrated"
PREFIX = "esn_migrated_"
MOST_KEPT = 8  # states in one PostgreSQL server, so that checkouts beside each other keep theirs


def put(place: Path) -> None:
    """Put a migrated SQLite database at a path, where none was."""
    with _one_at_a_time():
        template = KEPT / f"{_state()}.sqlite3"
        if not template.exists():
            for older in KEPT.glob("*.sqlite3"):
                older.unlink()
            _make_sqlite(template)
    place.parent.mkdir(parents=True, exist_ok=True)
    _copy(template, place)


def template(server: str) -> str:
    """The name of a migrated database in a PostgreSQL server (``postgres://host:port``), to be a template of others."""
    name = PREFIX + _state()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])  # of all checkouts; it ends with us
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        kept = {row[0] for row in found}
        if name not in kept:
            for older in kept if len(kept) >= MOST_KEPT else ():
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(older)))
            _make_postgres(connection, server, name)
    return name


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Whoever comes first makes it, the others wait."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _state() -> str:
    """What the database depends on: our migrations, those of the libraries, and what writes them down in SQLite."""
    digest = hashlib.sha256(sys.version.encode())
    ours = [
        path for folder in ("migrations", "core/migrations", "core/sqlite") for path in ROOT.glob(f"*/{folder}/*.py")
    ]
    for path in sorted([*ours, ROOT / "constraints-dev.txt"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _make_sqlite(template: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="esn-migrated-") as folder:
        _migrate(ESN_DATA_DIR=folder)
        unfinished = template.with_suffix(".unfinished")
        _copy(Path(folder) / "esn.sqlite3", unfinished)
        unfinished.rename(template)


def _make_postgres(connection: psycopg.Connection[tuple[str]], server: str, name: str) -> None:
    unfinished = f"esn_unfinished_{os.getpid()}"
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    try:
        with tempfile.TemporaryDirectory(prefix="esn-migrated-") as folder:
            _migrate(ESN_DATA_DIR=folder, DATABASE_URL=f"{server}/{unfinished}")
    except BaseException:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(unfinished)))
        raise
    renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(renamed.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _migrate(**more: str) -> None:
    """Apply the migrations, in a process of its own, to an empty database."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    key = "a key for tests alone, long enough and with 0-9 many different letters"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"],
        cwd=ROOT,
        env={**inherited, "ESN_SECRET_KEY": key, **more},
        check=True,
    )


def _copy(source: Path, place: Path) -> None:
    """A whole copy, also of what still lies in the log beside the database."""
    place.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as filled, closing(sqlite3.connect(place)) as empty:
        filled.backup(empty)
        empty.execute("PRAGMA journal_mode = WAL")
