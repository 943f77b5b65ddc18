"""search/kept/ over REST: the shape, each wrong way to ask, and the same action as the page."""

import json
from typing import Any

import pytest

from people.models import Person
from search.kept import queries
from tests import cast
from tests.search.keeping import turn
from tests.search.marks import with_log

pytestmark = with_log


def code(door: cast.Door, method: str, path: str, body: Any = None, **headers: str) -> int:
    return door.ask(method, path, body, **headers).status_code


def test_a_device_keeps_changes_follows_and_deletes_a_search(ana: Person) -> None:
    phone = cast.device(ana)
    key = cast.key()
    body = {"name": "Late", "text": "wardrobe", "filters": {"type": "post"}, "pin": True, "alert": "at_once"}
    made = phone.ask("POST", "search/kept/", body, Idempotency_Key=key)
    one = json.loads(made.text)
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/search/kept/{one['id']}/")
    assert json.loads(phone.ask("POST", "search/kept/", body, Idempotency_Key=key).text)["id"] == one["id"]
    assert code(phone, "POST", "search/kept/", {**body, "name": "Later"}, Idempotency_Key=key) == 422
    assert one == {
        "id": one["id"],
        "name": "Late",
        "text": "wardrobe",
        "filters": [{"name": "type", "value": "post", "label": "Posts"}],
        "owner": one["owner"],
        "shared_with": [],
        "pinned": True,
        "alert": "at_once",
        "fresh": 0,
        "revision": 0,
        "created_at": one["created_at"],
        "can": ["open", "pin", "alert", "change", "share", "delete"],
    }
    path = f"search/kept/{one['id']}/"
    assert [row["id"] for row in phone.read("search/kept/")["results"]] == [one["id"]]
    changed = phone.ask("PATCH", path, {"name": "Very late"}, If_Match='"0"')
    assert (json.loads(changed.text)["name"], changed["ETag"]) == ("Very late", '"1"')
    assert code(phone, "PATCH", path, {"name": "Late"}, If_Match='"0"') == 412
    assert code(phone, "DELETE", f"{path}pin/") == 204
    assert code(phone, "PUT", f"{path}pin/") == 204
    assert code(phone, "PUT", f"{path}alert/", {"alert": "digest"}) == 200
    assert code(phone, "POST", f"{path}looked/") == 200
    assert code(phone, "DELETE", path) == 204
    assert code(phone, "GET", path) == 404
    assert phone.make(f"{path}restore/")["alert"] == "digest"


def test_wrong_bodies_are_told_and_keep_nothing(ana: Person) -> None:
    phone = cast.device(ana)
    wrong: tuple[Any, ...] = (
        {},
        {"name": "x"},
        {"name": 7, "text": "wardrobe"},
        {"name": "x", "text": "w" * 2000},
        {"name": "x", "text": "wardrobe", "filters": {"type": "spaceship"}},
        {"name": "x", "text": "wardrobe", "filters": "type"},
        {"name": "x", "text": "wardrobe", "pin": "yes"},
        {"name": "x", "text": "wardrobe", "alert": "hourly"},
        [],
    )
    for body in wrong:
        assert code(phone, "POST", "search/kept/", body) == 400, body
    assert phone.read("search/kept/")["results"] == []
    assert code(phone, "GET", "search/kept/?moon=full") == 400
    assert code(phone, "GET", "search/kept/?cursor=made-up") == 400
    assert code(cast.stranger(), "GET", "search/kept/") == 401


def test_what_somebody_else_keeps_answers_like_what_is_not_there(ana: Person, bo: Person) -> None:
    theirs = cast.device(ana).make("search/kept/", {"name": "Mine", "text": "wardrobe"})["id"]
    group = cast.found(bo, "open")
    phone = cast.device(bo)
    for method, rest, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "x"}),
        ("DELETE", "", None),
        ("POST", "restore/", None),
        ("PUT", "pin/", None),
        ("DELETE", "pin/", None),
        ("PUT", "alert/", {"alert": "digest"}),
        ("POST", "looked/", None),
        ("POST", "share/", {"group": group.id}),
        ("DELETE", f"share/{group.id}/", None),
    ):
        here = phone.ask(method, f"search/kept/{theirs}/{rest}", body)
        nowhere = phone.ask(method, f"search/kept/{cast.NOWHERE}/{rest}", body)
        assert (here.status_code, here.content) == (404, nowhere.content), (method, rest)


def test_a_group_shares_and_its_moderator_takes_it_off(ana: Person, bo: Person, mo: Person) -> None:
    group = cast.found(ana, "secret", member=bo, moderator=mo)
    phone, other, third = (cast.device(person) for person in (ana, bo, mo))
    kept = phone.make("search/kept/", {"name": "Mine", "text": "wardrobe"})["id"]
    shared = phone.make(f"search/kept/{kept}/share/", {"group": group.id})
    assert shared["shared_with"] == [{"id": group.id, "name": group.name, "can": ["unshare"]}]
    assert other.read(f"search/kept/{kept}/")["shared_with"][0]["can"] == []
    assert code(other, "PATCH", f"search/kept/{kept}/", {"name": "x"}) == 403
    assert code(other, "DELETE", f"search/kept/{kept}/share/{group.id}/") == 403
    assert code(other, "PUT", f"search/kept/{kept}/pin/") == 204
    cast.say(ana, group, "A wardrobe.")
    turn()
    assert other.read(f"search/kept/{kept}/")["fresh"] == 1
    assert phone.read(f"search/kept/{kept}/")["fresh"] == 0
    assert code(third, "DELETE", f"search/kept/{kept}/share/{group.id}/") == 204
    assert code(other, "GET", f"search/kept/{kept}/") == 404
    assert queries.pins(bo) == ()


def test_a_group_of_others_is_shared_with_by_nobody(ana: Person, bo: Person, gus: Person) -> None:
    group = cast.found(bo, "secret")
    for person in (ana, gus):
        phone = cast.device(person)
        kept = phone.make("search/kept/", {"name": "Mine", "text": "wardrobe"})["id"]
        assert code(phone, "POST", f"search/kept/{kept}/share/", {"group": group.id}) == 404
        assert code(phone, "POST", f"search/kept/{kept}/share/", {"group": cast.NOWHERE}) == 404


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_list_costs_the_same_for_any_number(ana: Person, number: int, statements: Any) -> None:
    phone = cast.device(ana)
    for count in range(number):
        phone.make("search/kept/", {"name": f"Number {count}", "text": "wardrobe"})
    phone.read("search/kept/")
    with statements(9):
        assert len(phone.read("search/kept/?limit=100")["results"]) == number
