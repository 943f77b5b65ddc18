"""Passing a case on: ``cases/{ref}/handoffs/`` and ``handoffs/{id}/…``."""

import datetime as dt
import itertools
import json
import threading
from typing import Any

import pytest
from django.db import connection

from cases.actions import Holder
from cases.models import Handoff
from esn.core import alarms, clock
from esn.wiring import ALARMS
from feeds.models import Post
from groups.actions import add_member
from people.models import Person
from tests.cast import NO_CASE, NOWHERE, Scene, admit, comparable, device, matter
from tests.conftest import Counting


def offer(to: Person | str, **more: Any) -> dict[str, Any]:
    """The body of an offer to a colleague, or to the team with this id."""
    named = {"kind": "team", "id": to} if isinstance(to, str) else {"kind": "person", "id": to.id}
    return {"to": named, "brief": "Late wardrobe; never on Saturday.", "expectation": "Find a new day.", **more}


def test_until_bo_accepts_ana_still_holds_the_case(scene: Scene, ana: Person, bo: Person) -> None:
    door, other = device(ana), device(bo)
    answer = door.ask("POST", f"cases/{scene.case}/handoffs/", offer(bo))
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/handoffs/{made['id']}/"
    assert (made["state"], made["giver"]["id"], made["to"]["name"]) == ("offered", ana.id, "Bo Delorme")
    assert made["can"] == ["withdraw"]
    assert door.read(f"cases/{scene.case}/")["holder"]["id"] == ana.id
    assert [one["id"] for one in other.read("handoffs/")["results"]] == [made["id"]]
    assert other.read(f"cases/{scene.case}/brief/")["handoff"]["can"] == ["accept", "refuse"]

    taken = other.make(f"handoffs/{made['id']}/accept/")
    assert (taken["state"], taken["decided_by"]["id"], taken["can"]) == ("accepted", bo.id, [])
    assert other.read(f"cases/{scene.case}/")["holder"] == {
        "kind": "person",
        "id": bo.id,
        "name": "Bo Delorme",
        "avatar": None,
    }
    assert other.read("handoffs/")["results"] == []
    thread = door.read(f"cases/{scene.case}/posts/")["results"]
    told = [(one["kind"], one["detail"]["state"], one["author"]["id"]) for one in thread if one["kind"] == "handoff"]
    assert told == [("handoff", "accepted", bo.id), ("handoff", "offered", ana.id)]
    assert "never on Saturday" in next(one["body"] for one in thread if one["detail"].get("state") == "offered")


def test_bo_refuses_with_a_reason_and_ana_keeps_the_case(scene: Scene, ana: Person, bo: Person) -> None:
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    assert device(bo).ask("POST", f"handoffs/{made['id']}/refuse/", {"reason": " "}).status_code == 400
    said = device(bo).make(f"handoffs/{made['id']}/refuse/", {"reason": "I am away from tomorrow."})
    assert (said["state"], said["reason"]) == ("refused", "I am away from tomorrow.")
    assert device(ana).read(f"cases/{scene.case}/")["holder"]["id"] == ana.id
    again = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    assert again["state"] == "offered"


def test_whoever_gives_a_case_neither_accepts_nor_refuses_it(scene: Scene, ana: Person, bo: Person) -> None:
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(scene.open.id))
    for verb in ("accept", "refuse"):
        assert device(ana).ask("POST", f"handoffs/{made['id']}/{verb}/", {"reason": "No"}).status_code == 403
    assert device(bo).ask("POST", f"handoffs/{made['id']}/withdraw/").status_code == 403
    assert device(ana).make(f"handoffs/{made['id']}/withdraw/")["state"] == "withdrawn"
    assert device(bo).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 409


def test_anybody_in_the_team_accepts_and_the_second_comes_too_late(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(scene.open.id))
    assert device(cy).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 403, "not in the team"
    assert device(mo).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 200
    assert device(bo).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 409
    assert device(bo).read(f"cases/{scene.case}/")["holder"]["id"] == mo.id


