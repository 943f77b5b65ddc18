"""Saying it better: ``PATCH posts/{id}/``, and what was said before: ``GET posts/{id}/history/``."""

import json

from esn.core.models import Event
from feeds.actions import delete_post, edit_post
from feeds.models import PostRevision
from groups.actions import leave
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device


def test_ana_says_it_better_and_what_she_said_before_is_kept(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    before = door.read(f"posts/{scene.in_open}/")
    answer = door.ask("PATCH", f"posts/{scene.in_open}/", {"body": "The *new* catalogue."}, If_Match='"0"')
    assert answer.status_code == 200
    after = json.loads(answer.text)
    assert answer["ETag"] == '"1"'
    assert (after["body"], after["html"]) == ("The *new* catalogue.", "<p>The <em>new</em> catalogue.</p>")
    assert after["edited_at"] is not None
    assert (after["created_at"], after["bumped_at"]) == (before["created_at"], before["bumped_at"])
    history = device(bo).read(f"posts/{scene.in_open}/history/")
    assert [one["body"] for one in history["results"]] == ["The new catalogue has arrived."]
    assert Event.objects.order_by("-position")[0].type == "post.edited"


def test_an_edit_of_something_older_changes_nothing(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.ask("PATCH", f"posts/{scene.in_open}/", {"body": "Second"})
    for tag in ('"0"', "0", 'W/"0"', '"2"', '"x"', "é", '"99999999999"', ""):
        answer = door.ask("PATCH", f"posts/{scene.in_open}/", {"body": "Third"}, If_Match=tag)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (412, "stale"), tag
    assert door.read(f"posts/{scene.in_open}/")["body"] == "Second"
    for tag in ('"1"', 'W/"1"', "*"):
        assert door.ask("PATCH", f"posts/{scene.in_open}/", {"body": "Second"}, If_Match=tag).status_code == 200


def test_the_same_words_are_no_edit(scene: Scene, ana: Person) -> None:
    before = Event.objects.count()
    answer = device(ana).ask("PATCH", f"posts/{scene.in_open}/", {"body": "The new catalogue has arrived. \n"})
    assert answer["ETag"] == '"0"'
    assert (PostRevision.objects.count(), Event.objects.count()) == (0, before)


def test_nobody_changes_anothers_words(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    for person in (bo, mo, cy):
        assert device(person).ask("PATCH", f"posts/{scene.in_open}/", {"body": "Mine"}).status_code == 403
    assert PostRevision.objects.count() == 0


def test_who_left_a_group_has_nothing_there_any_more(scene: Scene, bo: Person) -> None:
    door = device(bo)
    own = door.make(f"groups/{scene.secret.id}/posts/", {"body": "Mine"})["id"]
    leave(bo, group_id=scene.secret.id)
    for method, path, body in (
        ("GET", "posts/{}/", None), ("PATCH", "posts/{}/", {"body": "x"}), ("DELETE", "posts/{}/", None),
        ("GET", "posts/{}/history/", None), ("GET", "posts/{}/replies/", None), ("POST", "posts/{}/read/", None),
        ("POST", "posts/{}/replies/", {"body": "x"}),
    ):  # fmt: skip
        nothing = comparable(door.ask(method, path.format(NOWHERE), body))
        assert comparable(door.ask(method, path.format(own), body)) == nothing
        assert nothing.status == 404


def test_who_left_an_open_group_reads_and_does_not_write(scene: Scene, bo: Person) -> None:
    door = device(bo)
    own = door.make(f"groups/{scene.open.id}/posts/", {"body": "Mine"})["id"]
    leave(bo, group_id=scene.open.id)
    assert door.read(f"posts/{own}/")["can"] == ["react"]
    assert door.ask("PATCH", f"posts/{own}/", {"body": "x"}).status_code == 403
    assert door.ask("DELETE", f"posts/{own}/").status_code == 403


def test_an_entry_of_a_case_is_history_and_never_edited(scene: Scene, ana: Person) -> None:
    door = device(ana)
    entry = next(one for one in door.read(f"cases/{scene.case}/posts/")["results"] if one["kind"] == "story")
    assert door.ask("PATCH", f"posts/{entry['id']}/", {"body": "x"}).status_code == 403
    assert door.ask("DELETE", f"posts/{entry['id']}/").status_code == 403


def test_the_past_of_a_deleted_post_is_for_its_moderators(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    own = device(bo).make(f"groups/{scene.open.id}/posts/", {"body": "First"})["id"]
    edit_post(bo, post_id=own, body="Second")
    delete_post(bo, post_id=own)
    assert device(bo).ask("GET", f"posts/{own}/history/").status_code == 404
    assert [one["body"] for one in device(mo).read(f"posts/{own}/history/")["results"]] == ["First"]
    assert device(ana).ask("GET", f"posts/{own}/history/").status_code == 200


def test_a_deleted_post_is_not_edited(scene: Scene, ana: Person) -> None:
    delete_post(ana, post_id=scene.in_open)
    assert device(ana).ask("PATCH", f"posts/{scene.in_open}/", {"body": "Again"}).status_code == 403
