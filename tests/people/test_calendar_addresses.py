"""The secret address of one's calendar: ``me/calendar-addresses/``, told once, renewed, closed, ended with the rest."""

import json

import pytest

from esn.core.models import AuditEntry
from people.actions import change_password
from people.models import CalendarAddress, Person
from tests.cast import NOWHERE, PASSWORD, Door, comparable, device, key, stranger

HERE = "me/calendar-addresses/"


def opened(door: Door) -> dict[str, str]:
    made: dict[str, str] = door.make(HERE)
    return made


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_is_told_her_address_once_and_only_its_hash_is_kept(ana: Person) -> None:
    door = device(ana)
    answer = door.ask("POST", HERE)
    made = json.loads(answer.text)
    secret = made["url"].removeprefix("http://testserver/calendar/").removesuffix("/promises.ics")
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/{HERE}{made['id']}/")
    assert len(secret) >= 43  # 256 bits in base64
    row = CalendarAddress.objects.get()
    assert secret not in (row.digest, row.id)
    shown = door.read(HERE)["results"]
    assert [set(one) for one in shown] == [{"id", "created_at", "last_used_at"}]
    assert door.read(f"{HERE}{made['id']}/") == shown[0]
    assert secret not in json.dumps(list(AuditEntry.objects.values()), default=str)


def test_a_renewed_address_is_another_one(ana: Person) -> None:
    door = device(ana)
    first = opened(door)
    answer = door.ask("POST", f"{HERE}{first['id']}/renew/")
    second = json.loads(answer.text)
    assert answer.status_code == 200
    assert (first["id"] != second["id"], first["url"] != second["url"]) == (True, True)
    assert [one["id"] for one in door.read(HERE)["results"]] == [second["id"]]


def test_a_closed_address_is_gone_and_another_one_may_be_opened(ana: Person) -> None:
    door = device(ana)
    first = opened(door)
    assert door.ask("DELETE", f"{HERE}{first['id']}/").status_code == 204
    assert door.read(HERE)["results"] == []
    assert door.ask("DELETE", f"{HERE}{first['id']}/").status_code == 404
    assert opened(door)["id"] != first["id"]


def test_a_new_password_closes_the_calendar_with_every_other_credential(ana: Person) -> None:
    ana.set_password(PASSWORD)
    ana.save()
    opened(device(ana))
    change_password(ana, current=PASSWORD, new="another quiet harbour")
    assert not CalendarAddress.objects.filter(revoked_at=None).exists()


# The wrong person -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("DELETE", ""), ("POST", "renew/")])
def test_bo_finds_nothing_at_anas_address(ana: Person, bo: Person, method: str, rest: str) -> None:
    made = opened(device(ana))
    door = device(bo)
    nothing = comparable(door.ask(method, f"{HERE}{NOWHERE}/{rest}"))
    assert comparable(door.ask(method, f"{HERE}{made['id']}/{rest}")) == nothing
    assert nothing.status == 404
    assert device(ana).read(HERE)["results"]


def test_a_stranger_opens_no_calendar(db: None) -> None:
    assert stranger().ask("POST", HERE).status_code == 401


# The wrong input ------------------------------------------------------------------------------------------------------
def test_a_second_address_is_a_conflict_that_names_the_first(ana: Person) -> None:
    door = device(ana)
    made = opened(door)
    answer = door.ask("POST", HERE)
    assert (answer.status_code, json.loads(answer.text)["detail"]) == (409, made["id"])


def test_a_repeated_request_never_tells_the_secret_again(ana: Person) -> None:
    door, once = device(ana), key()
    made = json.loads(door.ask("POST", HERE, Idempotency_Key=once).text)
    again = door.ask("POST", HERE, Idempotency_Key=once)
    assert (again.status_code, json.loads(again.text)["detail"]) == (409, made["id"])
    assert made["url"] not in again.text
    assert CalendarAddress.objects.count() == 1
