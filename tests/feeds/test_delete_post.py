"""Taking a post back: ``DELETE posts/{id}/``; a tombstone stays."""

import datetime as dt

from esn.core.models import Event
from feeds.actions import delete_post, publish, reply
from groups.models import Audience
from people.models import Person
from tests.cast import NOWHERE, Scene, comparable, device


def head(scene: Scene) -> dt.datetime | None:
    return Audience.objects.get(id=scene.open.audience_id).head_at


def test_ana_takes_it_back_and_a_tombstone_stays(scene: Scene, ana: Person, bo: Person) -> None:
    answer = device(ana).ask("DELETE", f"posts/{scene.in_open}/")
    assert (answer.status_code, answer.text) == (204, "")
    left = device(bo).read(f"posts/{scene.in_open}/")
    assert (left["deleted"], left["body"], left["html"], left["detail"]) == (True, "", "", {})
    assert left["can"] == ["reply"]
    fact = Event.objects.order_by("-position")[0]
    assert (fact.type, fact.data) == ("post.deleted", {"id": scene.in_open})
    assert device(bo).read(f"groups/{scene.open.id}/posts/")["results"] == []


def test_taking_it_back_twice_changes_nothing_more(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.ask("DELETE", f"posts/{scene.in_open}/")
    before = Event.objects.count()
    assert door.ask("DELETE", f"posts/{scene.in_open}/").status_code == 204
    assert Event.objects.count() == before


def test_a_stale_tag_takes_nothing_back(scene: Scene, ana: Person) -> None:
    door = device(ana)
    assert door.ask("DELETE", f"posts/{scene.in_open}/", If_Match='"7"').status_code == 412
    assert door.ask("DELETE", f"posts/{scene.in_open}/", If_Match='"0"').status_code == 204


def test_a_moderator_takes_anothers_words_away_and_a_member_may_not(scene: Scene, bo: Person, mo: Person) -> None:
    assert device(bo).ask("DELETE", f"posts/{scene.in_open}/").status_code == 403
    assert "delete" in device(mo).read(f"posts/{scene.in_open}/")["can"]
    assert device(mo).ask("DELETE", f"posts/{scene.in_open}/").status_code == 204


def test_what_cy_cannot_see_cannot_be_deleted(scene: Scene, cy: Person, gus: Person) -> None:
    assert device(cy).ask("DELETE", f"posts/{scene.in_open}/").status_code == 403
    for person, post in ((cy, scene.in_secret), (cy, scene.in_restricted), (gus, scene.in_open), (gus, scene.in_case)):
        door = device(person)
        nothing = comparable(door.ask("DELETE", f"posts/{NOWHERE}/"))
        assert comparable(door.ask("DELETE", f"posts/{post}/")) == nothing
        assert nothing.status == 404


def test_a_deleted_post_with_answers_keeps_its_place(scene: Scene, ana: Person, bo: Person) -> None:
    reply(bo, post_id=scene.in_open, body="Seen.")
    delete_post(ana, post_id=scene.in_open)
    feed = device(bo).read(f"groups/{scene.open.id}/posts/")["results"]
    assert [(one["id"], one["deleted"], one["replies_count"]) for one in feed] == [(scene.in_open, True, 1)]


def test_a_deleted_answer_is_counted_no_more(scene: Scene, ana: Person, bo: Person) -> None:
    answer = reply(bo, post_id=scene.in_open, body="Seen.")
    reply(ana, post_id=scene.in_open, body="Good.")
    delete_post(bo, post_id=answer)
    root = device(ana).read(f"posts/{scene.in_open}/")
    assert root["replies_count"] == 1
    assert [one["body"] for one in root["replies"]] == ["Good."]


def test_the_head_of_the_audience_follows_what_is_still_shown(scene: Scene, ana: Person, bo: Person) -> None:
    first = head(scene)
    newer = publish(ana, audience_id=scene.open.audience_id, body="Newer")
    answer = reply(bo, post_id=scene.in_open, body="Seen.")
    top = head(scene)
    delete_post(ana, post_id=scene.in_open)
    assert head(scene) == top, "the deleted post is still shown, for its answer"
    delete_post(bo, post_id=answer)
    between = head(scene)
    assert first is not None
    assert between is not None
    assert top is not None
    assert first < between < top
    delete_post(ana, post_id=newer)
    assert head(scene) is None
    assert device(bo).read("feed/?only=all")["results"] is not None
