"""Reacting to posts: one emoji, any one, counted for everybody and known to be mine."""

import json
from urllib.parse import quote

import pytest

from esn.core.models import Event
from feeds import queries
from feeds.actions import delete_post, hide_post, lock_post, react, reply, take_back_reaction
from feeds.emoji import one_emoji
from feeds.models import Post, Reaction
from groups.actions import close_group
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device, found, say, side
from tests.conftest import Counting


def put(door: Door, post: str, emoji: str) -> tuple[int, list[dict[str, object]]]:
    answer = door.ask("PUT", f"posts/{post}/reactions/{quote(emoji)}/")
    return answer.status_code, json.loads(answer.text).get("reactions", [])


def test_bo_reacts_and_ana_sees_how_many(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    assert put(device(bo), scene.in_open, "👍") == (200, [{"emoji": "👍", "count": 1, "mine": True}])
    put(device(cy), scene.in_open, "👍")
    put(device(cy), scene.in_open, "🎉")
    assert device(ana).read(f"posts/{scene.in_open}/")["reactions"] == [
        {"emoji": "👍", "count": 2, "mine": False},
        {"emoji": "🎉", "count": 1, "mine": False},
    ]
    fact = Event.objects.filter(type="post.reacted", audience_id=scene.open.audience_id).order_by("position").first()
    assert fact is not None
    assert fact.data == {"id": scene.in_open, "person": bo.id, "emoji": "👍", "reacts": True}


def test_twice_is_once_and_taking_back_twice_is_once(scene: Scene, bo: Person) -> None:
    door = device(bo)
    for _time in range(2):
        assert put(door, scene.in_open, "👍")[1] == [{"emoji": "👍", "count": 1, "mine": True}]
    for _time in range(2):
        answer = door.ask("DELETE", f"posts/{scene.in_open}/reactions/{quote('👍')}/")
        assert (answer.status_code, json.loads(answer.text)["reactions"]) == (200, [])
    assert Event.objects.filter(type="post.reacted").count() == 2
    assert Reaction.objects.count() == 0


def test_nothing_moves_and_nothing_is_unread_because_of_a_reaction(scene: Scene, ana: Person, bo: Person) -> None:
    before = Post.objects.values("bumped_at", "revision", "edited_at").get(id=scene.in_open)
    react(bo, post_id=scene.in_open, emoji="👀")
    assert Post.objects.values("bumped_at", "revision", "edited_at").get(id=scene.in_open) == before
    assert not queries.post(ana, scene.in_open).unread


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("👍", "👍"), ("❤", "❤️"), ("❤️", "❤️"), ("👍🏽", "👍🏽"), ("✌🏽", "✌🏽"), ("☝️", "☝️"), ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
        ("🏳️‍🌈", "🏳️‍🌈"), ("🏳‍🌈", "🏳️‍🌈"),
        ("🇫🇷", "🇫🇷"), ("1⃣", "1️⃣"), ("#️⃣", "#️⃣"), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"), ("😄︎", "😄"), (" 🫡 ", "🫡"),
        ("👩🏽‍❤️‍💋‍👨🏼", "👩🏽‍❤️‍💋‍👨🏼"),
    ],
)  # fmt: skip
def test_any_emoji_is_taken_and_written_in_one_way(typed: str, kept: str) -> None:
    assert one_emoji(typed) == kept
    assert one_emoji(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", " ", "a", "ok", "1", "#", ":)", "👍👍", "👍a", "é", "\ufe0f", "\u200d", "👍\u200d", "\u200d👍",
     "🇫", "🏽", "<b>",
     "👨" + "\u200d👨" * 4, "👍" * 30, "漢", "∞", "\u2028"],
)  # fmt: skip
def test_what_is_not_one_emoji_is_refused_by_name(scene: Scene, bo: Person, typed: str) -> None:
    assert one_emoji(typed) is None
    if typed.strip():
        answer = device(bo).ask("PUT", f"posts/{scene.in_open}/reactions/{quote(typed, safe='')}/")
        assert answer.status_code == 400, answer.text
        assert "emoji" in json.loads(answer.text)["errors"]


