"""The ceremonies of passkeys (WebAuthn): a challenge in the session, and what a browser answers to it.

Imported by the pages that need it alone: the library behind it is large.
"""

import json
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from people.models import Person

ANSWER_LIMIT = 16 * 1024  # characters
_BROKEN = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)  # whatever a forged one causes


def creation_options(person: Person) -> dict[str, Any]:
    """What a browser needs to make a passkey for somebody."""
    return dict(auth.begin_registration(person, True))


def created(answer: str) -> Mapping[str, Any] | None:
    """The passkey that a browser made, when it answers our challenge and its person was verified; else None."""
    try:
        said = _read(answer)
        auth.parse_registration_response(said)
        return said if auth.complete_registration(said).is_user_verified() else None
    except _BROKEN:
        return None


def request_options(person: Person | None = None) -> dict[str, Any]:
    """What a browser needs to sign by a passkey: one of this person, or of whoever it knows."""
    return dict(auth.begin_authentication(person))


def signed(answer: str, person: Person | None = None) -> Authenticator | None:
    """The passkey that answers our challenge, of this person or of whom it names; else None."""
    try:
        said = _read(answer)
        auth.parse_authentication_response(said)
        who = person or auth.extract_user_from_response(said)
        return auth.complete_authentication(who, said)
    except _BROKEN:
        return None


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > ANSWER_LIMIT:
        raise ValueError("too long")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError("not an object")
    return said
