"""What is configured, whether it answers, and what is wrong with it: one finding a subject, in plain words."""

import datetime as dt
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from esn import health
from esn.core import consumers, events, redis_bell, wake
from esn.core.clock import now
from esn.core.consumers import Consumer
from esn.core.models import Alarm, Event, SetAside

OK, NOTE, WRONG = "ok", "note", "WRONG"
CONNECT_SECONDS = 3
MOVING_SECONDS = 2.0  # in which a worker handles something when something waits
LATE = dt.timedelta(minutes=1)
ROOM = 1024**3  # bytes that a data folder should have left
KEY_LENGTH = 50


@dataclass(frozen=True)
class Finding:
    """One line: the subject, how it is, and what to know or to do."""

    subject: str
    state: str
    told: str


def findings() -> Iterator[Finding]:
    """Everything, in the order in which things depend on each other."""
    yield _settings()
    yield _data_folder()
    database = _checked("database", _database)
    yield database
    yield _checked("redis", _redis)
    needing: dict[str, Callable[[], Finding]] = {"worker": _worker, "index": _index, "clock": _clock}
    for subject, check in needing.items():
        if database.state == WRONG:
            yield Finding(subject, NOTE, "not asked, since the database has to be put right first")
        else:
            yield _checked(subject, check)
    yield _checked("static files", _static_files)
    yield _demo()


def _checked(subject: str, check: Callable[[], Finding]) -> Finding:
    """A check that fails is a finding too, never a traceback."""
    try:
        return check()
    except Exception as error:
        return Finding(subject, WRONG, _first_line(error))


def _settings() -> Finding:
    database = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    shape = f"{database} and {'Redis' if settings.REDIS_URL else 'no Redis'}"
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        return Finding("settings", WRONG, f"ESN_SECRET_KEY has fewer than {KEY_LENGTH} characters")
    if settings.DEBUG:
        return Finding("settings", WRONG, f"{shape}; ESN_DEBUG is on, which shows the site's inside to everybody")
    if not settings.ORIGIN:
        return Finding("settings", NOTE, f"{shape}; without ESN_ORIGIN only this machine is answered")
    if not settings.HTTPS:
        return Finding("settings", NOTE, f"{shape}; {settings.ORIGIN} is not encrypted")
    return Finding("settings", OK, f"{shape}, at {settings.ORIGIN}")


