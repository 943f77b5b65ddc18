"""The devices that speak for one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from people.credentials import LAST_USED_GRAIN, digest, new_secret
from people.events import TokenIssued, TokenRevoked
from people.models import DeviceCode, DeviceToken, Person, Scope
from people.policy import may_sign_in, owes_second_factor, own_audience

MOST_DAYS = 365  # a device speaks for at most so long
TOKEN_LIFE = dt.timedelta(days=MOST_DAYS)
MOST_DEVICES = 100  # of one person at a time
CODE_LIFE = dt.timedelta(seconds=60)


@transaction.atomic
def issue_token(
    actor: Person, *, device: str, scope: str = Scope.EVERYTHING, days: int = MOST_DAYS, code_id: str | None = None
) -> tuple[str, str]:
    """Let a device speak for the person; the token's id, and the secret that is told this once."""
    _require_known(scope, days)
    at = now()
    if DeviceToken.objects.filter(person=actor, revoked_at=None, expires_at__gt=at).count() >= MOST_DEVICES:
        raise Conflict("too_many_devices", _("You have 100 devices. Sign one out first."))
    secret = new_secret()
    token = DeviceToken.objects.create(
        person=actor,
        device=device,
        scope=scope,
        digest=digest(secret),
        created_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    audit.note(actor.id, "token.issued", "token", token.id)
    record(TokenIssued(audience_id=own_audience(actor.id), id=token.id, code=code_id), actor.id)
    return token.id, secret


@transaction.atomic
def revoke_token(actor: Person, *, token_id: str) -> None:
    """Stop one of one's devices from speaking."""
    token = DeviceToken.objects.filter(person=actor, id=token_id, revoked_at=None).first()
    if token is None:
        raise NotFound
    revoke(actor, token)


def revoke(actor: Person, token: DeviceToken) -> None:
    """A living device stops speaking."""
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    audit.note(actor.id, "token.revoked", "token", token.id)
    record(TokenRevoked(audience_id=own_audience(token.person_id), id=token.id), actor.id)


def touch_token(token: DeviceToken) -> None:
    """Remember that a device was used, at most once in five minutes."""
    if token.last_used_at is None or now() - token.last_used_at > LAST_USED_GRAIN:
        DeviceToken.objects.filter(id=token.id).update(last_used_at=now())


# A code that one shows to a device ------------------------------------------------------------------------------------
@transaction.atomic
def show_code(
    actor: Person, *, scope: str = Scope.EVERYTHING, days: int = MOST_DAYS, session: str = ""
) -> tuple[str, str]:
    """Make a code for one device to take within a minute; its id and its secret. One's former codes are over.

    ``session`` is the mark of the browser session that shows it: the code ends with it.
    """
    _require_known(scope, days)
    Person.objects.select_for_update().get(id=actor.id)
    DeviceCode.objects.filter(person=actor, token=None).delete()
    secret = new_secret()
    code = DeviceCode.objects.create(
        person=actor,
        session=session,
        digest=digest(secret),
        scope=scope,
        days=days,
        created_at=now(),
        expires_at=now() + CODE_LIFE,
    )
    return code.id, secret


@transaction.atomic
def take_code(secret: str, *, device: str) -> tuple[Person, str] | None:
    """Let the device that brings a code speak for whoever shows it: the person and the token's secret.

    None for a code that is over, was taken or never was: nobody is told which.
    """
    code = DeviceCode.objects.select_for_update(of=("self",)).filter(digest=digest(secret), token=None).first()
    if code is None or code.expires_at <= now():
        return None
    person = code.person
    if not may_sign_in(person) or owes_second_factor(person):
        return None
    token_id, told = issue_token(person, device=device, scope=code.scope, days=code.days, code_id=code.id)
    DeviceCode.objects.filter(id=code.id).update(token_id=token_id)
    return person, told


def end_codes(person: Person, *, session: str | None = None) -> None:
    """No device takes what a person shows: all their open codes, or those of one browser session."""
    open_codes = DeviceCode.objects.filter(person=person, token=None)
    (open_codes if session is None else open_codes.filter(session=session)).delete()


def _require_known(scope: str, days: int) -> None:
    if scope not in Scope.values:
        raise Invalid.field("scope", "unknown_choice", _("This is none of the choices."))
    if not 1 <= days <= MOST_DAYS:
        raise Invalid.field("days", "out_of_range", _("This must be from 1 to 365 days."))
