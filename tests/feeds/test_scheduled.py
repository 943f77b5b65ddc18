"""Words for a later moment: written with ``send_at``, listed in ``scheduled/``, said by the clock."""

import datetime as dt
import json
from functools import partial
from typing import Any

import time_machine

from cases.actions import post_on_side
from esn.core import alarms
from esn.core.clock import now
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.actions import lock_post, send_due
from feeds.models import Notice, Post, ScheduledPost
from groups.actions import remove_member
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device, stranger
from tests.conftest import Counting


def _at(hours: float = 3) -> str:
    return (now() + dt.timedelta(hours=hours)).isoformat()


def _later(door: Door, path: str, **said: Any) -> Any:
    answer = door.ask("POST", path, {"body": "Good morning", "send_at": _at(), **said})
    assert answer.status_code == 202, answer.text
    told = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/scheduled/{told['id']}/"
    return told


def _clock(hours: float = 4) -> None:
    with time_machine.travel(now() + dt.timedelta(hours=hours), tick=False):
        alarms.run_due(ALARMS)


def test_it_is_said_at_its_moment_and_once(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = _later(door, f"groups/{scene.open.id}/posts/")
    assert made["state"] == "waiting"
    assert [one["id"] for one in door.read("scheduled/")["results"]] == [made["id"]]
    _clock(2)
    assert not Post.objects.filter(body="Good morning").exists()
    _clock(4)
    _clock(5)
    send_due(made["id"], now(), in_case=post_on_side)
    post = Post.objects.get(body="Good morning")
    assert (post.author_id, post.audience_id) == (ana.id, scene.open.audience_id)
    assert door.read("scheduled/")["results"] == []
    told = Event.objects.filter(audience_id=ana.id, type="scheduled.changed")
    assert told.count() == 2, "written, and sent"


def test_a_reply_and_a_line_in_a_case_wait_too(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    _later(door, f"posts/{scene.in_open}/replies/", body="An answer")
    _later(door, f"cases/{scene.case}/posts/", body="For the carrier", side="partner:" + _partner(scene))
    _clock()
    assert Post.objects.get(body="An answer").root_id == scene.in_open
    assert Post.objects.get(body="For the carrier").audience.kind == "partner"


def _partner(scene: Scene) -> str:
    return str(Post.objects.select_related("audience").get(id=scene.with_partner).audience.partner_id)


def test_a_moment_in_the_past_is_told_beside_its_field(scene: Scene, ana: Person) -> None:
    door, path = device(ana), f"groups/{scene.open.id}/posts/"
    for hours, code in ((-1.0, "past"), (24 * 400.0, "too_far")):
        answer = door.ask("POST", path, {"body": "Hello", "send_at": _at(hours)})
        assert answer.status_code == 400
        assert [one["code"] for one in json.loads(answer.text)["errors"]["send_at"]] == [code]
    assert door.ask("POST", path, {"body": "Hello", "send_at": "tomorrow"}).status_code == 400
    assert door.ask("POST", path, {"body": "", "send_at": _at()}).status_code == 400
    assert not ScheduledPost.objects.exists()
    assert door.ask("POST", path, {"body": "Hello", "send_at": _at(-0.01)}).status_code == 202, "a moment of grace"


def test_who_lost_the_right_says_nothing_and_is_told(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    made = _later(door, f"groups/{scene.secret.id}/posts/")
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    _clock()
    assert not Post.objects.filter(body="Good morning").exists()
    [kept] = door.read("scheduled/")["results"]
    assert (kept["id"], kept["state"], kept["why"], kept["to"], kept["body"]) == (
        made["id"], "refused", "gone", None, "Good morning"
    )  # fmt: skip
    assert Notice.objects.get(audience=bo.id, kind="unsent").detail == {"scheduled": made["id"]}


def test_a_thread_that_was_closed_meanwhile_takes_nothing(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    made = _later(device(bo), f"posts/{scene.in_open}/replies/")
    lock_post(mo, post_id=scene.in_open, reason="Enough was said.")
    _clock()
    assert ScheduledPost.objects.values_list("state", "why").get(id=made["id"]) == ("refused", "locked")


def test_who_was_let_go_says_nothing_more(scene: Scene, ana: Person, bo: Person) -> None:
    _later(device(bo), f"groups/{scene.open.id}/posts/")
    Person.objects.filter(id=bo.id).update(is_active=False)
    _clock()
    assert not Post.objects.filter(body="Good morning").exists()


def test_it_is_changed_moved_sent_now_and_taken_back(scene: Scene, ana: Person) -> None:
    door, path = device(ana), f"groups/{scene.open.id}/posts/"
    made = _later(door, path)
    one = f"scheduled/{made['id']}/"
    answer = door.ask("PATCH", one, {"body": "Better", "send_at": _at(9)}, If_Match='"0"')
    assert answer.status_code == 200
    assert door.ask("PATCH", one, {"body": "Worse"}, If_Match='"0"').status_code == 412
    assert door.ask("PATCH", one, {"send_at": _at(-9)}).status_code == 400
    _clock(4)
    assert not Post.objects.filter(body="Better").exists(), "it was moved"
    door.make(f"{one}send/")
    _clock(0)
    assert Post.objects.filter(body="Better").exists()
    assert door.ask("DELETE", one).status_code == 404
    other = _later(door, path, body="Never mind")
    assert door.ask("DELETE", f"scheduled/{other['id']}/").status_code == 204
    _clock()
    assert not Post.objects.filter(body="Never mind").exists()


def test_nobody_else_sees_or_touches_it(scene: Scene, ana: Person, mo: Person) -> None:
    made = _later(device(ana), f"groups/{scene.open.id}/posts/")
    door = device(mo)
    assert door.read("scheduled/")["results"] == []
    for method, end in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "send/")):
        asked = partial(door.ask, method, body={"body": "Mine"})
        absent = comparable(asked(path=f"scheduled/{NOWHERE}/{end}"))
        assert absent.status == 404
        assert comparable(asked(path=f"scheduled/{made['id']}/{end}")) == absent
    assert stranger().ask("GET", "scheduled/").status_code == 401


def test_who_may_not_say_it_now_does_not_schedule_it(scene: Scene, cy: Person, gus: Person) -> None:
    said = {"body": "Hello", "send_at": _at()}
    assert device(cy).ask("POST", f"groups/{scene.open.id}/posts/", said).status_code == 403
    assert device(cy).ask("POST", f"groups/{scene.secret.id}/posts/", said).status_code == 404
    assert device(gus).ask("POST", f"cases/{scene.case}/posts/", {**said, "side": "internal"}).status_code in {400, 404}
    assert not ScheduledPost.objects.exists()


def test_a_list_costs_the_same_for_any_number(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    _later(door, f"groups/{scene.open.id}/posts/")
    with statements(5):
        door.read("scheduled/")
    for _number in range(9):
        _later(door, f"groups/{scene.secret.id}/posts/")
    with statements(5):
        assert len(door.read("scheduled/")["results"]) == 10
