"""What one does with one's own account; people come into the house through ``groups.actions.admit_person``."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound, Problem
from esn.core.events import record
from people.credentials import digest, new_secret
from people.events import PersonChanged, SessionsEnded, TokenRevoked
from people.models import CalendarAddress, DeviceToken, Partner, Person
from people.policy import own_audience

TOKEN_LIFE = dt.timedelta(days=365)
LAST_USED_GRAIN = dt.timedelta(minutes=5)


def create_partner(actor: Person | None, *, name: str) -> str:
    """Write down an organisation that we work with; its id."""
    return Partner.objects.create(name=name).id


def create_person(
    *,
    kind: str,
    handle: str,
    name: str,
    email: str = "",
    language: str = "fr",
    time_zone: str = "Europe/Paris",
    title: str = "",
    partner_id: str | None = None,
    password: str | None = None,
    site_role: str = "",
) -> Person:
    """Write down a person, without a seat anywhere yet."""
    person = Person(
        kind=kind,
        handle=handle.lower(),
        name=name,
        email=email,
        language=language,
        time_zone=time_zone,
        title=title,
        partner_id=partner_id,
        site_role=site_role,
        joined_at=now(),
    )
    person.set_password(password)
    person.save(force_insert=True)
    return person


@transaction.atomic
def edit_profile(
    actor: Person,
    *,
    name: str | None = None,
    title: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    everyone: str,
) -> None:
    """Change what the directory shows of oneself, one's language and zone; ``everyone`` is who hears of it."""
    if name is not None and not name.strip():
        raise Invalid.field("name", "blank", _("A name is needed."))
    if language is not None and language not in dict(settings.LANGUAGES):
        raise Invalid.field("language", "unknown_choice", _("This language is not offered here."))
    if time_zone is not None and time_zone not in zoneinfo.available_timezones():
        raise Invalid.field("time_zone", "unknown_choice", _("This time zone is unknown."))
    changes = {"name": name, "title": title, "language": language, "time_zone": time_zone}
    said = {field: " ".join(value.split()) for field, value in changes.items() if value is not None}
    changed = {field: value for field, value in said.items() if value != getattr(actor, field)}
    if not changed:
        return
    for field, value in changed.items():
        setattr(actor, field, value)
    actor.save(update_fields=list(changed))
    record(PersonChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def change_password(actor: Person, *, current: str, new: str, kept_session: str | None = None) -> None:
    """Change one's password; every other session and device is signed out, and the calendar's address closed."""
    if not actor.check_password(current):
        raise Invalid.field("current", "wrong_password", _("This is not your present password."))
    if new == settings.DEMO_PASSWORD:
        raise Invalid.field("new", "public", _("Everybody knows this password. Choose another one."))
    try:
        validate_password(new, actor)
    except ValidationError as error:
        raise Invalid(
            {"new": [Problem(one.code or "weak", str(one.messages[0])) for one in error.error_list]}
        ) from None
    actor.set_password(new)
    actor.save(update_fields=["password"])
    audit.note(actor.id, "password.changed", "person", actor.id)
    for token in DeviceToken.objects.filter(person=actor, revoked_at=None):
        _revoke(actor, token)
    for address in CalendarAddress.objects.filter(person=actor, revoked_at=None):
        _close(actor, address)
    record(SessionsEnded(audience_id=own_audience(actor.id), id=actor.id, kept=kept_session), actor.id)


@transaction.atomic
def issue_token(actor: Person, *, device: str) -> tuple[str, str]:
    """Let a device speak for the person; the token's id, and the secret that is told this once."""
    secret = new_secret()
    token = DeviceToken.objects.create(
        person=actor, device=device, digest=digest(secret), created_at=now(), expires_at=now() + TOKEN_LIFE
    )
    audit.note(actor.id, "token.issued", "token", token.id)
    return token.id, secret


@transaction.atomic
def revoke_token(actor: Person, *, token_id: str) -> None:
    """Stop one of one's devices from speaking."""
    token = DeviceToken.objects.filter(person=actor, id=token_id, revoked_at=None).first()
    if token is None:
        raise NotFound
    _revoke(actor, token)


def touch_token(token: DeviceToken) -> None:
    """Remember that a device was used, at most once in five minutes."""
    if token.last_used_at is None or now() - token.last_used_at > LAST_USED_GRAIN:
        DeviceToken.objects.filter(id=token.id).update(last_used_at=now())


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
    _close(actor, address)


def touch_calendar(address: CalendarAddress) -> None:
    """Remember that a calendar was read, at most once in five minutes."""
    if address.last_used_at is None or now() - address.last_used_at > LAST_USED_GRAIN:
        CalendarAddress.objects.filter(id=address.id).update(last_used_at=now())


@transaction.atomic
def end_session(actor: Person, *, session: str) -> None:
    """Say that one browser session ended, so that its sockets close; ``session`` is a mark of its key."""
    record(SessionsEnded(audience_id=own_audience(actor.id), id=actor.id, ended=session), actor.id)


def _revoke(actor: Person, token: DeviceToken) -> None:
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    audit.note(actor.id, "token.revoked", "token", token.id)
    record(TokenRevoked(audience_id=own_audience(actor.id), id=token.id), actor.id)


def _close(actor: Person, address: CalendarAddress) -> None:
    address.revoked_at = now()
    address.save(update_fields=["revoked_at"])
    audit.note(actor.id, "calendar.closed", "calendar", address.id)
