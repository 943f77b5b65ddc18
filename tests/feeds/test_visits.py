"""How far one had seen a feed when one came: ``feed/visit/``, ``groups/{id}/visit/``, and the line on the pages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from esn.core import clock
from feeds.actions import look_at_feed, publish, reply
from feeds.models import Visit
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, browser, comparable, device, found, say
from tests.conftest import Counting

LINE = '<p class="seen-line">'
MINUTE = dt.timedelta(minutes=1)


@contextmanager
def after(minutes: int) -> Iterator[None]:
    with clock.at(clock.now() + minutes * MINUTE):
        yield


def until(door: Door, path: str = "feed/visit/") -> str | None:
    moment: str | None = door.read(path)["seen_until"]
    return moment


def put(door: Door, path: str = "feed/visit/") -> None:
    assert door.ask("PUT", path).status_code == 204


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["feed/visit/", "groups/{}/visit/"])
def test_a_new_visit_begins_after_a_pause_and_its_line_stays_until_the_next(
    scene: Scene, bo: Person, path: str
) -> None:
    door, path = device(bo), path.format(scene.open.id)
    assert until(door, path) is None
    put(door, path)
    assert until(door, path) is None, "the first visit has nothing before it"
    with after(20):
        put(door, path)
        assert until(door, path) is None, "the same visit"
    with after(60):
        line = until(door, path)
        assert line is not None, "said before it is written: readers write nothing"
        put(door, path)
        assert until(door, path) == line
    with after(80):
        put(device(bo), path)
        assert until(door, path) == line, "on all devices"
    with after(120):
        assert until(door, path) not in (None, line)


def test_places_are_apart_and_so_are_people(scene: Scene, bo: Person, ana: Person) -> None:
    put(device(bo))
    with after(60):
        assert until(device(bo)) is not None
        assert until(device(bo), f"groups/{scene.open.id}/visit/") is None
        assert until(device(ana)) is None


def test_a_group_that_one_does_not_read_has_no_visit(scene: Scene, cy: Person) -> None:
    for method in ("GET", "PUT"):
        hidden, absent = (device(cy).ask(method, f"groups/{one}/visit/") for one in (scene.secret.id, NOWHERE))
        assert (hidden.status_code, comparable(hidden)) == (404, comparable(absent))
    assert not Visit.objects.exists()


def test_looking_often_writes_once_a_minute(scene: Scene, bo: Person) -> None:
    look_at_feed(bo, place="home")
    first = Visit.objects.get().looked_at
    look_at_feed(bo, place="home")
    assert Visit.objects.get().looked_at == first


def test_the_line_stands_between_what_is_new_and_what_was_there(scene: Scene, ana: Person, bo: Person) -> None:
    old = say(ana, scene.open, "Before.")
    look_at_feed(bo, place="home")
    look_at_feed(bo, place=scene.open.id)
    with after(60):
        new = say(ana, scene.open, "Meanwhile.")
        door = browser(bo)
        for address in ("/", f"/groups/{scene.open.id}/"):
            page = text(door, address)
            assert page.count(LINE) == 1
            assert page.index(f'id="post-{new}"') < page.index(LINE) < page.index(f'id="post-{old}"')
            assert LINE in text(door, address), "a look at the page moves nothing"
            assert LINE not in text(door, f"{address}?only=mine"), "nor does it stand in a narrowed feed"


def test_nothing_new_or_nothing_but_my_own_words_draw_no_line(scene: Scene, ana: Person, bo: Person) -> None:
    assert LINE not in text(browser(bo), "/"), "on a first visit"
    look_at_feed(bo, place="home")
    with after(60):
        assert LINE not in text(browser(bo), "/")
        own = say(bo, scene.open, "Good morning.")
        assert LINE not in text(browser(bo), "/")
    with after(65):
        reply(ana, post_id=own, body="Good morning, Bo.")
        assert LINE in text(browser(bo), "/")


@pytest.mark.parametrize("news", [20, 25])
def test_where_much_is_new_the_line_stands_on_the_page_that_reaches_back(ana: Person, bo: Person, news: int) -> None:
    group = found(ana, "open", member=bo)
    old = say(ana, group, "Before.")
    look_at_feed(bo, place=group.id)
    with after(60):
        for number in range(news):
            publish(ana, audience_id=group.audience_id, body=f"Number {number}.")
        door, address = browser(bo), f"/groups/{group.id}/"
        first = text(door, address)
        assert LINE not in first
        older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert "until=" in older
        page = text(door, address + older)
        assert page.count(LINE) == 1
        assert page.index(LINE) < page.index(f'id="post-{old}"')
        assert door.get(f"{address}?until=yesterday&cursor={older.partition('cursor=')[2]}").status_code == 400


def test_looking_from_a_page_is_remembered_and_a_made_up_place_is_absent(scene: Scene, bo: Person, cy: Person) -> None:
    door = Client()
    door.force_login(bo)
    assert door.post("/visit/", {"place": "home"}, headers={"X-Quiet": "1"}).status_code == 204
    assert door.post("/visit/", {"place": scene.open.id}).status_code == 302
    assert Visit.objects.filter(person=bo).count() == 2
    door.force_login(cy)
    assert {door.post("/visit/", {"place": one}).status_code for one in (scene.secret.id, NOWHERE, "x" * 400)} == {404}


def test_asking_for_a_visit_costs_two_statements(scene: Scene, bo: Person, statements: Counting) -> None:
    door = device(bo)
    door.read("me/")
    with statements(2):
        door.read("feed/visit/")
