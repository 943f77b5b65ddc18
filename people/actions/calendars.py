"""The secret address of one's calendar."""

from django.db import transaction

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, NotFound
from people.credentials import LAST_USED_GRAIN, digest, new_secret
from people.models import CalendarAddress, Person


@transaction.atomic
def open_calendar(actor: Person) -> tuple[str, str]:
    """Give one's calendar a secret address; its id, and the secret that is told this once. Conflict when it has one."""
    Person.objects.select_for_update().get(id=actor.id)
    living = CalendarAddress.objects.filter(person=actor, revoked_at=None).first()
    if living is not None:
        raise Conflict("already_made", living.id)
    secret = new_secret()
    address = CalendarAddress.objects.create(person=actor, digest=digest(secret), created_at=now())
    audit.note(actor.id, "calendar.opened", "calendar", address.id)
    return address.id, secret


@transaction.atomic
def renew_calendar(actor: Person, *, address_id: str) -> tuple[str, str]:
    """Close one's calendar address and open another; its id and secret."""
    close_calendar(actor, address_id=address_id)
    return open_calendar(actor)


@transaction.atomic
def close_calendar(actor: Person, *, address_id: str) -> None:
    """Nothing is read at this address of one's calendar any more."""
    rows = CalendarAddress.objects.select_for_update().filter(person=actor, id=address_id, revoked_at=None)
    address = rows.first()
    if address is None:
        raise NotFound
    close(actor, address)


def close(actor: Person, address: CalendarAddress) -> None:
    """Nothing is read at a living address any more."""
    address.revoked_at = now()
    address.save(update_fields=["revoked_at"])
    audit.note(actor.id, "calendar.closed", "calendar", address.id)


def touch_calendar(address: CalendarAddress) -> None:
    """Remember that a calendar was read, at most once in five minutes."""
    if address.last_used_at is None or now() - address.last_used_at > LAST_USED_GRAIN:
        CalendarAddress.objects.filter(id=address.id).update(last_used_at=now())
