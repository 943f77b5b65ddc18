"""What moderators may do with a post, and who reads and decides a report, an appeal and what waits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, NotFound
from feeds.models import WORDS, Act, Appeal, Complaint, HeldPost, Post, Report
from groups import policy as reading
from groups.models import SITE_MODERATORS, Audience
from people.models import Person

# The rows of this room in docs/permissions.md: what one may do with a post as its reader or its moderator.
POST_ACTS = ("hide", "restore", "lock", "unlock", "move", "split")
REASONS = ("insult", "personal_data", "untrue", "wrong_place", "spam", "other")
PERSON_VERBS = (Act.Verb.WARN, Act.Verb.MUTE, Act.Verb.REMOVE, Act.Verb.BAN)
# What the person concerned may ask other moderators to look at again.
APPEALABLE = (Act.Verb.HIDE, Act.Verb.WARN, Act.Verb.MUTE, Act.Verb.REMOVE, Act.Verb.BAN, Act.Verb.DECLINE)
_REPORTABLE = (Person.Kind.MEMBER, Person.Kind.GUEST, Person.Kind.CONTACT)


@dataclass(frozen=True)
class PostStanding:
    """How a viewer stands to a post that they read, and how it stands."""

    viewer_id: str
    author_id: str
    author_kind: str
    author_role: str | None  # in the audience; known to moderators alone
    role: str | None
    kind: str
    audience_kind: str
    is_root: bool
    deleted: bool
    hidden: bool
    locked: bool


def may_report(standing: PostStanding) -> bool:
    """Whoever reads something that another person said may report it."""
    said = not standing.deleted and not standing.hidden
    return said and standing.author_id != standing.viewer_id and standing.author_kind in _REPORTABLE


def post_acts(standing: PostStanding) -> tuple[str, ...]:
    """What a moderator may do with a post: with messages of those below them, and with every thread where they are."""
    if standing.role not in reading.MODERATING or standing.deleted or standing.kind not in WORDS:
        return ()
    acts = []
    above = reading.may_moderate(
        standing.viewer_id, standing.role, person_id=standing.author_id, their_role=standing.author_role
    )
    if above:
        acts.append("restore" if standing.hidden else "hide")
    if standing.is_root:
        acts.append("unlock" if standing.locked else "lock")
    if standing.is_root and standing.audience_kind == Audience.Kind.GROUP:
        acts.append("move")
    if not standing.is_root:
        acts.append("split")
    return tuple(acts)


def sees_hidden(viewer_id: str, *, author_id: str, role: str | None) -> bool:
    """Whether somebody still reads what a moderator hid: its author, and those who moderate there."""
    return viewer_id == author_id or role in reading.MODERATING


def readable_reports(viewer: Person) -> Q:
    """The reports in the queues of a moderator, without those about themselves."""
    return reading.visible(viewer) & ~Q(about=viewer)


def visible_complaints(viewer: Person) -> Q:
    """The complaints of the reports that a moderator decides."""
    return reading.visible(viewer, "report__audience") & ~Q(report__about=viewer)


def require_own_complaint(viewer: Person, complaint_id: str) -> Complaint:
    """What the viewer reported; NotFound otherwise."""
    found = Complaint.objects.select_related("report").filter(reporter=viewer, id=complaint_id).first()
    if found is None or not viewer.is_active:
        raise NotFound
    return found


def require_report(viewer: Person, report_id: str, *, lock: bool = False) -> Report:
    """A report in a queue of the viewer's; NotFound otherwise, and for whom it is about."""
    found = _first(
        Report.objects.filter(readable_reports(viewer), id=report_id), lock=lock, related=("about", "place", "audience")
    )
    if not isinstance(found, Report):
        raise NotFound
    return found


def require_open(report: Report) -> None:
    """Conflict, with the name of who was first, when a report was decided meanwhile."""
    if report.state != Report.State.OPEN:
        raise decided_already(report.decided_by)


def decided_already(by: Person | None) -> Conflict:
    """Somebody was first."""
    name = by.name if by else _("Somebody")
    return Conflict("decided", _("%(name)s has decided this already. Nothing was changed.") % {"name": name})


def readable_appeals(viewer: Person) -> Q:
    """The appeals that a moderator may decide: never those of an act of their own, nor one about themselves."""
    return reading.visible(viewer) & ~Q(act__by=viewer) & ~Q(act__person=viewer)


def require_appeal(viewer: Person, appeal_id: str, *, lock: bool = False) -> Appeal:
    """An appeal that the viewer may decide; NotFound otherwise."""
    found = _first(
        Appeal.objects.filter(readable_appeals(viewer), id=appeal_id), lock=lock, related=("act", "audience")
    )
    if not isinstance(found, Appeal):
        raise NotFound
    return found


def readable_held(viewer: Person) -> Q:
    """What waits for a moderator: theirs to decide, unless they wrote it."""
    return reading.visible(viewer) & ~Q(author=viewer)


def require_held(viewer: Person, held_id: str, *, lock: bool = False) -> HeldPost:
    """What waits, as a moderator who decides about it; NotFound otherwise."""
    found = _first(
        HeldPost.objects.filter(readable_held(viewer), id=held_id), lock=lock, related=("target", "author", "audience")
    )
    if not isinstance(found, HeldPost):
        raise NotFound
    return found


def require_own_held(viewer: Person, held_id: str, *, lock: bool = False) -> HeldPost:
    """What the viewer wrote and what waits; NotFound otherwise."""
    found = _first(HeldPost.objects.filter(author=viewer, id=held_id), lock=lock, related=("target", "audience"))
    if not isinstance(found, HeldPost) or not viewer.is_active:
        raise NotFound
    return found


def require_own_act(viewer: Person, act_id: str, *, lock: bool = False) -> Act:
    """What was done about the viewer; NotFound otherwise."""
    found = _first(Act.objects.filter(person=viewer, id=act_id), lock=lock, related=("group", "post"))
    if not isinstance(found, Act) or not viewer.is_active:
        raise NotFound
    return found


def _first(rows: "QuerySet[Any]", *, lock: bool, related: tuple[str, ...]) -> Any:
    rows = rows.select_related(*related)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def moderated_still(report: Report, post: Post) -> bool:
    """Whether a reported post is still where those who decide moderate: it may have been moved to another group."""
    there = (post.audience.subject_kind, post.audience.subject_ref)
    place = report.place
    return report.audience_id == SITE_MODERATORS or place is None or there == (place.subject_kind, place.subject_ref)


def decidable_on_post(report: Report, post: Post | None) -> tuple[str, ...]:
    """What may be done with a reported post as it stands."""
    if post is None or post.deleted_at is not None or post.kind not in WORDS:
        return ()
    hide = (Act.Verb.HIDE,) if post.hidden_at is None else ()
    lock = (Act.Verb.LOCK,) if not post.root_id and post.locked_at is None else ()
    return tuple(str(verb) for verb in (*hide, *lock))


def decidable_on_person(person: Person, *, in_group: bool, seated: bool) -> tuple[str, ...]:
    """What may be done about a reported person: a customer's contact reads no notice and has no account."""
    if person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST) or not person.is_active:
        return ()
    group = ((Act.Verb.REMOVE,) if seated else ()) + ((Act.Verb.BAN,) if in_group else ())
    return tuple(str(verb) for verb in (Act.Verb.WARN, Act.Verb.MUTE, *group))
