"""What happens where one may not look changes nothing of what one sees: not a byte, a number, an order or a tag."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from cases.actions import add_participant, take_case
from esn.core import clock
from feeds.actions import delete_post, edit_post, publish, reply
from groups.actions import add_member, edit_group, leave, remove_member
from people.models import Person
from search import engines
from tests.cast import Door, Scene, device, found, matter, say
from tests.house.addresses import routes

READ = [route.removeprefix("api/v1/") for route in routes() if route.startswith("api/v1/")]
QUIET = {"schema/", "docs/", "me/devices/"}  # pages that describe the doors, and when a device was used
CURSOR = re.compile(r'"(?:next|cursor)":"[^"]+"')  # sealed anew each time
ASKED = {"me/hours/reach/": "at", "since/": "since"}  # the moment of the question itself

pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]


@pytest.fixture(autouse=True)
def _own_index(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An index of this test alone, and a clock that stands still: what comes with midnight is no leak."""
    settings.DATA_DIR = tmp_path
    engines.chosen.cache_clear()
    with clock.at(clock.now()):
        yield
    engines.chosen.cache_clear()


def view(door: Door, scene: Scene, people: list[Person]) -> dict[str, Any]:
    """Every answer that somebody gets to a question, with its headers; cursors only as being there."""
    names = {
        "group_id": [scene.open.id, scene.closed.id], "post_id": [scene.in_open, scene.in_case, scene.with_partner],
        "ref": [scene.case], "customer_id": [scene.customer], "person_id": [person.id for person in people],
    }  # fmt: skip
    seen = {}
    for path in sorted(_filled(names)):
        for query in ("", "?limit=1", "?limit=3") if "<" not in path else ("",):
            answer = door.ask("GET", path + query)
            headers = {name: text for name, text in answer.items() if name != "Content-Length"}
            said = re.sub(rf'"{ASKED[path]}":"[^"]+"', "", answer.text, count=1) if path in ASKED else answer.text
            seen[path + query] = (answer.status_code, CURSOR.sub('"next":"…"', said), headers)
    for q in ("canary", "wardrobe", "dupin", "group", "complaint"):
        seen[f"search {q}"] = json.loads(CURSOR.sub('"next":"…"', door.ask("GET", f"search/?q={q}").text))
    return seen


def _filled(names: dict[str, list[str]]) -> set[str]:
    paths = {route for route in READ if route not in QUIET}
    for name, ids in names.items():
        mark = f"<str:{name}>"
        paths = {path.replace(mark, id_) for path in paths for id_ in (ids if mark in path else [""])}
    return {path for path in paths if "<" not in path}


def test_cy_and_gus_notice_nothing(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person) -> None:
    doors = {person.handle: device(person) for person in (cy, gus)}
    people = [ana, bo, cy, mo, gus]
    inner = device(ana)
    inner.ask("PATCH", "me/", {})  # that she is here is for all her colleagues to see; what she does is not
    before = {handle: view(door, scene, people) for handle, door in doors.items()}
    assert all(len(seen) > 60 for seen in before.values())
    began = {handle: door.read("events/")["cursor"] for handle, door in doors.items()}

    hidden = found(ana, "secret", name="A canary group", member=bo)
    edit_group(ana, group_id=hidden.id, name="A second canary group")
    for group in (hidden, scene.secret, scene.closed):
        post = say(bo, group, "A canary in the dark") if group != hidden else publish(
            bo, audience_id=hidden.audience_id, body="A canary in the dark"
        )  # fmt: skip
        reply(ana, post_id=post, body="canary")
        edit_post(bo, post_id=post, body="Another canary")
        delete_post(ana, post_id=post)
    add_member(ana, group_id=scene.secret.id, person_id=mo.id, role="owner")
    leave(bo, group_id=hidden.id)
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    quiet = matter(ana, scene.customer, title="Wardrobe and canary", restricted=True)
    add_participant(ana, ref=quiet, person_id=bo.id)
    take_case(bo, ref=quiet)
    for ref in (quiet, scene.restricted):
        inner.make(f"cases/{ref}/posts/", {"body": "A canary among us"})
        inner.make(f"cases/{ref}/posts/", {"body": "A canary for her", "side": "customer"})
        inner.ask("PATCH", f"cases/{ref}/story/", {"tried": "A canary"})
        inner.ask("PATCH", f"cases/{ref}/", {"severity": "critical", "status": "waiting_customer"})

    for handle, door in doors.items():
        after = view(door, scene, people)
        different = {path for path in before[handle] if before[handle][path] != after[path]}
        assert different == set(), (handle, {path: (before[handle][path], after[path]) for path in different})
        assert door.read(f"events/?after={began[handle]}")["results"] == []


def test_gus_notices_nothing_of_the_inside_of_his_own_case(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    door = device(gus)
    inner = device(ana)
    inner.ask("PATCH", "me/", {})
    before = view(door, scene, [ana, bo, gus])
    began = door.read("events/")["cursor"]
    inner.make(f"cases/{scene.case}/posts/", {"body": "A canary among us"})
    inner.make(f"cases/{scene.case}/posts/", {"body": "A canary for her", "side": "customer"})
    inner.ask("PATCH", f"cases/{scene.case}/story/", {"tried": "A canary"})
    inner.ask("PATCH", f"cases/{scene.case}/", {"severity": "critical", "title": "A canary", "status": "in_hand"})
    reply(bo, post_id=scene.in_case, body="canary")
    after = view(door, scene, [ana, bo, gus])
    assert {path: (before[path], after[path]) for path in before if before[path] != after[path]} == {}
    assert door.read(f"events/?after={began}")["results"] == []
