"""Signing a phone in by a picture: ``me/devices/codes/``, ``auth/codes/``, and the pages that show the picture."""

import base64
import datetime as dt
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from esn.core import clock
from esn.core.models import Event
from people import actions
from people.models import DeviceCode, DeviceToken, Person
from tests.cast import NOWHERE, PASSWORD, Door, admit, browser, comparable, device, proved, stranger
from tests.people.proofs import with_password

MINUTE = dt.timedelta(seconds=61)


def _take(code: str, name: str = "Phone") -> tuple[int, dict[str, str]]:
    answer = stranger().ask("POST", "auth/codes/", {"code": code, "device": name})
    return answer.status_code, json.loads(answer.text)


def _shown_on_page(door: Door, **chosen: str) -> tuple[str, str]:
    """The address of the page with the picture, and the code that is in it."""
    answer = door.post("/settings/devices/scan/", {"scope": "everything", "days": "30", **chosen})
    assert answer.status_code == 302, answer.content.decode()
    page = door.get(answer["Location"]).content.decode()
    found = re.search(r'value="http://testserver/api/v1/auth/codes/#(esn_[\w-]+)"', page)
    assert found
    return answer["Location"], found[1]


@pytest.fixture
def door(ana: Person) -> Door:
    """Ana's browser, which proved a moment ago that it is she."""
    door = Door()
    door.force_login(ana)
    proved(door, ana)
    return door


# It works -------------------------------------------------------------------------------------------------------------
def test_a_phone_scans_the_picture_and_speaks_as_far_as_was_chosen(ana: Person, door: Door) -> None:
    page, code = _shown_on_page(door, scope="read", days="7")
    status, told = _take(code, "Ana’s phone")
    assert status == 201
    phone = Door(headers={"Authorization": f"Bearer {told['token']}"})
    assert phone.read("me/")["id"] == ana.id
    assert phone.ask("PATCH", "me/", {"title": "Boss"}).status_code == 403
    token = DeviceToken.objects.get()
    assert (token.device, token.scope, (token.expires_at - token.created_at).days) == ("Ana’s phone", "read", 7)
    shown = door.get(page).content.decode()
    assert "Ana’s phone is signed in." in shown
    assert code not in shown


def test_the_open_page_hears_which_device_took_its_code(ana: Person, door: Door) -> None:
    page, code = _shown_on_page(door)
    _take(code)
    heard = Event.objects.get(type="token.issued")
    assert (heard.audience_id, heard.data) == (
        ana.id,
        {"id": DeviceToken.objects.get().id, "code": DeviceCode.objects.get().id},
    )
    assert f'data-fresh-of="{heard.data["code"]}"' in door.get(page).content.decode()


def test_the_picture_holds_the_code_and_the_page_can_be_loaded_again(door: Door) -> None:
    page, _code = _shown_on_page(door)
    first, again = [re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", door.get(page).text) for _ in range(2)]
    assert first
    assert again
    assert first[1] == again[1]
    assert base64.b64decode(first[1]).startswith(b"<svg")


def test_over_rest_a_device_shows_a_code_when_its_person_proves_it(db: None) -> None:
    ana = with_password()
    tablet = device(ana)
    refused = tablet.ask("POST", "me/devices/codes/", {"password": "no"})
    assert refused.status_code == 400
    made = tablet.make("me/devices/codes/", {"password": PASSWORD, "scope": "send", "days": 1})
    assert made["address"].endswith(f"/api/v1/auth/codes/#{made['code']}")
    assert tablet.read(f"me/devices/codes/{made['id']}/")["state"] == "waiting"
    assert _take(made["code"], "Phone")[0] == 201
    found = tablet.read(f"me/devices/codes/{made['id']}/")
    assert (found["state"], found["device"]["device"], found["device"]["scope"]) == ("taken", "Phone", "send")


# The wrong code, the wrong moment, the wrong person -------------------------------------------------------------------
def test_over_taken_and_wrong_codes_get_the_same_answer(ana: Person) -> None:
    _id, taken = actions.show_code(ana)
    assert _take(taken)[0] == 201
    with clock.at(clock.now() - MINUTE):
        _id, over = actions.show_code(ana)
    said = {"device": "x"}
    answers = [
        comparable(stranger().ask("POST", "auth/codes/", {**said, "code": code})) for code in (taken, over, "esn_no")
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].status == 401
    assert json.loads(answers[0].body)["code"] == "code_wrong"
    assert DeviceToken.objects.count() == 1


def test_a_code_lives_for_a_minute(ana: Person) -> None:
    code_id, code = actions.show_code(ana)
    with clock.at(clock.now() + MINUTE):
        assert _take(code)[0] == 401
        assert device(ana).read(f"me/devices/codes/{code_id}/")["state"] == "over"


def test_another_code_a_new_password_and_signing_out_end_a_code(ana: Person, door: Door) -> None:
    _page, first = _shown_on_page(door)
    _page, second = _shown_on_page(door)
    assert _take(first)[0] == 401
    door.post("/sign-out/")
    assert _take(second)[0] == 401
    ends: list[Callable[[], None]] = [
        lambda: actions.sign_out_everywhere(ana),
        lambda: actions.end_credentials(ana, ana),
    ]
    for end in ends:
        _id, code = actions.show_code(ana)
        end()
        assert _take(code)[0] == 401
    _id, code = actions.show_code(ana)
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert _take(code)[0] == 401
    assert not DeviceToken.objects.filter(revoked_at=None).exists()


def test_nobody_else_looks_at_a_code_and_another_browser_shows_no_picture(ana: Person, bo: Person, door: Door) -> None:
    page, _code = _shown_on_page(door)
    code_id = page.rstrip("/").rpartition("/")[2]
    for somebody in (bo, ana):
        other = browser(somebody)
        assert other.get(page).status_code == 404
    assert comparable(device(bo).ask("GET", f"me/devices/codes/{code_id}/")) == comparable(
        device(bo).ask("GET", f"me/devices/codes/{NOWHERE}/")
    )


def test_showing_a_code_asks_for_a_fresh_proof(ana: Person) -> None:
    door = Door()
    door.force_login(ana)
    proved(door, ana, seconds_ago=301)
    for page in ("/settings/devices/scan/", "/settings/devices/new/"):
        assert door.get(page)["Location"].startswith("/sign-in/again/")
        assert door.post(page, {"scope": "everything", "days": "1"})["Location"].startswith("/sign-in/again/")
    assert not DeviceCode.objects.exists()
    csrf = {"X_CSRFToken": door.cookies["csrftoken"].value} if "csrftoken" in door.cookies else {}
    assert door.ask("POST", "me/devices/codes/", {}, **csrf).status_code == 403
    assert door.ask("POST", "me/devices/", {"device": "x"}, **csrf).status_code == 403


def test_guesses_at_codes_are_limited(ana: Person) -> None:
    statuses = [_take(f"esn_{number}")[0] for number in range(31)]
    assert statuses == [401] * 30 + [429]


@pytest.mark.shape
@pytest.mark.usefixtures("committed")
def test_of_fifty_phones_that_take_a_code_at_once_one_gets_it() -> None:
    ana = admit("ana")
    _id, code = actions.show_code(ana)

    def take(number: int) -> bool:
        try:
            return actions.take_code(code, device=f"Phone {number}") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(50)))
    assert sum(taken) == 1
    assert DeviceToken.objects.filter(person=ana).count() == 1
