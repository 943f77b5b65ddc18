"""Customers: one box finds them by name, phone, mail or reference."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Count, Q

from cases import policy
from cases.contact_points import search_keys
from cases.models import Case, ContactPoint, Customer, CustomerContact, ReferenceSystem
from cases.queries.reference_links import links
from cases.queries.summaries import ContactPerson, CustomerRef, CustomerSummary
from esn.core.pages import PAGE_SIZE, Page
from feeds import queries as feeds
from feeds.queries import PostSummary
from groups.models import Audience
from groups.queries.paging import by_name
from people import queries as people
from people.models import Person

MOST_BY_KEY = 500  # customers that a number or address names; beyond, the name decides too
_LAST = chr(0x10FFFF)
NEWEST_CASES = 200  # a customer's feed spans their newest cases


def customers(
    viewer: Person, *, q: str = "", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[CustomerSummary]:
    """Customers by name; ``q`` is a name, a phone in any spelling, a mail address or a reference."""
    rows = Customer.objects.filter(policy.readable_customers(viewer), merged_into=None)
    if q.strip():
        rows = rows.filter(matching(q))
    page = by_name(rows, f"customers:{q}", viewer, cursor, limit)
    return Page(summarised(viewer, page.results), page.next)


def customers_by_id(viewer: Person, customer_ids: Sequence[str]) -> tuple[CustomerSummary, ...]:
    """Customers by their ids, in this order, without those that the viewer does not read; merged ones say where to."""
    rows = Customer.objects.filter(policy.readable_customers(viewer), id__in=customer_ids).select_related("merged_into")
    by_id = {one.id: one for one in summarised(viewer, list(rows))}
    return tuple(by_id[id_] for id_ in customer_ids if id_ in by_id)


def customer(viewer: Person, customer_id: str) -> CustomerSummary:
    """One customer; NotFound when the viewer does not read them."""
    return summarised(viewer, [policy.require_customer(viewer, customer_id)])[0]


def customer_feed(
    viewer: Person, customer_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PostSummary]:
    """What was said in the customer's cases, on the sides that the viewer reads."""
    found = policy.require_customer(viewer, customer_id)
    newest = Case.objects.filter(policy.existing(viewer), customer=found).order_by("-updated_at", "-id")
    refs = list(newest.values_list("ref", flat=True)[:NEWEST_CASES])
    sides = Audience.objects.filter(subject_kind="case", subject_ref__in=refs).values_list("id", flat=True)
    return feeds.across(viewer, listing=f"customer:{customer_id}", audience_ids=list(sides), cursor=cursor, limit=limit)


def summarised(viewer: Person, rows: Sequence[Customer]) -> tuple[CustomerSummary, ...]:
    """Customers as the viewer sees them, with three or four more statements for any number of rows."""
    ids = [row.id for row in rows]
    points = _points(ids)
    contacts = _contacts(ids, points)
    linked = links(value for own in points.values() for value in own.get(ContactPoint.Kind.REFERENCE, ()))
    open_cases = dict(
        Case.objects.filter(policy.existing(viewer), customer__in=ids, merged_into=None)
        .exclude(status__in=[Case.Status.CLOSED, Case.Status.SOLVED])
        .values_list("customer_id")
        .annotate(number=Count("id"))
    )
    merged = {row.id: CustomerRef(row.merged_into.id, row.merged_into.name) for row in rows if row.merged_into}

    def ways(customer_id: str, kind: str) -> tuple[str, ...]:
        return tuple(points.get(customer_id, {}).get(kind, ()))

    return tuple(
        CustomerSummary(
            id=row.id,
            kind=row.kind,
            name=row.name,
            language=row.language,
            phones=ways(row.id, ContactPoint.Kind.PHONE),
            mails=ways(row.id, ContactPoint.Kind.MAIL),
            addresses=ways(row.id, ContactPoint.Kind.ADDRESS),
            references=(references := ways(row.id, ContactPoint.Kind.REFERENCE)),
            links=tuple(linked[reference] for reference in references if reference in linked),
            contacts=tuple(contacts.get(row.id, ())),
            left_at=row.left_at,
            merged_into=merged.get(row.id),
            open_cases=open_cases.get(row.id, 0),
            revision=row.revision,
            can=() if row.id in merged else policy.CUSTOMER_VERBS,
        )
        for row in rows
    )


Ways = dict[str, dict[str, list[str]]]  # values by kind, by the id of a customer or of a contact


def _points(customer_ids: list[str]) -> Ways:
    points: Ways = {}
    known = ContactPoint.objects.filter(customer__in=customer_ids).order_by("id")
    for customer_id, contact_id, kind, value in known.values_list("customer_id", "contact_id", "kind", "value"):
        points.setdefault(contact_id or customer_id, {}).setdefault(kind, []).append(value)
    return points


def _contacts(customer_ids: list[str], points: Ways) -> dict[str, list[ContactPerson]]:
    rows = CustomerContact.objects.filter(customer__in=customer_ids, removed_at=None)
    found: dict[str, list[ContactPerson]] = {}
    for row in people.with_people(rows.order_by("id"), "person"):
        own = points.get(row.id, {})
        person = ContactPerson(
            id=row.id,
            person=people.ref(row.person),
            role=row.role,
            language=row.person.language,
            phones=tuple(own.get(ContactPoint.Kind.PHONE, ())),
            mails=tuple(own.get(ContactPoint.Kind.MAIL, ())),
            addresses=tuple(own.get(ContactPoint.Kind.ADDRESS, ())),
        )
        found.setdefault(row.customer_id, []).append(person)
    return found


def matching(q: str) -> Q:
    """Who is meant: by number, address or reference where the text looks like one and is one, else by any name too."""
    keys = Q()
    for start in (*search_keys(q), *_as_references(q)):
        keys |= _begins(start)
    keyed = ContactPoint.objects.filter(keys)
    if "@" in q or any(letter.isdigit() for letter in q):
        found = set(keyed.values_list("customer_id", flat=True)[: MOST_BY_KEY + 1])
        if 0 < len(found) <= MOST_BY_KEY:
            return Q(id__in=found)
    name, contact = Q(), Q(removed_at=None)
    for word in q.split()[:6]:
        name &= Q(name__icontains=word)
        contact &= Q(person__name__icontains=word)
    by_contact = CustomerContact.objects.filter(contact).values("customer_id")
    former = Customer.objects.filter(name, merged_into__isnull=False).values("merged_into")
    return name | Q(id__in=keyed.values("customer_id")) | Q(id__in=by_contact) | Q(id__in=former)


def _as_references(q: str) -> tuple[str, ...]:
    """An order number as customers say it, without the code of its system: as a reference to each system we know."""
    number = "".join(q.upper().split())
    if ":" in number or not any(letter.isdigit() for letter in number):
        return ()
    return tuple(f"{code}:{number}" for code in ReferenceSystem.objects.values_list("code", flat=True))


def _begins(start: str) -> Q:
    """Keys with this beginning, asked as each database finds them in its index."""
    if connection.vendor == "postgresql":
        return Q(key__startswith=start)
    return Q(key__gte=start, key__lt=start + _LAST)
