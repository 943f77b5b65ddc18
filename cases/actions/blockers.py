"""Writing down why a case cannot move, and lifting it: for one case, or for all that share its cause."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.clockwork import clock
from cases.actions.entries import enter, keep, line
from cases.actions.holding import holder_value
from cases.actions.participants import take_part
from cases.actions.steps import weigh_case
from cases.events import BlockerChanged, BlockerLifted
from cases.models import Blocker, Case
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from feeds import actions as feeds
from people.models import Partner, Person

CHECK = "blocker.check"  # the alarm of its next look
AT_ONCE = 200  # cases that one lift reaches, so that its transaction stays short


@dataclass(frozen=True)
class Lifted:
    """How many blockers of a cause were lifted, and how many of those that one sees still stand."""

    lifted: int
    left: int


@transaction.atomic
def report_blocker(
    actor: Person,
    *,
    ref: str,
    cause: str,
    lifter: str,
    meanwhile: str,
    next_check: dt.datetime | None = None,
    system: str = "",
    partner_id: str | None = None,
) -> str:
    """Say why the case cannot move, who can lift it and what the customer gets meanwhile; its id."""
    case = policy.require_inside(actor, ref, lock=True)
    cause, lifter = line(cause, "cause"), line(lifter, "lifter")
    meanwhile = feeds.checked_text(meanwhile, "meanwhile")
    next_check = _later(next_check) if next_check is not None else None
    partner = Partner.objects.filter(id=partner_id).first() if partner_id else None
    if partner_id and partner is None:
        raise Invalid.field("partner", "unknown", _("This organisation is unknown here."))
    key = cause_key(cause)
    if Blocker.objects.filter(case=case, cause_key=key, lifted_at=None).exists():
        raise Conflict("stands", _("This case has this blocker already."))
    take_part(actor, case)
    blocker = Blocker.objects.create(
        case=case,
        cause=cause,
        cause_key=key,
        system=" ".join(system.split()),
        partner=partner,
        lifter=lifter,
        meanwhile=meanwhile,
        next_check=next_check,
        author=actor,
        at=now(),
    )
    _enter(
        actor,
        case,
        blocker,
        state="stands",
        body=f"{cause}\n\n{meanwhile}",
        lifter=lifter,
        meanwhile=meanwhile,
        system=blocker.system,
        partner=partner.name if partner else "",
        next_check=next_check.isoformat() if next_check else None,
    )
    _wind(blocker)
    weigh_case(actor, case)
    return blocker.id


@transaction.atomic
def edit_blocker(
    actor: Person,
    *,
    blocker_id: str,
    lifter: str | None = None,
    meanwhile: str | None = None,
    next_check: dt.datetime | None = None,
) -> None:
    """Say anew who can lift it, what the customer gets meanwhile or when it is looked at next."""
    case, blocker = _standing(actor, blocker_id)
    if lifter is not None:
        blocker.lifter = line(lifter, "lifter")
    if meanwhile is not None:
        blocker.meanwhile = feeds.checked_text(meanwhile, "meanwhile")
    if next_check is not None:
        blocker.next_check = _later(next_check)
    take_part(actor, case)
    blocker.save(update_fields=["lifter", "meanwhile", "next_check"])
    _wind(blocker)
    _enter(
        actor,
        case,
        blocker,
        state="changed",
        body=blocker.meanwhile if meanwhile is not None else "",
        lifter=blocker.lifter,
        meanwhile=blocker.meanwhile,
        next_check=blocker.next_check.isoformat() if blocker.next_check else None,
    )


@transaction.atomic
def check_blocker(blocker_id: str, due_at: dt.datetime) -> None:
    """The clock alerts the holder when a blocker that still stands is to be looked at."""
    case_id = Blocker.objects.filter(id=blocker_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
    blocker = Blocker.objects.get(id=blocker_id)
    if blocker.lifted_at is None and blocker.next_check is not None and blocker.next_check <= now():
        holder = holder_value(case)
        enter(clock(), case, "alert", code="check", blocker=blocker.id, cause=blocker.cause, holder=holder)
        keep(clock(), case)


@transaction.atomic
def lift_blocker(actor: Person, *, blocker_id: str, note: str = "", everywhere: bool = False) -> Lifted:
    """Say that a case can move again, or all that its cause held up; each holder is told once."""
    case, blocker = _standing(actor, blocker_id)
    take_part(actor, case)
    shared = Blocker.objects.filter(
        policy.inside_at(actor, "case"), cause_key=blocker.cause_key, lifted_at=None
    ).exclude(id=blocker.id)  # fmt: skip
    others = list(shared.order_by("case_id").values_list("id", flat=True)[: AT_ONCE - 1]) if everywhere else []
    holders: dict[str, None] = {}
    for one in Blocker.objects.filter(id__in=[blocker.id, *others]).order_by("case_id"):
        held = case if one.case_id == case.id else Case.objects.select_for_update(of=("self",)).get(id=one.case_id)
        _lift(actor, held, one, note.strip())
        holders[policy.holder_audience(held)] = None
    for audience_id in holders:
        record(BlockerLifted(audience_id=audience_id, id=blocker.id), actor.id)
    return Lifted(1 + len(others), shared.count() if everywhere else 0)


def cause_key(cause: str) -> str:
    """The one spelling of a cause: without case and doubled spaces."""
    return " ".join(cause.split()).casefold()[:200]


def _standing(actor: Person, blocker_id: str) -> tuple[Case, Blocker]:
    """The case, held for this change, and the blocker, when the actor reads it and it still stands."""
    ref = Blocker.objects.filter(id=blocker_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = policy.require_inside(actor, ref, lock=True)
    blocker = Blocker.objects.get(id=blocker_id)
    if blocker.lifted_at is not None:
        raise Conflict("lifted", _("This blocker was lifted already."))
    return case, blocker


def _later(moment: dt.datetime) -> dt.datetime:
    if moment <= now():
        raise Invalid.field("next_check", "past", _("This moment has passed. Name a later one."))
    return moment


def _wind(blocker: Blocker) -> None:
    """Set the clock of the next look, or stop it."""
    if blocker.next_check is not None and blocker.lifted_at is None:
        set_alarm(CHECK, blocker.id, blocker.next_check)
    else:
        cancel(CHECK, blocker.id)


def _lift(actor: Person, case: Case, blocker: Blocker, note: str) -> None:
    blocker.lifted_by, blocker.lifted_at, blocker.note = actor, now(), note
    blocker.save(update_fields=["lifted_by", "lifted_at", "note"])
    _wind(blocker)
    _enter(actor, case, blocker, state="lifted", body=note)
    weigh_case(actor, case)


def _enter(actor: Person, case: Case, blocker: Blocker, *, state: str, body: str, **more: Any) -> None:
    enter(actor, case, "blocker", body=body, id=blocker.id, state=state, cause=blocker.cause, **more)
    record(BlockerChanged(audience_id=case.audience_id, id=blocker.id), actor.id)
    weigh_case(actor, case)
    keep(actor, case)
