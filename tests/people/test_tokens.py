"""Devices: ``DELETE auth/tokens/current/``, ``GET me/devices/``, ``DELETE me/devices/{id}/``; proven by use."""

import datetime as dt

from django.test import Client

from esn.core import clock
from esn.core.models import Event
from people.actions import TOKEN_LIFE, issue_token
from people.models import DeviceToken, Person
from tests.cast import NOWHERE, Door, browser, comparable, device


def living(door: Door) -> bool:
    """Whether the token opens a door."""
    status = door.ask("GET", "me/").status_code
    assert status in {200, 401}
    return status == 200


def test_a_device_signs_itself_out(ana: Person) -> None:
    phone, tablet = device(ana), device(ana)
    assert phone.ask("DELETE", "auth/tokens/current/").status_code == 204
    assert (living(phone), living(tablet)) == (False, True)
    assert Event.objects.filter(type="token.revoked", audience_id=ana.id).count() == 1


def test_a_browser_has_no_token_to_give_back(ana: Person) -> None:
    door = browser(ana)
    door.get("/settings/")
    answer = door.ask("DELETE", "auth/tokens/current/", X_CSRFToken=door.cookies["csrftoken"].value)
    assert answer.status_code == 404


def test_ana_lists_her_devices_and_stops_a_lost_one(ana: Person, bo: Person) -> None:
    lost_id, secret = issue_token(ana, device="Lost phone")
    lost, door = Door(headers={"Authorization": f"Bearer {secret}"}), device(ana)
    device(bo)
    listed = door.read("me/devices/")
    assert set(listed) == {"results", "next", "previous"}
    assert sorted(one["device"] for one in listed["results"]) == ["Lost phone", "tests"]
    assert set(listed["results"][0]) == {"id", "device", "scope", "created_at", "last_used_at", "expires_at"}
    assert living(lost)
    assert door.ask("DELETE", f"me/devices/{lost_id}/").status_code == 204
    assert not living(lost)
    assert [one["device"] for one in door.read("me/devices/")["results"]] == ["tests"]


def test_bo_cannot_stop_anas_device(ana: Person, bo: Person) -> None:
    token_id, _secret = issue_token(ana, device="Ana's phone")
    door = device(bo)
    nothing = comparable(door.ask("DELETE", f"me/devices/{NOWHERE}/"))
    assert comparable(door.ask("DELETE", f"me/devices/{token_id}/")) == nothing
    assert nothing.status == 404
    assert DeviceToken.objects.get(id=token_id).revoked_at is None


def test_a_stopped_device_cannot_be_stopped_again(ana: Person) -> None:
    token_id, _secret = issue_token(ana, device="x")
    door = device(ana)
    assert [door.ask("DELETE", f"me/devices/{token_id}/").status_code for _ in range(2)] == [204, 404]


def test_a_token_ends_by_itself(ana: Person) -> None:
    door = device(ana)
    with clock.at(clock.now() + TOKEN_LIFE - dt.timedelta(minutes=1)):
        assert living(door)
    with clock.at(clock.now() + TOKEN_LIFE + dt.timedelta(minutes=1)):
        assert not living(door)


def test_who_is_deactivated_is_out_everywhere_at_once(ana: Person) -> None:
    phone, page = device(ana), browser(ana)
    assert living(phone)
    assert living(page)
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert not living(phone)
    assert not living(page)


def test_the_last_use_is_remembered_in_grains_of_five_minutes(ana: Person) -> None:
    door = device(ana)
    start = clock.now()
    living(door)
    first = DeviceToken.objects.get().last_used_at
    assert first is not None
    with clock.at(start + dt.timedelta(minutes=4)):
        living(door)
    assert DeviceToken.objects.get().last_used_at == first
    with clock.at(start + dt.timedelta(minutes=6)):
        living(door)
    assert DeviceToken.objects.get().last_used_at == start + dt.timedelta(minutes=6)


def test_a_token_in_the_address_or_in_a_cookie_opens_nothing(ana: Person) -> None:
    _id, secret = issue_token(ana, device="x")
    door = Client()
    door.cookies["Authorization"] = f"Bearer {secret}"
    assert door.get(f"/api/v1/me/?token={secret}&access_token={secret}").status_code in {400, 401}
