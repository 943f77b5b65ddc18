"""Second factors: an app for codes and recovery codes, at every way in, and nothing half way."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from pytest_django import Settings

from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.models import AuditEntry
from people import actions, queries
from people.models import Person
from tests.cast import NOWHERE, PASSWORD, browser, device, proved, stranger
from tests.people.proofs import SECRET, at_the_door, code, inside, link_in, posted, with_app, with_password

CODE = "/sign-in/code/"
ENROL = "/sign-in/enrol/"


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


# It works -------------------------------------------------------------------------------------------------------------
def test_a_password_alone_opens_nothing_once_an_app_is_set_up(ana: Person) -> None:
    """F2, F9: who waits for the code is nobody, on every page and over REST."""
    with_app(ana)
    waiting, answer = at_the_door(to="/cases/")
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert not inside(waiting)
    assert waiting.get("/settings/security/").status_code == 302
    assert waiting.get(CODE).status_code == 200
    done = waiting.post(CODE, {"code": code()})
    assert (done.status_code, done["Location"]) == (302, "/cases/")
    assert inside(waiting)


def test_a_code_opens_once(ana: Person) -> None:
    with_app(ana)
    now = code()
    first, _answer = at_the_door()
    assert first.post(CODE, {"code": now}).status_code == 302
    second, _answer = at_the_door()
    assert second.post(CODE, {"code": now}).status_code == 400
    assert not inside(second)


def test_codes_of_the_next_and_the_last_half_minute_are_taken_and_no_others(ana: Person) -> None:
    with_app(ana)
    for steps, status in ((-3, 400), (3, 400), (1, 302)):
        waiting, _answer = at_the_door()
        assert waiting.post(CODE, {"code": code(later=steps)}).status_code == status, steps


def test_a_recovery_code_opens_once_and_ana_hears_of_it(ana: Person) -> None:
    codes = with_app(ana)
    assert len(set(codes)) == 10
    posted()
    for status in (302, 400):
        waiting, _answer = at_the_door()
        spelt = f" {codes[3][:4]} {codes[3][4:]} "
        assert waiting.post(CODE, {"code": spelt}).status_code == status
    assert queries.second_factor(ana).recovery_codes_left == 9
    assert [message.to for message in posted()] == [["ana@example.org"]]


def test_a_phone_asks_for_the_code_with_its_own_words(ana: Person) -> None:
    with_app(ana)
    said = {"username": "ana", "password": PASSWORD, "device": "phone"}
    asked = stranger().ask("POST", "auth/tokens/", said)
    assert (asked.status_code, json.loads(asked.text)["code"]) == (401, "code_needed")
    wrong = stranger().ask("POST", "auth/tokens/", {**said, "code": "123"})
    assert (wrong.status_code, json.loads(wrong.text)["code"]) == (401, "code_wrong")
    right = code()
    assert stranger().ask("POST", "auth/tokens/", {**said, "code": right}).status_code == 201
    assert stranger().ask("POST", "auth/tokens/", {**said, "code": right}).status_code == 401


def test_whether_there_is_a_second_factor_is_told_to_nobody_without_the_password(ana: Person) -> None:
    with_app(ana)
    said = {"username": "ana", "password": "wrong", "device": "phone"}
    assert json.loads(stranger().ask("POST", "auth/tokens/", said).text)["code"] == "authentication_failed"


def test_the_page_sets_an_app_up_and_shows_the_recovery_codes_once(ana: Person) -> None:
    here = browser(ana)
    here.handler.enforce_csrf_checks = False
    page = here.get("/settings/security/app/").content.decode()
    secret = page.partition('class="letters"><code>')[2].partition("</code>")[0].replace(" ", "")
    key = here.session.session_key
    assert here.post("/settings/security/app/", {"code": "000000"}).status_code == 400
    told = here.post("/settings/security/app/", {"code": code(secret=secret)}, follow=True).content.decode()
    assert told.count("<code>") == 10
    assert here.session.session_key != key, "F4: the session goes on under another key"
    assert here.get("/settings/security/codes/").status_code == 302
    assert Person.objects.get().has_second_factor
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data), "the database does not hold it in the clear"
    assert AuditEntry.objects.filter(verb="second_factor.app_added").count() == 1


def test_new_recovery_codes_end_the_old_ones(ana: Person) -> None:
    old = with_app(ana)
    new = actions.make_recovery_codes(ana)
    assert actions.redeem_code(ana, code=old[0]) is None
    assert actions.redeem_code(ana, code=new[0]) == "recovery_codes"


def test_without_the_app_its_recovery_codes_are_worth_nothing(ana: Person) -> None:
    codes = with_app(ana)
    actions.remove_app(ana)
    assert actions.redeem_code(ana, code=codes[0]) is None
    assert not Person.objects.get(id=ana.id).has_second_factor
    assert inside(at_the_door()[0])
    with pytest.raises(NotFound):
        actions.remove_app(ana)


def test_an_administrator_takes_factors_away_and_the_person_is_signed_out(ana: Person) -> None:
    with_app(ana)
    waiting, _answer = at_the_door()
    waiting.post(CODE, {"code": code()})
    actions.reset_second_factor(ana, ana)
    assert not inside(waiting)
    assert inside(at_the_door()[0])


def test_a_device_sets_an_app_up_with_the_password(ana: Person) -> None:
    phone = device(ana)
    assert phone.ask("POST", "me/second-factor/app/", {"password": "wrong"}).status_code == 400
    secret = phone.make("me/second-factor/app/", {"password": PASSWORD})["secret"]
    said = {"password": PASSWORD, "secret": secret, "code": code(secret=secret)}
    answer = phone.ask("PUT", "me/second-factor/app/", said)
    assert len(json.loads(answer.text)["codes"]) == 10
    assert phone.read("me/second-factor/")["app_since"]
    assert phone.ask("POST", "me/second-factor/app/remove/", {"password": PASSWORD}).status_code == 400
    proof = {"password": PASSWORD, "proof_code": code(later=1, secret=secret)}
    assert phone.ask("POST", "me/second-factor/app/remove/", proof).status_code == 204


def test_a_device_makes_new_recovery_codes_with_a_proof(ana: Person) -> None:
    phone, old = device(ana), with_app(ana)
    assert phone.ask("POST", "me/second-factor/codes/", {"password": PASSWORD}).status_code == 400
    proof = {"password": PASSWORD, "proof_code": old[0]}
    made = phone.make("me/second-factor/codes/", proof)["codes"]
    assert len(made) == 10
    assert actions.redeem_code(ana, code=old[1]) is None
    assert actions.redeem_code(ana, code=made[0]) == "recovery_codes"


def test_recovery_codes_stand_in_for_something(ana: Person) -> None:
    answer = device(ana).ask("POST", "me/second-factor/codes/", {"password": PASSWORD})
    assert (answer.status_code, "no_second_factor" in answer.text) == (409, True)


def test_a_device_names_and_removes_a_passkey_of_its_person_alone(ana: Person, bo: Person) -> None:
    actions.add_passkey(ana, name="Laptop", credential={"id": "x"})
    phone = device(ana)
    [key] = phone.read("me/second-factor/")["passkeys"]
    there = f"me/second-factor/passkeys/{key['id']}/"
    for other in (device(bo), phone):
        path = there if other is not phone else f"me/second-factor/passkeys/{NOWHERE}/"
        assert other.ask("PATCH", path, {"name": "Mine"}).status_code == 404
    renamed = json.loads(phone.ask("PATCH", there, {"name": "Old laptop"}).text)
    assert [one["name"] for one in renamed["passkeys"]] == ["Old laptop"]
    assert phone.ask("PATCH", there, {"name": " "}).status_code == 400
    assert phone.ask("POST", f"{there}remove/", {}).status_code == 400
    codes = actions.make_recovery_codes(ana)
    proof = {"password": PASSWORD, "proof_code": codes[0]}
    assert phone.ask("POST", f"{there}remove/", proof).status_code == 204
    assert not Person.objects.get(id=ana.id).has_second_factor


@pytest.mark.parametrize("secret", ["x", "'; --", "é" * 32, "A" * 31, "MFRGG==="])
def test_a_secret_that_is_none_sets_nothing_up(ana: Person, secret: str) -> None:
    answer = device(ana).ask("PUT", "me/second-factor/app/", {"secret": secret, "code": "000000", "password": PASSWORD})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["secret"])


# A site that asks for it ----------------------------------------------------------------------------------------------
def test_who_owes_a_second_factor_reaches_three_pages_and_nothing_else(ana: Person, settings: Settings) -> None:
    """F9: pending people sign in, sign out, or set it up; everything else is shut, REST and files included."""
    settings.REQUIRE_SECOND_FACTOR = "all"
    waiting, answer = at_the_door(to="/cases/")
    assert answer["Location"] == ENROL
    assert not inside(waiting)
    for shut in ("/", "/settings/security/", "/settings/security/app/", "/people/", "/search/?q=a", CODE):
        assert waiting.get(shut)["Location"].startswith("/sign-in/")
    assert waiting.get("/api/v1/events/").status_code == 401
    page = waiting.get(ENROL).content.decode()
    secret = page.partition('class="letters"><code>')[2].partition("</code>")[0].replace(" ", "")
    assert waiting.post(ENROL, {"code": "111111"}).status_code == 400
    told = waiting.post(ENROL, {"code": code(secret=secret)}, follow=True).content.decode()
    assert told.count("<code>") == 10
    assert inside(waiting)


def test_sessions_and_devices_of_before_stop_when_the_site_begins_to_ask(ana: Person, settings: Settings) -> None:
    """F2: also the second entrance."""
    here, phone = at_the_door()[0], device(ana)
    settings.REQUIRE_SECOND_FACTOR = "all"
    assert not inside(here)
    assert phone.ask("GET", "me/").status_code == 401
    asked = stranger().ask("POST", "auth/tokens/", {"username": "ana", "password": PASSWORD, "device": "x"})
    assert (asked.status_code, json.loads(asked.text)["code"]) == (401, "enrol_first")


def test_only_administrators_are_asked_where_the_site_says_so(ana: Person, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = "admins"
    with_password("root", site_role="site_admin")
    assert inside(at_the_door()[0])
    assert at_the_door("root")[1]["Location"] == ENROL


def test_nobody_takes_the_last_factor_away_where_the_site_asks_for_one(ana: Person, settings: Settings) -> None:
    with_app(ana)
    settings.REQUIRE_SECOND_FACTOR = "all"
    with pytest.raises(Conflict):
        actions.remove_app(Person.objects.get(id=ana.id))
    assert Person.objects.get(id=ana.id).has_second_factor


# The wrong person, and the wrong moment -------------------------------------------------------------------------------
def test_who_waits_for_a_code_waits_in_vain_after_a_new_password(ana: Person) -> None:
    with_app(ana)
    waiting, _answer = at_the_door()
    ana.set_password("another quiet harbour")
    ana.save()
    assert waiting.post(CODE, {"code": code()})["Location"] == "/sign-in/"
    assert not inside(waiting)


def test_who_waits_for_a_code_waits_in_vain_once_deactivated(ana: Person) -> None:
    """F2, F3: the second step asks again whether they may come in."""
    with_app(ana)
    waiting, _answer = at_the_door()
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert waiting.post(CODE, {"code": code()})["Location"] == "/sign-in/"
    assert not inside(waiting)


def test_the_code_of_another_opens_nothing(ana: Person) -> None:
    with_app(ana)
    bo = with_password("bo")
    codes = actions.add_app(
        bo, secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", code=code(secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    )
    waiting, _answer = at_the_door()
    assert waiting.post(CODE, {"code": codes[0]}).status_code == 400


def test_guesses_of_a_code_are_limited_for_the_account_and_tell_when_to_come_back(ana: Person) -> None:
    codes = with_app(ana)
    waiting, _answer = at_the_door()
    statuses = [waiting.post(CODE, {"code": "00000000"}).status_code for _ in range(6)]
    assert statuses == [400] * 5 + [429]
    late = waiting.post(CODE, {"code": codes[0]})
    assert (late.status_code, late["Retry-After"]) == (429, "300")


@pytest.mark.parametrize("said", ["", " ", "\x00", "9" * 500, "１２３４５６", "<b>", "-1", "12 34 56 78 9"])
def test_whatever_is_typed_as_a_code_is_answered_with_a_sentence(ana: Person, said: str) -> None:
    with_app(ana)
    waiting, _answer = at_the_door()
    assert waiting.post(CODE, {"code": said}).status_code == 400
    assert stranger().ask(
        "POST", "auth/tokens/", {"username": "ana", "password": PASSWORD, "device": "x", "code": said}
    ).status_code in {400, 401}


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "1", '"a"', '{"id": 1}', "x" * 20_000,
    '{"response": {}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}',
])  # fmt: skip
def test_a_forged_passkey_opens_nothing(ana: Person, credential: str) -> None:
    nobody = Client()
    nobody.get("/sign-in/passkey/")
    answer = nobody.post("/sign-in/passkey/", {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert not inside(nobody)
    here = Client()
    here.force_login(ana)
    proved(here, ana)
    here.get("/settings/security/passkeys/", headers={"Accept": "application/json"})
    assert here.post("/settings/security/passkeys/", {"credential": credential}).status_code == 302
    assert not Authenticator.objects.exists()


# A fresh proof --------------------------------------------------------------------------------------------------------
SENSITIVE = [
    ("GET", "/settings/security/app/"), ("POST", "/settings/security/app/"), ("POST", "/settings/security/app/remove/"),
    ("POST", "/settings/security/codes/"), ("GET", "/settings/security/passkeys/"),
    ("POST", "/settings/security/passkeys/"), ("GET", "/settings/email/"), ("POST", "/settings/email/"),
    ("POST", "/settings/calendar/open/"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address"), SENSITIVE)
def test_what_is_sensitive_asks_who_it_is_after_five_minutes(ana: Person, method: str, address: str) -> None:
    """F10."""
    with_app(ana)
    here = Client()
    here.force_login(ana)
    for long_ago in (301, 10_000_000):
        proved(here, ana, seconds_ago=long_ago)
        answer = here.generic(method, address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/again/?next=")
    assert Person.objects.get(id=ana.id).has_second_factor
    proved(here, ana, seconds_ago=290)
    assert not here.generic(method, address).get("Location", "").startswith("/sign-in/")


def test_a_password_or_a_code_is_proof_for_five_minutes_and_a_wrong_one_is_told(ana: Person) -> None:
    with_app(ana)
    for proof in ({"password": PASSWORD}, {"code": code()}):
        here = Client()
        here.force_login(ana)
        assert here.get("/settings/security/app/").status_code == 302
        for wrong in ({"password": "wrong"}, {"code": "0"}, {"next": "/"}):
            assert here.post("/sign-in/again/", wrong).status_code == 400
        answer = here.post("/sign-in/again/", {**proof, "next": "/settings/email/"})
        assert answer["Location"] == "/settings/email/"
        assert here.get("/settings/email/").status_code == 200


def test_the_address_that_was_typed_is_there_again_after_the_proof(ana: Person) -> None:
    here = Client()
    here.force_login(ana)
    answer = here.post("/settings/email/", {"email": "new@example.org"})
    again = here.post(answer["Location"], {"password": PASSWORD, "next": "/settings/email/?email=new%40example.org"})
    assert "new@example.org" in here.get(again["Location"]).content.decode()


def test_the_password_of_a_proof_is_kept_nowhere(ana: Person) -> None:
    """F10: the stored sessions are searched for it."""
    with_app(ana)
    waiting, _answer = at_the_door()
    waiting.post(CODE, {"code": code()})
    waiting.post("/sign-in/again/", {"password": PASSWORD})
    waiting.post("/sign-in/again/", {"password": PASSWORD + "x"})
    with connection.cursor() as run:
        run.execute("SELECT session_data FROM django_session")
        kept = [row[0] for row in run.fetchall()]
    from django.contrib.sessions.backends.db import SessionStore

    assert kept
    assert not [one for one in kept if PASSWORD in json.dumps(SessionStore().decode(one)) or SECRET in one]


# Together -------------------------------------------------------------------------------------------------------------
def test_one_code_sent_by_many_at_once_opens_once(committed: None) -> None:
    """F8."""
    ana = with_password()
    codes = with_app(ana)
    for said in (code(), codes[0]):

        def redeem(_number: int, said: str = said) -> str | None:
            try:
                return actions.redeem_code(Person.objects.get(id=ana.id), code=said)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            opened = [one for one in pool.map(redeem, range(50)) if one]
        assert len(opened) == 1


def test_two_apps_are_not_set_up_at_once(ana: Person) -> None:
    with_app(ana)
    with pytest.raises(Conflict):
        with_app(ana)
    with pytest.raises(Invalid):
        actions.add_app(with_password("bo"), secret=SECRET, code="1")


def test_every_change_is_told_to_the_person(ana: Person) -> None:
    with_app(ana)
    actions.make_recovery_codes(ana)
    actions.remove_app(ana)
    told = posted()
    assert len(told) == 3
    assert all(link_in(message) == "/settings/security/" and "Ana" in message.body for message in told)
