"""Who may send a large body: asked by token or session before anything of it is read."""

import pytest
from django.test import Client

from esn.server.callers import knows
from people.actions import issue_token, revoke_token
from people.models import Person
from tests.cast import admit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Person:
    """The author."""
    return admit("ana")


def test_the_token_of_a_device_is_known_while_it_lives(ana: Person) -> None:
    token_id, secret = issue_token(ana, device="tests")
    assert knows(secret, "")
    assert not knows(f"{secret}x", "")
    revoke_token(ana, token_id=token_id)
    assert not knows(secret, "")


def test_the_session_of_a_browser_is_known_while_it_lives(ana: Person) -> None:
    client = Client()
    client.force_login(ana)
    key = client.cookies["sessionid"].value
    assert knows("", key)
    assert not knows("", key[:-1])
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert not knows("", key)


@pytest.mark.parametrize("odd", ["", "x" * 5000, "\x00", "é", "' OR 1=1", "%s"])
def test_anything_else_is_a_stranger(odd: str) -> None:
    assert not knows(odd, odd)
    assert not knows("", odd)
