"""Changing a case: ``PATCH cases/{ref}/``, ``POST …/take/``, ``…/follow/``; and who may read it from then on."""

import json
from typing import Any

import pytest

from cases.actions import add_participant
from cases.models import Case
from esn.core.models import AuditEntry, Event
from people.models import Person
from tests.cast import NO_CASE, Door, Scene, comparable, device


def patch(door: Door, ref: str, body: dict[str, Any], status: int = 200, **headers: str) -> Any:
    answer = door.ask("PATCH", f"cases/{ref}/", body, **headers)
    assert answer.status_code == status, answer.text
    return json.loads(answer.text)


def entries(door: Door, ref: str) -> list[tuple[str, Any]]:
    """Kind and detail of the newest entries first."""
    return [(one["kind"], one["detail"]) for one in door.read(f"cases/{ref}/posts/?limit=100")["results"]]


def test_titles_severity_and_the_next_news(scene: Scene, ana: Person, gus: Person) -> None:
    door = device(ana)
    case = patch(
        door, scene.case,
        {"title": "Wardrobe, second try", "public_title": "Delivery", "severity": "high",
         "next_news_due": "2026-12-01T10:00:00+01:00"},
    )  # fmt: skip
    assert (case["title"], case["severity"], case["next_news_due"]) == (
        "Wardrobe, second try", "high", "2026-12-01T09:00:00Z",
    )  # fmt: skip
    assert device(gus).read(f"cases/{scene.case}/")["title"] == "Delivery"
    assert ("severity", {"from": "normal", "to": "high"}) in entries(door, scene.case)


def test_where_the_matter_stands(scene: Scene, ana: Person, gus: Person) -> None:
    door = device(ana)
    assert patch(door, scene.case, {"status": "waiting_partner"})["status"] == "waiting_partner"
    assert device(gus).read(f"cases/{scene.case}/")["status"] == "waiting_partner"
    before = len(entries(door, scene.case))
    patch(door, scene.case, {"status": "waiting_partner"})
    assert len(entries(door, scene.case)) == before, "the same status is no entry"


def test_a_closed_case_is_only_reopened(scene: Scene, ana: Person) -> None:
    door = device(ana)
    patch(door, scene.case, {"status": "closed"})
    for status in ("new", "waiting_customer", "solved"):
        assert patch(door, scene.case, {"status": status}, 409)["code"] == "closed"
    assert patch(door, scene.case, {"status": "in_hand"})["status"] == "in_hand"


