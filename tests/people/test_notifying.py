"""How one is told: ``me/notifications/``, ``me/hours/quiet/``, ``me/hours/holidays/``, ``me/hours/reach/``."""

import datetime as dt
import json
from typing import Any

import pytest

from esn.core import clock
from esn.core.models import Event
from people import queries
from people.models import Notifying, Person, WorkingHours
from tests.cast import NOWHERE, Door, admit, device, found, stranger
from tests.conftest import Counting

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # 10:00 in Paris
HOUR = dt.timedelta(hours=1)
CHRISTMAS = dt.datetime(2026, 12, 25, 9, tzinfo=dt.UTC)


def office(*people: Person) -> None:
    WorkingHours.objects.bulk_create(
        WorkingHours(person=one, weekday=day, start=dt.time(8, 30), end=dt.time(17, 30))
        for one in people
        for day in range(5)
    )


def wrong(door: Door, path: str, said: dict[str, Any], method: str = "PUT") -> Any:
    answer = door.ask(method, path, said)
    assert answer.status_code == 400, answer.text
    return {field: [one["code"] for one in told] for field, told in json.loads(answer.text)["errors"].items()}


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_chooses_and_reads_it_again(ana: Person) -> None:
    door = device(ana)
    assert door.read("me/notifications/") == {
        "mail": "impact", "mail_hour": 8, "mail_weekday": 0, "sound": False, "quiet_from": None, "quiet_until": None,
        "region": "",
    }  # fmt: skip
    assert door.ask("PATCH", "me/notifications/", {"mail": "daily", "mail_hour": 7}).status_code == 200
    assert door.ask("PATCH", "me/notifications/", {"sound": True}).status_code == 200
    assert {"mail": "daily", "mail_hour": 7, "sound": True}.items() <= door.read("me/notifications/").items()
    assert Event.objects.filter(type="notifying.changed", audience_id=ana.id).count() == 2


def test_quiet_hours_come_and_go(ana: Person) -> None:
    door = device(ana)
    said = {"start": "19:30", "end": "07:30"}
    assert json.loads(door.ask("PUT", "me/hours/quiet/", said).text)["quiet_until"] == "07:30"
    with clock.at(MONDAY + 12 * HOUR):
        assert door.read("me/hours/reach/") == {"now": False, "at": "2026-11-24T06:30:00Z", "why": "quiet"}
    assert door.ask("DELETE", "me/hours/quiet/").status_code == 204
    with clock.at(MONDAY + 12 * HOUR):
        assert door.read("me/hours/reach/")["now"]


def test_the_holidays_of_the_house_hold_until_ana_says_otherwise(ana: Person, bo: Person) -> None:
    office(ana)
    door = device(ana)
    with clock.at(CHRISTMAS):
        assert door.read("me/hours/holidays/")["region"] == "FR"
        assert door.read("me/hours/reach/")["why"] == "holiday"
        assert door.ask("PUT", "me/hours/holidays/", {"region": "none"}).status_code == 200
        assert door.read("me/hours/reach/")["now"]
        assert queries.reach([bo.id])[bo.id].now, "of who said nothing, nothing is supposed"


def test_colleagues_see_when_ana_is_back_after_a_holiday(ana: Person, bo: Person) -> None:
    office(ana)
    with clock.at(CHRISTMAS):
        found = device(bo).read(f"people/availability/?ids={ana.id}")["results"][0]["availability"]
    assert (found["state"], found["back_at"]) == ("off_hours", "2026-12-28T07:30:00Z")


def test_countries_say_their_parts(ana: Person) -> None:
    door = device(ana)
    assert {"code": "FR", "name": "France", "parts": []} in door.read("countries/")["results"]
    assert ["FR-57", "Moselle"] in door.read("countries/FR/")["parts"]


