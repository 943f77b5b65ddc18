"""Who comes into a group: opening it, closing it, and giving its past to those who came later."""

import datetime as dt
import json
from typing import Any

import pytest

from esn.core import clock
from esn.core.models import AuditEntry, Event
from feeds.models import Post
from groups.actions import add_member, join, remove_member, set_openness
from groups.models import Audience, Group, Membership
from groups.policy import readers
from people.models import Person
from tests.cast import Door, Scene, admit, comparable, device, found, say
from tests.conftest import Counting

pytestmark = pytest.mark.shape


def move(person: Person, group: Group, openness: str) -> Any:
    return device(person).make(f"groups/{group.id}/openness/", {"openness": openness})


def feed(door: Door, group: Group) -> list[str]:
    return [post["id"] for post in door.read(f"groups/{group.id}/posts/?limit=100")["results"]]


def status(door: Door, path: str, method: str = "GET", body: Any = None) -> int:
    return door.ask(method, path, body).status_code


def counted(group: Group) -> None:
    for audience in Audience.objects.filter(subject_kind="group", subject_ref=group.id):
        seats = Membership.objects.filter(audience=audience).exclude(role="follower").count()
        assert audience.members_count == seats, audience.id


# Narrowing ------------------------------------------------------------------------------------------------------------
def test_closing_an_open_group_takes_everything_from_outsiders_at_once(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(cy)
    door.ask("POST", f"groups/{scene.open.id}/follow/")
    assert status(door, f"posts/{scene.in_open}/") == 200
    assert move(ana, scene.open, "secret")["openness"] == "secret"
    for path in (f"posts/{scene.in_open}/", f"groups/{scene.open.id}/", f"groups/{scene.open.id}/posts/"):
        assert status(door, path) == 404
    assert scene.in_open not in [post["id"] for post in door.read("feed/?limit=100")["results"]]
    assert Event.objects.filter(type="membership.changed", audience_id=cy.id).exists()
    assert status(device(ana), f"posts/{scene.in_open}/") == 200
    assert AuditEntry.objects.filter(verb="group.openness", subject_id=scene.open.id).exists()


def test_between_closed_and_secret_only_its_existence_changes(scene: Scene, ana: Person, cy: Person) -> None:
    audience = scene.closed.audience_id
    device(cy).make(f"groups/{scene.closed.id}/requests/")
    move(ana, scene.closed, "secret")
    assert status(device(cy), f"groups/{scene.closed.id}/") == 404
    move(ana, scene.closed, "closed")
    group = device(cy).read(f"groups/{scene.closed.id}/")
    assert group["requested"] is False, "who did not know could not be asking"
    assert device(ana).read(f"groups/{scene.closed.id}/")["audience"] == audience


def test_an_invitation_by_a_plain_member_lapses_when_the_group_closes(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    di = admit("di")
    device(bo).make(f"groups/{scene.open.id}/invitations/", {"people": [cy.id]})
    device(mo).make(f"groups/{scene.open.id}/invitations/", {"people": [di.id]})
    move(ana, scene.open, "secret")
    assert status(device(cy), f"groups/{scene.open.id}/") == 404
    assert device(di).read(f"groups/{scene.open.id}/")["invited"]


# Widening -------------------------------------------------------------------------------------------------------------
def test_what_was_private_stays_private_when_the_group_opens(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    before = scene.secret.audience_id
    group = move(ana, scene.secret, "open")
    assert group["audience"] != before
    assert (group["role"], group["follows"], group["members_count"]) == ("owner", True, 3)
    outside = device(cy)
    assert status(outside, f"groups/{scene.secret.id}/") == 200
    assert status(outside, f"posts/{scene.in_secret}/") == 404
    assert feed(outside, scene.secret) == []
    for person in (ana, bo, mo):
        assert feed(device(person), scene.secret) == [scene.in_secret]
    new = say(bo, Group.objects.select_related("audience").get(id=scene.secret.id), "We are open.")
    assert feed(outside, scene.secret) == [new]
    assert feed(device(bo), scene.secret) == [new, scene.in_secret]
    assert {new, scene.in_secret} <= {post["id"] for post in device(mo).read("feed/?limit=100")["results"]}
    counted(scene.secret)


def test_who_joins_an_opened_group_does_not_read_its_past(scene: Scene, ana: Person, cy: Person) -> None:
    move(ana, scene.secret, "open")
    device(cy).make(f"groups/{scene.secret.id}/join/")
    assert feed(device(cy), scene.secret) == []
    assert status(device(cy), f"posts/{scene.in_secret}/") == 404
    counted(scene.secret)


def test_the_past_takes_nothing_new_but_its_authors_may_take_their_words_back(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    own = say(bo, scene.secret, "Between us.")
    move(ana, scene.secret, "open")
    door = device(bo)
    assert status(door, f"posts/{own}/replies/", "POST", {"body": "More"}) == 403
    assert status(door, f"posts/{own}/", "PATCH", {"body": "Other"}) == 403
    assert "delete" in door.read(f"posts/{own}/")["can"]
    assert status(door, f"posts/{own}/", "DELETE") == 204
    assert status(device(mo), f"posts/{scene.in_secret}/", "DELETE") == 204


def test_roles_in_the_past_keep_step(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    own = say(ana, scene.secret, "Mine.")
    move(ana, scene.secret, "open")
    device(ana).make(f"groups/{scene.secret.id}/members/", {"person": bo.id, "role": "moderator"})
    device(mo).make(f"groups/{scene.secret.id}/step-down/")
    assert set(
        Membership.objects.filter(person=bo, audience__subject_ref=scene.secret.id, audience__kind="group").values_list(
            "role", flat=True
        )
    ) == {"moderator"}
    assert status(device(mo), f"posts/{own}/", "DELETE") == 403
    assert status(device(bo), f"posts/{own}/", "DELETE") == 204


def test_who_was_removed_finds_nothing_and_coming_back_does_not_bring_the_past_back(
    scene: Scene, ana: Person, bo: Person
) -> None:
    own = say(bo, scene.secret, "Mine.")
    move(ana, scene.secret, "open")
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    door = device(bo)
    for again in (False, True):
        if again:
            join(bo, group_id=scene.secret.id)
        nothing = comparable(door.ask("GET", "posts/" + "0" * 32 + "/"))
        for post in (own, scene.in_secret):
            assert comparable(door.ask("GET", f"posts/{post}/")) == nothing
            assert status(door, f"posts/{post}/history/") == 404
            assert status(door, f"posts/{post}/", "PATCH", {"body": "x"}) == 404
            assert status(door, f"posts/{post}/", "DELETE") == 404
            assert status(door, f"posts/{post}/replies/", "POST", {"body": "x"}) == 404
            assert status(door, f"posts/{post}/pin/", "POST") == 404
        assert feed(door, scene.secret) == []
    counted(scene.secret)


# The past -------------------------------------------------------------------------------------------------------------
def test_an_owner_publishes_the_past(scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    move(ana, scene.secret, "open")
    for person in (bo, mo):
        assert status(device(person), f"groups/{scene.secret.id}/publish-history/", "POST") == 403
    assert status(device(cy), f"posts/{scene.in_secret}/") == 404
    device(ana).make(f"groups/{scene.secret.id}/publish-history/")
    assert feed(device(cy), scene.secret) == [scene.in_secret]
    assert status(device(cy), f"posts/{scene.in_secret}/") == 200
    assert AuditEntry.objects.filter(verb="group.history_published", subject_id=scene.secret.id).exists()
    events = Event.objects.count()
    device(ana).make(f"groups/{scene.secret.id}/publish-history/")
    assert Event.objects.count() == events, "publishing twice changes nothing"


def test_nobody_publishes_what_they_do_not_read(scene: Scene, ana: Person, cy: Person) -> None:
    move(ana, scene.secret, "open")
    join(cy, group_id=scene.secret.id)
    add_member(ana, group_id=scene.secret.id, person_id=cy.id, role="owner")
    device(cy).make(f"groups/{scene.secret.id}/publish-history/")
    assert status(device(cy), f"posts/{scene.in_secret}/") == 404


def test_the_published_past_stays_with_the_group_when_it_closes_again(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    di = admit("di")
    move(ana, scene.secret, "open")
    join(cy, group_id=scene.secret.id)
    device(ana).make(f"groups/{scene.secret.id}/publish-history/")
    assert status(device(di), f"posts/{scene.in_secret}/") == 200
    move(ana, scene.secret, "closed")
    assert status(device(di), f"posts/{scene.in_secret}/") == 404
    assert status(device(cy), f"posts/{scene.in_secret}/") == 200
    add_member(ana, group_id=scene.secret.id, person_id=di.id)
    assert status(device(di), f"posts/{scene.in_secret}/") == 200, "as everything that was said in it"
    counted(scene.secret)
    move(ana, scene.secret, "open")
    eve = admit("eve")
    assert status(device(eve), f"posts/{scene.in_secret}/") == 200, "it was given to all before"


def test_a_published_past_may_be_given_in_a_closed_group(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    move(ana, scene.secret, "open")
    join(cy, group_id=scene.secret.id)
    move(ana, scene.secret, "closed")
    assert status(device(cy), f"posts/{scene.in_secret}/") == 404
    device(ana).make(f"groups/{scene.secret.id}/publish-history/")
    assert status(device(cy), f"posts/{scene.in_secret}/") == 200
    assert status(device(admit("di")), f"posts/{scene.in_secret}/") == 404


# Who, what, how many --------------------------------------------------------------------------------------------------
def test_only_owners_move_it(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    for person, group, expected in (
        (bo, scene.open, 403), (mo, scene.open, 403), (cy, scene.open, 403), (cy, scene.secret, 404),
    ):  # fmt: skip
        assert status(device(person), f"groups/{group.id}/openness/", "POST", {"openness": "closed"}) == expected


@pytest.mark.parametrize("body", [{}, {"openness": "ajar"}, {"openness": None}, {"openness": 1}])
def test_an_openness_that_is_none_is_refused(scene: Scene, ana: Person, body: dict[str, Any]) -> None:
    answer = device(ana).ask("POST", f"groups/{scene.open.id}/openness/", body)
    assert answer.status_code == 400
    assert "openness" in json.loads(answer.text)["errors"]


def test_moving_to_where_it_is_changes_nothing(scene: Scene, ana: Person) -> None:
    events = Event.objects.count()
    move(ana, scene.open, "open")
    assert Event.objects.count() == events


def test_who_reads_is_the_same_both_ways_round(scene: Scene, ana: Person, cy: Person) -> None:
    """``readers`` of each audience, present and former, are those for whom the door opens."""
    move(ana, scene.secret, "open")
    join(cy, group_id=scene.secret.id)
    new = say(cy, Group.objects.select_related("audience").get(id=scene.secret.id))
    for post in Post.objects.filter(id__in=[new, scene.in_secret]).select_related("audience"):
        readable = {
            one.id for one in Person.objects.filter(kind="member") if status(device(one), f"posts/{post.id}/") == 200
        }
        assert set(readers(post.audience).values_list("id", flat=True)) == readable


FEED = 6


def test_the_feed_of_a_group_with_a_past_costs_the_same(ana: Person, statements: Counting) -> None:
    group = found(ana, "secret")
    for number in range(30):
        say(ana, group, f"Before {number}")
    door = device(ana)
    door.read("me/")
    with statements(FEED):
        door.read(f"groups/{group.id}/posts/")
    for openness in ("open", "closed", "open"):
        set_openness(ana, group_id=group.id, openness=openness)
        now = Group.objects.select_related("audience").get(id=group.id)
        for number in range(30):
            say(ana, now, f"Then {openness} {number}")
    with statements(FEED):
        first = door.read(f"groups/{group.id}/posts/?limit=100")
    assert len(first["results"]) == 100
    second = door.read(f"groups/{group.id}/posts/?limit=100&cursor={first['next']}")
    assert len({post["id"] for post in first["results"] + second["results"]}) == 120, "no gap and no repeat"


OPENING = 30


@pytest.mark.parametrize("members", [1, 10, 100])
def test_opening_a_large_group_costs_as_much_as_a_small_one(ana: Person, statements: Counting, members: int) -> None:
    group = found(ana, "closed")
    for number in range(members - 1):
        add_member(ana, group_id=group.id, person_id=admit(f"m{number}").id)
    with statements(OPENING):
        set_openness(ana, group_id=group.id, openness="open")
    assert Group.objects.get(id=group.id).audience.members_count == members


def _with_members(owner: Person, members: int) -> Group:
    """A closed group with so many members, of whom the last one is muted and the one before does not follow."""
    group = found(owner, "closed")
    people = [Person(kind="member", handle=f"n{one}", name=f"N {one}", language="en") for one in range(members - 1)]
    Person.objects.bulk_create(people)
    seats = [Membership(person=one, audience=group.audience, follows=one != people[-2:][0]) for one in people]
    seats[-1].muted_until = clock.now() + dt.timedelta(days=1)
    Membership.objects.bulk_create(seats)
    Audience.objects.filter(id=group.audience_id).update(members_count=members)
    return group


OPENING_ALL = 20


@pytest.mark.parametrize("members", [2, 200])
def test_the_seats_go_along_with_everything_in_as_many_statements_for_two_as_for_two_hundred(
    ana: Person, statements: Counting, members: int
) -> None:
    group = _with_members(ana, members)
    before = group.audience_id
    Event.objects.all().delete()
    with statements(OPENING_ALL):
        set_openness(ana, group_id=group.id, openness="open")
    kept = ("person_id", "role", "follows", "since", "muted_until")
    now = Group.objects.get(id=group.id).audience_id
    seats = [
        sorted(Membership.objects.filter(audience=one).values_list(*kept), key=lambda seat: seat[0])
        for one in (before, now)
    ]
    assert len(seats[0]) == members
    assert seats[0] == seats[1]
    told = Event.objects.filter(type="membership.changed", data={"id": now}, actor_id=ana.id)
    assert set(told.values_list("audience_id", flat=True)) == {seat[0] for seat in seats[0]}
    assert Person.objects.filter(epoch__gt=0).count() == members
    assert not Membership.objects.filter(audience=now, read_at=None).exists()
