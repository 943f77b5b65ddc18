"""What we know of a customer, how fresh it is, and how to greet them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cases import policy
from cases.facts import Greeting, contradicted, freshness
from cases.facts import greeting as greeting_from
from cases.models import Fact
from esn.core.clock import now
from people import queries as people
from people.models import Person
from people.queries import PersonRef

_ORDER = list(Fact.Kind)


@dataclass(frozen=True)
class Dispute:
    """Who doubts a fact, since when and why."""

    by: PersonRef
    at: dt.datetime
    reason: str


@dataclass(frozen=True)
class FactSummary:
    """One thing known of a customer. ``freshness`` is green, grey or red; only green ones are used."""

    id: str
    customer: str
    kind: str
    value: str
    constraint: dict[str, Any] | None  # the codes of a constraint
    form: dict[str, Any] | None  # of a form of address: civility, name, tu
    source: str
    sensitivity: str  # normal, personal, sensitive
    noted_by: PersonRef
    noted_at: dt.datetime
    verified_by: PersonRef | None
    verified_at: dt.datetime | None
    holds_until: dt.datetime | None
    dispute: Dispute | None
    withdrawn_at: dt.datetime | None
    freshness: str
    contradicted: bool  # by what another source says
    revision: int
    can: tuple[str, ...]  # verify, dispute, withdraw


def facts(viewer: Person, customer_id: str) -> tuple[FactSummary, ...]:
    """The standing facts of a customer: constraints first; two that contradict each other are both shown."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    return of_customer(customer.id)


def fact(viewer: Person, fact_id: str) -> FactSummary:
    """One fact; NotFound for whoever does not read its customer."""
    found = policy.require_fact(viewer, fact_id)
    if found.withdrawn_at is None:
        return next(one for one in of_customer(found.customer_id) if one.id == fact_id)
    return _summary(found, now(), frozenset())


def greeting(viewer: Person, customer_id: str) -> Greeting:
    """How to greet a customer: from fresh and verified facts alone, neutral otherwise."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    return greeting_from(standing([customer.id]), now())


def standing(customer_ids: list[str]) -> list[Fact]:
    """The facts of some customers that nobody took back."""
    return list(Fact.objects.filter(customer__in=customer_ids, withdrawn_at=None).order_by("noted_at", "id"))


def of_customer(customer_id: str) -> tuple[FactSummary, ...]:
    """The standing facts of a customer; the caller has admitted the reader."""
    return summarised(standing_with_people(customer_id))


def standing_with_people(customer_id: str) -> list[Fact]:
    """The standing facts of one customer, in the order of their noting, with who noted, verified and disputed them."""
    rows = Fact.objects.filter(customer=customer_id, withdrawn_at=None).order_by("noted_at", "id")
    return people.with_people(rows, "noted_by", "verified_by", "disputed_by")


def summarised(rows: list[Fact]) -> tuple[FactSummary, ...]:
    """The standing facts of one customer as staff see them: constraints first."""
    found = sorted(rows, key=lambda row: (_ORDER.index(Fact.Kind(row.kind)), row.noted_at, row.id))
    moment = now()
    against = contradicted([row for row in found if row.holds_until is None or row.holds_until >= moment])
    return tuple(_summary(row, moment, against) for row in found)


def _summary(row: Fact, moment: dt.datetime, against: frozenset[str]) -> FactSummary:
    dispute = None
    if row.disputed_by is not None and row.disputed_at is not None:
        dispute = Dispute(people.ref(row.disputed_by), row.disputed_at, row.dispute)
    return FactSummary(
        id=row.id,
        customer=row.customer_id,
        kind=row.kind,
        value=row.value,
        constraint=row.detail if row.kind == Fact.Kind.CONSTRAINT else None,
        form=row.detail if row.kind == Fact.Kind.ADDRESS_FORM else None,
        source=row.source,
        sensitivity=row.sensitivity,
        noted_by=people.ref(row.noted_by),
        noted_at=row.noted_at,
        verified_by=people.ref(row.verified_by) if row.verified_by else None,
        verified_at=row.verified_at,
        holds_until=row.holds_until,
        dispute=dispute,
        withdrawn_at=row.withdrawn_at,
        freshness=freshness(row, moment, against),
        contradicted=row.id in against,
        revision=row.revision,
        can=("verify", "dispute", "withdraw") if row.withdrawn_at is None else (),
    )
