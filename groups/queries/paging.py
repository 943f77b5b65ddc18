"""Pages of rows in the order of a name or of a moment, begun again behind the last row that was shown."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from esn.core.pages import Page, seal, unseal
from people.models import Person

M = TypeVar("M", bound=Model)


def by_name(
    rows: QuerySet[Any], listing: str, viewer: Person, cursor: str | None, limit: int, key: str = "name"
) -> Page[Any]:
    """Some rows in the order of their column ``key``, and of the primary key where it is equal."""
    rows = rows.order_by(key, "pk")
    if cursor is not None:
        name, last = unseal(listing, viewer.id, cursor)
        rows = rows.filter(Q(**{f"{key}__gt": name}) | Q(**{key: name, "pk__gt": last}))
    return _page(rows, lambda row: [getattr(row, key), row.pk], listing, viewer, limit)


def newest(rows: QuerySet[M], at: str, *, listing: str, viewer: Person, cursor: str | None, limit: int) -> Page[M]:
    """Some rows by the moment in their column ``at``, the newest first."""
    return _by_moment(rows, at, "-", "lt", listing, viewer, cursor, limit)


def soonest(rows: QuerySet[M], at: str, *, listing: str, viewer: Person, cursor: str | None, limit: int) -> Page[M]:
    """The same with what comes first in front: for what is due, and for what waits longest."""
    return _by_moment(rows, at, "", "gt", listing, viewer, cursor, limit)


def _by_moment(
    rows: QuerySet[M], at: str, sign: str, beyond: str, listing: str, viewer: Person, cursor: str | None, limit: int
) -> Page[M]:
    rows = rows.order_by(f"{sign}{at}", f"{sign}pk")
    if cursor is not None:
        moment, last = unseal(listing, viewer.id, cursor)
        when = dt.datetime.fromisoformat(moment)
        after = Q(**{f"{at}__{beyond}": when}) | Q(**{at: when, f"pk__{beyond}": last})
        rows = rows.filter(after, **{f"{at}__{beyond}e": when})  # said twice, so that an index begins there
    return _page(rows, lambda row: [getattr(row, at).isoformat(), row.pk], listing, viewer, limit)


def _page(rows: QuerySet[M], place: Callable[[M], list[Any]], listing: str, viewer: Person, limit: int) -> Page[M]:
    """The first rows, and a cursor behind the last of them where there are more."""
    found = list(rows[: limit + 1])
    shown = tuple(found[:limit])
    return Page(shown, seal(listing, viewer.id, place(shown[-1])) if len(found) > limit else None)
