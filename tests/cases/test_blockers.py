"""What is in the way: ``cases/{ref}/blockers/``, the board ``blockers/`` and ``blockers/{id}/lift/``."""

import datetime as dt
import json
from typing import Any

import pytest

from cases.models import Blocker
from esn.core import alarms, clock
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.models import Post
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, comparable, device, matter
from tests.conftest import Counting

REFUND = {
    "cause": "The refund tool blocks the file",
    "lifter": "Accounting, Mme Roy",
    "meanwhile": "A voucher, and a call tomorrow before noon.",
}


def test_ana_says_what_is_in_the_way_and_it_stands_in_the_brief(scene: Scene, ana: Person, carrier: str) -> None:
    door = device(ana)
    check = "2199-11-30T09:00:00Z"
    said = {**REFUND, "next_check": check, "system": "Refunds", "partner": carrier}
    answer = door.ask("POST", f"cases/{scene.case}/blockers/", said)
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert {name: made[name] for name in REFUND} == REFUND
    assert (made["next_check"], made["system"], made["partner"]) == (check, "Refunds", "Transports Vasseur")
    assert (made["lifted_at"], made["can"]) == (None, ["edit", "lift"])
    assert door.read(f"cases/{scene.case}/brief/")["blockers"] == [made]
    assert door.read(f"cases/{scene.case}/blockers/")["results"] == [made]
    assert door.read(f"blockers/{made['id']}/") == made
    entry = door.read(f"cases/{scene.case}/posts/")["results"][0]
    assert (entry["kind"], entry["detail"]["state"], entry["detail"]["lifter"]) == (
        "blocker",
        "stands",
        REFUND["lifter"],
    )


def test_lifting_it_clears_the_brief_and_tells_the_holder(scene: Scene, ana: Person, bo: Person) -> None:
    made = device(ana).make(f"cases/{scene.case}/blockers/", REFUND)
    assert device(bo).make(f"blockers/{made['id']}/lift/", {"note": "Roy freed it."}) == {"lifted": 1, "left": 0}
    assert device(bo).read(f"cases/{scene.case}/brief/")["blockers"] == []
    lifted = device(bo).read(f"blockers/{made['id']}/")
    assert (lifted["lifted_by"]["id"], lifted["note"], lifted["can"]) == (bo.id, "Roy freed it.", [])
    assert device(ana).ask("POST", f"blockers/{made['id']}/lift/", {}).status_code == 409
    told = Event.objects.filter(type="blocker.lifted")
    assert [(fact.audience_id, fact.data) for fact in told] == [(ana.id, {"id": made["id"]})]


