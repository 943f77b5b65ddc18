"""The desk of a case: my other cases beside it, and its brief to print and to copy."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from cases import queries
from cases.actions import Holder, StoryText, Told, change_promise, make_promise, open_case, set_holder
from cases.windows import window
from esn.core import clock
from groups.actions import add_member
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

TAB = re.compile(r'class="tab" href="\?list=(\w+)" data-list="\w+"( aria-current="true")?')
NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)


def beside(client: Client, present: str) -> list[tuple[str, bool, bool]]:
    """The cases of the list: reference, whether it is the present one, whether its customer must be told."""
    return rows_of(client.get(f"/held/?case={present}").text)


def rows_of(text: str) -> list[tuple[str, bool, bool]]:
    """The same of any piece of a page."""
    rows = re.findall(r'<li><a class="title[^"]*" href="/cases/([^/]+)/"(.*?)</li>', text, re.S)
    return [(ref, 'aria-current="page"' in row, "state drift" in row) for ref, row in rows]


@pytest.fixture
def later(cast: Cast) -> str:
    """A case that moved after the one whose customer believes something untrue."""
    with clock.at(NOON):
        day = dt.date(2027, 1, 14)
        windows = [
            window(dt.datetime.combine(one, dt.time(8)), dt.datetime.combine(one, dt.time(12)), "Europe/Paris")
            for one in (day, day + dt.timedelta(days=4))
        ]
        promise = make_promise(
            cast.ana,
            ref=cast.case,
            kind="delivery",
            text="The doors",
            window=windows[0],
            kept_by=Holder("person", cast.ana.id),
            told=Told("shop"),
        )
        change_promise(cast.ana, commitment_id=promise, window=windows[1], reason="Ice.", told=None)
    with clock.at(NOON + dt.timedelta(hours=1)):
        return open_case(
            cast.ana, customer_id=cast.customer, title="The chairs", story=StoryText(happened="One leg is short.")
        )


def test_my_cases_stand_beside_it_those_to_be_told_first(cast: Cast, later: str, signed_in: SignedIn) -> None:
    listed = beside(signed_in("ana"), later)
    assert listed[0] == (cast.case, False, True), "a customer believes something untrue"
    assert listed[1] == (later, True, False), "then the newest, and where one is"
    assert beside(signed_in("cy"), later) == []


def test_the_list_is_asked_for_when_it_is_in_sight_and_costs_the_same_for_any_number(
    cast: Cast, later: str, signed_in: SignedIn, statements: Counting
) -> None:
    page = signed_in("ana").get(f"/cases/{cast.case}/").text
    assert f'hx-get="/held/?case={cast.case}" hx-trigger="intersect once"' in page
    assert rows_of(page) == []
    client = signed_in("ana")
    client.get("/held/?case=any")
    for _number in range(2):
        with statements(7):
            client.get("/held/?case=any")
        open_case(cast.ana, customer_id=cast.customer, title="Another", story=StoryText(happened="A scratch."))


def test_a_list_that_the_address_names_is_there_without_a_script_and_stays_chosen(
    cast: Cast, later: str, signed_in: SignedIn
) -> None:
    add_member(cast.ana, group_id=cast.shop, person_id=cast.cy.id)
    set_holder(cast.ana, ref=later, holder=Holder("team", cast.shop))
    client = signed_in("cy")
    page = client.get(f"/cases/{cast.case}/").text
    assert [(code, now == ' aria-current="true"') for code, now in TAB.findall(page)] == [
        ("mine", True),
        ("team", False),
        ("followed", False),
    ]
    chosen = client.get(f"/cases/{cast.case}/?list=team").text
    assert rows_of(chosen) == [(later, False, False)]
    assert re.search(r'data-list="team" aria-current="true">My team <span class="count">1</span>', chosen)
    assert 'hx-trigger="intersect once"' not in chosen
    for another in (f"/cases/{later}/", "/held/?case=any"):
        assert re.search(r'data-list="team" aria-current="true"', client.get(another).text), "it stays chosen"
    assert rows_of(client.get(f"/held/?case={later}&list=mine").text) == []
    assert re.search(r'data-list="mine" aria-current="true"', client.get(f"/cases/{cast.case}/").text)


def test_a_list_that_is_not_there_is_refused_and_a_stranger_cookie_changes_nothing(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("ana")
    assert client.get(f"/cases/{cast.case}/?list=theirs").status_code == 400
    client.cookies["desk"] = "theirs"
    assert 'data-list="mine" aria-current="true"' in client.get(f"/cases/{cast.case}/").text


def test_the_list_is_a_drawer_that_the_keyboard_reaches_where_there_is_no_room(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("ana").get(f"/cases/{cast.case}/").text
    assert '<button class="button small quiet desk-opener" type="button" popovertarget="desk-list">' in page
    assert '<nav class="desk-list" id="desk-list" popover' in page
    assert "desk-opener" not in signed_in("gus").get(f"/cases/{cast.case}/").text


def test_the_brief_is_printed_without_the_frame_and_copied_as_text(cast: Cast, later: str, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert f'href="/cases/{cast.case}/sheet/"' in client.get(f"/cases/{cast.case}/").text
    sheet = client.get(f"/cases/{cast.case}/sheet/").text
    copied = re.search(r'<section class="no-print.*?<pre tabindex="0">(.*?)</pre>.*?data-print', sheet, re.S)
    assert copied
    with timezone.override(cast.ana.time_zone), translation.override("en"):
        assert html.unescape(copied[1]) == queries.brief_text(cast.ana, cast.case)
    style = "".join(path.read_text() for path in Path("frontend/static/esn").glob("*.css"))
    assert "@media print { .top, .rail, .bar, .composer, .acts, .skip { display: none !important; }" in style
    assert "@media print { .frame { display: block; }" in style, "the columns of the frame leave no empty margin"
    assert re.search(r"@media print \{\s*\.no-print \{ display: none", style)
