"""Exceptions: ``cases/{ref}/waivers/``, the board ``waivers/``, and their decision by those whom the rule names."""

import datetime as dt
import json
import threading
from typing import Any

import pytest
from django.db import connection, transaction

from cases.actions import merge_cases
from cases.models import Waiver
from esn.core import alarms, clock
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.models import Post
from people.models import Person
from tests.cases.rules import ASKED, REFUND, asked, granted, person, refund_rule
from tests.cast import NO_CASE, NOWHERE, Scene, admit, comparable, device, key, matter
from tests.conftest import Counting
from tests.groups.matrix import Table, table

YES = {"reason": "The doors failed twice; cash today."}


@pytest.fixture
def rule(mo: Person) -> dict[str, Any]:
    """The refund rule; Mo owns it and decides."""
    return refund_rule(device(mo), person(mo))


def test_bo_asks_and_the_brief_says_who_is_waited_for(
    scene: Scene, bo: Person, mo: Person, rule: dict[str, Any]
) -> None:
    door = device(bo)
    answer = door.ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], **ASKED})
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/waivers/{made['id']}/"
    assert {name: made[name] for name in ASKED} == ASKED
    assert (made["state"], made["overdue"], made["can"]) == ("open", False, ["withdraw"])
    assert [one["name"] for one in made["deciders"]] == ["Mo Serrano"], "who decides is named at once"
    due = dt.datetime.fromisoformat(made["until"]) - dt.datetime.fromisoformat(made["asked_at"])
    assert due == dt.timedelta(minutes=120), "within the time that the rule gives"
    assert door.read(f"cases/{scene.case}/brief/")["waivers"] == [made]
    assert door.read(f"cases/{scene.case}/waivers/")["results"] == [made]
    text = door.read(f"cases/{scene.case}/brief/text/")["text"]
    assert f"{ASKED['what']} ({REFUND}): Mo Serrano" in text, "also in the brief as text, which a handoff begins with"
    entry = door.read(f"cases/{scene.case}/posts/")["results"][0]
    assert (entry["kind"], entry["detail"]["state"], entry["detail"]["rule"]["title"]) == ("waiver", "open", REFUND)
    assert [one["id"] for one in entry["detail"]["deciders"]] == [mo.id]
    heard = Event.objects.filter(type="waiver.changed", audience_id=mo.id)
    assert [one.data for one in heard] == [{"id": made["id"], "case": scene.case}]


def test_mo_grants_it_and_the_next_one_who_asks_finds_a_precedent(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person, rule: dict[str, Any]
) -> None:
    made = asked(device(bo), scene.case, rule)
    door = device(mo)
    assert [one["can"] for one in door.read("waivers/?decider=me")["results"]] == [["grant", "refuse"]]
    done = door.make(f"waivers/{made['id']}/grant/", YES)
    assert (done["state"], done["decided_by"]["id"], done["can"], done["deciders"]) == ("granted", mo.id, [], [])
    assert device(bo).read(f"cases/{scene.case}/brief/")["waivers"] == []
    assert door.read("waivers/?decider=me")["results"] == []
    (precedent,) = device(cy).read(f"rules/{rule['id']}/precedents/")["results"]
    assert (precedent["what"], precedent["reason"], precedent["case"]["ref"]) == (
        ASKED["what"], YES["reason"], scene.case,
    )  # fmt: skip
    entry = device(ana).read(f"cases/{scene.case}/posts/")["results"][0]
    assert (entry["detail"]["state"], entry["body"]) == ("granted", YES["reason"])
    said = device(cy).read("search/?q=doors%20failed%20twice")["results"]
    assert entry["id"] in {one["id"] for one in said}, "found again by its words"


def test_a_condition_and_a_refusal_are_kept_with_their_reasons(
    scene: Scene, bo: Person, mo: Person, rule: dict[str, Any]
) -> None:
    first = asked(device(bo), scene.case, rule)
    said = {"reason": "Once.", "condition": "The receipt is annotated by hand."}
    done = device(mo).make(f"waivers/{first['id']}/grant/", said)
    assert (done["state"], done["condition"], done["reason"]) == ("conditional", said["condition"], "Once.")
    second = asked(device(bo), scene.case, rule)
    refused = device(mo).make(f"waivers/{second['id']}/refuse/", {"reason": "Not twice."})
    assert (refused["state"], refused["reason"]) == ("refused", "Not twice.")
    states = [one["state"] for one in device(bo).read(f"rules/{rule['id']}/precedents/")["results"]]
    assert states == ["refused", "conditional"]


