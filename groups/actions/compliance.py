"""Reading by right of watching over the site: looked for and opened with a reason, and ended."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from groups import policy
from groups.actions.reasons import checked_reason
from groups.models import ComplianceReading
from groups.queries.compliance import Readable, named
from people.models import Person
from people.written import checked_lines

LASTS = dt.timedelta(hours=8)


@transaction.atomic
def look_for_readable(actor: Person, *, text: str, reason: str) -> tuple[Readable, ...]:
    """The groups of a name, secret ones too, or the case of a reference; that somebody looked is written down."""
    policy.require_administration(actor, "read_content")
    text = checked_lines(text, "text", 100)
    if not text:
        raise Invalid.field("text", "blank", _("Name a group, or a case by its reference."))
    audit.note(actor.id, "content.looked_for", "site", "", reason=_reason(reason))
    return named(text)


@transaction.atomic
def open_compliance_reading(actor: Person, *, subject_kind: str, subject_ref: str, reason: str) -> str:
    """Give oneself the right to read one group or case for eight hours; the id of the reading."""
    policy.require_administration(actor, "read_content")
    reason = _reason(reason)
    if subject_kind not in ComplianceReading.Subject.values:
        raise Invalid.field("subject_kind", "unknown_choice", _("Only groups and cases are read in this way."))
    if not policy.audiences_of(subject_kind, subject_ref).exists():
        raise NotFound
    at = now()
    row = ComplianceReading.objects.create(
        reader=actor,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        reason=reason,
        opened_at=at,
        until=at + LASTS,
    )
    audit.note(actor.id, "content.opened", subject_kind, subject_ref, reading=row.id, reason=reason)
    return row.id


@transaction.atomic
def end_compliance_reading(actor: Person, *, reading_id: str) -> None:
    """Give the right back before its hours are over."""
    row = policy.require_compliance_reading(actor, reading_id)
    ComplianceReading.objects.filter(id=row.id).update(until=now())
    audit.note(actor.id, "content.ended", row.subject_kind, row.subject_ref, reading=row.id)


def _reason(reason: str) -> str:
    reason = checked_reason(reason)
    if not reason:
        raise Invalid.field("reason", "blank", _("Say why: it is kept, and others will read it."))
    return reason
