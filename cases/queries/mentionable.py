"""Whom and what a text may mention: offered while one types, only what writer and readers both may know."""

from dataclasses import dataclass

from django.db.models import Q

from cases import policy
from cases.models import Case, Customer
from cases.queries.customers import matching
from esn.core.errors import NotFound
from feeds import queries as feeds
from groups import queries as groups
from groups.models import Audience
from people.models import Person

Kind = Audience.Kind
PEOPLE, OTHERS = 5, 3  # offers of each kind
_SHORTEST = 2  # letters from which customers and cases are looked for


@dataclass(frozen=True)
class Offer:
    """Something to mention: what stands in the list, and what is written into the text."""

    kind: str  # person, group, customer, case
    id: str
    name: str
    note: str
    text: str
    avatar: str | None = None


def mentionable(viewer: Person, *, q: str = "", audience: str = "", reply_to: str = "") -> tuple[Offer, ...]:
    """People who read an audience (or below a post), then groups, customers and cases that all its readers may know.

    A partner's side offers those who sit there, the customer's side nobody. NotFound when the viewer does not read it.
    """
    place = feeds.place_of(viewer, audience, reply_to)
    if place is None:
        raise NotFound
    if place.kind == Kind.CUSTOMER:
        return ()
    inside = place.kind != Kind.PARTNER
    found = groups.named_readers(viewer, place, q, seated_only=not inside, limit=PEOPLE)
    people = [_person(one) for one in found]
    if not inside or not viewer.is_member:
        return tuple(people)
    offers = [*people, *_groups(viewer, place, q)]
    if len(q.strip()) >= _SHORTEST:
        offers += [*_customers(viewer, place, q), *_cases(viewer, place, q)]
    return tuple(offers)


def _person(one: groups.DirectoryEntry) -> Offer:
    written = f"@{one.handle}" if feeds.is_written_handle(one.handle) else _named("person", one.id, one.name)
    return Offer("person", one.id, one.name, one.title, written, one.avatar)


def _named(kind: str, id_: str, name: str) -> str:
    plain = "".join(" " if char in "[]\n" else char for char in name).strip()
    return f"@[{plain}]({kind}:{id_})"


def _groups(viewer: Person, place: Audience, q: str) -> list[Offer]:
    found = groups.named_groups(viewer, place, q, limit=OTHERS)
    return [Offer("group", id_, name, "", _named("group", id_, name)) for id_, name in found]


def _customers(viewer: Person, place: Audience, q: str) -> list[Offer]:
    known = Q(audience__open_to_members=True) | Q(audience=place)
    rows = Customer.objects.filter(policy.readable_customers(viewer), known, matching(q), merged_into=None)
    found = rows.order_by("sort_name", "id").values_list("id", "name")[:OTHERS]
    return [Offer("customer", id_, name, "", _named("customer", id_, name)) for id_, name in found]


def _cases(viewer: Person, place: Audience, q: str) -> list[Offer]:
    """Open cases, and the one where it is written: a restricted one is named nowhere else."""
    known = Q(audience__open_to_members=True)
    if place.subject_kind == "case":
        known |= Q(ref=place.subject_ref)
    words = Q(ref__startswith=q.strip().upper()) | Q(*(Q(title__icontains=word) for word in q.split()[:6]))
    rows = Case.objects.filter(policy.existing(viewer), known, words, merged_into=None)
    found = rows.order_by("-updated_at", "-id").values_list("id", "ref", "title")[:OTHERS]
    return [Offer("case", id_, ref, title, ref) for id_, ref, title in found]
