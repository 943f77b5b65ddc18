"""Every door of the site at once: shut for strangers, the same answer for absent and invisible, never a failure."""

import re

import pytest
from django.test import Client

from groups.actions import admit_person
from people.actions import create_partner, issue_token
from people.models import Person
from tests.house.addresses import MALFORMED_ID, filled, routes

# What somebody without an account may open: signing in, the state of the server, the description of the API.
PUBLIC = {
    "sign-in/", "account-closed/", "api/v1/auth/tokens/", "api/v1/docs/", "api/v1/schema/",
    "healthz", "readyz", "language/", "offline/", "favicon.ico", "manifest.webmanifest",
}  # fmt: skip
CLOSED = [route for route in routes() if route not in PUBLIC]
ABOUT_SOMETHING = [route for route in CLOSED if "<" in route and "<path" not in route]


@pytest.mark.django_db
@pytest.mark.parametrize("route", CLOSED)
def test_a_stranger_finds_every_door_shut(client: Client, route: str) -> None:
    answer = client.get(filled(route))
    if route.startswith("api/"):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
    else:
        assert answer.status_code in {302, 404, 405}
        assert answer.status_code != 302 or answer["Location"].startswith("/sign-in/")


@pytest.fixture(params=["member", "guest"])
def visitor(request: pytest.FixtureRequest, db: None) -> Client:
    """A browser and a device of Cy, who is in nothing; and of Gus, the guest."""
    partner = create_partner(None, name="Carrier") if request.param == "guest" else None
    visitor = {"kind": request.param, "handle": "visitor", "name": "Visitor", "language": "en", "partner_id": partner}
    person = Person.objects.get(id=admit_person(None, **visitor))
    _id, token = issue_token(person, device="tests")
    client = Client(headers={"Authorization": f"Bearer {token}"})
    client.force_login(person)
    return client


def _ask(client: Client, address: str) -> tuple[int, str]:
    """What the door answers to a read, or to the first of its verbs; without the token of its forms."""
    answer = client.get(address)
    if answer.status_code == 405:
        verb = next(name for name in answer["Allow"].split(", ") if name not in {"GET", "HEAD", "OPTIONS"})
        answer = client.generic(verb, address, b"{}", content_type="application/json")
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "(token)", answer.text)


@pytest.mark.parametrize("route", ABOUT_SOMETHING)
def test_unknown_and_malformed_get_the_same_bytes(visitor: Client, route: str) -> None:
    unknown = _ask(visitor, filled(route))
    malformed = _ask(visitor, filled(route, other=MALFORMED_ID, ref=MALFORMED_ID))
    assert malformed == unknown
    # A verb may look at its body, or at who asks, before it looks for its object.
    assert unknown[0] in {400, 403, 404}, unknown


@pytest.mark.parametrize("route", [route for route in CLOSED if route not in ABOUT_SOMETHING])
def test_no_door_fails_for_somebody_who_is_in_nothing(visitor: Client, route: str) -> None:
    status, _said = _ask(visitor, filled(route))
    assert status < 500
