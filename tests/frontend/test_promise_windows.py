"""Windows weighed against what we know, one chosen or all proposed; and windows that cannot be."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine

from cases.actions import (
    note_fact,
    propose_change,
    show_promise,
)
from esn.core.clock import now
from tests.frontend.conftest import Cast, SignedIn
from tests.frontend.january import MONDAY, NOON, day, found, promise_the_doors, text


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    """It is Wednesday 13 January 2027, noon in Paris."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def promised(cast: Cast) -> str:
    """Ana promised the doors for tomorrow, and said so in the shop."""
    return promise_the_doors(cast)


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
