"""Invitations, roles, several people at once, the end of a group, and which groups one may like."""

import datetime as dt
import json
import threading

import pytest
from django.db import connection

from cases.actions import Holder, end_group, set_holder
from esn.core import clock
from esn.core.models import Alarm, AuditEntry, Event
from groups.actions import add_member, edit_group, join
from groups.models import Audience, Group, GroupInvitation, JoinRequest, Membership
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, admit, comparable, device, found, matter, play, say
from tests.conftest import Counting


def status(door: Door, method: str, path: str, body: object = None) -> int:
    return door.ask(method, path, body).status_code


def code(door: Door, method: str, path: str, body: object = None) -> str:
    return str(json.loads(door.ask(method, path, body).text)["code"])


# Invitations ----------------------------------------------------------------------------------------------------------
def test_who_is_asked_into_a_secret_group_learns_its_name_and_comes_in(scene: Scene, mo: Person, cy: Person) -> None:
    body = {"people": [cy.id], "message": "We need you  for the\nkeys."}
    asked = device(mo).make(f"groups/{scene.secret.id}/invitations/", body)
    assert [(one["id"], one["by"]["id"], one["message"]) for one in asked["results"]] == [
        (cy.id, mo.id, "We need you for the keys.")
    ]
    door = device(cy)
    group = door.read(f"groups/{scene.secret.id}/")
    assert (group["name"], group["invited"], group["joined"]) == ("The secret group", True, False)
    assert {"accept", "decline"} <= set(group["can"])
    assert status(door, "GET", f"groups/{scene.secret.id}/posts/") == 404, "its words are for those who are in"
    assert status(door, "GET", f"groups/{scene.secret.id}/members/") == 404
    own = door.read("me/group-invitations/")["results"]
    assert [(one["group"]["id"], one["by"]["id"]) for one in own] == [(scene.secret.id, mo.id)]
    assert Event.objects.filter(type="invitation.changed", audience_id=cy.id).count() == 1
    assert door.make(f"groups/{scene.secret.id}/invitations/accept/")["joined"]
    assert status(door, "GET", f"posts/{scene.in_secret}/") == 200
    assert not GroupInvitation.objects.exists()


def test_who_declines_knows_nothing_more_of_it(scene: Scene, ana: Person, cy: Person) -> None:
    device(ana).make(f"groups/{scene.secret.id}/invitations/", {"people": [cy.id]})
    door = device(cy)
    door.make(f"groups/{scene.secret.id}/invitations/decline/")
    assert comparable(door.ask("GET", f"groups/{scene.secret.id}/")) == comparable(
        door.ask("GET", f"groups/{NOWHERE}/")
    )
    assert status(door, "POST", f"groups/{scene.secret.id}/invitations/accept/") == 404


def test_an_invitation_is_taken_back_by_who_sent_it_or_a_moderator(
    scene: Scene, bo: Person, mo: Person, ana: Person, cy: Person
) -> None:
    di = admit("di")
    device(bo).make(f"groups/{scene.open.id}/invitations/", {"people": [cy.id]})
    device(ana).make(f"groups/{scene.open.id}/invitations/", {"people": [di.id]})
    assert status(device(bo), "DELETE", f"groups/{scene.open.id}/invitations/{di.id}/") == 403
    assert status(device(bo), "DELETE", f"groups/{scene.open.id}/invitations/{cy.id}/") == 204
    assert status(device(mo), "DELETE", f"groups/{scene.open.id}/invitations/{di.id}/") == 204
    assert status(device(mo), "DELETE", f"groups/{scene.open.id}/invitations/{di.id}/") == 404


