"""What follows from every decision about a report: it is closed, and who reported hears that something was done."""

from esn.core import audit
from esn.core.clock import now
from feeds.actions.moderation.hearing import tell_deciders
from feeds.actions.moderation.notices import tell
from feeds.events import ReportDecided
from feeds.models import Complaint, Report
from people.models import Person


def settle(actor: Person, report: Report, *, acted: bool, reason: str) -> None:
    """Close a report that is held for a change; those who reported learn whether, never what or whom."""
    report.state = Report.State.ACTED if acted else Report.State.DISMISSED
    report.decided_at, report.decided_by = now(), actor
    report.save(update_fields=["state", "decided_at", "decided_by"])
    told = ReportDecided(audience_id="", id=report.id)
    tell_deciders(report.audience, told, but=(report.about_id,), actor_id=actor.id)
    audit.note(actor.id, f"report.{report.state}", "report", report.id, reason=reason, person=report.about_id)
    about = {"subject": report.subject_kind, "id": report.subject_id, "context": report.context}
    for reporter_id in Complaint.objects.filter(report=report).values_list("reporter_id", flat=True):
        tell(reporter_id, f"report_{report.state}", detail=about)
