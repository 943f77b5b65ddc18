"""Signing in and out, languages, and the settings of a person."""

from django.core.cache import cache
from django.test import Client

from people import actions
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn

PASSWORD = "a-long-pass-phrase"


def _with_password(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()


def test_ana_signs_in_by_her_handle_in_any_case_and_lands_where_she_wanted(cast: Cast) -> None:
    _with_password(cast.ana)
    response = Client().post("/sign-in/?next=/cases/", {"login": "ANA", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/cases/")


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(cast: Cast) -> None:
    _with_password(cast.ana)
    wrong = Client().post("/sign-in/", {"login": "ana", "password": "no-it-is-not"})
    unknown = Client().post("/sign-in/", {"login": "nobody", "password": "no-it-is-not"})
    assert wrong.status_code == unknown.status_code == 200
    assert _told(wrong.content) == _told(unknown.content) != ""


def _told(page: bytes) -> str:
    return page.decode().partition('role="alert"')[2].partition("</p>")[0]


def test_nobody_is_sent_to_a_foreign_site_after_signing_in(cast: Cast) -> None:
    _with_password(cast.ana)
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        response = Client().post(f"/sign-in/?next={foreign}", {"login": "ana", "password": PASSWORD, "next": foreign})
        assert response["Location"] == "/"


def test_the_sign_in_page_speaks_the_language_that_was_chosen(db: None) -> None:
    client = Client()
    assert 'lang="fr"' in client.get("/sign-in/", headers={"Accept-Language": "fr"}).content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    page = client.get("/sign-in/", headers={"Accept-Language": "fr"}).content.decode()
    assert '<html lang="en"' in page
    assert "The customer tells the story once." in page


def test_signing_out_needs_a_post(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    client.get("/sign-out/")
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_ana_changes_her_language_and_zone_and_the_next_page_speaks_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    form = {"name": "Ana Martin", "title": "Sales", "language": "fr", "time_zone": "Europe/Dublin"}
    assert client.post("/settings/", form).status_code == 302
    assert '<html lang="fr"' in client.get("/").content.decode()
    assert client.post("/settings/", {**form, "time_zone": "Moon/Base"}).status_code == 400


def test_ana_chooses_high_contrast_and_finds_it_on_every_browser(cast: Cast, signed_in: SignedIn) -> None:
    client, elsewhere = signed_in("ana"), signed_in("ana")
    assert "data-theme" not in client.get("/").text
    client.post("/settings/appearance/", {"theme": "contrast"})
    for browser in (client, elsewhere):
        assert 'data-theme="contrast"' in browser.get("/").text
    client.post("/sign-out/")
    assert 'data-theme="contrast"' in client.get("/sign-in/").text
    elsewhere.post("/settings/appearance/", {"theme": ""})
    assert "data-theme" not in elsewhere.get("/").text


def test_a_look_that_is_none_is_refused_and_a_forged_cookie_says_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert client.post("/settings/appearance/", {"theme": "neon"}).status_code == 400
    client.cookies["theme"] = 'x" onload="alert(1)'
    assert "data-theme" not in client.get("/").text


def test_a_new_password_ends_every_other_session_and_device(cast: Cast, signed_in: SignedIn) -> None:
    _with_password(cast.ana)
    actions.issue_token(cast.ana, device="Old tablet")
    here, elsewhere = signed_in("ana"), signed_in("ana")
    response = here.post("/settings/password/", {"current": PASSWORD, "new": "another-long-phrase"}, follow=True)
    assert "Your password is changed." in response.content.decode()
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert "Old tablet" not in here.get("/settings/devices/").content.decode()


def test_a_wrong_present_password_and_a_weak_new_one_are_told_at_their_fields(cast: Cast, signed_in: SignedIn) -> None:
    _with_password(cast.ana)
    client = signed_in("ana")
    wrong = client.post("/settings/password/", {"current": "nope", "new": "another-long-phrase"})
    assert "This is not your present password." in wrong.content.decode()
    weak = client.post("/settings/password/", {"current": PASSWORD, "new": "12345678901"})
    assert weak.status_code == 400
    assert PASSWORD not in weak.content.decode()


def test_ana_signs_out_a_device_and_bo_cannot(cast: Cast, signed_in: SignedIn) -> None:
    token_id, _secret = actions.issue_token(cast.ana, device="Ana’s phone")
    assert "Ana’s phone" in signed_in("ana").get("/settings/devices/").content.decode()
    assert signed_in("bo").post(f"/settings/devices/{token_id}/revoke/").status_code == 404
    assert signed_in("ana").post(f"/settings/devices/{token_id}/revoke/").status_code == 302
    assert "Ana’s phone" not in signed_in("ana").get("/settings/devices/").content.decode()


def test_guesses_of_the_present_password_are_limited_on_the_page_too(cast: Cast, signed_in: SignedIn) -> None:
    cache.clear()
    client = signed_in("ana")
    guess = {"current": "no-it-is-not", "new": "another long pass phrase"}
    told = [client.post("/settings/password/", guess).content.decode() for _ in range(6)]
    assert not any("Too many attempts" in page for page in told[:5])
    assert "Too many attempts" in told[5]
