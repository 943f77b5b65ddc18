"""Who opens a socket: a device by its token, or a browser by its session; and how much they may hear."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare

from people import browser_sessions
from people import queries as people
from people.models import Person
from people.policy import may_speak


@dataclass(frozen=True)
class Caller:
    """Who opens a socket, by which session or device."""

    person: Person
    session_id: str
    listens: bool = True
    seen: bool = True  # what they look at is shown to others
    until: dt.datetime | None = None  # when a device's time is over


def who(scope: Mapping[str, Any]) -> Caller | None:
    """Whom the handshake names; None for nobody."""
    try:
        return _of_device(scope) if scope["path"] == "/ws/v1/device" else _of_browser(scope)
    finally:
        close_old_connections()


def may_listen(scope: Mapping[str, Any], caller: Caller) -> bool:
    """Whether their device may hear anything, and their page is one of ours."""
    return caller.listens and _trusted_origin(scope)


def _of_device(scope: Mapping[str, Any]) -> Caller | None:
    scheme, _space, secret = _header(scope, b"authorization").partition(" ")
    token = people.token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        return None
    return Caller(
        token.person,
        f"token:{token.id}",
        listens=may_speak(token.scope, writes=False),
        seen=may_speak(token.scope, writes=True),
        until=token.expires_at,
    )


def _of_browser(scope: Mapping[str, Any]) -> Caller | None:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return of_session(cookie.value) if cookie else None


def of_session(key: str) -> Caller | None:
    """Whom a browser's session speaks for; None when it ended."""
    session = SessionStore(key)
    person_id, backend = session.get(SESSION_KEY), session.get(BACKEND_SESSION_KEY)
    if person_id is None or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    person = load_backend(backend).get_user(person_id)
    if not isinstance(person, Person):
        return None
    fits = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return Caller(person, f"session:{browser_sessions.mark(session)}") if fits else None


def _trusted_origin(scope: Mapping[str, Any]) -> bool:
    """Browsers name the whole origin that they come from; devices have none."""
    if scope["path"] == "/ws/v1/device":
        return True
    origin = _header(scope, b"origin")
    if settings.ORIGIN:
        return origin == settings.ORIGIN
    host = _header(scope, b"host")
    domain, _port = split_domain_port(host)
    return validate_host(domain, settings.ALLOWED_HOSTS) and origin == f"http://{host}"


def _header(scope: Mapping[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for found, value in scope["headers"] if found == name), "")
