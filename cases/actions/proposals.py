"""Proposing another window for a promise, by a colleague or by a partner's guest; the promise stands until accepted."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.participants import take_part
from cases.actions.promises import move
from cases.actions.reasons import checked_reason
from cases.actions.steps import (
    State,
    against,
    columns,
    require_options,
    require_reason,
    value_of,
    weigh,
    window_of,
)
from cases.actions.tellings import Told, tell_promise
from cases.channels import Channel
from cases.events import CommitmentChanged
from cases.models import Case, Commitment, Proposal, Subject
from cases.windows import Window, require_ahead, window_of_value
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from feeds import actions as feeds
from groups.models import Audience
from people.models import Person

AT_MOST_OPEN = 10  # proposals that wait for one promise


@transaction.atomic
def propose_change(
    actor: Person, *, commitment_id: str, window: Window, reason: str, options: Sequence[Window] = ()
) -> str:
    """Propose another window for a promise that one sees; its id. The promise is at risk, and does not change.

    ``options`` are other windows that would do as well; whoever accepts chooses one.
    """
    case, row, side = _seen(actor, commitment_id)
    reason = checked_reason(reason)
    if not reason and actor.kind != Person.Kind.CONTACT:  # they may choose what we offered, without a word
        raise Invalid.field("reason", "blank", _("Say why the window should change."))
    require_ahead(window, now())
    require_options(options)
    if row.state != State.OPEN:
        raise Conflict("ended", _("This promise has ended. Make a new one."))
    if window == window_of(row):
        raise Invalid.field("window", "same", _("This is the window that was promised already."))
    if Proposal.objects.filter(commitment=row, state=Proposal.State.OPEN).count() >= AT_MOST_OPEN:
        raise Conflict("too_many", _("Many proposals wait already. One of them has to be answered first."))
    if actor.is_member:
        take_part(actor, case)
    proposal = Proposal.objects.create(
        commitment=row,
        audience=side,
        version=row.version,
        **columns(window),
        options=[value_of(one) for one in options if one != window],
        reason=reason,
        by=actor,
        at=now(),
    )
    weigh(row)
    row.revision += 1
    row.save(update_fields=["at_risk", "revision"])
    shown = _shown(proposal)
    if side.id != case.audience_id:
        feeds.write(actor.id, audience=side, kind="proposal", detail=shown, body=reason)
        record(CommitmentChanged(audience_id=side.id, id=row.id, case=case.ref), actor.id)
    # What the window goes against is ours to know: it stands on the internal side alone.
    found = [{"fact": one.fact, "value": one.value, "codes": one.detail} for one in against(case, window, row.kind)]
    enter(actor, case, "proposal", body=reason, **shown, against=found, text=row.text)
    record(CommitmentChanged(audience_id=case.audience_id, id=row.id, case=case.ref), actor.id)
    keep(actor, case)
    return proposal.id


@transaction.atomic
def accept_proposal(
    actor: Person,
    *,
    proposal_id: str,
    choice: int = 0,
    reason: str = "",
    answer: str = "",
    told: Told | None = None,
) -> None:
    """Take a proposed window as the next version of the promise; against a verified fact only with a reason.

    ``choice`` 0 is the window that was proposed, 1 the first of its options, and so on.
    """
    case, row, proposal = _waiting(actor, proposal_id)
    offered = (window_of(proposal), *map(window_of_value, proposal.options))
    if not 0 <= choice < len(offered):
        raise Invalid.field("choice", "unknown_choice", _("This window was not proposed."))
    window = offered[choice]
    require_ahead(window, now())
    reason = checked_reason(reason)
    require_reason(against(case, window, row.kind), reason)
    take_part(actor, case)
    _decide(actor, case, proposal, Proposal.State.ACCEPTED, reason, answer)
    move(actor, case, row, window, reason=reason or proposal.reason, options=offered if len(offered) > 1 else ())
    if told is None and proposal.audience.kind == Audience.Kind.CUSTOMER:
        told = Told(Channel.WINDOW)  # they read the answer in their window: that tells them
    if told is not None:
        tell_promise(actor, case, row, told)


@transaction.atomic
def decline_proposal(actor: Person, *, proposal_id: str, reason: str = "", answer: str = "") -> None:
    """Leave the promise as it is; the answer is read by whoever proposed, the reason by colleagues alone."""
    case, row, proposal = _waiting(actor, proposal_id)
    take_part(actor, case)
    _decide(actor, case, proposal, Proposal.State.DECLINED, checked_reason(reason), answer)
    weigh(row)
    row.revision += 1
    row.save(update_fields=["at_risk", "revision"])
    record(CommitmentChanged(audience_id=case.audience_id, id=row.id, case=case.ref), actor.id)
    keep(actor, case)


def _seen(actor: Person, commitment_id: str) -> tuple[Case, Commitment, Audience]:
    """The promise for whoever may propose, and the side on which they do.

    Colleagues do inside, a guest where it was shown to them, the customer's contact where they were told of it.
    """
    if actor.kind == Person.Kind.CONTACT:
        told = policy.require_told(actor, Subject.COMMITMENT, commitment_id)
        row = Commitment.objects.get(id=commitment_id)
        case = Case.objects.select_for_update(of=("self",)).get(id=row.case_id)
        return case, Commitment.objects.select_for_update().get(id=commitment_id), told.audience
    if actor.is_member:
        case, row = policy.require_commitment(actor, commitment_id, lock=True)
        return case, row, case.audience
    shown = policy.require_shown(actor, commitment_id)
    case = policy.require_case(actor, shown.audience.subject_ref, lock=True)
    return case, Commitment.objects.select_for_update().get(id=commitment_id), shown.audience


def _waiting(actor: Person, proposal_id: str) -> tuple[Case, Commitment, Proposal]:
    commitment_id = Proposal.objects.filter(id=proposal_id).values_list("commitment_id", flat=True).first()
    if commitment_id is None:
        raise NotFound
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    proposal = Proposal.objects.select_related("audience", "by").get(id=proposal_id)
    if proposal.state != Proposal.State.OPEN:
        raise Conflict("decided", _("This proposal was answered meanwhile."))
    return case, row, proposal


def _decide(actor: Person, case: Case, proposal: Proposal, state: str, reason: str, answer: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now()
    proposal.answer = checked_reason(answer, "answer")
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    enter(actor, case, "proposal", body=reason, **_shown(proposal))
    if proposal.audience_id != case.audience_id:
        side = proposal.audience
        feeds.write(actor.id, audience=side, kind="proposal", detail=_shown(proposal), body=proposal.answer)
        record(CommitmentChanged(audience_id=side.id, id=proposal.commitment_id, case=case.ref), actor.id)


def _shown(proposal: Proposal) -> dict[str, Any]:
    """What every reader of the proposal's side may know of it."""
    return {
        "id": proposal.id,
        "commitment": proposal.commitment_id,
        "version": proposal.version,
        "window": value_of(window_of(proposal)),
        "options": list(proposal.options),
        "state": proposal.state,
        "by": {"id": proposal.by.id, "name": proposal.by.name},
    }
