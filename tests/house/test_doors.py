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
    "sign-in/", "account-closed/", "sign-in/passkey/", "sign-in/forgotten/",
    "api/v1/auth/tokens/", "api/v1/auth/codes/", "api/v1/auth/password-resets/", "api/v1/docs/", "api/v1/schema/",
    "api/v1/events/schema/", "healthz", "readyz", "mark/<int:count>.svg", "language/", "offline/", "favicon.ico",
    "manifest.webmanifest", "sw.js", "offline/waiting/", "ahead.json",
}  # fmt: skip
CLOSED = [route for route in routes() if route not in PUBLIC]
ABOUT_SOMETHING = [route for route in CLOSED if "<" in route and "<path" not in route]


def _open_to_strangers(client: Client, route: str) -> str | None:
    """What is wrong with the answer of a door to somebody without an account."""
    answer = client.get(filled(route))
    if route.startswith(("api/", "scim/")):
        shut = answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
    else:
        shut = answer.status_code in {404, 405} or (
            answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        )
    return None if shut else f"{route} answers {answer.status_code}"


@pytest.mark.django_db
def test_a_stranger_finds_every_door_shut(client: Client) -> None:
    assert [wrong for route in CLOSED if (wrong := _open_to_strangers(client, route))] == []


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


def _tells_more(client: Client, route: str) -> str | None:
    """What a door says about an id that nobody has and does not say about one that nobody can have."""
    unknown = _ask(client, filled(route))
    malformed = _ask(client, filled(route, other=MALFORMED_ID, ref=MALFORMED_ID))
    # A verb may look at its body, or at who asks, before it looks for its object.
    if malformed == unknown and unknown[0] in {400, 403, 404}:
        return None
    return f"{route}: unknown {unknown}, malformed {malformed}"


def test_unknown_and_malformed_get_the_same_bytes(visitor: Client) -> None:
    assert [wrong for route in ABOUT_SOMETHING if (wrong := _tells_more(visitor, route))] == []


def test_no_door_fails_for_somebody_who_is_in_nothing(visitor: Client) -> None:
    about_nothing = [route for route in CLOSED if route not in ABOUT_SOMETHING]
    assert [route for route in about_nothing if _ask(visitor, filled(route))[0] >= 500] == []