def test_a_cause_that_is_lifted_everywhere_tells_each_holder_once(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    refs = [
        matter(person, scene.customer, title=f"{person.name} {number}") for person in (ana, bo) for number in (1, 2)
    ]
    ids = [device(ana).make(f"cases/{ref}/blockers/", REFUND)["id"] for ref in refs]
    hidden = device(ana).make(f"cases/{scene.restricted}/blockers/", REFUND)["id"]
    other = device(ana).make(f"cases/{scene.case}/blockers/", {**REFUND, "cause": "The lift is broken"})["id"]
    shouted = {**REFUND, "cause": "THE  refund tool blocks the file"}
    spelled = device(ana).make(f"cases/{matter(cy, scene.customer)}/blockers/", shouted)["id"]
    assert device(cy).make(f"blockers/{ids[0]}/lift/", {"everywhere": True}) == {"lifted": 5, "left": 0}
    standing = set(Blocker.objects.filter(lifted_at=None).values_list("id", flat=True))
    assert standing == {hidden, other}
    assert spelled not in standing
    told = Event.objects.filter(type="blocker.lifted").values_list("audience_id", flat=True)
    assert sorted(told) == sorted([ana.id, bo.id, cy.id])
    for ref in refs:
        said = Post.objects.filter(audience__subject_ref=ref, kind="blocker", detail__state="lifted")
        assert said.count() == 1


def test_the_board_counts_cases_and_the_hours_of_customers(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    start = clock.now()
    for hours, ref in ((5, scene.case), (3, matter(ana, scene.customer)), (40, scene.restricted)):
        with clock.at(start - dt.timedelta(hours=hours)):
            device(ana).make(f"cases/{ref}/blockers/", REFUND)
    device(ana).make(f"cases/{scene.case}/blockers/", {**REFUND, "cause": "The lift is broken"})
    board = device(cy).read("blockers/")["results"]
    assert [(row["cause"], row["cases"], row["customer_hours"]) for row in board] == [
        (REFUND["cause"], 2, 8.0),
        ("The lift is broken", 1, 0.0),
    ]
    assert board[0]["examples"][0]["ref"] == scene.case
    assert board[0]["examples"][0]["customer"]["name"] == "Mme Dupin"
    assert device(bo).read("blockers/")["results"][0]["cases"] == 3, "Bo takes part in the restricted case"


@pytest.mark.parametrize(
    ("field", "value"),
    [("cause", ""), ("lifter", " "), ("meanwhile", ""), ("meanwhile", None), ("next_check", "2020-01-01T00:00:00Z"),
     ("next_check", "later"), ("partner", NOWHERE), ("cause", "x" * 201)],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene, ana: Person, field: str, value: object) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/blockers/", {**REFUND, field: value})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Blocker.objects.exists()


@pytest.mark.parametrize("field", list(REFUND))
def test_a_blocker_says_who_lifts_it_and_what_the_customer_gets(scene: Scene, ana: Person, field: str) -> None:
    said = {name: text for name, text in REFUND.items() if name != field}
    assert device(ana).ask("POST", f"cases/{scene.case}/blockers/", said).status_code == 400


def test_the_same_cause_stands_once_in_a_case(scene: Scene, ana: Person) -> None:
    device(ana).make(f"cases/{scene.case}/blockers/", REFUND)
    assert device(ana).ask("POST", f"cases/{scene.case}/blockers/", REFUND).status_code == 409


def test_for_outsiders_and_guests_there_is_nothing(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    hidden = device(ana).make(f"cases/{scene.restricted}/blockers/", REFUND)["id"]
    shown = device(ana).make(f"cases/{scene.case}/blockers/", REFUND)["id"]
    for person, ref, ids in ((cy, scene.restricted, [hidden]), (gus, scene.case, [hidden, shown])):
        door = device(person)
        body: Any
        for method, body in (("GET", None), ("POST", REFUND)):
            nothing = comparable(door.ask(method, f"cases/{NO_CASE}/blockers/", body))
            assert nothing.status == 404
            assert comparable(door.ask(method, f"cases/{ref}/blockers/", body)) == nothing
        for id_ in ids:
            for method, verb in (("GET", ""), ("POST", "lift/")):
                nothing = comparable(door.ask(method, f"blockers/{NOWHERE}/{verb}", {}))
                assert comparable(door.ask(method, f"blockers/{id_}/{verb}", {})) == nothing
    assert device(gus).read("blockers/")["results"] == []


def test_the_board_costs_the_same_for_one_cause_and_for_twenty(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    door.make(f"cases/{scene.case}/blockers/", REFUND)
    with statements(4):
        door.read("blockers/")
    for number in range(19):
        door.make(f"cases/{scene.case}/blockers/", {**REFUND, "cause": f"Cause {number}"})
    with statements(4):
        assert len(door.read("blockers/")["results"]) == 20


def test_the_clock_alerts_the_holder_when_a_blocker_is_to_be_looked_at(scene: Scene, ana: Person, bo: Person) -> None:
    soon = clock.now() + dt.timedelta(hours=3)
    made = device(ana).make(f"cases/{scene.case}/blockers/", {**REFUND, "next_check": soon.isoformat()})
    with clock.at(soon + dt.timedelta(minutes=1)):
        for _ in range(2):
            alarms.run_due(ALARMS)
        alert = Post.objects.get(kind="alert")
        assert alert.detail == {
            "code": "check",
            "blocker": made["id"],
            "cause": REFUND["cause"],
            "holder": {"kind": "person", "id": ana.id},
        }
        later = soon + dt.timedelta(hours=5)
        answer = device(bo).ask("PATCH", f"blockers/{made['id']}/", {"next_check": later.isoformat(), "lifter": "Roy"})
        changed = json.loads(answer.text)
        assert (changed["lifter"], changed["meanwhile"]) == ("Roy", REFUND["meanwhile"])
        device(bo).make(f"blockers/{made['id']}/lift/", {})
        assert device(bo).ask("PATCH", f"blockers/{made['id']}/", {"lifter": "X"}).status_code == 409
    with clock.at(later + dt.timedelta(minutes=1)):
        alarms.run_due(ALARMS)
    assert Post.objects.filter(kind="alert").count() == 1, "what was lifted is looked at no more"


def test_what_is_said_anew_of_a_blocker_is_checked_too(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    made = device(ana).make(f"cases/{scene.restricted}/blockers/", REFUND)
    for field, value in (("lifter", ""), ("meanwhile", " "), ("next_check", "2020-01-01T00:00:00Z")):
        answer = device(ana).ask("PATCH", f"blockers/{made['id']}/", {field: value})
        assert answer.status_code == 400
        assert set(json.loads(answer.text)["errors"]) == {field}
    for person in (cy, gus):
        nothing = comparable(device(person).ask("PATCH", f"blockers/{NOWHERE}/", {"lifter": "X"}))
        assert nothing.status == 404
        assert comparable(device(person).ask("PATCH", f"blockers/{made['id']}/", {"lifter": "X"})) == nothing
