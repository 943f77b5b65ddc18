"""Pages of rows in the order of a name or of a moment, begun again behind the last row that was shown."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from esn.core.pages import Page, seal, unseal
from people.models import Person

M = TypeVar("M", bound=Model)


def by_name(rows: QuerySet[Any], listing: str, viewer: Person, cursor: str | None, limit: int) -> Page[Any]:
    """Some rows in the order of their ``sort_name``, their name folded, and of the primary key where it is equal."""
    listing = f"{listing}:sort_name"  # a cursor of another order is none of this list
    rows = rows.order_by("sort_name", "pk")
    if cursor is not None:
        name, last = unseal(listing, viewer.id, cursor)
        rows = rows.filter(Q(sort_name__gt=name) | Q(sort_name=name, pk__gt=last))
    return _page(rows, lambda row: [row.sort_name, row.pk], listing, viewer, limit)


def people_by_name(
    rows: QuerySet[Any], listing: str, viewer: Person, cursor: str | None, limit: int, of: str = ""
) -> Page[Any]:
    """The same of people, or of rows that are somebody's: ``of`` leads from the row to them, like ``person__``."""
    # A customer's contact and the clock have no profile, and stand first.
    rows = rows.annotate(sort_name=Coalesce(F(f"{of}profile__sort_name"), Value("")))
    return by_name(rows, listing, viewer, cursor, limit)


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
