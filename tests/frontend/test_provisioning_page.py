"""Whoever runs the site connects a directory on a page; for everybody else the place does not exist."""

import re

import pytest
from django.test import Client

from groups.actions import open_connection
from groups.models import ProvisioningConnection
from people.models import Person
from tests.cast import admit, browser, device, proved
from tests.conftest import Counting

PAGE = "/administration/provisioning/"


@pytest.fixture
def nadia(db: None) -> Person:
    """Who runs the site."""
    return admit("nadia", name="Nadia Benali", site_role="site_admin")


@pytest.fixture
def door(nadia: Person) -> Client:
    """Nadia's browser, where she has just signed in."""
    client = Client()
    client.force_login(nadia)
    proved(client, nadia)
    return client


def test_a_token_is_told_once_and_opens_the_door(door: Client, nadia: Person, bo: Person) -> None:
    answer = door.post(PAGE, {"name": "Entra ID", "days": 365, "steward": "bo"})
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="(esn_scim_[\w-]+)"', answer.text)
    assert found
    row = ProvisioningConnection.objects.get()
    assert (row.name, row.steward, row.made_by) == ("Entra ID", bo, nadia)
    assert found[1] not in door.get(PAGE).text
    opened = Client(headers={"Authorization": f"Bearer {found[1]}"}).get("/scim/v2/Users")
    assert opened.status_code == 200
    assert door.post(f"{PAGE}{row.id}/close/").status_code == 302
    assert Client(headers={"Authorization": f"Bearer {found[1]}"}).get("/scim/v2/Users").status_code == 401


def test_whoever_signed_in_long_ago_shows_first_who_they_are(nadia: Person) -> None:
    answer = browser(nadia).get(PAGE)
    assert answer.status_code == 200
    client = Client()
    client.force_login(nadia)
    proved(client, nadia, seconds_ago=3600)
    asked = client.post(PAGE, {"name": "Entra ID", "days": 90})
    assert asked.status_code == 302
    assert "Entra" in asked["Location"]
    assert 'value="90"' in client.get(f"{PAGE}?name=Entra+ID&days=90").text
    assert not ProvisioningConnection.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"days": 0}, {"days": 731}, {"steward": "nobody"}, {"name": "a\u0007"}]
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(door: Client, wrong: dict[str, object]) -> None:
    answer = door.post(PAGE, {"name": "Entra ID", "days": 365, "steward": "", **wrong})
    assert answer.status_code == 400
    assert "error" in answer.text
    assert not ProvisioningConnection.objects.exists()


def test_the_place_does_not_exist_for_others(ana: Person, gus: Person, nadia: Person) -> None:
    connection_id, _secret = open_connection(nadia, name="Okta", days=1)
    for person in (ana, gus):
        assert browser(person).get(PAGE).status_code == 404
        page = browser(person)
        page.handler.enforce_csrf_checks = False
        assert page.post(f"{PAGE}{connection_id}/close/").status_code == 404
        for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"{connection_id}/"), ("GET", f"{connection_id}/")):
            body = {"name": "x", "days": 1} if method == "POST" else None
            assert device(person).ask(method, f"administration/provisioning/{path}", body).status_code == 404


def test_a_connection_over_rest(nadia: Person) -> None:
    phone = device(nadia)
    made = phone.make("administration/provisioning/", {"name": "Keycloak", "days": 10})
    assert made["token"].startswith("esn_scim_")
    shown = phone.read(f"administration/provisioning/{made['id']}/")
    assert (shown["name"], shown["state"], shown["steward"]["name"]) == ("Keycloak", "ending", "Nadia Benali")
    assert "token" not in shown
    assert phone.ask("DELETE", f"administration/provisioning/{made['id']}/").status_code == 204
    assert phone.read("administration/provisioning/")["results"][0]["state"] == "revoked"
    for wrong in ({"name": "x"}, {"name": "x", "days": 0}, {"name": "\u0000", "days": 1}, {"name": "x", "days": "x"}):
        assert phone.ask("POST", "administration/provisioning/", wrong).status_code == 400


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_page_costs_the_same_for_one_as_for_a_hundred(
    nadia: Person, door: Client, statements: Counting, number: int
) -> None:
    for one in range(number):
        open_connection(nadia, name=f"System {one}", days=365)
    door.get(PAGE)
    with statements(14):
        assert door.get(PAGE).status_code == 200
