"""A copy of all that cannot be made anew: the database as it is at one moment, the files of people, the made key.

The database comes first: bytes are kept before a row names them, so a copy of the files that is made afterwards holds
what each row of the copied database names. What was copied is looked at before it counts as a backup.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from esn.core import clock
from feeds.models import File

DATABASE = {"sqlite": "esn.sqlite3", "postgresql": "esn.pgdump"}
KEY = "secret.key"
FILES = "files"
PAPERS = "backup.json"


class BackupError(Exception):
    """The copy could not be made, or is not whole; in plain words."""


@dataclass(frozen=True)
class Backup:
    """What was copied, as its papers say."""

    taken_at: str
    database: str
    sha256: str
    bytes: int
    files: int


def take(folder: Path) -> Backup:
    """Copy the site into a folder that is not there yet; a copy that is not whole leaves nothing behind."""
    if folder.exists():
        raise BackupError(f"{folder} is there already; name one that is not")
    making = folder.with_name(f"{folder.name}.part")
    if making.exists():
        raise BackupError(f"{making} is there, from a backup that did not end or is being taken; remove it first")
    try:
        making.mkdir(mode=0o700, parents=True)
        found = _copy(making)
        making.rename(folder)
    except OSError as error:
        raise BackupError(str(error)) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return found


def _copy(making: Path) -> Backup:
    at = clock.now()
    database = making / DATABASE[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(database)
    else:
        _dump_postgresql(database)
    named = _named_in(database)
    files, size = _copy_files(making / FILES)
    missing = sorted(named - files)
    if missing:
        raise BackupError(f"{len(missing)} files that posts name have no bytes, the first is {missing[0]}")
    key = settings.DATA_DIR / KEY
    if key.is_file():
        shutil.copy2(key, making / KEY)
    found = Backup(at.isoformat(), database.name, _digest(database), size + database.stat().st_size, len(files))
    (making / PAPERS).write_text(json.dumps(asdict(found), indent=2) + "\n")
    return found


def _copy_sqlite(target: Path) -> None:
    """The database as it is at one moment, while the site goes on writing (sqlite3_backup)."""
    source = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a journal beside it
        told = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if told != "ok":
        raise BackupError(f"the database is damaged: {told}")
    target.chmod(0o600)


def _dump_postgresql(target: Path) -> None:
    asked: dict[str, Any] = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("pg_dump is not on this machine; it comes with the client of PostgreSQL")
    known = {names[name]: str(asked[name]) for name in names if asked.get(name)}  # never as arguments: others see those
    path = {"PATH": str(Path(program).parent)}
    told = subprocess.run(  # noqa: S603 - our own words alone
        [program, "--format=custom", "--no-password", "--file", str(target)],
        env={**path, **known}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise BackupError((told.stderr.strip() or f"pg_dump ended with {told.returncode}").splitlines()[0])
    target.chmod(0o600)


def _named_in(database: Path) -> set[str]:
    """Under which SHA-256 the bytes lie that the copy names; of a dump, that the database names now."""
    if connection.vendor != "sqlite":
        return set(File.objects.values_list("sha256", flat=True).distinct())
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as copy:
        return {name for (name,) in copy.execute("SELECT DISTINCT sha256 FROM feeds_file")}


def _copy_files(target: Path) -> tuple[set[str], int]:
    """Every kept file and smaller picture; the names of those copied, and their bytes."""
    source, names, size = settings.DATA_DIR / FILES, set(), 0
    target.mkdir(mode=0o700)
    for path in sorted(source.glob("??/*")) if source.is_dir() else ():
        place = target / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            shutil.copy2(path, place)
        except FileNotFoundError:  # nobody names it any more: it was forgotten while we copied
            continue
        names.add(path.name)
        size += place.stat().st_size
    return names, size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
