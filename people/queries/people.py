"""People, as others read of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F, Model

from people.models import Person
from people.queries.photos import avatar

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class PersonRef:
    """A person as named beside what they wrote. ``kind``: member, guest, contact or system.

    ``avatar`` is the address of a small photo, for who may know the person; None where initials stand for them.
    """

    id: str
    name: str
    avatar: str | None
    kind: str


@dataclass(frozen=True)
class PersonSummary:
    """A person in the directory; ``partner`` names a guest's organisation."""

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    partner: str | None
    language: str
    time_zone: str
    active: bool


def as_they_are(person_ids: Iterable[str]) -> dict[str, Person]:
    """People by id, read anew: for a door that has spoken for them since a while."""
    return Person.objects.in_bulk(list(person_ids))


def ref(person: Person) -> PersonRef:
    """A person as named beside what they wrote."""
    return PersonRef(person.id, person.name, avatar(person.id, person.photo), person.kind)


def refs(person_ids: Iterable[str]) -> dict[str, PersonRef]:
    """People by id, as named beside what they wrote."""
    rows = Person.objects.filter(id__in=set(person_ids)).values_list("id", "name", "photo", "kind")
    return {id_: PersonRef(id_, name, avatar(id_, photo), kind) for id_, name, photo, kind in rows}


_met: ContextVar[dict[str, Person]] = ContextVar("people met")


@contextmanager
def each_met_once() -> Iterator[None]:
    """While it lasts, each person is read once, however many rows name them."""
    before = _met.set({})
    try:
        yield
    finally:
        _met.reset(before)


def with_people(rows: Iterable[Row], *fields: str) -> list[Row]:
    """Rows with the people whom they name in these fields: one statement, and less than joining whole records."""
    found = list(rows)
    ids = {getattr(row, f"{field}_id") for row in found for field in fields} - {None}
    known = _met.get({})
    unknown = ids - known.keys()
    if unknown:
        known |= Person.objects.only("id", "name", "kind", "title", "language", "photo").in_bulk(unknown)
    for row in found:
        for field in fields:
            setattr(row, field, known.get(getattr(row, f"{field}_id")))
    return found


def summarised(person: Person) -> PersonSummary:
    """A person whose row, with their partner's, is at hand, as the directory shows them."""
    return PersonSummary(
        person.id,
        person.name,
        avatar(person.id, person.photo),
        person.kind,
        person.handle,
        person.title,
        person.partner.name if person.partner else None,
        person.language,
        person.time_zone,
        person.is_active,
    )


def summaries(person_ids: Iterable[str]) -> dict[str, PersonSummary]:
    """People by id, as the directory shows them."""
    rows = (
        Person.objects.filter(id__in=set(person_ids))
        .annotate(partner_name=F("partner__name"))
        .values_list(
            "id", "name", "photo", "kind", "handle", "title", "partner_name", "language", "time_zone", "is_active"
        )
    )
    return {row[0]: PersonSummary(row[0], row[1], avatar(row[0], row[2]), *row[3:]) for row in rows}
