"""Following a thread, hearing nothing of it, and being unread from a post on."""

import json

import pytest

from esn.core.models import Event
from feeds import queries
from feeds.actions import follow_thread, mark_read, mute_thread, reply, unfollow_thread
from groups.queries import rail
from people.models import Person
from people.policy import own_audience
from tests.cast import NOWHERE, Scene, comparable, device, say
from tests.conftest import Counting


def test_whoever_speaks_in_a_thread_follows_it_until_they_leave(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    reply(bo, post_id=scene.in_open, body="Where?")
    assert queries.thread_followers([scene.in_open])[scene.in_open] == {ana.id, bo.id}
    door = device(bo)
    told = {"id": scene.in_open, "following": True, "muted": False, "chosen": False}
    assert door.read(f"posts/{scene.in_open}/follow/") == told
    answer = json.loads(door.ask("DELETE", f"posts/{scene.in_open}/follow/").text)
    assert answer == told | {"following": False, "chosen": True}
    device(mo).ask("PUT", f"posts/{scene.in_open}/follow/")
    assert queries.thread_followers([scene.in_open])[scene.in_open] == {ana.id, mo.id}


def test_a_choice_is_told_to_one_s_own_devices_and_once(scene: Scene, bo: Person) -> None:
    for _time in range(2):
        follow_thread(bo, post_id=scene.in_open)
    told = Event.objects.filter(type="thread.changed")
    assert [(fact.audience_id, fact.data) for fact in told] == [(own_audience(bo.id), {"id": scene.in_open})]


def test_a_muted_thread_is_read_and_never_unread(scene: Scene, ana: Person, bo: Person) -> None:
    mark_read(bo, post_id=scene.in_open)
    answer = device(bo).ask("PUT", f"posts/{scene.in_open}/mute/")
    assert json.loads(answer.text)["muted"]
    reply(ana, post_id=scene.in_open, body="And another thing.")
    seen = queries.post(bo, scene.in_open)
    assert (seen.muted, seen.unread) == (True, False)
    assert scene.in_open not in [post.id for post in queries.home(bo, only="unread").results]
    assert scene.in_open in [post.id for post in queries.home(bo).results], "it is read on"
    assert not next(group for group in rail(bo) if group.id == scene.open.id).unread
    assert queries.muted([scene.in_open])[scene.in_open] == {bo.id}
    say(ana, scene.open, "Something else")
    assert next(group for group in rail(bo) if group.id == scene.open.id).unread, "what else is said is heard"
    assert json.loads(device(bo).ask("DELETE", f"posts/{scene.in_open}/mute/").text)["muted"] is False


def test_from_here_on_it_is_unread_on_all_devices(scene: Scene, ana: Person, bo: Person) -> None:
    later = say(ana, scene.open, "Later")
    mark_read(bo, post_id=later)
    assert not queries.post(bo, scene.in_open).unread
    assert device(bo).ask("POST", f"posts/{later}/unread/").status_code == 204
    assert (queries.post(bo, later).unread, queries.post(bo, scene.in_open).unread) == (True, False)
    assert device(bo).ask("POST", f"posts/{scene.in_open}/unread/").status_code == 204
    assert queries.post(bo, scene.in_open).unread
    before = Event.objects.filter(type="read.moved", audience_id=own_audience(bo.id)).count()
    device(bo).ask("POST", f"posts/{scene.in_open}/unread/")
    assert Event.objects.filter(type="read.moved", audience_id=own_audience(bo.id)).count() == before


def test_who_follows_nothing_there_has_no_place_to_go_back_to(scene: Scene, cy: Person) -> None:
    assert device(cy).ask("POST", f"posts/{scene.in_open}/unread/").status_code == 409


@pytest.mark.parametrize(
    ("method", "verb"),
    [
        ("GET", "follow"),
        ("PUT", "follow"),
        ("DELETE", "follow"),
        ("PUT", "mute"),
        ("DELETE", "mute"),
        ("POST", "unread"),
    ],
)
def test_what_cy_does_not_read_is_not_there(scene: Scene, cy: Person, method: str, verb: str) -> None:
    nothing = comparable(device(cy).ask(method, f"posts/{NOWHERE}/{verb}/"))
    assert nothing.status == 404
    assert comparable(device(cy).ask(method, f"posts/{scene.in_secret}/{verb}/")) == nothing


def test_followers_of_many_threads_cost_three_statements(scene: Scene, bo: Person, statements: Counting) -> None:
    roots = [say(bo, scene.open, f"Number {number}") for number in range(10)]
    mute_thread(bo, post_id=roots[0])
    unfollow_thread(bo, post_id=roots[1])
    with statements(3):
        found = queries.thread_followers(roots)
    assert [len(found[root]) for root in roots[:3]] == [0, 0, 1]
