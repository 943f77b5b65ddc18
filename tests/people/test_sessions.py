"""Where one is signed in: ``me/sessions/`` and the page of one's security; ended one by one, or all at once."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from esn.core.models import Event
from people import actions
from people.models import BrowserSession, Person
from tests.cast import PASSWORD, Door, device
from tests.conftest import Counting
from tests.people.proofs import at_the_door, inside, with_password

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def _ended() -> list[dict[str, str]]:
    return [event.data for event in Event.objects.filter(type="sessions.ended")]


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_sees_her_browsers_by_their_names(ana: Person) -> None:
    here, _answer = at_the_door(headers={"User-Agent": FIREFOX})
    at_the_door(headers={"User-Agent": SAFARI}, REMOTE_ADDR="192.0.2.7")
    found = json.loads(here.get("/api/v1/me/sessions/").text)["results"]
    assert {(one["program"], one["system"], one["address"], one["current"]) for one in found} == {
        ("Firefox", "Linux", "127.0.0.1", True),
        ("Safari", "iPhone", "192.0.2.7", False),
    }
    page = here.get("/settings/security/").content.decode()
    assert "Firefox on Linux" in page
    assert "192.0.2.7" in page
    assert str(here.session.session_key) not in page


def test_one_browser_is_signed_out_from_another(ana: Person) -> None:
    here, elsewhere = at_the_door()[0], at_the_door()[0]
    row = BrowserSession.objects.get(key=elsewhere.session.session_key)
    assert here.post(f"/settings/security/sessions/{row.id}/end/").status_code == 302
    assert (inside(here), inside(elsewhere)) == (True, False)
    assert _ended() == [{"id": ana.id, "ended": row.id}]


def test_ana_signs_this_very_browser_out(ana: Person) -> None:
    here = at_the_door()[0]
    row = BrowserSession.objects.get()
    assert here.post(f"/settings/security/sessions/{row.id}/end/")["Location"] == "/sign-in/"
    assert not inside(here)


def test_signing_out_everywhere_ends_every_other_browser_and_every_device(ana: Person) -> None:
    here, elsewhere, phone = at_the_door()[0], at_the_door()[0], device(ana)
    unlisted = Client()
    unlisted.force_login(ana)
    key = here.session.session_key
    assert here.post("/settings/security/sign-out-everywhere/").status_code == 302
    assert (inside(here), inside(elsewhere), inside(unlisted)) == (True, False, False)
    assert phone.ask("GET", "me/").status_code == 401
    assert here.session.session_key != key, "F4"
    assert BrowserSession.objects.get().key == here.session.session_key
    assert _ended() == [{"id": ana.id, "kept": BrowserSession.objects.get().id}]


def test_a_phone_ends_every_browser_and_itself(ana: Person) -> None:
    here, phone = at_the_door()[0], device(ana)
    assert phone.ask("DELETE", "me/sessions/").status_code == 204
    assert not inside(here)
    assert phone.ask("GET", "me/").status_code == 401


def test_a_phone_ends_one_browser(ana: Person) -> None:
    here, phone = at_the_door()[0], device(ana)
    (found,) = phone.read("me/sessions/")["results"]
    assert phone.ask("DELETE", f"me/sessions/{found['id']}/").status_code == 204
    assert phone.ask("DELETE", f"me/sessions/{found['id']}/").status_code == 404
    assert not inside(here)


def test_signing_out_takes_the_browser_from_the_list_and_names_it_to_its_sockets(ana: Person) -> None:
    here = at_the_door()[0]
    row = BrowserSession.objects.get()
    here.post("/sign-out/")
    assert not BrowserSession.objects.exists()
    assert [one["ended"] for one in _ended()] == [row.id]


def test_the_key_of_a_session_changes_when_somebody_signs_in(ana: Person) -> None:
    """F4."""
    visitor = Client()
    visitor.get("/sign-in/passkey/")  # gives the visitor a session
    before = visitor.session.session_key
    visitor.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    assert before
    assert visitor.session.session_key != before


def test_the_key_of_a_session_changes_with_the_role_of_its_person(ana: Person) -> None:
    """F4."""
    here = at_the_door()[0]
    before = here.session.session_key
    Person.objects.filter(id=ana.id).update(site_role="site_admin")
    assert here.get("/").status_code == 200
    assert here.session.session_key != before
    assert BrowserSession.objects.get().key == here.session.session_key
    assert inside(here)


def test_who_was_deactivated_and_is_active_again_signs_in_anew_after_their_sessions_ended(ana: Person) -> None:
    here = at_the_door()[0]
    with transaction.atomic():
        actions.end_credentials(ana, ana)
    assert not inside(here)
    assert inside(at_the_door()[0])


# The wrong person -----------------------------------------------------------------------------------------------------
def test_bo_neither_sees_nor_ends_anas_browsers(ana: Person) -> None:
    bo = with_password("bo")
    here = at_the_door()[0]
    row = BrowserSession.objects.get()
    assert device(bo).read("me/sessions/")["results"] == []
    assert device(bo).ask("DELETE", f"me/sessions/{row.id}/").status_code == 404
    assert at_the_door("bo")[0].post(f"/settings/security/sessions/{row.id}/end/").status_code == 404
    assert inside(here)
    assert Door().ask("GET", "me/sessions/").status_code == 401


# Together -------------------------------------------------------------------------------------------------------------
def test_nothing_is_accepted_once_everything_was_ended_however_many_ask(committed: None) -> None:
    """F3: requests that were under way save their session again; it opens nothing."""
    ana = with_password()
    browsers = [at_the_door()[0] for _ in range(4)]

    def ask(number: int) -> int:
        try:
            if number == 40:
                with transaction.atomic():
                    actions.end_credentials(ana, ana)
                return 0
            return browsers[number % 4].get("/api/v1/me/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(200)))
    assert set(told) <= {0, 200, 401}
    assert [browser.get("/api/v1/me/").status_code for browser in browsers] == [401] * 4


@pytest.mark.parametrize("many", [1, 10, 100])
def test_the_list_costs_the_same_for_any_number_of_browsers(ana: Person, statements: Counting, many: int) -> None:
    for _ in range(many):
        at_the_door()
    phone = device(ana)
    phone.read("me/")
    with statements(4):
        phone.read("me/sessions/")
