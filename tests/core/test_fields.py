"""Wrong input, field by field: named in the answer, nothing changed, never a failure of ours."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from people.models import Person
from tests.cast import PASSWORD, Door, Scene, device, rows

SHOWN_NEVER = ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "\ud800", "a\udfffb"]


@dataclass(frozen=True)
class Text:
    """A text: how long at most, whether it is needed, may be empty, or is kept with its spaces; what its absence is."""

    longest: int
    needed: bool = True
    blank: bool = False
    secret: bool = False
    absent: str = "required"

    def wrong(self) -> list[tuple[Any, str]]:
        """Values and the code of their error."""
        values: list[Any] = [17, 1.5, True, [], {}, ["x"]]
        found: list[tuple[Any, str]] = [(value, "not_text") for value in values]
        found += [(value, "control") for value in SHOWN_NEVER]
        found += [("x" * (self.longest + 1), "max_length"), (None, "null")]
        if not self.blank:
            found.append(("", "blank"))
        return found if self.blank or self.secret else [*found, (" \n\t ", "blank")]


@dataclass(frozen=True)
class Word:
    """One of some words."""

    needed: bool = True

    def wrong(self) -> list[tuple[Any, str]]:
        """Values and the code of their error."""
        values: list[Any] = ["nonsense", "", "x" * 10_000, 17, True, [], {}, *SHOWN_NEVER]
        return [*[(value, "invalid_choice") for value in values], (None, "null")]


@dataclass(frozen=True)
class Flag:
    """True or false."""

    needed: bool = True

    def wrong(self) -> list[tuple[Any, str]]:
        """Values and the code of their error."""
        values: list[Any] = ["yes", "true", 1, 0, [], {}, ""]
        return [*[(value, "not_boolean") for value in values], (None, "null")]


@dataclass(frozen=True)
class Texts:
    """A list of texts."""

    longest: int
    most: int
    needed: bool = False

    def wrong(self) -> list[tuple[Any, str]]:
        """Values and the code of their error."""
        found: list[tuple[Any, str]] = [("x", "not_a_list"), (17, "not_a_list"), ({}, "not_a_list"), (None, "null")]
        found += [(["x"] * (self.most + 1), "max_length"), (["x" * (self.longest + 1)], "max_length")]
        return [*found, ([17], "not_text"), ([None], "null"), ([[]], "not_text"), (["a\x00"], "control")]


@dataclass(frozen=True)
class Moment:
    """A moment in RFC 3339."""

    needed: bool = False

    def wrong(self) -> list[tuple[Any, str]]:
        """Values and the code of their error; None for any."""
        values = [17, True, [], {}, "", "tomorrow", "2026-13-01T00:00:00Z", "a\x00", "\ud800", "x" * 1000]
        edges = [
            "9999-12-31T23:59:59-12:00",
            "0001-01-01T00:00:00+14:00",
            "0001-01-01T00:00:00",
            "2026-02-30T00:00:00Z",
        ]
        return [(value, "") for value in values + edges]


@dataclass(frozen=True)
class Way:
    """A verb that reads a body, with one that is right."""

    method: str
    path: str
    body: dict[str, Any]
    fields: dict[str, Text | Word | Flag | Texts | Moment] = field(default_factory=dict)


NEW_CASE = {"customer": "{scene.customer}", "title": "Lamp", "story": {"happened": "It fell."}}
WAYS = [
    Way("POST", "auth/tokens/", {"username": "ana", "password": PASSWORD, "device": "Ana's phone"},
        {"username": Text(60), "password": Text(200, secret=True), "device": Text(80), "code": Text(20, needed=False)}),
    Way("PATCH", "me/", {"name": "Ana"},
        {"name": Text(120, needed=False), "title": Text(120, needed=False, blank=True),
         "language": Text(5, needed=False), "time_zone": Text(40, needed=False)}),
    Way("POST", "me/password/", {"current": PASSWORD, "new": PASSWORD + " sharp"},
        {"current": Text(200, secret=True), "new": Text(200, secret=True)}),
    Way("POST", "groups/", {"name": "Deliveries", "kind": "team", "openness": "open"},
        {"name": Text(100), "kind": Word(), "openness": Word(), "purpose": Text(1000, needed=False, blank=True)}),
    Way("PATCH", "groups/{scene.open.id}/", {"name": "Deliveries"},
        {"name": Text(100, needed=False), "purpose": Text(1000, needed=False, blank=True)}),
    Way("POST", "groups/{scene.open.id}/members/", {"person": "{cy.id}"},
        {"person": Text(64), "role": Word(needed=False)}),
    Way("POST", "groups/{scene.closed.id}/requests/decide/", {"person": "{cy.id}", "accept": True},
        {"person": Text(64), "accept": Flag()}),
    Way("POST", "groups/{scene.open.id}/posts/", {"body": "Hello"}, {"body": Text(20_000, absent="blank")}),
    Way("PATCH", "posts/{scene.in_open}/", {"body": "Hello"}, {"body": Text(20_000)}),
    Way("POST", "posts/{scene.in_open}/replies/", {"body": "Hello"}, {"body": Text(20_000, absent="blank")}),
    Way("POST", "customers/", {"kind": "person", "name": "M. Petit"},
        {"kind": Word(), "name": Text(200), "language": Word(needed=False), "phones": Texts(40, 20),
         "mails": Texts(200, 20), "references": Texts(100, 50)}),
    Way("PATCH", "customers/{scene.customer}/", {"name": "M. Petit"},
        {"name": Text(200, needed=False), "language": Word(needed=False), "phones": Texts(40, 20),
         "mails": Texts(200, 20), "references": Texts(100, 50)}),
    Way("POST", "cases/", NEW_CASE,
        {"customer": Text(64), "title": Text(200), "public_title": Text(200, needed=False, blank=True),
         "severity": Word(needed=False), "restricted": Flag(needed=False)}),
    Way("PATCH", "cases/{scene.case}/", {"title": "Lamp"},
        {"title": Text(200, needed=False), "public_title": Text(200, needed=False), "severity": Word(needed=False),
         "status": Word(needed=False), "restricted": Flag(needed=False), "next_news_due": Moment()}),
    Way("POST", "cases/{scene.case}/posts/", {"body": "Hello"},
        {"body": Text(20_000, absent="blank"), "side": Text(60, needed=False)}),
    Way("PATCH", "cases/{scene.case}/story/", {"happened": "It fell."},
        {name: Text(20_000, needed=False, blank=True)
         for name in ("happened", "wanted", "tried", "refused", "constraints")}),
    Way("POST", "cases/{scene.case}/participants/", {"person": "{cy.id}"}, {"person": Text(64)}),
]  # fmt: skip


@pytest.fixture
def door(ana: Person) -> Door:
    ana.set_password(PASSWORD)
    ana.save()
    return device(ana)


def filled(value: Any, **names: Any) -> Any:
    """A path or a body with the ids of the scene."""
    if isinstance(value, dict):
        return {name: filled(one, **names) for name, one in value.items()}
    return value.format(**names) if isinstance(value, str) else value


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
def test_each_field_is_checked(door: Door, scene: Scene, cy: Person, way: Way) -> None:
    path, body = filled(way.path, scene=scene), filled(way.body, scene=scene, cy=cy)
    before = rows()
    for name, kind in way.fields.items():
        tries: list[tuple[Any, str]] = [({**body, name: value}, code) for value, code in kind.wrong()]
        if kind.needed:
            tries.append(({one: body[one] for one in body if one != name}, getattr(kind, "absent", "required")))
        for sent, code in tries:
            answer = door.ask(way.method, path, sent)
            told = f"{name}={sent.get(name, 'nothing')!r:.60} → {answer.status_code} {answer.text:.300}"
            assert answer.status_code == 400, told
            errors = json.loads(answer.text)["errors"]
            assert [one.split(".")[0] for one in errors] == [name], told
            found = {one["code"] for problems in errors.values() for one in problems}
            assert found == {code} or not code, told
    assert rows() == before


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.method} {way.path}")
def test_what_is_right_is_taken(door: Door, scene: Scene, cy: Person, way: Way) -> None:
    if "decide" in way.path:
        device(cy).make(f"groups/{scene.closed.id}/requests/")
    answer = door.ask(way.method, filled(way.path, scene=scene), filled(way.body, scene=scene, cy=cy))
    assert answer.status_code in {200, 201, 204}, answer.text


@pytest.mark.parametrize(
    "story",
    [
        None,
        "x",
        17,
        [],
        ["x"],
        {},
        {"happened": 17},
        {"happened": "\x00"},
        {"wanted": None},
        {"happened": " ", "wanted": ""},
        {"tried": "x" * 20_001},
    ],
)
def test_a_case_needs_a_story_in_texts(door: Door, scene: Scene, story: Any) -> None:
    answer = door.ask("POST", "cases/", {"customer": scene.customer, "title": "Lamp", "story": story})
    assert answer.status_code == 400, answer.text
    assert {name.split(".")[0] for name in json.loads(answer.text)["errors"]} == {"story"}


@pytest.mark.parametrize(
    "holder",
    [
        "x",
        17,
        [],
        {},
        {"kind": "person"},
        {"id": "x"},
        {"kind": "robot", "id": "x"},
        {"kind": "team", "id": 17},
        {"kind": "person", "id": "0" * 32},
        {"kind": "team", "id": "x"},
    ],
)
def test_a_holder_is_a_colleague_or_a_team(door: Door, scene: Scene, holder: Any) -> None:
    for method, path, body in (
        ("POST", "cases/", {"customer": scene.customer, "title": "Lamp", "story": {"happened": "It fell."}}),
        ("PATCH", f"cases/{scene.case}/", {}),
    ):
        answer = door.ask(method, path, {**body, "holder": holder})
        assert answer.status_code == 400, answer.text
        assert {name.split(".")[0] for name in json.loads(answer.text)["errors"]} == {"holder"}


@pytest.mark.parametrize("path", ["groups/", "people/", "customers/", "cases/", "feed/", "events/",
                                  "groups/{scene.open.id}/posts/", "groups/{scene.open.id}/members/",
                                  "posts/{scene.in_open}/replies/", "customers/{scene.customer}/cases/",
                                  "customers/{scene.customer}/posts/", "cases/{scene.case}/posts/"])  # fmt: skip
def test_lists_refuse_what_they_do_not_know(door: Door, scene: Scene, path: str) -> None:
    path = path.format(scene=scene)
    for query, name in (
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=-1", "limit"), ("limit=1e1", "limit"),
        ("limit=", "limit"),
        ("limit=%D9%A3", "limit"), ("limit=%00", "limit"), ("limit=99999999999999999999", "limit"),
        ("colour=red", "colour"), ("author__password=x", "author__password"), ("order_by=name", "order_by"),
        ("cursor=x", "cursor"), ("cursor=%00", "cursor"), ("cursor=%C3%A9:x:y", "cursor"),
        ("cursor=" + "x" * 5000, "cursor"),
    ):  # fmt: skip
        answer = door.ask("GET", f"{path}?{query}")
        assert answer.status_code == 400, (query, answer.text)
        errors = json.loads(answer.text)["errors"]
        assert list(errors) == [name], query
        assert all(one["detail"] for one in errors[name]), query
    assert door.ask("GET", f"{path}?limit=100").status_code == 200


def test_a_search_box_takes_any_text(door: Door, scene: Scene) -> None:
    for path in ("groups/", "people/", "customers/"):
        for q in ("%25", "_", "'; DROP TABLE x; --", "0000", "+33", "\\", "é", "x" * 4000, "( " * 500, "%F0%9F%AA%91"):
            assert door.ask("GET", f"{path}?q={q}").status_code == 200, (path, q)
        assert door.ask("GET", f"{path}?q=%00").status_code == 400
