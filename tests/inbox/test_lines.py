"""What one does with a line: done, undo, snooze until a moment or an event, wake; and what reading settles."""

import datetime as dt
import json

import pytest

from cases.actions import post_in_case
from esn.core import alarms, clock
from esn.wiring import ALARMS
from feeds.actions import reply
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device, found, say
from tests.conftest import Counting
from tests.inbox.desk import heard, settled, waiting


def offered(scene: Scene, ana: Person, bo: Person) -> str:
    """Ana offers the case to Bo; the id of his line."""
    device(ana).make(
        f"cases/{scene.case}/handoffs/",
        {"to": {"kind": "person", "id": bo.id}, "brief": "Never on Saturday.", "expectation": "Find a day."},
    )
    return next(line.id for line in waiting(bo) if line.kind == "accept")


def replied(scene: Scene, ana: Person, bo: Person) -> str:
    """Bo answers Ana's post; the id of her line."""
    reply(bo, post_id=scene.in_open, body="Seen.")
    return waiting(ana)[0].id


def test_a_line_says_what_it_needs_in_json(scene: Scene, ana: Person, bo: Person) -> None:
    replied(scene, ana, bo)
    line = device(ana).read("inbox/")["results"][0]
    assert set(line) >= {
        "id", "kind", "count", "subject", "audience", "from", "customer", "why", "due", "harm", "since", "can",
    }  # fmt: skip
    assert line["subject"] == {"type": "thread", "id": scene.in_open, "label": scene.open.name}
    assert line["from"][0]["name"] == "Bo Delorme"
    assert line["why"][0]["excerpt"] == "Seen."


def test_done_puts_a_reply_away_until_somebody_answers_again(scene: Scene, ana: Person, bo: Person) -> None:
    line = replied(scene, ana, bo)
    told = device(ana).make(f"inbox/{line}/done/")
    assert (told["state"], told["can"]) == ("done", ["undo"])
    assert waiting(ana) == ()
    assert device(ana).read("inbox/count/") == {"count": 0, "snoozed": 0}
    assert [one["id"] for one in device(ana).read("inbox/?state=done")["results"]] == [line]
    reply(bo, post_id=scene.in_open, body="Once more.")
    assert [(one.id, one.count) for one in waiting(ana)] == [(line, 1)]
    settled()


def test_undo_brings_a_line_back_as_it_was(scene: Scene, ana: Person, bo: Person) -> None:
    line = replied(scene, ana, bo)
    door = device(ana)
    door.make(f"inbox/{line}/done/")
    assert door.make(f"inbox/{line}/undo/")["state"] == "open"
    assert [(one.id, one.count) for one in waiting(ana)] == [(line, 1)]
    assert door.ask("POST", f"inbox/{line}/undo/").status_code == 409
    door.make(f"inbox/{line}/snooze/", {"event": "answer"})
    assert door.make(f"inbox/{line}/undo/")["state"] == "open"
    settled()


def test_a_deed_stays_until_it_is_done(scene: Scene, ana: Person, bo: Person) -> None:
    line = offered(scene, ana, bo)
    door = device(bo)
    refused = door.ask("POST", f"inbox/{line}/done/")
    assert refused.status_code == 409
    assert json.loads(refused.text)["code"] == "needs_a_deed"
    device(bo).make(f"posts/{scene.in_case}/read/")
    assert "accept" in [why["code"] for why in door.read(f"inbox/{line}/")["why"]]
    settled()


def test_reading_a_thread_settles_what_had_only_to_be_read(scene: Scene, ana: Person, bo: Person) -> None:
    replied(scene, ana, bo)
    device(ana).make(f"posts/{scene.in_open}/read/")
    assert waiting(ana) == ()
    settled()
    reply(bo, post_id=scene.in_open, body="And this.")
    assert [one.count for one in waiting(ana)] == [1]


def test_reading_a_case_leaves_its_deeds(scene: Scene, ana: Person, bo: Person) -> None:
    line = offered(scene, ana, bo)
    asked = post_in_case(bo, ref=scene.case, body="Which floor?")
    reply(ana, post_id=asked, body="The third.")
    assert {why.code for one in waiting(bo) for why in one.why} >= {"accept", "reply"}
    device(bo).make(f"posts/{asked}/read/")
    assert [(one.id, [why.code for why in one.why]) for one in waiting(bo)] == [(line, ["accept"])]
    settled()


