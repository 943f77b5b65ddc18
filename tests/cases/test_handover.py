"""Handing over what a leaver or an absent person holds: ``people/{id}/handover/``."""

import json
from typing import Any

import pytest

from cases.actions import Holder
from groups.actions import confirm_appointment
from groups.models import Appointment, Membership
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device, found, matter
from tests.conftest import Counting

WINDOW = {"start": "2199-03-14T07:00:00", "end": "2199-03-14T14:00:00", "timezone": "Europe/Paris"}


def promise(person: Person, ref: str) -> str:
    said = {
        "kind": "delivery",
        "text": "The wardrobe",
        "window": WINDOW,
        "kept_by": {"kind": "person", "id": person.id},
    }
    return str(device(person).make(f"cases/{ref}/commitments/", said)["id"])


def to(person: Person) -> dict[str, str]:
    return {"kind": "person", "id": person.id}


def entries(held: dict[str, Any]) -> dict[str, list[str]]:
    return {
        "cases": [one["ref"] for one in held["cases"]],
        "promises": [one["id"] for one in held["promises"]],
        "groups": [one["name"] for one in held["groups"]],
        "offers": [one["ref"] for one in held["offers"]],
    }


def test_everything_that_ana_holds_is_seen_in_one_place(scene: Scene, ana: Person, bo: Person) -> None:
    made = promise(ana, scene.case)
    of_bo = matter(bo, scene.customer)
    device(bo).make(f"cases/{of_bo}/handoffs/", {"to": to(ana), "brief": "Please", "expectation": "Call the carrier."})
    held = device(ana).read(f"people/{ana.id}/handover/")
    assert held["person"]["name"] == "Ana Martin"
    assert entries(held) == {
        "cases": [scene.case, scene.restricted],
        "promises": [made],
        "groups": ["The closed group", "The open group", "The secret group"],
        "offers": [of_bo],
    }


