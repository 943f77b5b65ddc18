"""Who may do what in a case; which of its sides one reads is decided in ``groups.policy``."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import (
    Case,
    Commitment,
    Customer,
    CustomerNote,
    Fact,
    Handoff,
    Huddle,
    Rule,
    RuleDecider,
    ShownCommitment,
    Waiver,
)
from cases.sides import sides_of
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds.models import Post
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
    "waiver",
    "huddle",
)
COMMITMENT_VERBS = {
    "open": ("change", "keep", "break", "withdraw", "warn", "propose", "show", "tell"),
    "broken": ("change", "keep", "withdraw", "tell"),
    "kept": (),
    "withdrawn": ("tell",),
}
OPEN_VERBS = ("merge",)  # a restricted case keeps to itself
RULE_VERBS = ("edit", "retire")  # of whoever answers for the rule
WAIVER_VERBS = {"decider": ("grant", "refuse"), "asker": ("withdraw",)}
HUDDLE_VERBS = {"invited": ("option", "opinion"), "caller": ("decide", "close")}
PARTICIPANT_VERBS = ("post_partner", "post_customer", "portal")
HOLDER_VERBS = ("restrict",)
CUSTOMER_VERBS = ("edit", "open_case", "contact", "note", "merge")
NOTE_VERBS = {"stays": ("edit", "remove"), "loss": ("edit",), "return": ("edit",)}  # by who wrote it
REFERENCE_VERBS = ("add", "edit", "remove")


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


def require_view(viewer: Person, ref: str) -> list[Audience]:
    """The sides of a case where somebody may be seen looking at it: those that they read, the inside first.

    A customer's contact neither sees nor is seen: for them the place does not exist.
    """
    sides = reading.read_among(viewer, sides_of(ref)) if viewer.kind != Person.Kind.CONTACT else []
    if not sides:
        raise NotFound
    return sorted(sides, key=lambda side: (side.kind != Audience.Kind.INTERNAL, side.kind, side.id))


def require_portal(actor: Person, ref: str) -> Case:
    """The case, held for a change, when the actor takes part in it: they open its window to the customer."""
    case = require_inside(actor, ref, lock=True)
    if reading.role_in(actor, case.audience) not in reading.SEATS:
        raise NotAllowed(_("Only those who take part in the case open it to the customer."))
    return case


def require_window(viewer: Person, ref: str) -> tuple[Case, Audience]:
    """A case and its customer's side, for a contact who sits there and for staff who read it; NotFound otherwise."""
    if viewer.kind not in (Person.Kind.MEMBER, Person.Kind.CONTACT):
        raise NotFound
    case = require_case(viewer, ref)
    sides = sides_of(ref).filter(reading.visible(viewer, ""), kind=Audience.Kind.CUSTOMER)
    side: Audience | None = sides.first()
    if side is None:
        raise NotFound
    return case, side


def living_links() -> Q:
    """The links into a window that still open it: neither taken back nor over, of people who are still there.

    Undoing a merge of customers may leave a contact with one of them and the case with the other.
    """
    return Q(
        revoked_at=None,
        expires_at__gt=now(),
        made_by__is_active=True,
        contact__removed_at=None,
        contact__person__is_active=True,
        contact__customer=F("case__customer"),
    )


def require_told(viewer: Person, subject: str, subject_id: str) -> Post:
    """What a contact was last told of a promise or a fact, on a side of theirs; NotFound when nothing was."""
    told = Post.objects.filter(
        reading.visible(viewer),
        audience__kind=Audience.Kind.CUSTOMER,
        kind="telling",
        detail__subject=subject,
        detail__subject_id=subject_id,
    )
    found = told.select_related("audience").order_by("-created_at", "-id").first()
    if viewer.kind != Person.Kind.CONTACT or found is None:
        raise NotFound
    return found


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


