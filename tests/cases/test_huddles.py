"""Huddles: ``cases/{ref}/huddles/`` and ``huddles/{id}/…``, with the promise that a decision changes."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from cases.models import Commitment, Huddle
from esn.core import alarms, clock
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.models import Post
from people.models import Person
from tests.cases.promises import HOUR, MONDAY, january, never_on_saturday, promised
from tests.cases.rules import person
from tests.cast import NO_CASE, NOWHERE, Door, Scene, comparable, device, matter
from tests.conftest import Counting
from tests.groups.matrix import Table, table

QUESTION = "Thursday fails. Which day do we promise?"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def called(door: Door, ref: str, *invited: dict[str, str], **more: Any) -> dict[str, Any]:
    """A huddle that ends in four hours."""
    body = {"question": QUESTION, "deadline": (MONDAY + 4 * HOUR).isoformat(), "invited": list(invited), **more}
    made: dict[str, Any] = door.make(f"cases/{ref}/huddles/", body)
    return made


def way(promise: dict[str, Any], day: int, text: str = "") -> dict[str, Any]:
    """The body of an option that gives a promise another day."""
    return {"text": text or f"The {day}th", "promise": promise["id"], "window": january(day)}


def test_ana_calls_a_huddle_and_the_brief_shows_it(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    door = device(ana)
    never_on_saturday(door, scene.customer)
    promise = promised(door, scene.case)
    team = {"kind": "team", "id": scene.open.id}
    options = [way(promise, 16, "Saturday, by the carrier"), way(promise, 15, "Friday, by our van")]
    made = called(door, scene.case, person(cy), team, options=options)
    assert [one["name"] for one in made["invited"]] == ["Cy Haddad", scene.open.name]
    assert [len(one["conflicts"]) for one in made["options"]] == [1, 0], "each is checked against the facts"
    assert made["can"] == ["option", "opinion", "decide", "close"]
    assert door.read(f"cases/{scene.case}/brief/")["huddles"] == [made]
    people = [one["person"]["id"] for one in door.read(f"cases/{scene.case}/participants/")["results"]]
    assert cy.id in people, "whoever is invited takes part"
    assert device(bo).read(f"huddles/{made['id']}/")["can"] == ["option", "opinion"], "Bo is in the team"
    entries = [one for one in door.read(f"cases/{scene.case}/posts/")["results"] if one["kind"] == "huddle"]
    assert [one["detail"]["verb"] for one in entries] == ["option", "option", "called"]
    assert len(entries[1]["detail"]["against"]) == 1
    assert door.read(f"commitments/{promise['id']}/")["version"] == 1, "nothing has changed yet"


def test_opinions_are_counted_once_a_person_and_the_last_word_stands(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    made = called(device(ana), scene.case, person(bo), options=[{"text": "We wait"}])
    option = made["options"][0]["id"]
    device(bo).make(f"huddles/{made['id']}/opinions/", {"option": option, "stance": "for"})
    seen = device(bo).make(
        f"huddles/{made['id']}/opinions/", {"option": option, "stance": "against", "text": "She waited enough."}
    )
    (opinion,) = seen["options"][0]["opinions"]
    assert (opinion["person"]["id"], opinion["stance"], opinion["text"]) == (bo.id, "against", "She waited enough.")
    refused = device(cy).ask("POST", f"huddles/{made['id']}/opinions/", {"option": option, "stance": "for"})
    assert refused.status_code == 403, "Cy reads it and was not invited"
    assert Event.objects.filter(type="huddle.changed", data__id=made["id"]).count() == 4


def test_a_decision_moves_the_promise_in_the_same_step_and_tells_the_customer(
    scene: Scene, ana: Person, bo: Person
) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[way(promise, 15), way(promise, 18)])
    said = {"option": made["options"][0]["id"], "reason": "Before her mother comes.", "told": {"channel": "phone"}}
    done = door.make(f"huddles/{made['id']}/decide/", said)
    assert (done["state"], done["reason"], done["can"]) == ("decided", said["reason"], [])
    assert [one["chosen"] for one in done["options"]] == [True, False]
    now_ = door.read(f"commitments/{promise['id']}/")
    assert (now_["version"], now_["window"]["local_start"]) == (2, "2027-01-15T07:00:00")
    assert (now_["told"]["version"], now_["drift"]) == (2, None)
    changed = next(one for one in now_["history"] if one["verb"] == "changed")
    assert changed["reason"] == said["reason"]
    assert [one["local_start"][:10] for one in changed["options"]] == ["2027-01-15", "2027-01-18"], "what was weighed"
    entry = Post.objects.get(kind="huddle", detail__verb="decided")
    assert entry.detail["option"]["promise"] == promise["id"]


def test_a_decision_that_nobody_tells_stands_as_changed_and_not_told(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[way(promise, 15)])
    door.make(f"huddles/{made['id']}/decide/", {"option": made["options"][0]["id"], "reason": "It is free."})
    now_ = door.read(f"commitments/{promise['id']}/")
    assert now_["drift"]["believes"]["window"]["local_start"] == "2027-01-14T07:00:00"
    assert [one["id"] for one in door.read("drifts/")["results"]] == [promise["id"]]


def test_an_option_without_a_promise_changes_none(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[{"text": "We leave it."}])
    option = made["options"][0]["id"]
    told = {"option": option, "reason": "x", "told": {"channel": "phone"}}
    answer = door.ask("POST", f"huddles/{made['id']}/decide/", told)
    assert set(json.loads(answer.text)["errors"]) == {"told"}, "nothing is swallowed"
    assert door.make(f"huddles/{made['id']}/decide/", {"option": option, "reason": "x"})["state"] == "decided"
    assert door.read(f"commitments/{promise['id']}/")["version"] == 1


def test_the_holder_decides_too_and_the_invited_do_not(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    made = called(device(bo), scene.case, person(cy), options=[{"text": "We wait"}])
    body = {"option": made["options"][0]["id"], "reason": "x"}
    assert device(cy).ask("POST", f"huddles/{made['id']}/decide/", body).status_code == 403
    assert device(ana).make(f"huddles/{made['id']}/decide/", body)["ended_by"]["id"] == ana.id
    late = device(bo).ask("POST", f"huddles/{made['id']}/decide/", body)
    assert late.status_code == 409


def test_a_promise_that_ended_meanwhile_undoes_the_whole_decision(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[way(promise, 15)])
    door.make(f"commitments/{promise['id']}/keep/")
    body = {"option": made["options"][0]["id"], "reason": "x"}
    assert door.ask("POST", f"huddles/{made['id']}/decide/", body).status_code == 409
    assert door.read(f"huddles/{made['id']}/")["state"] == "open"
    assert not Post.objects.filter(kind="huddle", detail__verb="decided").exists()


def test_a_question_is_one_line_and_keeps_the_spaces_that_must_not_break(scene: Scene, ana: Person, bo: Person) -> None:
    made = called(device(ana), scene.case, person(bo), question=" Jeudi\u202f:\n  quel\u00a0jour ? ")
    assert made["question"] == "Jeudi\u202f: quel\u00a0jour ?"


def test_a_huddle_is_called_off(scene: Scene, ana: Person, bo: Person) -> None:
    made = called(device(ana), scene.case, person(bo))
    assert device(bo).ask("POST", f"huddles/{made['id']}/close/", {}).status_code == 403
    assert device(ana).make(f"huddles/{made['id']}/close/", {"reason": "She agreed."})["state"] == "closed"
    answer = device(bo).ask("POST", f"huddles/{made['id']}/options/", {"text": "x"})
    assert answer.status_code == 409


def test_the_clock_ends_a_huddle_that_nobody_decided_once(scene: Scene, ana: Person, bo: Person) -> None:
    made = called(device(ana), scene.case, person(bo), options=[{"text": "We wait"}])
    with clock.at(MONDAY + 5 * HOUR):
        body = {"option": made["options"][0]["id"], "reason": "x"}
        early = device(ana).ask("POST", f"huddles/{made['id']}/decide/", body)
        assert early.status_code == 409, "also before the clock has struck"
        for _ in range(2):
            alarms.run_due(ALARMS)
        shown = device(bo).read(f"huddles/{made['id']}/")
        assert (shown["state"], shown["ended_by"]["kind"], shown["can"]) == ("undecided", "system", [])
        assert device(bo).read("huddles/?state=undecided&invited=me")["results"] == [shown]
    (entry,) = Post.objects.filter(kind="huddle", detail__verb="undecided")
    assert entry.detail["holder"] == {"kind": "person", "id": ana.id}


def test_what_was_decided_is_not_ended_again(scene: Scene, ana: Person, bo: Person) -> None:
    made = called(device(ana), scene.case, person(bo), options=[{"text": "We wait"}])
    device(ana).make(f"huddles/{made['id']}/decide/", {"option": made["options"][0]["id"], "reason": "x"})
    with clock.at(MONDAY + 5 * HOUR):
        alarms.run_due(ALARMS)
    assert Huddle.objects.get().state == "decided"


def test_into_a_restricted_case_people_are_invited_and_read_it(
    scene: Scene, ana: Person, cy: Person
) -> None:  # fmt: skip
    body = {
        "question": "x",
        "deadline": (MONDAY + HOUR).isoformat(),
        "invited": [{"kind": "team", "id": scene.open.id}],
    }
    answer = device(ana).ask("POST", f"cases/{scene.restricted}/huddles/", body)
    assert json.loads(answer.text)["errors"]["invited"][0]["code"] == "restricted"
    made = called(device(ana), scene.restricted, person(cy))
    assert device(cy).read(f"huddles/{made['id']}/")["can"] == ["option", "opinion"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("question", " "), ("question", "x" * 501), ("deadline", "2020-01-01T00:00:00Z"), ("deadline", "later"),
     ("deadline", "2027-03-01T00:00:00Z"), ("invited", []), ("invited", [{"kind": "person", "id": NOWHERE}]),
     ("options", [{"text": ""}])],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(
    scene: Scene, ana: Person, bo: Person, field: str, value: Any
) -> None:  # fmt: skip
    body = {"question": QUESTION, "deadline": (MONDAY + HOUR).isoformat(), "invited": [person(bo)], field: value}
    answer = device(ana).ask("POST", f"cases/{scene.case}/huddles/", body)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Huddle.objects.exists()


def test_an_option_is_checked_like_a_promise(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    elsewhere = promised(door, scene.restricted)
    made = called(door, scene.case, person(bo))
    for said, field in (
        ({"text": "x", "promise": promise["id"]}, "window"),
        ({"text": "x", "window": january(15)}, "promise"),
        (way(elsewhere, 15), "promise"),
        ({**way(promise, 15), "window": january(15, 14, 7)}, "window.end"),
        (way(promise, 4), "window"),
        ({"text": " "}, "text"),
    ):
        answer = door.ask("POST", f"huddles/{made['id']}/options/", said)
        assert answer.status_code == 400
        assert set(json.loads(answer.text)["errors"]) == {field}, said
    for number in range(8):
        door.make(f"huddles/{made['id']}/options/", {"text": f"Way {number}"})
    assert door.ask("POST", f"huddles/{made['id']}/options/", {"text": "x"}).status_code == 409
    stance = {"option": made["id"], "stance": "for"}
    assert door.ask("POST", f"huddles/{made['id']}/opinions/", stance).status_code == 400


def test_guests_are_not_invited_and_find_nothing(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    body: Any = {"question": "x", "deadline": (MONDAY + HOUR).isoformat(), "invited": [person(gus)]}
    answer = device(ana).ask("POST", f"cases/{scene.case}/huddles/", body)
    assert set(json.loads(answer.text)["errors"]) == {"invited"}
    shown, hidden = (called(device(ana), ref, person(bo))["id"] for ref in (scene.case, scene.restricted))
    for who, ref, ids in ((cy, scene.restricted, [hidden]), (gus, scene.case, [hidden, shown])):
        door = device(who)
        for method in ("GET", "POST"):
            nothing = comparable(door.ask(method, f"cases/{NO_CASE}/huddles/", body if method == "POST" else None))
            assert nothing.status == 404
            assert comparable(door.ask(method, f"cases/{ref}/huddles/", body if method == "POST" else None)) == nothing
        for id_ in ids:
            for method, verb in (("GET", ""), ("POST", "options/"), ("POST", "opinions/"), ("POST", "decide/"),
                                 ("POST", "close/")):  # fmt: skip
                nothing = comparable(door.ask(method, f"huddles/{NOWHERE}/{verb}", {}))
                assert comparable(door.ask(method, f"huddles/{id_}/{verb}", {})) == nothing
    assert device(gus).ask("GET", "huddles/").status_code == 404
    assert device(cy).read("huddles/")["results"][0]["id"] == shown


def test_the_board_costs_the_same_for_one_and_for_ten(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[way(promise, 15)])
    device(bo).make(f"huddles/{made['id']}/opinions/", {"option": made["options"][0]["id"], "stance": "for"})
    with statements(10):
        door.read("huddles/")
    for _ in range(9):
        called(door, scene.case, person(bo), options=[way(promise, 15), way(promise, 18)])
    with statements(10):
        assert len(door.read("huddles/")["results"]) == 10


# docs/permissions.md --------------------------------------------------------------------------------------------------
ANSWERS = {200: "y", 201: "y", 403: "x", 404: "-", 409: "c"}


@pytest.mark.parametrize("restricted", [False, True])
def test_the_table_of_permissions_holds(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person, gus: Person, restricted: bool
) -> None:
    ref = scene.restricted if restricted else scene.case
    made = called(device(bo), ref, person(mo), options=[{"text": "We wait"}])
    option = made["options"][0]["id"]
    columns = {
        "guest": gus, ("outside, restricted" if restricted else "outside, open"): cy, "invited": mo, "caller": bo,
        "holder": ana,
    }  # fmt: skip
    verbs: dict[str, tuple[str, str, Any]] = {
        "read": ("GET", "", None), "option": ("POST", "options/", {"text": "x"}),
        "opinion": ("POST", "opinions/", {"option": option, "stance": "for"}),
        "decide": ("POST", "decide/", {"option": option, "reason": "x"}), "close": ("POST", "close/", {}),
    }  # fmt: skip
    found: Table = {}
    for column, who in columns.items():
        for code, (method, verb, body) in verbs.items():
            with transaction.atomic():
                answer = device(who).ask(method, f"huddles/{made['id']}/{verb}", body)
                transaction.set_rollback(True)
            found[code, column] = ANSWERS[answer.status_code]
    assert found == {cell: told for cell, told in table("Huddles").items() if cell[1] in columns}


def test_a_decision_against_a_fact_keeps_the_fact_that_it_goes_against(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    fact = never_on_saturday(door, scene.customer)
    promise = promised(door, scene.case)
    made = called(door, scene.case, person(bo), options=[way(promise, 16)])
    door.make(f"huddles/{made['id']}/decide/", {"option": made["options"][0]["id"], "reason": "She agreed, once."})
    row = Commitment.objects.get(id=promise["id"])
    assert row.steps.get(verb="changed").against == [fact["id"]]
    assert row.start == dt.datetime(2027, 1, 16, 6, tzinfo=dt.UTC)


def test_a_decision_moves_no_promise_that_went_back_to_another_case(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    second = matter(ana, scene.customer, title="The same wardrobe")
    promise = promised(door, second)
    merge = door.make(f"cases/{scene.case}/merges/", {"case": second})
    made = called(door, scene.case, person(bo), options=[way(promise, 15)])
    door.make(f"cases/{scene.case}/merges/{merge['id']}/undo/")
    before = door.read(f"commitments/{promise['id']}/")
    decision = {"option": made["options"][0]["id"], "reason": "It suits."}
    answer = door.ask("POST", f"huddles/{made['id']}/decide/", decision)
    assert answer.status_code == 409
    assert door.read(f"commitments/{promise['id']}/") == before
    assert device(bo).read(f"huddles/{made['id']}/")["state"] == "open"
