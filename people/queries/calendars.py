"""The secret address of a person's calendar."""

import datetime as dt
from dataclasses import dataclass

from esn.core.errors import NotFound
from people.credentials import digest
from people.models import CalendarAddress, Person


@dataclass(frozen=True)
class CalendarAccess:
    """The address of a person's calendar, without its secret."""

    id: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None


def calendar_accesses(viewer: Person) -> tuple[CalendarAccess, ...]:
    """The address at which the viewer's calendar is read, when they have given it one."""
    rows = CalendarAddress.objects.filter(person=viewer, revoked_at=None)
    return tuple(CalendarAccess(row.id, row.created_at, row.last_used_at) for row in rows)


def calendar_access(viewer: Person, address_id: str) -> CalendarAccess:
    """One's living address by its id; NotFound for any other."""
    found = next((one for one in calendar_accesses(viewer) if one.id == address_id), None)
    if found is None:
        raise NotFound
    return found


def calendar_address(secret: str) -> CalendarAddress | None:
    """The living address behind a secret, with its person; None for anything else."""
    rows = CalendarAddress.objects.filter(digest=digest(secret), revoked_at=None, person__is_active=True)
    return rows.select_related("person").first()
