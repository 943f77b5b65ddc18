"""How the people whom a viewer may know can be reached now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from esn.core.errors import NotFound
from groups import policy
from groups.queries.people import known_people
from people import queries as people
from people.models import Person
from people.queries import AbsenceSummary, Availability, Hours


@dataclass(frozen=True)
class PersonAvailability:
    """How one person can be reached now."""

    person: str
    availability: Availability


def availability(viewer: Person, person_ids: Iterable[str]) -> dict[str, Availability]:
    """How some people can be reached now, as far as the viewer may know them; the others are left out.

    A guest sees those of their own cases, and not who stands in for them; a customer's contact sees nobody.
    """
    ids = set(person_ids)
    if not ids or viewer.kind == Person.Kind.CONTACT:
        return {}
    if policy.readable(viewer).all_open:
        return people.availability(ids)
    known = set(known_people(viewer).filter(id__in=ids).values_list("id", flat=True))
    return {id_: replace(one, delegate=None) for id_, one in people.availability(known | ids & {viewer.id}).items()}


def availabilities(viewer: Person, person_ids: Iterable[str]) -> tuple[PersonAvailability, ...]:
    """The same one by one, in the order of their ids."""
    found = availability(viewer, person_ids)
    return tuple(PersonAvailability(id_, found[id_]) for id_ in sorted(found))


@dataclass(frozen=True)
class PersonHours:
    """When somebody works, and what they said of being away now."""

    hours: Hours
    absence: AbsenceSummary | None


def hours_of(viewer: Person, person_id: str) -> PersonHours:
    """When a colleague or a guest works, for members; NotFound for anybody else, and of anybody else."""
    rows = known_people(viewer).filter(kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST])
    if not policy.readable(viewer).all_open or not rows.filter(id=person_id).exists():
        raise NotFound
    return PersonHours(people.hours_of(person_id), people.absence_of(person_id))
