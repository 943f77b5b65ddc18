"""Whom and what a text may mention, offered while one types: only what writer and readers both may know."""

from typing import Any

from feeds.actions import publish
from groups.actions import add_member
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device, found, side
from tests.conftest import Counting


def _offered(viewer: Person, q: str, audience: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = device(viewer).read(f"mentions/?q={q}&audience={audience}")["results"]
    return results


def test_who_sits_there_comes_before_who_only_reads(scene: Scene, ana: Person, bo: Person) -> None:
    admit("boaz", name="Bo Aaron")
    offered = _offered(ana, "bo", scene.open.audience_id)
    assert [(one["kind"], one["text"]) for one in offered] == [("person", "@bo"), ("person", "@boaz")]
    assert [one["text"] for one in _offered(ana, "bo", scene.closed.audience_id)] == ["@bo"]


def test_what_is_taken_from_the_list_is_a_mention(scene: Scene, ana: Person) -> None:
    admit("odd one@example.org", name="Odd [One]")
    for q in ("bo", "odd", "the+open", "dupin", "wardrobe"):
        taken = _offered(ana, q, scene.open.audience_id)[0]
        post = publish(ana, audience_id=scene.open.audience_id, body=f"Ask {taken['text']} first.")
        assert 'class="mention"' in device(ana).read(f"posts/{post}/")["html"], taken


def test_a_restricted_case_and_a_secret_group_are_offered_at_home_alone(scene: Scene, ana: Person) -> None:
    inside = side(scene.restricted, "internal")
    assert _offered(ana, "complaint", scene.open.audience_id) == []
    assert _offered(ana, scene.restricted, scene.open.audience_id) == []
    assert [one["text"] for one in _offered(ana, "complaint", inside)] == [scene.restricted]
    assert [one["id"] for one in _offered(ana, "secret", scene.secret.audience_id)] == [scene.secret.id]
    assert _offered(ana, "secret", scene.open.audience_id) == []


def test_nothing_internal_is_offered_on_an_outer_side(scene: Scene, ana: Person, gus: Person) -> None:
    partner, customer = side(scene.case, "partner"), side(scene.case, "customer")
    for q in ("", "the", "dupin", "wardrobe", "cy"):
        assert {one["kind"] for one in _offered(ana, q, partner)} <= {"person"}
        assert _offered(ana, q, customer) == []
    assert [one["text"] for one in _offered(ana, "gus", partner)] == ["@gus"]
    assert {one["kind"] for one in _offered(gus, "", partner)} == {"person"}


def test_cy_learns_nothing_of_where_she_does_not_read(scene: Scene, cy: Person) -> None:
    door = device(cy)
    absent = comparable(door.ask("GET", f"mentions/?q=a&audience={NOWHERE}"))
    for asked in (f"audience={scene.secret.audience_id}", f"reply_to={scene.in_secret}", "audience="):
        assert comparable(door.ask("GET", f"mentions/?q=a&{asked}")) == absent
    assert door.ask("GET", "mentions/?nonsense=1").status_code == 400


def test_a_hundred_who_match_cost_as_much_as_one(scene: Scene, ana: Person, statements: Counting) -> None:
    group = found(ana, "open", name="Large")
    for number in range(3):
        person = admit(f"zoe{number}", name=f"Zoe {number}")
        add_member(ana, group_id=group.id, person_id=person.id, role="member")
    door = device(ana)
    for q in ("zoe0", "zoe"):
        with statements(10):
            door.read(f"mentions/?q={q}&audience={group.audience_id}")
