"""The calendar file at its secret address: what stands in it, for whom, across clock changes; and its settings page."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from cases.actions import (
    Holder,
    Told,
    change_promise,
    make_promise,
    remove_participant,
    show_promise,
    withdraw_promise,
)
from cases.windows import Window, window
from people import queries
from people.actions import open_calendar
from people.credentials import CALENDAR_PATH
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn

NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)
NAME = re.compile(r"http://testserver(/calendar/[\w-]+/promises\.ics)")


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    """It is Wednesday 13 January 2027, noon in Paris."""
    with time_machine.travel(NOON, tick=False):
        yield


def day(date: dt.date, start: int = 7, end: int = 14) -> Window:
    """A window of that day in Paris."""
    first = dt.datetime.combine(date, dt.time(start))
    return window(first, dt.datetime.combine(date, dt.time(end)), "Europe/Paris")


def promise(cast: Cast, keeper: Holder | None = None, *, ref: str = "", **more: object) -> str:
    """A promise of Ana's for tomorrow."""
    said = {"kind": "delivery", "text": "Delivery of the doors", "window": day(dt.date(2027, 1, 14)), **more}
    return make_promise(cast.ana, ref=ref or cast.case, kept_by=keeper or Holder("person", cast.ana.id), **said)  # type: ignore[arg-type]  # a test's own table


def address(person: Person) -> str:
    """A new secret address of somebody's calendar."""
    return CALENDAR_PATH.format(secret=open_calendar(person)[1])


def read(path: str) -> HttpResponse:
    """What a calendar program gets: no cookie, no language."""
    answer: HttpResponse = Client().get(path)  # type: ignore[assignment]  # its subclass
    return answer


def events(path: str) -> list[dict[str, object]]:
    """The events in a calendar file, as another program understands them."""
    answer = read(path)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content)
    return [
        {name.lower(): getattr(value, "dt", str(value)) for name, value in event.items()}
        for event in found.walk("VEVENT")
    ]


# It works -------------------------------------------------------------------------------------------------------------
def test_anas_calendar_holds_her_promises_and_those_of_her_teams(cast: Cast) -> None:
    mine = promise(cast, told=Told("shop"))
    ours = promise(cast, Holder("team", cast.shop), text="Call back", window=day(dt.date(2027, 1, 20)))
    path = address(cast.bo)  # in the shop with Ana
    found = events(path)
    assert [one["uid"] for one in found] == [f"{ours}@testserver"]
    found = events(address(cast.ana))
    assert [one["uid"] for one in found] == [f"{mine}@testserver", f"{ours}@testserver"]
    first = found[0]
    assert (first["dtstart"], first["dtend"]) == (
        dt.datetime(2027, 1, 14, 6, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 14, 13, tzinfo=dt.UTC),
    )
    assert first["summary"] == "Delivery of the doors · Mme Dupin"
    assert first["url"] == f"http://testserver/promises/{mine}/"
    assert "Thu 14 Jan, 07:00–14:00 (Europe/Paris)" in str(first["description"])
    assert found[1]["summary"] == "Never told: Call back · Mme Dupin"


def test_the_file_is_never_kept_and_says_what_it_is(cast: Cast) -> None:
    answer = read(address(cast.ana))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert not answer.cookies
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_it_is_made_anew_each_time_and_a_change_raises_its_sequence(cast: Cast) -> None:
    made, path = promise(cast, told=Told("shop")), address(cast.ana)
    assert events(path)[0]["sequence"] == "1"
    change_promise(cast.ana, commitment_id=made, window=day(dt.date(2027, 1, 18)), reason="Later.")
    changed = events(path)[0]
    assert (changed["sequence"], changed["status"]) == ("2", "TENTATIVE")
    assert changed["summary"] == "Changed, not told: Delivery of the doors · Mme Dupin"
    withdraw_promise(cast.ana, commitment_id=made)
    assert events(path) == []


@pytest.mark.parametrize(
    ("date", "starts"),
    [(dt.date(2027, 3, 27), 6), (dt.date(2027, 3, 29), 5), (dt.date(2027, 10, 30), 5), (dt.date(2027, 11, 1), 6)],
)
def test_seven_in_the_morning_stays_seven_on_both_sides_of_a_clock_change(
    cast: Cast, date: dt.date, starts: int
) -> None:
    promise(cast, window=day(date))
    found = events(address(cast.ana))[0]
    assert found["dtstart"] == dt.datetime.combine(date, dt.time(starts), dt.UTC)


