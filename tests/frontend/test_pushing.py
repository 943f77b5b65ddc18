"""Notifications: when they leave, what they say to whom, and what becomes of a device that is gone."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from esn.core import alarms, clock, jobs, web_push
from esn.core.consumers import Consumer
from esn.core.models import Alarm
from esn.wiring import ALARMS, CONSUMERS
from feeds.actions import call_urgently, reply
from frontend.pushing.schedule import GATHER, PAUSE
from frontend.pushing.sending import DUE
from groups.actions import choose_tells, remove_member
from people import actions
from people.models import Person, PushSubscription
from tests.cast import device, found, say
from tests.core.push_service import PushService, Receiver, push_service, who_sends
from tests.log import follow

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)  # 11:00 in Paris
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
HEARD: tuple[Consumer, ...] = tuple(one for one in CONSUMERS if one.name in ("inbox", "push"))
BROWSER = Receiver()


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """A push service in the one network that is open."""
    with push_service() as server:
        settings.PREVIEW_NETWORKS = ["127.0.0.1/32"]
        settings.PREVIEW_PORTS = [server.port]
        yield server


def listens(person: Person, service: PushService, name: str = "phone") -> str:
    """A device of somebody lets itself be notified from Monday morning on; its id."""
    with clock.at(MONDAY - HOUR):
        said = {"endpoint": service.endpoint(name), "p256dh": BROWSER.p256dh, "auth": BROWSER.auth, "name": name}
        return str(device(person).make("me/push/", said)["id"])


def pass_on() -> None:
    """Let the worker hear everything and do what is due."""
    for one in HEARD:
        follow(one)
    while alarms.run_due(ALARMS):
        pass
    jobs.run_ready()


def at(moment: dt.datetime, service: PushService) -> list[dict[str, Any]]:
    """What arrived at a moment."""
    with clock.at(moment):
        pass_on()
    return service.take(BROWSER)


def answered(ana: Person, bo: Person, times: int = 1, kind: str = "open") -> tuple[str, str]:
    """Bo answers what Ana wrote on Monday: the group, and her post."""
    with clock.at(MONDAY):
        group = found(ana, kind, name="Logistics", member=bo)
        post = say(ana, group)
    for number in range(times):
        with clock.at(MONDAY + dt.timedelta(milliseconds=number + 1)):
            reply(bo, post_id=post, body="Seen, and done.")
    return group.id, post


def due(person: Person) -> dt.datetime | None:
    row = Alarm.objects.filter(kind=DUE, subject=person.id, fired_at=None).first()
    return row.due_at if row else None


def test_many_answers_are_one_notification_that_its_browser_alone_can_read(
    ana: Person, bo: Person, service: PushService
) -> None:
    listens(ana, service)
    _group, post = answered(ana, bo, times=50)
    assert at(MONDAY + MINUTE, service) == [], "it gathers first"
    with clock.at(MONDAY + MINUTE + GATHER):
        pass_on()
    (came,) = service.arrived
    assert (came.headers["Content-Encoding"], came.headers["Topic"], came.headers["Urgency"]) == (
        "aes128gcm",
        "inbox",
        "normal",
    )
    assert int(came.headers["TTL"]) > 0
    assert who_sends(came.headers)["aud"] == f"http://127.0.0.1:{service.port}"
    assert who_sends(came.headers)["key"] == web_push.public_key()
    assert b"Bo" not in came.body
    (told,) = service.take(BROWSER)
    assert told == {
        "me": ana.id,
        "title": "Logistics",
        "body": "Conversation · Bo Delorme answered",
        "url": f"/posts/{post}/",
        "tag": "inbox",
        "urgent": False,
        "count": 1,
    }
    assert at(MONDAY + HOUR, service) == [], "nothing new, nothing sent"
    assert due(ana) is None


def test_the_next_one_waits_a_minute_and_says_what_is_new(ana: Person, bo: Person, service: PushService) -> None:
    listens(ana, service)
    _group, post = answered(ana, bo)
    with clock.at(MONDAY):
        pass_on()
    first = MONDAY + GATHER
    assert len(at(first, service)) == 1
    with clock.at(first + GATHER):
        reply(bo, post_id=post, body="Once more.")
        pass_on()
        assert due(ana) == first + PAUSE
    assert len(at(first + PAUSE, service)) == 1


def test_a_device_is_silent_at_night_and_hears_in_the_morning(ana: Person, bo: Person, service: PushService) -> None:
    listens(ana, service)
    actions.set_quiet_hours(ana, start=dt.time(10), end=dt.time(14))
    answered(ana, bo)
    assert at(MONDAY + MINUTE, service) == []
    assert due(ana) == dt.datetime(2026, 11, 23, 13, tzinfo=dt.UTC)
    assert len(at(MONDAY + 3 * HOUR, service)) == 1


def test_who_goes_away_or_in_focus_meanwhile_hears_later(ana: Person, bo: Person, service: PushService) -> None:
    listens(ana, service)
    answered(ana, bo)
    with clock.at(MONDAY):
        pass_on()
        actions.begin_focus(ana, until=MONDAY + HOUR, everyone=ana.id)
    assert at(MONDAY + MINUTE, service) == []
    assert due(ana) == MONDAY + HOUR


def test_what_was_muted_lost_or_settled_meanwhile_is_never_told(ana: Person, bo: Person, service: PushService) -> None:
    listens(bo, service)
    with clock.at(MONDAY):
        muted, lost = (found(ana, kind, name=f"{kind} one", member=bo) for kind in ("open", "secret"))
        for group in (muted, lost):
            post = say(bo, group, "canary one")
            reply(ana, post_id=post, body="canary two")
        pass_on()
        choose_tells(bo, group_id=muted.id, tells="nothing")
        remove_member(ana, group_id=lost.id, person_id=bo.id)
    assert at(MONDAY + MINUTE, service) == []


def test_of_a_place_that_not_everybody_reads_no_word_is_told(ana: Person, bo: Person, service: PushService) -> None:
    listens(ana, service)
    answered(ana, bo, kind="secret")
    with clock.at(MONDAY):
        pass_on()
    (told,) = at(MONDAY + MINUTE, service)
    assert "Logistics" not in str(told)
    assert "Seen" not in str(told)


def test_an_urgent_call_comes_at_any_hour(ana: Person, bo: Person, service: PushService) -> None:
    listens(bo, service)
    actions.set_quiet_hours(bo, start=dt.time(10), end=dt.time(14))
    with clock.at(MONDAY):
        group = found(ana, "open", name="Logistics", member=bo)
        call_urgently(ana, post_id=say(ana, group), person_id=bo.id, reason="safety")
        pass_on()
    (came,) = service.arrived
    assert came.headers["Urgency"] == "high"
    (told,) = service.take(BROWSER)
    assert (told["title"], told["urgent"]) == ("Ana Martin calls you", True)


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (413, 1), (503, 1)])
def test_a_device_that_is_gone_is_forgotten_and_one_that_is_away_is_tried_again(
    ana: Person, bo: Person, service: PushService, status: int, left: int
) -> None:
    listens(ana, service)
    answered(ana, bo)
    service.answers["/phone"] = status
    with clock.at(MONDAY):
        pass_on()
    with clock.at(MONDAY + MINUTE):
        pass_on()
    assert len(service.take(BROWSER)) == 1
    assert PushSubscription.objects.count() == left
    service.answers.clear()
    again = len(at(MONDAY + HOUR, service))
    assert again == (1 if status == 503 else 0)


def test_a_letter_goes_nowhere_within_the_house(
    ana: Person, bo: Person, service: PushService, settings: Settings
) -> None:
    listens(ana, service)
    settings.PREVIEW_NETWORKS = []
    answered(ana, bo)
    with clock.at(MONDAY):
        pass_on()
    assert at(MONDAY + MINUTE, service) == []
    assert not PushSubscription.objects.exists(), "an address that may not be asked is no device"


def test_a_device_is_tried_by_its_owner_and_says_so(ana: Person, service: PushService) -> None:
    push = listens(ana, service)
    device(ana).make(f"me/push/{push}/test/")
    pass_on()
    (told,) = service.take(BROWSER)
    assert told["title"] == "Notifications arrive on this device"
