"""Since somebody left, all of it: what changed where they follow, and what is new in the searches that they keep."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, Max, Window
from django.db.models.functions import RowNumber

from cases import queries as cases
from cases.queries import Changed
from groups import policy as reading
from people.models import Person
from search.hits import hits
from search.kept import policy
from search.models import KeptMatch
from search.query import read
from search.ranking import Match
from search.snippets import Wanted, wanted
from search.summaries import Hit

NEWEST = 3  # of each search
SEARCHES = 8


@dataclass(frozen=True)
class NewInSearch:
    """What came in one kept search since somebody left, and they have not looked at: how much, and the newest three.

    ``count`` goes up to 100, which means that many or more.
    """

    id: str
    name: str
    count: int
    newest: tuple[Hit, ...]


@dataclass(frozen=True)
class Since:
    """What changed since a moment, what harms the customer first, and what is new in kept searches, the newest first.

    ``more`` and ``more_searches`` count the groups and the searches that are not named.
    """

    since: dt.datetime
    groups: tuple[Changed, ...]
    more: int
    searches: tuple[NewInSearch, ...]
    more_searches: int


class _New(NamedTuple):
    """A match that is shown, with what is said of its search."""

    search: str
    name: str
    text: str
    key: str
    audience: str
    number: int
    latest: dt.datetime


def since(viewer: Person, left_at: dt.datetime) -> Since:
    """What changed since the viewer left, at most 30 days back; the same few statements, however much it was."""
    changed = cases.since(viewer, left_at)
    searches, more = new_in_searches(viewer, changed.since)
    return Since(changed.since, changed.groups, changed.more, searches, more)


def new_in_searches(viewer: Person, left_at: dt.datetime) -> tuple[tuple[NewInSearch, ...], int]:
    """What came in the searches that the viewer follows and reads, the newest first; how many searches are left out.

    One statement where nothing came.
    """
    by_search: dict[str, list[_New]] = {}
    for row in _newest(viewer, left_at):
        by_search.setdefault(row.search, []).append(row)
    chosen = list(by_search.values())[:SEARCHES]
    shown = _shown(viewer, [row for rows in chosen for row in rows])
    told = tuple(
        NewInSearch(
            rows[0].search, rows[0].name, rows[0].number, tuple(shown[row.key] for row in rows if row.key in shown)
        )
        for rows in chosen
    )
    return told, len(by_search) - len(chosen)


def _newest(viewer: Person, left_at: dt.datetime) -> Iterable[_New]:
    """The newest matches of each search, the search with the newest one first."""
    seats = policy.followed().filter(person=viewer)
    rows = KeptMatch.objects.filter(reading.visible(viewer), seat__in=seats.values("id"), at__gt=left_at)
    rows = rows.annotate(
        place=Window(RowNumber(), partition_by="seat", order_by=[F("at").desc(), F("id").desc()]),
        number=Window(Count("id"), partition_by="seat"),
        latest=Window(Max("at"), partition_by="seat"),
    ).filter(place__lte=NEWEST)
    columns = ("seat__search_id", "seat__search__name", "seat__search__text", "key", "audience_id", "number", "latest")
    return (_New(*row) for row in rows.order_by("-latest", "seat_id", "place").values_list(*columns))


def _shown(viewer: Person, rows: Sequence[_New]) -> dict[str, Hit]:
    """The matches as the viewer may see them now, by key."""
    marks = [wanted(read(text).node) for text in {row.text for row in rows}]
    all_marks = Wanted(
        frozenset().union(*(one.exact for one in marks)),
        frozenset().union(*(one.stems for one in marks)),
        tuple(sorted({begin for one in marks for begin in one.begins})),
    )
    matches = {row.key: _match(row) for row in rows}
    shown = {f"{hit.type}:{hit.id}": hit for hit in hits(viewer, list(matches.values()), all_marks)}
    return {key: shown[name] for key in matches if (name := key.partition("@")[0]) in shown}


def _match(row: _New) -> Match:
    kind, _colon, ident = row.key.partition("@")[0].partition(":")
    return Match(row.key, kind, ident, row.audience, "", "", "", (0, 0))