def test_members_ask_others_into_an_open_group_and_moderators_elsewhere(
    scene: Scene, bo: Person, mo: Person, cy: Person
) -> None:
    di = admit("di")
    for person, group, expected in (
        (bo, scene.open, 200), (bo, scene.closed, 403), (bo, scene.secret, 403), (mo, scene.closed, 200),
        (cy, scene.open, 403), (cy, scene.closed, 403), (cy, scene.secret, 404),
    ):  # fmt: skip
        assert status(device(person), "POST", f"groups/{group.id}/invitations/", {"people": [di.id]}) == expected
        assert ("invite" in device(person).read(f"groups/{group.id}/")["can"] if expected != 404 else True) == (
            expected != 403
        )


def test_the_invitation_of_somebody_who_left_the_house_is_void(scene: Scene, mo: Person, cy: Person) -> None:
    device(mo).make(f"groups/{scene.secret.id}/invitations/", {"people": [cy.id]})
    Person.objects.filter(id=mo.id).update(is_active=False)
    assert status(device(cy), "GET", f"groups/{scene.secret.id}/") == 404
    assert status(device(cy), "POST", f"groups/{scene.secret.id}/invitations/accept/") == 404


def test_an_invitation_that_lapsed_is_in_no_list_of_those_who_moderate(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    """Bo asked Cy into an open group; once it is closed, only its moderators ask: what Bo sent is void."""
    device(bo).make(f"groups/{scene.open.id}/invitations/", {"people": [cy.id]})
    path = f"groups/{scene.open.id}/invitations/"
    assert [one["id"] for one in device(ana).read(path)["results"]] == [cy.id]
    device(bo).make(f"groups/{scene.open.id}/leave/")
    assert device(ana).read(path)["results"] == []
    assert device(cy).read("me/group-invitations/")["results"] == []


@pytest.mark.parametrize("who", ["gus", "nobody", "none", "many"])
def test_who_is_not_staff_is_asked_in_nowhere(scene: Scene, ana: Person, gus: Person, who: str) -> None:
    people = {"gus": [gus.id], "nobody": [NOWHERE], "none": [], "many": [NOWHERE] * 101}[who]
    for path in ("invitations/", "members/bulk/"):
        answer = device(ana).ask("POST", f"groups/{scene.closed.id}/{path}", {"people": people})
        assert answer.status_code == 400
        assert "people" in json.loads(answer.text)["errors"]
    assert not GroupInvitation.objects.exists()


def test_asking_twice_and_asking_who_is_in_changes_nothing(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    door = device(ana)
    for _ in range(2):
        asked = door.make(f"groups/{scene.closed.id}/invitations/", {"people": [cy.id, bo.id, cy.id]})
    assert [one["id"] for one in asked["results"]] == [cy.id]


# Requests -------------------------------------------------------------------------------------------------------------
def test_a_word_goes_with_a_request(scene: Scene, ana: Person, cy: Person) -> None:
    device(cy).make(f"groups/{scene.closed.id}/requests/", {"message": "I do the prices now."})
    asking = device(ana).read(f"groups/{scene.closed.id}/requests/")["results"]
    assert [(one["id"], one["message"]) for one in asking] == [(cy.id, "I do the prices now.")]
    answer = device(cy).ask("POST", f"groups/{scene.closed.id}/requests/", {"message": "x" * 501})
    assert answer.status_code == 400


# Roles ----------------------------------------------------------------------------------------------------------------
def test_an_owner_steps_down_when_there_is_another(scene: Scene, ana: Person, mo: Person) -> None:
    door = device(ana)
    assert code(door, "POST", f"groups/{scene.open.id}/step-down/") == "last_owner"
    add_member(ana, group_id=scene.open.id, person_id=mo.id, role="owner")
    assert door.make(f"groups/{scene.open.id}/step-down/")["role"] == "member"
    assert AuditEntry.objects.filter(verb="member.stepped_down", subject_id=scene.open.id).exists()


def test_an_owner_who_left_the_house_does_not_count(scene: Scene, ana: Person, mo: Person) -> None:
    add_member(ana, group_id=scene.open.id, person_id=mo.id, role="owner")
    Person.objects.filter(id=mo.id).update(is_active=False)
    assert code(device(ana), "POST", f"groups/{scene.open.id}/leave/") == "last_owner"


def test_a_member_has_nothing_to_step_down_from(scene: Scene, bo: Person) -> None:
    assert status(device(bo), "POST", f"groups/{scene.open.id}/step-down/") == 403


def at_once(doors: list[Door], path: str) -> list[int]:
    start, answers = threading.Barrier(len(doors)), []

    def ask(door: Door) -> None:
        start.wait()
        answers.append(status(door, "POST", path))
        connection.close()

    threads = [threading.Thread(target=ask, args=(door,)) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.shape
@pytest.mark.parametrize("verb", ["step-down", "leave"])
def test_of_two_owners_who_go_at_once_one_stays(
    committed: None, ana: Person, bo: Person, mo: Person, gus: Person, verb: str
) -> None:
    scene = play(ana, bo, mo, gus)
    add_member(ana, group_id=scene.open.id, person_id=mo.id, role="owner")
    done = 200 if verb == "step-down" else 204
    assert at_once([device(ana), device(mo)], f"groups/{scene.open.id}/{verb}/") == [done, 409]
    assert Membership.objects.filter(audience=scene.open.audience, role="owner").count() == 1


@pytest.mark.shape
def test_fifty_people_join_at_once_and_are_counted(committed: None, ana: Person) -> None:
    group = found(ana, "open")
    people = [admit(f"p{number}") for number in range(25)]
    doors = [device(person) for person in people for _twice in range(2)]
    assert at_once(doors, f"groups/{group.id}/join/") == [200] * 50
    audience = Audience.objects.get(id=group.audience_id)
    assert audience.members_count == Membership.objects.filter(audience=audience).count() == 26


# Several at once ------------------------------------------------------------------------------------------------------
def test_several_people_are_added_at_once_and_who_is_in_keeps_their_role(
    scene: Scene, ana: Person, mo: Person, cy: Person
) -> None:
    di = admit("di")
    body = {"people": [cy.id, di.id, mo.id]}
    assert device(ana).make(f"groups/{scene.secret.id}/members/bulk/", body)["members_count"] == 5
    assert Membership.objects.get(person=mo, audience=scene.secret.audience).role == "moderator"


def test_one_unknown_person_keeps_all_out(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    answer = device(ana).ask("POST", f"groups/{scene.closed.id}/members/bulk/", {"people": [cy.id, NOWHERE]})
    assert answer.status_code == 400
    assert status(device(cy), "GET", f"groups/{scene.closed.id}/posts/") == 404
    assert status(device(bo), "POST", f"groups/{scene.closed.id}/members/bulk/", {"people": [cy.id]}) == 403


JOIN = 25


@pytest.mark.parametrize("members", [1, 100])
def test_joining_costs_the_same_in_a_small_group_and_in_a_large_one(
    ana: Person, cy: Person, statements: Counting, members: int
) -> None:
    group = found(ana, "open")
    for number in range(members - 1):
        join(admit(f"p{number}"), group_id=group.id)
    post = say(ana, group)
    with statements(JOIN):
        join(cy, group_id=group.id)
    assert [one["id"] for one in device(cy).read(f"groups/{group.id}/posts/")["results"]] == [post]


# Finding members ------------------------------------------------------------------------------------------------------
def test_members_are_found_by_name_and_by_role(scene: Scene, bo: Person) -> None:
    door = device(bo)

    def listed(query: str) -> list[str]:
        found = door.read(f"groups/{scene.open.id}/members/{query}")["results"]
        return [one["person"]["name"] for one in found]

    assert listed("?q=martin") == ["Ana Martin"]
    assert listed("?role=moderator") == [Person.objects.get(handle="mo").name]
    assert status(door, "GET", f"groups/{scene.open.id}/members/?role=king") == 400


# What is said of it ---------------------------------------------------------------------------------------------------
def test_an_owner_writes_the_rules_and_who_begins(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    door = device(ana)
    answer = door.ask("PATCH", f"groups/{scene.open.id}/", {"rules": " Be kind. ", "voice": "moderators"})
    group = json.loads(answer.text)
    assert (group["rules"], group["voice"]) == ("Be kind.", "moderators")
    assert status(device(bo), "POST", f"groups/{scene.open.id}/posts/", {"body": "x"}) == 403
    assert "post" not in device(bo).read(f"groups/{scene.open.id}/")["can"]
    assert status(device(bo), "POST", f"posts/{scene.in_open}/replies/", {"body": "x"}) == 201
    assert status(device(mo), "POST", f"groups/{scene.open.id}/posts/", {"body": "x"}) == 201


@pytest.mark.parametrize(
    "body", [{"ends_on": "2020-01-01"}, {"ends_on": "soon"}, {"voice": "all"}, {"rules": "x" * 4001}, {"name": ""}]
)
def test_what_cannot_be_said_of_a_group_is_refused(scene: Scene, ana: Person, body: dict[str, str]) -> None:
    answer = device(ana).ask("PATCH", f"groups/{scene.open.id}/", body)
    assert (answer.status_code, set(json.loads(answer.text)["errors"])) == (400, set(body))


# The end --------------------------------------------------------------------------------------------------------------
def test_an_archived_group_is_read_and_takes_nothing_new(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    device(cy).make(f"groups/{scene.closed.id}/requests/")
    group = device(ana).make(f"groups/{scene.closed.id}/archive/")
    assert group["archived_at"] is not None
    assert set(group["can"]) == {"leave", "remove_member", "step_down", "restore", "follow"}
    assert not JoinRequest.objects.exists()
    door = device(bo)
    assert status(door, "GET", f"posts/{scene.in_closed}/") == 200
    assert status(door, "POST", f"groups/{scene.closed.id}/posts/", {"body": "x"}) == 403
    assert status(door, "POST", f"posts/{scene.in_closed}/replies/", {"body": "x"}) == 403
    assert status(device(cy), "POST", f"groups/{scene.closed.id}/requests/") == 409
    for verb, body in (
        ("members/", {"person": cy.id}),
        ("openness/", {"openness": "open"}),
        ("invitations/", {"people": [cy.id]}),
    ):
        assert status(device(ana), "POST", f"groups/{scene.closed.id}/{verb}", body) == 409
    assert status(device(ana), "PATCH", f"groups/{scene.closed.id}/", {"name": "x"}) == 409
    names = [one["name"] for one in door.read("groups/?which=archived")["results"]]
    assert names == ["The closed group"]
    assert "The closed group" not in [one["name"] for one in door.read("groups/?which=living")["results"]]


def test_an_owner_lets_it_go_on(scene: Scene, ana: Person, bo: Person) -> None:
    device(ana).make(f"groups/{scene.open.id}/archive/")
    assert status(device(bo), "POST", f"groups/{scene.open.id}/restore/") == 403
    assert device(ana).make(f"groups/{scene.open.id}/restore/")["archived_at"] is None
    assert status(device(bo), "POST", f"groups/{scene.open.id}/posts/", {"body": "Again."}) == 201


def test_a_team_hands_its_cases_over_before_it_ends(scene: Scene, ana: Person) -> None:
    ref = matter(ana, scene.customer, holder=Holder("team", scene.open.id))
    answer = device(ana).ask("POST", f"groups/{scene.open.id}/archive/")
    told = json.loads(answer.text)
    assert (answer.status_code, told["code"]) == (409, "holds_cases")
    assert ref in told["detail"]
    assert [one["ref"] for one in device(ana).read(f"groups/{scene.open.id}/cases/")["results"]] == [ref]
    set_holder(ana, ref=ref, holder=Holder("person", ana.id))
    assert status(device(ana), "POST", f"groups/{scene.open.id}/archive/") == 200
    again = device(ana).ask("PATCH", f"cases/{ref}/", {"holder": {"kind": "team", "id": scene.open.id}})
    assert again.status_code == 400, "an archived team holds nothing"


def test_only_owners_end_it(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    for person, group, expected in (
        (bo, scene.open, 403),
        (mo, scene.open, 403),
        (cy, scene.open, 403),
        (cy, scene.secret, 404),
    ):
        assert status(device(person), "POST", f"groups/{group.id}/archive/") == expected


def test_a_group_ends_when_its_last_day_is_over(scene: Scene, ana: Person) -> None:
    last = clock.now().date() + dt.timedelta(days=3)
    edit_group(ana, group_id=scene.open.id, ends_on=last)
    alarm = Alarm.objects.get(kind="group.end", subject=scene.open.id)
    assert alarm.due_at.date() == last + dt.timedelta(days=1)
    ref = matter(ana, scene.customer, holder=Holder("team", scene.open.id))
    end_group(scene.open.id, alarm.due_at)
    assert Group.objects.get(id=scene.open.id).archived_at is None, "it still holds a case"
    assert Alarm.objects.get(kind="group.end", subject=scene.open.id).due_at > clock.now()
    set_holder(ana, ref=ref, holder=Holder("person", ana.id))
    end_group(scene.open.id, alarm.due_at)
    assert Group.objects.get(id=scene.open.id).archived_at is not None
    edit_group_never = device(ana).make(f"groups/{scene.open.id}/restore/")
    assert edit_group_never["ends_on"] is None
    end_group(scene.open.id, alarm.due_at)
    assert Group.objects.get(id=scene.open.id).archived_at is None, "an old alarm ends nothing"


# What one may like ----------------------------------------------------------------------------------------------------
def test_cy_is_shown_where_his_team_is_and_nothing_that_others_keep_to_themselves(
    ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    found(ana, "closed", name="Our team", member=cy, moderator=mo)
    crowd = found(ana, "open", name="Crowd", kind="community", member=mo)
    found(bo, "open", name="Strangers", kind="community")
    found(ana, "closed", name="Closed", kind="community", member=mo)
    found(ana, "secret", name="Secret", kind="community", member=mo)
    shown = device(cy).read("groups/suggestions/")["results"]
    assert [(one["group"]["name"], one["mates"]) for one in shown] == [("Crowd", 2)]
    join(cy, group_id=crowd.id)
    assert device(cy).read("groups/suggestions/")["results"] == []


def test_a_guest_is_shown_no_group(scene: Scene, gus: Person) -> None:
    assert device(gus).read("groups/suggestions/")["results"] == []
    assert device(gus).read("me/group-invitations/")["results"] == []


SUGGESTIONS = 3


@pytest.mark.parametrize("number", [1, 10, 60])
def test_suggestions_cost_the_same(ana: Person, cy: Person, statements: Counting, number: int) -> None:
    found(ana, "closed", name="Our team", member=cy)
    for one in range(number):
        found(ana, "open", name=f"Group {one}", kind="community")
    door = device(cy)
    door.read("me/")
    with statements(SUGGESTIONS):
        assert len(door.read("groups/suggestions/")["results"]) == min(number, 6)


def test_an_invitation_lapses_with_the_right_of_who_sent_it(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    path = f"groups/{scene.secret.id}/"
    device(mo).make(f"{path}invitations/", {"people": [cy.id]})
    assert status(device(cy), "GET", path) == 200
    add_member(ana, group_id=scene.secret.id, person_id=mo.id)
    assert status(device(cy), "GET", path) == 404
    assert status(device(cy), "POST", f"{path}invitations/accept/") == 404
    assert device(cy).read("me/group-invitations/")["results"] == []
    device(ana).make(f"{path}invitations/", {"people": [cy.id]})
    assert device(cy).make(f"{path}invitations/accept/")["joined"]
