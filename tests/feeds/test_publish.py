"""Saying something in a group: ``POST groups/{id}/posts/``."""

import json

import pytest

from esn.core.models import Event
from feeds.models import Post
from groups.models import Audience
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device
from tests.conftest import Counting

POST = {
    "id", "kind", "audience", "author", "body", "html", "created_at", "bumped_at", "edited_at", "deleted", "revision",
    "reply_to", "replies_count", "reactions", "attachments", "case", "detail", "can", "unread", "replies",
    "hidden", "locked", "pinned", "announcement", "bookmarked", "links",
    "accepted", "answer", "muted", "poll", "quotes", "reply_to_kind", "shared",
}  # fmt: skip


def test_ana_says_something_in_her_group(scene: Scene, ana: Person) -> None:
    answer = device(ana).ask("POST", f"groups/{scene.open.id}/posts/", {"body": "Two *lamps* arrived."})
    assert answer.status_code == 201
    post = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/posts/{post['id']}/"
    assert answer["ETag"] == '"0"'
    assert set(post) == POST
    assert post["kind"] == "message"
    assert set(post["audience"]) >= {"id", "kind", "label"}
    assert post["audience"]["label"] == "The open group"
    assert (post["author"]["id"], post["author"]["name"], post["author"]["avatar"]) == (ana.id, "Ana Martin", None)
    assert post["body"] == "Two *lamps* arrived."
    assert post["html"] == "<p>Two <em>lamps</em> arrived.</p>"
    assert post["created_at"].endswith("Z")
    assert (post["edited_at"], post["reply_to"], post["replies_count"], post["case"]) == (None, None, 0, None)
    assert (post["reactions"], post["attachments"], post["replies"]) == ([], [], [])
    assert set(post["can"]) == {"reply", "react", "edit", "delete", "pin", "lock", "move"}
    assert device(ana).read(f"posts/{post['id']}/") == post


def test_one_fact_is_recorded_in_the_audience_of_the_post(scene: Scene, ana: Person) -> None:
    before = Event.objects.count()
    made = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    fact = Event.objects.order_by("-position")[0]
    assert Event.objects.count() == before + 1
    assert (fact.type, fact.audience_id, fact.actor_id) == ("post.published", scene.open.audience_id, ana.id)
    assert fact.data == {"id": made["id"], "kind": "message"}


def test_the_author_stays_up_to_date_and_the_others_have_something_unread(
    scene: Scene, ana: Person, bo: Person
) -> None:
    made = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    assert not made["unread"]
    assert not device(ana).read(f"groups/{scene.open.id}/")["unread"]
    assert device(bo).read(f"posts/{made['id']}/")["unread"]
    assert device(bo).read(f"groups/{scene.open.id}/")["unread"]


def test_line_ends_are_made_equal_and_the_rest_stays_as_written(scene: Scene, ana: Person) -> None:
    made = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": "\n one\r\ntwo\tthree \U0001f6cb️ œ é \n"})
    assert made["body"] == "one\ntwo\tthree \U0001f6cb️ œ é"


@pytest.mark.parametrize(
    "body",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,x)",
     "![x](https://example.org/x.png)", "<a href='x' onclick='y'>z</a>", "[x](vbscript:x)", "<style>*{}</style>",
     '[x](https://e.org "&quot; onmouseover=x")'],
)  # fmt: skip
def test_nothing_that_is_said_can_run(scene: Scene, ana: Person, body: str) -> None:
    html = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": body})["html"]
    for harm in (
        "<script",
        "<img",
        "<style",
        'javascript:alert(1)"',
        'href="data:',
        'href="vbscript',
        ' onerror="',
        "<iframe",
    ):
        assert harm not in html, html


def test_a_text_of_twenty_thousand_characters_is_said(scene: Scene, ana: Person) -> None:
    made = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": "é" * 20_000})
    assert len(made["body"]) == 20_000


def test_cy_reads_the_open_group_and_may_not_write_there(scene: Scene, cy: Person) -> None:
    door = device(cy)
    answer = door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    assert answer.status_code == 403
    assert json.loads(answer.text)["code"] == "not_allowed"
    assert "reply" not in door.read(f"posts/{scene.in_open}/")["can"]


def test_where_cy_may_not_read_there_is_nothing(scene: Scene, cy: Person, gus: Person) -> None:
    for person, groups in ((cy, (scene.closed, scene.secret)), (gus, (scene.open, scene.closed, scene.secret))):
        door = device(person)
        nothing = comparable(door.ask("POST", f"groups/{NOWHERE}/posts/", {"body": "Hello"}))
        assert nothing.status == 404
        for group in groups:
            assert comparable(door.ask("POST", f"groups/{group.id}/posts/", {"body": "Hello"})) == nothing
    assert not Post.objects.filter(author__in=[cy, gus]).exists()


def test_a_former_audience_takes_nothing_new(scene: Scene, ana: Person) -> None:
    Audience.objects.filter(id=scene.open.audience_id).update(closed_at="2026-01-01T00:00:00Z")
    door = device(ana)
    assert door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "Hello"}).status_code == 403
    assert door.ask("POST", f"posts/{scene.in_open}/replies/", {"body": "Hello"}).status_code == 403
    assert door.ask("PATCH", f"posts/{scene.in_open}/", {"body": "Hello"}).status_code == 403
    can = set(door.read(f"posts/{scene.in_open}/")["can"])
    assert can == {"delete", "pin", "lock", "move"}, "she is an owner, who may still tidy up"


STATEMENTS = 11


def test_a_post_costs_the_same_in_a_small_group_and_in_a_large_one(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    from groups.actions import add_member
    from tests.cast import admit

    door = device(ana)
    door.make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    with statements(STATEMENTS):
        door.make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
    for number in range(20):
        add_member(ana, group_id=scene.open.id, person_id=admit(f"one-{number}").id)
    with statements(STATEMENTS):
        door.make(f"groups/{scene.open.id}/posts/", {"body": "Hello"})
