"""Reads of kept searches: whose they are, what they ask, and how much is new in them for the viewer."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cases.queries import Statement
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.queries.paging import by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef
from search.kept import policy
from search.labels import labelled
from search.models import KeptMatch, KeptSearch, KeptSeat
from search.vocabulary import values

_NAMED = ("group", "customer", "author", "holder", "is")  # shown by their names alone, as far as those are known
_LABELLED = ("group", "customer", "author", "type", "side", "status", "has", "lang")


@dataclass(frozen=True)
class KeptGroup:
    """A group that a search is shared with; the viewer is a member of it, or shared it themselves."""

    id: str
    name: str
    can: tuple[str, ...]


@dataclass(frozen=True)
class KeptFilter:
    """One thing that was chosen beside the words, and how it is called; without a name where the viewer knows none."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class KeptSummary:
    """A kept search as somebody has it. ``fresh`` is how much is new since they looked; 100 means that many or more."""

    id: str
    name: str
    text: str
    filters: tuple[KeptFilter, ...]
    owner: PersonRef
    shared_with: tuple[KeptGroup, ...]
    pinned: bool
    alert: str
    fresh: int
    revision: int
    created_at: dt.datetime
    can: tuple[str, ...]


@dataclass(frozen=True)
class Pin:
    """A search in somebody's rail, with how much is new in it."""

    id: str
    name: str
    fresh: int


@dataclass(frozen=True)
class Fresh:
    """What is new in a search of which somebody is told in their digest; ``own`` says that they named it."""

    id: str
    name: str
    own: bool
    count: int
    newest: dt.datetime


