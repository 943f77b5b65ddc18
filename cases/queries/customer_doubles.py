"""Customers who may be one and the same: who shares a number, an address or a reference, and what merging them does."""

from dataclasses import dataclass

from cases import policy
from cases.facts import contradicted
from cases.models import Case, ContactPoint, Customer, CustomerContact, CustomerNote, Fact
from cases.queries.customers import summarised
from cases.queries.facts import standing
from cases.queries.summaries import CustomerSummary
from groups import policy as reading
from people.models import Person

MOST = 10  # suggested doubles
_MOST_SHARED = 200  # rows looked at: a switchboard's number is shared by many who are not the same
Kind = ContactPoint.Kind
_TELLING = (Kind.PHONE, Kind.MAIL, Kind.REFERENCE)


@dataclass(frozen=True)
class Way:
    """One way to reach a customer, as somebody wrote it."""

    kind: str  # phone, mail, address, reference
    value: str


@dataclass(frozen=True)
class Double:
    """A customer who may be the same as another one, and what they share."""

    customer: CustomerSummary
    shared: tuple[Way, ...]


@dataclass(frozen=True)
class CustomerHolding:
    """What there is of a customer; cases are those that the viewer knows of."""

    customer: CustomerSummary
    cases: int
    contacts: int
    facts: int
    notes: int


@dataclass(frozen=True)
class MergePreview:
    """What merging would do: ``moving`` goes over to the one that is kept, ``doubled`` is there already."""

    kept: CustomerHolding
    merged: CustomerHolding
    moving: tuple[Way, ...]
    doubled: tuple[Way, ...]
    contradictions: int  # facts that would contradict each other, so that none of them is used


def customer_doubles(viewer: Person, customer_id: str) -> tuple[Double, ...]:
    """At most ten customers with a phone, a mail or a reference of this one, who shares most first; for staff."""
    policy.require_staff(viewer)
    customer = policy.require_customer(viewer, customer_id)
    known = _ways(customer, *_TELLING)
    if not known or customer.merged_into_id:
        return ()
    others = ContactPoint.objects.filter(
        reading.visible(viewer, "customer__audience"),
        key__in={key for _kind, key in known},
        kind__in=_TELLING,
        customer__merged_into=None,
    )
    shared: dict[str, dict[tuple[str, str], Way]] = {}
    found = others.exclude(customer=customer).order_by("customer_id", "id")
    for customer_id_, kind, key in found.values_list("customer_id", "kind", "key")[:_MOST_SHARED]:
        if (kind, key) in known:
            shared.setdefault(customer_id_, {})[kind, key] = known[kind, key]
    chosen = sorted(shared, key=lambda id_: (-len(shared[id_]), id_))[:MOST]
    rows = Customer.objects.filter(id__in=chosen).select_related("merged_into")
    alike = {row.id: row for row in summarised(viewer, list(rows))} if chosen else {}
    return tuple(Double(alike[id_], tuple(shared[id_].values())) for id_ in chosen)


def merge_preview(viewer: Person, customer_id: str, other_id: str) -> MergePreview:
    """What merging another customer into this one would do; the same problems as merging them."""
    kept, merged = policy.require_two_customers(viewer, customer_id, other_id)
    summaries = summarised(viewer, [kept, merged])
    facts = {row.id: standing([row.id]) for row in (kept, merged)}
    here, there = _ways(kept, *Kind.values), _ways(merged, *Kind.values)
    before = contradicted(facts[kept.id]) | contradicted(facts[merged.id])
    after = contradicted([*facts[kept.id], *facts[merged.id]])
    return MergePreview(
        kept=_holding(viewer, summaries[0], facts[kept.id]),
        merged=_holding(viewer, summaries[1], facts[merged.id]),
        moving=tuple(way for code, way in there.items() if code not in here),
        doubled=tuple(way for code, way in there.items() if code in here),
        contradictions=len(after - before),
    )


def _ways(customer: Customer, *kinds: str) -> dict[tuple[str, str], Way]:
    """How a customer and their contacts are reached, by kind and key."""
    rows = ContactPoint.objects.filter(customer=customer, kind__in=kinds).order_by("id")
    return {(kind, key): Way(kind, value) for kind, key, value in rows.values_list("kind", "key", "value")}


def _holding(viewer: Person, customer: CustomerSummary, facts: list[Fact]) -> CustomerHolding:
    return CustomerHolding(
        customer=customer,
        cases=Case.objects.filter(policy.existing(viewer), customer=customer.id, merged_into=None).count(),
        contacts=CustomerContact.objects.filter(customer=customer.id, removed_at=None).count(),
        facts=len(facts),
        notes=CustomerNote.objects.filter(customer=customer.id).count(),
    )
