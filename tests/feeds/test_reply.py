"""Answering a post: ``POST posts/{id}/replies/``, and reading answers: ``GET posts/{id}/replies/``."""

import datetime as dt
import json

import pytest
from django.db import Error, transaction

from esn.core import clock
from feeds.actions import delete_post, publish, reply
from feeds.models import Post
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device
from tests.conftest import Counting


def test_bo_answers_ana(scene: Scene, ana: Person, bo: Person) -> None:
    answer = device(bo).ask("POST", f"posts/{scene.in_open}/replies/", {"body": "Seen."})
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/posts/{made['id']}/"
    assert made["reply_to"] == scene.in_open
    assert made["audience"]["id"] == scene.open.audience_id
    root = device(ana).read(f"posts/{scene.in_open}/")
    assert root["replies_count"] == 1
    assert [one["id"] for one in root["replies"]] == [made["id"]]
    assert root["bumped_at"] == made["created_at"]
    assert root["unread"], "an answer is something new"


def test_an_answer_to_an_answer_answers_the_root(scene: Scene, ana: Person, bo: Person) -> None:
    first = device(bo).make(f"posts/{scene.in_open}/replies/", {"body": "Seen."})
    second = device(ana).make(f"posts/{first['id']}/replies/", {"body": "Good."})
    assert second["reply_to"] == scene.in_open
    assert [one["body"] for one in device(bo).read(f"posts/{scene.in_open}/replies/")["results"]] == ["Seen.", "Good."]


def test_answers_come_in_pages_the_oldest_first(scene: Scene, ana: Person) -> None:
    said = [reply(ana, post_id=scene.in_open, body=f"Answer {number}") for number in range(7)]
    door, got, cursor = device(ana), [], ""
    while True:
        page = door.read(f"posts/{scene.in_open}/replies/?limit=3{cursor}")
        assert set(page) == {"results", "next", "previous"}
        got += [one["id"] for one in page["results"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert got == said
    preview = door.read(f"posts/{scene.in_open}/")
    assert preview["replies_count"] == 7
    assert [one["id"] for one in preview["replies"]] == said[-2:]


def test_an_answer_brings_the_post_to_the_top_of_the_feed(scene: Scene, ana: Person, bo: Person) -> None:
    publish(ana, audience_id=scene.open.audience_id, body="Newer")
    reply(bo, post_id=scene.in_open, body="Older, but answered")
    feed = device(ana).read(f"groups/{scene.open.id}/posts/")["results"]
    assert feed[0]["id"] == scene.in_open


def test_an_answer_with_a_slow_clock_takes_nothing_back(scene: Scene, ana: Person, bo: Person) -> None:
    reply(ana, post_id=scene.in_open, body="Now")
    before = Post.objects.get(id=scene.in_open)
    with clock.at(clock.now() - dt.timedelta(minutes=1)):
        reply(bo, post_id=scene.in_open, body="A minute ago")
    after = Post.objects.select_related("audience").get(id=scene.in_open)
    assert after.bumped_at == before.bumped_at == after.audience.head_at
    assert after.replies_count == 2


def test_a_deleted_post_takes_no_first_answer(scene: Scene, ana: Person, bo: Person) -> None:
    delete_post(ana, post_id=scene.in_open)
    answer = device(bo).ask("POST", f"posts/{scene.in_open}/replies/", {"body": "But"})
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "deleted")


def test_cy_may_not_answer_what_he_only_reads_and_finds_nothing_else(scene: Scene, cy: Person, gus: Person) -> None:
    assert device(cy).ask("POST", f"posts/{scene.in_open}/replies/", {"body": "x"}).status_code == 403
    for person, posts in (
        (cy, (scene.in_closed, scene.in_secret, scene.in_restricted)),
        (gus, (scene.in_open, scene.in_secret, scene.in_case, scene.in_restricted)),
    ):
        door = device(person)
        for method in ("GET", "POST"):
            nothing = comparable(door.ask(method, f"posts/{NOWHERE}/replies/", {"body": "x"}))
            assert nothing.status == 404
            for post in posts:
                assert comparable(door.ask(method, f"posts/{post}/replies/", {"body": "x"})) == nothing


def test_gus_answers_on_his_side(scene: Scene, ana: Person, gus: Person) -> None:
    made = device(gus).make(f"posts/{scene.with_partner}/replies/", {"body": "Le 16."})
    assert made["audience"]["kind"] == "partner"
    assert device(ana).read(f"posts/{scene.with_partner}/")["replies"][0]["body"] == "Le 16."


@pytest.mark.shape
def test_the_database_keeps_answers_with_their_root(scene: Scene, ana: Person) -> None:
    one = reply(ana, post_id=scene.in_open, body="Seen.")
    wrong = [
        {"audience_id": scene.secret.audience_id},
        {"root_id": scene.in_secret},
        {"root_id": one},
    ]
    for change in wrong:
        with pytest.raises(Error), transaction.atomic():
            Post.objects.filter(id=one).update(**change)
    with pytest.raises(Error), transaction.atomic():
        Post.objects.create(
            audience=scene.open.audience, author=ana, root_id=scene.in_secret, bumped_at=clock.now(), body="x"
        )
    with pytest.raises(Error), transaction.atomic():
        Post.objects.create(audience=scene.open.audience, author=ana, root_id=one, bumped_at=clock.now(), body="x")
    with pytest.raises(Error), transaction.atomic():
        Post.objects.filter(id=one).update(replies_count=1)


def test_a_page_of_answers_is_asked_for_by_one_of_them_and_goes_both_ways(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    said = [reply(ana, post_id=scene.in_open, body=f"Answer {number}") for number in range(40)]
    door, path = device(bo), f"posts/{scene.in_open}/replies/?limit=10"
    for number, first in ((0, 0), (9, 0), (10, 5), (39, 34)):
        page = door.read(f"{path}&around={said[number]}")
        assert [one["id"] for one in page["results"]] == said[first : first + 10], number
        assert (page["previous"] is None) == (first == 0)
    page = door.read(f"{path}&around={said[30]}")
    above = door.read(f"{path}&cursor={page['previous']}")
    assert [one["id"] for one in above["results"]] == said[15:25]
    below = door.read(f"{path}&cursor={above['next']}")
    assert [one["id"] for one in below["results"]] == said[25:35]
    elsewhere = reply(ana, post_id=scene.in_secret, body="Between us.")
    assert door.ask("GET", f"{path}&around={elsewhere}").status_code == 404, "of another thread"
    hidden, absent = (device(cy).ask("GET", f"{path}&around={one}") for one in (elsewhere, NOWHERE))
    assert comparable(hidden) == comparable(absent)


STATEMENTS = 3


def test_reading_answers_costs_the_same_for_one_and_a_hundred(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(bo)
    door.read("me/")
    reply(ana, post_id=scene.in_open, body="One")
    with statements(STATEMENTS):
        door.read(f"posts/{scene.in_open}/replies/?limit=100")
    for number in range(99):
        reply(ana, post_id=scene.in_open, body=f"Answer {number}")
    with statements(STATEMENTS):
        assert len(door.read(f"posts/{scene.in_open}/replies/?limit=100")["results"]) == 100
