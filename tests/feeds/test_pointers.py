"""Quoting and sharing: a post points at another, and everybody reads of it what they read anyway, now."""

import json
from typing import Any

import pytest

from feeds.actions import delete_post, edit_post, hide_post, lock_post, share_post
from feeds.models import Pointer, Post
from groups.actions import remove_member
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device, key, say, side
from tests.conftest import Counting

UNREAD = {
    "state": "unread", "id": None, "kind": None, "audience": None, "author": None, "body": "", "html": "",
    "created_at": None, "has_files": False,
}  # fmt: skip


def post(door: Door, post_id: str) -> dict[str, Any]:
    found: dict[str, Any] = door.read(f"posts/{post_id}/")
    return found


# Quoting ------------------------------------------------------------------------------------------------------------
def test_bo_quotes_ana_and_the_quote_says_what_she_says_now(scene: Scene, ana: Person, bo: Person) -> None:
    root = say(ana, scene.closed, "The lift is broken.")
    reply = device(bo).make(f"posts/{root}/replies/", {"body": "Since when?", "quotes": root})
    assert (reply["quotes"]["state"], reply["quotes"]["body"]) == ("shown", "The lift is broken.")
    assert reply["quotes"]["author"]["name"] == ana.name
    assert "broken" not in Post.objects.get(id=reply["id"]).body
    edit_post(ana, post_id=root, body="The lift works.")
    assert post(device(bo), reply["id"])["quotes"]["body"] == "The lift works."
    again = device(ana).make(f"posts/{root}/replies/", {"body": "Just now.", "quotes": reply["id"]})
    assert again["quotes"]["id"] == reply["id"]


def test_what_was_taken_away_is_in_no_quote(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    root = say(bo, scene.closed, "A canary.")
    reply = device(ana).make(f"posts/{root}/replies/", {"body": "Oh.", "quotes": root})["id"]
    hide_post(mo, post_id=root, reason="Private.")
    for person in (ana, bo, mo):
        quoted = post(device(person), reply)["quotes"]
        assert (quoted["state"], quoted["body"], quoted["html"]) == ("hidden", "", ""), person
    assert "canary" not in device(ana).ask("GET", f"posts/{reply}/").text
    other = say(ana, scene.closed, "Another canary.")
    second = device(bo).make(f"posts/{other}/replies/", {"body": "Oh.", "quotes": other})["id"]
    delete_post(ana, post_id=other)
    assert post(device(bo), second)["quotes"]["state"] == "deleted"
    assert "Another canary" not in device(bo).ask("GET", f"groups/{scene.closed.id}/posts/").text


def test_only_the_thread_itself_is_quoted(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    root, other = say(ana, scene.closed), say(ana, scene.closed)
    for quotes in (other, scene.in_secret, NOWHERE, "x"):
        answer = device(bo).ask("POST", f"posts/{root}/replies/", {"body": "x", "quotes": quotes})
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["quotes"]), quotes
    delete_post(ana, post_id=other)
    third = device(ana).make(f"posts/{root}/replies/", {"body": "Mine."})["id"]
    delete_post(ana, post_id=third)
    answer = device(bo).ask("POST", f"posts/{root}/replies/", {"body": "x", "quotes": third})
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "gone")
    assert not Pointer.objects.exists()


# Sharing ------------------------------------------------------------------------------------------------------------
def test_who_does_not_read_the_original_learns_nothing_of_it(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    secret = say(ana, scene.secret, "A canary in the margin.")
    shared = device(ana).make(f"posts/{secret}/share/", {"group": scene.open.id, "body": "Look."})
    assert (shared["kind"], shared["body"], shared["audience"]["id"]) == ("message", "Look.", scene.open.audience_id)
    assert shared["shared"]["body"] == "A canary in the margin."
    seen = device(cy).ask("GET", f"posts/{shared['id']}/").text
    assert json.loads(seen)["shared"] == UNREAD
    for word in ("canary", secret, scene.secret.id, scene.secret.name):
        assert word not in seen
    assert "canary" not in device(cy).ask("GET", f"groups/{scene.open.id}/posts/").text
    assert "canary" not in device(cy).ask("GET", "search/?q=canary").text
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    assert post(device(bo), shared["id"])["shared"] == UNREAD


def test_the_original_says_when_it_is_gone_to_its_readers_alone(scene: Scene, ana: Person, cy: Person) -> None:
    secret = say(ana, scene.secret, "A canary.")
    shared = share_post(ana, post_id=secret, audience_id=scene.open.audience_id)
    delete_post(ana, post_id=secret)
    assert post(device(ana), shared)["shared"]["state"] == "deleted"
    assert post(device(cy), shared)["shared"] == UNREAD
    answer = device(ana).ask("POST", f"posts/{secret}/share/", {"group": scene.open.id})
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "gone")