def test_cy_takes_an_open_case_and_takes_part_by_it(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(cy)
    case = door.make(f"cases/{scene.case}/take/")
    assert case["holder"] == {"kind": "person", "id": cy.id, "name": "Cy Haddad", "avatar": None}
    assert "restrict" in case["can"]
    assert "take" not in case["can"]
    assert door.make(f"cases/{scene.case}/take/")["revision"] == case["revision"], "taking twice changes nothing"
    people = door.read(f"cases/{scene.case}/participants/")["results"]
    assert {one["person"]["id"] for one in people} >= {ana.id, cy.id}, "who held it before stays in it"
    assert entries(door, scene.case)[0][0] == "holder"


def test_whoever_adds_an_entry_takes_part(scene: Scene, cy: Person) -> None:
    door = device(cy)
    assert "post_partner" not in door.read(f"cases/{scene.case}/")["can"]
    patch(door, scene.case, {"status": "waiting_customer"})
    assert "post_partner" in door.read(f"cases/{scene.case}/")["can"]
    assert scene.case in [one["ref"] for one in door.read("cases/?which=followed")["results"]]


def test_an_edit_of_something_older_changes_nothing(scene: Scene, ana: Person, bo: Person) -> None:
    tag = device(ana).ask("GET", f"cases/{scene.case}/")["ETag"]
    patch(device(bo), scene.case, {"severity": "critical"}, If_Match=tag)
    told = patch(device(ana), scene.case, {"severity": "low"}, 412, If_Match=tag)
    assert told["code"] == "stale"
    assert device(ana).read(f"cases/{scene.case}/")["severity"] == "critical"


def test_several_changes_are_made_together_or_not_at_all(scene: Scene, ana: Person, bo: Person) -> None:
    before = Case.objects.values().get(ref=scene.case)
    events = Event.objects.count()
    patch(device(ana), scene.case, {"title": "x", "status": "closed", "holder": {"kind": "person", "id": "x"}}, 400)
    patch(device(bo), scene.case, {"severity": "high", "restricted": True}, 403)
    assert Case.objects.values().get(ref=scene.case) == before
    assert Event.objects.count() == events


# Restricting ----------------------------------------------------------------------------------------------------------
def test_ana_restricts_a_case_and_cy_knows_nothing_of_it_any_more(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(cy)
    door.ask("POST", f"cases/{scene.case}/follow/")
    assert scene.in_case in [one["id"] for one in door.read("feed/?limit=100")["results"]]
    assert patch(device(ana), scene.case, {"restricted": True})["restricted"]
    nothing = comparable(door.ask("GET", f"cases/{NO_CASE}/"))
    assert comparable(door.ask("GET", f"cases/{scene.case}/")) == nothing
    assert door.ask("GET", f"posts/{scene.in_case}/").text == nothing.body
    assert door.read("feed/?limit=100")["results"] == []
    assert door.read("cases/")["results"] == []
    assert AuditEntry.objects.filter(verb="case.restricted", subject_id=scene.case, actor_id=ana.id).exists()


def test_ana_opens_a_restricted_case_and_cy_reads_what_was_said_before(scene: Scene, ana: Person, cy: Person) -> None:
    patch(device(ana), scene.restricted, {"restricted": False})
    assert device(cy).read(f"posts/{scene.in_restricted}/")["body"] == "Between us."


def test_the_guest_keeps_his_side_of_a_restricted_case(scene: Scene, ana: Person, gus: Person) -> None:
    patch(device(ana), scene.case, {"restricted": True})
    assert device(gus).read(f"posts/{scene.with_partner}/")["body"] == "Which day?"


def test_only_the_holder_or_who_opened_it_restricts(scene: Scene, bo: Person, cy: Person) -> None:
    for person in (bo, cy):
        assert "restrict" not in device(person).read(f"cases/{scene.case}/")["can"]
        patch(device(person), scene.case, {"restricted": True}, 403)
    assert not Case.objects.get(ref=scene.case).restricted


# The wrong person -----------------------------------------------------------------------------------------------------
VERBS: list[tuple[str, str, Any]] = [
    ("GET", "", None), ("PATCH", "", {"title": "x"}), ("POST", "take/", None), ("POST", "follow/", None),
    ("DELETE", "follow/", None), ("GET", "posts/", None), ("POST", "posts/", {"body": "x"}), ("GET", "story/", None),
    ("PATCH", "story/", {"happened": "x"}), ("GET", "story/history/", None), ("GET", "brief/", None),
    ("GET", "participants/", None), ("POST", "participants/", {"person": "x"}), ("DELETE", "participants/x/", None),
]  # fmt: skip
INSIDE = [verb for verb in VERBS if verb[1] not in {"", "posts/", "follow/"} or verb[0] == "PATCH"]


@pytest.mark.parametrize(("method", "path", "body"), VERBS)
def test_a_restricted_case_is_not_there_for_others(
    scene: Scene, cy: Person, gus: Person, method: str, path: str, body: Any
) -> None:
    for person in (cy, gus):
        door = device(person)
        nothing = comparable(door.ask(method, f"cases/{NO_CASE}/{path}", body))
        assert nothing.status == 404
        assert comparable(door.ask(method, f"cases/{scene.restricted}/{path}", body)) == nothing


@pytest.mark.parametrize(("method", "path", "body"), INSIDE)
def test_for_the_guest_of_a_case_the_inside_is_not_there(
    scene: Scene, gus: Person, method: str, path: str, body: Any
) -> None:
    door = device(gus)
    nothing = comparable(door.ask(method, f"cases/{NO_CASE}/{path}", body))
    assert nothing.status == 404
    assert comparable(door.ask(method, f"cases/{scene.case}/{path}", body)) == nothing


def test_following_a_case_and_leaving_it_alone(scene: Scene, cy: Person) -> None:
    door = device(cy)
    assert door.ask("POST", f"cases/{scene.case}/follow/").status_code == 204
    assert door.read(f"cases/{scene.case}/")["follows"]
    assert scene.with_partner in [one["id"] for one in door.read("feed/?limit=100")["results"]]
    assert door.ask("DELETE", f"cases/{scene.case}/follow/").status_code == 204
    assert not door.read(f"cases/{scene.case}/")["follows"]
    assert door.read("feed/")["results"] == []


@pytest.mark.usefixtures("committed")
def test_a_guest_hears_of_what_he_sees_change(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    """That something happened inside is told inside alone."""
    door = device(gus)
    cursor = door.read("events/")["cursor"]
    inner = device(ana)
    patch(inner, scene.case, {"title": "Inner", "severity": "critical"})
    inner.ask("PATCH", f"cases/{scene.case}/story/", {"tried": "Two calls."})
    inner.make(f"cases/{scene.case}/posts/", {"body": "Between us."})
    add_participant(ana, ref=scene.restricted, person_id=bo.id)
    assert door.read(f"events/?after={cursor}")["results"] == []
    patch(inner, scene.case, {"status": "waiting_partner"})
    told = door.read(f"events/?after={cursor}")["results"]
    assert [(one["type"], one["data"]) for one in told] == [("case.changed", {"id": scene.case})]
