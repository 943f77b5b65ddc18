"""Second factors: an app for codes, codes for the day when it is lost, passkeys. Rows and sums are the library's."""

import base64
import time
from collections.abc import Mapping
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings as library
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.ids import new_id
from people.actions.sessions import end_sessions
from people.actions.telling import tell
from people.credentials import unwrap_secret, wrap_secret
from people.models import Person
from people.policy import owes_second_factor

APP, CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN
MOST_PASSKEYS = 10
SECRET_BYTES = 16  # at least (RFC 4226, 4)


def new_app_secret() -> str:
    """A secret for an app for codes, in the letters that people can type."""
    return str(generate_totp_secret())


@transaction.atomic
def redeem_code(person: Person, *, code: str) -> str | None:
    """Use up a code of the app or a recovery code; which of the two it was, or None for a wrong or a used one."""
    said = "".join(code.split())
    for row in Authenticator.objects.select_for_update().filter(user=person, type__in=[APP, CODES]):
        if _redeemed(row, said):
            Authenticator.objects.filter(pk=row.pk).update(last_used_at=now())
            if row.type == CODES:
                audit.note(person.id, "recovery_code.used", "person", person.id)
                tell(person, "recovery_code_used")
            return str(row.type)
    return None


@transaction.atomic
def add_app(actor: Person, *, secret: str, code: str) -> tuple[str, ...]:
    """Take codes of an app from now on, when it shows the right one; recovery codes if there were none."""
    _hold(actor)
    if Authenticator.objects.filter(user=actor, type=APP).exists():
        raise Conflict("already_made", _("An app for codes is set up already."))
    _require_secret(secret)
    counter = _counter(secret, "".join(code.split()))
    if counter is None:
        raise Invalid.field("code", "code_wrong", _("This code is not right. Look at the app again."))
    Authenticator.objects.create(user=actor, type=APP, data={"secret": wrap_secret(secret), "last_counter": counter})
    return _added(actor, "app_added")


@transaction.atomic
def remove_app(actor: Person) -> None:
    """Take no codes of the app any more; NotFound when there is none."""
    _hold(actor)
    row = Authenticator.objects.filter(user=actor, type=APP).first()
    if row is None:
        raise NotFound
    _remove(actor, row, "app_removed")


@transaction.atomic
def add_passkey(actor: Person, *, name: str, credential: Mapping[str, Any]) -> tuple[str, ...]:
    """Keep a passkey that the door has verified; recovery codes if there were none."""
    _hold(actor)
    if Authenticator.objects.filter(user=actor, type=PASSKEY).count() >= MOST_PASSKEYS:
        raise Conflict("too_many", _("Nobody needs more than ten passkeys. Remove one first."))
    named = _name(name) or _("Passkey")
    kept = {"id": new_id(), "name": named, "credential": dict(credential)}
    Authenticator.objects.create(user=actor, type=PASSKEY, data=kept)
    return _added(actor, "passkey_added")


@transaction.atomic
def rename_passkey(actor: Person, *, passkey_id: str, name: str) -> None:
    """Call a passkey otherwise."""
    if not _name(name):
        raise Invalid.field("name", "blank", _("A name is needed."))
    row = _passkey(actor, passkey_id)
    row.data["name"] = _name(name)
    row.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(actor: Person, *, passkey_id: str) -> None:
    """Nobody signs in by this passkey any more."""
    _hold(actor)
    _remove(actor, _passkey(actor, passkey_id), "passkey_removed")


@transaction.atomic
def make_recovery_codes(actor: Person) -> tuple[str, ...]:
    """Ten new codes for the day when the app and the passkeys are lost; those of before are worth nothing."""
    _hold(actor)
    if not actor.has_second_factor:
        raise Conflict("no_second_factor", _("Recovery codes stand in for an app or a passkey: set one up first."))
    Authenticator.objects.filter(user=actor, type=CODES).delete()
    audit.note(actor.id, "recovery_codes.made", "person", actor.id)
    tell(actor, "recovery_codes_made")
    return tuple(RecoveryCodes.activate(actor).generate_codes())


def reset_second_factor(actor: Person, person: Person) -> None:
    """Take every second factor of somebody away and sign them out, for actions that decide about it."""
    Authenticator.objects.filter(user=person).delete()
    _note(person)
    end_sessions(actor, person)
    audit.note(actor.id, "second_factor.reset", "person", person.id)
    tell(person, "second_factor_reset")


def _require_secret(secret: str) -> None:
    """Invalid for what no app could keep, or anybody could guess."""
    try:
        known = base64.b32decode(secret, casefold=True)
    except ValueError:
        known = b""
    if len(known) < SECRET_BYTES:
        raise Invalid.field("secret", "not_a_secret", _("This is not a secret of ours. Ask for one first."))


def _redeemed(row: Authenticator, code: str) -> bool:
    if row.type == CODES:
        return bool(RecoveryCodes(row).validate_code(code))
    counter = _counter(unwrap_secret(row.data["secret"]), code)
    if counter is None or counter <= row.data.get("last_counter", 0):  # each code opens once (RFC 6238, 5.2)
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True


def _counter(secret: str, code: str) -> int | None:
    """The step of time to which a code of the app belongs."""
    present = int(time.time()) // library.TOTP_PERIOD
    steps = range(present - library.TOTP_TOLERANCE, present + library.TOTP_TOLERANCE + 1)
    fits = [
        step for step in steps if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    return max(fits, default=None)


def _hold(actor: Person) -> None:
    """Two changes of one person's factors take turns."""
    Person.objects.select_for_update().get(id=actor.id)


def _added(actor: Person, what: str) -> tuple[str, ...]:
    _note(actor)
    audit.note(actor.id, f"second_factor.{what}", "person", actor.id)
    tell(actor, what)
    if Authenticator.objects.filter(user=actor, type=CODES).exists():
        return ()
    return tuple(RecoveryCodes.activate(actor).generate_codes())


def _remove(actor: Person, row: Authenticator, what: str) -> None:
    row.delete()
    primary = Authenticator.objects.filter(user=actor).exclude(type=CODES)
    if not primary.exists():
        Authenticator.objects.filter(user=actor).delete()
    _note(actor)
    if owes_second_factor(actor):
        raise Conflict("last_factor", _("This site asks for a second factor: set another one up first."))
    audit.note(actor.id, f"second_factor.{what}", "person", actor.id)
    tell(actor, what)


def _note(person: Person) -> None:
    """What is known of a person without looking at their factors."""
    held = Authenticator.objects.filter(user=person).exclude(type=CODES).exists()
    Person.objects.filter(id=person.id).update(has_second_factor=held)
    person.has_second_factor = held


def _passkey(actor: Person, passkey_id: str) -> Authenticator:
    row = Authenticator.objects.select_for_update().filter(user=actor, type=PASSKEY, data__id=passkey_id).first()
    if row is None:
        raise NotFound
    return row


def _name(name: str) -> str:
    return " ".join(name.split())[:60]
