"""Promises on the pages: made, changed, told, kept, proposed otherwise; the brief, the boards and who sees them."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import queries
from cases.actions import Holder, Told, change_promise, make_promise, note_fact, propose_change, show_promise
from cases.queries import CommitmentSummary
from cases.windows import Window, window
from esn.core.clock import now
from tests.frontend.conftest import Cast, SignedIn

THURSDAY = dt.date(2027, 1, 14)
NOON = dt.datetime(2027, 1, 4, 11, 0, tzinfo=dt.UTC)
FORM = {
    "kind": "delivery",
    "text": "Delivery of the doors",
    "day": "2027-01-14",
    "start": "07:00",
    "end": "14:00",
    "last_day": "",
    "told": "shop",
    "reason": "",
    "timezone": "Europe/Paris",
}


@pytest.fixture(autouse=True)
def early_january() -> Iterator[None]:
    """It is Monday 4 January 2027, noon in Paris."""
    with time_machine.travel(NOON, tick=False):
        yield


def day(date: dt.date, start: int = 7, end: int = 14) -> Window:
    """A window of that day in Paris."""
    first = dt.datetime.combine(date, dt.time(start))
    return window(first, dt.datetime.combine(date, dt.time(end)), "Europe/Paris")


@pytest.fixture
def promised(cast: Cast) -> str:
    """Ana promised the doors for Thursday the 14th, and said so in the shop."""
    return make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text="Delivery of the doors",
        window=day(THURSDAY),
        kept_by=Holder("partner", cast.partner),
        told=Told("shop"),
    )


def found(cast: Cast, promise_id: str) -> CommitmentSummary:
    """The promise as Ana sees it."""
    seen = queries.commitment(cast.ana, promise_id)
    assert isinstance(seen, CommitmentSummary)
    return seen


def test_ana_promises_a_date_and_the_brief_says_what_the_customer_was_told(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Transports Vasseur" in client.get(f"/cases/{cast.case}/promises/new/").content.decode()
    form = {**FORM, "kept_by": f"partner:{cast.partner}"}
    assert client.post(f"/cases/{cast.case}/promises/new/", form).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Thu 14 Jan, 07:00–14:00" in page
    assert "told by Ana Martin, in the shop" in page
    assert "Promise made" in page
    assert "Customer told" in page


def test_a_promise_against_a_fact_asks_for_a_reason_and_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    note_fact(
        cast.ana,
        customer_id=cast.customer,
        kind="constraint",
        source="the customer",
        detail={"code": "never_on", "days": [6]},
        verified_at=now(),
    )
    client = signed_in("ana")
    form = {**FORM, "day": "2027-01-16", "kept_by": f"partner:{cast.partner}"}
    assert "Never on Saturday" in client.get(f"/cases/{cast.case}/promises/new/").content.decode()
    refused = client.post(f"/cases/{cast.case}/promises/new/", form)
    assert refused.status_code == 400
    assert "This goes against what we know" in refused.content.decode()
    assert "Delivery of the doors" in refused.content.decode()
    again = client.post(f"/cases/{cast.case}/promises/new/", {**form, "reason": "She asked for it herself."})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "2026-01-14"}, "This window has passed"),
        ({"end": "06:00"}, "The window ends before it starts"),
        ({"text": ""}, "required"),
        ({"day": "2027-03-28", "start": "02:30"}, "The clocks change then"),
        ({"timezone": "Nowhere/Nowhere"}, "This time zone is unknown"),
        ({"kept_by": "person:nobody"}, "Select a valid choice"),
    ],
)
def test_a_window_that_cannot_be_promised_is_explained(
    cast: Cast, signed_in: SignedIn, wrong: dict[str, str], said: str
) -> None:
    form = {**FORM, "kept_by": f"partner:{cast.partner}", **wrong}
    response = signed_in("ana").post(f"/cases/{cast.case}/promises/new/", form)
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_change_that_is_not_told_stands_on_top_until_bo_tells(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client = signed_in("bo")
    shown = client.get(f"/promises/{promised}/change/").content.decode()
    assert 'value="2027-01-14"' in shown
    form = {**FORM, "day": "2027-01-18", "told": "", "reason": "The van broke down.", "revision": "2"}
    form["revision"] = str(found(cast, promised).revision)
    assert client.post(f"/promises/{promised}/change/", form).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    brief = page[page.index('id="brief"') :]
    card = brief[brief.index("drift-card") : brief.index("</section>", brief.index("drift-card"))]
    assert "Thu 14 Jan, 07:00–14:00" in card
    assert "Mon 18 Jan, 07:00–14:00" in card
    assert "Tell Mme Dupin" in card
    assert 'data-stage="early"' in card
    assert "The van broke down." in page
    tell = f"/cases/{cast.case}/tell/"
    assert "Mon 18 Jan" in client.get(f"{tell}?about=commitment&id={promised}").content.decode()
    sent = {"about": "commitment", "id": promised, "channel": "phone", "note": "She agrees.", "version": "2"}
    assert client.post(tell, sent).status_code == 302
    assert "drift-card" not in client.get(f"/cases/{cast.case}/").content.decode()
    assert found(cast, promised).drift is None


def test_the_clock_of_a_change_grows_loud_in_its_last_hour(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    change_promise(cast.bo, commitment_id=promised, window=day(dt.date(2027, 1, 18)), reason="The van broke down.")
    client = signed_in("bo")
    for hours, stage in ((1, "early"), (3.5, "last"), (5, "missed")):
        with time_machine.travel(NOON + dt.timedelta(hours=hours), tick=False):
            assert f'data-stage="{stage}"' in client.get("/drifts/").content.decode()


def test_a_change_needs_a_reason_and_the_present_state(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client = signed_in("bo")
    form = {**FORM, "day": "2027-01-18", "told": "", "revision": str(found(cast, promised).revision)}
    assert client.post(f"/promises/{promised}/change/", form).status_code == 400
    late = client.post(f"/promises/{promised}/change/", {**form, "reason": "Late.", "revision": "0"}, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()
    assert found(cast, promised).version == 1


@pytest.mark.parametrize(
    ("verb", "reason", "said"),
    [
        ("keep", "", "Promise kept"),
        ("break", "Nobody came.", "Promise broken"),
        ("withdraw", "She bought elsewhere.", "Promise withdrawn"),
        ("warn", "The van is old.", "Promise at risk"),
    ],
)
def test_a_promise_ends_in_words(
    cast: Cast, signed_in: SignedIn, promised: str, verb: str, reason: str, said: str
) -> None:
    client = signed_in("bo")
    assert client.get(f"/promises/{promised}/{verb}/").status_code == 200
    assert client.post(f"/promises/{promised}/{verb}/", {"reason": reason}).status_code == 302
    assert said in client.get(f"/cases/{cast.case}/?pane=thread").content.decode()
    assert said in client.get(f"/promises/{promised}/").content.decode()


def test_a_warning_says_why(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    response = signed_in("bo").post(f"/promises/{promised}/warn/", {"reason": ""})
    assert response.status_code == 400
    assert "Say what puts it at risk." in response.content.decode()


def test_gus_proposes_saturday_and_bo_sees_that_it_contradicts_a_fact(
    cast: Cast, signed_in: SignedIn, promised: str
) -> None:
    note_fact(
        cast.ana,
        customer_id=cast.customer,
        kind="constraint",
        source="the customer",
        value="Never on a Saturday",
        detail={"code": "never_on", "days": [6]},
        verified_at=now(),
    )
    guest = signed_in("gus")
    page = guest.get(f"/cases/{cast.case}/").content.decode()
    assert "Thu 14 Jan, 07:00–14:00" in page
    assert guest.get(f"/promises/{promised}/")["Location"].startswith(f"/cases/{cast.case}/")
    form = {**FORM, "day": "2027-01-16", "reason": "The van broke down."}
    assert guest.post(f"/promises/{promised}/propose/", form).status_code == 302
    after = guest.get(f"/cases/{cast.case}/").content.decode()
    assert "proposes another time" in after
    assert "Never on a Saturday" not in after
    seen = signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    assert "Contradicts a fact: “Never on a Saturday”. The promise has not moved." in seen
    assert "contradicts a fact" in seen


def test_bo_declines_one_proposal_and_accepts_another(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    first = propose_change(
        cast.bo, commitment_id=promised, window=day(dt.date(2027, 1, 15)), reason="A day later."
    )  # fmt: skip
    client = signed_in("bo")
    assert "A day later." in client.get(f"/promises/{promised}/").content.decode()
    assert client.post(f"/proposals/{first}/decline/", {"answer": "", "reason": "Too late."}).status_code == 302
    assert found(cast, promised).version == 1
    second = propose_change(cast.ana, commitment_id=promised, window=day(dt.date(2027, 1, 12)), reason="Sooner.")
    assert "Tue 12 Jan" in client.get(f"/proposals/{second}/accept/").content.decode()
    form = {"answer": "", "reason": "", "told": "phone"}
    assert client.post(f"/proposals/{second}/accept/", form).status_code == 302
    assert found(cast, promised).version == 2
    assert found(cast, promised).drift is None
    assert "Proposal accepted by Bo Delorme" in client.get(f"/cases/{cast.case}/").content.decode()


def test_the_boards_open_the_case_at_the_promise(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client = signed_in("bo")
    board = client.get("/promises/?state=open").content.decode()
    assert f"/cases/{cast.case}/?pane=brief#promise-{promised}" in board
    assert "Delivery of the doors" not in client.get("/promises/?state=open&whose=mine").content.decode()
    assert "Delivery of the doors" not in client.get("/promises/?state=due").content.decode()
    change_promise(cast.bo, commitment_id=promised, window=day(dt.date(2027, 1, 18)), reason="The van broke down.")
    assert "Delivery of the doors" in client.get("/promises/?state=untold").content.decode()
    drifts = client.get("/drifts/").content.decode()
    assert "Thu 14 Jan, 07:00–14:00" in drifts
    assert "Mon 18 Jan, 07:00–14:00" in drifts
    assert client.get("/promises/?state=lost").status_code == 400
    assert client.get("/drifts/?whose=hers").status_code == 400


def test_a_guest_finds_no_promise_on_the_boards(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    show_promise(cast.ana, commitment_id=promised, side=f"partner:{cast.partner}")
    client = signed_in("gus")
    assert "Delivery of the doors" not in client.get("/promises/?state=open").content.decode()
    assert "Delivery of the doors" not in client.get("/drifts/").content.decode()


@pytest.mark.parametrize("rest", ["change/", "keep/", "break/", "withdraw/", "warn/"])
def test_a_guest_changes_nothing_about_a_promise(cast: Cast, signed_in: SignedIn, promised: str, rest: str) -> None:
    client = signed_in("gus")
    hidden = client.get(f"/promises/{promised}/{rest}")
    assert hidden.status_code == 404
    assert hidden.content == client.get(f"/promises/{'0' * 32}/{rest}").content


def test_a_promise_of_a_restricted_case_does_not_exist_for_bo(cast: Cast, signed_in: SignedIn) -> None:
    hidden = make_promise(
        cast.ana,
        ref=cast.restricted,
        kind="refund",
        text="A delicate refund",
        window=day(THURSDAY),
        kept_by=Holder("person", cast.ana.id),
    )
    client = signed_in("bo")
    for rest in ("", "change/", "propose/", "keep/"):
        answer = client.get(f"/promises/{hidden}/{rest}")
        assert answer.status_code == 404
        assert answer.content == client.get(f"/promises/{'0' * 32}/{rest}").content
    assert "A delicate refund" not in client.get("/promises/?state=open").content.decode()
    assert client.get(f"/cases/{cast.restricted}/promises/new/").status_code == 404


def test_closing_with_an_open_promise_asks_why(cast: Cast, signed_in: SignedIn, promised: str) -> None:
    client = signed_in("ana")
    asked = client.post(f"/cases/{cast.case}/status/", {"status": "closed"})
    assert asked.status_code == 409
    assert "Delivery of the doors" in asked.content.decode()
    form = {"status": "closed", "confirm": "yes", "reason": ""}
    assert client.post(f"/cases/{cast.case}/status/", form).status_code == 409
    assert client.post(f"/cases/{cast.case}/status/", {**form, "reason": "She moved away."}).status_code == 302
    assert queries.brief(cast.ana, cast.case).case.status == "closed"


@pytest.mark.parametrize("number", [1, 10])
def test_a_board_costs_the_same_statements_for_any_number_of_promises(
    cast: Cast, signed_in: SignedIn, number: int
) -> None:
    for count in range(number):
        make_promise(
            cast.ana,
            ref=cast.case,
            kind="other",
            text=f"Thing {count}",
            window=day(THURSDAY),
            kept_by=Holder("person", cast.ana.id),
            told=Told("phone"),
        )
    client = signed_in("ana")
    client.get("/promises/?state=open")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/promises/?state=open").status_code == 200
    assert len(captured) <= 14, "\n".join(query["sql"][:160] for query in captured)
