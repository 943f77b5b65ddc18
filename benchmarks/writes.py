"""Writes. Run: ``python -m benchmarks.writes``."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.site import fresh_site
from benchmarks.table import cpu_ms, head, row

if TYPE_CHECKING:
    from people.models import Person

WRITERS = 32
SECONDS = 4.0


def main() -> None:
    """Concurrent writers with a control, then the cost of publishing."""
    with fresh_site():
        _measure()


def _measure() -> None:
    from django.db import connection

    from benchmarks import company
    from feeds.actions import publish

    crowd = company.people(40)
    small, large = (group.audience_id for group in company.groups(2))
    for person in crowd:
        company.seat(person, [small, large])
    head(f"Writes on {connection.vendor}")
    if connection.vendor == "sqlite":
        _concurrent(crowd, small)
    author = crowd[0]
    bare = cpu_ms(lambda: _bare_rows(author, small), times=200)
    cost = cpu_ms(lambda: publish(author, audience_id=small, body="A short word to all of you."), times=200)
    row(
        "publish with its event / a transaction of the same rows (CPU)",
        f"{cost / bare:.2f} ({cost:.2f} ms)",
        "≤ 3",
        cost / bare <= 3,
    )
    company.seat_crowd(large, 5_000)
    wide = cpu_ms(lambda: publish(author, audience_id=large, body="A short word to all of you."), times=200)
    row("post to 5,000 members / to 40 (CPU)", f"{wide / cost:.2f}", "≤ 1.3", wide / cost <= 1.3)


def _concurrent(crowd: list[Person], audience_id: str) -> None:
    from django.db import connection

    from feeds.actions import publish

    done: Counter[int] = Counter()
    errors: Counter[str] = Counter()

    def write(number: int, until: float) -> None:
        try:
            while time.monotonic() < until:
                publish(crowd[number], audience_id=audience_id, body=f"Word {done[number]} of {number}")
                done[number] += 1
        except Exception as error:
            errors[type(error).__name__] += 1
        finally:
            connection.close()

    _run(write, WRITERS)
    row(
        f"{WRITERS} concurrent writers: errors",
        f"{sum(errors.values())} ({sum(done.values()) / SECONDS:.0f} posts/s)",
        "0",
        not errors,
    )
    failed = _control()
    row("control: the same number with SQLite's and Django's defaults fail", f"{failed:.0%}", "> 50 %", failed > 0.5)
    done.clear()
    _run(write, 8)
    fair = min(done.values()) / max(done.values())
    row("8 writers: fewest / most writes of a client", f"{fair:.2f}", "≥ 0.5", fair >= 0.5)


def _control() -> float:
    """The share of writers that meet "database is locked" with a deferred transaction, no WAL and no waiting."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "control.sqlite3")
        with sqlite3.connect(path) as made:
            made.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)")
        failed = [False] * WRITERS

        def write(number: int, until: float) -> None:
            own = sqlite3.connect(path, timeout=5, isolation_level=None)
            try:
                while time.monotonic() < until:
                    own.execute("BEGIN")
                    own.execute("SELECT count(*) FROM word").fetchone()
                    own.execute("INSERT INTO word (text) VALUES ('x')")
                    own.execute("COMMIT")
            except sqlite3.OperationalError:
                failed[number] = True
            finally:
                own.close()

        _run(write, WRITERS)
        return sum(failed) / WRITERS


def _run(write: Callable[[int, float], None], number: int) -> None:
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=write, args=(n, until)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _bare_rows(author: Person, audience_id: str) -> None:
    """The rows of one publication in one transaction, without policy, rendering or consumers."""
    from django.db import transaction

    from esn.core.clock import now
    from esn.core.models import Event
    from feeds.models import Post
    from groups.models import Audience, Membership

    at = now()
    with transaction.atomic():
        post = Post.objects.create(audience_id=audience_id, author=author, body="A short word", bumped_at=at)
        Membership.objects.filter(person=author, audience_id=audience_id).update(read_at=at)
        Audience.objects.filter(id=audience_id).update(head_at=at)
        Event.objects.create(xid=0, type="post.published", audience_id=audience_id, at=at, data={"id": post.id})


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()
