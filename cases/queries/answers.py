"""What customers answered to what they were told."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases import policy
from cases.models import CustomerAnswer, Telling
from esn.core.errors import NotFound
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class AnswerSummary:
    """What the customer said to a telling: agreed, refused or unsure, and their words; who heard it, and when."""

    id: str
    telling: str
    answer: str
    note: str
    by: PersonRef
    at: dt.datetime


def answers_to(tellings: Iterable[Telling]) -> dict[str, AnswerSummary]:
    """The newest answer to each of some tellings; the caller has admitted their reader."""
    ids = [one.id for one in tellings]
    if not ids:
        return {}
    rows = CustomerAnswer.objects.filter(telling__in=ids).select_related("by").order_by("at", "id")
    return {row.telling_id: _answer(row) for row in rows}


def answer(viewer: Person, answer_id: str) -> AnswerSummary:
    """One answer; NotFound for whoever does not read the internal side of its case."""
    row = CustomerAnswer.objects.select_related("by", "telling__case").filter(id=answer_id).first()
    if row is None:
        raise NotFound
    policy.require_inside(viewer, row.telling.case.ref)
    return _answer(row)


def _answer(row: CustomerAnswer) -> AnswerSummary:
    return AnswerSummary(row.id, row.telling_id, row.answer, row.note, people.ref(row.by), row.at)
