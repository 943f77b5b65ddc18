"""Questions: asked, answered, settled by who asked or moderates, and opened again."""

import json
from typing import Any

import pytest

from esn.core.models import Event
from feeds.actions import delete_post, hide_post, restore_post, split_post
from groups.models import Group
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device
from tests.conftest import Counting


def ask(door: Door, group: Group, body: str = "Who has the key of bay 4?") -> dict[str, Any]:
    post: dict[str, Any] = door.make(f"groups/{group.id}/posts/", {"body": body, "kind": "question"})
    return post


def answer(door: Door, post: dict[str, Any], body: str = "Nadia.") -> str:
    return str(door.make(f"posts/{post['id']}/replies/", {"body": body})["id"])


def test_ana_accepts_bos_answer_and_it_stands_first(scene: Scene, ana: Person, bo: Person) -> None:
    question = ask(device(ana), scene.closed)
    assert (question["kind"], question["answer"]) == ("question", None)
    first = answer(device(bo), question)
    for number in range(3):
        answer(device(bo), question, f"Or ask {number}.")
    assert "accept" in device(ana).read(f"posts/{first}/")["can"]
    settled = device(ana).make(f"posts/{first}/accept/")
    assert (settled["accepted"], "reopen" in settled["can"], "accept" in settled["can"]) == (True, True, False)
    seen = device(bo).read(f"posts/{question['id']}/")
    assert seen["answer"] == first
    assert [one["id"] for one in seen["replies"] if one["accepted"]] == [first], "though three came after it"
    fact = Event.objects.get(type="question.answered")
    assert (fact.audience_id, fact.data) == (scene.closed.audience_id, {"id": question["id"], "answer": first})
    device(ana).make(f"posts/{first}/accept/")
    assert Event.objects.filter(type="question.answered").count() == 1, "saying it twice changes nothing"


def test_another_answer_takes_its_place_and_it_is_taken_back(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    question = ask(device(ana), scene.closed)
    first, second = answer(device(bo), question), answer(device(bo), question, "No, Karim.")
    device(ana).make(f"posts/{first}/accept/")
    device(mo).make(f"posts/{second}/accept/")
    assert device(ana).read(f"posts/{question['id']}/")["answer"] == second, "a moderator settles it too"
    assert Event.objects.filter(type="question.answered").latest("position").data["former"] == first
    device(ana).make(f"posts/{second}/reopen/")
    device(ana).make(f"posts/{second}/reopen/")
    assert device(ana).read(f"posts/{question['id']}/")["answer"] is None
    assert Event.objects.filter(type="question.reopened").count() == 1


def test_others_do_not_settle_it(scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    question = ask(device(ana), scene.closed)
    reply = answer(device(bo), question)
    for verb in ("accept", "reopen"):
        assert device(bo).ask("POST", f"posts/{reply}/{verb}/").status_code == 403
        for person in (cy, gus):
            nothing = comparable(device(person).ask("POST", f"posts/{NOWHERE}/{verb}/"))
            assert comparable(device(person).ask("POST", f"posts/{reply}/{verb}/")) == nothing
    assert not {"accept", "reopen"} & set(device(bo).read(f"posts/{reply}/")["can"])
    assert device(ana).read(f"posts/{question['id']}/")["answer"] is None


def test_only_a_reply_to_a_question_is_an_answer(scene: Scene, ana: Person, bo: Person) -> None:
    plain = device(ana).make(f"groups/{scene.closed.id}/posts/", {"body": "Hello."})
    reply = answer(device(bo), plain)
    for post in (plain["id"], reply, ask(device(ana), scene.closed)["id"]):
        told = device(ana).ask("POST", f"posts/{post}/accept/")
        assert (told.status_code, json.loads(told.text)["code"]) == (409, "not_a_reply")


def test_an_answer_that_is_gone_is_none_and_comes_back_with_it(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    question = ask(device(ana), scene.closed)
    reply = answer(device(bo), question)
    device(ana).make(f"posts/{reply}/accept/")
    hide_post(mo, post_id=reply, reason="Not nice.")
    assert device(ana).read(f"posts/{question['id']}/")["answer"] is None
    assert device(ana).ask("POST", f"posts/{reply}/accept/").status_code == 409
    restore_post(mo, post_id=reply, reason="My mistake.")
    assert device(ana).read(f"posts/{question['id']}/")["answer"] == reply
    split_post(mo, post_id=reply, reason="Another matter.")
    assert device(ana).read(f"posts/{question['id']}/")["answer"] is None
    other = answer(device(bo), question)
    device(ana).make(f"posts/{other}/accept/")
    delete_post(bo, post_id=other)
    assert device(ana).read(f"posts/{question['id']}/")["answer"] is None


def test_a_question_is_asked_in_a_case_but_not_of_the_customer(scene: Scene, ana: Person, gus: Person) -> None:
    for said, expected in (({}, 201), ({"side": "customer"}, 400)):
        told = device(ana).ask("POST", f"cases/{scene.case}/posts/", {"body": "Why?", "kind": "question", **said})
        assert told.status_code == expected, told.text
    mine = device(gus).make(f"cases/{scene.case}/posts/", {"body": "Which door?", "kind": "question"})
    reply = answer(device(ana), mine, "The left one.")
    assert device(gus).make(f"posts/{reply}/accept/")["accepted"]


@pytest.mark.parametrize("kind", ["announcement", "story", "", 7, None, "poll"])
def test_no_other_kind_is_begun(scene: Scene, ana: Person, kind: Any) -> None:
    told = device(ana).ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x", "kind": kind})
    assert told.status_code == 400, told.text


def test_a_feed_of_questions_takes_as_many_statements_as_any(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(ana)
    for number in range(10):
        question = ask(door, scene.closed, f"Question {number}?")
        door.make(f"posts/{answer(device(bo), question)}/accept/")
    door.read("me/")
    with statements(7):
        page = door.read(f"groups/{scene.closed.id}/posts/")
    assert sum(one["answer"] is not None for one in page["results"]) == 10
