"""Letting a device be notified, and no longer."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import web_push
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from esn.core.jobs import defer
from esn.core.outside import asking
from people.actions.pushed import deliver_trial
from people.events import PushChanged
from people.models import BrowserSession, DeviceToken, Person, PushSubscription
from people.policy import own_audience

MOST = 20  # devices of one person


@transaction.atomic
def register_push(
    actor: Person,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    name: str = "",
    session: str | None = None,
    token: str | None = None,
) -> str:
    """Let a device be notified; its id. It ends with the browser session or the token through which it came.

    A device that is known keeps its id; one that another person let be notified is now this person's.
    """
    _check(endpoint, p256dh, auth)
    Person.objects.select_for_update().get(id=actor.id)  # two at once are one after the other
    browser = BrowserSession.objects.filter(person=actor, id=session or "").first()
    phone = DeviceToken.objects.filter(person=actor, id=token or "", revoked_at=None).first()
    if browser is None and phone is None:
        raise Conflict("no_session", _("Sign in again on this device, then let it be notified."))
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    PushSubscription.objects.filter(digest=digest).exclude(person=actor).delete()
    row = PushSubscription.objects.filter(digest=digest).first()
    if row is None and PushSubscription.objects.filter(person=actor).count() >= MOST:
        raise Invalid.field("endpoint", "too_many", _("You have 20 devices. Remove one of them first."))
    row = row or PushSubscription(person=actor, endpoint=endpoint, digest=digest)
    row.p256dh, row.auth, row.failures = p256dh, auth, 0
    row.name = name.strip()[:80] or row.name or _("A device")
    row.session, row.token = browser, None if browser else phone
    row.save()
    record(PushChanged(audience_id=own_audience(actor.id), id=row.id), actor.id)
    return row.id


@transaction.atomic
def remove_push(actor: Person, *, push_id: str) -> None:
    """Notify one of one's devices no more."""
    gone, _each = PushSubscription.objects.filter(person=actor, id=push_id).delete()
    if not gone:
        raise NotFound
    record(PushChanged(audience_id=own_audience(actor.id), id=push_id), actor.id)


@transaction.atomic
def try_push(actor: Person, *, push_id: str) -> None:
    """Send a notification to one of one's devices at once, to see that it arrives."""
    if not PushSubscription.objects.filter(person=actor, id=push_id).exists():
        raise NotFound
    defer(deliver_trial, person_id=actor.id, push_id=push_id)


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    if not asking.may_post(endpoint):
        detail = _("This address cannot be that of a push service.")
        raise Invalid.field("endpoint", "address", detail)
    try:
        web_push.check_keys(p256dh, auth)
    except ValueError:
        raise Invalid.field("p256dh", "keys", _("These are not the keys of a browser.")) from None
