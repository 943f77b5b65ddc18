"""A case to practise on: of one newcomer alone, in nobody's way, closed at the end."""

from typing import Any

import pytest

from cases.actions import leave_welcome, open_practice
from cases.models import Case, Commitment
from cases.queries import cases, commitments, customers, practice_case
from esn.core.errors import NotAllowed, NotFound
from esn.core.models import Event
from people.actions import go_to_step
from people.models import Person
from search.jumping import jumps
from tests import cast
from tests.search.marks import with_log


def test_a_newcomer_is_at_the_first_step_and_goes_on_where_they_were(ana: Person) -> None:
    door = cast.device(ana)
    steps = ["language", "photo", "hours", "teams", "groups", "tour"]
    assert door.read("me/welcome/") == {"steps": steps, "step": "language"}
    assert door.ask("PUT", "me/welcome/", {"step": "teams"}).status_code == 200
    assert door.read("me/welcome/")["step"] == "teams"
    assert Event.objects.filter(type="welcome.changed", audience_id=ana.id).count() == 1
    for wrong in ("", "moon", "t" * 30, None):
        assert door.ask("PUT", "me/welcome/", {"step": wrong}).status_code == 400
    assert door.ask("DELETE", "me/welcome/").status_code == 204
    assert door.ask("DELETE", "me/welcome/").status_code == 204
    assert door.read("me/welcome/")["step"] == ""
    assert cast.stranger().ask("GET", "me/welcome/").status_code == 401


def test_a_guest_has_two_steps_and_nothing_to_practise_on(gus: Person) -> None:
    door = cast.device(gus)
    assert door.read("me/welcome/")["steps"] == ["language", "photo"]
    assert door.ask("PUT", "me/welcome/", {"step": "tour"}).status_code == 400
    assert door.ask("POST", "me/welcome/practice-case/").status_code in (403, 404)


@with_log
def test_nobody_else_meets_the_practice_case(ana: Person, bo: Person, gus: Person) -> None:
    ref = open_practice(ana)
    assert open_practice(ana) == ref == practice_case(ana)
    assert [one.ref for one in cases(ana, which="mine").results] == [ref]
    for other in (bo, gus):
        assert cases(other, which="all").results == ()
        assert jumps(other, "practice") == jumps(other, ref) == jumps(other, "exercice") == ()
        assert practice_case(other) is None
    assert customers(bo).results == ()
    assert commitments(bo, state="all").results == ()
    assert len(customers(ana).results) == 1
    door: Any = cast.device(bo)
    assert door.ask("GET", f"cases/{ref}/").status_code == 404
    assert open_practice(bo) != ref


def test_it_is_told_and_owes_nothing_when_the_visit_is_over(ana: Person) -> None:
    ref = open_practice(ana)
    assert not Case.objects.get(ref=ref).drifts
    go_to_step(ana, step="tour")
    leave_welcome(ana)
    leave_welcome(ana)
    assert Case.objects.get(ref=ref).status == Case.Status.CLOSED
    assert not Commitment.objects.filter(case__ref=ref, state=Commitment.State.OPEN).exists()
    assert practice_case(ana) is None
    assert ana.welcome_step == ""


def test_it_speaks_the_language_of_whom_it_is_for(mo: Person) -> None:
    Person.objects.filter(id=mo.id).update(language="fr")
    mo.refresh_from_db()
    assert "exercice" in Case.objects.get(ref=open_practice(mo)).title.lower()


def test_a_guest_opens_none(gus: Person) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        open_practice(gus)