def test_nobody_decides_what_they_asked_for(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    rule = refund_rule(device(mo), person(mo), {"kind": "team", "id": scene.open.id})
    made = asked(device(mo), scene.case, rule)
    assert [one["id"] for one in made["deciders"]] == [ana.id], "the team's owner is left"
    for verb in ("grant", "refuse"):
        assert device(mo).ask("POST", f"waivers/{made['id']}/{verb}/", YES).status_code == 403
        assert device(bo).ask("POST", f"waivers/{made['id']}/{verb}/", YES).status_code == 403, "the rule names others"
    assert device(mo).read("waivers/?decider=me")["results"] == []
    assert device(ana).ask("POST", f"waivers/{made['id']}/grant/", YES).status_code == 200


def test_where_only_the_asker_decides_nothing_is_asked(scene: Scene, mo: Person, rule: dict[str, Any]) -> None:
    answer = device(mo).ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], **ASKED})
    assert json.loads(answer.text)["errors"]["rule"][0]["code"] == "no_decider"


def test_bo_takes_it_back_and_nobody_else_does(scene: Scene, ana: Person, bo: Person, mo: Person, rule: Any) -> None:
    made = asked(device(bo), scene.case, rule)
    assert device(ana).ask("POST", f"waivers/{made['id']}/withdraw/").status_code == 403
    assert device(bo).make(f"waivers/{made['id']}/withdraw/")["state"] == "withdrawn"
    late = device(mo).ask("POST", f"waivers/{made['id']}/grant/", YES)
    assert (late.status_code, json.loads(late.text)["code"]) == (409, "withdrawn")
    assert device(bo).read(f"rules/{rule['id']}/precedents/")["results"] == [], "what was taken back is no precedent"


def test_who_comes_second_is_told_who_decided(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    rule = refund_rule(device(mo), person(mo), person(ana))
    made = asked(device(bo), scene.case, rule)
    device(mo).make(f"waivers/{made['id']}/grant/", YES)
    late = device(ana).ask("POST", f"waivers/{made['id']}/refuse/", {"reason": "No."})
    assert late.status_code == 409
    assert "Mo Serrano" in json.loads(late.text)["detail"]


def test_of_two_who_decide_at_once_exactly_one_does(
    committed: None, ana: Person, bo: Person, mo: Person, gus: Person
) -> None:
    from tests.cast import play

    scene = play(ana, bo, mo, gus)
    rule = refund_rule(device(mo), person(mo), person(ana))
    made = asked(device(bo), scene.case, rule)
    doors, verbs, start = [device(ana), device(mo)], ["grant", "refuse"], threading.Barrier(2)
    answers: list[int] = []

    def decide(number: int) -> None:
        start.wait()
        answers.append(doors[number].ask("POST", f"waivers/{made['id']}/{verbs[number]}/", YES).status_code)
        connection.close()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert Post.objects.filter(kind="waiver").count() == 2, "one asked, one decided"


def test_in_a_restricted_case_who_decides_is_named_and_takes_part(
    scene: Scene, ana: Person, mo: Person, cy: Person, rule: Any
) -> None:
    body = {"rule": rule["id"], **ASKED}
    alone = device(ana).ask("POST", f"cases/{scene.restricted}/waivers/", body)
    assert json.loads(alone.text)["errors"]["decider"][0]["code"] == "restricted"
    wrong = device(ana).ask("POST", f"cases/{scene.restricted}/waivers/", {**body, "decider": cy.id})
    assert json.loads(wrong.text)["errors"]["decider"][0]["code"] == "no_decider"
    assert device(mo).ask("GET", f"cases/{scene.restricted}/").status_code == 404
    made = asked(device(ana), scene.restricted, rule, decider=mo.id)
    assert [one["id"] for one in made["deciders"]] == [mo.id]
    assert device(mo).make(f"waivers/{made['id']}/refuse/", {"reason": "No."})["state"] == "refused"
    assert device(cy).read("waivers/?state=all")["results"] == []


def test_who_was_taken_out_of_a_restricted_case_hears_nothing_more(
    scene: Scene, ana: Person, bo: Person, mo: Person, rule: Any
) -> None:
    made = asked(device(bo), scene.restricted, rule, decider=mo.id)
    device(ana).ask("DELETE", f"cases/{scene.restricted}/participants/{bo.id}/")
    device(mo).make(f"waivers/{made['id']}/grant/", YES)
    assert not Event.objects.filter(type="waiver.changed", audience_id=bo.id).exists()
    assert device(bo).ask("GET", f"waivers/{made['id']}/").status_code == 404


def test_one_question_about_a_rule_waits_in_a_case(scene: Scene, bo: Person, rule: Any) -> None:
    asked(device(bo), scene.case, rule)
    answer = device(bo).ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], **ASKED})
    assert answer.status_code == 409


