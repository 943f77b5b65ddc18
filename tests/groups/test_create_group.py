"""Founding a group, ``POST groups/``, and changing it, ``PATCH groups/{id}/``."""

import json

import pytest

from esn.core.models import AuditEntry, Event
from groups.models import EVERYONE, Group
from people.models import Person
from tests.cast import Scene, device, rows


@pytest.mark.parametrize("openness", ["open", "closed", "secret"])
@pytest.mark.parametrize("kind", ["team", "community", "project"])
def test_ana_founds_a_group_and_owns_it(ana: Person, kind: str, openness: str) -> None:
    body = {
        "name": "  Delivery \n desk ",
        "kind": kind,
        "openness": openness,
        "purpose": "Who drives when.\nAnd where.",
    }
    answer = device(ana).ask("POST", "groups/", body)
    assert answer.status_code == 201
    group = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/groups/{group['id']}/"
    assert (group["name"], group["purpose"]) == ("Delivery desk", "Who drives when.\nAnd where.")
    assert (group["kind"], group["openness"], group["role"], group["joined"]) == (kind, openness, "owner", True)
    assert (group["members_count"], group["follows"], group["unread"]) == (1, True, False)
    row = Group.objects.select_related("audience").get(id=group["id"])
    assert row.audience.open_to_members == (openness == "open")
    fact = Event.objects.get(type="group.created")
    assert fact.audience_id == (row.audience_id if openness == "secret" else EVERYONE), "a secret one is told to nobody"
    assert AuditEntry.objects.filter(verb="group.created", subject_id=group["id"]).exists()


def test_a_guest_founds_nothing(gus: Person) -> None:
    door = device(gus)
    before = rows()
    answer = door.ask("POST", "groups/", {"name": "Drivers", "kind": "team", "openness": "open"})
    assert answer.status_code == 404
    assert rows() == before


def test_fields_that_are_nobodys_to_set_are_not_set(ana: Person, bo: Person) -> None:
    group = device(ana).make(
        "groups/",
        {"name": "D", "kind": "team", "openness": "closed", "id": "f" * 32, "audience": EVERYONE,
         "audience_id": EVERYONE, "role": "member", "members_count": 99, "owner": bo.id, "open_to_members": True},
    )  # fmt: skip
    assert group["id"] != "f" * 32
    assert group["audience"] != EVERYONE
    assert (group["role"], group["members_count"]) == ("owner", 1)


def test_the_owner_changes_name_and_purpose(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(ana)
    group = json.loads(door.ask("PATCH", f"groups/{scene.open.id}/", {"name": "Shop floor", "purpose": ""}).text)
    assert (group["name"], group["purpose"]) == ("Shop floor", "")
    assert door.read(f"posts/{scene.in_open}/")["audience"]["label"] == "Shop floor"
    assert device(cy).read(f"groups/{scene.open.id}/")["name"] == "Shop floor"


def test_others_do_not(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    for person in (bo, mo, cy):
        assert device(person).ask("PATCH", f"groups/{scene.open.id}/", {"name": "x"}).status_code == 403
        expected = 403 if person != cy else 404
        assert device(person).ask("PATCH", f"groups/{scene.secret.id}/", {"name": "x"}).status_code == expected


def test_openness_and_kind_cannot_be_slipped_in(scene: Scene, ana: Person) -> None:
    group = json.loads(
        device(ana)
        .ask("PATCH", f"groups/{scene.secret.id}/", {"openness": "open", "kind": "project", "name": "S"})
        .text
    )
    assert (group["openness"], group["kind"], group["name"]) == ("secret", "team", "S")


def test_a_new_name_of_a_secret_group_is_told_to_its_members_alone(scene: Scene, ana: Person) -> None:
    before = Event.objects.order_by("-position")[0].position
    device(ana).ask("PATCH", f"groups/{scene.secret.id}/", {"name": "S"})
    told = Event.objects.filter(position__gt=before)
    assert {fact.audience_id for fact in told} == {scene.secret.audience_id}