def test_a_line_sleeps_until_a_moment(scene: Scene, ana: Person, bo: Person) -> None:
    line = offered(scene, ana, bo)
    until = clock.now() + dt.timedelta(hours=1)
    told = device(bo).make(f"inbox/{line}/snooze/", {"until": until.isoformat()})
    assert (told["state"], told["can"]) == ("snoozed", ["undo", "snooze", "wake"])
    assert waiting(bo) == ()
    settled()
    with clock.at(until + dt.timedelta(seconds=1)):
        assert alarms.run_due(ALARMS)
        assert [one.id for one in waiting(bo)] == [line]


def test_a_line_sleeps_until_somebody_answers(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    line = replied(scene, ana, bo)
    assert device(ana).make(f"inbox/{line}/snooze/", {"event": "answer"})["until_event"] == "answer"
    assert waiting(ana) == ()
    reply(mo, post_id=scene.in_open, body="I looked.")
    assert [(one.id, one.count, one.state) for one in waiting(ana)] == [(line, 2, "open")]
    settled()


def test_a_sleeping_line_comes_back_when_it_is_woken(scene: Scene, ana: Person, bo: Person) -> None:
    line = offered(scene, ana, bo)
    door = device(bo)
    door.make(f"inbox/{line}/snooze/", {"event": "customer"})
    assert door.make(f"inbox/{line}/wake/")["state"] == "open"
    assert [one.id for one in waiting(bo)] == [line]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "until"),
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"until": "soon"}, "until"),
        ({"event": "told"}, "event"),
        ({"event": "doomsday"}, "event"),
    ],
)
def test_a_snooze_says_what_is_wrong_with_it(
    scene: Scene, ana: Person, bo: Person, body: dict[str, str], field: str
) -> None:
    line = replied(scene, ana, bo)
    answer = device(ana).ask("POST", f"inbox/{line}/snooze/", body)
    assert answer.status_code == 400
    assert field in json.loads(answer.text)["errors"]


@pytest.mark.parametrize("verb", ["done", "undo", "snooze", "wake"])
def test_the_lines_of_others_are_not_there(scene: Scene, ana: Person, bo: Person, gus: Person, verb: str) -> None:
    line = replied(scene, ana, bo)
    body = {"event": "answer"}
    for other in (bo, gus):
        theirs = comparable(device(other).ask("POST", f"inbox/{line}/{verb}/", body))
        assert theirs == comparable(device(other).ask("POST", f"inbox/{NOWHERE}/{verb}/", body))
        assert theirs.status == 404


@pytest.mark.parametrize("query", ["state=lost", "harm=9", "harm=x", "shape=round", "cursor=abc"])
def test_an_unknown_filter_is_an_error(scene: Scene, ana: Person, query: str) -> None:
    assert device(ana).ask("GET", f"inbox/?{query}").status_code == 400


def test_filters_narrow_the_inbox(scene: Scene, ana: Person, bo: Person) -> None:
    replied(scene, ana, bo)
    post_in_case(bo, ref=scene.case, body="She called again.")
    heard()
    door = device(ana)

    def kinds(query: str) -> list[str]:
        return [one["kind"] for one in door.read(f"inbox/?{query}")["results"]]

    assert sorted(kinds("")) == ["message", "reply"]
    assert kinds("kind=reply") == ["reply"]
    assert kinds(f"customer={scene.customer}") == ["message"]
    assert sorted(kinds("harm=4")) == ["message", "reply"]
    assert kinds("harm=0") == []


@pytest.mark.parametrize("n", [1, 10, 40])
def test_the_inbox_asks_as_many_statements_for_many_lines_as_for_one(
    scene: Scene, ana: Person, bo: Person, statements: Counting, n: int
) -> None:
    for _n in range(n):
        reply(bo, post_id=say(ana, scene.open), body="Seen.")
    heard()
    door = device(ana)
    door.read("inbox/")
    with statements(4):
        assert len(door.read("inbox/?limit=100")["results"]) == n


def test_the_pages_of_the_inbox_hold_every_line_once(ana: Person, bo: Person) -> None:
    group = found(ana, "open", member=bo)
    for _n in range(7):
        reply(bo, post_id=say(ana, group), body="Seen.")
    heard()
    door = device(ana)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = door.read(f"inbox/?limit=3{cursor and '&cursor=' + cursor}")
        seen += [one["id"] for one in page["results"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 7


def test_a_hundred_new_members_ask_to_come_in_on_one_line(ana: Person, mo: Person) -> None:
    group = found(ana, "closed", moderator=mo)
    for n in range(12):
        device(admit(f"new{n}")).make(f"groups/{group.id}/requests/")
    line = waiting(mo)[0]
    assert (line.kind, line.count, line.subject.id, line.subject.label) == ("join", 12, group.id, group.name)
    settled()
