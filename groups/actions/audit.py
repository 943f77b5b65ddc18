"""Acts upon the audit log itself: taking it away as a file, and having it verified."""

import datetime as dt
from typing import Any

from django.db import transaction

from esn.core import audit, audit_checks
from groups import policy
from groups.queries.audit import AuditFilter
from people.models import Person


@transaction.atomic
def note_export(actor: Person, *, wanted: AuditFilter) -> None:
    """Write down that somebody takes the log away, and by which filters, before the first line leaves."""
    policy.require_administration(actor, "read_audit")
    told: dict[str, Any] = {name: value for name, value in vars(wanted).items() if value}
    if wanted.who:
        told["who"] = True  # a name that was looked for is what somebody typed: that there was one is enough
    kept = {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in told.items()}
    audit.note(actor.id, "audit.exported", "audit", "", filters=kept)


@transaction.atomic
def verify_audit(actor: Person) -> None:
    """Let the worker compare every entry with the one before."""
    policy.require_administration(actor, "read_audit")
    audit.note(actor.id, "audit.verification_asked", "audit", "")
    audit_checks.ask(actor.id)
