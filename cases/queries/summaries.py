"""What a reader sees of customers and cases."""

import datetime as dt
from dataclasses import dataclass

from cases.queries.reference_links import ReferenceLink
from groups.models import Group
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class CustomerRef:
    """A customer as named beside a case."""

    id: str
    name: str


@dataclass(frozen=True)
class CaseName:
    """A case as named beside something that belongs to it."""

    ref: str
    title: str
    customer: CustomerRef


@dataclass(frozen=True)
class ContactPerson:
    """Somebody through whom we reach a customer, with their own numbers and addresses."""

    id: str
    person: PersonRef
    role: str
    language: str
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class CustomerSummary:
    """A customer with the ways to reach them and their references in other systems; ``links`` says where those are."""

    id: str
    kind: str  # person, organisation
    name: str
    language: str
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    addresses: tuple[str, ...]
    references: tuple[str, ...]
    links: tuple[ReferenceLink, ...]
    contacts: tuple[ContactPerson, ...]
    left_at: dt.datetime | None
    merged_into: CustomerRef | None
    open_cases: int
    revision: int
    can: tuple[str, ...]


@dataclass(frozen=True)
class HolderRef:
    """Who has or keeps something: a person, or a team until one of them takes it; a partner keeps promises too.

    ``avatar`` is the address of a person's small photo; None where initials stand for them.
    """

    kind: str  # person, team, partner
    id: str
    name: str
    avatar: str | None = None


def held_by(person: Person | None, team: Group | None) -> HolderRef:
    """The person or the team of a row; nobody when it names neither."""
    if team is not None:
        return HolderRef("team", team.id, team.name)
    return by_person(people.ref(person)) if person is not None else HolderRef("person", "", "")


def by_person(one: PersonRef) -> HolderRef:
    """A person who has or keeps something."""
    return HolderRef("person", one.id, one.name, one.avatar)


@dataclass(frozen=True)
class SideRef:
    """One side of a case: ``side`` is what a writer names (``internal``, ``customer``, ``partner:<id>``)."""

    side: str
    kind: str  # internal, partner, customer
    audience: str
    label: str


@dataclass(frozen=True)
class CaseSummary:
    """A case as a member sees it."""

    ref: str
    title: str
    public_title: str
    status: str  # new, in_hand, waiting_customer, waiting_partner, solved, closed
    severity: str  # low, normal, high, critical
    customer: CustomerRef
    holder: HolderRef
    restricted: bool
    next_news_due: dt.datetime | None
    sides: tuple[SideRef, ...]
    retellings: int
    drifts: int
    opened_at: dt.datetime
    updated_at: dt.datetime
    revision: int
    unread: bool
    follows: bool
    muted: bool
    merged_into: str | None  # the reference of the case that it was put into
    can: tuple[str, ...]


@dataclass(frozen=True)
class GuestCase:
    """A case as a partner's guest sees it: its public title, where it stands, their sides, and nothing else."""

    ref: str
    title: str
    status: str
    sides: tuple[SideRef, ...]
    can: tuple[str, ...]


@dataclass(frozen=True)
class StorySummary:
    """One version of the story of a case, in the customer's words."""

    version: int
    happened: str
    wanted: str
    tried: str
    refused: str
    constraints: str
    author: PersonRef
    at: dt.datetime


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part in a case, and the side they sit on."""

    person: PersonRef
    title: str
    side: str  # internal, or partner:<id>
