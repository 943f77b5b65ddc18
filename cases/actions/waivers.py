"""Exceptions to a rule: asked for on a case, decided by somebody whom the rule names, and kept as precedents."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.clockwork import clock
from cases.actions.entries import enter, keep, line, on_one_line
from cases.actions.holding import holder_value
from cases.actions.participants import bring_in, take_part
from cases.actions.reasons import checked_reason
from cases.actions.rules import rule_value
from cases.events import RuleChanged, WaiverChanged
from cases.models import Case, Rule, Waiver
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from esn.core.folding import sort_key
from feeds import actions as feeds
from groups import policy as reading
from people.models import Person
from people.policy import own_audience

UNTIL = "waiver.until"  # the alarm of an exception that nobody decides
LONGEST = dt.timedelta(days=90)
State = Waiver.State


@transaction.atomic
def ask_waiver(
    actor: Person,
    *,
    ref: str,
    rule_id: str,
    what: str,
    why: str,
    limit: str = "",
    until: dt.datetime | None = None,
    decider_id: str | None = None,
) -> str:
    """Ask to depart from a rule in this case; its id. Who decides is named at once, and never is whoever asks."""
    case = policy.require_inside(actor, ref, lock=True)
    if case.status == Case.Status.CLOSED:
        raise Conflict("closed", _("This case is closed. Reopen it first."))
    rule = _found_rule(actor, rule_id)
    what, why = line(what, "what"), feeds.checked_text(why, "why")
    at = now()
    until = _ahead(until) if until is not None else at + dt.timedelta(minutes=rule.answer_minutes)
    if Waiver.objects.filter(case=case, rule=rule, state=State.OPEN).exists():
        raise Conflict("waits", _("This case waits for an answer about this rule already."))
    named = _named(actor, case, rule, decider_id)
    take_part(actor, case)
    if decider_id is not None:
        bring_in(actor, case, named[0])
    waiver = Waiver.objects.create(
        case=case,
        rule=rule,
        rule_version=rule.version,
        asker=actor,
        what=what,
        why=why,
        limit=on_one_line(limit),
        until=until,
        asked_at=at,
    )
    set_alarm(UNTIL, waiver.id, until)
    said = [{"id": one.id, "name": one.name} for one in named]
    _enter(actor, case, waiver, body=f"{rule.title}\n\n{what}\n\n{why}", until=until.isoformat(), deciders=said)
    for one in named:
        _tell(actor, case, waiver, own_audience(one.id))
    return waiver.id


@transaction.atomic
def grant_waiver(actor: Person, *, waiver_id: str, reason: str, condition: str = "") -> None:
    """Let the case depart from the rule, under a condition where one is named."""
    case, waiver = _waiting(actor, waiver_id)
    waiver.condition = checked_reason(condition, "condition")
    _decide(actor, case, waiver, State.CONDITIONAL if waiver.condition else State.GRANTED, reason)
    if not case.restricted:  # how often a rule is departed from is read by those who read the case
        record(RuleChanged(audience_id=waiver.rule.audience_id, id=waiver.rule_id), actor.id)


@transaction.atomic
def refuse_waiver(actor: Person, *, waiver_id: str, reason: str) -> None:
    """Keep to the rule in this case, and say why."""
    case, waiver = _waiting(actor, waiver_id)
    _decide(actor, case, waiver, State.REFUSED, reason)


@transaction.atomic
def withdraw_waiver(actor: Person, *, waiver_id: str) -> None:
    """Take back what one asked for."""
    case, waiver = policy.require_waiver(actor, waiver_id, lock=True)
    if waiver.asker_id != actor.id:
        raise NotAllowed(_("Only who asked for an exception takes it back."))
    _require_open(waiver)
    _end(actor, case, waiver, State.WITHDRAWN)
    _tell_deciders(actor, case, waiver)


@transaction.atomic
def mark_overdue(waiver_id: str, due_at: dt.datetime) -> None:
    """The clock marks an exception that nobody decided in time, and tells the holder and whoever asked."""
    case_id = Waiver.objects.filter(id=waiver_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = Case.objects.select_for_update(of=("self",)).select_related("audience", "holder_team").get(id=case_id)
    waiver = Waiver.objects.select_related("rule", "asker").get(id=waiver_id)
    if waiver.state != State.OPEN or waiver.overdue_at is not None or waiver.until > now():
        return
    waiver.overdue_at = now()
    waiver.save(update_fields=["overdue_at"])
    named = [{"id": one.id, "name": one.name} for one in deciders_of(case, waiver.rule, but=waiver.asker_id)]
    _enter(clock(), case, waiver, overdue=True, deciders=named, holder=holder_value(case), asker=waiver.asker_id)
    _tell_asker(clock(), case, waiver)
    if policy.holder_audience(case) != own_audience(waiver.asker_id):
        _tell(clock(), case, waiver, policy.holder_audience(case))


def deciders_of(case: Case, rule: Rule, *, but: str) -> list[Person]:
    """Who may decide about the rule in this case: those whom it names and who read the case, except whoever asks."""
    found = [one for one in policy.deciders([rule.id])[rule.id].values() if one.id != but]
    readers = reading.readers(case.audience).filter(id__in=[one.id for one in found])
    admitted = set(readers.values_list("id", flat=True))
    return sorted((one for one in found if one.id in admitted), key=lambda one: (sort_key(one.name), one.id))


def _found_rule(actor: Person, rule_id: str) -> Rule:
    try:
        rule = policy.require_rule(actor, rule_id)
    except NotFound:
        raise Invalid.field("rule", "unknown", _("This rule is unknown here.")) from None
    if rule.retired_at is not None:
        raise Invalid.field("rule", "retired", _("This rule holds no more: it needs no exception."))
    return rule


def _named(actor: Person, case: Case, rule: Rule, decider_id: str | None) -> list[Person]:
    """Who is asked: the one whom the asker names among those of the rule, or all of them who read the case."""
    if decider_id is not None:
        chosen = policy.deciders([rule.id])[rule.id].get(decider_id)
        if chosen is None or chosen.id == actor.id:
            raise Invalid.field("decider", "no_decider", _("This person does not decide about this rule."))
        return [chosen]
    named = deciders_of(case, rule, but=actor.id)
    if not named and case.restricted:
        raise Invalid.field(
            "decider",
            "restricted",
            _("This case is restricted. Name who is to decide: they will take part in the case."),
        )
    if not named:
        raise Invalid.field("rule", "no_decider", _("Nobody but you decides about this rule. Ask its owner."))
    return named


def _waiting(actor: Person, waiver_id: str) -> tuple[Case, Waiver]:
    """The case, held for this change, and the exception, when the actor decides about it and it still waits."""
    case, waiver = policy.require_waiver(actor, waiver_id, lock=True)
    if waiver.asker_id == actor.id:
        raise NotAllowed(_("Nobody decides about what they asked for themselves."))
    if actor.id not in policy.deciders([waiver.rule_id])[waiver.rule_id]:
        raise NotAllowed(_("The rule names others who decide about this."))
    _require_open(waiver)
    return case, waiver


def _require_open(waiver: Waiver) -> None:
    if waiver.state == State.WITHDRAWN:
        raise Conflict(waiver.state, _("This exception is not asked for any more."))
    if waiver.state != State.OPEN:
        by = waiver.decided_by.name if waiver.decided_by else ""
        raise Conflict(waiver.state, _("%(name)s decided about this meanwhile.") % {"name": by})


def _decide(actor: Person, case: Case, waiver: Waiver, state: Waiver.State, reason: str) -> None:
    waiver.reason = checked_reason(reason)
    if not waiver.reason:
        raise Invalid.field("reason", "blank", _("Say why: the next one who asks reads it."))
    take_part(actor, case)
    _end(actor, case, waiver, state)
    _tell_asker(actor, case, waiver)
    _tell_deciders(actor, case, waiver)


def _end(actor: Person, case: Case, waiver: Waiver, state: Waiver.State) -> None:
    waiver.state, waiver.decided_by, waiver.decided_at = state, actor, now()
    waiver.save(update_fields=["state", "condition", "reason", "decided_by", "decided_at"])
    cancel(UNTIL, waiver.id)
    said = [part for part in (waiver.condition, waiver.reason) if part]
    _enter(actor, case, waiver, body="\n\n".join(said), condition=waiver.condition, asker=waiver.asker_id)


def _enter(actor: Person, case: Case, waiver: Waiver, *, body: str = "", **more: Any) -> None:
    detail = {"id": waiver.id, "state": str(waiver.state), "rule": rule_value(waiver.rule), "what": waiver.what}
    enter(actor, case, "waiver", body=body, **detail, limit=waiver.limit, **more)
    _tell(actor, case, waiver, case.audience_id)
    keep(actor, case)


def _tell(actor: Person, case: Case, waiver: Waiver, audience_id: str) -> None:
    record(WaiverChanged(audience_id=audience_id, id=waiver.id, case=case.ref), actor.id)


def _tell_asker(actor: Person, case: Case, waiver: Waiver) -> None:
    """Whoever asked hears of it, while they read the case."""
    if reading.readers(case.audience).filter(id=waiver.asker_id).exists():
        _tell(actor, case, waiver, own_audience(waiver.asker_id))


def _tell_deciders(actor: Person, case: Case, waiver: Waiver) -> None:
    for one in deciders_of(case, waiver.rule, but=waiver.asker_id):
        _tell(actor, case, waiver, own_audience(one.id))


def _ahead(until: dt.datetime) -> dt.datetime:
    if until <= now():
        raise Invalid.field("until", "past", _("This moment has passed. Name a later one."))
    if until > now() + LONGEST:
        raise Invalid.field("until", "too_late", _("An answer that is needed comes within 90 days."))
    return until