def test_countries_are_named_in_the_readers_language_and_stand_in_its_order(ana: Person) -> None:
    door = device(ana)
    french_door = device(admit("zoe", language="fr"))
    french = [one["name"] for one in french_door.read("countries/")["results"]]
    assert {"Allemagne", "États-Unis", "Côte d’Ivoire", "Ukraine", "Corée du Sud"} <= set(french)
    assert french.index("Espagne") < french.index("États-Unis") < french.index("Finlande")
    english = [one["name"] for one in door.read("countries/")["results"]]
    assert len(english) == len(french) > 150
    assert all(len(name) > 2 for name in (*english, *french)), "no country is a bare code"
    assert french_door.read("countries/DE/")["name"] == "Allemagne"
    assert door.ask("PUT", "me/hours/holidays/", {"region": "FR-57"}).status_code == 200
    with clock.at(CHRISTMAS):
        assert [one["date"] for one in door.read("me/hours/holidays/")["coming"]][:2] == ["2026-12-25", "2026-12-26"]


def test_a_group_is_quiet_and_each_member_says_what_of_it_reaches_them(ana: Person, bo: Person) -> None:
    group = found(ana, "open", name="Logistics", member=bo)
    said = {"quiet_from": "18:00", "quiet_until": "08:00"}
    assert device(bo).ask("PATCH", f"groups/{group.id}/", said).status_code == 403
    assert {"quiet_from": "18:00:00"}.items() <= json.loads(
        device(ana).ask("PATCH", f"groups/{group.id}/", said).text
    ).items()
    door = device(bo)
    assert door.ask("PUT", f"me/notifications/groups/{group.id}/", {"tells": "mentions"}).status_code == 204
    told = {one["name"]: one["tells"] for one in door.read("me/notifications/groups/")["results"]}
    assert told["Logistics"] == "mentions"
    assert device(ana).ask("PATCH", f"groups/{group.id}/", {"quiet_from": None, "quiet_until": None}).status_code == 200


# The wrong person -----------------------------------------------------------------------------------------------------
def test_what_one_may_not_see_has_no_notifications(ana: Person, cy: Person) -> None:
    secret = found(ana, "secret")
    answers = [
        device(cy).ask("PUT", f"me/notifications/groups/{id_}/", {"tells": "all"}) for id_ in (secret.id, NOWHERE)
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert device(cy).read("me/notifications/groups/")["results"] == []


@pytest.mark.parametrize("path", ["me/notifications/", "me/notifications/groups/", "me/hours/reach/", "countries/"])
def test_a_stranger_learns_nothing(path: str) -> None:
    assert stranger().ask("GET", path).status_code == 401


# The wrong input ------------------------------------------------------------------------------------------------------
def test_quiet_hours_that_cannot_be(ana: Person) -> None:
    office(ana)
    door = device(ana)
    assert wrong(door, "me/hours/quiet/", {"start": "08:00", "end": "08:00"}) == {"end": ["whole_day"]}
    assert wrong(door, "me/hours/quiet/", {"start": "08:00", "end": "18:00"}) == {"end": ["no_moment"]}
    assert set(wrong(door, "me/hours/quiet/", {"start": "25:00"})) == {"start", "end"}
    assert not Notifying.objects.exists()


@pytest.mark.parametrize("region", ["XX", "FR-XX", "fr", "FR-", "../etc", "F" * 21])
def test_regions_that_nobody_knows(ana: Person, region: str) -> None:
    assert set(wrong(device(ana), "me/hours/holidays/", {"region": region})) == {"region"}


def test_choices_that_there_are_not(ana: Person) -> None:
    said = {"mail": "always", "mail_hour": 24, "mail_weekday": -1, "sound": "loud"}
    assert set(wrong(device(ana), "me/notifications/", said, "PATCH")) == set(said)
    assert device(ana).ask("GET", "countries/XX/").status_code == 404


def test_a_group_says_from_when_and_until_when(ana: Person) -> None:
    group = found(ana, "open")
    told = wrong(device(ana), f"groups/{group.id}/", {"quiet_from": "18:00"}, "PATCH")
    assert told == {"quiet_until": ["missing"]}


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 10, 100])
def test_reach_is_one_statement_for_any_number_of_people(count: int, ana: Person, statements: Counting) -> None:
    more = [
        Person.objects.create(kind="member", handle=f"p{number}", name=f"P {number}") for number in range(count - 1)
    ]
    office(*more)
    with statements(1):
        assert len(queries.reach([ana.id, *(one.id for one in more)])) == count
