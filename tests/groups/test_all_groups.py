"""The groups and roles of a site for those who run it: who owns what, and never what is said."""

import pytest

from groups.actions import appoint_site_moderator
from groups.models import Group
from people.models import Person
from tests.cast import Scene, admit, device, found
from tests.conftest import Counting


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin")


def test_sam_sees_every_group_with_its_owners_and_size(sam: Person, scene: Scene) -> None:
    told = {one["name"]: one for one in device(sam).read("administration/groups/")["results"]}
    assert [one["name"] for one in told["The open group"]["owners"]] == ["Ana Martin"]
    assert (told["The open group"]["members"], told["The open group"]["kind"]) == (3, "team")
    assert told["The open group"]["last_activity"] is not None


def test_of_a_secret_group_sam_sees_its_name_owners_and_size_alone(sam: Person, scene: Scene) -> None:
    told = {one["name"]: one for one in device(sam).read("administration/groups/")["results"]}["The secret group"]
    assert (told["openness"], told["members"], told["owners"][0]["name"]) == ("secret", 3, "Ana Martin")
    assert (told["kind"], told["last_activity"], told["known"]) == ("", None, False)
    assert device(sam).ask("GET", f"groups/{scene.secret.id}/").status_code == 404


def test_groups_whose_owners_are_gone_come_first_and_alone_where_asked(sam: Person, ana: Person, cy: Person) -> None:
    found(ana, "open", name="A living one")
    found(cy, "secret", name="Z without anybody")
    Person.objects.filter(id=cy.id).update(is_active=False)
    door = device(sam)
    names = [one["name"] for one in door.read("administration/groups/")["results"]]
    assert names == ["Z without anybody", "A living one"]
    assert [one["ownerless"] for one in door.read("administration/groups/?which=ownerless")["results"]] == [True]


def test_groups_are_found_by_a_part_of_their_name_and_archived_ones_stand_apart(sam: Person, ana: Person) -> None:
    kept, old = found(ana, "open", name="Deliveries Lyon"), found(ana, "open", name="Deliveries Lille")
    Group.objects.filter(id=old.id).update(archived_at=old.created_at)
    door = device(sam)
    assert [one["id"] for one in door.read("administration/groups/?q=deliv")["results"]] == [kept.id]
    assert [one["id"] for one in door.read("administration/groups/?q=deliv&which=archived")["results"]] == [old.id]
    assert door.ask("GET", "administration/groups/?which=all").status_code == 400


def test_pages_of_groups_follow_each_other_across_owned_and_ownerless_ones(
    sam: Person, ana: Person, cy: Person
) -> None:
    for number in range(6):
        found(ana if number % 2 else cy, "open", name=f"Group {number}")
    Person.objects.filter(id=cy.id).update(is_active=False)
    door, names, cursor = device(sam), [], ""
    while True:
        part = door.read(f"administration/groups/?limit=2{cursor}")
        names += [one["name"] for one in part["results"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    assert names == [f"Group {number}" for number in (0, 2, 4, 1, 3, 5)]


def test_roles_are_seen_by_those_who_run_the_site(sam: Person, bo: Person) -> None:
    admit("kim", name="Kim Laurent", site_role="compliance_admin")
    appoint_site_moderator(sam, person_id=bo.id)
    told = device(sam).read("administration/roles/")
    names = {role: [one["name"] for one in told[role]] for role in ("site_admins", "compliance_admins", "moderators")}
    assert names == {
        "site_admins": ["Sam Okafor"],
        "compliance_admins": ["Kim Laurent"],
        "moderators": ["Bo Delorme"],
    }


def test_the_needs_of_a_site_are_counted(sam: Person, ana: Person, cy: Person, gus: Person) -> None:
    found(cy, "secret", name="Without anybody")
    Person.objects.filter(id=cy.id).update(is_active=False)
    told = device(sam).read("administration/")
    assert told["ownerless_groups"] == 1
    assert (told["counts"]["colleagues"], told["counts"]["guests"], told["counts"]["inactive"]) == (2, 1, 1)
    assert told["counts"]["site_admins"] == 1
    assert told["audit_broken"] is None


@pytest.mark.parametrize("path", ["administration/", "administration/groups/", "administration/roles/"])
def test_nobody_else_finds_any_of_it(ana: Person, gus: Person, path: str) -> None:
    for person in (ana, gus, admit("kim", site_role="compliance_admin")):
        assert device(person).ask("GET", path).status_code == 404


@pytest.mark.parametrize("number", [1, 10, 100])
def test_many_groups_cost_as_many_statements_as_one(
    sam: Person, ana: Person, statements: Counting, number: int
) -> None:
    for one in range(number):
        found(ana, "closed", name=f"Group {one}")
    door = device(sam)
    door.read("me/")
    with statements(5):
        assert len(door.read("administration/groups/?limit=100")["results"]) == number
    with statements(13):
        door.read("administration/")
