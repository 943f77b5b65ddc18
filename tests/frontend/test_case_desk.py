"""The desk of a case: my other cases beside it, and its brief to print and to copy."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from cases import queries
from cases.actions import Holder, StoryText, Told, change_promise, make_promise, open_case
from cases.windows import window
from esn.core import clock
from frontend.pages.home import held
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)


def beside(client: Client, present: str) -> list[tuple[str, bool, bool]]:
    """The cases of the list: reference, whether it is the present one, whether its customer must be told."""
    rows = re.findall(r'<li><a href="/cases/([^/]+)/"(.*?)</li>', client.get(f"/held/?case={present}").text, re.S)
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


def test_the_list_is_asked_for_apart_and_costs_the_same_for_any_number(
    cast: Cast, later: str, signed_in: SignedIn, statements: Counting
) -> None:
    assert '<ul class="neighbours"></ul>' in signed_in("ana").get(f"/cases/{cast.case}/").text
    for _number in range(2):
        with statements(3):
            held(cast.ana, 20)
        open_case(cast.ana, customer_id=cast.customer, title="Another", story=StoryText(happened="A scratch."))


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
