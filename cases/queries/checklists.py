"""Checklists of a case, and the templates that they begin from."""

import datetime as dt
from dataclasses import dataclass

from cases import policy
from cases.models import Checklist, ChecklistTemplate
from people import queries as people
from people.models import Person
from people.queries import PersonRef

MOST = 100


@dataclass(frozen=True)
class TemplateSummary:
    """The steps of something that is done often."""

    id: str
    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class StepSummary:
    """One step, and who did it when."""

    number: int
    text: str
    done_by: PersonRef | None
    done_at: dt.datetime | None


@dataclass(frozen=True)
class ChecklistSummary:
    """What is to be done in a case."""

    id: str
    name: str
    by: PersonRef
    at: dt.datetime
    done: int
    steps: tuple[StepSummary, ...]


def templates(viewer: Person) -> tuple[TemplateSummary, ...]:
    """The templates that are offered, by name."""
    policy.require_staff(viewer)
    rows = ChecklistTemplate.objects.filter(retired_at=None).order_by("name")
    return tuple(TemplateSummary(row.id, row.name, tuple(row.steps)) for row in rows)


def checklists(viewer: Person, ref: str) -> tuple[ChecklistSummary, ...]:
    """The checklists of a case, the oldest first; at most 100."""
    case = policy.require_inside(viewer, ref)
    rows = Checklist.objects.filter(case=case).select_related("by").prefetch_related("steps__done_by")
    return tuple(_summary(row) for row in rows.order_by("at", "id")[:MOST])


def _summary(row: Checklist) -> ChecklistSummary:
    steps = sorted(row.steps.all(), key=lambda step: step.number)
    return ChecklistSummary(
        id=row.id,
        name=row.name,
        by=people.ref(row.by),
        at=row.at,
        done=sum(step.done_at is not None for step in steps),
        steps=tuple(
            StepSummary(step.number, step.text, people.ref(step.done_by) if step.done_by else None, step.done_at)
            for step in steps
        ),
    )
