"""Who knows of a case, who reads it inside, and what they may do with it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case, Handoff
from cases.sides import sides_of
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person
from people.policy import own_audience
from people.queries import delegators_of

# Any member who reads a case may add structured entries, and becomes a participant by it; a free post on a partner's or
# the customer's side needs a participant.
MEMBER_VERBS = (
    "post_internal",
    "story",
    "take",
    "status",
    "holder",
    "participants",
    "edit",
    "follow",
    "mute",
    "contact",
    "handoff",
    "blocker",
    "link",
    "checklist",
    "promise",
    "tell",
    "waiver",
    "huddle",
)
OPEN_VERBS = ("merge",)  # a restricted case keeps to itself
PARTICIPANT_VERBS = ("post_partner", "post_customer", "portal", "urgent")
HOLDER_VERBS = ("restrict",)


def existing(viewer: Person) -> Q:
    """The cases that a viewer knows of: members by the internal side, guests by a side where they have a seat."""
    if viewer.is_member:
        return reading.visible(viewer)
    sides = Audience.objects.filter(reading.visible(viewer, ""), subject_kind="case")
    return Q(ref__in=sides.values("subject_ref"))


def inside_at(viewer: Person, path: str = "") -> Q:
    """The rows whose case, at ``path``, a member reads inside; none for anybody else.

    Without a path, rows that carry the audience of the inside themselves.
    """
    return reading.visible(viewer, f"{path}__audience" if path else "audience") if viewer.is_member else Q(pk__in=())


def require_case(viewer: Person, ref: str, *, lock: bool = False) -> Case:
    """The case, when the viewer knows of it; NotFound otherwise."""
    rows = Case.objects.filter(existing(viewer), ref=ref)
    case = (rows.select_for_update(of=("self",)) if lock else rows.select_related("customer", "audience")).first()
    if case is None:
        raise NotFound
    return case


def require_inside(viewer: Person, ref: str, *, lock: bool = False) -> Case:
    """The case, when the viewer reads its internal side; for anybody else such a verb does not exist."""
    if not viewer.is_member:
        raise NotFound
    case = require_case(viewer, ref, lock=lock)
    if lock and case.merged_into_id:
        raise Conflict("merged", _("This case was merged into another one. Go on there."))
    return case


def require_other_case(viewer: Person, ref: str, other_ref: str) -> tuple[Case, Case]:
    """A case and a different one that the viewer reads inside; Invalid for the second."""
    here = require_inside(viewer, ref)
    if ref == other_ref:
        raise Invalid.field("case", "itself", _("Name another case than this one."))
    try:
        return here, require_inside(viewer, other_ref)
    except NotFound:
        raise Invalid.field("case", "unknown", _("This case is unknown here.")) from None


def require_view(viewer: Person, ref: str) -> list[Audience]:
    """The sides of a case where somebody may be seen looking at it: those that they read, the inside first.

    A customer's contact neither sees nor is seen: for them the place does not exist.
    """
    sides = reading.read_among(viewer, sides_of(ref)) if viewer.kind != Person.Kind.CONTACT else []
    if not sides:
        raise NotFound
    return sorted(sides, key=lambda side: (side.kind != Audience.Kind.INTERNAL, side.kind, side.id))


def require_one_matter(kept: Case, merged: Case) -> None:
    """Invalid for cases of two customers, Conflict where one of them is restricted."""
    if kept.customer_id != merged.customer_id:
        raise Invalid.field("case", "other_customer", _("This is a case of another customer. Link the two instead."))
    if kept.restricted or merged.restricted:
        raise Conflict("restricted", _("A restricted case keeps to itself. Link the two instead."))


def case_verbs(viewer: Person, case: Case, role: str | None) -> tuple[str, ...]:
    """What a member may do with a case that they read: the closed list behind ``can``."""
    verbs = [verb for verb in MEMBER_VERBS if verb != "take" or case.holder_person_id != viewer.id]
    if not case.restricted:
        verbs += OPEN_VERBS
    if role in reading.SEATS:
        verbs += PARTICIPANT_VERBS
    if may_restrict(viewer, case, role):
        verbs += HOLDER_VERBS
    return tuple(verbs)


def may_restrict(viewer: Person, case: Case, role: str | None) -> bool:
    """The holder, or whoever opened the case, while they take part in it."""
    return role == Membership.Role.OWNER or (role in reading.SEATS and case.opened_by_id == viewer.id)


def require_restrict(viewer: Person, case: Case, role: str | None) -> None:
    """NotAllowed unless the viewer may open or restrict the case."""
    if not may_restrict(viewer, case, role):
        raise NotAllowed


def receives(viewer: Person, offer: Handoff) -> bool:
    """Whether a case was offered to the viewer, to somebody for whom they stand in, or to a team of theirs.

    Nobody receives what they gave; a delegate answers what they read anyway, which the caller has asked.
    """
    if offer.giver_id == viewer.id:
        return False
    if offer.to_team is None:
        return offer.to_person_id == viewer.id or for_whom(viewer, offer) is not None
    return reading.seats_of(viewer.id).filter(audience=offer.to_team.audience_id).exists()


def for_whom(viewer: Person, offer: Handoff) -> str | None:
    """The id of the person on whose behalf the viewer answers an offer; None when they answer for themselves."""
    asked = offer.to_person_id
    if asked is None or asked == viewer.id or viewer.id == offer.giver_id:
        return None
    return asked if asked in delegators_of(viewer.id) else None


def holder_audience(case: Case) -> str:
    """The audience in which the holder hears of something: a person's own, or their team's."""
    return case.holder_team.audience_id if case.holder_team else own_audience(case.holder_person_id or "")
