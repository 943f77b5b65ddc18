"""The first day of the week: chosen in the settings, kept in the calendar and in every list of weekdays."""

import json
import re

import pytest
from django.test import Client

from frontend import weeks
from groups.models import EVERYONE
from people.actions import edit_profile, set_hours
from people.models import Person
from people.week import Stretch
from tests.cast import browser, device
from tests.frontend.conftest import Cast, SignedIn
from tests.people.test_week import OFFICE

FORM = {"name": "Ana Martin", "title": "Sales", "language": "en", "time_zone": "Europe/Paris"}


def begin(person: Person, day: str) -> None:
    edit_profile(person, week_start=day, everyone=EVERYONE)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def cells(client: Client, month: str) -> list[list[str]]:
    """The days of a month on the page, week by week."""
    body = shown(client, f"/promises/calendar/?month={month}").partition("<tbody>")[2]
    return [re.findall(r'data-day="([\d-]+)"', week) for week in body.split("</tr>")[:-1]]


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_chooses_the_first_day_in_her_settings_and_leaves_it_to_her_language_again(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("ana")
    assert client.post("/settings/", {**FORM, "week_start": "sunday"}).status_code == 302
    assert Person.objects.get(id=cast.ana.id).week_start == "sunday"
    assert re.search(r'<option value="sunday" selected>\s*Sunday', shown(client, "/settings/"))
    assert client.post("/settings/", {**FORM, "week_start": ""}).status_code == 302
    assert re.search(r'<option value="" selected>\s*As usual in my language', shown(client, "/settings/"))


def test_it_is_the_same_preference_over_rest(cast: Cast, signed_in: SignedIn) -> None:
    phone = device(cast.ana)
    assert phone.read("me/")["week_start"] == ""
    assert phone.ask("PATCH", "me/", {"week_start": "saturday"}).status_code == 200
    assert phone.read("me/")["week_start"] == "saturday"
    assert cells(signed_in("ana"), "2027-02")[0][0] == "2027-01-30"


@pytest.mark.parametrize(
    ("day", "month", "first", "last", "count"),
    [
        ("", "2027-01", "2026-12-28", "2027-01-31", 5),
        ("monday", "2027-01", "2026-12-28", "2027-01-31", 5),
        ("sunday", "2027-01", "2026-12-27", "2027-02-06", 6),
        ("saturday", "2027-01", "2026-12-26", "2027-02-05", 6),
        ("monday", "2027-02", "2027-02-01", "2027-02-28", 4),
        ("sunday", "2026-02", "2026-02-01", "2026-02-28", 4),
    ],
)
def test_the_calendar_has_whole_weeks_from_that_day(
    cast: Cast, signed_in: SignedIn, day: str, month: str, first: str, last: str, count: int
) -> None:
    begin(cast.bo, day)
    rows = cells(signed_in("bo"), month)
    assert (rows[0][0], rows[-1][-1], len(rows)) == (first, last, count)
    assert {len(row) for row in rows} == {7}
    assert (one := [day for row in rows for day in row]) == sorted(one), "each day follows the one before"


def test_the_heads_of_the_calendar_are_those_of_its_days(cast: Cast, signed_in: SignedIn) -> None:
    begin(cast.bo, "sunday")
    page = shown(signed_in("bo"), "/promises/calendar/?month=2027-01")
    heads = re.findall(r'<th scope="col"><abbr title="(\w+)"', page)
    assert heads == ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def test_hours_the_weekly_mail_and_the_days_of_a_fact_are_in_that_order(cast: Cast, signed_in: SignedIn) -> None:
    begin(cast.ana, "sunday")
    client = signed_in("ana")
    hours = shown(client, "/settings/hours/")
    assert re.findall(r"<legend>(\w+day)</legend>", hours)[:2] == ["Sunday", "Monday"]
    assert hours.count('value="friday"') == 1
    assert 'value="friday"' in hours.partition("<legend>Monday")[2].partition("<legend>Tuesday")[0]
    mail = shown(client, "/settings/notifications/").partition('name="mail_weekday"')[2]
    assert re.findall(r'<option value="(\d)"', mail.partition("</select>")[0]) == ["6", "0", "1", "2", "3", "4", "5"]


def test_hours_that_were_typed_in_another_order_are_the_same_hours(cast: Cast, signed_in: SignedIn) -> None:
    begin(cast.ana, "sunday")
    typed = {"d6-0-start": "10:00", "d6-0-end": "12:00", "d0-0-start": "08:30", "d0-0-end": "17:30"}
    assert signed_in("ana").post("/settings/hours/", typed).status_code == 302
    kept = device(cast.ana).read("me/hours/")["week"]
    assert [(one["weekday"], one["start"]) for one in kept] == [(0, "08:30"), (6, "10:00")]


def test_the_hours_of_a_colleague_are_told_in_the_order_of_who_reads_them(cast: Cast, signed_in: SignedIn) -> None:
    week = [*OFFICE, Stretch(6, OFFICE[0].start, OFFICE[0].end)]
    set_hours(cast.ana, week=week, everyone=EVERYONE)
    address = f"/people/{cast.ana.id}/"
    said = re.compile(r"\b(?:Mon–Fri|Sun)\b")
    assert said.findall(shown(signed_in("bo"), address)) == ["Mon–Fri", "Sun"]
    begin(cast.bo, "sunday")
    assert said.findall(shown(signed_in("bo"), address)) == ["Sun", "Mon–Fri"]


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("wrong", ["friday", "Sunday", "0", "x" * 11])
def test_another_day_is_refused_on_the_page_and_over_rest(cast: Cast, signed_in: SignedIn, wrong: str) -> None:
    assert signed_in("ana").post("/settings/", {**FORM, "week_start": wrong}).status_code == 400
    answer = device(cast.ana).ask("PATCH", "me/", {"week_start": wrong})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["week_start"])
    assert Person.objects.get(id=cast.ana.id).week_start == ""


def test_one_reader_s_week_is_nobody_else_s(cast: Cast) -> None:
    begin(cast.bo, "saturday")
    for person, first in ((cast.bo, "2027-01-30"), (cast.ana, "2027-02-01"), (cast.bo, "2027-01-30")):
        assert cells(browser(person), "2027-02")[0][0] == first
    assert weeks.first_day() == 0