def test_of_two_who_accept_at_once_exactly_one_has_the_case(
    committed: None, ana: Person, bo: Person, mo: Person, gus: Person
) -> None:
    from tests.cast import play

    scene = play(ana, bo, mo, gus)
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(scene.open.id))
    doors, start, answers = [device(bo), device(mo)], threading.Barrier(2), []

    def accept(number: int) -> None:
        start.wait()
        answers.append(doors[number].ask("POST", f"handoffs/{made['id']}/accept/").status_code)
        connection.close()

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]


def test_taking_the_case_answers_the_offer(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    to_bo = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    device(bo).make(f"cases/{scene.case}/take/")
    assert device(ana).read(f"handoffs/{to_bo['id']}/")["state"] == "accepted"
    to_mo = device(bo).make(f"cases/{scene.case}/handoffs/", offer(mo))
    device(ana).make(f"cases/{scene.case}/take/")
    assert device(ana).read(f"handoffs/{to_mo['id']}/")["state"] == "withdrawn"


def test_who_is_offered_a_restricted_case_can_read_it_and_a_team_cannot_be_asked(
    scene: Scene, ana: Person, cy: Person
) -> None:
    assert device(cy).ask("GET", f"cases/{scene.restricted}/").status_code == 404
    answer = device(ana).ask("POST", f"cases/{scene.restricted}/handoffs/", offer(scene.open.id))
    assert json.loads(answer.text)["errors"]["to"][0]["code"] == "restricted"
    made = device(ana).make(f"cases/{scene.restricted}/handoffs/", offer(cy))
    assert device(cy).read(f"cases/{scene.restricted}/")["ref"] == scene.restricted
    assert device(cy).make(f"handoffs/{made['id']}/accept/")["state"] == "accepted"


def test_after_five_handoffs_by_five_people_nothing_is_missing(scene: Scene, ana: Person) -> None:
    people = [ana, *(admit(f"carrier-of-it-{number}") for number in range(5))]
    for giver, receiver in itertools.pairwise(people):
        brief = device(giver).read(f"cases/{scene.case}/brief/text/")["handoff"]
        made = device(giver).make(f"cases/{scene.case}/handoffs/", offer(receiver, brief=brief))
        device(receiver).make(f"handoffs/{made['id']}/accept/")
    door = device(people[-1])
    told = door.read(f"cases/{scene.case}/brief/")
    assert told["case"]["holder"]["id"] == people[-1].id
    assert told["story"]["refused"] == "Saturdays."
    given = door.read(f"cases/{scene.case}/handoffs/")["results"]
    assert [one["giver"]["id"] for one in given[::-1]] == [person.id for person in people[:-1]]
    assert all("Saturdays." in one["brief"] for one in given)
    assert len({one["brief"].rsplit(":", 1)[0] for one in given}) == 1, "the last reads what the first wrote"


def words(number: int) -> str:
    return " ".join(["word"] * number)


@pytest.mark.parametrize(
    ("field", "value"),
    [("brief", words(121)), ("brief", ""), ("brief", " \n "), ("expectation", ""), ("until", "2020-01-01T10:00:00Z"),
     ("until", "soon"), ("to", {"kind": "person", "id": NOWHERE}), ("to", {"kind": "robot", "id": NOWHERE}),
     ("to", None)],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_offered(
    scene: Scene, ana: Person, bo: Person, field: str, value: object
) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/handoffs/", {**offer(bo), field: value})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Handoff.objects.exists()


def test_a_brief_has_up_to_a_hundred_and_twenty_words(scene: Scene, ana: Person, bo: Person) -> None:
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo, brief=words(120)))
    assert made["brief"] == words(120)


