"""The lists of the desk: ``cases/`` with three lists, ``cases/counts/``, and who hears that a case changed hands."""

import pytest

from cases import queries
from cases.actions import (
    Holder,
    StoryText,
    change_case,
    change_status,
    follow_case,
    open_case,
    restrict_case,
    set_holder,
)
from esn.core.models import Event
from groups.models import Group
from people.models import Person
from tests.cast import Scene, device, found
from tests.conftest import Counting


@pytest.fixture
def team(ana: Person, bo: Person) -> Group:
    """Ana's team, with Bo."""
    return found(ana, "open", name="Night desk", member=bo)


def opened(by: Person, scene: Scene, title: str, **more: object) -> str:
    return open_case(by, customer_id=scene.customer, title=title, story=StoryText(happened="It broke."), **more)  # type: ignore[arg-type]  # names of open_case


def stands(viewer: Person, ref: str) -> set[str]:
    """The lists of the desk in which a case stands, which are the same over REST."""
    door = device(viewer)
    here = {which for which in queries.DESK if ref in [one.ref for one in queries.desk_cases(viewer, which=which)]}
    for which in queries.DESK:
        listed = [one["ref"] for one in door.read(f"cases/?which={which}&status=open&limit=100")["results"]]
        assert (ref in listed) == (which in here)
    return here


def test_a_case_stands_where_its_holder_their_team_and_its_followers_look(
    scene: Scene, ana: Person, bo: Person, cy: Person, team: Group
) -> None:
    ref = opened(ana, scene, "A lamp")
    assert (stands(ana, ref), stands(bo, ref)) == ({"mine", "followed"}, set())
    set_holder(ana, ref=ref, holder=Holder("team", team.id))
    follow_case(cy, ref=ref, follows=True)
    assert (stands(ana, ref), stands(bo, ref), stands(cy, ref)) == ({"team", "followed"}, {"team"}, {"followed"})
    restrict_case(ana, ref=ref, restricted=True)
    assert (stands(bo, ref), stands(cy, ref)) == (set(), set())


def test_what_has_ended_stands_in_none_of_them(scene: Scene, ana: Person) -> None:
    ref = opened(ana, scene, "A lamp")
    before = device(ana).read("cases/counts/")
    change_status(ana, ref=ref, status="solved")
    assert stands(ana, ref) == set()
    after = device(ana).read("cases/counts/")
    assert {name: before[name] - after[name] for name in before} == {"mine": 1, "team": 0, "followed": 1}
    assert ref in [one["ref"] for one in device(ana).read("cases/?which=mine&limit=100")["results"]]


def test_a_guest_has_no_desk(scene: Scene, gus: Person) -> None:
    assert device(gus).read("cases/counts/") == {"mine": 0, "team": 0, "followed": 0}
    assert queries.desk_cases(gus, which="followed") == ()


def test_the_list_and_its_numbers_cost_the_same_for_any_number(
    scene: Scene, ana: Person, team: Group, statements: Counting
) -> None:
    for number in (1, 9):
        for one in range(number):
            opened(ana, scene, f"Case {number} {one}")
            opened(ana, scene, f"Waits {number} {one}", holder=Holder("team", team.id))
        for which in queries.DESK:
            with statements(3):
                assert queries.desk_cases(ana, which=which)
        with statements(1):
            counts = queries.case_counts(ana)
    assert counts.team == 10


def test_those_who_had_it_and_those_who_have_it_hear_that_a_case_changed_hands(
    scene: Scene, ana: Person, bo: Person, team: Group
) -> None:
    def heard() -> list[str]:
        facts = Event.objects.filter(type="case.held", data={"id": ref}).order_by("position")
        told = list(facts.values_list("audience_id", flat=True))
        facts.delete()
        return told

    ref = opened(ana, scene, "A lamp")
    assert heard() == [ana.id]
    change_case(ana, ref=ref, holder=Holder("team", team.id))
    assert sorted(heard()) == sorted([ana.id, team.audience_id])
    change_case(ana, ref=ref, restricted=True)
    change_case(ana, ref=ref, holder=Holder("person", bo.id))
    assert heard() == [bo.id], "a team never hears of a case that some of it may not know"
