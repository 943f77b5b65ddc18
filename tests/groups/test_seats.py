"""Joining, asking, leaving, following, and the members of a group."""

import json
from typing import Any

import pytest
from django.db import Error, transaction
from django.db.models import QuerySet

from esn.core.models import Event
from groups.actions import seat_many
from groups.models import EVERYONE, Audience, JoinRequest, Membership
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device
from tests.conftest import Counting


def counted(scene: Scene) -> None:
    """Every number of members is the number of seats."""
    for audience in Audience.objects.exclude(kind="person"):
        seats = Membership.objects.filter(audience=audience).exclude(role="follower").count()
        assert audience.members_count == seats, audience.label


# Joining --------------------------------------------------------------------------------------------------------------
def test_cy_joins_the_open_group(scene: Scene, cy: Person) -> None:
    door = device(cy)
    group = door.make(f"groups/{scene.open.id}/join/")
    assert (group["joined"], group["role"], group["follows"], group["members_count"]) == (True, "member", True, 4)
    assert door.make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    assert door.make(f"groups/{scene.open.id}/join/")["members_count"] == 4, "joining twice changes nothing"
    assert (
        Event.objects.filter(type="member.joined", audience_id=scene.open.audience_id, data={"id": cy.id}).count() == 1
    )
    assert Event.objects.filter(type="membership.changed", audience_id=cy.id).count() == 1
    counted(scene)


def test_cy_cannot_join_a_closed_group(scene: Scene, cy: Person) -> None:
    answer = device(cy).ask("POST", f"groups/{scene.closed.id}/join/")
    assert answer.status_code == 403
    assert not device(cy).read(f"groups/{scene.closed.id}/")["joined"]


def test_following_gives_no_seat(scene: Scene, cy: Person) -> None:
    door = device(cy)
    door.ask("POST", f"groups/{scene.open.id}/follow/")
    group = door.read(f"groups/{scene.open.id}/")
    assert (group["joined"], group["follows"], group["role"], group["members_count"]) == (False, True, None, 3)
    assert door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 403
    assert door.ask("POST", f"groups/{scene.closed.id}/follow/").status_code == 404, "nothing to follow is seen there"
    counted(scene)


def test_a_follower_who_joins_keeps_one_row(scene: Scene, cy: Person) -> None:
    door = device(cy)
    door.ask("POST", f"groups/{scene.open.id}/follow/")
    door.make(f"groups/{scene.open.id}/join/")
    assert Membership.objects.filter(person=cy, audience=scene.open.audience).count() == 1
    counted(scene)


