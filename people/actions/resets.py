"""A forgotten password: a link by mail, for one hour and one use.

Asking does the same whoever is meant, or nobody: one job is written down. Whether somebody is known is found out later,
by the worker; neither the answer, nor the time it takes, nor a second try tells it.
"""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import Q
from django_tasks import task

from esn.core import audit, jobs
from esn.core.addresses import site_address
from esn.core.errors import Conflict
from esn.core.mail import send_later
from people.actions.passwords import end_credentials, set_password
from people.actions.telling import tell
from people.models import Person
from people.policy import may_sign_in

MOST_ACCOUNTS = 5  # that share one address
RESET_PATH = "/sign-in/reset/{person_id}/{token}/"


class ResetTokens(PasswordResetTokenGenerator):
    """One hour, and until the password, the address or the last time of signing in changes; for this purpose alone."""

    key_salt = "esn.password-reset"


tokens = ResetTokens()


@transaction.atomic
def ask_for_reset(*, asked: str) -> None:
    """Have a link sent to whoever has this name or address, if there is anybody."""
    jobs.defer(send_reset, asked=asked[:254])


@task
@transaction.atomic
def send_reset(asked: str) -> None:
    """Send the link, when this is the name or the address of people who may sign in and have an address."""
    named = Q(handle=asked.lower()) | Q(email__iexact=asked)
    for person in Person.objects.filter(named, is_active=True).exclude(email="")[:MOST_ACCOUNTS]:
        if may_sign_in(person):
            link = site_address() + RESET_PATH.format(person_id=person.id, token=tokens.make_token(person))
            send_later(
                to=person.email,
                template="password_reset",
                language=person.language,
                context={"name": person.name, "handle": person.handle, "link": link},
                person_id=person.id,
            )
            audit.note(person.id, "password.reset_asked", "person", person.id)


def reset_of(*, person_id: str, token: str) -> Person | None:
    """Whose link this is, while it opens something."""
    person = Person.objects.filter(id=person_id).first()
    return person if person and may_sign_in(person) and tokens.check_token(person, token) else None


@transaction.atomic
def reset_password(*, person_id: str, token: str, new: str) -> None:
    """Give the person of a link another password and sign them out everywhere; Conflict when the link is used up."""
    Person.objects.select_for_update().filter(id=person_id).first()
    person = reset_of(person_id=person_id, token=token)
    if person is None:
        raise Conflict("link_over")
    set_password(person, new)
    audit.note(person.id, "password.reset", "person", person.id)
    end_credentials(person, person)
    tell(person, "password_reset")
