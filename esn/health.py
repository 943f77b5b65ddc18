"""Whether the site is alive, and whether it is ready: migrated, its demo complete, its index caught up."""

import logging
import pkgutil
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from esn.core import consumers, events

logger = logging.getLogger(__name__)

DEMO_UNFINISHED = "demo.unfinished"  # a file in the data folder while the demo company is being written
_was_ready = False
_asked_at: events.Position | None = None


def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> HttpResponse:
    """200 when people can work, else 503 with what is missing. Once ready, only the database can change that."""
    reason = reason_to_wait()
    response = JsonResponse({"ready": reason is None, "reason": reason}, status=200 if reason is None else 503)
    response["Cache-Control"] = "no-store"
    if reason is not None:
        response["Retry-After"] = "1"
    return response


def reason_to_wait() -> str | None:
    """A code for what is missing: database, migrations, demo or index; None when nothing is."""
    global _was_ready
    try:
        if _was_ready:
            connection.ensure_connection()
            return None
        reason = next(_reasons(), None)
    except DatabaseError:
        logger.exception("The database does not answer.")
        return "database"
    _was_ready = reason is None
    return reason


def _reasons() -> Iterator[str]:
    if not is_migrated():
        yield "migrations"
    elif settings.DEMO and (settings.DATA_DIR / DEMO_UNFINISHED).exists():
        yield "demo"
    elif not _index_caught_up():
        yield "index"


def is_migrated() -> bool:
    """Whether every migration of the code was applied, without importing any."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return applied >= set(_migrations())


def _migrations() -> Iterator[tuple[str, str]]:
    for app in apps.get_app_configs():
        for module in pkgutil.iter_modules([f"{app.path}/migrations"]):
            if module.name[0] not in "_~":
                yield app.label, module.name


def _index_caught_up() -> bool:
    """Whether the index holds what the log held when this process was first asked.

    What came later is found in the log itself; and where people never pause, an index is never at the very end.
    """
    global _asked_at
    from esn.wiring import CONSUMERS

    if _asked_at is None:
        _asked_at = events.present()
    return all(consumers.position(consumer) >= _asked_at for consumer in CONSUMERS if consumer.name == "index")
