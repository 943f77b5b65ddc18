"""Browser sessions, and being signed in anywhere."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from esn.core import audit
from esn.core.errors import NotFound
from esn.core.events import record
from people.actions.devices import end_codes, revoke
from people.events import SessionsEnded
from people.models import BrowserSession, DeviceToken, Person
from people.policy import own_audience


@transaction.atomic
def end_session(actor: Person, *, session: str) -> None:
    """One browser session ended: its sockets close, and the code that it shows is over; ``session`` is its mark."""
    end_codes(actor, session=session)
    record(SessionsEnded(audience_id=own_audience(actor.id), id=actor.id, ended=session), actor.id)


@transaction.atomic
def end_browser(actor: Person, *, session_id: str) -> None:
    """Sign one of one's browsers out; NotFound for another's."""
    row = BrowserSession.objects.select_for_update().filter(person=actor, id=session_id).first()
    if row is None:
        raise NotFound
    Session.objects.filter(session_key=row.key).delete()
    row.delete()
    audit.note(actor.id, "session.ended", "session", session_id)
    end_session(actor, session=session_id)


@transaction.atomic
def sign_out_everywhere(actor: Person, *, kept_session: str | None = None) -> None:
    """End every browser session and every device of one's own; ``kept_session`` is the mark of the one that stays.

    The browser that stays must be given the new hash afterwards (``people.browser_sessions.renew``).
    """
    end_sessions(actor, actor, kept_session=kept_session)
    for token in DeviceToken.objects.filter(person=actor, revoked_at=None):
        revoke(actor, token)
    audit.note(actor.id, "sessions.ended", "person", actor.id)


def end_sessions(actor: Person, person: Person, *, kept_session: str | None = None) -> None:
    """End every browser session of a person, for actions that decide about it; by one row, listed or not."""
    Person.objects.filter(id=person.id).update(sessions_round=F("sessions_round") + 1)
    person.refresh_from_db(fields=["sessions_round"])
    others = BrowserSession.objects.filter(person=person).exclude(id=kept_session or "")
    Session.objects.filter(session_key__in=list(others.values_list("key", flat=True))).delete()
    others.delete()
    end_codes(person)
    record(SessionsEnded(audience_id=own_audience(person.id), id=person.id, kept=kept_session), actor.id)
