"""Pages of rows by a moment, the newest first or the soonest."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from esn.core.pages import seal, unseal
from people.models import Person

M = TypeVar("M", bound=Model)


def newest(
    rows: QuerySet[M], at: str, *, listing: str, viewer: Person, cursor: str | None, limit: int
) -> tuple[list[M], str | None]:
    """Some rows by the moment in their column ``at``, the newest first, and the cursor to the next page."""
    return _page(rows, at, "-", "lt", listing, viewer, cursor, limit)


def soonest(
    rows: QuerySet[M], at: str, *, listing: str, viewer: Person, cursor: str | None, limit: int
) -> tuple[list[M], str | None]:
    """The same with what comes first in front: for what is due."""
    return _page(rows, at, "", "gt", listing, viewer, cursor, limit)


def _page(
    rows: QuerySet[M], at: str, sign: str, beyond: str, listing: str, viewer: Person, cursor: str | None, limit: int
) -> tuple[list[M], str | None]:
    rows = rows.order_by(f"{sign}{at}", f"{sign}id")
    if cursor is not None:
        moment, last = unseal(listing, viewer.id, cursor)
        when = dt.datetime.fromisoformat(moment)
        after = Q(**{f"{at}__{beyond}": when}) | Q(**{at: when, f"id__{beyond}": last})
        rows = rows.filter(after, **{f"{at}__{beyond}e": when})  # said twice, so that an index begins there
    found = list(rows[: limit + 1])
    shown: list[M] = found[:limit]
    if len(found) <= limit:
        return shown, None
    last_row: Any = shown[-1]
    return shown, seal(listing, viewer.id, [getattr(last_row, at).isoformat(), last_row.id])