def test_ana_hands_over_by_name_and_the_rest_goes_to_the_team(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    made, second = promise(ana, scene.case), matter(ana, scene.customer, title="A lamp")
    named = [
        {"kind": "case", "id": scene.case, "to": to(bo)},
        {"kind": "group", "id": scene.open.id, "to": to(bo)},
        {"kind": "group", "id": scene.closed.id, "to": to(cy)},
        {"kind": "group", "id": scene.secret.id, "to": to(bo)},
    ]
    rest = {"kind": "team", "id": scene.open.id}
    left = device(ana).make(f"people/{ana.id}/handover/", {"assignments": named, "rest": rest})
    assert entries(left) == {"cases": [], "promises": [], "groups": [], "offers": []}
    door = device(bo)
    assert door.read(f"cases/{scene.case}/")["holder"]["id"] == bo.id
    for ref in (second, scene.restricted):
        assert door.read(f"cases/{ref}/")["holder"] == {
            "kind": "team",
            "id": scene.open.id,
            "name": "The open group",
            "avatar": None,
        }
    assert door.read(f"commitments/{made}/")["kept_by"]["kind"] == "team"
    entry = door.read(f"cases/{scene.case}/posts/")["results"]
    assert any(one["kind"] == "holder" and one["detail"]["handed_over_from"] == ana.id for one in entry)
    roles = Membership.objects.filter(audience=scene.closed.audience).values_list("person_id", "role")
    assert dict(roles)[cy.id] == "owner"
    assert dict(roles)[ana.id] == "member"


def test_who_answers_for_the_team_reads_a_restricted_case_that_the_team_receives(
    scene: Scene, ana: Person, cy: Person
) -> None:
    lead = admit("lead")
    team = found(lead, "open", name="Service", member=ana)
    assert device(lead).ask("GET", f"cases/{scene.restricted}/").status_code == 404
    device(ana).make(f"people/{ana.id}/handover/", {"rest": {"kind": "team", "id": team.id}})
    assert device(lead).read(f"cases/{scene.restricted}/")["holder"]["id"] == team.id
    assert device(cy).ask("GET", f"cases/{scene.restricted}/").status_code == 404


def test_offers_to_who_is_away_go_back_to_who_made_them(scene: Scene, ana: Person, bo: Person) -> None:
    ref = matter(bo, scene.customer)
    offer = device(bo).make(f"cases/{ref}/handoffs/", {"to": to(ana), "brief": "Please", "expectation": "Call."})
    device(ana).make(f"people/{ana.id}/handover/", {"rest": to(bo)})
    assert device(bo).read(f"handoffs/{offer['id']}/")["state"] == "returned"
    assert device(bo).read(f"cases/{ref}/")["holder"]["id"] == bo.id


def test_who_moderates_the_team_hands_over_what_they_can_see(scene: Scene, ana: Person, mo: Person) -> None:
    held = device(mo).read(f"people/{ana.id}/handover/")
    assert entries(held)["cases"] == [scene.case], "Mo does not read the restricted case"
    assert entries(held)["groups"] == [], "groups are for Ana and for those who run the site"
    left = device(mo).make(f"people/{ana.id}/handover/", {"rest": to(mo)})
    assert entries(left)["cases"] == []
    assert device(ana).read(f"cases/{scene.restricted}/")["holder"]["id"] == ana.id
    answer = device(mo).ask(
        "POST", f"people/{ana.id}/handover/", {"assignments": [{"kind": "case", "id": scene.restricted, "to": to(mo)}]}
    )
    assert answer.status_code == 400


def test_who_runs_the_site_proposes_owners_for_the_groups_of_a_leaver_and_never_themselves(
    scene: Scene, ana: Person, bo: Person
) -> None:
    root = admit("root", site_role="site_admin")
    door = device(root)
    assert len(door.read(f"people/{ana.id}/handover/")["groups"]) == 3
    path = f"people/{ana.id}/handover/"
    mine = [{"kind": "group", "id": scene.secret.id, "to": to(root)}]
    assert door.ask("POST", path, {"assignments": mine}).status_code == 403
    left = door.make(path, {"assignments": [{"kind": "group", "id": scene.secret.id, "to": to(bo)}]})
    assert len(entries(left)["groups"]) == 3, "a second administrator confirms it first"
    assert door.ask("GET", f"groups/{scene.secret.id}/").status_code == 404
    confirm_appointment(admit("second", site_role="compliance_admin"), appointment_id=Appointment.objects.get().id)
    assert entries(door.read(path))["groups"] == ["The closed group", "The open group"]
    assert Membership.objects.get(person=bo, audience=scene.secret.audience_id).role == "owner"
    assert Membership.objects.get(person=ana, audience=scene.secret.audience_id).role == "member"


def test_colleagues_may_not_and_for_guests_there_is_nothing(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    for person in (bo, cy):
        assert device(person).ask("GET", f"people/{ana.id}/handover/").status_code == 403
        assert device(person).ask("POST", f"people/{ana.id}/handover/", {"rest": to(person)}).status_code == 403
    for method in ("GET", "POST"):
        nothing = comparable(device(gus).ask(method, f"people/{NOWHERE}/handover/", {}))
        assert nothing.status == 404
        assert comparable(device(gus).ask(method, f"people/{ana.id}/handover/", {})) == nothing
    assert device(ana).read(f"cases/{scene.case}/")["holder"]["id"] == ana.id


@pytest.mark.parametrize("wrong", ["to_ana", "nobody", "guest", "foreign", "twice", "unknown", "team_for_a_group"])
def test_what_is_wrong_hands_nothing_over(scene: Scene, ana: Person, bo: Person, gus: Person, wrong: str) -> None:
    case = {"kind": "case", "id": scene.case, "to": to(bo)}
    of_bo = matter(bo, scene.customer)
    team = {"kind": "team", "id": scene.open.id}
    said: dict[str, dict[str, Any]] = {
        "to_ana": {"rest": to(ana)},
        "nobody": {"rest": {"kind": "person", "id": NOWHERE}},
        "guest": {"assignments": [{**case, "to": to(gus)}]},
        "foreign": {"assignments": [{**case, "id": of_bo}], "rest": to(bo)},
        "twice": {"assignments": [case, {**case, "to": team}]},
        "unknown": {"assignments": [{**case, "kind": "lamp"}]},
        "team_for_a_group": {"assignments": [case, {"kind": "group", "id": scene.open.id, "to": team}]},
    }
    answer = device(ana).ask("POST", f"people/{ana.id}/handover/", said[wrong])
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"]
    assert device(ana).read(f"cases/{scene.case}/")["holder"]["id"] == ana.id


def test_the_list_costs_the_same_for_few_things_and_for_many(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    path = f"people/{ana.id}/handover/"
    with statements(8):
        door.read(path)
    for number in range(10):
        promise(ana, matter(ana, scene.customer, title=f"Matter {number}", holder=Holder("person", ana.id)))
    with statements(8):
        assert len(door.read(path)["cases"]) == 12
