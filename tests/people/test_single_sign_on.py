"""Signing in through the company's provider: a real one, on this machine, from the button to the callback and back."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django import Settings

from people.models import Person
from tests.cast import proved
from tests.house.tree import ROOT
from tests.people import provider
from tests.people.proofs import SECRET, code, inside, with_app, with_password

BEGIN, BACK = "/sign-in/sso/", "/sign-in/sso/back/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running provider."""
    folder = tmp_path_factory.mktemp("provider")
    command = [sys.executable, "-m", "tests.people.provider", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture
def sso(issuer: str, settings: Settings) -> Settings:
    """A site that signs people in through this provider."""
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Tilleul ID"
    app = {
        "provider_id": "sso", "name": "Tilleul ID", "client_id": provider.CLIENT_ID, "secret": provider.CLIENT_SECRET,
        "settings": {"server_url": issuer},
    }  # fmt: skip
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**known, "APPS": [app]}}
    return settings


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, page
    return found[1].replace("&amp;", "&").replace("&quot;", '"')


def agreed(authorize: str, who: str, action: str = "grant") -> str:
    """Sign in at the provider, agree, and come away with the address that it sends to."""
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(authorize)
        token = _field(page.text, "csrfmiddlewaretoken")
        said = {"csrfmiddlewaretoken": token, "login": who, "password": provider.PASSWORD}
        page = browser.post(str(page.url), data=said, headers={"Referer": str(page.url)})
        consent = {
            "csrfmiddlewaretoken": _field(page.text, "csrfmiddlewaretoken"),
            "request": _field(page.text, "request"),
            "scopes": ["openid", "profile", "email"],
            "action": action,
        }
        browser.follow_redirects = False
        done = browser.post(str(page.url), data=consent, headers={"Referer": str(page.url)})
        assert done.status_code == 302, done.text
        return done.headers["location"]


def came(who: str, *, to: str = "/", visitor: Client | None = None) -> tuple[Client, Any]:
    """A browser that went to the provider and came back, and what it was answered."""
    visitor = visitor or Client()
    sent = visitor.get(f"{BEGIN}?{urlencode({'next': to})}")
    assert sent.status_code == 302, sent.content.decode()
    return visitor, visitor.get(_path(agreed(sent["Location"], who)))


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_comes_in_by_the_provider_and_lands_where_she_wanted(sso: Settings, ana: Person) -> None:
    page = Client().get("/sign-in/?next=/cases/").content.decode()
    assert "Tilleul ID" in page
    visitor, answer = came("ana", to="/cases/")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert inside(visitor)
    account = SocialAccount.objects.get()
    assert (account.user_id, account.extra_data) == (ana.id, {}), "nothing of what the provider told is kept"
    assert Person.objects.get().email_verified_at
    assert inside(came("ana")[0]), "and the next time by what the provider calls her"


def test_without_a_provider_there_is_no_button(db: None) -> None:
    page = Client().get("/sign-in/").content.decode()
    assert BEGIN not in page
    assert "/sign-in/saml/" not in page
    assert 'class="or ' not in page


def test_she_is_known_again_under_another_address(sso: Settings, ana: Person) -> None:
    came("ana")
    Person.objects.update(email="other@example.org")
    assert inside(came("ana")[0])


def test_a_fresh_sign_in_at_the_provider_is_a_proof(sso: Settings, ana: Person) -> None:
    visitor, _answer = came("ana")
    proved(visitor, ana, seconds_ago=400)
    assert visitor.get("/settings/email/").status_code == 302
    sent = visitor.get(f"{BEGIN}?again&next=/settings/email/")
    assert _asked(sent["Location"])["prompt"] == "login"
    came("ana", to="/settings/email/", visitor=visitor)
    assert visitor.get("/settings/email/").status_code == 200


def test_the_request_carries_state_nonce_and_challenge_and_nothing_of_the_address(sso: Settings, db: None) -> None:
    evil = urlencode({"auth_params": "redirect_uri=https://evil.example/", "scope": "admin", "process": "connect"})
    asked = _asked(Client().get(f"{BEGIN}?{evil}")["Location"])
    assert asked["redirect_uri"] == provider.CALLBACK
    assert (asked["code_challenge_method"], set(asked["scope"].split())) == ("S256", {"openid", "profile", "email"})
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 16


# Whom the site does not know ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["newcomer", "unverified", "foreigner"])
def test_whom_the_site_does_not_know_reads_why(sso: Settings, ana: Person, who: str) -> None:
    with_password("cy")
    visitor, answer = came(who)
    assert answer.status_code == 403
    assert "Tilleul ID" in answer.content.decode()
    assert not inside(visitor)
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == 2


def test_an_address_that_the_provider_did_not_verify_is_believed_only_where_the_site_says_so(
    sso: Settings, db: None
) -> None:
    with_password("cy")
    assert not inside(came("unverified")[0])
    sso.OIDC_TRUST_EMAIL = True
    assert inside(came("unverified")[0])


def test_whoever_comes_is_welcome_where_the_site_says_so(sso: Settings, db: None) -> None:
    sso.OIDC_CREATE, sso.OIDC_DOMAINS = True, ["Example.org"]
    assert inside(came("newcomer")[0])
    person = Person.objects.get()
    assert (person.name, person.email, person.kind) == ("Noor Newcomer", "noor.new@example.org", "member")
    assert not person.has_usable_password()
    assert not inside(came("foreigner")[0]), "of another domain"
    assert Person.objects.count() == 1


