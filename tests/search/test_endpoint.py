"""GET /api/v1/search/: the shape that devices rely on, and each wrong way to ask."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import resolve

from people.models import Person
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Statements = Callable[[int], AbstractContextManager[None]]


def test_bo_asks_and_gets_the_whole_shape(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open", name="Deliveries")
    post = cast.say(ana, group, "The **wardrobe** is late & grey")
    answer = cast.device(bo).read("search/?q=wardrobes")
    assert answer["total"] == 1
    assert answer["suggestion"] is answer["next"] is None
    assert answer["notes"] == []
    hit = answer["results"][0]
    assert (hit["type"], hit["id"], hit["title"]) == ("post", post, "Ana Martin")
    assert hit["snippet"] == "The <mark>wardrobe</mark> is late &amp; grey"
    assert hit["url"] == f"/posts/{post}/"
    assert hit["audience"]["kind"] == "group"
    assert hit["audience"]["label"] == "Deliveries"
    assert hit["author"]["name"] == "Ana Martin"
    assert hit["when"].endswith("Z")
    assert answer["facets"]["group"] == [{"value": group.id, "label": "Deliveries", "count": 1}]
    assert answer["facets"]["type"] == [{"value": "post", "label": "Posts", "count": 1}]


def test_every_hit_leads_to_a_page(ana: Person) -> None:
    group = cast.found(ana, "open", name="Zanzibar")
    cast.say(ana, group, "Zanzibar")
    cast.matter(ana, cast.customer(ana, name="M. Zanzibar"), title="Zanzibar")
    cast.admit("zoe", name="Zoe Zanzibar")
    hits = cast.device(ana).read("search/?q=zanzibar")["results"]
    assert {hit["type"] for hit in hits} == {"post", "case", "customer", "person", "group"}
    for hit in hits:
        assert resolve(hit["url"]).url_name == hit["type"]


def test_pages_and_filters(ana: Person) -> None:
    group = cast.found(ana, "open")
    posts = [cast.say(ana, group, f"Price {number}") for number in range(3)]
    door = cast.device(ana)
    first = door.read(f"search/?q=price&sort=newest&limit=2&type=post&group={group.id}&author={ana.id}")
    assert [hit["id"] for hit in first["results"]] == posts[:0:-1]
    path = f"search/?q=price&sort=newest&limit=2&type=post&group={group.id}&author={ana.id}&cursor={first['next']}"
    second = door.read(path)
    assert [hit["id"] for hit in second["results"]] == posts[:1]
    assert second["next"] is None
    assert door.read("search/?q=price&after=2020-01-01&before=2021-01-01T00:00:00Z")["total"] == 0
    assert door.read("search/?q=price&after=2020-01-01")["total"] == 3


def test_nothing_asked_is_nothing_found(ana: Person) -> None:
    cast.say(ana, cast.found(ana, "open"))
    for path in ("search/", "search/?q=", "search/?q=%20%20", "search/?q=%22%22"):
        answer = cast.device(ana).read(path)
        assert (answer["results"], answer["total"]) == ([], 0)


@pytest.mark.parametrize(
    "query",
    [
        "q=x&type=thing", "q=x&sort=price", "q=x&status=lost", "q=x&colour=red", "q=x&limit=0", "q=x&limit=101",
        "q=x&cursor=nonsense", "q=x&before=yesterdayish", "q=x%00", "q=x&after=0000-00-00",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(ana: Person, query: str) -> None:
    answer = cast.device(ana).ask("GET", f"search/?{query}")
    assert answer.status_code == 400
    assert '"errors"' in answer.text


def test_a_cursor_of_another_person_or_query_is_refused(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open")
    for number in range(3):
        cast.say(ana, group, f"Price {number}")
    cursor = cast.device(ana).read("search/?q=price&limit=2")["next"]
    assert cast.device(bo).ask("GET", f"search/?q=price&limit=2&cursor={cursor}").status_code == 400
    assert cast.device(ana).ask("GET", f"search/?q=prices&limit=2&cursor={cursor}").status_code == 400
    assert cast.device(ana).ask("GET", f"search/?q=price&limit=1&cursor={cursor}").status_code == 200


def test_an_invisible_group_answers_as_an_invented_one(ana: Person, cy: Person) -> None:
    secret = cast.found(ana, "secret", name="Zanzibar")
    cast.say(ana, secret, "Price of Zanzibar")
    door = cast.device(cy)
    for one, other in (
        (f"search/?q=price&group={secret.id}", f"search/?q=price&group={cast.NOWHERE}"),
        (f"search/?q=price+group:{secret.id}", f"search/?q=price+group:{cast.NOWHERE}"),
        ("search/?q=zanzibar", "search/?q=mozambique"),
        ("search/?q=zanzibr", "search/?q=mozambiqe"),
    ):
        assert cast.comparable(door.ask("GET", one)) == cast.comparable(door.ask("GET", other))


def test_a_stranger_is_sent_away() -> None:
    answer = cast.stranger().ask("GET", "search/?q=x")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
