"""One report with what its decision needs: the words of then and of now, both people's past, notes and acts."""

from feeds import policy
from feeds.models import Complaint, Post, Report, ReportNote
from feeds.queries.moderation.people import of_report, pasts
from feeds.queries.moderation.queues import summaries
from feeds.queries.moderation.summaries import (
    ComplaintSummary,
    OwnComplaint,
    Present,
    ReportNoteSummary,
    ReportRecord,
)
from groups import policy as reading
from groups.models import Audience, Membership
from people import queries as people
from people.models import Person

MOST = 100  # complaints and notes that are shown


def report(viewer: Person, report_id: str) -> ReportRecord:
    """One report; NotFound for who does not decide it, and for whom it is about."""
    row = policy.require_report(viewer, report_id)
    complaints = people.with_people(Complaint.objects.filter(report=row).order_by("at", "id")[:MOST], "reporter")
    notes = people.with_people(ReportNote.objects.filter(report=row).order_by("at", "id")[:MOST], "author")
    reporters = {one.reporter.id: one.reporter for one in complaints}
    past = pasts(viewer, [row.about, *reporters.values()])
    post = _post(row)
    is_open = row.state == Report.State.OPEN
    on_person = _on_person(row) if is_open else ()
    return ReportRecord(
        report=summaries([row])[0],
        complaints=tuple(map(_complaint, complaints)),
        present=_present(row, post, complaints),
        readable=bool(row.place_id and reading.read_among(viewer, [row.place])) if row.place else True,
        context=row.context,
        about=past[row.about_id],
        reporters=tuple(past[id_] for id_ in reporters),
        notes=tuple(ReportNoteSummary(one.id, people.ref(one.author), one.text, one.at) for one in notes),
        acts=of_report(row.id),
        can=("note", "decide") if is_open else ("note",),
        on_post=policy.decidable_on_post(row, post) if is_open else (),
        on_person=on_person,
    )


def _post(row: Report) -> Post | None:
    """What was reported, as long as those who decide moderate it; what was moved away is not theirs to read."""
    if row.subject_kind != Report.Subject.POST:
        return None
    post = Post.objects.select_related("audience").filter(id=row.subject_id).first()
    return post if post is not None and policy.moderated_still(row, post) else None


def own_complaint(viewer: Person, complaint_id: str) -> OwnComplaint:
    """What the viewer reported; NotFound for others."""
    row = policy.require_own_complaint(viewer, complaint_id)
    return OwnComplaint(row.id, row.report.subject_kind, row.report.subject_id, row.reason, row.text, row.at)


def _complaint(row: Complaint) -> ComplaintSummary:
    return ComplaintSummary(
        row.id, people.ref(row.reporter), row.reason, row.text, row.at, row.said, row.revision, tuple(row.files)
    )


def _present(row: Report, post: Post | None, complaints: list[Complaint]) -> Present:
    """How what was reported stands now; the words of a note or a person are looked at where they are."""
    if row.subject_kind != Report.Subject.POST:
        return Present("elsewhere", "", 0)
    if post is None:
        return Present("gone", "", 0)
    if post.deleted_at is not None:
        return Present("deleted", "", 0)
    if post.hidden_at is not None:
        return Present("hidden", post.body, post.revision)
    then = complaints[-1].revision if complaints else post.revision
    return Present("there" if then == post.revision else "edited", post.body, post.revision)


def _on_person(row: Report) -> tuple[str, ...]:
    place = row.place
    in_group = place is not None and place.kind == Audience.Kind.GROUP
    seated = in_group and Membership.objects.filter(
        audience=place, person=row.about, role__in=(*reading.SEATS,)
    ).exclude(role=Membership.Role.FOLLOWER).exists()  # fmt: skip
    return policy.decidable_on_person(row.about, in_group=in_group, seated=bool(seated))
