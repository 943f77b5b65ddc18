"""Pages of a case's rows, the newest first, or the soonest."""

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
    rows = rows.order_by(f"-{at}", "-id")
    if cursor is not None:
        moment, last = unseal(listing, viewer.id, cursor)
        when = dt.datetime.fromisoformat(moment)
        rows = rows.filter(Q(**{f"{at}__lt": when}) | Q(**{at: when}, id__lt=last))
    found = list(rows[: limit + 1])
    shown: list[M] = found[:limit]
    if len(found) <= limit:
        return shown, None
    last_row: Any = shown[-1]
    return shown, seal(listing, viewer.id, [getattr(last_row, at).isoformat(), last_row.id])


def soonest(
    rows: QuerySet[M], at: str, *, listing: str, viewer: Person, cursor: str | None, limit: int
) -> tuple[list[M], str | None]:
    """The same with what comes first in front: for what is due."""
    rows = rows.order_by(at, "id")
    if cursor is not None:
        moment, last = unseal(listing, viewer.id, cursor)
        when = dt.datetime.fromisoformat(moment)
        rows = rows.filter(Q(**{f"{at}__gt": when}) | Q(**{at: when}, id__gt=last))
    found = list(rows[: limit + 1])
    shown: list[M] = found[:limit]
    if len(found) <= limit:
        return shown, None
    last_row: Any = shown[-1]
    return shown, seal(listing, viewer.id, [getattr(last_row, at).isoformat(), last_row.id])
