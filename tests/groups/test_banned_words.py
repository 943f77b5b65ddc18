"""Who is excluded from a group is told so in the second person, and nobody asks them in."""

import json
from typing import Any

import pytest

from groups.actions import Newcomer, add_member, invite_newcomer
from groups.models import GroupInvitation, Membership
from people.models import Invitation, Person
from tests.cast import Scene, admit, browser, device

YOU = "You were excluded from this group."


@pytest.fixture
def banned(scene: Scene, mo: Person, bo: Person) -> Person:
    """Bo, whom Mo excluded from two groups."""
    for group in (scene.open, scene.closed):
        device(mo).make(f"groups/{group.id}/members/{bo.id}/moderate/", {"verb": "ban", "reason": "For order."})
    return bo


def refusal(answer: Any) -> tuple[int, str, str]:
    said = json.loads(answer.text)
    return answer.status_code, said["code"], said["detail"]


def test_joining_and_asking_speak_to_who_is_excluded(scene: Scene, banned: Person) -> None:
    door = device(banned)
    assert refusal(door.ask("POST", f"groups/{scene.open.id}/join/")) == (409, "banned", YOU)
    assert refusal(door.ask("POST", f"groups/{scene.closed.id}/requests/")) == (409, "banned", YOU)


def test_accepting_an_invitation_of_before_speaks_to_them_too(scene: Scene, ana: Person, banned: Person) -> None:
    GroupInvitation.objects.create(group=scene.closed, person=banned, by=ana)
    answer = device(banned).ask("POST", f"groups/{scene.closed.id}/invitations/accept/")
    assert refusal(answer) == (409, "banned", YOU)


def test_nobody_invites_or_adds_them_and_who_tries_reads_their_name(scene: Scene, ana: Person, banned: Person) -> None:
    cy = admit("cyd")
    door = device(ana)
    words = f"{banned.name} was excluded from this group."
    for path in ("invitations/", "members/bulk/"):
        answer = door.ask("POST", f"groups/{scene.closed.id}/{path}", {"people": [cy.id, banned.id]})
        assert refusal(answer) == (409, "banned", words), path
    answer = door.ask("POST", f"groups/{scene.closed.id}/members/", {"person": banned.id})
    assert refusal(answer) == (409, "banned", words)
    assert not GroupInvitation.objects.exists(), "all or none"
    assert not Membership.objects.filter(person=cy, audience=scene.closed.audience).exists()


@pytest.mark.parametrize("path", ["members/add/", "members/invite/"])
def test_the_page_keeps_who_was_ticked(scene: Scene, ana: Person, banned: Person, path: str) -> None:
    door = browser(ana)
    form = door.get(f"/groups/{scene.closed.id}/{path}?q=Bo")
    assert form.status_code == 200
    token = form.cookies["csrftoken"].value
    body = {"person": [banned.id], "q": "Bo", "message": "Come in", "csrfmiddlewaretoken": token}
    answer = door.post(f"/groups/{scene.closed.id}/{path}", body)
    assert answer.status_code == 400
    assert f"{banned.name} was excluded from this group." in answer.text
    assert f'value="{banned.id}"' in answer.text


def test_another_account_at_the_same_address_is_not_invited_into_the_group(
    scene: Scene, ana: Person, banned: Person
) -> None:
    root = admit("root", site_role="site_admin")
    add_member(ana, group_id=scene.closed.id, person_id=root.id, role="owner")
    Person.objects.filter(id=banned.id).update(email="bo@example.org", is_active=False)
    door = device(root)
    body = {"email": "Bo@example.org", "kind": "member", "group": scene.closed.id, "language": "en"}
    answer = door.ask("POST", "invitations/", body)
    assert (answer.status_code, json.loads(answer.text)["errors"].keys()) == (400, {"group"})
    assert not Invitation.objects.exists()
    invite_newcomer(root, newcomer=Newcomer(email="bo@example.org", language="en"))
    assert Invitation.objects.count() == 1, "into the house they may come"
