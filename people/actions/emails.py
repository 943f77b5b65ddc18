"""One's mail address: it becomes one's own when a link sent there was opened, and the former one hears of it."""

import hashlib

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.addresses import site_address
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from esn.core.mail import send_later
from people.actions.telling import tell
from people.models import Person
from people.policy import may_sign_in

LINK_SECONDS = 24 * 3600
EMAIL_PATH = "/settings/email/{token}/"
_PURPOSE = "esn.email-change"


@transaction.atomic
def ask_for_email(actor: Person, *, email: str) -> None:
    """Send a link to an address, which becomes one's own when it is opened; also to prove the present one."""
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid.field("email", "not_an_address", _("This is not a mail address.")) from None
    if address == actor.email and actor.email_verified_at:
        raise Invalid.field("email", "same", _("This is your address already."))
    told = {"person": actor.id, "email": address, "state": _state(actor)}
    link = site_address() + EMAIL_PATH.format(token=signing.dumps(told, salt=_PURPOSE, compress=True))
    context = {"name": actor.name, "link": link, "email": address}
    send_later(to=address, template="email_confirm", language=actor.language, context=context, person_id=actor.id)
    audit.note(actor.id, "email.asked", "person", actor.id)


@transaction.atomic
def confirm_email(actor: Person, *, token: str) -> str:
    """Make the address of a link one's own; Conflict when the link is old, used, or another's."""
    person = Person.objects.select_for_update().get(id=actor.id)
    address = email_of(person, token=token)
    if address is None:
        raise Conflict("link_over", _("This link is no longer valid. Ask for another one."))
    if Person.objects.filter(email__iexact=address, is_active=True).exclude(id=person.id).exists():
        raise Conflict("taken", _("This address belongs to another account."))
    former = person.email
    Person.objects.filter(id=person.id).update(email=address, email_verified_at=now())
    actor.email, actor.email_verified_at = address, now()
    audit.note(person.id, "email.confirmed", "person", person.id)
    if former and former != address:
        tell(person, "email_changed", to=former)
    return address


def email_of(person: Person, *, token: str) -> str | None:
    """The address that a link of the person confirms, while it opens something."""
    try:
        told = signing.loads(token, salt=_PURPOSE, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    fits = told["person"] == person.id and constant_time_compare(told["state"], _state(person))
    return str(told["email"]) if fits and may_sign_in(person) else None


def _state(person: Person) -> str:
    """What a link is bound to: another password or address, or an end of all sessions, ends it."""
    bound = f"{person.email}:{person.email_verified_at}:{person.get_session_auth_hash()}"
    return hashlib.sha256(bound.encode()).hexdigest()[:32]
