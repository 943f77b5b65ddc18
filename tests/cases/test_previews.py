"""A case as a partner sees it: ``cases/{ref}/as/{side}/``, for colleagues, and exactly what the guest reads."""

import json
from typing import Any

import pytest

from cases.actions import post_in_case, remove_participant
from esn.core.models import Event
from people.models import Person
from tests.cast import NO_CASE, Scene, comparable, device, rows, side_named


@pytest.fixture
def side(scene: Scene) -> str:
    """How colleagues name the carrier's side."""
    return side_named(scene.case, "partner")


def own(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Posts without what is a reader's own."""
    return [{name: value for name, value in post.items() if name not in ("can", "unread")} for post in posts]


def test_a_colleague_sees_what_gus_sees_and_nothing_else(
    scene: Scene, ana: Person, bo: Person, gus: Person, side: str
) -> None:
    post_in_case(ana, ref=scene.case, body="For our eyes.")
    post_in_case(gus, ref=scene.case, body="Monday would do.", side=side)
    view = device(bo).read(f"cases/{scene.case}/as/{side}/")
    assert own(view["posts"]) == own(device(gus).read(f"cases/{scene.case}/posts/")["results"])
    assert view["case"] == {**device(gus).read(f"cases/{scene.case}/"), "can": []}
    assert view["commitments"] == device(gus).read(f"cases/{scene.case}/commitments/")["results"]
    assert (view["guest"]["id"], view["partner"], view["side"]) == (gus.id, "Transports Vasseur", side)
    assert "For our eyes" not in json.dumps(view)


def test_looking_changes_nothing_and_lets_nobody_act(scene: Scene, ana: Person, gus: Person, side: str) -> None:
    door = device(ana)
    before, events = rows(), Event.objects.count()
    view = door.read(f"cases/{scene.case}/as/{side}/")
    assert not any(post["can"] or post["unread"] for post in view["posts"])
    assert door.ask("POST", f"cases/{scene.case}/as/{side}/", {}).status_code == 405
    assert (rows(), Event.objects.count()) == (before, events)


def test_a_side_without_a_guest_is_said_to_be_so(scene: Scene, ana: Person, gus: Person, side: str) -> None:
    remove_participant(ana, ref=scene.case, person_id=gus.id)
    assert device(ana).ask("GET", f"cases/{scene.case}/as/{side}/").status_code == 409


def test_the_preview_is_nowhere_for_guests_and_for_whoever_does_not_read_the_case(
    scene: Scene, ana: Person, cy: Person, gus: Person, side: str
) -> None:
    nothing = comparable(device(ana).ask("GET", f"cases/{NO_CASE}/as/{side}/"))
    assert nothing.status == 404
    asked = ((ana, scene.case, "partner:nobody"), (ana, scene.case, "internal"), (ana, scene.case, "customer"))
    for person, ref, name in (*asked, (cy, scene.restricted, side)):
        assert comparable(device(person).ask("GET", f"cases/{ref}/as/{name}/")) == nothing
    absent = comparable(device(gus).ask("GET", f"cases/{NO_CASE}/as/{side}/"))
    assert comparable(device(gus).ask("GET", f"cases/{scene.case}/as/{side}/")) == absent
    assert absent.status == 404


@pytest.mark.parametrize("query", ["limit=0", "cursor=x", "side=internal"])
def test_a_page_of_it_that_cannot_be_is_refused(scene: Scene, ana: Person, side: str, query: str) -> None:
    assert device(ana).ask("GET", f"cases/{scene.case}/as/{side}/?{query}").status_code == 400


def test_it_goes_on_page_by_page(scene: Scene, ana: Person, gus: Person, side: str) -> None:
    for number in range(3):
        post_in_case(gus, ref=scene.case, body=f"Word {number}", side=side)
    path = f"cases/{scene.case}/as/{side}/?limit=2"
    first = device(ana).read(path)
    second = device(ana).read(f"{path}&cursor={first['next']}")
    bodies = [post["body"] for post in (*first["posts"], *second["posts"])]
    assert bodies[:3] == ["Word 2", "Word 1", "Word 0"]
