"""Signing a device in: ``POST auth/tokens/``; and that nobody learns by it who is there."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from esn.core.models import AuditEntry
from people.models import DeviceToken, Person
from tests.cast import PASSWORD, Door, admit, comparable, key, stranger

RIGHT = {"username": "ana", "password": PASSWORD, "device": "Ana's phone"}


def sign_in(body: dict[str, Any] = RIGHT, **headers: str) -> HttpResponse:
    return stranger().ask("POST", "auth/tokens/", body, **headers)


@pytest.fixture
def ana(db: None) -> Person:
    return admit("ana", name="Ana Martin", password=PASSWORD)


def test_ana_signs_her_phone_in(ana: Person) -> None:
    answer = sign_in()
    assert answer.status_code == 201
    assert "Location" not in answer
    said = json.loads(answer.text)
    assert set(said) == {"token", "person"}
    assert (said["person"]["id"], said["person"]["handle"]) == (ana.id, "ana")
    door = Door(headers={"Authorization": f"Bearer {said['token']}"})
    assert door.read("me/")["name"] == "Ana Martin"
    token = DeviceToken.objects.get()
    assert token.device == "Ana's phone"
    assert said["token"] not in str(vars(token)), "only its hash is kept"
    assert AuditEntry.objects.filter(verb="token.issued", actor_id=ana.id).count() == 1


def test_the_handle_is_written_in_any_case_and_the_password_exactly(ana: Person) -> None:
    assert sign_in(RIGHT | {"username": "ANA"}).status_code == 201
    for password in (PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD):
        assert sign_in(RIGHT | {"password": password}).status_code == 401


def test_a_wrong_password_and_an_unknown_name_get_the_same_bytes(ana: Person, carrier: str) -> None:
    admit("gone", password=PASSWORD)
    Person.objects.filter(handle="gone").update(is_active=False)
    admit("contact", kind="contact", password=PASSWORD)
    admit("nopassword")
    answers = {
        comparable(sign_in(RIGHT | change))
        for change in (
            {"password": "wrong"}, {"username": "nobody"}, {"username": "gone"}, {"username": "contact"},
            {"username": "nopassword"}, {"username": "nopassword", "password": "!"},
        )
    }  # fmt: skip
    assert len(answers) == 1, answers
    assert next(iter(answers)).status == 401
    assert not DeviceToken.objects.exists()


def test_gus_signs_in_too(carrier: str) -> None:
    admit("gus", kind="guest", partner_id=carrier, password=PASSWORD)
    assert sign_in(RIGHT | {"username": "gus"}).status_code == 201


@pytest.mark.parametrize(("demo", "status"), [(False, 401), (True, 201)])
def test_the_demo_password_opens_nothing_outside_a_demo(db: None, settings: Settings, demo: bool, status: int) -> None:
    settings.DEMO = demo
    admit("lea", password=settings.DEMO_PASSWORD)
    assert sign_in(RIGHT | {"username": "lea", "password": settings.DEMO_PASSWORD}).status_code == status


def test_the_answer_speaks_the_language_of_who_signs_in(db: None) -> None:
    admit("mo", language="fr", password=PASSWORD)
    answer = sign_in(RIGHT | {"username": "mo"}, accept_language="en")
    assert answer["Content-Language"] == "fr"


def test_a_token_is_told_once_even_when_the_phone_asks_again(ana: Person) -> None:
    same = key()
    assert sign_in(Idempotency_Key=same).status_code == 201
    again = sign_in(Idempotency_Key=same)
    assert (again.status_code, json.loads(again.text)["code"]) == (409, "already_made")
    assert "esn_" not in again.text
    assert DeviceToken.objects.count() == 1


# Limits ---------------------------------------------------------------------------------------------------------------
def test_who_guesses_has_to_wait(ana: Person) -> None:
    answers = [sign_in(RIGHT | {"password": f"guess {number}"}) for number in range(7)]
    assert [answer.status_code for answer in answers[:5]] == [401] * 5
    assert answers[5].status_code == 429
    said = json.loads(answers[5].text)
    assert (said["code"], said["title"]) == ("throttled", "Trop de requêtes")
    assert int(answers[5]["Retry-After"]) > 0
    assert sign_in().status_code == 429, "not even with the right password"


def test_guessing_at_ana_does_not_lock_bo_out(ana: Person) -> None:
    admit("bo", password=PASSWORD)
    for number in range(6):
        sign_in(RIGHT | {"password": f"guess {number}"})
    assert sign_in(RIGHT | {"username": "bo"}).status_code == 201


def test_an_unknown_name_is_limited_like_a_known_one(ana: Person) -> None:
    known = [sign_in(RIGHT | {"password": "wrong"}).status_code for _ in range(6)]
    unknown = [sign_in(RIGHT | {"username": "nobody"}).status_code for _ in range(4)]
    assert known == [401] * 5 + [429]
    assert unknown == [401] * 4


def test_signing_in_rightly_is_no_guess(ana: Person) -> None:
    assert {sign_in().status_code for _ in range(12)} == {201}


def test_one_address_guesses_at_ten_names_a_minute(db: None) -> None:
    answers = [sign_in(RIGHT | {"username": f"name-{number}"}).status_code for number in range(12)]
    assert answers == [401] * 10 + [429] * 2


def test_a_made_up_address_of_a_proxy_changes_nothing(db: None) -> None:
    """Without a proxy that the site trusts, the header is the client's own word."""
    answers = [
        sign_in(RIGHT | {"username": f"name-{number}"}, X_Forwarded_For=f"198.51.100.{number}").status_code
        for number in range(12)
    ]
    assert answers == [401] * 10 + [429] * 2


def test_all_addresses_of_one_ipv6_client_count_as_one(db: None) -> None:
    def guess(number: int, address: str) -> int:
        body = RIGHT | {"username": f"name-{number}"}
        answer = Door(REMOTE_ADDR=address).ask("POST", "auth/tokens/", body)
        return answer.status_code

    assert [guess(number, f"2001:db8::{number:x}:1") for number in range(12)] == [401] * 10 + [429] * 2
    assert guess(20, "2001:db8:0:1::1") == 401, "another client"
    assert guess(21, "::ffff:192.0.2.1") == 401


def test_behind_a_trusted_proxy_the_last_hop_counts(db: None, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1

    def guess(number: int, hops: str) -> int:
        return sign_in(RIGHT | {"username": f"name-{number}"}, X_Forwarded_For=hops).status_code

    spoofed = [guess(number, f"198.51.100.{number}, 203.0.113.7") for number in range(12)]
    assert spoofed == [401] * 10 + [429] * 2, "what the client wrote before the proxy's own hop is not believed"
    assert guess(20, "203.0.113.8") == 401, "another client"
