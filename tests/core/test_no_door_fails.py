"""Every REST door, every method, junk of all kinds: an answer that says what was wrong, never a failure of ours.

New doors are found by the resolver and tried without being named here.
"""

import json
import random
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client

from people.models import Person
from tests.cast import Scene, browser, device
from tests.house.addresses import routes

PUBLIC = {"api/v1/schema/", "api/v1/docs/", "api/v1/events/schema/"}  # pages that describe the doors
DOORS = [route.removeprefix("api/v1/") for route in routes() if route.startswith("api/v1/") and route not in PUBLIC]
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD")
WRITING = {"POST", "PATCH"}
ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**63, -(2**63), 10**400, "", " ", "x", "\x00", "\ud800", "é" * 50, "x" * 25_000,
    "0" * 32, "2026-11-21T10:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01", "2026-02-30", "P1D", "phone", "in",
    "person", "team", "member", "open", "fr", "internal", [], [None], [[]], ["x"] * 200, {}, {"id": "x"},
    {"kind": "person", "id": "x"}, {"kind": "team", "id": "\x00"}, {"x": {"x": {"x": []}}},
    {"start": "x", "end": "x", "timezone": "x"},
    {"start": "2026-11-21T10:00:00Z", "end": "2026-11-21T09:00:00Z", "timezone": "Mars/Olympus"},
]  # fmt: skip
QUERIES = (
    "",
    "?limit=0",
    "?cursor=x",
    "?q=%00",
    "?q=" + "x" * 3000,
    "?x[]=1&x[]=2",
    "?after=%ED%A0%80",
    "?%00=1",
    "?=&&=",
)
FIELDS = [
    "name", "title", "body", "text", "kind", "openness", "purpose", "person", "role", "accept", "customer", "story",
    "severity", "status", "restricted", "holder", "public_title", "next_news_due", "side", "happened", "wanted",
    "channel", "direction", "minutes", "note", "retold", "missing", "to", "brief", "expectation", "until", "cause",
    "lifter", "meanwhile", "next_check", "reason", "window", "kept_by", "told", "options", "value", "source",
    "verified_at", "holds_until", "sensitivity", "subject", "phones", "mails", "references", "language",
    "time_zone", "username", "password", "device", "code", "current", "new", "system", "partner", "everywhere",
    "version", "warnings", "everyone", "attachments", "alt",
    "rule", "what", "why", "limit", "decider", "condition", "question", "deadline", "invited", "option", "stance",
    "promise", "owner", "deciders", "answer_minutes", "review_after", "since",
]  # fmt: skip


def filled(route: str, scene: Scene, person: Person) -> str:
    """A door about something that is there."""
    names = {
        "group_id": scene.open.id, "post_id": scene.in_case, "ref": scene.case, "customer_id": scene.customer,
        "person_id": person.id,
    }  # fmt: skip
    parts = [
        names.get(part.strip("<>").split(":")[1], "0" * 32) if part.startswith("<") else part
        for part in route.split("/")
    ]
    return "/".join(parts)


def bodies(draw: random.Random) -> list[bytes]:
    """Nothing, junk, and objects with odd values in names that doors know."""
    made = [b"", b"{", b"null", b"\xff"]
    for _ in range(3):
        odd = {name: draw.choice(ODD) for name in draw.sample(FIELDS, 15)}
        made.append(json.dumps(odd).encode())
    full = {name: draw.choice(ODD) for name in FIELDS}
    return [*made, json.dumps(full).encode()]


@pytest.mark.parametrize("route", DOORS)
def test_no_door_fails_whatever_it_is_given(scene: Scene, ana: Person, gus: Person, route: str) -> None:
    draw = random.Random(route)
    path = filled(route, scene, ana)
    for person in (ana, gus):
        door = device(person)
        allowed = _answers(door, "OPTIONS", path, b"")["Allow"].split(", ")
        for method in METHODS:
            for body in bodies(draw) if method in allowed and method in WRITING else [b"{}"]:
                _answers(device(person) if "auth" in path else door, method, path, body)
        for query in QUERIES if person is ana and "GET" in allowed else ():
            _answers(door, "GET", path + query, b"")


def _answers(door: Client, method: str, path: str, body: bytes) -> HttpResponse:
    answer = door.generic(
        method, f"/api/v1/{path}", body, content_type="application/json", headers={"If-Match": '"0"', "Accept": "*/*"}
    )
    assert answer.status_code < 500, f"{method} {path} {body[:300]!r} → {answer.status_code} {answer.text[:300]}"
    if answer.status_code >= 400 and method != "HEAD":
        said = json.loads(answer.text)
        both = {"yours", "theirs"} if answer.status_code == 412 else set()
        assert {"type", "title", "status", "code", "detail", "errors", *both} == set(said), answer.text
        assert said["title"]
    return cast(HttpResponse, answer)


def test_a_browser_gets_errors_in_the_same_shape(scene: Scene, ana: Person) -> None:
    door = browser(ana)
    for route in DOORS:
        answer = door.ask("PUT", filled(route, scene, ana), {})
        assert answer.status_code in {401, 403, 404, 405, 429}, (route, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"
