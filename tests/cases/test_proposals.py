"""A partner's guest proposes another day; the promise is at risk, and does not change until a colleague accepts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cases.models import Proposal
from esn.core import clock
from people.models import Person
from tests.cases.promises import MONDAY, january, moved, never_on_saturday, promised
from tests.cast import NOWHERE, Scene, comparable, device, side_named
from tests.conftest import Counting

GUEST_SHAPE = {"id", "version", "kind", "text", "window", "state", "case", "can"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def shown(scene: Scene, ana: Person) -> dict[str, Any]:
    """A promise told to the customer and shown to the carrier."""
    made = promised(device(ana), scene.case)
    side = side_named(scene.case, "partner")
    answer: dict[str, Any] = device(ana).make(f"commitments/{made['id']}/show/", {"side": side})
    return answer


def proposed(person: Person, shown: dict[str, Any], day: int = 16) -> dict[str, Any]:
    """Gus proposes the 16th, a Saturday."""
    body = {"window": january(day), "reason": "Our truck is at the garage."}
    made: dict[str, Any] = device(person).make(f"commitments/{shown['id']}/proposals/", body)
    return made


# It works -------------------------------------------------------------------------------------------------------------
def test_gus_sees_what_was_shown_to_him_and_nothing_else(shown: dict[str, Any], scene: Scene, gus: Person) -> None:
    seen = device(gus).read(f"cases/{scene.case}/commitments/")["results"]
    assert [set(one) for one in seen] == [GUEST_SHAPE]
    assert (seen[0]["window"], seen[0]["can"]) == (shown["window"], ["propose"])
    assert device(gus).read(f"commitments/{shown['id']}/") == seen[0]
    posts = device(gus).read(f"cases/{scene.case}/posts/")["results"]
    entry = next(post for post in posts if post["kind"] == "commitment")
    assert set(entry["detail"]) == {"id", "version", "commitment_kind", "text", "window", "state"}


def test_gus_proposes_a_saturday_and_the_promise_is_at_risk_flagged_and_unchanged(
    shown: dict[str, Any], scene: Scene, ana: Person, gus: Person
) -> None:
    fact = never_on_saturday(device(ana), scene.customer)
    body = {"window": january(16), "reason": "Our truck is at the garage."}
    answer = device(gus).ask("POST", f"commitments/{shown['id']}/proposals/", body)
    made = json.loads(answer.text)
    assert (answer.status_code, made["state"], made["by"]["id"]) == (201, "open", gus.id)
    now = device(ana).read(f"commitments/{shown['id']}/")
    assert (now["marks"], now["version"], now["window"]) == (["at_risk"], 1, shown["window"])
    flagged = now["proposals"][0]
    assert (flagged["id"], [one["fact"] for one in flagged["conflicts"]]) == (made["id"], [fact["id"]])
    assert [one["id"] for one in device(ana).read("commitments/?state=at_risk")["results"]] == [shown["id"]]


def test_what_the_facts_say_against_it_never_reaches_the_partner(
    shown: dict[str, Any], scene: Scene, ana: Person, gus: Person
) -> None:
    never_on_saturday(device(ana), scene.customer)
    made = proposed(gus, shown)
    read = [
        device(gus).read(f"cases/{scene.case}/posts/"),
        device(gus).read(f"commitments/{shown['id']}/"),
        device(gus).read("feed/"),
        made,
    ]
    assert "Saturday" not in json.dumps(read)
    assert "never_on" not in json.dumps(read)
    inside = device(ana).read(f"cases/{scene.case}/posts/?side=internal")["results"]
    entry = next(post for post in inside if post["kind"] == "proposal")
    assert (entry["author"]["id"], entry["detail"]["against"][0]["value"]) == (gus.id, "never on Saturday")


def test_an_accepted_proposal_is_the_next_version_changed_and_not_told(
    shown: dict[str, Any], scene: Scene, ana: Person, gus: Person
) -> None:
    made = proposed(gus, shown, 18)
    accepted = device(ana).make(f"proposals/{made['id']}/accept/", {"answer": "Agreed, Monday."})
    assert (accepted["version"], accepted["window"]["local_start"]) == (2, "2027-01-18T07:00:00")
    assert (accepted["marks"], accepted["proposals"]) == (["drift", "untold"], [])
    assert accepted["history"][-1]["reason"] == "Our truck is at the garage."
    seen = device(gus).read(f"commitments/{shown['id']}/")
    assert (seen["version"], seen["window"]["local_start"]) == (2, "2027-01-18T07:00:00")
    answers = [post for post in device(gus).read(f"cases/{scene.case}/posts/")["results"] if post["kind"] == "proposal"]
    assert (answers[0]["detail"]["state"], answers[0]["body"]) == ("accepted", "Agreed, Monday.")


def test_an_accepted_proposal_that_is_told_at_once_never_drifts(
    shown: dict[str, Any], ana: Person, gus: Person
) -> None:
    made = proposed(gus, shown, 18)
    accepted = device(ana).make(f"proposals/{made['id']}/accept/", {"told": {"channel": "phone"}})
    assert (accepted["drift"], accepted["told"]["version"]) == (None, 2)


def test_a_proposal_against_a_fact_is_accepted_only_with_a_reason_which_stays_inside(
    shown: dict[str, Any], scene: Scene, ana: Person, gus: Person
) -> None:
    never_on_saturday(device(ana), scene.customer)
    made = proposed(gus, shown)
    refused = device(ana).ask("POST", f"proposals/{made['id']}/accept/", {})
    assert (refused.status_code, list(json.loads(refused.text)["errors"])) == (400, ["reason"])
    device(ana).make(f"proposals/{made['id']}/accept/", {"reason": "Her nephew is home that day."})
    assert "nephew" not in json.dumps(device(gus).read(f"cases/{scene.case}/posts/"))


def test_a_declined_proposal_leaves_the_promise_as_it_was(shown: dict[str, Any], ana: Person, gus: Person) -> None:
    made = proposed(gus, shown)
    left = device(ana).make(f"proposals/{made['id']}/decline/", {"reason": "Not on a Saturday."})
    assert (left["marks"], left["version"], left["proposals"]) == ([], 1, [])
    again = device(ana).ask("POST", f"proposals/{made['id']}/accept/", {})
    assert (again.status_code, json.loads(again.text)["code"]) == (409, "decided")


def test_a_proposal_about_an_earlier_version_is_overtaken(shown: dict[str, Any], ana: Person, gus: Person) -> None:
    made = proposed(gus, shown)
    moved(device(ana), shown, 20)
    assert Proposal.objects.get(id=made["id"]).state == "overtaken"
    assert device(ana).ask("POST", f"proposals/{made['id']}/accept/", {}).status_code == 409


def test_a_promise_kept_by_the_carrier_is_on_his_side_from_the_beginning(
    scene: Scene, ana: Person, gus: Person, carrier: str
) -> None:
    made = promised(device(ana), scene.case, kept_by={"kind": "partner", "id": carrier})
    assert made["kept_by"] == {"kind": "partner", "id": carrier, "name": "Transports Vasseur", "avatar": None}
    assert [one["id"] for one in device(gus).read(f"cases/{scene.case}/commitments/")["results"]] == [made["id"]]
    other = promised(device(ana), scene.case, 15, kept_by={"kind": "person", "id": gus.id})
    assert len(device(gus).read(f"cases/{scene.case}/commitments/")["results"]) == 2
    assert other["kept_by"]["name"] == "Gus Le Goff"


def test_a_colleague_proposes_too_and_the_partner_hears_nothing_of_it(
    shown: dict[str, Any], scene: Scene, bo: Person, gus: Person
) -> None:
    before = device(gus).read(f"cases/{scene.case}/posts/")
    proposed(bo, shown)
    assert device(gus).read(f"cases/{scene.case}/posts/") == before


# The wrong person -----------------------------------------------------------------------------------------------------
def test_gus_decides_nothing_not_even_his_own_proposal(shown: dict[str, Any], gus: Person) -> None:
    made = proposed(gus, shown)
    for verb in ("accept", "decline"):
        absent = comparable(device(gus).ask("POST", f"proposals/{NOWHERE}/{verb}/", {}))
        assert absent.status == 404
        assert comparable(device(gus).ask("POST", f"proposals/{made['id']}/{verb}/", {})) == absent
    for verb in ("changes", "keep", "break", "withdraw", "warn", "show"):
        absent = comparable(device(gus).ask("POST", f"commitments/{NOWHERE}/{verb}/", {}))
        assert absent.status == 404
        assert comparable(device(gus).ask("POST", f"commitments/{shown['id']}/{verb}/", {})) == absent


def test_gus_who_left_the_case_sees_no_promise_any_more(
    shown: dict[str, Any], scene: Scene, ana: Person, gus: Person
) -> None:  # fmt: skip
    device(ana).ask("DELETE", f"cases/{scene.case}/participants/{gus.id}/")
    absent = comparable(device(gus).ask("GET", f"commitments/{NOWHERE}/"))
    assert comparable(device(gus).ask("GET", f"commitments/{shown['id']}/")) == absent
    body = {"window": january(16), "reason": "Late."}
    assert device(gus).ask("POST", f"commitments/{shown['id']}/proposals/", body).status_code == 404


# The wrong input ------------------------------------------------------------------------------------------------------
def test_a_proposal_needs_a_reason_and_another_window_that_lies_ahead(shown: dict[str, Any], gus: Person) -> None:
    for body, field in (
        ({"window": january(16)}, "reason"),
        ({"window": january(16), "reason": " "}, "reason"),
        ({"window": january(14), "reason": "The same."}, "window"),
        ({"window": january(4), "reason": "Past."}, "window"),
        ({"window": january(16, 14, 7), "reason": "Reversed."}, "window.end"),
    ):
        answer = device(gus).ask("POST", f"commitments/{shown['id']}/proposals/", body)
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert not Proposal.objects.exists()


def test_only_so_many_proposals_wait_for_one_promise(shown: dict[str, Any], gus: Person) -> None:
    for day in range(18, 28):
        proposed(gus, shown, day)
    answer = device(gus).ask(
        "POST", f"commitments/{shown['id']}/proposals/", {"window": january(28), "reason": "Or then."}
    )
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "too_many")


def test_a_promise_is_shown_on_a_partners_side_alone(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    for side in ("internal", "customer", "partner:none"):
        answer = device(ana).ask("POST", f"commitments/{made['id']}/show/", {"side": side})
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["side"])


# How many queries -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10])
def test_a_guests_list_costs_the_same_for_few_and_for_many(
    scene: Scene, ana: Person, gus: Person, carrier: str, statements: Counting, number: int
) -> None:
    for _one in range(number):
        promised(device(ana), scene.case, kept_by={"kind": "partner", "id": carrier})
    door = device(gus)
    door.read("me/")
    with statements(5):
        assert len(door.read(f"cases/{scene.case}/commitments/")["results"]) == number
