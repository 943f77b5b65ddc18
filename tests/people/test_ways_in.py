"""All ways in at once: how often one may try, from where, where one goes on, and what is kept of it on the way."""

import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from pytest_django import Settings

from people import actions
from people.adapter import network
from people.models import Person
from tests.cast import PASSWORD, Door, proved
from tests.house.addresses import routes
from tests.people.proofs import at_the_door, inside, with_app, with_password

# Whatever gives somebody a session or a device, or leads to it: a new one is written down here, and tested.
WAYS_IN = {
    "sign-in/", "sign-in/code/", "sign-in/enrol/", "sign-in/passkey/", "sign-in/sso/", "sign-in/sso/back/",
    "sign-in/forgotten/", "sign-in/reset/", "sign-in/reset/<str:person_id>/<str:token>/", "sign-in/again/",
    "api/v1/auth/tokens/", "api/v1/auth/tokens/current/", "api/v1/auth/password-resets/", "api/v1/auth/codes/",
}  # fmt: skip
ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "\\/evil.example", "https:evil.example",
    "https:/evil.example", "http:///evil.example", "javascript:alert(1)", "JavaScript:alert(1)",
    "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:/etc/passwd", "mailto:a@evil.example",
    "ftp://evil.example", "//evil.example/%2f..", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example",
    "\t//evil.example", " //evil.example", "//evil.example@testserver", "//testserver@evil.example",
    "https://testserver.evil.example", "https://testserver@evil.example", "https://evil.example#testserver",
    "https://evil.example?testserver", "//evil%E3%80%82example", "//evil\u3002example", "\u2028//evil.example",
    "\x00//evil.example", "/\x00/evil.example", "http://[::1]/", "//[::1]", "http://127.0.0.1/", "//2130706433",
    "evil.example", "./evil.example/../", "..//evil.example", "?next=//evil.example", "#//evil.example", "",
    "https://", "http:", "//", "///", "\\", "%2f%2fevil.example", "/%5cevil.example", "//evil.example:80", "//:80",
    "https://testserver:80@evil.example", "//a:b@evil.example", "ws://evil.example", "blob:https://evil.example/x",
    "intent://evil.example", "tel:1", "urn:x", "about:blank", "view-source:https://evil.example", "chrome://x",
    "//EVIL.example", "//\u0435vil.example", "/.evil.example//", "x:y", "x://y", "https:///testserver",
    "http:\\\\evil.example", "/\\\\evil.example", "/ /evil.example", "//\tevil.example", "//\nevil.example",
    "https://evil.example\\@testserver",
]  # fmt: skip


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def test_every_way_in_is_known() -> None:
    """F2: a new door to sign in by does not open unseen."""
    found = {route for route in routes() if route.startswith(("sign-in/", "api/v1/auth/"))}
    assert found == WAYS_IN


@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_nobody_is_sent_elsewhere_after_any_proof(ana: Person, elsewhere: str) -> None:
    """E5: a path of ours, or home."""
    _browser, answer = at_the_door(to=elsewhere)
    here = Client()
    here.force_login(ana)
    proved(here, ana)
    told = [answer["Location"]]
    for address in ("/sign-in/again/", "/sign-out/"):
        proved(here, ana)
        said = {"next": elsewhere, "password": PASSWORD}
        told.append(here.post(f"{address}?next={quote(elsewhere)}", said).get("Location", "/"))
    for place in told:
        assert place.startswith("/"), place
        assert not place.startswith(("//", "/\\")), place
        assert not any(ord(letter) < 32 for letter in place), place


# Limits ---------------------------------------------------------------------------------------------------------------
def _guess(number: int, **more: Any) -> int:
    said = {"username": f"name-{number}", "password": "x", "device": "x"}
    return Door(**more).ask("POST", "auth/tokens/", said).status_code


def test_a_thousand_made_up_addresses_change_nothing(ana: Person) -> None:
    """E2, E3: without a trusted proxy no header is believed, however it is spelt."""
    told, since = [], time.monotonic()
    for number in range(1000):
        forged = f"198.51.{number % 256}.{number // 256}"
        names = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "X_Forwarded_For", "True-Client-Ip")
        body = {"username": f"name-{number}", "password": "x", "device": "x"}
        answer = Door(headers={names[number % 5]: forged}).ask("POST", "auth/tokens/", body)
        told.append(answer.status_code)
    minutes = (time.monotonic() - since) // 60 + 2  # a slow machine sees more than the end of one
    assert told.count(401) <= 10 * minutes
    assert told[:11] == [401] * 10 + [429]


def test_behind_a_proxy_a_thousand_made_up_hops_change_nothing(db: None, settings: Settings) -> None:
    """E3: the hop that our own proxy wrote counts, whatever the client wrote before it."""
    settings.TRUSTED_PROXIES = 1
    told = []
    for number in range(200):
        hops = ", ".join([f"198.51.100.{number % 250}"] * (number % 4) + ["203.0.113.9"])
        body = {"username": f"name-{number}", "password": "x", "device": "x"}
        told.append(Door(headers={"X-Forwarded-For": hops}).ask("POST", "auth/tokens/", body).status_code)
    assert told.count(401) <= 20


