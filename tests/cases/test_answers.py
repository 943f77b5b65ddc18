"""What the customer answered: ``tellings/{id}/answers/``; a promise that they refused is at risk until it changes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cases.models import CustomerAnswer
from esn.core import clock
from esn.core.models import Event
from people.models import Person
from tests.cases.promises import DAY, HOUR, MONDAY, january, moved, promised, tell
from tests.cast import NOWHERE, Door, Scene, comparable, device, key
from tests.conftest import Counting


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def answered(door: Door, telling: str, answer: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = door.make(f"tellings/{telling}/answers/", {"answer": answer, **more})
    return made


# It works -------------------------------------------------------------------------------------------------------------
def test_a_refusal_puts_the_promise_at_risk_and_a_new_window_takes_it_out(
    scene: Scene, ana: Person, bo: Person
) -> None:
    door = device(bo)
    made = promised(device(ana), scene.case, 14)
    answer = door.ask(
        "POST", f"tellings/{made['told']['telling']}/answers/", {"answer": "refused", "note": "Not that day."}
    )
    kept = json.loads(answer.text)
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/tellings/{made['told']['telling']}/")
    assert (kept["answer"], kept["note"], kept["by"]["id"]) == ("refused", "Not that day.", bo.id)
    now = door.read(f"commitments/{made['id']}/")
    assert (now["marks"], now["told"]["answer"]) == (["at_risk"], kept)
    assert door.read(f"tellings/{made['told']['telling']}/")["answer"] == kept
    assert Event.objects.filter(type="telling.answered").count() == 1
    assert moved(door, made, 20, told={"channel": "phone"})["marks"] == []


def test_the_newest_answer_counts_and_the_earlier_ones_stay(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14)
    answered(door, made["told"]["telling"], "refused")
    with clock.at(MONDAY + HOUR):
        answered(door, made["told"]["telling"], "agreed")
    now = door.read(f"commitments/{made['id']}/")
    assert (now["marks"], now["told"]["answer"]["answer"]) == ([], "agreed")
    assert CustomerAnswer.objects.count() == 2


def test_what_they_answer_at_once_is_noted_with_the_telling(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14)
    changed = moved(door, made, 20, told={"channel": "phone", "answer": "agreed"})
    assert (changed["told"]["version"], changed["told"]["answer"]["answer"]) == (2, "agreed")
    refused = moved(door, made, 21, told={"channel": "phone", "answer": "refused"})
    assert refused["marks"] == ["at_risk"]


def test_an_answer_stands_in_the_thread_with_its_words_inside_the_house_alone(
    scene: Scene, ana: Person, gus: Person
) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14)
    answered(door, made["told"]["telling"], "unsure", note="She asks her son.")
    entry = next(post for post in door.read(f"cases/{scene.case}/posts/")["results"] if post["kind"] == "answer")
    assert (entry["body"], entry["detail"]["answer"]) == ("She asks her son.", "unsure")
    assert entry["audience"]["kind"] == "internal"
    assert "her son" not in json.dumps(device(gus).read(f"cases/{scene.case}/posts/"))


def test_the_answer_to_an_earlier_version_puts_nothing_at_risk(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14)
    changed = moved(door, made, 20, told={"channel": "phone"})
    answered(door, made["told"]["telling"], "refused")
    assert door.read(f"commitments/{changed['id']}/")["marks"] == []


def test_a_repeated_key_notes_one_answer(scene: Scene, ana: Person) -> None:
    door, once = device(ana), key()
    path = f"tellings/{promised(door, scene.case)['told']['telling']}/answers/"
    first, second = (door.ask("POST", path, {"answer": "agreed"}, Idempotency_Key=once) for _ in range(2))
    assert (first.status_code, second.status_code, first.text) == (201, 201, second.text)
    assert CustomerAnswer.objects.count() == 1


# Who knew what when ---------------------------------------------------------------------------------------------------
def test_at_any_moment_it_is_known_since_when_and_through_whom(scene: Scene, ana: Person, bo: Person) -> None:
    made = promised(device(ana), scene.case, 14)
    with clock.at(MONDAY + HOUR):
        moved(device(bo), made, 20)
    with clock.at(MONDAY + 2 * HOUR):
        tell(device(ana), made, version=2)
    path = f"cases/{scene.case}/tellings/?at="

    def at(moment: str) -> dict[str, Any]:
        found = device(bo).read(f"{path}{moment}")["results"]
        return next(one for one in found if one["type"] == "commitment")

    before, between, after = (at(f"2027-01-11T{hour}Z") for hour in ("09:30:00", "10:30:00", "11:30:00"))
    assert [one["differs"] for one in (before, between, after)] == [False, True, False]
    assert (before["by"]["id"], between["by"]["id"]) == (ana.id, bo.id)
    assert (between["since"], between["told"]["subject"]["version"]) == ("2027-01-11T10:00:00Z", 1)
    assert after["told"]["at"] == "2027-01-11T11:00:00Z"
    assert "commitment" not in {one["type"] for one in device(bo).read(f"{path}2027-01-10")["results"]}


# The wrong person -----------------------------------------------------------------------------------------------------
def test_an_answer_is_nowhere_for_a_guest_and_for_whoever_does_not_read_the_case(
    scene: Scene, ana: Person, cy: Person, gus: Person
) -> None:
    told = promised(device(ana), scene.restricted)["told"]["telling"]
    for person in (cy, gus):
        for method, rest in (("GET", ""), ("POST", "answers/")):
            nothing = comparable(device(person).ask(method, f"tellings/{NOWHERE}/{rest}", {"answer": "agreed"}))
            assert nothing.status == 404
            hidden = device(person).ask(method, f"tellings/{told}/{rest}", {"answer": "agreed"})
            assert comparable(hidden) == nothing
    assert not CustomerAnswer.objects.exists()


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "answer"), ({"answer": "perhaps"}, "answer"), ({"answer": "agreed", "note": "x" * 20_001}, "note")],
)
def test_an_answer_that_says_nothing_is_refused(scene: Scene, ana: Person, body: dict[str, str], field: str) -> None:
    door = device(ana)
    told = promised(door, scene.case)["told"]["telling"]
    answer = door.ask("POST", f"tellings/{told}/answers/", body)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])


def test_a_change_that_cannot_be_keeps_no_answer(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14)
    body = {"window": january(14), "reason": "x", "told": {"channel": "phone", "answer": "agreed"}}
    assert door.ask("POST", f"commitments/{made['id']}/changes/", body).status_code == 400
    assert not CustomerAnswer.objects.exists()


# How many statements --------------------------------------------------------------------------------------------------
def test_answers_cost_a_board_one_statement_for_few_and_for_many(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    door = device(ana)
    for number in (1, 10):
        for _ in range(number):
            answered(door, promised(door, scene.case, 14)["told"]["telling"], "agreed")
        with clock.at(MONDAY + 2 * DAY), statements(9):
            assert door.read("commitments/?limit=100")["results"][0]["told"]["answer"]
