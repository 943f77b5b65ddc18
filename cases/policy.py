"""Who may do what in a case; which of its sides one reads is decided in ``groups.policy``."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case, Commitment, Customer, Fact, Handoff, ShownCommitment
from esn.core.errors import Conflict, NotAllowed, NotFound
from groups import policy as reading
from groups.models import Audience, Group, Membership
from people.models import Person
from people.policy import own_audience

# The rows of this room in docs/permissions.md. Any member who reads a case may add structured entries, and becomes a
# participant by it; a free post on a partner's or the customer's side needs a participant.
MEMBER_VERBS = (
    "post_internal",
    "story",
    "take",
    "status",
    "holder",
    "participants",
    "edit",
    "follow",
    "contact",
    "handoff",
    "blocker",
    "link",
    "checklist",
    "promise",
    "tell",
)
COMMITMENT_VERBS = {
    "open": ("change", "keep", "break", "withdraw", "warn", "propose", "show", "tell"),
    "broken": ("change", "keep", "withdraw", "tell"),
    "kept": (),
    "withdrawn": ("tell",),
}
OPEN_VERBS = ("merge",)  # a restricted case keeps to itself
PARTICIPANT_VERBS = ("post_partner", "post_customer")
HOLDER_VERBS = ("restrict",)


def existing(viewer: Person) -> Q:
    """The cases that a viewer knows of: members by the internal side, guests by a side where they have a seat."""
    if viewer.is_member:
        return reading.visible(viewer)
    sides = Audience.objects.filter(reading.visible(viewer, ""), subject_kind="case")
    return Q(ref__in=sides.values("subject_ref"))


def inside_at(viewer: Person, path: str) -> Q:
    """The rows whose case, at ``path``, a member reads inside; none for anybody else."""
    return reading.visible(viewer, f"{path}__audience") if viewer.is_member else Q(pk__in=())


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


def readable_customers(viewer: Person) -> Q:
    """The customers that a viewer reads."""
    return reading.visible(viewer)


def require_customer(viewer: Person, customer_id: str) -> Customer:
    """The customer, when the viewer reads it; NotFound otherwise."""
    rows = Customer.objects.filter(readable_customers(viewer), id=customer_id)
    customer = rows.select_related("merged_into").first()
    if customer is None:
        raise NotFound
    return customer


def require_fact(viewer: Person, fact_id: str, *, lock: bool = False) -> Fact:
    """The fact, for staff who read its customer; NotFound otherwise."""
    require_staff(viewer)
    rows = Fact.objects.filter(reading.visible(viewer, "customer__audience"), id=fact_id).select_related("customer")
    fact = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if fact is None:
        raise NotFound
    return fact


def require_commitment(viewer: Person, commitment_id: str, *, lock: bool = False) -> tuple[Case, Commitment]:
    """The promise and its case, when the viewer reads the internal side; for anybody else there is no such promise."""
    ref = Commitment.objects.filter(id=commitment_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    return case, (Commitment.objects.select_for_update() if lock else Commitment.objects).get(id=commitment_id)


def shown_to(viewer: Person) -> Q:
    """Which promises somebody outside the house was shown, as a condition on ``ShownCommitment``."""
    return reading.visible(viewer)


def require_shown(viewer: Person, commitment_id: str) -> ShownCommitment:
    """How a promise was shown to a guest, on a side where they have a seat; NotFound otherwise."""
    shown = (
        ShownCommitment.objects.filter(shown_to(viewer), commitment=commitment_id)
        .select_related("commitment", "audience")
        .first()
    )
    if shown is None:
        raise NotFound
    return shown


def require_living_customer(actor: Person, customer_id: str, *, lock: bool = False) -> Customer:
    """A customer that staff may change; Conflict for one that was merged into another."""
    require_staff(actor)
    customer = require_customer(actor, customer_id)
    if lock:
        customer = Customer.objects.select_for_update(of=("self",)).get(id=customer.id)
    if customer.merged_into_id:
        raise Conflict("merged", _("This customer was merged into another one. Write it there."))
    return customer


def require_site_admin(actor: Person) -> None:
    """NotAllowed for a colleague who does not run the site; for anybody else the place does not exist."""
    require_staff(actor)
    if actor.site_role != Person.SiteRole.SITE_ADMIN:
        raise NotAllowed(_("Only those who run the site may do this."))


def template_verbs(viewer: Person) -> tuple[str, ...]:
    """What somebody may do with a template of checklists: every member writes it, those who run the site retire it."""
    return ("edit", "retire") if viewer.site_role == Person.SiteRole.SITE_ADMIN else ("edit",)


def require_staff(actor: Person) -> None:
    """Customers and cases are written down by staff; for anybody else the place does not exist."""
    if not reading.readable(actor).all_open:
        raise NotFound


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


def receives(viewer: Person, offer: Handoff) -> bool:
    """Whether a case was offered to the viewer, or to a team of theirs by somebody else."""
    if offer.giver_id == viewer.id:
        return False
    if offer.to_team is None:
        return offer.to_person_id == viewer.id
    return reading.seats_of(viewer.id).filter(audience=offer.to_team.audience_id).exists()


def holder_audience(case: Case) -> str:
    """The audience in which the holder hears of something: a person's own, or their team's."""
    return case.holder_team.audience_id if case.holder_team else own_audience(case.holder_person_id or "")


def leads(viewer: Person, person_id: str) -> bool:
    """Whether the viewer moderates or owns a team in which somebody has a seat."""
    led = Membership.objects.filter(
        person=viewer, role__in=reading.MODERATING, audience__group__kind=Group.Kind.TEAM
    ).values("audience")
    return Membership.objects.filter(person=person_id, role__in=reading.SEATS, audience__in=led).exists()


def require_hand_over(viewer: Person, person_id: str) -> None:
    """NotAllowed unless the viewer is the person, answers for a team of theirs, or runs the site."""
    require_staff(viewer)
    own = viewer.id == person_id
    if not own and viewer.site_role != Person.SiteRole.SITE_ADMIN and not leads(viewer, person_id):
        raise NotAllowed(_("Only they themselves or who answers for their team hand over what they hold."))


def may_restrict(viewer: Person, case: Case, role: str | None) -> bool:
    """The holder, or whoever opened the case, while they take part in it."""
    return role == Membership.Role.OWNER or (role in reading.SEATS and case.opened_by_id == viewer.id)


def require_restrict(viewer: Person, case: Case, role: str | None) -> None:
    """NotAllowed unless the viewer may open or restrict the case."""
    if not may_restrict(viewer, case, role):
        raise NotAllowed
