"""One's password."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.errors import Invalid, Problem
from people.actions.calendars import close
from people.actions.devices import revoke
from people.actions.sessions import end_sessions
from people.actions.telling import tell
from people.models import CalendarAddress, DeviceToken, Person


@transaction.atomic
def change_password(actor: Person, *, current: str, new: str, kept_session: str | None = None) -> None:
    """Change one's password; every other session and device is signed out, and the calendar's address closed."""
    if not actor.check_password(current):
        raise Invalid.field("current", "wrong_password", _("This is not your present password."))
    set_password(actor, new)
    audit.note(actor.id, "password.changed", "person", actor.id)
    end_credentials(actor, actor, kept_session=kept_session)
    tell(actor, "password_changed")


def end_credentials(actor: Person, person: Person, *, kept_session: str | None = None) -> None:
    """End what speaks for a person without their password: sessions, devices, and the address of their calendar."""
    for token in DeviceToken.objects.filter(person=person, revoked_at=None):
        revoke(actor, token)
    for address in CalendarAddress.objects.filter(person=person, revoked_at=None):
        close(actor, address)
    end_sessions(actor, person, kept_session=kept_session)


def set_password(person: Person, new: str) -> None:
    """Give a person a password; Invalid, for the field ``new``, when it is weak or public."""
    if new == settings.DEMO_PASSWORD:
        raise Invalid.field("new", "public", _("Everybody knows this password. Choose another one."))
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise Invalid(
            {"new": [Problem(one.code or "weak", str(one.messages[0])) for one in error.error_list]}
        ) from None
    person.set_password(new)
    person.save(update_fields=["password"])
