"""Contacts with the customer, as members read them."""

import datetime as dt
from dataclasses import dataclass

from cases import policy
from cases.models import Case, ContactNote
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class ContactSummary:
    """One contact with the customer; ``retold`` is whether they had to tell it again, ``missing`` what we lacked."""

    id: str
    channel: str  # phone, shop, mail, sms, chat, letter, visit, window, other
    direction: str  # in, out
    minutes: int
    note: str
    retold: bool
    missing: str
    author: PersonRef
    at: dt.datetime


def contacts(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ContactSummary]:
    """The contacts of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = ContactNote.objects.filter(case=case).select_related("author")
    page = newest(rows, "at", listing=f"contacts:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return page.map(_summary)


def contact(viewer: Person, ref: str, contact_id: str) -> ContactSummary:
    """One contact of a case; NotFound when the viewer does not read it."""
    case = policy.require_inside(viewer, ref)
    found = ContactNote.objects.filter(case=case, id=contact_id).select_related("author").first()
    if found is None:
        raise NotFound
    return _summary(found)


def last_contact(case: Case) -> ContactSummary | None:
    """The newest contact of a case that the caller has admitted its reader to."""
    found = people.with_people(case.contacts.order_by("-at", "-id")[:1], "author")
    return _summary(found[0]) if found else None


def _summary(row: ContactNote) -> ContactSummary:
    return ContactSummary(
        id=row.id,
        channel=row.channel,
        direction=row.direction,
        minutes=row.minutes,
        note=row.note,
        retold=row.retold,
        missing=row.missing,
        author=people.ref(row.author),
        at=row.at,
    )
