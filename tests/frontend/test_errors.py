"""The pages of errors: the same look, both languages, no traceback."""

import pytest
from django.test import Client, RequestFactory

from frontend.pages.errors import server_error
from tests.frontend.conftest import Cast, SignedIn


def test_an_unknown_address_and_an_invisible_thing_give_the_same_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("cy")
    nowhere, hidden = client.get("/nowhere/at/all/"), client.get(f"/cases/{cast.restricted}/")
    assert nowhere.status_code == hidden.status_code == 404
    assert nowhere.content == hidden.content
    assert nowhere["Cache-Control"] == hidden["Cache-Control"] == "no-store"


def test_the_error_speaks_the_reader_s_language(cast: Cast, signed_in: SignedIn) -> None:
    cast.bo.language = "fr"
    cast.bo.save()
    assert '<html lang="fr"' in signed_in("bo").get("/nowhere/").content.decode()
    assert "There is nothing here for you" in signed_in("ana").get("/nowhere/").content.decode()


def test_a_page_for_writing_refuses_to_be_read(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("bo").get("/publish/")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bo)
    response = client.post("/publish/", {"audience": cast.shop_audience, "body": "Not by Bo."})
    assert response.status_code == 403
    assert "Not by Bo." not in client.get("/").content.decode()


def test_a_fault_of_ours_shows_no_traceback(rf: RequestFactory) -> None:
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"Traceback" not in response.content
    assert b"<h1>" in response.content


def test_the_offline_page_stands_alone(db: None) -> None:
    assert Client().get("/offline/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/groups/", "/cases/", "/customers/", "/people/", "/settings/"])
def test_every_page_obeys_the_strict_policy(cast: Cast, signed_in: SignedIn, path: str) -> None:
    response = signed_in("ana").get(path)
    page = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")