def test_the_hour_that_comes_twice_is_told_apart(cast: Cast) -> None:
    night = dt.date(2027, 10, 31)
    promise(cast, window=day(night, 2, 3))  # from the first 2 h to the only 3 h
    found = events(address(cast.ana))[0]
    assert (found["dtstart"], found["dtend"]) == (
        dt.datetime(2027, 10, 31, 0, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 31, 2, tzinfo=dt.UTC),
    )


def test_words_are_in_the_language_of_whose_calendar_it_is(cast: Cast) -> None:
    promise(cast)
    Person.objects.filter(id=cast.ana.id).update(language="fr")
    path = address(cast.ana)
    assert "jeu 14 jan" in str(events(path)[0]["description"])
    assert read(path).content == Client(headers={"Accept-Language": "en"}).get(path).content


def test_what_somebody_wrote_cannot_begin_a_line_of_ours(cast: Cast) -> None:
    promise(cast, text="Doors; all, of them\\n\r\nATTENDEE:mailto:x@example.org")
    content = read(address(cast.ana)).content.replace(b"\r\n ", b"")
    assert not [line for line in content.split(b"\r\n") if line.startswith(b"ATTENDEE")]
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


def test_when_it_was_last_read_is_remembered(cast: Cast) -> None:
    path = address(cast.ana)
    assert queries.calendar_accesses(cast.ana)[0].last_used_at is None
    read(path)
    assert queries.calendar_accesses(cast.ana)[0].last_used_at == NOON


def test_the_settings_show_an_address_once_and_renew_and_close_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Make an address" in client.get("/settings/devices/").content.decode()
    shown = client.post("/settings/calendar/open/")
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    first = NAME.findall(shown.content.decode())[0]
    assert read(first).status_code == 200
    again = client.get("/settings/devices/").content.decode()
    assert not NAME.search(again)
    assert "last used" in again
    held = queries.calendar_accesses(cast.ana)[0].id
    second = NAME.findall(client.post(f"/settings/calendar/{held}/renew/").content.decode())[0]
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    held = queries.calendar_accesses(cast.ana)[0].id
    assert client.post(f"/settings/calendar/{held}/close/").status_code == 302
    assert read(second).status_code == 404


# The wrong person -----------------------------------------------------------------------------------------------------
def test_an_address_that_is_wrong_closed_or_of_somebody_who_left_is_any_page_that_is_not_there(
    cast: Cast, signed_in: SignedIn
) -> None:
    path = address(cast.ana)
    absent = read("/calendar/esn_nothing/promises.ics")
    assert absent.status_code == 404
    assert read("/nothing/here/").content == absent.content
    Person.objects.filter(id=cast.ana.id).update(is_active=False)
    assert (read(path).status_code, read(path).content) == (404, absent.content)
    Person.objects.filter(id=cast.ana.id).update(is_active=True)
    assert read(path).status_code == 200
    held = queries.calendar_accesses(cast.ana)[0].id
    assert signed_in("bo").post(f"/settings/calendar/{held}/close/").status_code == 404
    assert signed_in("bo").post(f"/settings/calendar/{held}/renew/").status_code == 404
    assert read(path).status_code == 200


def test_the_address_opens_nothing_else(cast: Cast) -> None:
    secret = address(cast.ana).split("/")[2]
    stranger = Client(headers={"Authorization": f"Bearer {secret}"})
    assert stranger.get("/api/v1/me/").status_code == 401
    assert stranger.get("/promises/").status_code == 302
    assert Client().post(CALENDAR_PATH.format(secret=secret)).status_code == 405


def test_a_case_that_somebody_may_no_longer_read_leaves_their_calendar(cast: Cast) -> None:
    promise(cast, Holder("person", cast.bo.id), ref=cast.restricted)
    path = address(cast.bo)
    assert len(events(path)) == 1
    remove_participant(cast.ana, ref=cast.restricted, person_id=cast.bo.id)
    assert events(path) == []


def test_gus_reads_what_he_was_shown_and_nothing_about_the_customer(cast: Cast) -> None:
    made = promise(cast, told=Told("shop"))
    path = address(cast.gus)
    assert events(path) == []
    show_promise(cast.ana, commitment_id=made, side=f"partner:{cast.partner}")
    content = read(path).content.decode()
    assert "Delivery of the doors" in content
    assert "Dupin" not in content
    assert "Wardrobe" not in content


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10])
def test_a_calendar_costs_the_same_statements_for_any_number_of_promises(cast: Cast, number: int) -> None:
    for _ in range(number):
        promise(cast)
    path = address(cast.ana)
    read(path)
    with CaptureQueriesContext(connection) as captured:
        assert len(events(path)) == number
    assert len(captured) <= 2, [query["sql"][:160] for query in captured]
