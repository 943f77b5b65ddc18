"""Several windows to choose from: ``commitments/{id}/weigh/``, in a change, and in a proposal that is accepted."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cases.models import CommitmentStep, Proposal
from esn.core import clock
from people.models import Person
from tests.cases.promises import MONDAY, january, moved, never_on_saturday, promised
from tests.cast import NOWHERE, Scene, comparable, device, side_named
from tests.conftest import Counting


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def shown(scene: Scene, ana: Person) -> dict[str, Any]:
    """A promise told to the customer and shown to the carrier."""
    made = promised(device(ana), scene.case)
    side = {"side": side_named(scene.case, "partner")}
    answer: dict[str, Any] = device(ana).make(f"commitments/{made['id']}/show/", side)
    return answer


# It works -------------------------------------------------------------------------------------------------------------
def test_each_window_is_weighed_against_the_facts_and_nothing_is_kept(
    scene: Scene, ana: Person, shown: dict[str, Any]
) -> None:
    fact = never_on_saturday(device(ana), scene.customer)
    body = {"options": [january(16), january(18)]}
    found = device(ana).make(f"commitments/{shown['id']}/weigh/", body)["results"]
    assert [one["window"]["local_start"][:10] for one in found] == ["2027-01-16", "2027-01-18"]
    assert [[against["fact"] for against in one["conflicts"]] for one in found] == [[fact["id"]], []]
    assert CommitmentStep.objects.filter(verb="changed").count() == 0


def test_a_change_keeps_what_was_weighed_beside_what_was_chosen(
    scene: Scene, ana: Person, shown: dict[str, Any]
) -> None:
    fact = never_on_saturday(device(ana), scene.customer)
    changed = moved(device(ana), shown, 18, options=[january(16), january(18)])
    kept = changed["history"][-1]["options"]
    assert [one["local_start"][:10] for one in kept] == ["2027-01-16", "2027-01-18"]
    assert [one["against"] for one in kept] == [[fact["id"]], []]


def test_gus_offers_three_windows_and_ana_chooses_one_that_suits(
    scene: Scene, ana: Person, gus: Person, shown: dict[str, Any]
) -> None:
    never_on_saturday(device(ana), scene.customer)
    body = {"window": january(16), "options": [january(18), january(19)], "reason": "Our truck is at the garage."}
    made = device(gus).make(f"commitments/{shown['id']}/proposals/", body)
    assert [one["local_start"][:10] for one in made["options"]] == ["2027-01-18", "2027-01-19"]
    seen = device(ana).read(f"commitments/{shown['id']}/")["proposals"][0]
    assert [len(one["conflicts"]) for one in (seen, *seen["options"])] == [1, 0, 0]
    accepted = device(ana).make(f"proposals/{made['id']}/accept/", {"choice": 2, "answer": "Tuesday."})
    assert accepted["window"]["local_start"] == "2027-01-19T07:00:00"
    assert len(accepted["history"][-1]["options"]) == 3
    mine = device(gus).read(f"cases/{scene.case}/posts/")["results"]
    assert "never_on" not in json.dumps(mine)
    assert device(gus).read(f"commitments/{shown['id']}/")["window"] == accepted["window"]


def test_a_choice_against_a_fact_needs_a_reason(scene: Scene, ana: Person, gus: Person, shown: dict[str, Any]) -> None:
    never_on_saturday(device(ana), scene.customer)
    body = {"window": january(18), "options": [january(16)], "reason": "x"}
    made = device(gus).make(f"commitments/{shown['id']}/proposals/", body)
    refused = device(ana).ask("POST", f"proposals/{made['id']}/accept/", {"choice": 1})
    assert (refused.status_code, list(json.loads(refused.text)["errors"])) == (400, ["reason"])
    assert Proposal.objects.get().state == "open"


# The wrong person -----------------------------------------------------------------------------------------------------
def test_what_a_window_goes_against_is_not_weighed_for_guests_nor_for_whoever_does_not_read_the_case(
    scene: Scene, ana: Person, cy: Person, gus: Person, shown: dict[str, Any]
) -> None:
    hidden = promised(device(ana), scene.restricted)
    body = {"options": [january(16)]}
    for person, promise in ((gus, shown["id"]), (cy, hidden["id"])):
        nothing = comparable(device(person).ask("POST", f"commitments/{NOWHERE}/weigh/", body))
        assert nothing.status == 404
        assert comparable(device(person).ask("POST", f"commitments/{promise}/weigh/", body)) == nothing


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "field"),
    [
        ([], "options"),
        ([january(day) for day in range(14, 20)], "options"),
        ([january(18), {"start": "2027-03-28T02:30:00", "end": "2027-03-28T04:00:00", "timezone": "Europe/Paris"}],
         "options.1.start"),
        ([january(18, 14, 7)], "options.0.end"),
        ([{**january(18), "timezone": "Nowhere"}], "options.0.timezone"),
    ],
)  # fmt: skip
def test_windows_that_cannot_be_weighed_are_refused_beside_their_number(
    ana: Person, shown: dict[str, Any], options: list[dict[str, str]], field: str
) -> None:
    answer = device(ana).ask("POST", f"commitments/{shown['id']}/weigh/", {"options": options})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])


def test_an_option_that_has_passed_is_refused_in_a_change_and_in_a_proposal(ana: Person, shown: dict[str, Any]) -> None:
    body = {"window": january(18), "reason": "x", "options": [january(19), january(4)]}
    for rest in ("changes/", "proposals/"):
        answer = device(ana).ask("POST", f"commitments/{shown['id']}/{rest}", body)
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["options.1"])


@pytest.mark.parametrize("choice", [1, 5, -1, 99, "first"])
def test_a_window_that_was_not_proposed_is_not_accepted(ana: Person, shown: dict[str, Any], choice: object) -> None:
    body = {"window": january(18), "reason": "x"}
    made = device(ana).make(f"commitments/{shown['id']}/proposals/", body)
    answer = device(ana).ask("POST", f"proposals/{made['id']}/accept/", {"choice": choice})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["choice"])


# How many statements --------------------------------------------------------------------------------------------------
def test_weighing_costs_the_same_for_one_window_and_for_five(
    ana: Person, shown: dict[str, Any], statements: Counting
) -> None:
    door = device(ana)
    for number in (1, 5):
        with statements(9):  # the token twice, the promise twice (the door, the query), the facts
            door.make(f"commitments/{shown['id']}/weigh/", {"options": [january(18)] * number})
