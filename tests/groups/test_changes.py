"""What changed since: ``GET events/?after=<cursor>``; for devices that were away, and what they may know now."""

import json

import pytest

from cases.actions import restrict_case
from esn.core import cursors
from esn.core.events import Position
from feeds.actions import delete_post, edit_post, publish
from groups.actions import add_member, join, leave, remove_member
from people.models import Person
from tests.cast import Door, Scene, device, found
from tests.conftest import Counting

pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]


def now(door: Door) -> str:
    """The present cursor."""
    said = door.read("events/")
    assert set(said) == {"results", "cursor", "more", "reset"}
    assert (said["results"], said["more"]) == ([], False)
    cursor: str = said["cursor"]
    return cursor


def since(door: Door, cursor: str, limit: int = 20) -> list[tuple[str, str]]:
    """Type and id of everything after a cursor, page by page."""
    got: list[tuple[str, str]] = []
    while True:
        page = door.read(f"events/?after={cursor}&limit={limit}")
        assert len(page["results"]) == limit or not page["more"]
        got += [(one["type"], one["data"]["id"]) for one in page["results"]]
        cursor = page["cursor"]
        if not page["more"]:
            return got


def test_without_a_cursor_there_is_only_the_present_one(scene: Scene, ana: Person) -> None:
    door = device(ana)
    assert since(door, now(door)) == []


def test_a_device_that_was_away_hears_everything_in_order(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    cursor = now(door)
    post = publish(ana, audience_id=scene.open.audience_id, body="x")
    edit_post(ana, post_id=post, body="y")
    delete_post(ana, post_id=post)
    expected = [("post.published", post), ("post.edited", post), ("post.deleted", post)]
    for limit in (1, 2, 100):
        assert since(door, cursor, limit) == expected
    assert since(door, cursor) == expected, "a cursor may be used again"


def test_a_fact_holds_what_the_api_says_and_no_text(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    cursor = now(door)
    post = publish(ana, audience_id=scene.open.audience_id, body="A canary in words")
    answer = door.ask("GET", f"events/?after={cursor}")
    (fact,) = json.loads(answer.text)["results"]
    assert set(fact) == {"cursor", "type", "audience", "at", "data"}
    assert (fact["audience"], fact["data"]) == (scene.open.audience_id, {"id": post, "kind": "message"})
    assert fact["at"].endswith("Z")
    assert "canary" not in answer.text
    assert since(door, fact["cursor"]) == []


def test_nobody_hears_of_what_they_may_not_read(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    doors = [device(cy), device(gus)]
    cursors = [now(door) for door in doors]
    publish(ana, audience_id=scene.secret.audience_id, body="x")
    publish(ana, audience_id=scene.closed.audience_id, body="x")
    device(ana).make(f"cases/{scene.restricted}/posts/", {"body": "x"})
    found(ana, "secret", name="Another")
    assert [since(door, cursor) for door, cursor in zip(doors, cursors, strict=True)] == [[], []]


def test_pages_are_full_whatever_lies_between(scene: Scene, ana: Person, cy: Person) -> None:
    """Five hundred facts that Cy may not know lie between two that he may."""
    door = device(cy)
    cursor = now(door)
    first = publish(ana, audience_id=scene.open.audience_id, body="x")
    for _ in range(60):
        publish(ana, audience_id=scene.secret.audience_id, body="x")
    last = publish(ana, audience_id=scene.open.audience_id, body="x")
    page = door.read(f"events/?after={cursor}&limit=2")
    assert [one["data"]["id"] for one in page["results"]] == [first, last]
    assert page["more"] is False


def test_rights_are_those_of_the_moment_of_asking(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    doors = {"bo": device(bo), "cy": device(cy)}
    cursors = {name: now(door) for name, door in doors.items()}
    secret = publish(ana, audience_id=scene.secret.audience_id, body="x")
    in_case = device(ana).make(f"cases/{scene.case}/posts/", {"body": "x"})["id"]
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    add_member(ana, group_id=scene.secret.id, person_id=cy.id)
    restrict_case(ana, ref=scene.case, restricted=True)
    heard = {name: since(doors[name], cursors[name]) for name in doors}
    assert ("post.published", secret) not in heard["bo"]
    assert ("membership.changed", scene.secret.audience_id) in heard["bo"], "the device forgets what it had"
    assert ("post.published", secret) in heard["cy"]
    assert ("post.published", in_case) in heard["bo"]
    assert ("post.published", in_case) not in heard["cy"]


def test_joining_shows_old_facts_to_an_old_cursor(scene: Scene, ana: Person, cy: Person) -> None:
    door = device(cy)
    cursor = now(door)
    group = found(ana, "open", name="Another")
    post = publish(ana, audience_id=group.audience_id, body="x")
    join(cy, group_id=group.id)
    leave(cy, group_id=group.id)
    assert ("post.published", post) in since(door, cursor)


def test_cursors_cannot_be_lent_bent_or_used_elsewhere(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    cursor = now(door)
    page = door.read("feed/?limit=1")["next"]
    bent = cursor[:-2] + ("BA" if cursor.endswith("AA") else "AA")
    for wrong, who in ((cursor, bo), (bent, ana), (page, ana), ("x", ana), ("%00", ana), ("é", ana)):
        answer = device(who).ask("GET", f"events/?after={wrong}")
        assert answer.status_code == 400
        assert list(json.loads(answer.text)["errors"]) == ["after"]


def test_a_cursor_of_what_never_was_is_told_to_begin_anew(scene: Scene, ana: Person) -> None:
    """As after a copy of yesterday was put back: waiting there would lose all that happens until then."""
    door = device(ana)
    ahead = cursors.seal(ana.id, Position(2**47, 2**47))
    said = door.read(f"events/?after={ahead}")
    assert (said["results"], said["reset"]) == ([], "/api/v1/snapshot/")
    post = publish(ana, audience_id=scene.open.audience_id, body="x")
    assert since(door, said["cursor"]) == [("post.published", post)]


def test_a_former_role_opens_nothing(scene: Scene, ana: Person, bo: Person) -> None:
    """A cursor says where, not what: somebody who was a moderator reads on as who they are now."""
    door = device(bo)
    cursor = now(door)
    publish(ana, audience_id=scene.secret.audience_id, body="x")
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    heard = door.read(f"events/?after={cursor}")["results"]
    assert scene.secret.audience_id not in {one["audience"] for one in heard}


def test_a_phone_asks_for_the_fields_that_it_needs(scene: Scene, ana: Person) -> None:
    door = device(ana)
    cursor = now(door)
    publish(ana, audience_id=scene.open.audience_id, body="x")
    (fact,) = door.read(f"events/?after={cursor}&fields=type,data")["results"]
    assert set(fact) == {"cursor", "type", "data"}
    refused = door.ask("GET", f"events/?after={cursor}&fields=type,secret")
    assert (refused.status_code, list(json.loads(refused.text)["errors"])) == (400, ["fields"])


STATEMENTS = 7


def test_asking_costs_the_same_for_one_fact_and_for_a_hundred(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    cursor = now(door)
    publish(ana, audience_id=scene.open.audience_id, body="x")
    with statements(STATEMENTS):
        door.read(f"events/?after={cursor}&limit=100")
    for _ in range(99):
        publish(ana, audience_id=scene.open.audience_id, body="x")
    with statements(STATEMENTS):
        assert len(door.read(f"events/?after={cursor}&limit=100")["results"]) == 100