def test_a_whole_network_has_a_limit_too(db: None) -> None:
    """F6: a hundred attempts a minute from one /24, and from one /48 of IPv6."""
    told = [_guess(number, REMOTE_ADDR=f"203.0.113.{number % 250}") for number in range(104)]
    assert told == [401] * 100 + [429] * 4
    assert _guess(999, REMOTE_ADDR="203.0.114.1") == 401
    assert network("203.0.113.7") == network("203.0.113.250") != network("203.0.114.7")
    assert network("2001:db8:1:2::") == network("2001:db8:1:ffff::") != network("2001:db8:2::")


def test_the_page_says_too_many_with_when_to_come_back(ana: Person) -> None:
    """F6."""
    answers = [Client().post("/sign-in/", {"login": f"n{n}", "password": "x"}) for n in range(31)]
    assert {answer.status_code for answer in answers[:10]} == {200}
    last = answers[-1]
    assert (last.status_code, last["Retry-After"], last["Cache-Control"]) == (429, "60", "no-store")
    assert not inside(at_the_door()[0]), "not even with the right password"


def test_the_limits_of_a_code_and_of_a_password_are_not_undone_by_ones_own_success(ana: Person) -> None:
    """Whoever signs in rightly in between does not begin to be counted anew."""
    with_password("eve")
    told = []
    for number in range(14):
        said = {"username": "eve", "password": PASSWORD, "device": "x"}
        Door().ask("POST", "auth/tokens/", said)
        told.append(_guess(number))
    assert told == [401] * 10 + [429] * 4


def test_limits_that_cannot_be_asked_let_nobody_in(ana: Person, settings: Settings) -> None:
    """R6: they fail closed."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "no_such_table"}
    }
    said = {"username": "ana", "password": PASSWORD, "device": "x"}
    assert Door(raise_request_exception=False).ask("POST", "auth/tokens/", said).status_code >= 429
    door = Client(raise_request_exception=False)
    assert door.post("/sign-in/", {"login": "ana", "password": PASSWORD}).status_code >= 429
    assert "sessionid" not in door.cookies


# What is kept, and where ----------------------------------------------------------------------------------------------
PAGES = ("/settings/security/", "/settings/security/app/", "/settings/email/", "/settings/password/", "/sign-in/again/")


@pytest.mark.parametrize("page", PAGES)
def test_pages_about_credentials_are_kept_by_no_cache(ana: Person, page: str) -> None:
    """A19."""
    here = Client()
    here.force_login(ana)
    proved(here, ana)
    answer = here.get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_the_ways_in_are_kept_by_no_cache_either(ana: Person) -> None:
    """A19."""
    with_app(ana)
    waiting, _answer = at_the_door()
    for page in ("/sign-in/code/", "/sign-in/forgotten/", "/sign-in/passkey/", "/sign-in/reset/"):
        assert "no-store" in waiting.get(page)["Cache-Control"], page
    assert "no-store" in Client().get("/sign-in/")["Cache-Control"]


def test_secrets_made_for_one_purpose_open_nothing_else(ana: Person) -> None:
    """F11: what is signed or told for one way is refused at every other."""
    _id, device = actions.issue_token(ana, device="x")
    _id, calendar = actions.open_calendar(ana)
    reset = actions.resets.tokens.make_token(ana)
    signed = signing.dumps({"person": ana.id, "email": "x@example.org", "state": ""}, salt="esn.email-change")
    here = Client()
    here.force_login(ana)
    for purpose, secret in (("device", device), ("calendar", calendar), ("reset", reset), ("email", signed)):
        opened = {
            "device": Door(headers={"Authorization": f"Bearer {secret}"}).ask("GET", "me/").status_code == 200,
            "calendar": Client().get(f"/calendar/{secret}/promises.ics").status_code == 200,
            "reset": Client().get(f"/sign-in/reset/{ana.id}/{quote(secret, safe='')}/").status_code == 302,
            "email": here.get(f"/settings/email/{quote(secret, safe='')}/").status_code == 200,
            "session": Client(headers={"Cookie": f"sessionid={secret}"}).get("/").status_code == 200,
        }
        assert {name for name, yes in opened.items() if yes} <= {purpose}, (purpose, opened)


def test_a_name_that_was_given_away_inherits_nothing(ana: Person) -> None:
    """F12: a handle is never used again, and a factor belongs to a person, not to a name."""
    with_app(ana)
    Person.objects.filter(id=ana.id).update(handle="former-ana", is_active=False)
    other = with_password("ana")
    assert other.id != ana.id
    assert not other.has_second_factor
    assert inside(at_the_door()[0])
    assert (
        json.loads(
            Door().ask("POST", "auth/tokens/", {"username": "former-ana", "password": PASSWORD, "device": "x"}).text
        )["code"]
        == "authentication_failed"
    )
