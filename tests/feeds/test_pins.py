"""Posts that stand above the others of their group."""

import json

import pytest

from esn.core.models import AuditEntry, Event
from feeds.actions import delete_post, pin_post, reply
from feeds.models import Pin
from groups.actions import set_openness
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device, found, say
from tests.conftest import Counting


def pinned(door: Door, group_id: str) -> list[str]:
    return [post["id"] for post in door.read(f"groups/{group_id}/pins/")["results"]]


def test_a_moderator_pins_a_post_and_takes_it_down(scene: Scene, mo: Person, bo: Person, cy: Person) -> None:
    door = device(mo)
    post = door.make(f"posts/{scene.in_open}/pin/")
    assert post["pinned"]
    assert "unpin" in post["can"]
    door.make(f"posts/{scene.in_open}/pin/")
    assert pinned(device(cy), scene.open.id) == [scene.in_open], "whoever reads the group"
    assert Event.objects.filter(type="post.pinned", audience_id=scene.open.audience_id).count() == 1
    assert AuditEntry.objects.filter(verb="post.pinned", subject_id=scene.in_open).count() == 1
    assert door.ask("DELETE", f"posts/{scene.in_open}/pin/").status_code == 204
    assert pinned(device(bo), scene.open.id) == []
    assert Event.objects.filter(type="post.unpinned").count() == 1


def test_members_and_strangers_pin_nothing(scene: Scene, bo: Person, cy: Person, gus: Person) -> None:
    for person, post, expected in (
        (bo, scene.in_open, 403), (cy, scene.in_open, 403), (cy, scene.in_closed, 404), (gus, scene.in_open, 404),
        (bo, NOWHERE, 404), (bo, scene.in_case, 403),
    ):  # fmt: skip
        for method in ("POST", "DELETE"):
            assert device(person).ask(method, f"posts/{post}/pin/").status_code == expected
    nothing = comparable(device(cy).ask("GET", f"groups/{NOWHERE}/pins/"))
    assert comparable(device(cy).ask("GET", f"groups/{scene.closed.id}/pins/")) == nothing


def test_replies_and_deleted_posts_are_not_pinned(scene: Scene, ana: Person) -> None:
    answer = reply(ana, post_id=scene.in_open, body="Yes.")
    assert device(ana).ask("POST", f"posts/{answer}/pin/").status_code == 403
    pin_post(ana, post_id=scene.in_open)
    delete_post(ana, post_id=scene.in_open)
    assert pinned(device(ana), scene.open.id) == []
    assert device(ana).ask("POST", f"posts/{scene.in_open}/pin/").status_code == 403


def test_five_are_enough_and_they_have_an_order(ana: Person) -> None:
    group = found(ana, "open")
    posts = [say(ana, group, f"Number {number}") for number in range(6)]
    door = device(ana)
    for post in posts[:5]:
        door.make(f"posts/{post}/pin/")
    answer = door.ask("POST", f"posts/{posts[5]}/pin/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "too_many_pins")
    order = [posts[4], *posts[:4]]
    answer = door.ask("PUT", f"groups/{group.id}/pins/", {"posts": order})
    assert [post["id"] for post in json.loads(answer.text)["results"]] == order
    assert pinned(door, group.id) == order
    delete_post(ana, post_id=posts[0])
    door.make(f"posts/{posts[5]}/pin/")
    assert pinned(door, group.id) == [posts[4], posts[1], posts[2], posts[3], posts[5]], "its place was free"


@pytest.mark.parametrize("order", [[], ["x"], None, [NOWHERE] * 6])
def test_an_order_names_each_of_them(scene: Scene, ana: Person, order: list[str] | None) -> None:
    pin_post(ana, post_id=scene.in_open)
    assert device(ana).ask("PUT", f"groups/{scene.open.id}/pins/", {"posts": order}).status_code == 400
    assert Pin.objects.count() == 1


def test_what_was_pinned_before_a_group_opened_is_seen_by_who_was_in(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    pin_post(ana, post_id=scene.in_secret)
    set_openness(ana, group_id=scene.secret.id, openness="open")
    assert pinned(device(bo), scene.secret.id) == [scene.in_secret]
    assert pinned(device(cy), scene.secret.id) == []


def test_nothing_is_pinned_in_an_archive(scene: Scene, ana: Person) -> None:
    device(ana).make(f"groups/{scene.open.id}/archive/")
    assert device(ana).ask("POST", f"posts/{scene.in_open}/pin/").status_code == 409


PINS = 4


def test_pins_cost_the_same(ana: Person, statements: Counting) -> None:
    group = found(ana, "open")
    door = device(ana)
    door.read("me/")
    for number in range(5):
        pin_post(ana, post_id=say(ana, group, f"Number {number}"))
        with statements(PINS):
            assert len(pinned(door, group.id)) == number + 1