def require_two_customers(actor: Person, kept_id: str, merged_id: str) -> tuple[Customer, Customer]:
    """Two customers that staff may find to be one: the first is kept. Conflict where one is another's already."""
    kept = require_customer(actor, kept_id)
    require_staff(actor)
    merged = Customer.objects.filter(readable_customers(actor), id=merged_id).first()
    if merged is None:
        raise Invalid.field("customer", "unknown", _("This customer is unknown here."))
    if kept.id == merged.id:
        raise Invalid.field("customer", "itself", _("A customer cannot be merged with itself."))
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict("merged", _("One of them was merged already. Undo that first."))
    return kept, merged


def require_note(viewer: Person, customer: Customer, note_id: str, *, lock: bool = False) -> CustomerNote:
    """A note about a customer that staff read; NotFound when there is none like it."""
    require_staff(viewer)
    rows = CustomerNote.objects.filter(customer=customer, id=note_id)
    note = (rows.select_for_update() if lock else rows.select_related("author")).first()
    if note is None:
        raise NotFound
    return note


def note_verbs(viewer: Person, note: CustomerNote) -> tuple[str, ...]:
    """Who wrote a note corrects it, and takes back what is not the history of the customer."""
    return NOTE_VERBS[note.kind] if note.author_id == viewer.id else ()


def reference_verbs(viewer: Person) -> tuple[str, ...]:
    """Those who run the site say where the records of other systems are."""
    return REFERENCE_VERBS if viewer.runs_site else ()


def require_site_admin(actor: Person) -> None:
    """NotAllowed for a colleague who does not run the site; for anybody else the place does not exist."""
    require_staff(actor)
    if not actor.runs_site:
        raise NotAllowed(_("Only those who run the site may do this."))


def template_verbs(viewer: Person) -> tuple[str, ...]:
    """What somebody may do with a template of checklists: every member writes it, those who run the site retire it."""
    return ("edit", "retire") if viewer.runs_site else ("edit",)


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
    led = _led(viewer).values("audience")
    return Membership.objects.filter(person=person_id, role__in=reading.SEATS, audience__in=led).exists()


def may_hand_over(viewer: Person, person_id: str) -> bool:
    """Whether the viewer is the person, runs the site, or answers for a team of theirs."""
    if not reading.readable(viewer).all_open:
        return False
    return viewer.id == person_id or viewer.runs_site or leads(viewer, person_id)


def require_hand_over(viewer: Person, person_id: str) -> None:
    """NotAllowed unless the viewer is the person, answers for a team of theirs, or runs the site."""
    require_staff(viewer)
    if not may_hand_over(viewer, person_id):
        raise NotAllowed(_("Only they themselves or who answers for their team hand over what they hold."))


def may_restrict(viewer: Person, case: Case, role: str | None) -> bool:
    """The holder, or whoever opened the case, while they take part in it."""
    return role == Membership.Role.OWNER or (role in reading.SEATS and case.opened_by_id == viewer.id)


def require_one_matter(kept: Case, merged: Case) -> None:
    """Invalid for cases of two customers, Conflict where one of them is restricted."""
    if kept.customer_id != merged.customer_id:
        raise Invalid.field("case", "other_customer", _("This is a case of another customer. Link the two instead."))
    if kept.restricted or merged.restricted:
        raise Conflict("restricted", _("A restricted case keeps to itself. Link the two instead."))


def require_other_case(viewer: Person, ref: str, other_ref: str) -> tuple[Case, Case]:
    """A case and a different one that the viewer reads inside; Invalid for the second."""
    here = require_inside(viewer, ref)
    if ref == other_ref:
        raise Invalid.field("case", "itself", _("Name another case than this one."))
    try:
        return here, require_inside(viewer, other_ref)
    except NotFound:
        raise Invalid.field("case", "unknown", _("This case is unknown here.")) from None


def require_restrict(viewer: Person, case: Case, role: str | None) -> None:
    """NotAllowed unless the viewer may open or restrict the case."""
    if not may_restrict(viewer, case, role):
        raise NotAllowed


# Rules, exceptions and huddles ----------------------------------------------------------------------------------------
def readable_rules(viewer: Person) -> Q:
    """The rules that a viewer reads."""
    return reading.visible(viewer)


def require_rule(viewer: Person, rule_id: str, *, lock: bool = False) -> Rule:
    """The rule, when the viewer reads it; NotFound otherwise."""
    rows = Rule.objects.filter(readable_rules(viewer), id=rule_id).select_related("owner_person", "owner_team")
    rule = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if rule is None:
        raise NotFound
    return rule


