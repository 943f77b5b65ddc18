"""Whether the audit log still is what was written: asked every day by the worker, and when somebody wants to know."""

import datetime as dt
import logging
import threading

from django.db import close_old_connections
from django_tasks import task

from esn.core import audit, jobs
from esn.core.clock import now
from esn.core.models import AuditCheck, AuditEntry

EVERY = dt.timedelta(days=1)
KEPT = 30  # results
_LOOK_SECONDS = 600.0

logger = logging.getLogger(__name__)


def ask(actor_id: str) -> None:
    """Let the worker verify the whole log, in the transaction of whoever asks."""
    jobs.defer(verify, asked_by=actor_id)


@task
def verify(asked_by: str = "") -> None:
    """Read the whole log, and write down how far it is whole."""
    newest = AuditEntry.objects.order_by("-position").values_list("position", flat=True).first() or 0
    entries = AuditEntry.objects.filter(position__lte=newest).count()
    broken = audit.first_broken(up_to=newest)
    if broken is not None:
        logger.critical("The audit log was changed: entry %d does not follow from the one before.", broken)
    AuditCheck.objects.create(at=now(), up_to=newest, entries=entries, broken=broken, asked_by=asked_by)
    old = AuditCheck.objects.order_by("-id").values_list("id", flat=True)[KEPT : KEPT + 100]
    AuditCheck.objects.filter(id__in=list(old)).delete()


def last() -> AuditCheck | None:
    """The newest result."""
    return AuditCheck.objects.order_by("-id").first()


def verify_when_due() -> bool:
    """Verify the log if nobody did for a day; whether it was done."""
    newest = last()
    if newest is not None and newest.at > now() - EVERY:
        return False
    verify.call()
    return True


def run_forever(stop: threading.Event) -> None:
    """Verify the log once a day, until asked to stop."""
    pause = 0.0
    while not stop.wait(pause):
        pause = _LOOK_SECONDS
        try:
            verify_when_due()
        except Exception:
            logger.exception("The audit log was not verified; it is tried again later.")
        finally:
            close_old_connections()
