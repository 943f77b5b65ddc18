"""Announcements: who makes them, who is asked to read them, and who sees who has."""

import datetime as dt
import json
from typing import Any

import pytest

from esn.core import clock
from esn.core.errors import NotAllowed
from esn.core.models import Event
from feeds.actions import acknowledge, announce
from feeds.models import Acknowledgement, Post
from groups.actions import add_member, remove_member
from groups.models import EVERYONE
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, admit, comparable, device, found
from tests.conftest import Counting


def told(door: Door, group_id: str | None, **more: Any) -> dict[str, Any]:
    post: dict[str, Any] = door.make("announcements/", {"body": "The till changes.", "group": group_id, **more})
    return post


def state(person: Person, post: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = device(person).read(f"posts/{post['id']}/")["announcement"]
    return found


def names(person: Person, post: dict[str, Any], which: str) -> list[str]:
    page = device(person).read(f"posts/{post['id']}/acknowledgements/?which={which}")
    return [one["person"]["name"] for one in page["results"]]


@pytest.fixture
def sam(db: None) -> Person:
    """Who runs the site."""
    return admit("sam", site_role="site_admin")


def test_a_moderator_announces_and_members_say_that_they_have_read(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    until = (clock.now().date() + dt.timedelta(days=3)).isoformat()
    post = told(device(mo), scene.closed.id, until=until)
    assert (post["kind"], post["body"]) == ("announcement", "The till changes.")
    assert (post["announcement"]["done"], post["announcement"]["readers"]) == (0, 2)
    before = state(bo, post)
    assert (before["asked"], before["acknowledged"], before["until"]) == (True, False, until)
    assert (before["done"], before["readers"], before["names"]) == (None, None, False), (
        "numbers are for those who moderate"
    )
    after = device(bo).make(f"posts/{post['id']}/acknowledge/")
    assert after["announcement"]["acknowledged"]
    assert "acknowledge" not in after["can"]
    device(bo).make(f"posts/{post['id']}/acknowledge/")
    assert Acknowledgement.objects.count() == 1, "saying it twice changes nothing"
    assert (state(mo, post)["done"], state(ana, post)["done"]) == (1, 1)
    assert (names(ana, post, "done"), names(ana, post, "waiting")) == ([bo.name], [ana.name])
    heard = Event.objects.filter(type="announcement.acknowledged").values_list("audience_id", flat=True)
    assert set(heard) == {mo.id, bo.id}, "who wrote it, and the other devices of who read it"


def test_only_those_who_moderate_announce(scene: Scene, bo: Person, cy: Person, gus: Person) -> None:
    for person, group, expected in (
        (bo, scene.open.id, 403), (cy, scene.open.id, 403), (cy, scene.closed.id, 404), (gus, scene.open.id, 404),
        (bo, NOWHERE, 404), (bo, None, 403), (gus, None, 404),
    ):  # fmt: skip
        answer = device(person).ask("POST", "announcements/", {"body": "x", "group": group})
        assert answer.status_code == expected, (person, group)
    assert not Post.objects.filter(kind="announcement").exists()


def test_who_runs_the_site_announces_to_everyone(
    scene: Scene, sam: Person, bo: Person, cy: Person, gus: Person
) -> None:
    post = told(device(sam), None)
    members = Person.objects.filter(kind="member", is_active=True).count()
    assert (state(sam, post)["done"], state(sam, post)["readers"]) == (0, members - 1)
    for person in (bo, cy):
        feed = device(person).read("feed/?only=announcements")["results"]
        assert [one["id"] for one in feed] == [post["id"]]
    nothing = comparable(device(gus).ask("GET", f"posts/{NOWHERE}/"))
    assert comparable(device(gus).ask("GET", f"posts/{post['id']}/")) == nothing, "a guest is not everyone"
    assert device(gus).ask("POST", f"posts/{post['id']}/acknowledge/").status_code == 404
    device(cy).make(f"posts/{post['id']}/acknowledge/")
    assert state(sam, post)["done"] == 1
    assert names(sam, post, "done") == [cy.name]
    assert device(bo).ask("GET", f"posts/{post['id']}/acknowledgements/").status_code == 403
    assert device(bo).ask("POST", f"posts/{post['id']}/replies/", {"body": "When?"}).status_code == 201
    assert Post.objects.get(id=post["id"]).audience_id == EVERYONE


def test_numbers_are_counted_over_who_reads_now(scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    post = told(device(ana), scene.closed.id)
    for person in (bo, mo):
        acknowledge(person, post_id=post["id"])
    assert (state(ana, post)["done"], state(ana, post)["readers"]) == (2, 2)
    remove_member(ana, group_id=scene.closed.id, person_id=bo.id)
    assert (state(ana, post)["done"], state(ana, post)["readers"]) == (1, 1)
    add_member(ana, group_id=scene.closed.id, person_id=cy.id)
    assert (state(ana, post)["done"], state(ana, post)["readers"]) == (1, 2)
    Person.objects.filter(id=cy.id).update(is_active=False)
    assert (state(ana, post)["done"], state(ana, post)["readers"]) == (1, 1)


def test_who_only_reads_an_open_group_is_not_asked(scene: Scene, ana: Person, cy: Person) -> None:
    post = told(device(ana), scene.open.id)
    assert (state(cy, post)["asked"], state(cy, post)["done"]) == (False, None)
    assert device(cy).ask("POST", f"posts/{post['id']}/acknowledge/").status_code == 403
    assert device(ana).ask("POST", f"posts/{post['id']}/acknowledge/").status_code == 403, "nor is who wrote it"
    assert device(cy).ask("GET", f"posts/{post['id']}/acknowledgements/").status_code == 403


def test_what_does_not_ask_is_not_acknowledged(scene: Scene, ana: Person, bo: Person) -> None:
    post = told(device(ana), scene.open.id, asks=False)
    for path in (f"posts/{post['id']}/acknowledge/", f"posts/{scene.in_open}/acknowledge/"):
        answer = device(bo).ask("POST", path)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "not_asked")
    assert device(ana).ask("GET", f"posts/{post['id']}/acknowledgements/").status_code == 404


def test_an_announcement_is_edited_and_deleted_like_other_words(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    post = told(device(mo), scene.open.id)
    assert device(mo).ask("PATCH", f"posts/{post['id']}/", {"body": "Another day."}).status_code == 200
    assert device(bo).ask("PATCH", f"posts/{post['id']}/", {"body": "x"}).status_code == 403
    assert device(bo).ask("DELETE", f"posts/{post['id']}/").status_code == 403
    assert device(ana).ask("DELETE", f"posts/{post['id']}/").status_code == 204
    assert device(bo).ask("POST", f"posts/{post['id']}/acknowledge/").status_code == 409
    assert device(bo).read(f"posts/{post['id']}/")["announcement"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("body", ""), ("body", "x" * 20_001), ("body", None), ("until", "2020-01-01"), ("until", "soon"), ("asks", "yes")],
)
def test_what_cannot_be_announced_is_refused(scene: Scene, ana: Person, field: str, value: Any) -> None:
    answer = device(ana).ask("POST", "announcements/", {"body": "x", "group": scene.open.id, field: value})
    assert (answer.status_code, set(json.loads(answer.text)["errors"])) == (400, {field})


READ = 8


@pytest.mark.parametrize("number", [1, 10, 60])
def test_a_feed_of_announcements_costs_the_same(ana: Person, statements: Counting, number: int) -> None:
    group = found(ana, "closed")
    for one in range(number):
        announce(ana, audience_id=group.audience_id, body=f"Number {one}")
    door = device(ana)
    door.read("me/")
    with statements(READ):
        page = door.read("feed/?only=announcements&limit=100")
    assert len(page["results"]) == number


LISTED = 7


@pytest.mark.parametrize("number", [1, 10, 60])
def test_the_list_of_who_has_not_read_it_costs_the_same(ana: Person, statements: Counting, number: int) -> None:
    group = found(ana, "closed")
    for one in range(number):
        add_member(ana, group_id=group.id, person_id=admit(f"m{one}").id)
    post = announce(ana, audience_id=group.audience_id, body="The till changes.")
    door = device(ana)
    door.read("me/")
    with statements(LISTED):
        assert len(door.read(f"posts/{post}/acknowledgements/?limit=100")["results"]) == number


def test_who_is_muted_announces_nothing(scene: Scene, ana: Person, mo: Person) -> None:
    body = {"verb": "mute", "reason": "For order.", "days": 3}
    device(ana).make(f"groups/{scene.open.id}/members/{mo.id}/moderate/", body)
    assert "announce" not in device(mo).read(f"groups/{scene.open.id}/")["can"]
    with pytest.raises(NotAllowed):
        announce(mo, audience_id=scene.open.audience_id, body="All of you.")
    assert announce(mo, audience_id=scene.closed.audience_id, body="All of you.")
