"""A forgotten password: a link by mail that says nothing to who may not know, for one hour and one use."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.test import Client
from pytest_django import Settings

from esn.core import jobs
from esn.core.errors import Conflict
from people import actions
from people.models import Person
from tests.cast import Door, admit, comparable, device
from tests.conftest import Counting
from tests.people.proofs import at_the_door, inside, link_in, posted, with_app, with_password

NEW = "another quiet harbour"
FORGOTTEN = "/sign-in/forgotten/"


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def ask(asked: str) -> str:
    """Have a link sent, and read it."""
    Client().post(FORGOTTEN, {"asked": asked})
    (message,) = posted()
    return link_in(message)


def through(link: str, new: str = NEW) -> tuple[Client, int]:
    """Open a link in a browser and set a password."""
    visitor = Client()
    visitor.get(link, follow=True)
    return visitor, visitor.post("/sign-in/reset/", {"new": new}).status_code


# It works -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("asked", ["ana", "ANA", "ana@example.org", "Ana@Example.org", " ana "])
def test_ana_gets_a_link_by_her_name_or_address_and_sets_another_password(ana: Person, asked: str) -> None:
    link = ask(asked)
    opened = Client().get(link)
    assert (opened.status_code, opened["Location"], opened["Referrer-Policy"]) == (
        302,
        "/sign-in/reset/",
        "no-referrer",
    )
    visitor, status = through(link)
    assert status == 302
    assert not inside(visitor), "she signs in with it"
    assert inside(at_the_door(password=NEW)[0])
    assert not inside(at_the_door()[0])


def test_it_ends_every_session_every_device_and_the_calendar_and_she_hears_of_it(ana: Person) -> None:
    here, phone = at_the_door()[0], device(ana)
    actions.open_calendar(ana)
    through(ask("ana"))
    assert not inside(here)
    assert phone.ask("GET", "me/").status_code == 401
    assert not ana.calendar_addresses.filter(revoked_at=None).exists()
    (told,) = posted()
    assert told.to == ["ana@example.org"]


def test_the_second_factor_is_asked_for_after_a_reset_too(ana: Person) -> None:
    """F2: the way back in is no way around."""
    with_app(ana)
    posted()
    through(ask("ana"))
    assert at_the_door(password=NEW)[1]["Location"] == "/sign-in/code/"


def test_opening_the_link_uses_nothing_up(ana: Person) -> None:
    """Mail scanners open links."""
    link = ask("ana")
    for _ in range(3):
        assert Client().get(link).status_code == 302
    assert through(link)[1] == 302


def test_a_weak_password_is_told_at_its_field_and_the_link_stays(ana: Person) -> None:
    visitor, status = through(ask("ana"), "1234567890")
    assert status == 400
    assert visitor.post("/sign-in/reset/", {"new": NEW}).status_code == 302


def test_a_phone_asks_for_a_link_too(ana: Person) -> None:
    assert Door().ask("POST", "auth/password-resets/", {"asked": "ana"}).status_code == 202
    assert len(posted()) == 1


# What it does not say -------------------------------------------------------------------------------------------------
def test_known_and_unknown_get_the_same_bytes(ana: Person) -> None:
    """F5."""
    gone = with_password("gone")
    Person.objects.filter(id=gone.id).update(is_active=False)
    admit("noaddress")
    admit("contact", kind="contact", email="contact@example.org")
    names = ["ana", "nobody", "gone", "noaddress", "contact", "nobody@example.org", "ana@example.org"]
    pages = {_comparable(Client().post(FORGOTTEN, {"asked": name}, follow=True)) for name in names}
    rest = {comparable(Door().ask("POST", "auth/password-resets/", {"asked": name})) for name in names[:3]}
    assert (len(pages), len(rest)) == (1, 1)
    assert {address for message in posted() for address in message.to} == {"ana@example.org"}


def _comparable(answer: Any) -> object:
    found = comparable(answer)
    return found.status, re.sub(r'value="[A-Za-z0-9]{64}"', "", found.body), found.headers


def test_known_and_unknown_are_the_same_work(ana: Person, statements: Counting) -> None:
    """F5: what differs is done later, by the worker; so time tells nothing either."""
    from django.test.utils import CaptureQueriesContext

    Client().post(FORGOTTEN, {"asked": "somebody"})  # the first of a minute opens the counter of this address
    told = []
    for name in ("ana", "nobody", "ana@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as ran:
            Client().post(FORGOTTEN, {"asked": name})
        told.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in ran.captured_queries])
    assert all(one == told[0] for one in told)


def test_the_link_begins_with_the_address_of_the_site_whatever_the_request_says(
    ana: Person, settings: Settings
) -> None:
    """E4."""
    settings.ORIGIN, settings.ALLOWED_HOSTS = "https://esn.example.org", ["esn.example.org", "evil.example"]
    Client(headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).post(FORGOTTEN, {"asked": "ana"})
    (message,) = posted()
    assert "evil" not in message.body + str(message.alternatives)
    assert "https://esn.example.org/sign-in/reset/" in message.body


# The wrong link -------------------------------------------------------------------------------------------------------
def test_a_link_opens_once(ana: Person) -> None:
    link = ask("ana")
    assert [through(link)[1], through(link)[1]] == [302, 404]
    assert Client().get(link).status_code == 404


def test_a_link_opens_for_an_hour(ana: Person) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False) as clock:
        link = ask("ana")
        clock.shift(3599)
        assert Client().get(link).status_code == 302
        clock.shift(2)
        assert Client().get(link).status_code == 404


def test_a_link_ends_with_another_password_another_address_and_the_account(ana: Person) -> None:
    for change in ("password", "email", "is_active"):
        link = ask("ana")
        values = {"password": "x", "email": "other@example.org", "is_active": False}
        former = getattr(Person.objects.get(), change)
        Person.objects.update(**{change: values[change]})
        assert Client().get(link).status_code == 404, change
        Person.objects.update(**{change: former})


def test_a_token_made_for_something_else_sets_no_password(ana: Person) -> None:
    """F11: each purpose has its own signature."""
    bo = with_password("bo")
    link = ask("ana")
    person_id, token = link.strip("/").split("/")[-2:]
    assert person_id == ana.id
    others = [
        (bo.id, token), (ana.id, default_token_generator.make_token(ana)), (ana.id, token[:-1] + "x"), (ana.id, "x"),
        ("nobody", token), (ana.id, actions.issue_token(ana, device="x")[1]), (ana.id, actions.open_calendar(ana)[1]),
    ]  # fmt: skip
    for who, wrong in others:
        assert Client().get(f"/sign-in/reset/{who}/{wrong}/").status_code == 404
        with pytest.raises(Conflict):
            actions.reset_password(person_id=who, token=wrong, new=NEW)
    assert Client().get(f"/calendar/{token}/promises.ics").status_code == 404
    assert Door(headers={"Authorization": f"Bearer {token}"}).ask("GET", "me/").status_code == 401


def test_without_a_link_there_is_no_page_to_set_a_password(ana: Person) -> None:
    assert Client().get("/sign-in/reset/").status_code == 404
    assert Client().post("/sign-in/reset/", {"new": NEW}).status_code == 404


def test_asking_is_limited_for_each_name_and_for_each_address(ana: Person) -> None:
    """F6."""
    one_name = [Client().post(FORGOTTEN, {"asked": "ana"}).status_code for _ in range(6)]
    assert one_name == [302] * 5 + [429]
    others = [Client().post(FORGOTTEN, {"asked": f"n{number}"}).status_code for number in range(6)]
    assert others == [302] * 4 + [429] * 2 or others[-1] == 429
    told = Door().ask("POST", "auth/password-resets/", {"asked": "ana"})
    assert (told.status_code, int(told["Retry-After"]) > 0) == (429, True)


@pytest.mark.parametrize("asked", ["", " ", "\x00", "a" * 400, "a\r\nBcc: all@example.org", "<script>", "'; --"])
def test_whatever_is_asked_for_is_answered_calmly(db: None, asked: str) -> None:
    assert Client().post(FORGOTTEN, {"asked": asked}).status_code in {302, 400}
    assert Door().ask("POST", "auth/password-resets/", {"asked": asked}).status_code in {202, 400}
    jobs.run_ready()


def test_one_link_used_by_many_at_once_sets_one_password(committed: None) -> None:
    """F8."""
    ana = with_password()
    token = actions.resets.tokens.make_token(ana)

    def use(number: int) -> int:
        try:
            actions.reset_password(person_id=ana.id, token=token, new=f"quiet harbour number {number}")
        except Conflict:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(50))) == 1
