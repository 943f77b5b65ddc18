"""One's mail address: it becomes one's own when a link that was sent there is opened."""

import json

import pytest
from django.core import signing
from django.test import Client

from people import actions
from people.models import Person
from tests.cast import PASSWORD, device, proved
from tests.people.proofs import link_in, posted, with_password


@pytest.fixture
def ana(db: None) -> Person:
    return with_password()


def _signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    proved(client, person)
    return client


def asked(person: Person, email: str = "new@example.org") -> str:
    actions.ask_for_email(person, email=email)
    (message,) = posted()
    assert message.to == [email]
    return link_in(message)


def test_ana_confirms_another_address_and_the_former_one_hears_of_it(ana: Person) -> None:
    here = _signed_in(ana)
    assert here.post("/settings/email/", {"email": "new@example.org"}).status_code == 302
    (message,) = posted()
    link = link_in(message)
    assert "new@example.org" in here.get(link).content.decode()
    assert Person.objects.get().email == "ana@example.org", "a read confirms nothing"
    assert here.post(link).status_code == 302
    person = Person.objects.get()
    assert (person.email, bool(person.email_verified_at)) == ("new@example.org", True)
    assert [message.to for message in posted()] == [["ana@example.org"]]
    assert here.get(link).status_code == 404, "it opens once"


def test_ana_proves_the_address_that_she_has(ana: Person) -> None:
    actions.confirm_email(ana, token=asked(ana, "ana@example.org").split("/")[-2])
    assert Person.objects.get().email_verified_at
    assert posted() == []


def test_a_link_of_ana_is_nothing_for_bo_and_for_nobody(ana: Person) -> None:
    link = asked(ana)
    assert _signed_in(with_password("bo")).get(link).status_code == 404
    assert Client().get(link)["Location"].startswith("/sign-in/")


def test_a_link_ends_with_another_password(ana: Person) -> None:
    link = asked(ana)
    actions.change_password(ana, current=PASSWORD, new="another quiet harbour")
    assert _signed_in(ana).get(link).status_code == 404


def test_a_link_signed_for_something_else_confirms_nothing(ana: Person) -> None:
    """F11."""
    token = asked(ana).split("/")[-2]
    told = signing.loads(token, salt="esn.email-change")
    for other in (signing.dumps(told), signing.dumps(told, salt="esn.password-reset"), token[:-2], "x"):
        assert actions.email_of(ana, token=other) is None


def test_an_address_of_a_colleague_does_not_become_mine(ana: Person) -> None:
    with_password("bo")
    here = _signed_in(ana)
    here.post(asked(ana, "bo@example.org"))
    assert Person.objects.get(id=ana.id).email == "ana@example.org"


@pytest.mark.parametrize(
    "wrong", ["", "nobody", "a@b", "a@example.org\r\nBcc: b@example.org", "a" * 300 + "@example.org"]
)
def test_what_is_no_address_is_told_at_the_field(ana: Person, wrong: str) -> None:
    assert _signed_in(ana).post("/settings/email/", {"email": wrong}).status_code == 400
    assert device(ana).ask("POST", "me/email/", {"email": wrong, "password": PASSWORD}).status_code == 400
    assert posted() == []


def test_a_phone_asks_with_the_password(ana: Person) -> None:
    phone = device(ana)
    wrong = phone.ask("POST", "me/email/", {"email": "new@example.org", "password": "wrong"})
    assert (wrong.status_code, list(json.loads(wrong.text)["errors"])) == (400, ["password"])
    assert phone.ask("POST", "me/email/", {"email": "new@example.org", "password": PASSWORD}).status_code == 202
    assert [message.to for message in posted()] == [["new@example.org"]]
