"""The browser session of a request: written down when it opens, seen while it is used, put under another key."""

import datetime as dt
import time

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from esn.core.clock import now
from people.credentials import LAST_USED_GRAIN, session_mark
from people.models import BrowserSession, Person

_ROW = "browser"  # in the session: the id of its row
_ROLE = "role"  # in the session: the person's role in the site when its key was made
_MOST_REMEMBERED = 10_000
_seen: dict[str, float] = {}  # when this process wrote last that a session was used


def note_opened(request: HttpRequest, person: Person, *, address: str) -> None:
    """Write down that the person signed in here, and forget those of their sessions that have run out."""
    oldest = now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    BrowserSession.objects.filter(person=person, last_seen_at__lt=oldest).delete()
    row = BrowserSession.objects.create(
        person=person, key=_key(request), address=address, browser=request.headers.get("User-Agent", "")[:300]
    )
    request.session[_ROW] = row.id
    request.session[_ROLE] = person.site_role


def seen(request: HttpRequest, person: Person, *, address: str) -> None:
    """Remember that a session is in use, at most once in five minutes; one whose person has another role is renewed."""
    if request.session.get(_ROLE, person.site_role) != person.site_role:
        renew(request, person)
        request.session[_ROLE] = person.site_role
    row_id = request.session.get(_ROW)
    moment = time.monotonic()
    if row_id is None or moment - _seen.get(row_id, float("-inf")) < LAST_USED_GRAIN.total_seconds():
        return
    if len(_seen) >= _MOST_REMEMBERED:
        _seen.clear()
    _seen[row_id] = moment
    stale = BrowserSession.objects.filter(id=row_id, last_seen_at__lt=now() - LAST_USED_GRAIN)
    stale.update(last_seen_at=now(), address=address, browser=request.headers.get("User-Agent", "")[:300])


def forget(request: HttpRequest) -> None:
    """The session of this request is no longer somebody's."""
    row_id = request.session.pop(_ROW, None)
    if row_id is not None:
        BrowserSession.objects.filter(id=row_id).delete()


def renew(request: HttpRequest, person: Person) -> None:
    """Go on under another key, with what the person's credentials say now; what knew the old key knows nothing."""
    update_session_auth_hash(request, person)  # cycles the key
    row_id = request.session.get(_ROW)
    if row_id is not None:
        BrowserSession.objects.filter(id=row_id).update(key=_key(request))


def mark(session: SessionBase) -> str:
    """How a session is named in the event log and beside its sockets: never by its key, so a renewal keeps it."""
    return str(session.get(_ROW) or session_mark(session.session_key or ""))


def _key(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return str(request.session.session_key)
