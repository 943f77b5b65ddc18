"""The page of one's hours and absence, focus from the menu, and the marks that say how people can be reached."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import Holder, offer_handoff
from esn.core import clock
from groups.models import EVERYONE
from people.actions import begin_focus, plan_absence
from people.models import Absence, Person, WorkingHours
from people.seen import seen
from tests.frontend.conftest import Cast, SignedIn

HERE = "/settings/hours/"
OFFICE = {"d0-0-start": "08:30", "d0-0-end": "12:00", "d0-1-start": "13:30", "d0-1-end": "17:30"}


def page(client: Client, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def away(person: Person, delegate: Person | None = None, note: str = "") -> None:
    end = clock.now() + dt.timedelta(days=7)
    plan_absence(person, end=end, delegate_id=delegate.id if delegate else None, note=note, everyone=EVERYONE)


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_writes_her_monday_and_finds_it_again(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert client.post(HERE, OFFICE)["Location"] == HERE
    assert [(f"{row.start:%H:%M}", f"{row.end:%H:%M}") for row in WorkingHours.objects.order_by("start")] == [
        ("08:30", "12:00"), ("13:30", "17:30"),
    ]  # fmt: skip
    shown = page(client)
    assert 'value="08:30"' in shown
    assert 'name="d0-2-start"' in shown, "and an empty stretch for more"


def test_monday_is_copied_until_friday_without_a_script_and_without_being_saved(
    cast: Cast, signed_in: SignedIn
) -> None:
    answer = signed_in("ana").post(HERE, {**OFFICE, "d6-0-start": "10:00", "alike": "friday"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'name="d4-1-end"[^>]*value="17:30"|value="17:30"[^>]*name="d4-1-end"', shown)
    assert not re.search(r'name="d5-0-end"[^>]*value="12:00"|value="12:00"[^>]*name="d5-0-end"', shown)
    assert 'value="10:00"' in shown, "what was typed elsewhere is kept"
    assert not WorkingHours.objects.exists()


def test_ana_goes_away_and_names_bo_by_his_name(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    typed = {"back_on": "2099-01-04T09:00", "delegate": "Bo Delorme", "note": "On the island."}
    assert client.post("/settings/absence/", typed).status_code == 400, "for longer than three years"
    typed["back_on"] = f"{clock.now() + dt.timedelta(days=9):%Y-%m-%dT09:00}"
    assert client.post("/settings/absence/", typed)["Location"] == HERE
    row = Absence.objects.get()
    assert (row.delegate_id, row.note) == (cast.bo.id, "On the island.")
    assert "Bo Delorme stands in for you." in page(client)
    assert "You stand in for <b>Ana Martin</b>" in page(signed_in("bo"))
    assert client.post("/settings/absence/end/")["Location"] == HERE
    assert "Bo Delorme stands in for you." not in page(client)


def test_focus_is_begun_and_ended_from_any_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    answer = client.post("/settings/focus/", {"minutes": "60"}, headers={"Referer": "http://testserver/cases/"})
    assert answer["Location"] == "http://testserver/cases/"
    assert "End the focus" in page(client, "/")
    assert client.post("/settings/focus/end/").status_code == 302
    assert "In focus for 1 hour" in page(client, "/")
    assert client.post("/settings/focus/end/").status_code == 404


def test_the_marks_of_a_page_are_asked_for_again_in_the_language_of_the_reader(cast: Cast, signed_in: SignedIn) -> None:
    away(cast.ana, cast.bo)
    begin_focus(cast.mo, until=clock.now() + dt.timedelta(hours=1), everyone=EVERYONE)
    seen.note(cast.bo.id)
    seen.forget(cast.cy.id)
    ids = ",".join(one.id for one in (cast.ana, cast.mo, cast.bo, cast.cy))
    found = page(signed_in("gus"), f"/people/standing/?ids={ids}")
    assert re.findall(r'class="standing (\w+)"', found) == ["away"], "a guest sees whom they meet in a case"
    assert "stands in" not in found
    found = page(signed_in("mo"), f"/people/standing/?ids={ids}")
    assert sorted(re.findall(r'class="standing (\w+)"', found)) == ["active", "away", "away", "focus"]
    assert "Bo Delorme stands in" in found


def test_opening_a_page_is_a_sign_of_life_and_what_a_page_asks_for_itself_is_none(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("cy")
    for by_itself in ({"X-Quiet": "1"}, {"HX-Request": "true"}):
        seen.forget(cast.cy.id)
        client.get("/people/", headers=by_itself)
        assert not seen.among([cast.cy.id])
    client.get("/people/")
    assert seen.among([cast.cy.id])


def test_a_case_says_that_its_holder_is_away_and_who_stands_in(cast: Cast, signed_in: SignedIn) -> None:
    away(cast.ana, cast.bo)
    shown = page(signed_in("cy"), f"/cases/{cast.case}/")
    assert re.search(r"Away until [^<]+ · Bo Delorme stands in", shown)


def test_whoever_asks_somebody_away_knows_it_before_and_may_ask_who_stands_in(cast: Cast, signed_in: SignedIn) -> None:
    away(cast.bo, cast.cy)
    client = signed_in("ana")
    chosen = page(client, f"/cases/{cast.case}/handoffs/new/?q=bo")
    assert "Cy Haddad stands in" in chosen
    form = page(client, f"/cases/{cast.case}/handoffs/new/?to=person:{cast.bo.id}")
    assert "Bo Delorme is away until" in form
    assert f"?to=person:{cast.cy.id}" in form
    restricted = page(client, f"/cases/{cast.restricted}/handoffs/new/?to=person:{cast.bo.id}")
    assert "only as a participant" in restricted
    mine = page(signed_in("cy"), f"/cases/{cast.case}/handoffs/new/?to=person:{cast.bo.id}")
    assert "You stand in yourself" in mine


def test_an_offer_to_somebody_away_waits_on_the_page_of_who_stands_in(cast: Cast, signed_in: SignedIn) -> None:
    away(cast.bo, cast.cy)
    offer_handoff(cast.ana, ref=cast.case, to=Holder("person", cast.bo.id), brief="Doors.", expectation="A date.")
    client = signed_in("cy")
    for path in ("/cases/", "/cases/waiting/", f"/cases/{cast.case}/"):
        assert "For Bo Delorme, who is away until" in page(client, path), path
    handoff_id = re.findall(r"/handoffs/(\w+)/accept/", page(client, "/cases/"))[0]
    client.post(f"/handoffs/{handoff_id}/accept/")
    assert "by Cy Haddad, for Bo Delorme" in page(client, f"/cases/{cast.case}/")
    assert "Of those I stand in for" in page(client, "/cases/?which=stand_in")


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_guest_has_hours_and_no_delegate_and_no_list_of_offers(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    assert 'name="delegate"' not in page(client)
    assert client.get("/cases/waiting/").status_code == 404
    back_on = f"{clock.now() + dt.timedelta(days=9):%Y-%m-%dT09:00}"
    assert client.post("/settings/absence/", {"back_on": back_on, "delegate": "Ana Martin"}).status_code == 302
    assert Absence.objects.get().delegate_id is None


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"d0-0-start": "08:30"}, "Say until when."),
        ({"d2-0-end": "08:30"}, "Say from when."),
        ({"d0-0-start": "8 o’clock", "d0-0-end": "10:00"}, "Enter a valid time."),
        ({**OFFICE, "d0-2-start": "16:00", "d0-2-end": "18:00"}, "13:30–17:30 and 16:00–18:00 overlap."),
        ({"d6-0-start": "22:00", "d6-0-end": "06:00", "d0-0-start": "05:00", "d0-0-end": "09:00"}, "overlap."),
    ],
)
def test_a_week_that_cannot_be_comes_back_as_it_was_typed(
    cast: Cast, signed_in: SignedIn, typed: dict[str, str], said: str
) -> None:
    answer = signed_in("ana").post(HERE, typed)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (400, True)
    assert all(value in shown for value in typed.values())


def test_an_absence_that_cannot_be_comes_back_as_it_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    for typed, said in (
        ({"back_on": ""}, "This field is required."),
        ({"back_on": "2020-01-01T09:00"}, "This moment has passed."),
        ({"back_on": "2027-01-01T09:00", "away_from": "2027-01-02T09:00"}, "This is before it begins."),
        (
            {"back_on": f"{clock.now() + dt.timedelta(days=9):%Y-%m-%dT09:00}", "delegate": "Zo"},
            "No colleague is called",
        ),
        (
            {"back_on": f"{clock.now() + dt.timedelta(days=9):%Y-%m-%dT09:00}", "delegate": "Ana Martin"},
            "Name somebody",
        ),
        ({"back_on": f"{clock.now() + dt.timedelta(days=9):%Y-%m-%dT09:00}", "note": "a\x00b"}, "Null characters"),
    ):
        answer = client.post("/settings/absence/", typed)
        assert (answer.status_code, said in answer.content.decode()) == (400, True), typed
    assert not Absence.objects.exists()


@pytest.mark.parametrize("minutes", ["", "x", "0", "-5", "99999", "1e3"])
def test_a_focus_of_no_length_is_refused(cast: Cast, signed_in: SignedIn, minutes: str) -> None:
    assert signed_in("ana").post("/settings/focus/", {"minutes": minutes}).status_code == 400


def test_marks_are_asked_for_in_any_number_and_of_anything(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    for ids in ("", ",,,", "x" * 3000, ",".join(["a"] * 500), "é", "%20"):
        assert client.get(f"/people/standing/?ids={ids}").status_code == 200


# How many statements --------------------------------------------------------------------------------------------------
def test_the_page_costs_the_same_for_any_week(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    client.get(HERE)
    costs = []
    for number in (0, 6):
        for day in range(7 if number else 0):
            for one in range(number):
                WorkingHours.objects.create(person=cast.ana, weekday=day, start=f"0{one}:00", end=f"0{one}:30")
        with CaptureQueriesContext(connection) as captured:
            client.get(HERE)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 13, costs


def test_a_page_says_when_somebody_works_in_few_lines(cast: Cast, signed_in: SignedIn) -> None:
    for day in (0, 1, 2, 3, 5):
        for start, end in (("08:30", "12:00"), ("13:30", "17:30")) if day < 5 else (("22:00", "06:00"),):
            WorkingHours.objects.create(person=cast.ana, weekday=day, start=start, end=end)
    away(cast.ana, note="On the island.")
    shown = page(signed_in("bo"), f"/people/{cast.ana.id}/")
    assert "Mon–Thu 08:30–12:00, 13:30–17:30<br>Sat 22:00–06:00" in shown
    assert "On the island." in shown
    shown = page(signed_in("gus"), f"/people/{cast.ana.id}/")
    assert "13:30–17:30" not in shown
    assert "On the island." not in shown
