"""Which devices are notified: let in, listed, removed, refused, and ended with what let them in."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client

from esn.core import clock
from people import actions
from people.models import BrowserSession, DeviceToken, Person, PushSubscription
from people.queries import push_devices, push_targets
from tests.cast import browser, device, stranger
from tests.core.push_service import Receiver

RECEIVER = Receiver()


def said(to: str = "one", **more: str) -> dict[str, str]:
    endpoint = f"https://push.example.org/{to}"
    return {"endpoint": endpoint, "p256dh": RECEIVER.p256dh, "auth": RECEIVER.auth, "name": "Phone", **more}


def test_a_phone_lets_itself_be_notified_once_and_is_removed(ana: Person) -> None:
    phone = device(ana)
    key = {"Idempotency_Key": str(uuid.uuid4())}
    made = phone.make("me/push/", said(), **key)
    assert phone.make("me/push/", said(), **key) == made
    assert phone.make("me/push/", said())["id"] == made["id"], "the same address is the same device"
    assert (made["name"], made["current"]) == ("Phone", True)
    assert "push.example.org" not in str(phone.read("me/push/")), "an address is told to nobody"
    assert [one["id"] for one in phone.read("me/push/")["results"]] == [made["id"]]
    assert len(phone.read("me/push/key/")["key"]) == 87
    assert phone.ask("DELETE", f"me/push/{made['id']}/").status_code == 204
    assert phone.ask("DELETE", f"me/push/{made['id']}/").status_code == 404
    assert phone.read("me/push/")["results"] == []


def test_nobody_sees_tries_or_removes_the_device_of_somebody_else(ana: Person, bo: Person) -> None:
    made = device(ana).make("me/push/", said())["id"]
    assert device(bo).read("me/push/")["results"] == []
    assert device(bo).ask("DELETE", f"me/push/{made}/").status_code == 404
    assert device(bo).ask("POST", f"me/push/{made}/test/").status_code == 404
    assert stranger().ask("GET", "me/push/").status_code == 401
    assert PushSubscription.objects.filter(id=made).exists()


def test_a_browser_that_another_person_uses_now_is_theirs(ana: Person, bo: Person) -> None:
    device(ana).make("me/push/", said())
    device(bo).make("me/push/", said())
    assert (push_devices(ana), len(push_devices(bo))) == ((), 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"endpoint": "http://push.example.org/a"}, "endpoint"),
        ({"endpoint": "https://user@push.example.org/a"}, "endpoint"),
        ({"endpoint": "https://push.example.org:22/a"}, "endpoint"),
        ({"endpoint": "https://127.0.0.1/a"}, "endpoint"),
        ({"endpoint": "https://[::1]/a"}, "endpoint"),
        ({"endpoint": "https://10.0.0.1/a"}, "endpoint"),
        ({"endpoint": "https://169.254.169.254/latest/"}, "endpoint"),
        ({"endpoint": "ftp://push.example.org/a"}, "endpoint"),
        ({"endpoint": ""}, "endpoint"),
        ({"p256dh": "A" * 87}, "p256dh"),
        ({"auth": "abc"}, "p256dh"),
        ({"p256dh": "é"}, "p256dh"),
        ({"name": "x" * 81}, "name"),
    ],
)
def test_what_is_no_device_is_refused_and_says_where(ana: Person, wrong: dict[str, str], field: str) -> None:
    answer: Any = device(ana).ask("POST", "me/push/", said(**wrong))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not PushSubscription.objects.exists()


def test_a_person_has_so_many_devices_and_no_more(ana: Person) -> None:
    phone = device(ana)
    token = DeviceToken.objects.get(person=ana)
    PushSubscription.objects.bulk_create(
        PushSubscription(person=ana, token=token, name="x", digest=str(number), endpoint="https://push.example.org/")
        for number in range(20)
    )
    assert phone.ask("POST", "me/push/", said()).status_code == 400


def in_a_browser(person: Person) -> tuple[Client, BrowserSession]:
    """Somebody's browser that is written down, and notified."""
    door = browser(person)
    row = BrowserSession.objects.create(person=person, key=door.session.session_key or "", address="::1")
    session = door.session
    session["browser"] = row.id
    session.save()
    actions.register_push(person, **said(f"browser-{row.id}"), session=row.id)
    return door, row


def test_a_session_that_ends_takes_its_device_along_and_no_other(ana: Person) -> None:
    _door, row = in_a_browser(ana)
    _other, kept = in_a_browser(ana)
    device(ana).make("me/push/", said())
    actions.end_browser(ana, session_id=row.id)
    assert len(push_targets(ana.id)) == 2
    actions.sign_out_everywhere(ana, kept_session=kept.id)
    assert len(push_targets(ana.id)) == 1, "the one that asked stays"
    actions.sign_out_everywhere(ana)
    assert push_targets(ana.id) == ()


def test_a_browser_that_nobody_has_used_for_as_long_as_a_session_lives_is_notified_no_more(ana: Person) -> None:
    _door, row = in_a_browser(ana)
    BrowserSession.objects.filter(id=row.id).update(last_seen_at=clock.now() - dt.timedelta(days=15))
    assert push_targets(ana.id) == ()


def test_a_token_that_is_revoked_is_notified_no_more(ana: Person) -> None:
    phone = device(ana)
    phone.make("me/push/", said())
    phone.ask("DELETE", "auth/tokens/current/")
    assert push_targets(ana.id) == ()


def test_who_is_let_go_is_notified_nowhere_and_neither_when_they_come_back(ana: Person) -> None:
    in_a_browser(ana)
    device(ana).make("me/push/", said())
    actions.shut_account(ana, ana, everyone=ana.id)
    assert push_targets(ana.id) == ()
    actions.reopen_account(ana, ana, everyone=ana.id)
    assert push_targets(ana.id) == ()


def test_a_session_that_nobody_wrote_down_is_asked_to_sign_in_again(ana: Person) -> None:
    door = browser(ana)
    token = door.get("/settings/notifications/").text.partition('csrfmiddlewaretoken" value="')[2][:64]
    refused = door.ask("POST", "me/push/", said(), X_CSRFToken=token)
    assert refused.status_code == 409


def test_the_page_of_notifications_lists_tries_and_removes_devices(ana: Person, bo: Person) -> None:
    door, _row = in_a_browser(ana)
    page = door.get("/settings/notifications/").text
    assert "this device" in page
    (mine,) = push_devices(ana)
    token = page.partition('csrfmiddlewaretoken" value="')[2][:64]
    for deed, status in (("test", 302), ("remove", 302), ("remove", 404), ("test", 404)):
        answer = door.post(f"/settings/push/{mine.id}/{deed}/", {"csrfmiddlewaretoken": token})
        assert answer.status_code == status, deed
    assert push_devices(ana) == ()
    device(bo).make("me/push/", said())
    (theirs,) = push_devices(bo)
    assert door.post(f"/settings/push/{theirs.id}/remove/", {"csrfmiddlewaretoken": token}).status_code == 404
    assert push_devices(bo) == (theirs,)


def test_nobody_sends_tests_without_end(ana: Person) -> None:
    phone = device(ana)
    made = phone.make("me/push/", said())["id"]
    told = [phone.ask("POST", f"me/push/{made}/test/").status_code for _try in range(11)]
    assert told == [204] * 10 + [429]
