"""Since somebody left: facts by customer and by group, what harms the customer first."""

import datetime as dt
import json
from urllib.parse import quote

import pytest

from cases import queries
from cases.actions import post_in_case
from esn.core.clock import now
from feeds.actions import announce
from people.models import Person
from tests.cases.promises import promised
from tests.cast import Scene, customer, device, found, matter, say
from tests.conftest import Counting

HOUR = dt.timedelta(hours=1)


def test_bo_hears_by_customer_what_harms_them_first(scene: Scene, ana: Person, bo: Person) -> None:
    made = promised(device(ana), scene.case)
    device(ana).make(f"commitments/{made['id']}/break/", {"reason": "The lorry is lost."})
    announce(ana, audience_id=scene.open.audience_id, body="The shop closes at six.")
    told = queries.since(bo, now() - HOUR)
    assert [(one.kind, one.name, one.harm) for one in told.groups] == [
        ("customer", "Mme Dupin", 0),
        ("group", "The open group", 4),
    ]
    first = told.groups[0].posts[0]
    assert (first.kind, first.detail["verb"]) == ("commitment", "broken")
    assert told.groups[1].posts[0].kind == "announcement"
    assert len(told.groups[0].posts) <= 3


def test_words_are_no_facts_and_one_s_own_deeds_are_known(scene: Scene, ana: Person, bo: Person) -> None:
    left = now()
    say(ana, scene.open, "Just a word.")
    post_in_case(ana, ref=scene.case, body="And another.")
    assert queries.since(bo, left).groups == ()
    promised(device(ana), scene.case)
    assert queries.since(ana, left).groups == ()
    assert [one.name for one in queries.since(bo, left).groups] == ["Mme Dupin"]


def test_what_one_does_not_read_or_follow_is_not_told(scene: Scene, ana: Person, cy: Person, gus: Person) -> None:
    left = now()
    promised(device(ana), scene.restricted)
    promised(device(ana), scene.case)
    announce(ana, audience_id=scene.secret.audience_id, body="Between us.")
    assert queries.since(cy, left).groups == ()
    assert all(one.kind == "case" for one in queries.since(gus, left).groups), "a guest hears of no customer"


def test_a_device_asks_from_a_moment(scene: Scene, ana: Person, bo: Person) -> None:
    promised(device(ana), scene.case)
    door = device(bo)
    told = door.read(f"since/?from={quote((now() - HOUR).isoformat())}")
    assert [(one["kind"], one["id"]) for one in told["groups"]] == [("customer", scene.customer)]
    assert door.read(f"since/?from={quote((now() + HOUR).isoformat())}")["groups"] == []
    assert door.read("since/")["groups"]
    for wrong in ("from=yesterday", "other=1"):
        answer = door.ask("GET", f"since/?{wrong}")
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [wrong.split("=")[0]])


@pytest.mark.parametrize("number", [1, 10, 30])
def test_it_costs_the_same_however_much_changed(ana: Person, bo: Person, statements: Counting, number: int) -> None:
    left = now()
    for count in range(number):
        group = found(ana, "open", member=bo, name=f"Group {count}")
        announce(ana, audience_id=group.audience_id, body=f"Number {count}")
    promised(device(ana), matter(bo, customer(ana)))
    with statements(14):
        told = queries.since(bo, left)
    assert (len(told.groups), told.more) == (min(8, number + 1), max(0, number - 7))
