"""What every verb of a promise does: one step in its life, one entry in the timeline, and its risk weighed again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.entries import enter, keep
from cases.events import CommitmentChanged
from cases.facts import Contradiction, conflicts, usable
from cases.models import (
    Answer,
    Blocker,
    Case,
    Commitment,
    CommitmentStep,
    CustomerAnswer,
    Fact,
    Proposal,
    ShownCommitment,
    Subject,
)
from cases.windows import Window
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from feeds import actions as feeds
from groups.models import Audience
from people.models import Person

DUE = "commitment.due"  # the alarm of a window that begins soon
TOLD_END = "commitment.told_end"  # the alarm of a told window that ends
DUE_BEFORE = dt.timedelta(hours=24)
AT_MOST_OPTIONS = 5  # windows to choose from
State = Commitment.State
_WINDOW = ("start", "end", "zone", "wall_start", "wall_end")


def window_of(row: Commitment | CommitmentStep | Proposal) -> Window:
    """The window of a row."""
    return Window(row.start, row.end, row.zone, row.wall_start, row.wall_end)


def columns(window: Window) -> dict[str, Any]:
    """A window as the columns of a row."""
    return {
        "start": window.start,
        "end": window.end,
        "zone": window.timezone,
        "wall_start": window.local_start,
        "wall_end": window.local_end,
    }


def value_of(window: Window) -> dict[str, str]:
    """A window as it stands in a detail."""
    return {
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "timezone": window.timezone,
        "local_start": window.local_start,
        "local_end": window.local_end,
    }


def shown_value(row: Commitment, at: Commitment | CommitmentStep) -> dict[str, Any]:
    """What partners and the customer may know of a promise: the fields that are allowed, and no other."""
    return {
        "id": row.id,
        "version": at.version,
        "commitment_kind": row.kind,
        "text": row.text,
        "window": value_of(window_of(at)),
        "state": at.state,
    }


def against(case: Case, window: Window, kind: str) -> tuple[Contradiction, ...]:
    """The verified facts of the customer that a window goes against."""
    facts = list(Fact.objects.filter(customer=case.customer_id, withdrawn_at=None))
    return conflicts(window, kind, usable(facts, now()))


def require_reason(found: Iterable[Contradiction], reason: str) -> None:
    """Invalid, naming the facts, when a promise goes against them and nobody says why."""
    named = ", ".join(f"{one.value or one.kind} ({one.source})" for one in found)
    if named and not reason:
        raise Invalid.field(
            "reason", "against_fact", _("This goes against what we know: %(facts)s. Say why.") % {"facts": named}
        )


def require_options(options: Sequence[Window]) -> None:
    """Invalid when there are too many windows to choose from, or when one of them is over already."""
    if len(options) > AT_MOST_OPTIONS:
        raise Invalid.field("options", "too_many", _("At most five windows can be weighed."))
    for number, option in enumerate(options):
        if option.end <= now():
            raise Invalid.field(f"options.{number}", "past", _("This window has passed. Name a later one."))


def step(
    row: Commitment,
    verb: str,
    actor: Person | None,
    *,
    reason: str = "",
    options: Sequence[Any] = (),
    facts: Iterable[Contradiction] = (),
) -> CommitmentStep:
    """Write down one step as the promise stands after it."""
    return CommitmentStep.objects.create(
        commitment=row,
        verb=verb,
        version=row.version,
        state=row.state,
        **{field: getattr(row, field) for field in _WINDOW},
        reason=reason,
        options=list(options),
        against=[one.fact for one in facts],
        by=actor,
        at=now(),
    )


def say(actor: Person, case: Case, row: Commitment, verb: str, /, body: str = "", **more: Any) -> None:
    """One entry in the timeline, the promise on the sides that know of it, and an event for each."""
    row.revision += 1
    row.save()
    detail = {**shown_value(row, row), "verb": verb, "kept_by": keeper_value(row), **more}
    enter(actor, case, "commitment", body=body, **detail)
    record(CommitmentChanged(audience_id=case.audience_id, id=row.id, case=case.ref), actor.id)
    keep(actor, case)


def keeper_value(row: Commitment) -> dict[str, str]:
    """Who keeps the promise: a person, a team or a partner's organisation."""
    keeper: Any = row.keeper_person or row.keeper_team or row.keeper_partner
    kind = "person" if row.keeper_person_id else "team" if row.keeper_team_id else "partner"
    return {"kind": kind, "id": keeper.id, "name": keeper.name}


def show_again(actor: Person, row: Commitment) -> None:
    """Every partner who was shown the promise sees how it stands now."""
    for shown in ShownCommitment.objects.filter(commitment=row).select_related("audience"):
        show_on(actor, row, shown.audience)


def show_on(actor: Person, row: Commitment, side: Audience) -> None:
    """Put the promise on a partner's side, as it stands now."""
    ShownCommitment.objects.update_or_create(
        commitment=row, audience=side, defaults={"version": row.version, "state": row.state, "at": now()}
    )
    feeds.write(actor.id, audience=side, kind="commitment", detail=shown_value(row, row), body=row.text)
    record(CommitmentChanged(audience_id=side.id, id=row.id, case=side.subject_ref), actor.id)


def weigh(row: Commitment) -> None:
    """Whether an open promise may not hold.

    Somebody proposed otherwise, the case is blocked, its keeper said so, or the customer refused it as it stands.
    """
    row.at_risk = row.state == State.OPEN and (
        row.warned_at is not None
        or Proposal.objects.filter(commitment=row, state=Proposal.State.OPEN).exists()
        or Blocker.objects.filter(case=row.case_id, lifted_at=None).exists()
        or _refused(row)
    )


def _refused(row: Commitment) -> bool:
    """Whether the newest answer to the present version was that it does not suit them."""
    told = {"telling__subject": Subject.COMMITMENT, "telling__subject_id": row.id, "telling__version": row.version}
    answers = CustomerAnswer.objects.filter(**told).order_by("-at", "-id")
    return answers.values_list("answer", flat=True).first() == Answer.REFUSED


def weigh_case(actor: Person, case: Case) -> None:
    """Weigh all open promises of a case again, after a blocker came or went."""
    for row in Commitment.objects.select_for_update().filter(case=case, state=State.OPEN):
        before = row.at_risk
        weigh(row)
        if row.at_risk != before:
            row.revision += 1
            row.save(update_fields=["at_risk", "revision"])
            record(CommitmentChanged(audience_id=case.audience_id, id=row.id, case=case.ref), actor.id)


def wind(row: Commitment) -> None:
    """Set the clock of a promise: when it becomes due, and when the window ends that the customer was told."""
    if row.state == State.OPEN and row.start - DUE_BEFORE > now():
        set_alarm(DUE, row.id, row.start - DUE_BEFORE)
    else:
        cancel(DUE, row.id)
    if row.state == State.OPEN and row.told_end is not None:
        set_alarm(TOLD_END, row.id, row.told_end)
    else:
        cancel(TOLD_END, row.id)


def overtake(row: Commitment) -> None:
    """Proposals about an earlier version or an ended promise have nothing to decide any more."""
    Proposal.objects.filter(commitment=row, state=Proposal.State.OPEN).update(
        state=Proposal.State.OVERTAKEN, decided_at=now()
    )
