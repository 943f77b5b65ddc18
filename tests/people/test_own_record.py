"""One's own record: ``GET`` and ``PATCH me/``; one's password: ``POST me/password/``."""

import json

import pytest

from esn.core.models import AuditEntry, Event
from groups.models import EVERYONE
from people.models import Person
from tests.cast import PASSWORD, Door, browser, device

ME = {
    "id", "name", "avatar", "kind", "handle", "title", "partner", "email", "language", "time_zone", "week_start",
    "theme", "site_role", "department", "place", "phone", "about", "manager", "skills", "languages",
}  # fmt: skip
NEW = "seven quiet harbours"


@pytest.fixture
def ana(ana: Person) -> Person:
    ana.set_password(PASSWORD)
    ana.save()
    return ana


def test_ana_reads_her_own_record(ana: Person, gus: Person) -> None:
    me = device(ana).read("me/")
    assert set(me) == ME
    assert (me["id"], me["kind"], me["handle"], me["partner"], me["site_role"]) == (ana.id, "member", "ana", None, "")
    assert device(gus).read("me/")["partner"] == "Transports Vasseur"


def test_ana_changes_what_is_hers_to_change(ana: Person, bo: Person) -> None:
    change = {
        "name": " Ana \n Martin-Roy ",
        "title": "",
        "language": "fr",
        "time_zone": "Indian/Reunion",
        "week_start": "sunday",
        "theme": "dark",
    }
    answer = device(ana).ask("PATCH", "me/", change)
    me = json.loads(answer.text)
    assert answer.status_code == 200
    said = ("Ana Martin-Roy", "", "fr", "Indian/Reunion", "sunday", "dark")
    assert tuple(me[name] for name in ("name", "title", "language", "time_zone", "week_start", "theme")) == said
    assert device(bo).read(f"people/{ana.id}/")["name"] == "Ana Martin-Roy"
    fact = Event.objects.filter(type="person.changed").order_by("-position")[0]
    assert (fact.type, fact.audience_id, fact.data) == ("person.changed", EVERYONE, {"id": ana.id})


def test_nothing_changed_is_nothing_told(ana: Person) -> None:
    phone = device(ana)  # a device that comes is told of
    before = Event.objects.count()
    assert phone.ask("PATCH", "me/", {}).status_code == 200
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "de"),
        ("theme", "neon"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../x"),
        ("week_start", "friday"),
    ],
)
def test_a_language_or_zone_that_is_not_offered(ana: Person, field: str, value: str) -> None:
    answer = device(ana).ask("PATCH", "me/", {field: value})
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"][field][0]["code"] == "unknown_choice"


def test_rights_cannot_be_slipped_in(ana: Person) -> None:
    before = Person.objects.values().get(id=ana.id)
    slipped = {
        "id": "f" * 32, "kind": "system", "handle": "root", "site_role": "site_admin", "is_active": False, "epoch": 99,
        "partner": "x", "partner_id": "x", "email": "x@example.org", "password": "x", "avatar": "x", "title": ana.title,
    }  # fmt: skip
    assert device(ana).ask("PATCH", "me/", slipped).status_code == 200
    assert Person.objects.values().get(id=ana.id) == before


# The password ---------------------------------------------------------------------------------------------------------
def change(door: Door, current: str = PASSWORD, new: str = NEW, **headers: str) -> int:
    return door.ask("POST", "me/password/", {"current": current, "new": new}, **headers).status_code


def test_a_new_password_ends_the_other_sessions_and_all_devices(ana: Person) -> None:
    here, elsewhere, phone = browser(ana), browser(ana), device(ana)
    here.get("/settings/")
    assert change(here, X_CSRFToken=here.cookies["csrftoken"].value) == 204
    assert [door.ask("GET", "me/").status_code for door in (here, elsewhere, phone)] == [200, 401, 401]
    answer = Door().ask("POST", "auth/tokens/", {"username": "ana", "password": NEW, "device": "x"})
    assert answer.status_code == 201
    assert AuditEntry.objects.filter(verb="password.changed", subject_id=ana.id).exists()


def test_a_device_may_change_it_and_is_signed_out_with_the_others(ana: Person) -> None:
    phone = device(ana)
    assert change(phone) == 204
    assert phone.ask("GET", "me/").status_code == 401


def test_the_present_password_is_needed(ana: Person) -> None:
    phone = device(ana)
    assert change(phone, current="wrong") == 400
    assert phone.ask("GET", "me/").status_code == 200


@pytest.mark.parametrize("weak", ["short", "ana martin", "1234567890123", "password1234", "esn-demo-2026"])
def test_a_weak_password_is_refused_and_nobody_is_signed_out(ana: Person, weak: str) -> None:
    phone = device(ana)
    answer = phone.ask("POST", "me/password/", {"current": PASSWORD, "new": weak})
    assert answer.status_code == 400, weak
    assert list(json.loads(answer.text)["errors"]) == ["new"]
    assert phone.ask("GET", "me/").status_code == 200


def test_guessing_the_present_password_with_a_found_phone_has_an_end(ana: Person) -> None:
    phone = device(ana)
    answers = [change(phone, current=f"guess {number}") for number in range(7)]
    assert answers == [400] * 5 + [429] * 2
    assert change(phone) == 429
