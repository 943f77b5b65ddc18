"""Boards narrowed and counted, windows weighed, the customer's answer, what a partner sees, who knew what when."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import queries
from cases.actions import (
    Holder,
    Told,
    change_promise,
    end_patience,
    make_promise,
    note_fact,
    post_in_case,
    propose_change,
    remove_participant,
    show_promise,
)
from cases.models import Belief
from cases.queries import CommitmentSummary
from cases.windows import Window, window
from esn.core.clock import now
from groups.models import Audience
from tests.frontend.conftest import Cast, SignedIn

THURSDAY = dt.date(2027, 1, 14)
MONDAY = dt.date(2027, 1, 18)
NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)
NOBODY = "0" * 32


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    """It is Wednesday 13 January 2027, noon in Paris."""
    with time_machine.travel(NOON, tick=False):
        yield


def day(date: dt.date, start: int = 7, end: int = 14) -> Window:
    """A window of that day in Paris."""
    first = dt.datetime.combine(date, dt.time(start))
    return window(first, dt.datetime.combine(date, dt.time(end)), "Europe/Paris")


@pytest.fixture
def promised(cast: Cast) -> str:
    """Ana promised the doors for tomorrow, and said so in the shop."""
    return make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text="Delivery of the doors",
        window=day(THURSDAY),
        kept_by=Holder("team", cast.shop),
        told=Told("shop"),
    )


@pytest.fixture
def never_on_saturday(cast: Cast) -> None:
    """What Mme Dupin said, verified today."""
    note_fact(
        cast.ana,
        customer_id=cast.customer,
        kind="constraint",
        source="the customer",
        value="Never on a Saturday",
        detail={"code": "never_on", "days": [6]},
        verified_at=now(),
    )


def found(cast: Cast, promise_id: str) -> CommitmentSummary:
    """The promise as Ana sees it."""
    seen = queries.commitment(cast.ana, promise_id)
    assert isinstance(seen, CommitmentSummary)
    return seen


def text(client: Client, path: str, status: int = 200) -> str:
    """What a page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


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


# Several windows ------------------------------------------------------------------------------------------------------
def form(*days: str, do: str = "check", choice: str = "0", **more: str) -> dict[str, str]:
    """What the page of windows sends; days that are missing are empty rows."""
    sent = {"do": do, "choice": choice, "reason": "", "told": "", "answer": ""}
    for number in range(3):
        hours = {"day": days[number], "start": "07:00", "end": "14:00"} if number < len(days) else {}
        fields = {"day": "", "start": "", "end": "", "last_day": "", "timezone": "Europe/Paris", **hours}
        sent |= {f"w{number}-{name}": value for name, value in fields.items()}
    return sent | more


