"""The inbox of somebody: what waits by harm, what sleeps, what is done."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.folding import sort_key
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from groups.models import Audience
from groups.queries.paging import newest
from inbox import policy
from inbox.models import InboxLine
from inbox.queries.summaries import LineCustomer, LineSummary, about_customer, summaries
from people.models import Person

MANY = 100  # beyond it, a number says only that there are many
LOOKED_AT = 500  # lines of which is said what they can be narrowed to
HARMS = range(5)
STATES = ("open", "snoozed", "done")
State = InboxLine.State


@dataclass(frozen=True)
class Narrowing:
    """Which lines of a state one wants to see: those with a reason, of a harm, about a customer; or all."""

    kind: str = ""
    harm: int | None = None
    customer: str = ""

    @classmethod
    def asked(cls, filters: Mapping[str, str]) -> "Narrowing":
        """What a door was asked for, in words; Invalid for a harm that there is not."""
        harm = filters.get("harm", "")
        if harm and harm not in map(str, HARMS):
            words = ", ".join(map(str, HARMS))
            raise Invalid.field("harm", "unknown_choice", _("This must be one of: %(words)s.") % {"words": words})
        return cls(filters.get("kind", ""), int(harm) if harm else None, filters.get("customer", ""))

    @property
    def words(self) -> dict[str, str]:
        """The same as a door is asked for it; what was not chosen is left out."""
        said = {"kind": self.kind, "harm": "" if self.harm is None else str(self.harm), "customer": self.customer}
        return {name: value for name, value in said.items() if value}

    def of(self, rows: QuerySet[InboxLine]) -> QuerySet[InboxLine]:
        """Those of some lines."""
        if self.kind:
            rows = rows.filter(codes__contains=f",{self.kind},")
        if self.harm is not None:
            rows = rows.filter(harm=self.harm)
        return rows.filter(about_customer(), customer=self.customer) if self.customer else rows


@dataclass(frozen=True)
class Offered:
    """What the lines of a state can be narrowed to, each with how many there are: customers, harms and kinds."""

    customers: tuple[tuple[LineCustomer, int], ...]
    harms: tuple[tuple[int, int], ...]
    kinds: tuple[tuple[str, int], ...]


ALL = Narrowing()


def lines(
    viewer: Person,
    *,
    state: str = "open",
    narrowed: Narrowing = ALL,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[LineSummary]:
    """What waits, the worst and then the oldest first; what sleeps or is done, the newest first."""
    rows = narrowed.of(_rows(viewer, state))
    listing = f"inbox:{state}:{narrowed.kind}:{narrowed.words.get('harm', '')}:{narrowed.customer}"
    if state == State.OPEN:
        page = _by_harm(rows, listing, viewer, cursor, limit)
    else:
        page = newest(rows, "changed_at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(summaries(viewer, page.results), page.next)


def offered(viewer: Person, *, state: str = "open") -> Offered:
    """What the lines of a state can be narrowed to, of the first five hundred; one statement."""
    rows = lines_of(viewer, state).order_by("harm", "since", "id")
    columns = ("customer", "audience__kind", "audience__label", "harm", "codes")
    customers: Counter[LineCustomer] = Counter()
    harms: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for customer, place, label, harm, codes in rows.values_list(*columns)[:LOOKED_AT]:
        if customer and place == Audience.Kind.INTERNAL:
            customers[LineCustomer(customer, label)] += 1
        harms[harm] += 1
        kinds.update(filter(None, codes.split(",")))
    by_name = sorted(customers.items(), key=lambda one: (sort_key(one[0].name), one[0].id))
    return Offered(tuple(by_name), tuple(sorted(harms.items())), tuple(kinds.most_common()))


def line(viewer: Person, line_id: str) -> LineSummary:
    """One line of one's own; NotFound for any other."""
    return summaries(viewer, [policy.require_line(viewer, line_id)])[0]


def count(viewer: Person, *, state: str = "open", kind: str = "") -> int:
    """How many lines wait; 100 means that many or more."""
    rows = _rows(viewer, state)
    if kind:
        rows = rows.filter(codes__contains=f",{kind},")
    return rows.order_by()[:MANY].count()


def lines_of(viewer: Person, state: str = "open") -> QuerySet[InboxLine]:
    """The lines of somebody in a state, for a room above that counts them with something else."""
    return InboxLine.objects.filter(policy.own_lines(viewer), state=state)


def waiting(
    viewer: Person,
    *,
    since: dt.datetime | None = None,
    harms: Collection[int] | None = None,
    limit: int = 50,
) -> tuple[LineSummary, ...]:
    """What waits for somebody, the worst first, for a digest: all of it, or what came or changed after a moment."""
    rows = _rows(viewer, State.OPEN)
    if since is not None:
        rows = rows.filter(changed_at__gt=since)
    if harms is not None:
        rows = rows.filter(harm__in=harms)
    return summaries(viewer, rows.order_by("harm", "since", "id")[:limit])


def _rows(viewer: Person, state: str) -> QuerySet[InboxLine]:
    return lines_of(viewer, state).select_related("audience")


def _by_harm(
    rows: QuerySet[InboxLine], listing: str, viewer: Person, cursor: str | None, limit: int
) -> Page[InboxLine]:
    rows = rows.order_by("harm", "since", "id")
    if cursor is not None:
        rows = rows.filter(_beyond(unseal(listing, viewer.id, cursor)))
    found = list(rows[: limit + 1])
    shown = tuple(found[:limit])
    more = len(found) > limit
    return Page(shown, seal(listing, viewer.id, _key(shown[-1])) if more else None)


def _beyond(place: list[Any]) -> Q:
    harm, since, last = place[0], dt.datetime.fromisoformat(place[1]), place[2]
    later = Q(since__gt=since) | Q(since=since, id__gt=last)
    return Q(harm__gt=harm) | (Q(harm=harm) & later)


def _key(row: InboxLine) -> list[Any]:
    return [row.harm, row.since.isoformat(), row.id]
