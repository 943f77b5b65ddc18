"""A directory provisions teams: who is in them, who stays out, and what is none of its business."""

from groups.actions import add_member, impose_sanction
from groups.models import Group, Membership
from people.models import Person
from tests.cast import NOWHERE, Scene, device, found
from tests.groups.directories import CORE, Directory


def test_a_team_of_the_directory_is_closed_and_belongs_to_the_steward(
    entra: Directory, nadia: Person, ana: Person, bo: Person, cy: Person
) -> None:
    made = entra.team("Furniture, Lyon", ana.id, bo.id, externalId="t-1")
    group = Group.objects.select_related("audience").get(id=made["id"])
    assert (group.kind, group.openness, group.name) == ("team", "closed", "Furniture, Lyon")
    roles = dict(Membership.objects.filter(audience=group.audience).values_list("person__handle", "role"))
    assert roles == {"nadia": "owner", "ana": "member", "bo": "member"}
    assert {one["value"] for one in made["members"]} == {ana.id, bo.id}
    assert device(ana).ask("GET", f"groups/{group.id}/posts/").status_code == 200
    assert device(cy).ask("GET", f"groups/{group.id}/posts/").status_code == 404
    assert [one["display"] for one in entra.read(f"Users/{ana.id}")["groups"]] == ["Furniture, Lyon"]


def test_members_come_and_go_as_the_directory_says(entra: Directory, ana: Person, bo: Person, cy: Person) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    group = Group.objects.get(id=team)
    entra.amend(f"Groups/{team}", {"op": "Add", "path": "members", "value": [{"value": bo.id}, {"value": cy.id}]})
    assert {one["value"] for one in entra.read(f"Groups/{team}")["members"]} == {ana.id, bo.id, cy.id}
    entra.amend(f"Groups/{team}", {"op": "remove", "path": f'members[value eq "{bo.id}"]'})
    entra.amend(f"Groups/{team}", {"op": "Remove", "path": "members", "value": [{"value": cy.id}]})
    assert [one["value"] for one in entra.read(f"Groups/{team}")["members"]] == [ana.id]
    assert device(bo).ask("GET", f"groups/{group.id}/posts/").status_code == 404
    entra.amend(f"Groups/{team}", {"op": "replace", "value": {"displayName": "Lyon and around"}})
    group.refresh_from_db()
    assert group.name == "Lyon and around"


def test_seats_that_owners_gave_are_no_business_of_the_directory(
    entra: Directory, nadia: Person, ana: Person, bo: Person
) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    add_member(nadia, group_id=team, person_id=bo.id)
    body = {"schemas": [f"{CORE}Group"], "displayName": "Lyon", "members": []}
    assert entra.ask("PUT", f"Groups/{team}", body).status_code == 200
    group = Group.objects.get(id=team)
    handles = Membership.objects.filter(audience=group.audience_id).values_list("person__handle", flat=True)
    assert set(handles) == {"nadia", "bo"}


def test_a_team_never_loses_its_last_owner(entra: Directory, nadia: Person, ana: Person) -> None:
    team = entra.team("Lyon", ana.id, nadia.id)["id"]
    add_member(nadia, group_id=team, person_id=ana.id, role="owner")
    group = Group.objects.get(id=team)
    Membership.objects.filter(audience=group.audience_id, person=nadia).update(role="member")
    body = {"schemas": [f"{CORE}Group"], "displayName": "Lyon", "members": []}
    assert entra.ask("PUT", f"Groups/{team}", body).status_code == 200
    roles = dict(Membership.objects.filter(audience=group.audience_id).values_list("person__handle", "role"))
    assert roles == {"nadia": "owner"}


def test_who_was_banned_stays_out_and_the_others_come_in(
    entra: Directory, nadia: Person, ana: Person, bo: Person
) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    group = Group.objects.select_related("audience").get(id=team)
    impose_sanction(nadia, kind="ban", person_id=ana.id, group=group, until=None, reason="Insults.")
    said = {"op": "add", "path": "members", "value": [{"value": ana.id}, {"value": bo.id}]}
    assert entra.amend(f"Groups/{team}", said).status_code == 204
    assert [one["value"] for one in entra.read(f"Groups/{team}")["members"]] == [bo.id]


def test_a_deleted_team_is_archived_and_read_on(entra: Directory, ana: Person) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    assert entra.ask("DELETE", f"Groups/{team}").status_code == 204
    assert entra.ask("GET", f"Groups/{team}").status_code == 404
    assert Group.objects.get(id=team).archived_at is not None
    assert device(ana).ask("GET", f"groups/{team}/posts/").status_code == 200


def test_groups_that_people_made_do_not_exist_for_a_directory(entra: Directory, scene: Scene, ana: Person) -> None:
    assert entra.read("Groups")["totalResults"] == 0
    for group in (scene.open, scene.closed, scene.secret):
        absent = entra.ask("GET", f"Groups/{NOWHERE}")
        answer = entra.ask("GET", f"Groups/{group.id}")
        assert (answer.status_code, answer.text) == (404, absent.text)
        assert entra.ask("DELETE", f"Groups/{group.id}").status_code == 404
        assert entra.amend(f"Groups/{group.id}", {"op": "remove", "path": "members"}).status_code == 404
    assert "groups" not in entra.read(f"Users/{ana.id}")
    found(ana, "secret", name="Lyon")
    entra.team("Lyon", ana.id)
    assert entra.read('Groups?filter=displayName eq "Lyon"')["totalResults"] == 1


def test_a_team_takes_no_stranger_and_no_team(entra: Directory, ana: Person, gus: Person) -> None:
    inner = entra.team("Inner")["id"]
    for value, more in ((NOWHERE, {}), (gus.id, {}), (inner, {"type": "Group"}), (inner, {})):
        body = {"schemas": [f"{CORE}Group"], "displayName": "Outer", "members": [{"value": value, **more}]}
        assert entra.ask("POST", "Groups", body).status_code == 400
    assert not Group.objects.filter(name="Outer").exists()
