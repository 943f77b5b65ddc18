"""Two edit the same: the second gets a 412 with the thing as it is now and with what they sent."""

import json
from typing import Any

import pytest

from people.models import Person
from tests.cast import Scene, device


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("posts/{scene.in_open}/", {"body": "theirs"}, {"body": "mine"}),
        ("cases/{scene.case}/", {"title": "theirs"}, {"title": "mine", "severity": "high"}),
        ("cases/{scene.case}/story/", {"wanted": "theirs"}, {"wanted": "mine"}),
        ("customers/{scene.customer}/", {"name": "theirs"}, {"name": "mine"}),
    ],
)
def test_both_versions_are_there(
    scene: Scene, ana: Person, path: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    door, path = device(ana), path.format(scene=scene)
    tag = door.ask("GET", path)["ETag"]
    assert door.ask("PATCH", path, first, If_Match=tag).status_code == 200
    answer = door.ask("PATCH", path, second, If_Match=tag)
    told = json.loads(answer.text)
    assert (answer.status_code, told["code"], told["yours"]) == (412, "stale", second)
    assert told["theirs"] == door.read(path)
    assert first.items() <= told["theirs"].items()
    assert door.ask("PATCH", path, second, If_Match=answer["ETag"]).status_code == 200, "with the tag of the answer"


def test_taking_back_what_changed_shows_what_it_is_now(scene: Scene, ana: Person) -> None:
    path = f"posts/{scene.in_open}/"
    told = json.loads(device(ana).ask("DELETE", path, If_Match='"9"').text)
    assert (told["yours"], told["theirs"]["id"]) == (None, scene.in_open)


def test_what_one_may_not_see_has_no_other_version(scene: Scene, cy: Person) -> None:
    for path in (f"posts/{scene.in_secret}/", f"cases/{scene.restricted}/"):
        answer = device(cy).ask("PATCH", path, {"body": "mine"}, If_Match='"9"')
        assert (answer.status_code, json.loads(answer.text).keys() & {"yours", "theirs"}) == (404, set())


@pytest.mark.parametrize(
    "odd", [b'{"body":"x","more":"\\ud800"}', b'{"body":"x","more":123456789012345678901234567890}']
)
def test_a_body_that_cannot_be_said_again_is_left_out(scene: Scene, ana: Person, odd: bytes) -> None:
    answer = device(ana).ask("PATCH", f"posts/{scene.in_open}/", odd, If_Match='"9"')
    assert (answer.status_code, json.loads(answer.text)["yours"]) == (412, None)
