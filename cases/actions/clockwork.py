"""What the clock does to promises: it makes them due, calls them broken, and makes long silence everybody's matter.

Each is called when an alarm comes due, and looks at the present rows: what was settled meanwhile is left alone.
"""

import datetime as dt

from django.db import transaction

from cases.actions.entries import enter, keep
from cases.actions.promises import broken
from cases.actions.steps import State, step
from cases.events import CommitmentChanged
from cases.models import Belief, Case, Commitment, CommitmentStep, Subject
from esn.core.clock import now
from esn.core.events import record
from groups import policy as reading
from groups.models import Group, Membership
from people.models import Person

CLOCK = "0" * 31 + "2"
_HANDLE = "(clock)"  # nobody can sign in with it


def clock() -> Person:
    """The one who acts when nobody does."""
    person = Person.objects.filter(id=CLOCK).first()
    if person is None:
        person = Person(id=CLOCK, kind=Person.Kind.SYSTEM, handle=_HANDLE, name="esn", is_active=False)
        person.set_unusable_password()
        person.save(force_insert=True)
    return person


@transaction.atomic
def become_due(commitment_id: str, due_at: dt.datetime) -> None:
    """The window of a promise begins within a day: whoever looks at a board sees it there."""
    row = Commitment.objects.filter(id=commitment_id, state=State.OPEN).select_related("case").first()
    if row is not None:
        record(CommitmentChanged(audience_id=row.audience_id, id=row.id, case=row.case.ref), clock().id)


@transaction.atomic
def end_told_window(commitment_id: str, due_at: dt.datetime) -> None:
    """The window that the customer was told has ended, and nobody said that the promise was kept: it is broken."""
    case_id = Commitment.objects.filter(id=commitment_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = _locked(case_id)
    row = Commitment.objects.select_for_update().get(id=commitment_id)
    if row.state == State.OPEN and row.told_end is not None and row.told_end <= now():
        broken(clock(), case, row)


@transaction.atomic
def end_patience(belief_id: str, due_at: dt.datetime) -> None:
    """A change was not told in time: it goes to those who answer for the holder and the keeper."""
    case_id = Belief.objects.filter(pk=belief_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = _locked(case_id)
    belief = Belief.objects.get(pk=belief_id)
    if belief.drift_since is None or belief.tell_by is None or belief.tell_by > now():
        return
    row = None
    if belief.subject == Subject.COMMITMENT:
        row = Commitment.objects.select_for_update().get(id=belief.subject_id)
        step(row, CommitmentStep.Verb.ESCALATED, None)
    enter(
        clock(),
        case,
        "escalation",
        subject=belief.subject,
        subject_id=belief.subject_id,
        text=row.text if row else "",
        since=belief.drift_since.isoformat(),
        to=[{"id": person.id, "name": person.name} for person in answerable(case, row)],
    )
    keep(clock(), case)


def answerable(case: Case, row: Commitment | None) -> tuple[Person, ...]:
    """The moderators of the teams that hold the case or keep the promise, and the holder; at most 20."""
    teams = [id_ for id_ in (case.holder_team_id, row.keeper_team_id if row else None) if id_]
    seats = Membership.objects.filter(
        audience__in=Group.objects.filter(id__in=teams).values("audience"), role__in=reading.MODERATING
    )
    ids = [*seats.values_list("person_id", flat=True), case.holder_person_id, row.keeper_person_id if row else None]
    people = Person.objects.filter(id__in=[id_ for id_ in ids if id_], kind=Person.Kind.MEMBER, is_active=True)
    return tuple(people.order_by("profile__sort_name", "id")[:20])


def _locked(case_id: str) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("audience").get(id=case_id)
