"""What promises, drifts, exceptions and blockers put into the inbox of whom, and when it goes."""

import datetime as dt
from collections.abc import Iterator

import pytest

from esn.core import alarms, clock
from esn.wiring import ALARMS
from groups.models import EVERYONE
from people.actions import end_absence, plan_absence
from people.models import Person
from tests.cases.promises import DAY, HOUR, MONDAY, january, moved, promised, tell
from tests.cast import Scene, browser, device
from tests.inbox.desk import codes, settled, waiting


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """It is Monday, 11 January 2027."""
    with clock.at(MONDAY):
        yield


def test_a_change_waits_for_the_holder_until_the_customer_is_told(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    assert codes(ana) == []
    changed = moved(door, made, 18)
    line = waiting(ana)[0]
    assert (line.kind, line.harm, line.subject.id) == ("tell", 1, scene.case)
    assert line.due is not None
    assert line.why[0].values["believes"]["window"]["local_start"] == january(14)["start"]
    assert line.can == ("snooze",)
    settled()
    tell(door, changed)
    assert codes(ana) == []
    settled()


def test_a_promise_that_was_never_told_waits_for_the_holder(scene: Scene, ana: Person, bo: Person) -> None:
    made = promised(device(ana), scene.case, told=None)
    assert codes(ana) == ["untold"]
    tell(device(ana), made)
    assert codes(ana) == []
    settled()


def test_a_promise_waits_for_its_keeper_a_day_before_and_goes_when_it_is_kept(
    scene: Scene, ana: Person, bo: Person
) -> None:
    made = promised(device(ana), scene.case, kept_by={"kind": "person", "id": bo.id})
    assert "keep" not in codes(bo)
    with clock.at(dt.datetime(2027, 1, 13, 12, tzinfo=dt.UTC)):
        alarms.run_due(ALARMS)
        assert "keep" in codes(bo)
        assert "keep" in codes(ana)
        settled()
        device(bo).make(f"commitments/{made['id']}/keep/")
        assert "keep" not in codes(bo)
        assert "keep" not in codes(ana)
        settled()


def test_a_line_that_sleeps_until_they_are_told_wakes_when_the_promise_breaks(scene: Scene, ana: Person) -> None:
    door = device(ana)
    changed = moved(door, promised(door, scene.case), 18)
    line = waiting(ana)[0]
    assert "told" in line.until_events
    door.make(f"inbox/{line.id}/snooze/", {"event": "told"})
    assert waiting(ana) == ()
    with clock.at(MONDAY + 4 * DAY):
        alarms.run_due(ALARMS)
        assert [(one.id, one.harm) for one in waiting(ana)] == [(line.id, 0)]
        settled()
    assert changed["id"]


def test_a_blocker_waits_for_whom_it_names_and_is_looked_at_by_the_holder(
    scene: Scene, ana: Person, bo: Person
) -> None:
    check = MONDAY + HOUR
    made = device(ana).make(
        f"cases/{scene.case}/blockers/",
        {"cause": "Stock locked", "lifter": bo.name, "meanwhile": "A loan.", "next_check": check.isoformat()},
    )
    assert "lift" in codes(bo)
    assert "check" not in codes(ana)
    with clock.at(check + HOUR):
        alarms.run_due(ALARMS)
        assert "check" in codes(ana)
        settled()
        device(bo).make(f"blockers/{made['id']}/lift/", {"note": "Counted."})
        assert {"lift", "check"}.isdisjoint({*codes(bo), *codes(ana)})
        settled()


def test_what_waits_for_somebody_away_waits_for_their_delegate_as_far_as_they_read_it(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    door = device(ana)
    for ref in (scene.case, scene.restricted):
        moved(door, promised(door, ref), 18)
    plan_absence(ana, end=clock.now() + 7 * DAY, delegate_id=cy.id, everyone=EVERYONE)
    assert [line.subject.id for line in waiting(cy)] == [scene.case]
    why = waiting(cy)[0].why[0]
    assert why.on_behalf_of is not None
    assert (why.values["for"], why.on_behalf_of.name) == (ana.id, "Ana Martin")
    assert "for Ana Martin" in browser(cy).get("/inbox/").text
    assert device(cy).read("inbox/")["results"][0]["why"][0]["on_behalf_of"]["id"] == ana.id
    settled()
    end_absence(ana, everyone=EVERYONE)
    assert waiting(cy) == ()
    settled()
