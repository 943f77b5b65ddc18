"""The event log: facts are recorded in the transaction that made them, and read in one order by everybody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from esn.core import wake
from esn.core.clock import now
from esn.core.models import Event


class Position(NamedTuple):
    """A place in the log: PostgreSQL commits out of order, so the transaction comes first (0 on SQLite)."""

    xid: int
    position: int


START = Position(0, 0)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What happened, to be read by one audience. Subclasses add ids and codes, never text."""

    type: ClassVar[str]
    audience_id: str

    def data(self) -> dict[str, Any]:
        """The ids and codes of the fact, without empty ones."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "audience_id"}
        return {name: value for name, value in values.items() if value is not None}


class Played(NamedTuple):
    """A fact with who did it, and when."""

    fact: Fact
    actor_id: str
    at: dt.datetime


@dataclass(frozen=True)
class Entry:
    """A fact as it stands in the log."""

    place: Position
    type: str
    audience_id: str
    actor_id: str
    at: dt.datetime
    data: dict[str, Any]


def record(fact: Fact, actor_id: str = "") -> None:
    """Write a fact into the log of the running transaction and wake the consumers when it commits."""
    record_all([fact], actor_id)


def record_all(facts: Iterable[Fact], actor_id: str = "") -> None:
    """Write several facts in order."""
    at = now()
    record_played(Played(fact, actor_id, at) for fact in facts)


def record_each(fact: Fact, audiences: models.QuerySet[Any, Any], actor_id: str = "") -> None:
    """Write one fact into each of many audiences, whose ids are the only column of a query: one statement for all."""
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
    event = Event(type=fact.type, actor_id=actor_id, at=now(), data=fact.data())
    columns = {field.attname: field for field in Event._meta.concrete_fields}
    values = [
        columns[name].get_db_prep_save(getattr(event, name), connection) for name in ("type", "actor_id", "at", "data")
    ]
    xid = "0" if connection.vendor == "sqlite" else "pg_current_xact_id()::text::bigint"
    told, params = audiences.order_by().query.sql_with_params()
    # Written by hand because Django inserts no rows that the database chooses itself.
    insert = (
        f"INSERT INTO {Event._meta.db_table} (xid, type, actor_id, at, data, audience_id) "  # noqa: S608 - constants
        f"SELECT {xid}, %s, %s, %s, %s, told.* FROM ({told}) AS told"
    )
    with connection.cursor() as run:
        run.execute(insert, [*values, *params])
    transaction.on_commit(wake.ring)


def record_played(played: Iterable[Played]) -> None:
    """Write facts that each had an actor and a moment of their own, as an import does, in one statement or few."""
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction that makes it true.")
    xid = _this_transaction()
    Event.objects.bulk_create(
        Event(
            xid=xid,
            type=fact.type,
            audience_id=fact.audience_id,
            actor_id=actor_id,
            at=at,
            data=fact.data(),
        )
        for fact, actor_id, at in played
    )
    transaction.on_commit(wake.ring)


def after(place: Position, limit: int = 1000) -> list[Entry]:
    """The facts after a place, in order; on PostgreSQL only those that no open transaction can still precede."""
    return entries(settled(), place, limit)


def entries(rows: models.QuerySet[Event], place: Position, limit: int) -> list[Entry]:
    """Rows of the log after a place, as entries in order."""
    values = (
        beyond(rows, place)
        .order_by(*order())
        .values_list("xid", "position", "type", "audience_id", "actor_id", "at", "data")[:limit]
    )
    return [Entry(Position(xid, position), *rest) for xid, position, *rest in values]


def beyond(rows: models.QuerySet[Event], place: Position) -> models.QuerySet[Event]:
    """The rows after a place."""
    if connection.vendor == "sqlite":
        return rows.filter(position__gt=place.position)
    # The first half is what the index can begin at; an OR alone would read the log from its start.
    return rows.filter(models.Q(xid__gt=place.xid) | models.Q(position__gt=place.position), xid__gte=place.xid)


def order() -> tuple[str, ...]:
    """The order of the log, in the columns whose index a place begins in."""
    return ("position",) if connection.vendor == "sqlite" else ("xid", "position")


# Transaction numbers are shared by all databases of a server: what runs in another database cannot come before a fact
# of this one. Whatever is not known to run elsewhere counts as running here.
_BEFORE_ANY_OPEN_TRANSACTION = """
    xid < (
        SELECT least(
            coalesce(min(running), pg_snapshot_xmax(pg_current_snapshot())::text::bigint),
            pg_current_xact_id_if_assigned()::text::bigint
        )
        FROM (SELECT pg_snapshot_xip(pg_current_snapshot())::text::bigint AS running) open
        WHERE NOT EXISTS (
            SELECT FROM pg_stat_activity elsewhere
            WHERE elsewhere.backend_xid::text::bigint = (running & 4294967295)
            AND elsewhere.datname <> current_database()
        )
    )
"""


def settled() -> models.QuerySet[Event]:
    """The rows whose order can no longer change."""
    if connection.vendor == "sqlite":
        return Event.objects.all()
    return Event.objects.extra(where=[_BEFORE_ANY_OPEN_TRANSACTION])  # noqa: S610 - a constant, nobody's input


def pending(place: Position) -> bool:
    """Whether the log has rows after a place that another open transaction keeps back for a moment."""
    return connection.vendor == "postgresql" and beyond(Event.objects.all(), place).exists()


def present() -> Position:
    """The place of the newest settled fact."""
    newest = settled().order_by("-xid", "-position").values_list("xid", "position")[:1]
    return Position(*newest[0]) if newest else START


def newest() -> Position:
    """The place of the newest fact, settled or not: no cursor stands beyond it."""
    last = Event.objects.order_by(*(f"-{column}" for column in order())).values_list("xid", "position")[:1]
    return Position(*last[0]) if last else START


def state() -> object:
    """A mark of all that is written: it is equal only while no transaction that recorded a fact was committed."""
    if connection.vendor == "sqlite":
        return newest()
    with connection.cursor() as cursor:  # an older transaction may be committed behind the newest fact
        cursor.execute("SELECT pg_current_snapshot()::text")
        return newest(), cursor.fetchone()


def _this_transaction() -> Any:
    if connection.vendor == "sqlite":
        return 0
    return RawSQL("pg_current_xact_id()::text::bigint", [])
