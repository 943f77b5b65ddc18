"""One's hours and working undisturbed: ``me/hours/`` and ``me/focus/``; how others can be reached."""

import datetime as dt
import json
from typing import Any

import pytest

from esn.core import alarms, clock
from esn.core.models import Event
from esn.wiring import ALARMS
from groups.queries import availability
from people import queries
from people.models import Person, WorkingHours
from people.seen import seen
from tests.cast import NOWHERE, Door, Scene, admit, device, stranger
from tests.conftest import Counting

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # 10:00 in Paris
HOUR = dt.timedelta(hours=1)
OFFICE = [{"weekday": day, "start": "08:30", "end": "17:30"} for day in range(5)]


def said(door: Door, week: list[dict[str, Any]]) -> Any:
    answer = door.ask("PUT", "me/hours/", {"week": week})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def state_of(viewer: Person, person: Person) -> Any:
    found = device(viewer).read(f"people/availability/?ids={person.id}")["results"]
    return found[0]["availability"] if found else None


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_says_her_hours_and_reads_them_again(ana: Person) -> None:
    door = device(ana)
    assert door.read("me/hours/") == {"time_zone": "Europe/Paris", "week": []}
    assert said(door, [OFFICE[1], OFFICE[0]])["week"] == OFFICE[:2]
    assert said(door, OFFICE[:1])["week"] == OFFICE[:1], "instead of what she said before"
    assert said(door, [])["week"] == []


def test_everybody_hears_of_new_hours_and_nobody_of_the_same_ones(ana: Person) -> None:
    said(device(ana), OFFICE)
    before = Event.objects.filter(type="availability.changed").count()
    said(device(ana), OFFICE)
    assert (before, Event.objects.filter(type="availability.changed").count()) == (1, 1)


def test_outside_her_hours_ana_is_off_and_says_when_she_is_back(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE)
    with clock.at(MONDAY + 10 * HOUR):
        told = state_of(bo, ana)
    assert (told["state"], told["back_at"]) == ("off_hours", "2026-11-24T07:30:00Z")


def test_being_seen_at_night_tells_nobody_that_ana_works_then(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE)
    seen.note(ana.id)
    with clock.at(MONDAY + 10 * HOUR):
        assert state_of(bo, ana)["state"] == "off_hours"
    with clock.at(MONDAY):
        assert state_of(bo, ana)["state"] == "active"


def test_who_was_not_seen_is_away_and_who_wrote_is_active(ana: Person, bo: Person) -> None:
    seen.forget(ana.id)
    assert state_of(bo, ana)["state"] == "away"
    device(ana).read("me/")
    assert state_of(bo, ana)["state"] == "away", "a device also reads while nobody holds it"
    said(device(ana), [])
    assert state_of(bo, ana)["state"] == "active"


