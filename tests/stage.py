"""A stage that many tests stand on: set once in a process by the real actions, and for each test its rows are copied.

To let six people join, found three groups and open two cases costs a quarter of a second; copying what that left in the
tables costs a few milliseconds.
"""

import datetime as dt
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from esn.core.clock import now

Told = TypeVar("Told")
Row = tuple[Any, ...]
Table = dict[Any, Row]  # rows by their primary key

# A line of the audit log is chained by a hash over its moment.
KEEPS_ITS_MOMENTS = {"core_auditentry"}
KEPT = "_test_serialized_contents"


@dataclass(frozen=True)
class _Change:
    """What setting the stage did to one table."""

    model: type[models.Model]
    added: list[Row]
    altered: list[Row]

    @property
    def fields(self) -> list[Any]:
        return list(self.model._meta.concrete_fields)

    @property
    def columns(self) -> list[str]:
        return [connection.ops.quote_name(_column(field)) for field in self.fields]

    def key_of(self, row: Row) -> Any:
        return row[self.fields.index(self.model._meta.pk)]

    def later(self, rows: Iterable[Row], by: dt.timedelta) -> list[Row]:
        """The rows as if everything had happened so much later."""
        if self.model._meta.db_table in KEEPS_ITS_MOMENTS:
            return list(rows)
        moments = {place for place, field in enumerate(self.fields) if isinstance(field, models.DateTimeField)}
        return [
            tuple(_later(value, by) if place in moments else value for place, value in enumerate(row)) for row in rows
        ]


@dataclass(frozen=True)
class Stage(Generic[Told]):
    """What was set, to be put up again and again."""

    set_at: dt.datetime
    changes: list[_Change]
    told: bytes

    def put_up(self) -> Told:
        """Copy the rows into the database of this test; what the tests are told about them, as objects of their own."""
        passed = now() - self.set_at
        with transaction.atomic(), connection.cursor() as cursor:
            for change in self.changes:
                table = connection.ops.quote_name(change.model._meta.db_table)
                if change.added:
                    marks = ", ".join(["%s"] * len(change.columns))
                    statement = f"INSERT INTO {table} ({', '.join(change.columns)}) VALUES ({marks})"
                    cursor.executemany(statement, change.later(change.added, passed))
                for row in change.later(change.altered, passed):
                    pairs = ", ".join(f"{column} = %s" for column in change.columns)
                    key = connection.ops.quote_name(_column(change.model._meta.pk))
                    cursor.execute(f"UPDATE {table} SET {pairs} WHERE {key} = %s", [*row, change.key_of(row)])
            for statement in connection.ops.sequence_reset_sql(no_style(), [one.model for one in self.changes]):
                cursor.execute(statement)
        told: Told = pickle.loads(self.told)
        return told


def set_once(play: Callable[[], Told]) -> Stage[Told]:
    """Let something happen, keep what it left in the tables, and take it back."""
    with transaction.atomic():
        _as_migrated()
        before = _tables()
        told, set_at = play(), now()
        after = _tables()
        transaction.set_rollback(True)
    changes = [_change(model, before[model], after[model]) for model in before]
    return Stage(set_at, [one for one in changes if one.added or one.altered], pickle.dumps(told))


def remember_migrated() -> None:
    """Keep the rows that migrations made where Django keeps them for its own tests of real commits."""
    if not hasattr(connection, KEPT):
        setattr(connection, KEPT, connection.creation.serialize_db_to_string())


def _as_migrated() -> None:
    """Bring these rows back: a test of real commits, which ran before, may have left every table empty."""
    connection.creation.deserialize_db_from_string(getattr(connection, KEPT))


def _change(model: type[models.Model], before: Table, after: Table) -> _Change:
    assert before.keys() <= after.keys(), f"{model.__name__} lost rows, which a copy of what was added cannot show"
    added = [row for key, row in after.items() if key not in before]
    return _Change(model, added, [row for key, row in after.items() if before.get(key, row) != row])


def _tables() -> dict[type[models.Model], Table]:
    """Every row of every table, as the database gives it."""
    return {model: _rows(model) for model in apps.get_models(include_auto_created=True) if model._meta.managed}


def _rows(model: type[models.Model]) -> Table:
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(connection.ops.quote_name(_column(field)) for field in fields)
    key = connection.ops.quote_name(_column(model._meta.pk))
    place = fields.index(model._meta.pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)} ORDER BY {key}")
        return {row[place]: tuple(row) for row in cursor.fetchall()}


def _column(field: Any) -> str:
    """What the table calls a field; each of these has a column."""
    return str(field.column)


def _later(moment: Any, by: dt.timedelta) -> Any:
    """The same moment later, in the form of the database: SQLite keeps text."""
    if isinstance(moment, str):
        return str(dt.datetime.fromisoformat(moment) + by)
    return moment + by if moment is not None else None
