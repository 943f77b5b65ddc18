"""Passing a case on with a brief: offered, accepted, refused with a reason, taken back, or returned by the clock."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions import beliefs
from cases.actions.clockwork import clock
from cases.actions.entries import enter, keep
from cases.actions.holding import Holder, found_holder, give, heard_by, name_of, seat_holder, tell_holders
from cases.actions.participants import seat_everywhere, take_part
from cases.events import HandoffChanged
from cases.models import Case, Handoff
from esn.core import audit
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from feeds import actions as feeds
from groups.models import Group
from people.models import Person
from people.policy import own_audience
from people.queries import receivers_of

BRIEF_WORDS = 120
UNTIL = "handoff.until"  # the alarm of an offer that nobody answers
State = Handoff.State


@transaction.atomic
def offer_handoff(
    actor: Person, *, ref: str, to: Holder, brief: str, expectation: str, until: dt.datetime | None = None
) -> str:
    """Offer the case to a colleague or a team; its id. Until they accept, the case stays with who has it."""
    case = policy.require_inside(actor, ref, lock=True)
    person, team = found_holder(actor, to, "to")
    _require_receivable(actor, case, person, team)
    brief, expectation = _checked_brief(brief), feeds.checked_text(expectation, "expectation")
    if until is not None and until <= now():
        raise Invalid.field("until", "past", _("This moment has passed. Name a later one."))
    if Handoff.objects.filter(case=case, state=State.OFFERED).exists():
        raise Conflict("offered", _("This case is offered to somebody already. Take that offer back first."))
    take_part(actor, case)
    if person is not None and case.restricted:
        seat_everywhere([person.id], case, actor.id)  # who is asked reads what they are asked for
    offer = Handoff.objects.create(
        case=case,
        giver=actor,
        to_person=person,
        to_team=team,
        brief=brief,
        expectation=expectation,
        until=until,
        given_at=now(),
    )
    if until is not None:
        set_alarm(UNTIL, offer.id, until)
    _enter(actor, case, offer, body=f"{brief}\n\n{expectation}", until=until.isoformat() if until else None)
    keep(actor, case)
    return offer.id


@transaction.atomic
def accept_handoff(actor: Person, *, handoff_id: str) -> None:
    """Hold the case from now on; any member of a team may accept for it, and who stands in for somebody away."""
    case, offer = _waiting(actor, handoff_id, receiver=True)
    before_id, before = case.holder_person_id, heard_by(case)
    behalf = _behalf(actor, offer)
    decide(actor, offer, State.ACCEPTED)
    give(case, actor, None)
    _enter(actor, case, offer, **behalf)
    keep(actor, case, "holder_person", "holder_team", "status")
    beliefs.status_changed(case)
    seat_holder(actor, case, before_id)
    tell_holders(actor, case, before)


@transaction.atomic
def refuse_handoff(actor: Person, *, handoff_id: str, reason: str) -> None:
    """Say why one does not take the case; it stays with who has it."""
    case, offer = _waiting(actor, handoff_id, receiver=True)
    reason = feeds.checked_text(reason, "reason")
    behalf = _behalf(actor, offer)
    decide(actor, offer, State.REFUSED, reason)
    _enter(actor, case, offer, body=reason, **behalf)
    keep(actor, case)


@transaction.atomic
def withdraw_handoff(actor: Person, *, handoff_id: str) -> None:
    """Take one's offer back before it is answered."""
    case, offer = _waiting(actor, handoff_id, receiver=False)
    decide(actor, offer, State.WITHDRAWN)
    _enter(actor, case, offer)
    keep(actor, case)


