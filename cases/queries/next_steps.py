"""The first thing that has to happen in a case, read from its brief: the database is asked nothing more."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.queries.cases import OPEN_STATUSES
from cases.queries.summaries import HolderRef, by_person

if TYPE_CHECKING:
    from cases.queries.briefs import Brief


@dataclass(frozen=True)
class StepSubject:
    """What a next step is about."""

    type: str  # commitment, fact, status, handoff, waiver, huddle, proposal, blocker, case, checklist
    id: str


@dataclass(frozen=True)
class NextStep:
    """What has to happen first, until when, and who does it: a person, or a team until one of them takes it."""

    kind: str  # tell, accept, decide, huddle, answer, keep, check, news, tick
    at: dt.datetime | None
    who: HolderRef | None
    subject: StepSubject


def next_step(told: "Brief", moment: dt.datetime) -> NextStep | None:
    """What has to happen first at a moment; None when nothing waits.

    What the customer does not know yet comes before what somebody has to answer, that before what was promised for
    the next 24 hours, and that before what we planned ourselves. In a case that ended nothing of our own plans waits.
    """
    if told.case.merged_into:
        return None
    return next(_steps(told, moment), None)


def _steps(told: "Brief", moment: dt.datetime) -> Iterator[NextStep]:
    for drift in told.drifts:
        yield NextStep("tell", drift.tell_by, drift.holder, StepSubject(drift.type, drift.id))
    yield from _answers(told, moment)
    due = [promise for promise in told.promises if "due" in promise.marks]
    for promise in sorted(due, key=lambda one: (one.window.end, one.id)):
        yield NextStep("keep", promise.window.end, promise.kept_by, StepSubject("commitment", promise.id))
    if told.case.status in OPEN_STATUSES:
        yield from _plans(told)


def _answers(told: "Brief", moment: dt.datetime) -> Iterator[NextStep]:
    """What waits for the answer of somebody."""
    if told.handoff:
        yield NextStep("accept", told.handoff.until, told.handoff.to, StepSubject("handoff", told.handoff.id))
    for waiver in told.waivers:
        decider = by_person(waiver.deciders[0]) if waiver.deciders else None
        yield NextStep("decide", waiver.until, decider, StepSubject("waiver", waiver.id))
    for huddle in told.huddles:
        if huddle.deadline > moment:
            yield NextStep("huddle", huddle.deadline, by_person(huddle.caller), StepSubject("huddle", huddle.id))
    proposals = [proposal for promise in told.promises for proposal in promise.proposals]
    for proposal in sorted(proposals, key=lambda one: (one.at, one.id)):
        yield NextStep("answer", None, told.case.holder, StepSubject("proposal", proposal.id))


def _plans(told: "Brief") -> Iterator[NextStep]:
    """What we planned ourselves."""
    checked = [(one.next_check, one.id) for one in told.blockers if one.next_check]
    for at, blocker_id in sorted(checked):
        yield NextStep("check", at, told.case.holder, StepSubject("blocker", blocker_id))
    if told.case.next_news_due:
        yield NextStep("news", told.case.next_news_due, told.case.holder, StepSubject("case", told.case.ref))
    for checklist in told.checklists:
        if checklist.done < len(checklist.steps):
            yield NextStep("tick", None, told.case.holder, StepSubject("checklist", checklist.id))
