"""Who has a case: finding them, giving it to them, and what becomes of an offer that waits."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import policy
from cases.actions import beliefs
from cases.actions.entries import enter, keep
from cases.events import CaseHeld
from cases.models import Case, Handoff
from cases.sides import sides_of
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from groups import actions as groups
from groups import policy as reading
from groups.models import Group, Membership
from people.models import Person

Role = Membership.Role


@dataclass(frozen=True)
class Holder:
    """Who is to have a case: ``kind`` is person or team."""

    kind: str
    id: str


def found_holder(
    actor: Person, holder: Holder, field: str = "holder", otherwise: str = ""
) -> tuple[Person | None, Group | None]:
    """The colleague or the team that is named; Invalid when it is neither, or a team that others must not know of.

    ``otherwise`` is what to say then, where it is not about holding a case.
    """
    if holder.kind == "person":
        person = Person.objects.filter(id=holder.id, kind=Person.Kind.MEMBER, is_active=True).first()
        if person is not None:
            return person, None
    if holder.kind == "team":
        # Whoever reads the case reads who holds it: a group that others must not know of cannot.
        known = Group.objects.filter(reading.existing(actor)).exclude(openness=Group.Openness.SECRET)
        team = known.filter(id=holder.id, kind=Group.Kind.TEAM, archived_at=None).first()
        if team is not None:
            return None, team
    raise Invalid.field(field, "unknown", otherwise or _("Only a colleague or a team can hold a case."))


def give(case: Case, person: Person | None, team: Group | None) -> None:
    """Name the holder on the case, which the caller keeps; whoever takes a new one has it in hand."""
    case.holder_person, case.holder_team = person, team
    if person is not None and case.status == Case.Status.NEW:
        case.status = Case.Status.IN_HAND


def heard_by(case: Case) -> frozenset[str]:
    """The audience that hears when the case comes or goes; nobody's where a team may not know of it."""
    secret = case.restricted and case.holder_team_id is not None
    return frozenset() if secret else frozenset((policy.holder_audience(case),))


def tell_holders(actor: Person, case: Case, before: frozenset[str] = frozenset()) -> None:
    """Say to those who had the case ``before`` and to those who have it now that it changed hands."""
    for audience_id in sorted(before | heard_by(case)):
        record(CaseHeld(audience_id=audience_id, id=case.ref), actor.id)


def seat_holder(actor: Person, case: Case, before_id: str | None) -> None:
    """The holder owns the case's sides; who held it before stays as a participant."""
    for side in sides_of(case.ref):
        if before_id is not None:
            groups.seat(before_id, side, Role.MEMBER, actor.id)
        if case.holder_person_id is not None:
            groups.seat(case.holder_person_id, side, Role.OWNER, actor.id)


def settle_offer(actor: Person, case: Case) -> None:
    """An offer that waits is answered when the case went to its receiver, and overtaken when it went elsewhere."""
    offer = Handoff.objects.filter(case=case, state=Handoff.State.OFFERED).first()
    if offer is None:
        return
    received = case.holder_person_id == offer.to_person_id if offer.to_person_id else case.holder_team_id is None
    offer.state = Handoff.State.ACCEPTED if received else Handoff.State.WITHDRAWN
    offer.decided_by, offer.decided_at = actor, now()
    offer.save(update_fields=["state", "decided_by", "decided_at"])


def pass_on(actor: Person, case: Case, person: Person | None, team: Group | None, **more: Any) -> None:
    """Let somebody else have the case from now on: the entry, the seats and an offer that waits go with it."""
    before_id, before = case.holder_person_id, heard_by(case)
    give(case, person, team)
    settle_offer(actor, case)
    kind, ident = ("person", person.id) if person else ("team", team.id if team else "")
    enter(actor, case, "holder", kind=kind, id=ident, name=name_of(person, team), **more)
    keep(actor, case, "holder_person", "holder_team", "status")
    beliefs.status_changed(case)
    seat_holder(actor, case, before_id)
    tell_holders(actor, case, before)


def holder_value(case: Case) -> dict[str, str]:
    """Who has the case, as it stands in a detail."""
    kind = "person" if case.holder_person_id else "team"
    return {"kind": kind, "id": case.holder_person_id or case.holder_team_id or ""}


def name_of(person: Person | None, team: Group | None) -> str:
    """The name of a holder or receiver."""
    return person.name if person else team.name if team else ""