def test_several_people_take_seats_at_once_and_each_of_them_hears_of_it(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    audience, di = scene.open.audience, admit("di")
    device(cy).ask("POST", f"groups/{scene.open.id}/follow/")
    before = Membership.objects.get(person=cy, audience=audience)
    epochs = dict(Person.objects.values_list("id", "epoch"))
    events = Event.objects.count()
    with transaction.atomic():
        seat_many({ana.id: "member", bo.id: "moderator", cy.id: "moderator", di.id: "member"}, audience, ana.id)
    rows = Membership.objects.filter(audience=audience, person__in=[ana, bo, cy, di])
    roles = dict(rows.values_list("person__handle", "role"))
    assert roles == {"ana": "owner", "bo": "member", "cy": "moderator", "di": "member"}, "who had a seat keeps it"
    after = rows.get(person=cy)
    assert (after.id, after.read_at, after.follows) == (before.id, before.read_at, True)
    assert after.since > before.since
    counted(scene)
    told = Event.objects.order_by("position")[events:]
    assert [(one.type, one.audience_id, one.data["id"]) for one in told] == [
        *(("member.joined", audience.id, person.id) for person in (cy, di)),
        *(("membership.changed", person.id, audience.id) for person in (cy, di)),
    ]
    raised = {id_ for id_, epoch in Person.objects.values_list("id", "epoch") if epoch != epochs[id_]}
    assert raised == {cy.id, di.id}


# Asking ---------------------------------------------------------------------------------------------------------------
def test_cy_asks_and_mo_lets_him_in(scene: Scene, cy: Person, mo: Person) -> None:
    door = device(cy)
    group = door.make(f"groups/{scene.closed.id}/requests/")
    assert (group["requested"], group["joined"]) == (True, False)
    assert "ask" not in group["can"]
    door.make(f"groups/{scene.closed.id}/requests/")
    assert JoinRequest.objects.count() == 1, "asking twice changes nothing"
    asking = device(mo).read(f"groups/{scene.closed.id}/requests/")
    assert [one["id"] for one in asking["results"]] == [cy.id]
    answer = device(mo).ask("POST", f"groups/{scene.closed.id}/requests/decide/", {"person": cy.id, "accept": True})
    assert answer.status_code == 204
    assert door.read(f"groups/{scene.closed.id}/")["joined"]
    assert scene.in_closed in [one["id"] for one in door.read(f"groups/{scene.closed.id}/posts/")["results"]]
    assert device(mo).read(f"groups/{scene.closed.id}/requests/")["results"] == []
    counted(scene)


def test_cy_asks_and_is_not_let_in(scene: Scene, cy: Person, ana: Person) -> None:
    device(cy).make(f"groups/{scene.closed.id}/requests/")
    device(ana).make(f"groups/{scene.closed.id}/requests/decide/", {"person": cy.id, "accept": False})
    group = device(cy).read(f"groups/{scene.closed.id}/")
    assert (group["requested"], group["joined"]) == (False, False)
    answer = device(ana).ask("POST", f"groups/{scene.closed.id}/requests/decide/", {"person": cy.id, "accept": True})
    assert answer.status_code == 404, "nobody asks any more"


def test_who_asks_is_for_those_who_decide(scene: Scene, bo: Person, cy: Person) -> None:
    for person in (bo, cy):
        door = device(person)
        assert door.ask("GET", f"groups/{scene.closed.id}/requests/").status_code == 403
        body = {"person": cy.id, "accept": True}
        assert door.ask("POST", f"groups/{scene.closed.id}/requests/decide/", body).status_code == 403


@pytest.mark.parametrize(
    ("openness", "person", "code"), [("open", "cy", "open_group"), ("closed", "bo", "already_member")]
)
def test_asking_where_it_is_not_needed_is_a_conflict(
    scene: Scene, cy: Person, bo: Person, openness: str, person: str, code: str
) -> None:
    group = {"open": scene.open, "closed": scene.closed}[openness]
    answer = device({"cy": cy, "bo": bo}[person]).ask("POST", f"groups/{group.id}/requests/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, code)


# Leaving --------------------------------------------------------------------------------------------------------------
def test_bo_leaves_and_everything_of_the_secret_group_is_gone(scene: Scene, bo: Person) -> None:
    door = device(bo)
    assert door.ask("POST", f"groups/{scene.secret.id}/leave/").status_code == 204
    assert door.ask("GET", f"groups/{scene.secret.id}/").status_code == 404
    assert scene.in_secret not in [one["id"] for one in door.read("feed/?limit=100")["results"]]
    counted(scene)


def test_the_last_owner_names_another_one_first(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    answer = door.ask("POST", f"groups/{scene.open.id}/leave/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "last_owner")
    for role in ("member", "moderator"):
        answer = door.ask("POST", f"groups/{scene.open.id}/members/", {"person": ana.id, "role": role})
        assert answer.status_code == 409, "nor may the last owner become less"
    door.make(f"groups/{scene.open.id}/members/", {"person": bo.id, "role": "owner"})
    assert door.ask("POST", f"groups/{scene.open.id}/leave/").status_code == 204
    assert device(bo).read(f"groups/{scene.open.id}/")["role"] == "owner"
    counted(scene)


def test_who_has_no_seat_cannot_leave(scene: Scene, cy: Person) -> None:
    assert device(cy).ask("POST", f"groups/{scene.open.id}/leave/").status_code == 403


# Members --------------------------------------------------------------------------------------------------------------
def test_members_are_listed_by_name_to_all_who_read_the_group(scene: Scene, cy: Person) -> None:
    door = device(cy)
    first = door.read(f"groups/{scene.open.id}/members/?limit=2")
    rest = door.read(f"groups/{scene.open.id}/members/?cursor={first['next']}")
    listed = first["results"] + rest["results"]
    assert [(one["person"]["name"], one["role"]) for one in listed] == [
        ("Ana Martin", "owner"), ("Bo Delorme", "member"), ("Mo Serrano", "moderator"),
    ]  # fmt: skip
    assert set(listed[0]) == {"person", "title", "role", "since"}


def test_mo_adds_and_removes_a_member(scene: Scene, mo: Person, cy: Person) -> None:
    door = device(mo)
    answer = door.ask("POST", f"groups/{scene.secret.id}/members/", {"person": cy.id})
    assert answer.status_code == 201
    assert device(cy).read(f"groups/{scene.secret.id}/")["role"] == "member"
    assert door.ask("DELETE", f"groups/{scene.secret.id}/members/{cy.id}/").status_code == 204
    assert device(cy).ask("GET", f"groups/{scene.secret.id}/").status_code == 404
    counted(scene)


def test_a_moderator_promotes_nobody_and_removes_no_peer(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    door = device(mo)
    for person, role in ((bo, "moderator"), (bo, "owner"), (mo, "owner"), (mo, "member"), (ana, "member")):
        answer = door.ask("POST", f"groups/{scene.open.id}/members/", {"person": person.id, "role": role})
        assert answer.status_code == 403, (person, role)
    assert door.ask("DELETE", f"groups/{scene.open.id}/members/{ana.id}/").status_code == 403
    assert device(ana).ask("DELETE", f"groups/{scene.open.id}/members/{mo.id}/").status_code == 204


def test_a_member_adds_and_removes_nobody_but_himself(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    door = device(bo)
    assert door.ask("POST", f"groups/{scene.open.id}/members/", {"person": cy.id}).status_code == 403
    assert door.ask("DELETE", f"groups/{scene.open.id}/members/{mo.id}/").status_code == 403
    assert door.ask("DELETE", f"groups/{scene.open.id}/members/{bo.id}/").status_code == 204


def test_who_is_not_staff_gets_no_seat(scene: Scene, ana: Person, gus: Person, carrier: str) -> None:
    door = device(ana)
    gone = admit("gone")
    Person.objects.filter(id=gone.id).update(is_active=False)
    contact = admit("contact", kind="contact")
    told = set()
    for person_id in (gus.id, gone.id, contact.id, NOWHERE, "x"):
        answer = door.ask("POST", f"groups/{scene.open.id}/members/", {"person": person_id})
        assert answer.status_code == 400
        told.add(answer.text)
    assert len(told) == 1, "and nobody learns which of these exist"


def test_removing_who_is_not_there_is_a_404(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(ana)
    nothing = comparable(door.ask("DELETE", f"groups/{scene.open.id}/members/{NOWHERE}/"))
    assert comparable(door.ask("DELETE", f"groups/{scene.open.id}/members/{cy.id}/")) == nothing
    assert nothing.status == 404


@pytest.mark.shape
@pytest.mark.parametrize("kind", ["guest", "contact"])
def test_the_database_seats_no_outsider_inside(scene: Scene, ana: Person, carrier: str, kind: str) -> None:
    outsider = admit("out", kind=kind, partner_id=carrier if kind == "guest" else None)
    wrong = Audience.objects.filter(kind__in=["everyone", "group", "internal"])
    assert wrong.count() >= 5
    for audience in wrong:
        with pytest.raises(Error), transaction.atomic():
            Membership.objects.create(person=outsider, audience=audience)
    own = Membership.objects.get(person=outsider)
    with pytest.raises(Error), transaction.atomic():
        Membership.objects.filter(id=own.id).update(audience_id=EVERYONE)
    with pytest.raises(Error), transaction.atomic():
        Membership.objects.filter(person=ana, audience=scene.open.audience).update(person=outsider)


@pytest.mark.shape
def test_the_database_keeps_audiences_in_shape(scene: Scene, ana: Person, carrier: str) -> None:
    wrong: list[tuple[QuerySet[Audience], dict[str, Any]]] = [
        (Audience.objects.filter(id=ana.id), {"open_to_members": True}),
        (Audience.objects.filter(id=EVERYONE), {"partner_id": carrier}),
        (Audience.objects.filter(kind="partner"), {"partner_id": None}),
    ]
    for found, change in wrong:
        assert found.exists()
        with pytest.raises(Error), transaction.atomic():
            found.update(**change)
    with pytest.raises(Error), transaction.atomic():
        Membership.objects.create(person=ana, audience=scene.open.audience)
    unlikely: list[dict[str, Any]] = [
        {"kind": "robot"},
        {"kind": "guest"},
        {"partner_id": carrier},
        {"handle": "ANA"},
        {"handle": "bo"},
    ]
    for change in unlikely:
        with pytest.raises(Error), transaction.atomic():
            Person.objects.filter(id=ana.id).update(**change)
    with pytest.raises(Error), transaction.atomic():
        Person.objects.filter(kind="guest").update(site_role="site_admin")


STATEMENTS = 5


def test_the_list_of_members_costs_the_same_for_three_and_a_hundred(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    from groups.actions import seat

    door = device(ana)
    door.read("me/")
    with statements(STATEMENTS):
        door.read(f"groups/{scene.open.id}/members/?limit=100")
    for number in range(97):
        seat(admit(f"one-{number}").id, scene.open.audience, "member", ana.id)
    with statements(STATEMENTS):
        assert len(door.read(f"groups/{scene.open.id}/members/?limit=100")["results"]) == 100
