"""Polls: asked, voted in once by each, changed, taken back, closed; and what nobody learns of an anonymous one."""

import datetime as dt
import json
import threading
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db import connection

from esn.core import alarms, clock
from esn.core.errors import Conflict
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds import queries
from feeds.actions import Manner, NewPoll, decide_held, end_poll, publish, vote
from feeds.actions.manners import kept_manner, manner_of
from feeds.models import HeldPost, Poll, PollOption, Vote
from groups.actions import remove_member
from groups.models import Group
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device
from tests.conftest import Counting

DAYS = {"options": ["Monday", "Tuesday", "Friday"]}


def ask(door: Door, group: Group, **more: Any) -> dict[str, Any]:
    said = {"body": "Which day?", "kind": "poll", "poll": {**DAYS, **more}}
    post: dict[str, Any] = door.make(f"groups/{group.id}/posts/", said)
    return post


def choose(door: Door, post: dict[str, Any], *places: int) -> dict[str, Any]:
    options = [post["poll"]["options"][place]["id"] for place in places]
    state: dict[str, Any] = door.make(f"posts/{post['id']}/poll/vote/", {"options": options})["poll"]
    return state


def numbers(state: dict[str, Any]) -> list[int]:
    return [option["votes"] for option in state["options"]]


def mine(state: dict[str, Any]) -> list[str]:
    return [option["text"] for option in state["options"] if option["mine"]]


def code(door: Door, path: str, body: Any = None) -> tuple[int, str]:
    answer = door.ask("POST", path, body)
    return answer.status_code, str(json.loads(answer.text)["code"])


def test_ana_asks_bo_votes_changes_and_takes_it_back(scene: Scene, ana: Person, bo: Person) -> None:
    post = ask(device(ana), scene.closed)
    assert (post["kind"], post["body"]) == ("poll", "Which day?")
    assert [option["text"] for option in post["poll"]["options"]] == DAYS["options"]
    assert post["poll"]["can"] == ["vote", "close"]
    state = choose(device(bo), post, 1)
    assert (numbers(state), mine(state), state["voters"], state["can"]) == (
        [0, 1, 0], ["Tuesday"], 1, ["vote", "take_back"],
    )  # fmt: skip
    assert numbers(choose(device(bo), post, 2)) == [0, 0, 1], "one choice of each"
    choose(device(ana), post, 2)
    assert numbers(device(bo).read(f"posts/{post['id']}/")["poll"]) == [0, 0, 2]
    state = device(bo).make(f"posts/{post['id']}/poll/take-back/")["poll"]
    assert (numbers(state), state["voted"]) == ([0, 0, 1], False)
    heard = Event.objects.filter(type="poll.changed")
    assert {row.audience_id for row in heard} == {scene.closed.audience_id}
    assert set(heard.values_list("data", flat=True).distinct()[0]) == {"id"}, "ids, and nobody's choice"
    before = heard.count()
    choose(device(ana), post, 2)
    assert heard.count() == before, "the same choice again changes nothing"


def test_several_are_chosen_where_the_poll_allows_it(scene: Scene, ana: Person, bo: Person) -> None:
    post = ask(device(ana), scene.closed, multiple=True)
    state = choose(device(bo), post, 0, 2)
    assert (numbers(state), state["voters"]) == ([1, 0, 1], 1)
    single = ask(device(ana), scene.closed)
    several = [option["id"] for option in single["poll"]["options"][:2]]
    foreign = post["poll"]["options"][0]["id"]
    for options in ([], several, [foreign], [NOWHERE], "x", [7]):
        answer = device(bo).ask("POST", f"posts/{single['id']}/poll/vote/", {"options": options})
        assert answer.status_code == 400, options
    assert not Vote.objects.filter(poll=single["id"]).exists()


