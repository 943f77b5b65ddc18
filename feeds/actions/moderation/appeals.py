"""Asking other moderators to look again at what was done about oneself: once, and decided by somebody else."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict
from esn.core.events import Fact
from feeds import policy
from feeds.actions.moderation import posts, waiting
from feeds.actions.moderation.hearing import tell_deciders
from feeds.actions.moderation.notices import tell
from feeds.actions.moderation.people import mark_ended
from feeds.actions.moderation.reasons import checked_reason
from feeds.events import AppealDecided, AppealFiled
from feeds.models import Act, Appeal, HeldPost
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership, Sanction
from people.models import Person

Verb = Act.Verb


@transaction.atomic
def file_appeal(actor: Person, *, act_id: str, text: str) -> str:
    """Ask for another look at an act about oneself; the appeal's id. Conflict the second time, and for what is over."""
    act = policy.require_own_act(actor, act_id, lock=True)
    if act.verb not in policy.APPEALABLE:
        raise Conflict("final", _("Nothing was taken from you by this: there is nothing to look at again."))
    if Appeal.objects.filter(act=act).exists():
        raise Conflict("appealed", _("You have asked for this already."))
    if act.undone_at is not None:
        raise Conflict("undone", _("This was taken back already."))
    appeal = Appeal.objects.create(act=act, audience=_others(act), text=checked_reason(text), at=now())
    _tell(appeal, AppealFiled(audience_id="", id=appeal.id), actor)
    audit.note(actor.id, "appeal.filed", "act", act.id)
    return appeal.id


@transaction.atomic
def decide_appeal(actor: Person, *, appeal_id: str, uphold: bool, reason: str) -> None:
    """Let an act stand, or undo it; by a moderator who did not do it. The second to decide is told who was first."""
    appeal = policy.require_appeal(actor, appeal_id, lock=True)
    if appeal.state != Appeal.State.OPEN:
        raise policy.decided_already(appeal.decided_by)
    reason = checked_reason(reason)
    act = appeal.act
    if not uphold:
        _undo(actor, act)
    appeal.state = Appeal.State.UPHELD if uphold else Appeal.State.UNDONE
    appeal.answer, appeal.decided_by, appeal.decided_at = reason, actor, now()
    appeal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.note(actor.id, f"appeal.{appeal.state}", "act", act.id, person=act.person_id, reason=reason)
    _tell(appeal, AppealDecided(audience_id="", id=appeal.id), actor)
    tell(act.person_id, f"appeal_{appeal.state}", act=act, text=reason, by=actor.id)


def _tell(appeal: Appeal, fact: Fact, actor: Person) -> None:
    tell_deciders(appeal.audience, fact, but=(appeal.act.by_id, appeal.act.person_id), actor_id=actor.id)


def _others(act: Act) -> Audience:
    """The same moderators where one of them did not act, else those of the site."""
    seats = Membership.objects.filter(audience=act.audience_id, person__is_active=True)
    if seats.exclude(person__in=[act.by_id, act.person_id]).exists():
        return act.audience
    return groups.site_moderators()


def _undo(actor: Person, act: Act) -> None:
    """Take an act back, as far as the world still has what it took."""
    if act.post_id and act.verb == Verb.HIDE:
        row = posts.held_post(act.post_id)
        if row.hidden_at is not None and row.deleted_at is None:
            posts.bring_back(row, actor)
    if act.sanction_id:
        sanction = groups.require_sanction(act.sanction_id)
        if sanction.ended_at is None and (sanction.until is None or sanction.until > now()):
            groups.end_sanction(actor, sanction)
            mark_ended(sanction)
    if act.verb in (Verb.REMOVE, Verb.BAN):
        _seat_again(actor, act)
    if act.verb == Verb.DECLINE:
        held = HeldPost.objects.select_for_update(of=("self",)).filter(id=act.detail.get("held", "")).first()
        if held is not None and held.state == HeldPost.State.DECLINED:
            waiting.release(held, actor)
    Act.objects.filter(id=act.id).update(undone_at=now())


def _seat_again(actor: Person, act: Act) -> None:
    role = str(act.detail.get("role", ""))
    group = act.group
    if group is None or group.archived_at is not None or role not in reading.SEATS or not act.person.is_active:
        return
    if Sanction.objects.filter(reading.holding(), kind=Sanction.Kind.BAN, group=group, person=act.person_id).exists():
        return  # another ban holds
    if reading.role_in(act.person, group.audience) not in reading.SEATS:
        groups.seat(act.person_id, group.audience, role, actor.id)
