"""The description of the API has no gaps: every operation, error, shape and event says what it is, with an example."""

import functools
import json
from typing import Any

import orjson
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from esn.core import asyncapi
from groups.changes import SNAPSHOT
from people.actions import issue_token
from people.models import Person
from tests.cast import Door, Scene, browser, device, key, stranger

Node = dict[str, Any]

OURS = {"esn", "people", "groups", "feeds", "inbox", "cases", "search"}


@functools.cache
def described() -> Node:
    """The description as it is sent."""
    made = SchemaGenerator().get_schema(request=None, public=True)
    found: Node = orjson.loads(orjson.dumps(made, default=str))
    return found


@functools.cache
def operations() -> dict[str, Node]:
    """Every operation by its method and path."""
    return {
        f"{method.upper()} {path}": one
        for path, item in described()["paths"].items()
        for method, one in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


def _bodies(operation: Node) -> list[Node]:
    """What goes in and comes out as JSON."""
    parts = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [
        media["schema"] for part in parts for kind, media in part.get("content", {}).items() if kind.endswith("json")
    ]


def _fits(shape: Node) -> Any:
    """What checks values of a shape of the description."""
    registry: Any = Registry().with_resource("urn:api", DRAFT202012.create_resource(described()))
    return Draft202012Validator({"$ref": f"urn:api{shape['$ref']}"}, registry=registry)


def _has_example(shape: Node) -> bool:
    if "$ref" in shape:
        target = described()["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        return bool(target.get("examples") or target.get("enum"))
    parts = [*shape.get("anyOf", ()), *shape.get("oneOf", ()), *([shape["items"]] if "items" in shape else ())]
    return all(map(_has_example, parts)) if parts else bool(shape.get("examples"))


def test_it_is_open_api_3_1() -> None:
    assert described()["openapi"].startswith("3.1.")


def test_every_operation_has_a_summary_and_a_description() -> None:
    missing = [name for name, one in operations().items() if not one.get("summary") or not one.get("description")]
    assert missing == []
    assert [name for name, one in operations().items() if len(one["summary"]) > 200] == []


def test_every_operation_names_its_errors_and_sends_them_as_problems() -> None:
    for name, one in operations().items():
        errors = {status: answer for status, answer in one["responses"].items() if status >= "400"}
        wanted = {"400", "429", "503"} | ({"401", "403"} if {"device": []} in one.get("security", ()) else set())
        wanted |= {"404"} if "{" in name else set()
        wanted |= {"413", "415"} if "requestBody" in one else set()
        assert wanted <= errors.keys(), name
        assert {kind for answer in errors.values() for kind in answer["content"]} == {"application/problem+json"}, name


def test_every_error_has_examples_that_fit() -> None:
    examples = described()["components"]["examples"]
    for name, one in operations().items():
        for status, answer in one["responses"].items():
            for media in answer["content"].values() if status >= "400" else ():  # 416 comes without a body
                assert media["examples"], (name, status)
                for code, ref in media["examples"].items():
                    assert ref == {"$ref": f"#/components/examples/{code}"}
                    assert examples[code]["value"]["status"] == int(status)
                    assert _fits(media["schema"]).is_valid(examples[code]["value"]), (name, code)


def test_the_examples_of_errors_are_what_the_site_says(scene: Scene, ana: Person) -> None:
    ana.language = "en"
    ana.save()
    door, said, sent = device(ana), key(), {"kind": "person", "name": "M. Petit"}
    reader = Door(headers={"Authorization": f"Bearer {issue_token(ana, device='reader', scope='read')[1]}"})
    door.make("customers/", sent, Idempotency_Key=said)
    one = f"customers/{scene.customer}/"
    told = [
        stranger().ask("GET", "me/", Accept_Language="en"),
        stranger().ask("GET", "me/", Authorization="Bearer esn_none", Accept_Language="en"),
        reader.ask("POST", "customers/", sent),
        browser(ana).ask("POST", "customers/", sent),
        door.ask("GET", "groups/?limit=0"),
        door.ask("POST", "customers/", b"{"),
        door.ask("GET", "customers/nobody/"),
        door.ask("DELETE", "customers/"),
        door.ask("PATCH", one, {"name": "Mme Dupont"}, If_Match='"9"'),
        door.ask("POST", "customers/", b'"' + b"x" * 300_000 + b'"'),
        door.ask("POST", "customers/", b"x", Content_Type="text/plain"),
        door.ask("POST", "customers/", {**sent, "name": "M. Grand"}, Idempotency_Key=said),
    ]
    examples = described()["components"]["examples"]
    for answer in told:
        problem = json.loads(answer.text)
        shown = examples[problem["code"]]["value"]
        same = ("type", "title", "status", "code", "detail", "errors")
        assert {name: problem[name] for name in same} == {name: shown[name] for name in same}
        assert problem.keys() == shown.keys()
    # Three need a state of the site, and one another person's request at the same time.
    tried = {json.loads(answer.text)["code"] for answer in told}
    assert examples.keys() - tried == {"not_allowed", "closed", "key_running", "throttled", "busy"}


def test_every_body_has_an_example() -> None:
    assert [name for name, one in operations().items() if not all(map(_has_example, _bodies(one)))] == []


def test_every_example_fits_its_shape() -> None:
    wrong: Node = {}
    for name, shape in described()["components"]["schemas"].items():
        fits = _fits({"$ref": f"#/components/schemas/{name}"})
        for example in shape.get("examples", ()):
            wrong |= dict.fromkeys([name] * (not fits.is_valid(example)), example)
    assert wrong == {}


def _serializers(kind: Any) -> list[Any]:
    return [kind, *(one for inner in kind.__subclasses__() for one in _serializers(inner))]


def test_what_is_sent_for_a_field_that_is_left_out_is_taken_when_it_is_sent() -> None:
    """Generated clients send the defaults that the description names."""
    operations()  # all doors are imported
    fields = [
        field
        for kind in _serializers(serializers.Serializer)
        if kind.__module__.split(".")[0] in OURS and not issubclass(kind, DataclassSerializer)
        for field in kind().get_fields().values()
        if field.default is not serializers.empty and not callable(field.default)
    ]
    assert len(fields) > 50
    for field in fields:
        field.run_validation(field.default)


# Events ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def events(db: None) -> Node:
    """The description of the events, as anybody gets it."""
    answer = Client().get("/api/v1/events/schema/")
    assert answer.status_code == 200
    found: Node = orjson.loads(answer.content)
    return found


def test_every_fact_is_described_with_an_example_that_fits(events: Node) -> None:
    messages = events["components"]["messages"]
    assert events["asyncapi"] == "3.0.0"
    assert {fact.type for fact in asyncapi.facts()} <= {one["name"] for one in messages.values()}
    for name, one in messages.items():
        assert one["summary"], name
        for example in one["examples"]:
            Draft202012Validator(one["payload"]).validate(example["payload"])


def test_the_stream_is_a_place_where_one_hears_and_a_reset_names_the_snapshot(events: Node) -> None:
    stream = events["channels"]["stream"]
    assert stream["address"] == "/api/v1/live/"
    assert set(stream["messages"]) == {
        name for name in events["components"]["messages"] if not name.startswith("said.")
    }
    assert "say_stream" not in events["operations"]
    reset = events["components"]["messages"]["told.reset"]
    assert reset["examples"][0]["payload"]["snapshot"] == SNAPSHOT


def test_every_reference_between_the_events_leads_somewhere(events: Node) -> None:
    def refs(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [one for inner in node.values() for one in refs(inner)]
        return [one for inner in node for one in refs(inner)] if isinstance(node, list) else []

    for ref in refs(events):
        target: Any = events
        for part in ref.removeprefix("#/").split("/"):
            target = target[part]
        assert target
