"""Calling somebody urgently: ``posts/{id}/urgent/`` and ``me/urgent-calls/``."""

import datetime as dt
import json

import pytest
from django.core import mail as sent

from esn.core import clock, jobs
from esn.core.models import AuditEntry, Event
from esn.wiring import CONSUMERS
from feeds.models import UrgentCall
from inbox.queries import waiting
from people import actions
from people.models import Person
from tests.cast import NOWHERE, Scene, browser, device
from tests.log import follow

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def path(post: str) -> str:
    return f"posts/{post}/urgent/"


def call(actor: Person, post: str, person: Person | str, reason: str = "customer_waits") -> tuple[int, str]:
    told = {"person": person if isinstance(person, str) else person.id, "reason": reason}
    answer = device(actor).ask("POST", path(post), told)
    body = json.loads(answer.text)
    return answer.status_code, str(body.get("code") or body.get("reason") or "")


def pass_on() -> None:
    for one in CONSUMERS:
        if one.name in ("inbox", "mail"):
            follow(one)
    jobs.run_ready()


# It works -------------------------------------------------------------------------------------------------------------
def test_bo_is_reached_at_night_with_the_name_and_the_reason(scene: Scene, ana: Person, bo: Person) -> None:
    Person.objects.filter(id=bo.id).update(email="bo@example.org", email_verified_at=MONDAY)
    actions.set_quiet_hours(bo, start=dt.time(8), end=dt.time(7))
    with clock.at(MONDAY):
        listed = {one["person"]["id"]: one["reach"]["why"] for one in device(ana).read(path(scene.in_case))["results"]}
        assert listed[bo.id] == "quiet"
        assert call(ana, scene.in_case, bo) == (201, "customer_waits")
        pass_on()
    (message,) = sent.outbox
    assert message.subject == "Ana Martin calls you: A customer is here and waits"
    assert f"/cases/{scene.case}/" in str(message.body)
    assert [why.code for line in waiting(bo) for why in line.why if why.code == "urgent"] == ["urgent"]
    assert Event.objects.get(type="urgent.called").audience_id == bo.id
    assert AuditEntry.objects.get(verb="urgent.called").detail["reason"] == "customer_waits"
    assert device(ana).read("me/urgent-calls/") == {"made": 1, "received": 0, "left": 4}
    assert device(bo).read("me/urgent-calls/")["received"] == 1


def test_who_is_away_is_left_alone_and_their_delegate_is_called(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    with clock.at(MONDAY):
        actions.plan_absence(bo, end=MONDAY + DAY, everyone=bo.id)
        assert call(ana, scene.in_closed, bo) == (409, "away")
        actions.plan_absence(bo, end=MONDAY + DAY, delegate_id=cy.id, everyone=bo.id)
        assert call(ana, scene.in_closed, bo) == (409, "away"), "Cy does not read the closed group"
        actions.plan_absence(bo, end=MONDAY + DAY, delegate_id=mo.id, everyone=bo.id)
        assert call(ana, scene.in_closed, bo)[0] == 201
    assert UrgentCall.objects.get().person_id == mo.id


# The wrong person -----------------------------------------------------------------------------------------------------
def test_only_who_shares_the_group_calls_and_is_called(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    assert call(cy, scene.in_open, bo)[0] == 403, "reading an open group is not taking part"
    assert call(cy, scene.in_secret, bo)[0] == 404
    assert call(cy, NOWHERE, bo)[0] == 404
    assert call(ana, scene.in_open, cy)[0] == 400
    assert call(ana, scene.in_open, NOWHERE)[0] == 400
    assert call(ana, scene.in_open, ana)[0] == 400


def test_a_guest_calls_nobody(scene: Scene, gus: Person, ana: Person) -> None:
    assert call(gus, scene.with_partner, ana)[0] == 403


# The wrong input, and too much ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["", "because", "CUSTOMER_WAITS"])
def test_a_reason_is_one_of_the_list(scene: Scene, ana: Person, bo: Person, reason: str) -> None:
    assert call(ana, scene.in_open, bo, reason)[0] == 400


def test_calls_are_few(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    with clock.at(MONDAY):
        assert call(ana, scene.in_open, bo)[0] == 201
        assert call(ana, scene.in_open, bo) == (409, "called")
        for post, person in ((scene.in_open, mo), (scene.in_closed, bo), (scene.in_closed, mo), (scene.in_secret, bo)):
            assert call(ana, post, person)[0] == 201
        assert call(ana, scene.in_secret, mo) == (409, "too_many")
    with clock.at(MONDAY + DAY + dt.timedelta(minutes=1)):
        assert call(ana, scene.in_secret, mo)[0] == 201


# The page -------------------------------------------------------------------------------------------------------------
def test_the_page_says_why_before_anybody_is_called(scene: Scene, ana: Person, bo: Person) -> None:
    door = browser(ana)
    door.handler.enforce_csrf_checks = False
    assert "Bo Delorme" in door.get(f"/posts/{scene.in_open}/urgent/").content.decode()
    assert door.post(f"/posts/{scene.in_open}/urgent/", {"person": bo.id}).status_code == 400
    told = {"person": bo.id, "reason": "safety"}
    assert door.post(f"/posts/{scene.in_open}/urgent/", told).status_code == 302
    assert door.post(f"/posts/{scene.in_open}/urgent/", told).status_code == 400