@transaction.atomic
def return_handoff(handoff_id: str, due_at: dt.datetime) -> None:
    """The clock gives an offer back whose time has passed without an answer; any other one is left alone."""
    case_id = Handoff.objects.filter(id=handoff_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
    offer = Handoff.objects.select_related("to_person", "to_team").get(id=handoff_id)
    if offer.state == State.OFFERED and offer.until is not None and offer.until <= now():
        send_back(clock(), case, offer)
        keep(clock(), case)


def _require_receivable(actor: Person, case: Case, person: Person | None, team: Group | None) -> None:
    if case.status == Case.Status.CLOSED:
        raise Conflict("closed", _("This case is closed. Reopen it first."))
    if person is not None and person.id == actor.id:
        raise Invalid.field("to", "oneself", _("To have the case yourself, take it."))
    if person is not None and person.id == case.holder_person_id:
        raise Invalid.field("to", "holds_it", _("%(name)s has the case already.") % {"name": person.name})
    if team is not None and team.id == case.holder_team_id:
        raise Invalid.field("to", "holds_it", _("%(name)s has the case already.") % {"name": team.name})
    if team is not None and case.restricted:
        raise Invalid.field("to", "restricted", _("This case is restricted. Name a person of the team."))


def _checked_brief(text: str) -> str:
    text = feeds.checked_text(text, "brief")
    words = len(text.split())
    if words > BRIEF_WORDS:
        raise Invalid.field("brief", "too_long", _("A brief has at most 120 words; this one has %(n)s.") % {"n": words})
    return text


def _waiting(actor: Person, handoff_id: str, *, receiver: bool) -> tuple[Case, Handoff]:
    """The case, held for this change, and the offer, when the actor has a say in it and it still waits."""
    ref = Handoff.objects.filter(id=handoff_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = policy.require_inside(actor, ref, lock=True)
    offer = Handoff.objects.select_related("to_person", "to_team").get(id=handoff_id)
    if receiver and not policy.receives(actor, offer):
        raise NotAllowed(_("This case was not offered to you."))
    if not receiver and offer.giver_id != actor.id:
        raise NotAllowed(_("Only who made an offer takes it back."))
    if offer.state != State.OFFERED:
        raise Conflict(offer.state, _("This offer does not wait any more."))
    return case, offer


def _behalf(actor: Person, offer: Handoff) -> dict[str, Any]:
    """For whom the actor answers, as it stands in the entry; the audit log keeps it too."""
    if offer.to_person is None or policy.for_whom(actor, offer) is None:
        return {}
    audit.note(actor.id, "handoff.answered_for", "handoff", offer.id, person=offer.to_person.id)
    return {"on_behalf_of": {"id": offer.to_person.id, "name": offer.to_person.name}}


def send_back(actor: Person, case: Case, offer: Handoff) -> None:
    """Return an offer to its giver, because who was asked is not there to answer."""
    decide(actor, offer, State.RETURNED)
    _enter(actor, case, offer)


def decide(actor: Person, offer: Handoff, state: Handoff.State, reason: str = "") -> None:
    """Write down what became of an offer; its clock stops."""
    offer.state, offer.reason, offer.decided_by, offer.decided_at = state, reason, actor, now()
    offer.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    cancel(UNTIL, offer.id)


def _enter(actor: Person, case: Case, offer: Handoff, body: str = "", **more: Any) -> None:
    """The offer or what became of it, in the timeline."""
    to = {
        "kind": "person" if offer.to_person_id else "team",
        "id": offer.to_person_id or offer.to_team_id,
        "name": name_of(offer.to_person, offer.to_team),
    }
    enter(actor, case, "handoff", body=body, id=offer.id, state=str(offer.state), to=to, giver=offer.giver_id, **more)
    record(HandoffChanged(audience_id=case.audience_id, id=offer.id), actor.id)
    for person_id in _delegates(offer):
        record(HandoffChanged(audience_id=own_audience(person_id), id=offer.id), actor.id)


def _delegates(offer: Handoff) -> tuple[str, ...]:
    """Who stands in for the receiver; they may not follow the case, and their own audience hears of it for them."""
    return receivers_of([offer.to_person_id])[offer.to_person_id][1:] if offer.to_person_id else ()
