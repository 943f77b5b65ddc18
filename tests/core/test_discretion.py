"""No secret that opens something stands in a line of the log, whatever its address."""

import logging
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from esn.core.discretion import Discreet
from people.actions.resets import tokens
from people.credentials import new_secret
from people.models import Person
from tests.cast import admit

NOBODY = "0" * 32


def secrets(person: Person) -> dict[str, str]:
    """An address that opens something, with a secret as it is made, by the name of its route."""
    signed = signing.dumps({"person": person.id, "email": "bo@example.net"}, salt="test", compress=True)
    return {
        "reset_link": tokens.make_token(person),
        "email_confirm": signed,
        "calendar_feed": new_secret(),
        "window_open": new_secret(),
        "open_invitation": new_secret(),
    }


def routes(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    """The name and the path of every address of the site."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, path)
        elif isinstance(one, URLPattern):
            yield str(one.name), path


def with_secret() -> dict[str, str]:
    """The paths that hold a secret, by the name of their route."""
    return {name: path for name, path in routes(get_resolver()) if "<str:secret>" in path or "<str:token>" in path}


def line(message: str, *args: object) -> str:
    """What the log says."""
    try:
        raise LookupError(*args)
    except LookupError:
        failure = sys.exc_info()
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, failure)
    assert Discreet().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_each_address_with_a_secret_is_known_here(bo: Person) -> None:
    assert with_secret().keys() == secrets(bo).keys()


def test_no_line_and_no_traceback_holds_the_secret_of_an_address(bo: Person) -> None:
    paths = with_secret()
    for name, secret in secrets(bo).items():
        path = paths[name].replace("<str:secret>", "{}").replace("<str:token>", "{}").split("<")[0]
        for written in (secret, quote(secret)):
            address = f"{path}{written}/" if "{}" not in path else path.format(written)
            said = line("Not Found: %s", address)
            assert written not in said, name
            assert said.count("esn_(hidden)") == 2, name


def test_what_opens_nothing_is_written_as_it_is() -> None:
    for path in ("/groups/0198c0ffee00dead/", "/cases/C-2026-483915/", f"/people/{NOBODY}/photo/{'a' * 64}/64/"):
        assert line("Not Found: %s", path).startswith(f"Not Found: {path}\n")


@pytest.mark.usefixtures("db")
def test_django_names_no_link_of_a_forgotten_password(caplog: pytest.LogCaptureFixture) -> None:
    token = tokens.make_token(admit("di"))
    with caplog.at_level(logging.DEBUG):
        Client().delete(f"/sign-in/reset/{NOBODY}/{token}/")
        Client().get(f"/sign-in/reset/{NOBODY}/{token}/more/")
    assert caplog.records
    for record in caplog.records:
        Discreet().filter(record)
        assert token not in record.getMessage()
