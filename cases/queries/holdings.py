"""Everything that somebody holds: what must be handed over before they leave or are away."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from cases import policy
from cases.models import Case, Commitment, Handoff
from cases.queries.summaries import CaseName, CustomerRef
from groups import policy as reading
from groups.models import Group, Membership
from groups.queries import person as known_person
from people.models import Person
from people.queries import PersonSummary

AT_ONCE = 200  # of each kind; what remains is shown by the next question


@dataclass(frozen=True)
class HeldPromise:
    """A promise that somebody is to keep."""

    id: str
    text: str
    case: CaseName


@dataclass(frozen=True)
class HeldGroup:
    """A group that nobody else owns."""

    id: str
    name: str


@dataclass(frozen=True)
class Holdings:
    """What a person holds and the viewer may hand over; offers to them go back to who made them."""

    person: PersonSummary
    cases: tuple[CaseName, ...]
    promises: tuple[HeldPromise, ...]
    groups: tuple[HeldGroup, ...]
    offers: tuple[CaseName, ...]


def may_hand_over(viewer: Person, person_id: str) -> bool:
    """Whether the viewer may hand over what somebody holds."""
    return policy.may_hand_over(viewer, person_id)


def holdings(viewer: Person, person_id: str) -> Holdings:
    """What somebody holds; NotFound for who is unknown, NotAllowed for colleagues who do not answer for them."""
    person = known_person(viewer, person_id)
    policy.require_hand_over(viewer, person_id)
    return Holdings(
        person=person,
        cases=tuple(_named(row) for row in held_cases(viewer, person_id)[:AT_ONCE]),
        promises=tuple(
            HeldPromise(row.id, row.text, _named(row.case)) for row in held_promises(viewer, person_id)[:AT_ONCE]
        ),
        groups=tuple(HeldGroup(row.id, row.name) for row in held_groups(viewer, person_id)[:AT_ONCE]),
        offers=tuple(_named(row.case) for row in offers_to(viewer, person_id)[:AT_ONCE]),
    )


def held_cases(viewer: Person, person_id: str) -> QuerySet[Case]:
    """The cases that somebody holds and the viewer reads, but for those that are closed."""
    rows = Case.objects.filter(policy.existing(viewer), holder_person=person_id, merged_into=None)
    return rows.exclude(status=Case.Status.CLOSED).select_related("customer").order_by("opened_at", "id")


def held_promises(viewer: Person, person_id: str) -> QuerySet[Commitment]:
    """The open promises that somebody is to keep, in cases that the viewer reads."""
    readable = policy.inside_at(viewer, "case")
    rows = Commitment.objects.filter(readable, keeper_person=person_id, state=Commitment.State.OPEN)
    return rows.select_related("case__customer").order_by("start", "id")


def held_groups(viewer: Person, person_id: str) -> QuerySet[Group]:
    """The groups that nobody else owns; for the person, and for those who run the site."""
    if viewer.id != person_id and not reading.may_administer(viewer, "propose"):
        return Group.objects.none()
    owners = Membership.objects.filter(audience=OuterRef("audience"), role=Membership.Role.OWNER)
    alone = ~Exists(reading.present_owners(OuterRef("audience")).exclude(person=person_id))
    return Group.objects.filter(alone, Exists(owners.filter(person=person_id))).order_by("sort_name", "id")


def offers_to(viewer: Person, person_id: str) -> QuerySet[Handoff]:
    """The offers that wait for somebody, in cases that the viewer reads."""
    readable = policy.inside_at(viewer, "case")
    rows = Handoff.objects.filter(readable, to_person=person_id, state=Handoff.State.OFFERED)
    return rows.select_related("case__customer").order_by("given_at", "id")


def _named(row: Case) -> CaseName:
    return CaseName(row.ref, row.title, CustomerRef(row.customer.id, row.customer.name))