def test_ana_works_undisturbed_for_an_hour_and_the_clock_ends_it(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        answer = device(ana).ask("PUT", "me/focus/", {"until": (MONDAY + HOUR).isoformat()})
        assert (answer.status_code, json.loads(answer.text)["state"]) == (200, "focus")
        assert state_of(bo, ana) == {
            "state": "focus", "until": "2026-11-23T10:00:00Z", "back_at": None, "delegate": None,
        }  # fmt: skip
    with clock.at(MONDAY + HOUR):
        assert state_of(bo, ana)["state"] != "focus", "even before a worker has looked"
        told = Event.objects.filter(type="availability.changed").count()
        assert alarms.run_due(ALARMS) == 1
        assert alarms.run_due(ALARMS) == 0
        assert Event.objects.filter(type="availability.changed").count() == told + 1


def test_a_longer_focus_is_not_ended_by_the_clock_of_the_first(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        for hours in (1, 2):
            device(ana).ask("PUT", "me/focus/", {"until": (MONDAY + hours * HOUR).isoformat()})
    with clock.at(MONDAY + HOUR):
        assert alarms.run_due(ALARMS) == 0
        assert state_of(bo, ana)["state"] == "focus"


def test_ana_ends_her_focus_once(ana: Person) -> None:
    door = device(ana)
    door.ask("PUT", "me/focus/", {"until": (clock.now() + HOUR).isoformat()})
    assert [door.ask("DELETE", "me/focus/").status_code for _ in range(2)] == [204, 404]


def test_whether_somebody_works_is_known_for_quiet_hours(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE)
    assert [queries.is_working(ana, MONDAY + hours * HOUR) for hours in (0, 10)] == [True, False]
    assert queries.is_working(bo, MONDAY + 10 * HOUR), "who has not said their hours is never off"


def test_hours_move_with_the_zone_of_the_person(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE)
    device(ana).ask("PATCH", "me/", {"time_zone": "Pacific/Kiritimati"})
    with clock.at(MONDAY):  # Monday 23:00 there
        assert state_of(bo, ana)["state"] == "off_hours"


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_guest_sees_the_people_of_their_cases_alone(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    assert state_of(gus, ana) is not None
    assert state_of(gus, cy) is None
    assert state_of(gus, gus) is not None
    assert state_of(cy, gus) is not None


def test_a_contact_of_a_customer_sees_nobody_and_is_seen_by_nobody(scene: Scene, ana: Person) -> None:
    contact = admit("dupin", kind="contact")
    assert availability(contact, [ana.id, contact.id]) == {}
    assert availability(ana, [contact.id]) == {}


def test_who_may_not_act_any_more_has_no_presence(ana: Person, bo: Person) -> None:
    Person.objects.filter(id=bo.id).update(is_active=False)
    assert availability(ana, [bo.id, NOWHERE, ""]) == {}


def test_a_stranger_knocks_in_vain() -> None:
    for method, path in (("GET", "me/hours/"), ("PUT", "me/focus/"), ("GET", "people/availability/?ids=1")):
        assert stranger().ask(method, path, {} if method == "PUT" else None).status_code == 401


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "week",
    [
        None, "x", [1], [{}], [{"weekday": 7, "start": "08:00", "end": "09:00"}],
        [{"weekday": 0, "start": "25:00", "end": "09:00"}], [{"weekday": 0, "start": 8, "end": "09:00"}],
        [{"weekday": 0, "start": "08:00:30", "end": "09:00"}], [{"weekday": 0, "start": "08:00\x00", "end": "09:00"}],
        [{"weekday": True, "start": None, "end": "09:00"}],
        [{"weekday": 0, "start": "08:00", "end": "12:00"}, {"weekday": 0, "start": "11:00", "end": "13:00"}],
        [{"weekday": 6, "start": "22:00", "end": "06:00"}, {"weekday": 0, "start": "05:00", "end": "13:00"}],
        [{"weekday": 0, "start": f"{hour:02}:00", "end": f"{hour:02}:30"} for hour in range(7)],
        [{"weekday": 0, "start": "08:00", "end": "09:00"}] * 43,
    ],
)  # fmt: skip
def test_a_week_that_cannot_be_is_refused_and_nothing_is_lost(ana: Person, week: Any) -> None:
    said(device(ana), OFFICE)
    answer = device(ana).ask("PUT", "me/hours/", {"week": week})
    assert (answer.status_code, "week" in json.loads(answer.text)["errors"]) == (400, True)
    assert WorkingHours.objects.count() == len(OFFICE)


@pytest.mark.parametrize(
    "until", [None, "x", "2020-01-01T00:00:00Z", "2199-01-01T00:00:00Z", 5, "9999-12-31T23:59:59Z"]
)
def test_a_focus_that_cannot_be_is_refused(ana: Person, until: Any) -> None:
    answer = device(ana).ask("PUT", "me/focus/", {"until": until})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["until"])


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=,,,", "?ids=" + ",".join(["a"] * 101), "?person=1", "?ids=%00"])
def test_a_question_for_nobody_or_for_too_many_is_refused(ana: Person, query: str) -> None:
    assert device(ana).ask("GET", f"people/availability/{query}").status_code == 400


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 100])
def test_any_number_of_people_costs_one_statement(ana: Person, statements: Counting, number: int) -> None:
    ids = [admit(f"p{one}").id for one in range(number)]
    for id_ in ids[:5]:
        WorkingHours.objects.create(person_id=id_, weekday=0, start="08:00", end="09:00")
        WorkingHours.objects.create(person_id=id_, weekday=1, start="08:00", end="09:00")
    with statements(1):
        assert len(availability(ana, ids)) == number


# Of somebody else -----------------------------------------------------------------------------------------------------
def test_colleagues_read_when_ana_works_and_what_she_said_of_being_away(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE[:1])
    end = (clock.now() + HOUR).isoformat()
    device(ana).ask("PUT", "me/absence/", {"end": end, "note": "At the dentist."})
    told = device(bo).read(f"people/{ana.id}/hours/")
    assert (told["hours"]["week"], told["absence"]["note"]) == (OFFICE[:1], "At the dentist.")


def test_a_guest_reads_nobodys_hours_nor_words(scene: Scene, ana: Person, gus: Person) -> None:
    for person_id in (ana.id, gus.id, NOWHERE):
        assert device(gus).ask("GET", f"people/{person_id}/hours/").status_code == 404
    contact = admit("dupin", kind="contact")
    assert device(ana).ask("GET", f"people/{contact.id}/hours/").status_code == 404
