"""Junk at the doors of rules, exceptions and huddles that are there: what was wrong is said, nothing fails."""

import datetime as dt
import json
import random
from typing import Any

import pytest

from esn.core import clock
from people.models import Person
from tests.cases.rules import asked, person, refund_rule
from tests.cast import Scene, device
from tests.core.test_no_door_fails import bodies

DOORS = (
    ("POST", "rules/"),
    ("PATCH", "rules/{rule}/"),
    ("POST", "cases/{case}/waivers/"),
    ("POST", "waivers/{waiver}/grant/"),
    ("POST", "waivers/{waiver}/refuse/"),
    ("POST", "cases/{case}/huddles/"),
    ("POST", "huddles/{huddle}/options/"),
    ("POST", "huddles/{huddle}/opinions/"),
    ("POST", "huddles/{huddle}/decide/"),
    ("POST", "huddles/{huddle}/close/"),
)


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_no_door_fails_about_something_that_is_there(
    scene: Scene, ana: Person, bo: Person, method: str, path: str
) -> None:
    door, draw = device(ana), random.Random(path)
    rule = refund_rule(door, person(ana))
    waiver = asked(device(bo), scene.case, rule)
    deadline = (clock.now() + dt.timedelta(hours=1)).isoformat()
    said: dict[str, Any] = {"question": "x", "deadline": deadline, "invited": [person(bo)], "options": [{"text": "x"}]}
    huddle = door.make(f"cases/{scene.case}/huddles/", said)
    names = {"rule": rule["id"], "waiver": waiver["id"], "huddle": huddle["id"], "case": scene.case}
    for body in [one for _ in range(12) for one in bodies(draw)]:
        answer = door.ask(method, path.format(**names), body)
        assert answer.status_code < 500, (path, body)
        assert answer.status_code < 300 or json.loads(answer.text)["code"]