@pytest.mark.usefixtures("never_on_saturday")
def test_bo_weighs_two_windows_and_changes_to_the_one_that_suits(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    client, path = signed_in("bo"), f"/promises/{promised}/options/"
    assert "Weigh several windows" in text(client, path)
    checked = client.post(path, form("2027-01-16", "2027-01-18")).content.decode()
    assert "Against a fact: “Never on a Saturday” (source: the customer)" in checked
    assert "Nothing that we know speaks against it." in checked
    assert 'value="2027-01-18"' in checked
    assert found(cast, promised).version == 1
    sent = form(
        "2027-01-16", "2027-01-18", do="change", choice="1", reason="The van.", told="phone", answer="agreed"
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    after = found(cast, promised)
    assert (after.window.local_start[:10], after.told and after.told.answer and after.told.answer.answer) == (
        "2027-01-18",
        "agreed",
    )
    assert [len(step.options) for step in after.history if step.verb == "changed"] == [2]
    page = text(client, f"/promises/{promised}/")
    assert "They agree" in page
    assert "Weighed: Sat 16 Jan, 07:00–14:00" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (form("2027-01-18", do="change"), "Say why the window changes."),
        (form("2027-01-14", do="change", reason="x"), "This is the window that was promised already."),
        (form("2026-12-14", do="change", reason="x"), "This window has passed."),
        (form("2027-01-18", "2026-12-14", do="change", reason="x"), "This window has passed."),
        (form("2027-01-18", do="change", reason="x", choice="2"), "Choose one of the windows that you filled in."),
        (form("2027-03-28", **{"w0-start": "02:30"}), "The clocks change then"),
        (form("2027-01-18", **{"w0-end": "06:00"}), "The window ends before it starts"),
        (form("2027-01-18", "2027-01-19", **{"w1-start": ""}), "required"),
        (form(), "required"),
    ],
)
def test_windows_that_cannot_be_are_explained_and_nothing_is_lost(
    cast: Cast, signed_in: SignedIn, promised: str, sent: dict[str, str], said: str
) -> None:
    answer = signed_in("bo").post(f"/promises/{promised}/options/", sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert not sent["w0-day"] or sent["w0-day"] in page
    assert found(cast, promised).version == 1


@pytest.mark.usefixtures("never_on_saturday")
def test_gus_proposes_several_windows_and_is_told_nothing_of_what_we_know(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    side = f"partner:{cast.partner}"
    show_promise(cast.ana, commitment_id=promised, side=side)
    client, path = signed_in("gus"), f"/promises/{promised}/options/"
    assert "Check them" not in text(client, path)
    seen = client.post(path, form("2027-01-16", do="check")).content.decode()
    assert "Saturday" not in seen
    assert client.post(path, form("2027-01-18", do="change", reason="x")).status_code == 404
    sent = form("2027-01-16", "2027-01-18", do="propose", reason="Our truck.")
    assert client.post(path, sent).status_code == 302
    proposal = found(cast, promised).proposals[0]
    page = text(signed_in("bo"), f"/proposals/{proposal.id}/accept/")
    assert "Mon 18 Jan, 07:00–14:00" in page
    chosen = {"choice": "1", "reason": "", "answer": "Monday.", "told": "", "said": ""}
    assert signed_in("bo").post(f"/proposals/{proposal.id}/accept/", chosen).status_code == 302
    assert found(cast, promised).window.local_start[:10] == "2027-01-18"


def test_a_proposal_with_one_window_asks_for_no_choice(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    made = propose_change(cast.bo, commitment_id=promised, window=day(MONDAY), reason="Later.")
    client = signed_in("bo")
    assert 'name="choice"' not in client.get(f"/proposals/{made}/accept/").content.decode()
    assert client.post(f"/proposals/{made}/accept/", {"told": "phone", "said": "agreed"}).status_code == 302
    told = found(cast, promised).told
    assert told is not None
    assert (told.answer.answer if told.answer else "") == "agreed"


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [("01:30", "02:30", 2), ("02:30", "03:30", 2)],  # the hour from 2 to 3 comes twice: the whole of it is meant
)
def test_a_window_in_the_hour_that_comes_twice_is_the_longer_one(
    cast: Cast, signed_in: SignedIn, promised: str, start: str, end: str, hours: int
) -> None:
    sent = form("2027-10-31", do="change", reason="x", **{"w0-start": start, "w0-end": end})
    assert signed_in("bo").post(f"/promises/{promised}/options/", sent).status_code == 302
    kept = found(cast, promised).window
    assert kept.end - kept.start == dt.timedelta(hours=hours)
    assert (kept.local_start[11:16], kept.local_end[11:16]) == (start, end)


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


# Windows that cannot be, on the two other pages where one is written --------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"day": "2026-01-14"}, "day", "This window has passed"),
        ({"day": "2027-03-28", "start": "02:30"}, "start", "The clocks change then"),
        ({"day": "2027-03-28", "end": "02:30", "start": "01:00"}, "end", "The clocks change then"),
        ({"end": "06:00"}, "end", "The window ends before it starts"),
        ({"reason": ""}, "reason", "required"),
        ({"day": ""}, "day", "required"),
    ],
)
@pytest.mark.parametrize("page", ["change", "propose"])
def test_what_is_wrong_with_a_window_stands_beside_its_field(
    cast: Cast, signed_in: SignedIn, promised: str, page: str, wrong: dict[str, str], field: str, said: str
) -> None:
    typed = {"day": "2027-01-18", "start": "07:00", "end": "14:00", "last_day": "", "timezone": "Europe/Paris"}
    sent = {**typed, "reason": "The van.", "told": "", "answer": "", "revision": str(found(cast, promised).revision)}
    answer = signed_in("bo").post(f"/promises/{promised}/{page}/", {**sent, **wrong})
    assert answer.status_code == 400
    beside = re.search(rf'id="id_{field}_error">([^<]+)<', answer.content.decode())
    assert beside is not None
    assert said in beside[1]
    assert (found(cast, promised).version, found(cast, promised).proposals) == (1, ())
