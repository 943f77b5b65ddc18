"""Creating requests that a device may repeat: the same key makes one object, and answers alike.

A key is claimed with a lease before the work, and completed in the transaction of the work. Failures are not kept.
"""

import datetime as dt
import logging
import threading
import uuid

from django.db import IntegrityError, close_old_connections, transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict
from esn.core.models import IdempotencyKey

LEASE = dt.timedelta(seconds=60)
KEPT = dt.timedelta(hours=48)
EVERY_SECONDS = 3600.0

logger = logging.getLogger(__name__)


class KeyReused(Exception):
    """The key was used before with another request."""


def claim(person_id: str, key: uuid.UUID, fingerprint: str) -> str | None:
    """Claim a key for the work; the id of what it made before, or None when the work is ours to do."""
    until = now() + LEASE
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(person_id=person_id, key=key, fingerprint=fingerprint, lease_until=until)
    except IntegrityError:
        return _known(person_id, key, fingerprint, until)
    return None


def complete(person_id: str, key: uuid.UUID, object_id: str) -> None:
    """Write down what the work made; fails when the lease was lost to another request meanwhile."""
    updated = IdempotencyKey.objects.filter(person_id=person_id, key=key, completed_at=None).update(
        object_id=object_id, completed_at=now()
    )
    if not updated:
        raise Conflict("key_running", _("The same request is already running. Ask again in a moment."))


def is_used(person_id: str, key: uuid.UUID) -> bool:
    """Whether something was made with a key already."""
    return IdempotencyKey.objects.filter(person_id=person_id, key=key, completed_at__isnull=False).exists()


def release(person_id: str, key: uuid.UUID) -> None:
    """Give a key back after a failure, so that the device may repeat."""
    IdempotencyKey.objects.filter(person_id=person_id, key=key, completed_at=None).delete()


def forget_old() -> int:
    """Delete the keys that are older than the time they are kept; how many."""
    return IdempotencyKey.objects.filter(completed_at__lt=now() - KEPT).delete()[0]


def run_forever(stop: threading.Event) -> None:
    """Forget old keys once an hour, until asked to stop."""
    pause = 0.0
    while not stop.wait(pause):
        pause = EVERY_SECONDS
        try:
            forget_old()
        except Exception:
            logger.exception("Old keys were not forgotten; it is tried again in an hour.")
        finally:
            close_old_connections()


def _known(person_id: str, key: uuid.UUID, fingerprint: str, until: dt.datetime) -> str | None:
    row = IdempotencyKey.objects.filter(person_id=person_id, key=key).first()
    if row is not None and row.fingerprint != fingerprint:
        raise KeyReused
    if row is not None and row.completed_at:
        return row.object_id
    taken_over = IdempotencyKey.objects.filter(
        person_id=person_id, key=key, completed_at=None, lease_until__lt=now()
    ).update(lease_until=until)
    if not taken_over:
        raise Conflict("key_running", _("The same request is already running. Ask again in a moment."))
    return None