def _data_folder() -> Finding:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        return Finding("data folder", WRONG, f"{folder} is not there; quickstart makes it")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding("data folder", WRONG, f"{folder} cannot be written by this account")
    for path in (folder, folder / "secret.key"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            return Finding("data folder", WRONG, f"{path} can be opened by others; chmod go= {path}")
    disk = os.statvfs(folder)
    room = disk.f_bavail * disk.f_frsize
    if room < ROOM:
        return Finding("data folder", WRONG, f"{folder} has {_size(room)} left")
    return Finding("data folder", OK, f"{folder}, private, {_size(room)} left")


def _database() -> Finding:
    where = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    if not health.is_migrated():
        return Finding("database", WRONG, f"{where}; migrations are missing: manage.py migrate")
    return Finding("database", OK, f"{where}, all migrations applied")


def _sqlite() -> str:
    path = Path(connection.settings_dict["NAME"])
    if not path.is_file():
        raise DatabaseError(f"{path} is not there; manage.py migrate makes it")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        told = cursor.fetchone()[0]
        if told != "ok":
            raise DatabaseError(f"{path} is damaged: {told}")
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    return f"SQLite, {path}, {_size(path.stat().st_size)}, journal {mode}"


def _postgresql() -> str:
    """Asked directly and once: the pool would try again for a while and tell less."""
    import psycopg

    asked: dict[str, Any] = connection.get_connection_params()
    where = f"PostgreSQL, {asked.get('dbname')} on {asked.get('host') or 'a local socket'}:{asked.get('port') or 5432}"
    known = {name: asked[name] for name in ("dbname", "host", "port", "user", "password") if name in asked}
    try:
        with psycopg.connect(**known, connect_timeout=CONNECT_SECONDS) as direct:
            version = direct.info.parameter_status("server_version")
    except psycopg.Error as error:
        raise DatabaseError(f"{where} does not answer: {_first_line(error)}") from None
    return f"{where}, version {version}"


def _redis() -> Finding:
    if not settings.REDIS_URL:
        return Finding("redis", OK, "not configured: one process tree on one machine")
    parts = urlsplit(settings.REDIS_URL)
    where = f"{parts.hostname or parts.path}:{parts.port or 6379}"  # never the password
    try:
        with redis_bell.connect(redis_bell.PATIENCE) as client:
            version = str(client.info("server")["redis_version"])
    except Exception as error:
        told = f"{where} does not answer: {_first_line(error)}. People go on working; what is new arrives a second late"
        return Finding("redis", WRONG, told)
    return Finding("redis", OK, f"{where}, version {version}, keys begin with {settings.REDIS_PREFIX}")


def _worker() -> Finding:
    from esn.wiring import CONSUMERS

    aside = SetAside.objects.count()
    if aside:
        last = SetAside.objects.latest("at")
        told = f"{aside} facts could not be handled, the last by {last.consumer}: {last.error.splitlines()[0]}"
        return Finding("worker", WRONG, told)
    before = {consumer.name: _waiting(consumer) for consumer in CONSUMERS}
    late = Alarm.objects.filter(fired_at=None, try_at__lt=now() - LATE).count()
    here = f"{len(wake.processes())} processes of the site on this machine"
    if not any(before.values()) and not late:
        return Finding("worker", OK, f"nothing waits; {here}")
    time.sleep(MOVING_SECONDS)
    waiting = {consumer.name: _waiting(consumer) for consumer in CONSUMERS if before[consumer.name]}
    stuck = [f"{count} facts wait for {name}" for name, count in waiting.items() if count >= before[name]]
    still_late = Alarm.objects.filter(fired_at=None, try_at__lt=now() - LATE).count()
    if late and still_late >= late:
        stuck.append(f"{still_late} alarms are overdue")
    if stuck:
        return Finding("worker", WRONG, f"{', '.join(stuck)} and nothing was done; is a worker running? {here}")
    return Finding("worker", OK, f"{sum(waiting.values())} facts wait and are being handled; {here}")


def _waiting(consumer: Consumer) -> int:
    return events.beyond(Event.objects.all(), consumers.position(consumer)).count()


def _index() -> Finding:
    from search import index

    told = index.health(thorough=True)
    if told.state == "ok":
        return Finding("index", OK, f"{told.documents:,} documents, {_size(told.bytes)}, {told.segments} segments")
    if told.state == "missing" and not Event.objects.exists():
        return Finding("index", OK, "not there yet, and nothing to find yet")
    return Finding("index", WRONG, f"{told.state}; a running worker builds it anew")


def _clock() -> Finding:
    here = now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            apart = abs(cursor.fetchone()[0] - here)
        if apart > dt.timedelta(seconds=5):
            return Finding("clock", WRONG, f"this machine and the database are {apart.total_seconds():.0f} s apart")
    newest = Event.objects.order_by("-position").values_list("at", flat=True).first()
    if newest is not None and newest > here + LATE:
        return Finding("clock", WRONG, f"the newest fact is of {newest:%Y-%m-%d %H:%M} UTC, which has not come yet")
    return Finding("clock", OK, f"{here:%Y-%m-%d %H:%M} UTC")


def _static_files() -> Finding:
    from frontend import static_files

    if static_files.outdated():
        return Finding("static files", NOTE, "not collected since they changed; serve does it when it starts")
    return Finding("static files", OK, f"collected in {settings.STATIC_ROOT}")


def _demo() -> Finding:
    if (Path(settings.DATA_DIR) / health.DEMO_UNFINISHED).exists():
        return Finding("demo", WRONG, "the demo company is not complete; quickstart writes it")
    if settings.DEMO and settings.ORIGIN:
        return Finding("demo", WRONG, f"ESN_DEMO lets everybody who reaches {settings.ORIGIN} in by a known password")
    if settings.DEMO:
        return Finding("demo", NOTE, "on: accounts with the demo password can sign in")
    return Finding("demo", OK, "off")


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[0].rstrip(".")


def _size(number: int) -> str:
    if number < 1024**2:
        return f"{number / 1024:,.0f} KB"
    return f"{number / 1024**2:,.0f} MB" if number < 1024**3 else f"{number / 1024**3:,.1f} GB"
