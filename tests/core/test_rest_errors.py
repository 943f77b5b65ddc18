"""Errors of the REST doors: one shape, the reader's language, and no more than the reader may know."""

import json

import pytest
from django.http import HttpResponse

from people.models import Person
from tests.cast import NOWHERE, Door, Scene, browser, comparable, device, stranger


def problem(answer: HttpResponse, status: int) -> dict[str, object]:
    """An error in the shape of RFC 9457."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    said: dict[str, object] = json.loads(answer.text)
    assert set(said) == {"type", "title", "status", "code", "detail", "errors"}
    assert said["type"] == "about:blank"
    assert said["status"] == status
    assert isinstance(said["errors"], dict)
    return said


def test_a_stranger_is_asked_for_a_bearer_token(db: None) -> None:
    answer = stranger().ask("GET", "feed/")
    problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("scheme", ["Bearer nonsense", "Bearer ", "bearer esn_x", "Bearer é", "Bearer a b c"])
def test_a_wrong_token_is_no_credential(db: None, scheme: str) -> None:
    answer = Door(headers={"Authorization": scheme}).ask("GET", "feed/")
    problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_another_scheme_says_nothing(db: None) -> None:
    problem(Door(headers={"Authorization": "Basic YW5hOmFuYQ=="}).ask("GET", "feed/"), 401)


@pytest.mark.parametrize("path", ["", "nowhere/", "groups", "groups/x/y/z/", "cases/../groups/", "%00/"])
def test_an_address_that_does_not_exist_answers_like_an_id_that_does_not(ana: Person, path: str) -> None:
    door = device(ana)
    absent = door.ask("GET", f"groups/{NOWHERE}/")
    problem(absent, 404)
    answer = door.ask("GET", path)
    assert (answer.status_code, answer.text) == (404, absent.text) or answer.status_code in {301, 308}


def test_errors_speak_the_language_of_the_reader(ana: Person, mo: Person) -> None:
    english = problem(device(ana).ask("GET", f"groups/{NOWHERE}/"), 404)
    french = problem(device(mo).ask("GET", f"groups/{NOWHERE}/"), 404)
    assert english["title"] == "Not found"
    assert french["title"] not in {"Not found", ""}
    assert english["code"] == french["code"] == "not_found"


def test_errors_of_a_browser_speak_the_language_of_its_reader_too(ana: Person, mo: Person) -> None:
    assert problem(browser(ana).ask("GET", f"groups/{NOWHERE}/"), 404)["title"] == "Not found"
    assert problem(browser(mo).ask("GET", f"groups/{NOWHERE}/"), 404)["title"] != "Not found"


@pytest.mark.parametrize(("asked", "title"), [("en", "Sign in first"), ("en-GB,fr;q=0.5", "Sign in first")])
def test_a_stranger_reads_errors_in_the_language_of_the_request(db: None, asked: str, title: str) -> None:
    assert problem(stranger().ask("GET", "feed/", accept_language=asked), 401)["title"] == title


def test_nobodys_language_stays_behind_for_the_next_one(ana: Person, mo: Person) -> None:
    device(ana).ask("GET", "feed/")
    assert problem(stranger().ask("GET", "feed/"), 401)["title"] != "Sign in first"
    assert problem(device(mo).ask("GET", f"posts/{NOWHERE}/"), 404)["title"] != "Not found"


def test_a_method_that_is_not_there_names_those_that_are(ana: Person) -> None:
    answer = device(ana).ask("PUT", "groups/")
    assert problem(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_errors_of_fields_say_where_and_why(ana: Person) -> None:
    said = problem(device(ana).ask("POST", "groups/", {"name": "", "kind": "sect", "openness": "open"}), 400)
    assert said["code"] == "invalid"
    errors = said["errors"]
    assert isinstance(errors, dict)
    assert {name: [one["code"] for one in found] for name, found in errors.items()} == {
        "name": ["blank"],
        "kind": ["invalid_choice"],
    }
    assert all(one["detail"] for found in errors.values() for one in found)


@pytest.mark.parametrize("path", ["feed/", "me/", f"posts/{NOWHERE}/", "groups/", "cases/", "events/", "customers/"])
def test_no_cache_keeps_what_somebody_read(ana: Person, path: str) -> None:
    for door in (device(ana), browser(ana)):
        answer = door.ask("GET", path)
        assert answer["Cache-Control"] == "no-store"
        assert {"Cookie", "Authorization"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_write_from_a_browser_needs_its_csrf_token(ana: Person) -> None:
    new = {"name": "Deliveries", "kind": "team", "openness": "open"}
    door = browser(ana)
    said = problem(door.ask("POST", "groups/", new), 403)
    assert said["code"] == "csrf"
    door.get("/settings/")
    token = door.cookies["csrftoken"].value
    assert door.ask("POST", "groups/", new, X_CSRFToken=token).status_code == 201


def test_a_write_from_a_device_needs_no_csrf_token(ana: Person) -> None:
    door = device(ana)
    door.handler.enforce_csrf_checks = True
    assert door.ask("POST", "groups/", {"name": "D", "kind": "team", "openness": "open"}).status_code == 201


def test_the_same_absence_has_the_same_bytes_and_headers(ana: Person) -> None:
    door = device(ana)
    answers = {
        comparable(door.ask("GET", f"groups/{id_}/")) for id_ in (NOWHERE, "f" * 32, "x", "é", "a" * 5000, "%00")
    }
    assert len(answers) == 1, answers


def test_a_stale_edit_whose_body_cannot_be_read_is_stale_and_no_failure(scene: Scene, ana: Person) -> None:
    answer = device(ana).ask("PATCH", f"cases/{scene.case}/", b"{", If_Match='"not ours"')
    assert answer.status_code == 412
    assert json.loads(answer.text)["yours"] is None