def test_a_poll_that_shows_names_says_who_chose_what(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    post = ask(device(ana), scene.closed)
    choose(device(bo), post, 0)
    path = f"posts/{post['id']}/poll/options/{post['poll']['options'][0]['id']}/voters/"
    assert [one["name"] for one in device(ana).read(path)["results"]] == [bo.name]
    nothing = comparable(device(cy).ask("GET", path.replace(post["id"], NOWHERE)))
    assert comparable(device(cy).ask("GET", path)) == nothing
    assert device(ana).ask("GET", path.replace(post["poll"]["options"][0]["id"], NOWHERE)).status_code == 404


def test_nobody_learns_who_chose_what_in_an_anonymous_poll(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    post = ask(device(ana), scene.closed, anonymous=True)
    before = Event.objects.count()
    state = choose(device(bo), post, 1)
    assert (mine(state), numbers(state)) == (["Tuesday"], [0, 1, 0])
    path = f"posts/{post['id']}/poll/options/{post['poll']['options'][1]['id']}/voters/"
    for person in (ana, mo, bo):
        assert device(person).ask("GET", path).status_code == 403
    kept = serialize("json", Vote.objects.all())
    told = [(row.actor_id, row.data) for row in Event.objects.order_by("position")[before:]]
    assert bo.id not in kept
    assert told == [("", {"id": post["id"]})], "the log does not say who either"
    choose(device(bo), post, 2)
    assert numbers(device(ana).read(f"posts/{post['id']}/")["poll"]) == [0, 0, 1], "and yet each votes once"
    voter = Vote.objects.get().voter
    other = ask(device(ana), scene.closed, anonymous=True)
    choose(device(bo), other, 0)
    assert not Vote.objects.filter(poll=other["id"], voter=voter).exists(), "another poll has other digests"
    state = device(ana).make(f"posts/{post['id']}/poll/close/")["poll"]
    assert (state["closed"], numbers(state), Poll.objects.get(post=post["id"]).salt) == (True, [0, 0, 1], "")
    assert mine(device(bo).read(f"posts/{post['id']}/")["poll"]) == [], "nor can he be asked afterwards"


def test_only_who_may_speak_there_votes(scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    open_, closed = ask(device(ana), scene.open), ask(device(ana), scene.closed)
    options = {"options": [open_["poll"]["options"][0]["id"]]}
    assert device(cy).ask("POST", f"posts/{open_['id']}/poll/vote/", options).status_code == 403
    assert "vote" not in device(cy).read(f"posts/{open_['id']}/")["poll"]["can"]
    for verb in ("vote", "take-back", "close"):
        for person in (cy, gus):
            nothing = comparable(device(person).ask("POST", f"posts/{NOWHERE}/poll/{verb}/", options))
            assert comparable(device(person).ask("POST", f"posts/{closed['id']}/poll/{verb}/", options)) == nothing
    assert device(bo).ask("POST", f"posts/{closed['id']}/poll/close/").status_code == 403
    assert code(device(bo), f"posts/{scene.in_open}/poll/vote/", options) == (409, "no_poll")
    remove_member(ana, group_id=scene.closed.id, person_id=bo.id)
    assert device(bo).ask("POST", f"posts/{closed['id']}/poll/vote/", options).status_code == 404
    assert not Vote.objects.exists()


def test_a_poll_closes_at_its_time_even_before_the_alarm(
    scene: Scene, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = clock.now() + dt.timedelta(hours=1)
    post = ask(device(ana), scene.closed, closes_at=ends.isoformat())
    choose(device(bo), post, 0)
    option = {"options": [post["poll"]["options"][1]["id"]]}
    Poll.objects.filter(post=post["id"]).update(closes_at=clock.now() - dt.timedelta(seconds=1))
    assert device(bo).read(f"posts/{post['id']}/")["poll"]["closed"]
    assert code(device(bo), f"posts/{post['id']}/poll/vote/", option) == (409, "poll_closed")
    alarms.set_alarm("poll.close", post["id"], clock.now())
    assert alarms.run_due({"poll.close": ALARMS["poll.close"]}) == 1
    assert Event.objects.filter(type="poll.closed", audience_id=scene.closed.audience_id).count() == 1
    assert alarms.run_due({"poll.close": ALARMS["poll.close"]}) == 0
    assert code(device(bo), f"posts/{post['id']}/poll/take-back/") == (409, "poll_closed")
    device(ana).make(f"posts/{post['id']}/poll/close/")
    assert Event.objects.filter(type="poll.closed").count() == 1, "it was closed already"
    assert numbers(device(ana).read(f"posts/{post['id']}/")["poll"]) == [1, 0, 0]


@pytest.mark.parametrize(
    ("poll", "field"),
    [
        ({"options": ["One"]}, "poll"), ({"options": [str(n) for n in range(11)]}, "poll"),
        ({"options": ["Same", " same "]}, "poll.options"), ({"options": ["A", ""]}, "poll"),
        ({"options": ["A", "x" * 201]}, "poll"), ({"options": ["A", "B\u0000"]}, "poll"),
        ({**DAYS, "closes_at": "2020-01-01T00:00:00Z"}, "poll.closes_at"),
        ({**DAYS, "closes_at": "2190-01-01T00:00:00Z"}, "poll.closes_at"),
        (None, "poll"), ("Monday", "poll"), ({}, "poll"),
    ],
)  # fmt: skip
def test_a_poll_that_makes_no_sense_is_refused(scene: Scene, ana: Person, poll: Any, field: str) -> None:
    answer = device(ana).ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x", "kind": "poll", "poll": poll})
    assert answer.status_code == 400, answer.text
    assert any(name.startswith(field) for name in json.loads(answer.text)["errors"])
    assert not Poll.objects.exists()


BIDI, ZERO, JOINER, SELECTOR = "\u202e", "\u200b", "\u200d", "\ufe0f"


@pytest.mark.parametrize(
    "options",
    [
        ["Friday", f"Fri{ZERO}day"], ["Friday", f"{BIDI}Friday"], ["Friday", f"Fri{JOINER}day"],
        ["Sun \u2600", f"Sun \u2600{SELECTOR}"], ["Friday", "\uff26\uff32\uff29\uff24\uff21\uff39"],
        ["Friday", f" {ZERO}{BIDI} "], ["Friday", JOINER], ["Friday", "Mon\ufffdday"],
    ],
)  # fmt: skip
def test_options_that_look_the_same_or_show_nothing_are_refused(scene: Scene, ana: Person, options: list[str]) -> None:
    asked = {"body": "When?", "kind": "poll", "poll": {"options": options}}
    answer = device(ana).ask("POST", f"groups/{scene.closed.id}/posts/", asked)
    assert answer.status_code == 400, answer.text
    assert not Poll.objects.exists()


def test_an_option_holds_nothing_that_turns_what_is_read(scene: Scene, ana: Person) -> None:
    family = "\U0001f468\u200d\U0001f469"
    asked = {"options": [f"Pay {BIDI}later{ZERO}", f"{family} at home", "p\u00eache", "p\u00e9ch\u00e9"]}
    post = device(ana).make(f"groups/{scene.closed.id}/posts/", {"body": "When?", "kind": "poll", "poll": asked})
    told = [option["text"] for option in post["poll"]["options"]]
    assert told == ["Pay later", f"{family} at home", "p\u00eache", "p\u00e9ch\u00e9"]


def test_its_question_may_be_said_better_and_its_options_stay(scene: Scene, ana: Person, bo: Person) -> None:
    post = ask(device(ana), scene.closed)
    choose(device(bo), post, 0)
    said = json.loads(device(ana).ask("PATCH", f"posts/{post['id']}/", {"body": "Which day in May?"}).text)
    assert (said["body"], numbers(said["poll"])) == ("Which day in May?", [1, 0, 0])
    device(ana).ask("DELETE", f"posts/{post['id']}/")
    gone = device(bo).read(f"posts/{post['id']}/")
    assert (gone["deleted"], gone["poll"]) == (True, None)
    option = {"options": [post["poll"]["options"][1]["id"]]}
    assert code(device(bo), f"posts/{post['id']}/poll/vote/", option) == (409, "gone")


def test_two_votes_at_once_are_one(committed: None, scene: Scene, ana: Person, bo: Person) -> None:
    days = NewPoll(tuple(DAYS["options"]))
    post_id = publish(ana, audience_id=scene.closed.audience_id, body="When?", manner=Manner("poll", days))
    options = list(PollOption.objects.filter(poll=post_id).values_list("id", flat=True))
    gate, wrong = threading.Barrier(6), []

    def run(option: str) -> None:
        gate.wait()
        try:
            vote(bo, post_id=post_id, options=[option])
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(options[number % 3],)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert Vote.objects.filter(poll=post_id, voter=bo.id).count() == 1
    assert Event.objects.filter(type="poll.changed").count() >= 1


def test_a_vote_while_the_poll_closes_counts_or_is_refused(
    committed: None, scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    ends = clock.now() + dt.timedelta(hours=1)
    days = NewPoll(tuple(DAYS["options"]), anonymous=True, closes_at=ends)
    post_id = publish(ana, audience_id=scene.closed.audience_id, body="When?", manner=Manner("poll", days))
    option = PollOption.objects.filter(poll=post_id).values_list("id", flat=True)[0]
    voters = [ana, bo, mo]
    gate, refused = threading.Barrier(len(voters) + 1), []

    def run(person: Person | None) -> None:
        gate.wait()
        try:
            if person is None:
                end_poll(post_id, ends)
            else:
                vote(person, post_id=post_id, options=[option])
        except Conflict as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in (*voters, None)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(refused) <= {"poll_closed"}
    assert Vote.objects.filter(poll=post_id).values("voter").distinct().count() == len(voters) - len(refused)
    assert Poll.objects.get(post=post_id).closed_at is not None


def test_a_poll_of_a_new_member_waits_with_its_options(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    path = f"groups/{scene.closed.id}/approval/"
    assert device(ana).ask("PATCH", path, {"words": ["friday"]}).status_code == 200
    answer = device(bo).ask(
        "POST", f"groups/{scene.closed.id}/posts/", {"body": "Which day?", "kind": "poll", "poll": DAYS}
    )
    assert answer.status_code == 202, "a flagged word in an option is one too"
    held = device(mo).read(f"held/{json.loads(answer.text)['id']}/")
    assert (held["kind"], held["options"]) == ("poll", DAYS["options"])
    decide_held(mo, held_id=held["id"], publish=True)
    post = queries.post(ana, str(HeldPost.objects.get().post_id))
    assert post.poll is not None
    assert (post.kind, [option.text for option in post.poll.options]) == ("poll", DAYS["options"])
    manner = Manner("poll", NewPoll(("A", "B"), True, True, clock.now()))
    assert manner_of(kept_manner(manner)) == manner


def test_a_feed_of_polls_takes_two_statements_more_however_many(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(ana)
    for number in range(10):
        post = ask(door, scene.closed, anonymous=number % 2 == 0)
        choose(device(bo), post, number % 3)
    door.read("me/")
    with statements(9):
        page = door.read(f"groups/{scene.closed.id}/posts/")
    assert sum(one["poll"] is not None for one in page["results"]) == 10