def test_an_address_that_two_people_have_names_nobody(sso: Settings, ana: Person) -> None:
    with_password("twin", email="ANA@example.org")
    assert not inside(came("ana")[0])


def test_who_was_deactivated_is_told_so_and_stays_out(sso: Settings, ana: Person) -> None:
    """F2."""
    came("ana")
    Person.objects.update(is_active=False)
    visitor, answer = came("ana")
    assert answer.status_code == 403
    assert not inside(visitor)


# The second factor ----------------------------------------------------------------------------------------------------
def test_the_second_factor_is_asked_for_besides_the_provider(sso: Settings, ana: Person) -> None:
    with_app(ana)
    visitor, answer = came("ana", to="/cases/")
    assert answer["Location"] == "/sign-in/code/"
    assert not inside(visitor)
    assert visitor.post("/sign-in/code/", {"code": code()})["Location"] == "/cases/"
    assert inside(visitor)
    assert SECRET


def test_the_provider_answers_for_the_second_factor_where_the_site_says_so(sso: Settings, ana: Person) -> None:
    sso.OIDC_SECOND_FACTOR = True
    sso.REQUIRE_SECOND_FACTOR = "all"
    visitor, _answer = came("ana")
    assert inside(visitor)
    sso.OIDC_SECOND_FACTOR = False
    assert not inside(visitor)
    assert came("ana")[1]["Location"] == "/sign-in/enrol/"


# What was tampered with -----------------------------------------------------------------------------------------------
def _refused(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code in {200, 403, 502}
    assert 'action="/sign-in/' not in answer.content.decode()
    assert not inside(visitor)


def test_an_answer_with_another_state_or_in_another_browser_is_refused(sso: Settings, ana: Person) -> None:
    visitor = Client()
    back = _path(agreed(visitor.get(BEGIN)["Location"], "ana"))
    _refused(visitor, re.sub(r"state=[^&]*", "state=AAAAAAAAAAAAAAAA", back))
    _refused(Client(), back)
    _refused(visitor, re.sub(r"state=[^&]*&?", "", back))


def test_an_answer_is_taken_once(sso: Settings, ana: Person) -> None:
    visitor = Client()
    back = _path(agreed(visitor.get(BEGIN)["Location"], "ana"))
    visitor.get(back)
    visitor.post("/sign-out/")
    _refused(visitor, back)


def _states(visitor: Client) -> tuple[SessionStore, dict[str, Any]]:
    session = SessionStore(visitor.session.session_key)
    states = session["socialaccount_states"]
    return session, next(iter(states.values()))[0]


@pytest.mark.parametrize("what", ["nonce", "pkce"])
def test_an_answer_to_another_question_is_refused(sso: Settings, ana: Person, what: str) -> None:
    visitor = Client()
    back = _path(agreed(visitor.get(BEGIN)["Location"], "ana"))
    session, state = _states(visitor)
    if what == "nonce":
        state["data"]["nonce"] = "another"
    else:
        state["pkce_code_verifier"] = "another" * 8
    session.modified = True
    session.save()
    _refused(visitor, back)


def test_who_stops_at_the_provider_reads_that_nothing_was_changed(sso: Settings, ana: Person) -> None:
    visitor = Client()
    answer = visitor.get(_path(agreed(visitor.get(BEGIN)["Location"], "ana", action="cancel")))
    assert answer.status_code == 200
    assert not inside(visitor)


def test_a_provider_that_is_down_is_a_page_that_says_so(sso: Settings, ana: Person) -> None:
    app = sso.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    assert Client().get(BEGIN).status_code == 502


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=x", "?error=access_denied", "?state[]=1", "?state=%00"]
)
def test_whatever_comes_back_without_a_question_is_refused_calmly(sso: Settings, db: None, query: str) -> None:
    _refused(Client(), BACK + query)


def test_without_a_provider_there_is_no_such_way(db: None) -> None:
    assert Client().get(BEGIN).status_code == 404
    assert Client().get(f"{BACK}?code=x&state=x").status_code == 404


@pytest.mark.parametrize("half", ["ESN_OIDC_ISSUER", "ESN_OIDC_CLIENT_ID", "ESN_OIDC_CLIENT_SECRET"])
def test_half_a_configuration_is_refused_with_the_names_of_the_rest(tmp_path: Path, half: str) -> None:
    from tests.house.tree import run

    names = {"ESN_OIDC_ISSUER", "ESN_OIDC_CLIENT_ID", "ESN_OIDC_CLIENT_SECRET"}
    done = run("manage.py", "check", ESN_DATA_DIR=str(tmp_path), **{half: "https://id.example.org"})
    assert done.returncode != 0
    assert all(name in done.stderr for name in names - {half})


def test_a_provider_without_https_is_refused(tmp_path: Path) -> None:
    from tests.house.tree import run

    whole = {"ESN_OIDC_ISSUER": "http://id.example.org", "ESN_OIDC_CLIENT_ID": "esn", "ESN_OIDC_CLIENT_SECRET": "x"}
    done = run("manage.py", "check", ESN_DATA_DIR=str(tmp_path), **whole)
    assert "ESN_OIDC_ISSUER" in done.stderr