def test_twenty_different_ones_are_enough(scene: Scene, ana: Person, bo: Person) -> None:
    for number in range(20):
        react(bo, post_id=scene.in_open, emoji=chr(0x1F600 + number))
    answer = device(ana).ask("PUT", f"posts/{scene.in_open}/reactions/{quote('🎉')}/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "too_many_reactions")
    react(ana, post_id=scene.in_open, emoji=chr(0x1F600))
    assert queries.post(ana, scene.in_open).reactions[0].count == 2


def test_who_reads_among_colleagues_reacts_and_others_do_not(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    entry = Post.objects.filter(audience_id=side(scene.case, "internal"), kind="story").values_list("id", flat=True)[0]
    for person, post, expected in (
        (cy, scene.in_open, 200), (cy, scene.in_case, 200), (cy, entry, 200), (gus, scene.with_partner, 200),
        (bo, scene.with_partner, 200), (cy, scene.with_partner, 403),
        (cy, scene.in_closed, 404), (cy, scene.in_secret, 404), (cy, scene.in_restricted, 404),
        (gus, scene.in_open, 404), (gus, scene.in_case, 404), (bo, NOWHERE, 404),
    ):  # fmt: skip
        assert put(device(person), post, "👍")[0] == expected, (person, post)
        assert ("react" in queries.posts(person, [post])[0].can if expected != 404 else True) == (expected != 403)
    nothing = comparable(device(cy).ask("GET", f"posts/{NOWHERE}/reactions/"))
    assert comparable(device(cy).ask("GET", f"posts/{scene.in_closed}/reactions/")) == nothing


def test_where_nothing_is_said_nobody_reacts(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    react(bo, post_id=scene.in_open, emoji="👍")
    lock_post(mo, post_id=scene.in_open, reason="wrong_place")
    assert put(device(ana), scene.in_open, "👍")[0] == 409
    take_back_reaction(bo, post_id=scene.in_open, emoji="👍")
    hidden = say(bo, scene.closed)
    hide_post(mo, post_id=hidden, reason="wrong_place")
    assert put(device(bo), hidden, "👍")[0] == 409
    delete_post(ana, post_id=scene.in_secret)
    assert put(device(bo), scene.in_secret, "👍")[0] == 409
    other = found(ana, "open", name="Past")
    old = say(ana, other)
    close_group(other, ana.id)
    assert put(device(bo), old, "👍")[0] == 403


def test_a_deleted_post_tells_no_reactions(scene: Scene, ana: Person, bo: Person) -> None:
    react(bo, post_id=scene.in_open, emoji="👍")
    reply(bo, post_id=scene.in_open, body="Yes.")
    delete_post(ana, post_id=scene.in_open)
    door = device(bo)
    assert door.read(f"posts/{scene.in_open}/")["reactions"] == []
    assert door.read(f"posts/{scene.in_open}/reactions/")["results"] == []


def test_everybody_who_reads_it_sees_who_reacted(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    for person, emoji in ((ana, "👍"), (bo, "👍"), (cy, "🎉")):
        react(person, post_id=scene.in_open, emoji=emoji)
    told = [
        (one["person"]["name"], one["emoji"]) for one in device(bo).read(f"posts/{scene.in_open}/reactions/")["results"]
    ]
    assert told == [("Cy Haddad", "🎉"), ("Bo Delorme", "👍"), ("Ana Martin", "👍")]
    first = device(bo).read(f"posts/{scene.in_open}/reactions/?limit=1&emoji={quote('👍')}")
    assert [one["person"]["name"] for one in first["results"]] == ["Bo Delorme"]
    assert first["next"]


@pytest.mark.parametrize("number", [1, 10, 100])
def test_reactions_cost_one_statement_a_page(ana: Person, bo: Person, statements: Counting, number: int) -> None:
    group = found(ana, "open", member=bo)
    for count in range(min(number, 20)):
        post = say(ana, group, f"Number {count}")
        react(bo, post_id=post, emoji="👍")
    last = say(ana, group, "Many")
    for count in range(number):
        Reaction.objects.create(post_id=last, person=bo, emoji=str(count))  # as rows alone
    page = queries.group_feed(bo, group.id, limit=20)
    assert page.results
    with statements(7):
        queries.group_feed(bo, group.id, limit=20)
    with statements(6):
        queries.reactors(bo, last)