def test_the_case_goes_neither_to_oneself_nor_to_its_holder_nor_to_a_guest(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    assert device(ana).ask("POST", f"cases/{scene.case}/handoffs/", offer(ana)).status_code == 400
    assert device(bo).ask("POST", f"cases/{scene.case}/handoffs/", offer(ana)).status_code == 400
    assert device(ana).ask("POST", f"cases/{scene.case}/handoffs/", offer(gus)).status_code == 400
    assert device(ana).ask("POST", f"cases/{scene.case}/handoffs/", offer(scene.secret.id)).status_code == 400


def test_a_case_is_offered_to_one_at_a_time(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    assert device(ana).ask("POST", f"cases/{scene.case}/handoffs/", offer(cy)).status_code == 409


def test_for_outsiders_and_guests_there_is_nothing(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    hidden = device(ana).make(f"cases/{scene.restricted}/handoffs/", offer(bo))["id"]
    open_one = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))["id"]
    for person, refs, ids in ((cy, [scene.restricted], [hidden]), (gus, [scene.case], [hidden, open_one])):
        door = device(person)
        for ref in refs:
            for method, body in (("GET", None), ("POST", offer(bo))):
                nothing = comparable(door.ask(method, f"cases/{NO_CASE}/handoffs/", body))
                assert nothing.status == 404
                assert comparable(door.ask(method, f"cases/{ref}/handoffs/", body)) == nothing
            absent = comparable(door.ask("GET", f"cases/{NO_CASE}/brief/text/"))
            if not person.is_member:
                assert comparable(door.ask("GET", f"cases/{ref}/brief/text/")) == absent
        for verb in ("", "accept/", "refuse/", "withdraw/"):
            method = "POST" if verb else "GET"
            nothing = comparable(door.ask(method, f"handoffs/{NOWHERE}/{verb}", {"reason": "No"}))
            for id_ in ids:
                assert comparable(door.ask(method, f"handoffs/{id_}/{verb}", {"reason": "No"})) == nothing
        assert door.read("handoffs/")["results"] == []


def test_lists_of_handoffs_cost_the_same_for_one_and_for_ten(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(bo)
    device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    with statements(5):
        assert len(door.read("handoffs/")["results"]) == 1
    for number in range(9):
        ref = matter(ana, scene.customer, title=f"Matter {number}")
        device(ana).make(f"cases/{ref}/handoffs/", offer(scene.open.id))
    with statements(6):
        assert len(door.read("handoffs/")["results"]) == 10


def test_a_team_that_holds_a_case_can_pass_it_on(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    ref = matter(ana, scene.customer, holder=Holder("team", scene.open.id))
    made = device(bo).make(f"cases/{ref}/handoffs/", offer(cy))
    assert device(cy).read(f"cases/{ref}/")["holder"]["kind"] == "team"
    device(cy).make(f"handoffs/{made['id']}/accept/")
    assert device(cy).read(f"cases/{ref}/")["holder"] == {
        "kind": "person",
        "id": cy.id,
        "name": "Cy Haddad",
        "avatar": None,
    }


def test_who_joins_the_team_later_may_accept_too(scene: Scene, ana: Person, cy: Person) -> None:
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(scene.closed.id))
    add_member(ana, group_id=scene.closed.id, person_id=cy.id)
    assert [one["id"] for one in device(cy).read("handoffs/")["results"]] == [made["id"]]
    assert device(cy).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 200


def test_an_offer_that_nobody_answers_comes_back_by_the_clock_once(scene: Scene, ana: Person, bo: Person) -> None:
    until = clock.now() + dt.timedelta(hours=2)
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo, until=until.isoformat()))
    alarms.run_due(ALARMS)
    assert device(ana).read(f"handoffs/{made['id']}/")["state"] == "offered"
    with clock.at(until + dt.timedelta(minutes=1)):
        for _ in range(2):
            alarms.run_due(ALARMS)
    returned = device(ana).read(f"handoffs/{made['id']}/")
    assert (returned["state"], returned["decided_by"]["kind"]) == ("returned", "system")
    assert device(ana).read(f"cases/{scene.case}/")["holder"]["id"] == ana.id
    assert Post.objects.filter(kind="handoff", detail__state="returned").count() == 1
    assert device(bo).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 409


def test_an_offer_that_was_answered_stays_answered_when_its_time_comes(scene: Scene, ana: Person, bo: Person) -> None:
    until = clock.now() + dt.timedelta(hours=2)
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo, until=until.isoformat()))
    device(bo).make(f"handoffs/{made['id']}/accept/")
    with clock.at(until + dt.timedelta(minutes=1)):
        alarms.run_due(ALARMS)
    assert device(ana).read(f"handoffs/{made['id']}/")["state"] == "accepted"