def kept_searches(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[KeptSummary]:
    """The searches that the viewer keeps, and those that their groups share, by name."""
    page = by_name(KeptSearch.objects.filter(policy.kept_of(viewer)), "kept", viewer, cursor, limit)
    return Page(_summaries(viewer, page.results), page.next)


def kept_search(viewer: Person, search_id: str) -> KeptSummary:
    """One of them; NotFound for any other."""
    return _summaries(viewer, [policy.require_kept(viewer, search_id)])[0]


def pins(viewer: Person) -> tuple[Pin, ...]:
    """The searches in the viewer's rail, in the order in which they were put there; one statement."""
    with connection.cursor() as run:
        run.execute(*rail_statement(viewer))
        return as_pins((run.fetchone() or (None,))[0])


def rail_statement(viewer: Person) -> Statement:
    """A statement that answers with the pins of the viewer as one value, for whoever asks the database anyway."""
    sql, values = _built(all_open=reading.readable(viewer).all_open, vendor=connection.vendor)
    return sql, tuple(viewer.id if value == _SOMEBODY else value for value in values)


def as_pins(value: Any) -> tuple[Pin, ...]:
    """What such a statement answered."""
    return tuple(Pin(id_, name, min(int(fresh), 100)) for _order, id_, name, fresh in sorted(json.loads(value or "[]")))


def for_digest(viewer: Person) -> tuple[Fresh, ...]:
    """What is new in the searches of which the viewer wants to hear in their digest, and reads now."""
    seats = policy.followed().filter(person=viewer, alert=KeptSeat.Alert.DIGEST)
    rows = KeptMatch.objects.filter(reading.visible(viewer), seat__in=seats.values("id"))
    found = rows.values("seat__search_id", "seat__search__name", "seat__search__owner_id")
    counted = found.annotate(number=Count("id"), newest=Max("at")).order_by(
        "seat__search__sort_name", "seat__search_id"
    )
    return tuple(
        Fresh(search, name, owner == viewer.id, number, newest)
        for search, name, owner, number, newest in counted.values_list(
            "seat__search_id", "seat__search__name", "seat__search__owner_id", "number", "newest"
        )
    )


_SOMEBODY = "e" * 32


@cache
def _built(*, all_open: bool, vendor: str) -> Statement:
    """Built once, since every page asks it, for somebody whose place whoever asks takes."""
    kind = Person.Kind.MEMBER if all_open else Person.Kind.GUEST
    somebody = Person(id=_SOMEBODY, kind=kind)
    fresh = KeptMatch.objects.filter(reading.visible(somebody), seat=OuterRef("pk")).order_by()
    counted = fresh.values("seat").annotate(number=Count("id")).values("number")
    rows = policy.followed().filter(person=_SOMEBODY, pinned_at__isnull=False).order_by()
    rows = rows.annotate(pin_id=F("search_id"), pin_name=F("search__name"), fresh=Coalesce(Subquery(counted), 0))
    sql, values = rows.values("id", "pin_id", "pin_name", "fresh").query.sql_with_params()
    gather = (
        "json_group_array(json_array({}))" if vendor == "sqlite" else "CAST(json_agg(json_build_array({})) AS text)"
    )
    columns = 'r."id", r."pin_id", r."pin_name", r."fresh"'
    return f"SELECT {gather.format(columns)} FROM ({sql}) r", tuple(values)  # noqa: S608 - Django's own statement


def _summaries(viewer: Person, rows: Sequence[KeptSearch]) -> tuple[KeptSummary, ...]:
    """Some searches as the viewer has them; the same few statements for any number."""
    ids = [row.id for row in rows]
    seats = {seat.search_id: seat for seat in KeptSeat.objects.filter(search__in=ids, person=viewer)}
    fresh = _fresh(viewer, seats.values())
    groups = _groups(viewer, ids)
    owners = people.refs({row.owner_id for row in rows})
    named = _labels(viewer, rows)
    return tuple(
        KeptSummary(
            id=row.id,
            name=row.name,
            text=row.text,
            filters=tuple(
                KeptFilter(name, value, named.get((name, value), "" if name in _NAMED else value))
                for name, value in row.filters.items()
            ),
            owner=owners[row.owner_id],
            shared_with=tuple(_group(viewer, row, *group) for group in groups.get(row.id, ())),
            pinned=row.id in seats and seats[row.id].pinned_at is not None,
            alert=seats[row.id].alert if row.id in seats else KeptSeat.Alert.NEVER.value,
            fresh=fresh.get(row.id, 0),
            revision=row.revision,
            created_at=row.created_at,
            can=policy.kept_verbs(viewer, row),
        )
        for row in rows
    )


def _fresh(viewer: Person, seats: Iterable[KeptSeat]) -> dict[str, int]:
    rows = KeptMatch.objects.filter(reading.visible(viewer), seat__in=[seat.id for seat in seats])
    return dict(rows.values("seat__search_id").annotate(number=Count("id")).values_list("seat__search_id", "number"))


def _groups(viewer: Person, ids: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
    """By search, the groups of the viewer that it is shared with, and the role that the viewer has there."""
    shares = policy.shares_for(viewer).filter(search__in=ids)
    roles = reading.seats_of(viewer.id).filter(audience=OuterRef("group__audience")).values("role")[:1]
    found: dict[str, list[tuple[str, str, str]]] = {}
    rows = shares.annotate(role=Subquery(roles)).order_by("group__sort_name", "group_id")
    for search, group, name, role in rows.values_list("search_id", "group_id", "group__name", "role"):
        found.setdefault(search, []).append((group, name, role))
    return found


def _group(viewer: Person, search: KeptSearch, group: str, name: str, role: str) -> KeptGroup:
    may = search.owner_id == viewer.id or reading.moderates(role)
    return KeptGroup(group, name, ("unshare",) if may else ())


def _labels(viewer: Person, rows: Sequence[KeptSearch]) -> Mapping[tuple[str, str], str]:
    """How the values of filters are called for the viewer."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        for name, value in row.filters.items():
            if name in _LABELLED:
                wanted.setdefault(name, []).append((value, 0))
    standing = {("is", code): word for code, word in values("is").items()}
    found = labelled(viewer, wanted)
    return standing | {(name, one.value): one.label for name, some in found.items() for one in some}
