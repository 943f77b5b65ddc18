"""With what a person signs in, and where they are signed in."""

import datetime as dt
import re
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session

from esn.core.clock import now
from people.models import BrowserSession, Person
from people.policy import owes_second_factor

# The first that fits: browsers call themselves by the names of others too.
_PROGRAMS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"), (r"OPR/|Opera", "Opera"), (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"), (r"Chrome/|CriOS/|Chromium/", "Chrome"), (r"Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    (r"iPhone", "iPhone"), (r"iPad", "iPad"), (r"Android", "Android"), (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"), (r"Macintosh|Mac OS X", "macOS"), (r"Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """A browser where one is signed in; ``program`` and ``system`` are empty when it does not name them."""

    id: str
    program: str
    system: str
    address: str
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    current: bool


@dataclass(frozen=True)
class Passkey:
    """A passkey, without its key."""

    id: str
    name: str
    created_at: dt.datetime
    last_used_at: dt.datetime | None


@dataclass(frozen=True)
class SecondFactor:
    """One's second factors: since when an app shows codes, passkeys, and how many recovery codes are left."""

    app_since: dt.datetime | None
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int
    owed: bool  # the site asks for one, and there is none


def open_sessions(viewer: Person, *, current: str | None = None) -> tuple[OpenSession, ...]:
    """The browsers where the viewer is signed in, last used first; ``current`` is the mark of the one that asks."""
    rows = list(BrowserSession.objects.filter(person=viewer).order_by("-last_seen_at", "id"))
    keys = [row.key for row in rows]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list("session_key", flat=True)
    )
    return tuple(_session(row, current) for row in rows if row.key in living)


def has_passkey(viewer: Person) -> bool:
    """Whether the viewer can show a passkey."""
    return bool(Authenticator.objects.filter(user=viewer, type=Authenticator.Type.WEBAUTHN).exists())


def second_factor(viewer: Person) -> SecondFactor:
    """The viewer's second factors."""
    rows = list(Authenticator.objects.filter(user=viewer).order_by("created_at", "pk"))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return SecondFactor(
        app_since=app.created_at if app else None,
        passkeys=tuple(
            Passkey(str(row.data.get("id", "")), str(row.data["name"]), row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
        recovery_codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
        owed=owes_second_factor(viewer),
    )


def _session(row: BrowserSession, current: str | None) -> OpenSession:
    return OpenSession(
        row.id,
        _first(_PROGRAMS, row.browser),
        _first(_SYSTEMS, row.browser),
        row.address,
        row.opened_at,
        row.last_seen_at,
        row.id == current,
    )


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")