def led_teams(viewer: Person) -> frozenset[str]:
    """The teams that the viewer moderates or owns."""
    return frozenset(_led(viewer).values_list("audience__group__id", flat=True))


def _led(viewer: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(person=viewer, role__in=reading.MODERATING, audience__group__kind=Group.Kind.TEAM)


def may_write_rule(viewer: Person, person_id: str | None, team_id: str | None, led: frozenset[str]) -> bool:
    """Whether the viewer answers for a rule of this owner, or runs the site; ``led`` are the teams they moderate."""
    return viewer.id == person_id or team_id in led or viewer.runs_site


def require_write_rule(actor: Person, person_id: str | None, team_id: str | None) -> None:
    """NotAllowed unless the actor may write a rule of this owner."""
    if not may_write_rule(actor, person_id, team_id, led_teams(actor)):
        raise NotAllowed(_("Only its owner or who moderates the team that owns it writes this rule."))


def deciders(rule_ids: Iterable[str]) -> dict[str, dict[str, Person]]:
    """Who may decide about exceptions to some rules, by rule and id: those named, and who moderates a named team."""
    ids = list(set(rule_ids))
    found: dict[str, dict[str, Person]] = {id_: {} for id_ in ids}
    named = RuleDecider.objects.filter(rule__in=ids).select_related("person", "team")
    rules_of: dict[str, list[str]] = {}
    for row in named:
        if row.person is not None and row.person.is_active:
            found[row.rule_id][row.person.id] = row.person
        if row.team is not None:
            rules_of.setdefault(row.team.audience_id, []).append(row.rule_id)
    if rules_of:
        seats = Membership.objects.filter(
            audience__in=list(rules_of),
            role__in=reading.MODERATING,
            person__is_active=True,
            person__kind=Person.Kind.MEMBER,
        )
        for seat in seats.select_related("person").order_by("person__name", "person_id"):
            for rule_id in rules_of[seat.audience_id]:
                found[rule_id][seat.person.id] = seat.person
    return found


def decided_by(viewer: Person) -> Q:
    """The exceptions about which the viewer may decide, as a condition on ``Waiver``; never one's own."""
    rules = RuleDecider.objects.filter(Q(person=viewer) | Q(team__in=led_teams(viewer)))
    return Q(rule__in=rules.values("rule")) & ~Q(asker=viewer)


def require_waiver(viewer: Person, waiver_id: str, *, lock: bool = False) -> tuple[Case, Waiver]:
    """The exception and its case, when the viewer reads the internal side; NotFound otherwise."""
    ref = Waiver.objects.filter(id=waiver_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    waiver = Waiver.objects.select_related("rule", "asker").filter(id=waiver_id, case=case).first()
    if waiver is None:  # undoing a merge took it elsewhere meanwhile
        raise NotFound
    return case, waiver


def require_huddle(viewer: Person, huddle_id: str, *, lock: bool = False) -> tuple[Case, Huddle]:
    """The huddle and its case, when the viewer reads the internal side; NotFound otherwise."""
    ref = Huddle.objects.filter(id=huddle_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    return case, Huddle.objects.get(id=huddle_id)


def huddle_verbs(viewer: Person, case: Case, huddle: Huddle, invited: Iterable[str], own: frozenset[str]) -> list[str]:
    """What a viewer may do in a huddle that stands open; ``invited`` are people and teams, ``own`` their teams."""
    heads = viewer.id in (huddle.caller_id, case.holder_person_id) or case.holder_team_id in own
    asked = heads or not {viewer.id, *own}.isdisjoint(invited)
    return [*(HUDDLE_VERBS["invited"] if asked else ()), *(HUDDLE_VERBS["caller"] if heads else ())]


def teams_of(viewer: Person) -> frozenset[str]:
    """The teams in which the viewer has a seat."""
    seats = reading.seats_of(viewer.id).filter(audience__group__kind=Group.Kind.TEAM)
    return frozenset(seats.values_list("audience__group__id", flat=True))
