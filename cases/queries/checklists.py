"""Checklists of a case, and the templates that they begin from."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from cases import policy
from cases.models import Case, Checklist, ChecklistStep, ChecklistTemplate
from esn.core.errors import NotFound
from esn.core.folding import sort_key
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
    revision: int
    can: tuple[str, ...]  # edit, retire


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
    rows = sorted(ChecklistTemplate.objects.filter(retired_at=None), key=lambda one: (sort_key(one.name), one.id))
    return tuple(_template(viewer, row) for row in rows)


def template(viewer: Person, template_id: str) -> TemplateSummary:
    """One template that is offered; NotFound otherwise."""
    policy.require_staff(viewer)
    row = ChecklistTemplate.objects.filter(id=template_id, retired_at=None).first()
    if row is None:
        raise NotFound
    return _template(viewer, row)


def checklists(viewer: Person, ref: str) -> tuple[ChecklistSummary, ...]:
    """The checklists of a case, the oldest first; at most 100."""
    return checklists_of(policy.require_inside(viewer, ref))


def checklists_of(case: Case) -> tuple[ChecklistSummary, ...]:
    """The checklists of a case, with one statement; the caller has admitted their reader to the inside."""
    rows = ChecklistStep.objects.filter(checklist__in=Checklist.objects.filter(case=case).order_by("at", "id")[:MOST])
    rows = rows.select_related("checklist__by", "done_by").order_by("checklist__at", "checklist_id", "number")
    return tuple(_summary(list(steps)) for _id, steps in groupby(rows, key=lambda step: step.checklist_id))


def _template(viewer: Person, row: ChecklistTemplate) -> TemplateSummary:
    can = policy.template_verbs(viewer)
    return TemplateSummary(row.id, row.name, tuple(row.steps), row.revision, can)


def _summary(steps: list[ChecklistStep]) -> ChecklistSummary:
    row = steps[0].checklist
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
