"""What the REST doors do with bodies that are no JSON object: say so, keep nothing, and serve the next request."""

import json

import pytest

from groups.models import Group
from people.models import Person
from tests.cast import Door, device

NEW = {"name": "Deliveries", "kind": "team", "openness": "open"}


@pytest.fixture
def door(ana: Person) -> Door:
    return device(ana)


def refused(door: Door, body: bytes, status: int, code: str) -> None:
    answer = door.ask("POST", "groups/", body)
    said = json.loads(answer.text)
    assert (answer.status_code, said["code"]) == (status, code), answer.text
    assert answer["Content-Type"] == "application/problem+json"
    assert said["status"] == status
    assert said["detail"]
    assert not Group.objects.exists()
    assert door.ask("POST", "groups/", NEW).status_code == 201, "the next request is served"


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"nothing", b"{'name': 'x'}", b'{"name": "x",}', b"\xff\xfe", b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": NaN}',
        b'{"name": Infinity}', b'{"name": -Infinity}', b'{"name": 1e999}', b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": "x", "name": "y"}', b'{"a": {"b": 1, "b": 2}}', b"[" * 100_000, b'{"a":' * 40_000,
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)  # fmt: skip
def test_ana_sends_what_is_no_strict_json(door: Door, body: bytes) -> None:
    refused(door, body, 400, "parse_error")


def test_ana_sends_json_that_is_nested_too_deep(door: Door) -> None:
    refused(door, b'{"a":' * 100 + b"1" + b"}" * 100, 400, "parse_error")


@pytest.mark.parametrize("body", [b"[]", b'[{"name": "x"}]', b'"text"', b"17", b"null", b"true"])
def test_ana_sends_something_other_than_an_object(door: Door, body: bytes) -> None:
    refused(door, body, 400, "invalid")


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_ana_sends_nothing(door: Door, body: bytes) -> None:
    answer = door.ask("POST", "groups/", body)
    said = json.loads(answer.text)
    assert answer.status_code == 400
    assert set(said["errors"]) == {"name", "kind", "openness"}
    assert {one["code"] for found in said["errors"].values() for one in found} == {"required"}


@pytest.mark.parametrize("size", [257 * 1024, 2 * 1024 * 1024])
def test_a_body_of_more_than_256_kb_is_too_large(door: Door, size: int) -> None:
    refused(door, json.dumps(NEW | {"purpose": "x" * size}).encode(), 413, "body_too_large")


def test_a_body_of_256_kb_is_read(door: Door) -> None:
    body = json.dumps(NEW | {"ignored": ""})[:-2]
    answer = door.ask("POST", "groups/", f'{body}{"x" * (256 * 1024 - len(body) - 2)}"}}'.encode())
    assert answer.status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_ana_sends_something_that_does_not_call_itself_json(door: Door, kind: str) -> None:
    answer = door.generic("POST", "/api/v1/groups/", b'{"name": "x"}', content_type=kind)
    assert answer.status_code == 415
    assert json.loads(answer.text)["code"] == "unsupported_media_type"


def test_json_with_a_charset_is_json(door: Door) -> None:
    answer = door.generic(
        "POST", "/api/v1/groups/", json.dumps(NEW).encode(), content_type="application/json; charset=utf-8"
    )
    assert answer.status_code == 201


def test_whatever_is_accepted_the_answer_is_json(door: Door) -> None:
    answer = door.ask("GET", "groups/", accept="text/html, application/xml;q=0.9")
    assert answer["Content-Type"] == "application/json"
