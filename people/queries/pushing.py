"""To which devices of a person the site may send a notification."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from esn.core.clock import now
from esn.core.errors import NotFound
from people.models import Person, PushSubscription


@dataclass(frozen=True)
class PushDevice:
    """A device of one's own that is notified, without its address; ``current`` is the one that asks."""

    id: str
    name: str
    created_at: dt.datetime
    sent_at: dt.datetime | None
    current: bool


@dataclass(frozen=True)
class PushTarget:
    """How one device is reached, for the worker alone."""

    id: str
    endpoint: str
    p256dh: str
    auth: str
    told_up_to: dt.datetime


def push_devices(viewer: Person, *, session: str | None = None, token: str | None = None) -> tuple[PushDevice, ...]:
    """The viewer's devices that are notified, newest first; the one of this session or token is the present one."""
    rows = _living(PushSubscription.objects.filter(person=viewer)).order_by("-created_at", "id")
    here = {session, token} - {None}
    return tuple(
        PushDevice(row.id, row.name, row.created_at, row.sent_at, bool({row.session_id, row.token_id} & here))
        for row in rows
    )


def somebody_is_notified() -> bool:
    """Whether any device of the site is notified: the keys are always there, an address with https may not be."""
    return _living(PushSubscription.objects.all()).exists()


def push_device(viewer: Person, push_id: str, *, session: str | None = None, token: str | None = None) -> PushDevice:
    """One of them; NotFound for any other."""
    found = next((one for one in push_devices(viewer, session=session, token=token) if one.id == push_id), None)
    if found is None:
        raise NotFound
    return found


def push_targets(person_id: str, push_id: str | None = None) -> tuple[PushTarget, ...]:
    """Where notifications for somebody go now, or the one of these; of who may not act, nowhere."""
    rows = _living(PushSubscription.objects.filter(person=person_id)).order_by("created_at", "id")
    if push_id is not None:
        rows = rows.filter(id=push_id)
    return tuple(PushTarget(row.id, row.endpoint, row.p256dh, row.auth, row.told_up_to) for row in rows)


def push_receivers(person_ids: Iterable[str]) -> dict[str, dt.datetime | None]:
    """Those of some people who have a device that is notified, and when one was notified last; one statement."""
    found: dict[str, dt.datetime | None] = {}
    rows = _living(PushSubscription.objects.filter(person__in=set(person_ids)))
    for id_, at in rows.values_list("person_id", "sent_at"):
        found[id_] = max(filter(None, (found.get(id_), at)), default=None)
    return found


def pushed_person(person_id: str) -> Person | None:
    """Somebody who may act, and has a device that is notified."""
    rows = Person.objects.filter(id=person_id, is_active=True)
    return rows.first() if push_targets(person_id) else None


def _living(rows: QuerySet[PushSubscription]) -> QuerySet[PushSubscription]:
    """Those whose device may still speak for its person."""
    used = now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    browser = Q(session__last_seen_at__gt=used)
    phone = Q(token__isnull=False, token__revoked_at=None, token__expires_at__gt=now())
    return rows.filter(browser | phone, person__is_active=True)