def test_the_same_key_asks_once(scene: Scene, bo: Person, rule: Any) -> None:
    said, once = {"rule": rule["id"], **ASKED}, key()
    ids = {
        json.loads(device(bo).ask("POST", f"cases/{scene.case}/waivers/", said, Idempotency_Key=once).text)["id"]
        for _ in range(2)
    }
    assert len(ids) == 1


def test_a_case_is_closed_knowingly_while_something_waits_for_a_decision(
    scene: Scene, ana: Person, bo: Person, rule: Any
) -> None:
    made = asked(device(bo), scene.case, rule)
    door = device(ana)
    told = door.ask("PATCH", f"cases/{scene.case}/", {"status": "closed"})
    assert told.status_code == 409
    assert ASKED["what"] in json.loads(told.text)["detail"]
    body = {"status": "closed", "confirm": True, "reason": "She moved away."}
    assert door.ask("PATCH", f"cases/{scene.case}/", body).status_code == 200
    entry = next(post for post in door.read(f"cases/{scene.case}/posts/")["results"] if post["kind"] == "status")
    assert entry["detail"]["undecided"] == [{"id": made["id"], "text": ASKED["what"]}]
    answer = device(bo).ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], **ASKED})
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "closed")


def test_the_clock_marks_what_nobody_decided_once_and_tells_holder_and_asker(
    scene: Scene, ana: Person, bo: Person, mo: Person, rule: Any
) -> None:
    made = asked(device(bo), scene.case, rule)
    late = clock.now() + dt.timedelta(minutes=121)
    with clock.at(late):
        for _ in range(2):
            alarms.run_due(ALARMS)
        shown = device(bo).read(f"waivers/{made['id']}/")
        assert (shown["state"], shown["overdue"]) == ("open", True)
        assert [one["id"] for one in device(mo).read("waivers/?state=overdue&decider=me")["results"]] == [made["id"]]
        (entry,) = Post.objects.filter(kind="waiver", detail__overdue=True)
        assert entry.detail["holder"] == {"kind": "person", "id": ana.id}
        assert entry.detail["asker"] == bo.id
        assert entry.author.kind == "system"
        told = Event.objects.filter(type="waiver.changed", actor_id=entry.author_id)
        assert {one.audience_id for one in told} == {ana.id, bo.id, entry.audience_id}
        assert device(mo).make(f"waivers/{made['id']}/grant/", YES)["state"] == "granted", "late is not too late"


def test_what_was_decided_in_time_is_not_marked(scene: Scene, bo: Person, mo: Person, rule: Any) -> None:
    granted(scene, bo, mo, rule)
    with clock.at(clock.now() + dt.timedelta(hours=3)):
        alarms.run_due(ALARMS)
    assert not Waiver.objects.filter(overdue_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("what", " "), ("what", "x" * 301), ("why", ""), ("rule", NOWHERE), ("rule", None),
     ("until", "2020-01-01T00:00:00Z"), ("until", "2199-01-01T00:00:00Z"), ("until", "soon"), ("limit", "x" * 101),
     ("decider", NOWHERE)],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(
    scene: Scene, bo: Person, rule: Any, field: str, value: Any
) -> None:
    answer = device(bo).ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], **ASKED, field: value})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Waiver.objects.exists()


def test_a_decision_says_why(scene: Scene, bo: Person, mo: Person, rule: Any) -> None:
    made = asked(device(bo), scene.case, rule)
    for verb in ("grant", "refuse"):
        for reason in ("", "  ", "x" * 2001):
            answer = device(mo).ask("POST", f"waivers/{made['id']}/{verb}/", {"reason": reason})
            assert set(json.loads(answer.text)["errors"]) == {"reason"}
    assert device(mo).ask("GET", "waivers/?state=maybe").status_code == 400
    assert device(mo).read(f"waivers/{made['id']}/")["state"] == "open"


