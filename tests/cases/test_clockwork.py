"""What the clock does to promises: due, broken, escalated; once, whenever the worker comes to it."""

import datetime as dt
from collections.abc import Iterator

import pytest

from esn.core import clock
from esn.core.alarms import run_due
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.models import Post
from groups.actions import admit_person
from people.models import Person
from tests.cases.promises import DAY, HOUR, MONDAY, january, moved, promised, tell
from tests.cast import Scene, device

END = dt.datetime(2027, 1, 14, 13, tzinfo=dt.UTC)  # of the window of the 14th


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def tick(moment: dt.datetime) -> int:
    with clock.at(moment):
        return run_due(ALARMS)


def entries(kind: str, verb: str = "") -> list[Post]:
    return [post for post in Post.objects.filter(kind=kind) if not verb or post.detail.get("verb") == verb]


def test_a_promise_is_broken_when_the_told_window_ends_and_nobody_said_kept(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    tick(END - HOUR)
    assert device(ana).read(f"commitments/{made['id']}/")["state"] == "open"
    tick(END)
    broken = device(ana).read(f"commitments/{made['id']}/")
    assert (broken["state"], broken["history"][-1]["verb"]) == ("broken", "broken")
    assert entries("commitment", "broken")[0].author.kind == "system"


def test_the_clock_speaks_once_however_often_the_worker_starts_and_wherever_the_clock_is_set(
    scene: Scene, ana: Person
) -> None:
    promised(device(ana), scene.case)
    for moment in (END + DAY, END + DAY, MONDAY, END, END + 2 * DAY):
        tick(moment)
    assert len(entries("commitment", "broken")) == 1


@pytest.mark.parametrize("verb", ["keep", "withdraw"])
def test_a_promise_that_ended_in_time_is_left_alone(scene: Scene, ana: Person, verb: str) -> None:
    made = promised(device(ana), scene.case)
    state = device(ana).make(f"commitments/{made['id']}/{verb}/")["state"]
    tick(END + DAY)
    assert device(ana).read(f"commitments/{made['id']}/")["state"] == state


def test_what_the_customer_was_never_told_breaks_no_word(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case, told=None)
    tick(END + DAY)
    assert device(ana).read(f"commitments/{made['id']}/")["state"] == "open"


def test_the_told_window_counts_and_not_the_one_that_we_know(scene: Scene, ana: Person) -> None:
    made = moved(device(ana), promised(device(ana), scene.case), 18)
    tick(END)
    broken = device(ana).read(f"commitments/{made['id']}/")
    assert (broken["state"], broken["version"], broken["marks"]) == ("broken", 2, ["drift"])
    assert device(ana).read("drifts/")["results"][0]["harm"] == "broken"
    with clock.at(END + HOUR):
        tell(device(ana), made)
        again = device(ana).read(f"commitments/{made['id']}/")
    assert (again["state"], again["drift"]) == ("open", None)
    tick(END + 4 * DAY)
    assert device(ana).read(f"commitments/{made['id']}/")["state"] == "broken"


def test_telling_the_new_window_moves_the_clock(scene: Scene, ana: Person) -> None:
    made = moved(device(ana), promised(device(ana), scene.case), 18, told={"channel": "phone"})
    tick(END)
    assert device(ana).read(f"commitments/{made['id']}/")["state"] == "open"


def test_a_promise_becomes_due_a_day_before_its_window_and_its_readers_hear_of_it(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    before = Event.objects.filter(type="commitment.changed").count()
    tick(END - 32 * HOUR)
    assert Event.objects.filter(type="commitment.changed").count() == before
    tick(END - 31 * HOUR)
    assert Event.objects.filter(type="commitment.changed").count() == before + 1
    with clock.at(END - 31 * HOUR):
        assert device(ana).read(f"commitments/{made['id']}/")["marks"] == ["due"]
    tick(END - 30 * HOUR)
    assert Event.objects.filter(type="commitment.changed").count() == before + 1


def test_a_change_that_is_not_told_in_four_hours_goes_to_the_moderators_of_the_team_and_the_holder(
    scene: Scene, ana: Person, mo: Person
) -> None:
    made = promised(device(ana), scene.case, kept_by={"kind": "team", "id": scene.open.id})
    moved(device(ana), made, 18)
    tick(MONDAY + 3 * HOUR)
    assert entries("escalation") == []
    tick(MONDAY + 4 * HOUR)
    tick(MONDAY + 5 * HOUR)
    (entry,) = entries("escalation")
    assert {one["id"] for one in entry.detail["to"]} == {ana.id, mo.id}
    assert (entry.detail["subject_id"], entry.detail["text"]) == (made["id"], "The wardrobe is delivered.")
    assert entry.author.kind == "system"
    assert device(ana).read(f"commitments/{made['id']}/")["history"][-1]["verb"] == "escalated"


def test_a_change_that_is_told_in_time_goes_to_nobody(scene: Scene, ana: Person) -> None:
    made = moved(device(ana), promised(device(ana), scene.case), 18)
    tell(device(ana), made)
    tick(MONDAY + DAY)
    assert entries("escalation") == []


def test_a_change_shortly_before_the_window_has_to_be_told_before_it_begins(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    with clock.at(END - 8 * HOUR):  # an hour before the window of the 14th begins
        body = {"window": january(18), "reason": "The truck broke down."}
        changed = device(ana).make(f"commitments/{made['id']}/changes/", body)
    assert changed["drift"]["tell_by"] == "2027-01-14T06:00:00Z"


def test_the_clock_is_no_colleague(scene: Scene, ana: Person) -> None:
    promised(device(ana), scene.case)
    tick(END)
    assert "esn" not in {one["name"] for one in device(ana).read("people/?limit=100")["results"]}
    assert Person.objects.filter(kind="system").count() == 1
    assert admit_person(None, kind="member", handle="esn", name="Esn", language="en")
