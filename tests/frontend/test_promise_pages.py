"""Boards narrowed and counted, the month, the customer's answer, what a partner sees, who knew what when."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import (
    Holder,
    Told,
    change_promise,
    end_patience,
    make_promise,
    post_in_case,
    remove_participant,
    show_promise,
)
from cases.models import Belief
from cases.windows import window
from esn.core.clock import now
from groups.models import Audience
from tests.frontend.conftest import Cast, SignedIn
from tests.frontend.january import MONDAY, NOBODY, NOON, THURSDAY, day, found, promise_the_doors, text


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    """It is Wednesday 13 January 2027, noon in Paris."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def promised(cast: Cast) -> str:
    """Ana promised the doors for tomorrow, and said so in the shop."""
    return promise_the_doors(cast)


# Boards ---------------------------------------------------------------------------------------------------------------
def test_the_boards_count_and_narrow_to_me_my_teams_a_team_a_person_and_a_customer(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    client = signed_in("bo")
    for whose, there in (
        ("all", True),
        ("mine", False),
        ("ours", True),
        (f"team:{cast.shop}", True),
        (f"team:{cast.closed}", False),
        (f"person:{cast.ana.id}", True),
        (f"person:{cast.bo.id}", False),
    ):
        page = text(client, f"/promises/?state=due&whose={whose}")
        assert ("Delivery of the doors" in page) is there, whose
        assert f"Due {1 if there else 0}" in page
    page = text(client, f"/promises/?state=due&customer={cast.customer}")
    assert "Mme Dupin" in page.partition("Due")[0]
    assert "show every customer" in page


@pytest.mark.parametrize("path", ["/promises/", "/drifts/", "/promises/calendar/"])
def test_a_choice_that_is_unknown_or_hidden_is_no_page(cast: Cast, signed_in: SignedIn, path: str) -> None:
    client = signed_in("cy")
    assert client.get(f"{path}?whose=nobody").status_code == 400
    absent = client.get(f"{path}?whose=team:{NOBODY}")
    assert absent.status_code == 404
    for hidden in (f"whose=team:{cast.secret}", f"whose=person:{NOBODY}", f"customer={NOBODY}"):
        answer = client.get(f"{path}?{hidden}")
        assert (answer.status_code, answer.content) == (404, absent.content)


def test_the_rail_says_how_many_promises_press_me_and_my_teams(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    def pressing(handle: str) -> str:
        page = signed_in(handle).get("/").content.decode()
        link = page[page.index('href="/promises/"', page.index('class="rail"')) :]
        return link[: link.index("</a>")]

    assert '<span class="count">1</span>' in pressing("bo")
    assert "due, at risk or not told" in pressing("bo")
    assert "count" not in pressing("cy")
    assert "/promises/" not in signed_in("gus").get("/").content.decode()


def test_a_drift_says_who_tells_them_and_whom_it_concerns_once_it_was_not_told_in_time(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    change_promise(cast.bo, commitment_id=promised, window=day(MONDAY), reason="The van broke down.")
    client = signed_in("bo")
    page = client.get("/drifts/").content.decode()
    assert 'data-stage="early"' in page
    assert "now concerns" not in page
    with time_machine.travel(NOON + dt.timedelta(hours=5), tick=False):
        end_patience(str(Belief.objects.get().pk), now())
        page = text(client, "/drifts/")
    assert "Ana Martin" in page
    assert "now concerns Ana Martin, Mo Serrano" in page


def test_a_board_that_is_open_asks_for_its_rows_alone(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client = signed_in("bo")
    for path, part in (("/promises/?state=due", "board"), ("/drifts/", "board"), ("/promises/calendar/", "month")):
        page = client.get(path).content.decode()
        assert re.search(rf'id="{part}" data-fresh="[^"]+" data-fresh-of="" data-fresh-on="commitment\.', page)
        alone = client.get(path, headers={"HX-Request": "true"}).content.decode()
        assert alone.lstrip().startswith(f'<div id="{part}"')
        assert "<html" not in alone


@pytest.mark.parametrize("number", [1, 10])
def test_boards_and_the_month_cost_the_same_statements_for_any_number(
    cast: Cast, signed_in: SignedIn, number: int
) -> None:
    for count in range(number):
        made = make_promise(
            cast.ana,
            ref=cast.case,
            kind="other",
            text=f"Thing {count}",
            window=day(THURSDAY),
            kept_by=Holder("person", cast.ana.id),
            told=Told("phone"),
        )
        change_promise(cast.ana, commitment_id=made, window=day(MONDAY), reason="Later.")
    client = signed_in("ana")
    client.get("/promises/")
    for path, most in (("/promises/?state=open", 14), ("/drifts/?whose=ours", 10), ("/promises/calendar/", 7)):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= most, "\n".join([path, *(query["sql"][:160] for query in captured)])


# The month ------------------------------------------------------------------------------------------------------------
def test_the_month_shows_each_promise_on_its_day_with_its_mark_in_words(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    change_promise(cast.bo, commitment_id=promised, window=day(MONDAY), reason="The van broke down.")
    page = signed_in("bo").get("/promises/calendar/").content.decode()
    cell = page[page.index('data-day="2027-01-18"') :]
    cell = cell[: cell.index("</td>")]
    assert f"/promises/{promised}/" in cell
    assert "Changed, not told" in cell
    assert "07:00" in cell
    assert "Mme Dupin" in cell
    assert "<a" not in page[page.index('data-day="2027-01-14"') : page.index('data-day="2027-01-15"')]
    assert 'aria-current="date" data-day="2027-01-13" tabindex="0"' in page
    assert page[page.index("<table") :].count('tabindex="0"') == 1
    assert page.count('<th scope="col">') == 7
    assert "<caption" in page


def test_a_window_of_several_days_stands_where_it_begins_and_where_it_ends(cast: Cast, signed_in: SignedIn) -> None:
    long = window(NOON + dt.timedelta(days=6), NOON + dt.timedelta(days=16), "Europe/Paris")
    keeper = Holder("person", cast.ana.id)
    make_promise(cast.ana, ref=cast.case, kind="refund", text="The refund", window=long, kept_by=keeper)
    page = signed_in("ana").get("/promises/calendar/").content.decode()
    days = re.findall(r'data-day="([\d-]+)"[^>]*>(?:(?!</td>).)*?The refund', page, re.DOTALL)
    assert days == ["2027-01-19", "2027-01-29"]


def test_the_months_beside_it_are_reached_and_nonsense_is_explained(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    client = signed_in("bo")
    page = client.get("/promises/calendar/?whose=ours").content.decode()
    assert "?month=2026-12&amp;whose=ours" in page
    assert "?month=2027-02&amp;whose=ours" in page
    assert "Nothing is promised in this month." in client.get("/promises/calendar/?month=2027-05").content.decode()
    for wrong in ("2027", "2027-13", "1850-01", "next", "2027-1-1"):
        assert client.get(f"/promises/calendar/?month={wrong}").status_code == 400


def test_a_restricted_promise_is_on_no_calendar_of_cy(cast: Cast, signed_in: SignedIn) -> None:
    keeper = Holder("person", cast.ana.id)
    make_promise(
        cast.ana, ref=cast.restricted, kind="other", text="A delicate thing", window=day(THURSDAY), kept_by=keeper
    )
    assert "A delicate thing" in text(signed_in("ana"), "/promises/calendar/")
    assert "A delicate thing" not in text(signed_in("cy"), "/promises/calendar/")
    assert "A delicate thing" not in text(signed_in("gus"), "/promises/calendar/")


# The customer's answer, and showing -----------------------------------------------------------------------------------
def test_bo_notes_that_she_refuses_and_the_promise_is_at_risk(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    told = found(cast, promised).told
    assert told is not None
    client, path = signed_in("bo"), f"/tellings/{told.telling}/answer/"
    assert "Delivery of the doors" in text(client, path)
    assert client.post(path, {"answer": "perhaps", "note": ""}).status_code == 400
    assert client.post(path, {"answer": "refused", "note": "Not in the morning."}).status_code == 302
    assert "at_risk" in found(cast, promised).marks
    page = text(client, f"/cases/{cast.case}/?pane=thread")
    assert "They refuse" in page
    assert "Not in the morning." in page
    hidden = signed_in("gus").get(path)
    assert hidden.status_code == 404
    assert hidden.content == signed_in("gus").get(f"/tellings/{NOBODY}/answer/").content


def test_ana_shows_a_promise_to_the_partner_who_then_sees_it(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client, path = signed_in("ana"), f"/promises/{promised}/show/"
    assert "Transports Vasseur" in text(client, path)
    assert "Delivery of the doors" not in text(signed_in("gus"), f"/cases/{cast.case}/")
    assert client.post(path, {"side": "partner:nobody"}).status_code == 400
    assert client.post(path, {"side": f"partner:{cast.partner}"}).status_code == 302
    assert "Delivery of the doors" in text(signed_in("gus"), f"/cases/{cast.case}/")
    assert signed_in("gus").get(path).status_code == 404


def test_a_case_without_a_partner_says_so(cast: Cast, signed_in: SignedIn) -> None:
    keeper = Holder("person", cast.ana.id)
    made = make_promise(
        cast.ana, ref=cast.restricted, kind="other", text="A thing", window=day(THURSDAY), kept_by=keeper
    )
    answer = signed_in("ana").get(f"/promises/{made}/show/", follow=True)
    assert "No partner is on this case yet." in answer.content.decode()
    assert answer.redirect_chain, "a form without a choice is no help: one is led to where a guest is added"


# As a partner sees it, and who knew what when -------------------------------------------------------------------------
def test_bo_looks_at_the_case_as_the_partner_does(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    side = f"partner:{cast.partner}"
    show_promise(cast.ana, commitment_id=promised, side=side)
    post_in_case(cast.ana, ref=cast.case, body="For our eyes.")
    post_in_case(cast.gus, ref=cast.case, body="Monday would do.", side=side)
    path = f"/cases/{cast.case}/as/{side}/"
    page = text(signed_in("bo"), path)
    assert "A preview, to look at: this is what Gus Le Goff reads" in page
    assert "Monday would do." in page
    assert "Delivery of the doors" in page
    assert "For our eyes." not in page
    shown = signed_in("bo").get(path).content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert "<form" not in main
    assert "<textarea" not in main
    assert path in signed_in("bo").get(f"/cases/{cast.case}/").content.decode()


def test_the_partners_view_is_nowhere_for_gus_and_for_an_unknown_side(cast: Cast, signed_in: SignedIn) -> None:
    side = f"partner:{cast.partner}"
    guest, member = signed_in("gus"), signed_in("bo")
    for client, path in (
        (guest, f"/cases/{cast.case}/as/{side}/"),
        (member, f"/cases/{cast.case}/as/partner:{NOBODY}/"),
        (member, f"/cases/{cast.case}/as/internal/"),
        (member, f"/cases/{cast.restricted}/as/{side}/"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, client.get(f"/cases/C-2020-000000/as/{side}/").content)
    remove_participant(cast.ana, ref=cast.case, person_id=cast.gus.id)
    assert "Nobody of this partner is on the case now." in text(member, f"/cases/{cast.case}/as/{side}/", 409)
    assert Audience.objects.filter(partner_id=cast.partner).exists()


def test_at_any_moment_the_page_says_what_we_knew_and_what_she_had_been_told(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    with time_machine.travel(NOON + dt.timedelta(hours=1), tick=False):
        change_promise(cast.bo, commitment_id=promised, window=day(MONDAY), reason="The van broke down.")
    client, path = signed_in("bo"), f"/cases/{cast.case}/knew/"
    with time_machine.travel(NOON + dt.timedelta(hours=2), tick=False):
        now_ = text(client, path)
        early = text(client, f"{path}?at=2027-01-13T12:30")  # by Bo's clock, in Paris
        before = text(client, f"{path}?at=2027-01-01")
    assert "They believed something else" in now_
    assert re.search(r"Mon 18 Jan, 07:00–14:00 since 13:00 ?, Bo Delorme", now_)
    assert re.search(r"Thu 14 Jan, 07:00–14:00 Ana Martin, in the shop", now_)
    assert "They believed something else" not in early
    assert "The same" in early
    assert "Nothing was known then" in before
    for wrong in ("soon", "2027-13-01", "0001-01-01T00:00"):
        assert client.get(f"{path}?at={wrong}").status_code == 400


def test_what_was_known_is_nowhere_for_guests_and_for_whoever_does_not_read_the_case(
    cast: Cast, signed_in: SignedIn
) -> None:
    for handle, ref in (("gus", cast.case), ("cy", cast.restricted)):
        client = signed_in(handle)
        hidden = client.get(f"/cases/{ref}/knew/")
        assert (hidden.status_code, hidden.content) == (404, client.get("/cases/C-2020-000000/knew/").content)