def test_a_post_is_shared_in_a_case_internally_unless_a_side_is_named(scene: Scene, ana: Person, gus: Person) -> None:
    there = scene.in_open
    inner = device(ana).make(f"posts/{there}/share/", {"case": scene.case, "body": "For the file."})
    assert inner["audience"]["id"] == side(scene.case, "internal")
    assert device(gus).ask("GET", f"posts/{inner['id']}/").status_code == 404
    names = [one["side"] for one in device(ana).read(f"cases/{scene.case}/")["sides"]]
    partner = next(name for name in names if name.startswith("partner"))
    outer = device(ana).make(f"posts/{there}/share/", {"case": scene.case, "side": partner})
    assert post(device(gus), outer["id"])["shared"] == UNREAD, "a guest reads the words, and not the original"
    answer = device(ana).ask("POST", f"posts/{there}/share/", {"case": scene.case, "side": "customer"})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["side"])


def test_one_shares_what_one_reads_where_one_may_speak(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    secret = say(ana, scene.secret)
    for person, what, where, expected in (
        (cy, secret, {"group": scene.open.id}, 404), (cy, NOWHERE, {"group": scene.open.id}, 404),
        (cy, scene.in_open, {"group": scene.open.id}, 403), (cy, scene.in_open, {"group": scene.secret.id}, 404),
        (gus, scene.in_open, {"case": scene.case}, 404), (bo, scene.in_open, {}, 400),
        (bo, scene.in_open, {"group": scene.open.id, "case": scene.case}, 400),
        (bo, scene.in_open, {"group": scene.open.id, "side": "internal"}, 400),
        (bo, scene.in_open, {"case": "C-2020-000000"}, 404),
    ):  # fmt: skip
        answer = device(person).ask("POST", f"posts/{what}/share/", where)
        assert answer.status_code == expected, (person, where, answer.text)
    nothing = comparable(device(cy).ask("POST", f"posts/{NOWHERE}/share/", {"group": scene.open.id}))
    assert comparable(device(cy).ask("POST", f"posts/{secret}/share/", {"group": scene.open.id})) == nothing
    assert not Pointer.objects.exists()


def test_a_repeated_key_shares_once(scene: Scene, ana: Person) -> None:
    said, same = {"group": scene.open.id, "body": "Once."}, key()
    first = device(ana).make(f"posts/{scene.in_closed}/share/", said, Idempotency_Key=same)
    again = device(ana).make(f"posts/{scene.in_closed}/share/", said, Idempotency_Key=same)
    assert first["id"] == again["id"]
    assert Pointer.objects.count() == 1


def test_a_feed_of_shares_takes_one_statement_more_however_many(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    for number in range(10):
        original = say(ana, scene.secret, f"Number {number}")
        share_post(ana, post_id=original, audience_id=scene.open.audience_id)
    door = device(ana)
    door.read("me/")
    with statements(8):
        page = door.read(f"groups/{scene.open.id}/posts/")
    assert sum(one["shared"] is not None for one in page["results"]) == 10


# Editing where a thread is closed -----------------------------------------------------------------------------------
@pytest.mark.parametrize("reply", [False, True])
def test_words_in_a_closed_thread_stay_as_they_are(
    scene: Scene, ana: Person, bo: Person, mo: Person, reply: bool
) -> None:
    mine = say(bo, scene.closed)
    if reply:
        mine = device(bo).make(f"posts/{mine}/replies/", {"body": "And more."})["id"]
    root = Post.objects.get(id=mine).root_id or mine
    lock_post(mo, post_id=root, reason="It is said.")
    answer = device(bo).ask("PATCH", f"posts/{mine}/", {"body": "Otherwise."})
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "locked")
    assert "edit" not in post(device(bo), mine)["can"]
    assert Post.objects.get(id=mine).revision == 0