def test_when_cases_are_merged_their_exceptions_go_along(scene: Scene, ana: Person, bo: Person, rule: Any) -> None:
    other = matter(ana, scene.customer)
    for ref in (scene.case, other):
        asked(device(bo), ref, rule)
    second = refund_rule(device(ana), person(ana), title="Another rule")
    moved = asked(device(bo), other, second)
    merge_cases(ana, ref=scene.case, merged_ref=other)
    here = device(bo).read(f"cases/{scene.case}/waivers/")["results"]
    assert {one["id"] for one in here} >= {moved["id"]}
    assert len(here) == 2, "a question that waits in both stays where it was asked"


def test_for_outsiders_and_guests_there_is_nothing(
    scene: Scene, ana: Person, mo: Person, cy: Person, gus: Person, rule: Any
) -> None:
    hidden = asked(device(ana), scene.restricted, rule, decider=mo.id)["id"]
    shown = asked(device(ana), scene.case, rule)["id"]
    body: Any
    for who, ref, ids in ((cy, scene.restricted, [hidden]), (gus, scene.case, [hidden, shown])):
        door = device(who)
        for method, body in (("GET", None), ("POST", {"rule": rule["id"], **ASKED})):
            nothing = comparable(door.ask(method, f"cases/{NO_CASE}/waivers/", body))
            assert nothing.status == 404
            assert comparable(door.ask(method, f"cases/{ref}/waivers/", body)) == nothing
        for id_ in ids:
            for method, verb in (("GET", ""), ("POST", "grant/"), ("POST", "refuse/"), ("POST", "withdraw/")):
                nothing = comparable(door.ask(method, f"waivers/{NOWHERE}/{verb}", YES))
                assert comparable(door.ask(method, f"waivers/{id_}/{verb}", YES)) == nothing
    assert device(gus).ask("GET", "waivers/").status_code == 404
    assert [one["id"] for one in device(cy).read("waivers/")["results"]] == [shown]


def test_the_board_costs_the_same_for_one_and_for_ten(
    scene: Scene, ana: Person, bo: Person, mo: Person, statements: Counting
) -> None:
    rule = refund_rule(device(mo), person(mo), {"kind": "team", "id": scene.open.id})
    asked(device(bo), scene.case, rule)
    asked(device(bo), scene.restricted, rule)
    door = device(mo)
    with statements(6):
        door.read("waivers/?decider=me")
    for number in range(9):
        asked(device(bo), matter(ana, scene.customer, title=f"Case {number}"), rule)
    with statements(6):
        assert len(door.read("waivers/?decider=me")["results"]) == 10
    pages = [door.read("waivers/?limit=6")]
    pages.append(door.read(f"waivers/?limit=6&cursor={pages[0]['next']}"))
    due = [one["until"] for page in pages for one in page["results"]]
    assert due == sorted(due)
    assert len(due) == 10


# docs/permissions.md --------------------------------------------------------------------------------------------------
ANSWERS = {200: "y", 201: "y", 403: "x", 404: "-", 409: "c"}


@pytest.mark.parametrize("restricted", [False, True])
def test_the_table_of_permissions_holds(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person, gus: Person, rule: Any, restricted: bool
) -> None:
    ref = scene.restricted if restricted else scene.case
    made = asked(device(bo), ref, rule, decider=mo.id)
    columns = {
        "guest": gus, ("outside, restricted" if restricted else "outside, open"): cy, "holder": ana, "asker": bo,
        "decider": mo,
    }  # fmt: skip
    verbs = {"read": ("GET", ""), "grant": ("POST", "grant/"), "refuse": ("POST", "refuse/"),
             "withdraw": ("POST", "withdraw/")}  # fmt: skip
    found: Table = {}
    for column, who in columns.items():
        for code, (method, verb) in verbs.items():
            with transaction.atomic():
                answer = device(who).ask(method, f"waivers/{made['id']}/{verb}", YES)
                transaction.set_rollback(True)
            found[code, column] = ANSWERS[answer.status_code]
    assert found == {cell: told for cell, told in table("Exceptions").items() if cell[1] in columns}


def test_a_deactivated_person_decides_nothing(scene: Scene, bo: Person, mo: Person) -> None:
    leaver = admit("leaver")
    rule = refund_rule(device(mo), person(leaver), person(mo))
    leaver.is_active = False
    leaver.save()
    assert [one["id"] for one in asked(device(bo), scene.case, rule)["deciders"]] == [mo.id]
