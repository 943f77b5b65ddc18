"""How much a device may do, and how long: chosen when it comes in, kept to at every door."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from esn.core import clock
from people.actions import MOST_DEVICES, issue_token
from people.models import DeviceToken, Person
from tests.cast import PASSWORD, Door, Scene, browser, device
from tests.people.proofs import with_password


def of_scope(person: Person, scope: str) -> Door:
    """The door of a device that may do only so much."""
    _id, secret = issue_token(person, device=scope, scope=scope)
    return Door(headers={"Authorization": f"Bearer {secret}"})


def _refused(door: Door, method: str, path: str, body: object = None) -> bool:
    answer = door.ask(method, path, body)
    return answer.status_code == 403 and json.loads(answer.text)["code"] == "scope"


# It works -------------------------------------------------------------------------------------------------------------
def test_a_device_that_reads_reads_and_changes_nothing(scene: Scene, ana: Person) -> None:
    door = of_scope(ana, "read")
    for path in ("me/", "feed/", "events/", f"posts/{scene.in_closed}/", f"cases/{scene.case}/brief/"):
        door.read(path)
    assert door.ask("POST", "posts/preview/", {"body": "*so*"}).status_code == 200
    for method, path in (
        ("PATCH", "me/"), ("POST", f"groups/{scene.open.id}/posts/"), ("DELETE", f"posts/{scene.in_open}/"),
        ("PUT", f"posts/{scene.in_open}/reactions/👍/"), ("POST", "me/devices/"), ("POST", "me/devices/codes/"),
        ("POST", "nowhere/"),
    ):  # fmt: skip
        assert _refused(door, method, path, {"body": "x"}), path
    assert door.ask("DELETE", "auth/tokens/current/").status_code == 204


def test_a_device_that_sends_posts_and_reads_nothing_but_whose_it_is(scene: Scene, ana: Person) -> None:
    door = of_scope(ana, "send")
    assert door.read("me/")["id"] == ana.id
    for place in (f"groups/{scene.closed.id}/posts/", f"cases/{scene.case}/posts/", f"posts/{scene.in_open}/replies/"):
        door.make(place, {"body": "From my pocket."})
        assert _refused(door, "GET", place)
    for path in ("feed/", "events/", "search/", f"posts/{scene.in_open}/", "me/devices/", "nowhere/"):
        assert _refused(door, "GET", path), path
    assert _refused(door, "POST", "groups/", {"name": "Mine"})
    assert door.ask("DELETE", "auth/tokens/current/").status_code == 204


def test_ana_gives_a_script_a_token_on_a_page_and_it_is_shown_once(ana: Person) -> None:
    door = browser(ana)
    door.get("/settings/devices/new/")
    form = {"device": "Nightly script", "scope": "read", "days": "7"}
    token = door.cookies["csrftoken"].value
    page = door.post("/settings/devices/new/", {**form, "csrfmiddlewaretoken": token}).content.decode()
    secret = page.partition('id="device-token" value="')[2].partition('"')[0]
    assert Door(headers={"Authorization": f"Bearer {secret}"}).read("me/")["id"] == ana.id
    again = door.get("/settings/devices/").content.decode()
    assert secret not in again
    assert "Nightly script" in again
    assert "Read only" in again


def test_over_rest_a_token_is_made_for_who_proves_it_and_ends_when_chosen(db: None) -> None:
    ana = with_password()
    phone = device(ana)
    said = {"device": "Script", "scope": "read", "days": 7}
    assert phone.ask("POST", "me/devices/", said).status_code == 400
    made = phone.make("me/devices/", {**said, "password": PASSWORD})
    script = Door(headers={"Authorization": f"Bearer {made['token']}"})
    assert script.read("me/devices/")["results"][0]["scope"] == "read"
    with clock.at(clock.now() + dt.timedelta(days=7, minutes=1)):
        assert script.ask("GET", "me/").status_code == 401


def test_signing_in_chooses_scope_and_days(db: None) -> None:
    with_password()
    said = {"username": "ana", "password": PASSWORD, "device": "Phone", "scope": "read", "days": 1}
    assert Door().ask("POST", "auth/tokens/", said).status_code == 201
    token = DeviceToken.objects.get()
    assert (token.scope, token.expires_at - token.created_at) == ("read", dt.timedelta(days=1))


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 366}, {"days": "x"}, {"scope": "all"}, {"device": ""}])
def test_a_scope_that_is_none_and_a_life_too_long_are_told(wrong: dict[str, object], db: None) -> None:
    with_password()
    said = {"username": "ana", "password": PASSWORD, "device": "Phone", **wrong}
    answer = Door().ask("POST", "auth/tokens/", said)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == set(wrong)
    assert not DeviceToken.objects.exists()


def test_a_form_with_a_wrong_choice_is_shown_again(ana: Person) -> None:
    door = Door()
    door.force_login(ana)
    for page in ("/settings/devices/new/", "/settings/devices/scan/"):
        door.logout()
        door = browser(ana)
        door.get(page)
        said = {"device": "kept words", "scope": "all", "days": "1000"}
        answer = door.post(page, {**said, "csrfmiddlewaretoken": door.cookies["csrftoken"].value})
        assert answer.status_code == 400
    assert not DeviceToken.objects.exists()


def test_the_database_knows_every_scope(ana: Person) -> None:
    issue_token(ana, device="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceToken.objects.update(scope="root")


def test_nobody_has_more_than_a_hundred_devices(db: None) -> None:
    ana = with_password()
    row = {"person": ana, "expires_at": clock.now() + dt.timedelta(days=1)}
    DeviceToken.objects.bulk_create(DeviceToken(device="x", digest=str(n), **row) for n in range(MOST_DEVICES))
    said = {"username": "ana", "password": PASSWORD, "device": "One more"}
    answer = Door().ask("POST", "auth/tokens/", said)
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "too_many_devices")
