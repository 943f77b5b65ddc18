"""What every test may ask for: the cast, an empty site, and a count of statements."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from people.actions import create_partner
from people.models import Person
from tests import cast

Counting = Callable[[int], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _quick_and_clean(settings: Settings) -> Iterator[None]:
    """Passwords cost little, nobody is remembered by the limits, and the language is the site's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        cache.clear()  # a cache in the database ends with the transaction of the test
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def committed(django_db_serialized_rollback: None, transactional_db: None) -> None:
    """A database whose commits are real, for threads; with the rows that migrations make."""


@pytest.fixture
def ana(db: None) -> Person:
    """The author."""
    return cast.admit("ana", name="Ana Martin", title="Sales")


@pytest.fixture
def bo(db: None) -> Person:
    """A member."""
    return cast.admit("bo", name="Bo Delorme", title="Service")


@pytest.fixture
def cy(db: None) -> Person:
    """A member of the house without a seat anywhere."""
    return cast.admit("cy", name="Cy Haddad", title="Logistics")


@pytest.fixture
def mo(db: None) -> Person:
    """The moderator; reads French."""
    return cast.admit("mo", name="Mo Serrano", title="Store manager", language="fr")


@pytest.fixture
def carrier(db: None) -> str:
    """Transports Vasseur; its id."""
    return create_partner(None, name="Transports Vasseur")


@pytest.fixture
def gus(carrier: str) -> Person:
    """The carrier's guest; reads French."""
    return cast.admit("gus", kind="guest", name="Gus Le Goff", language="fr", partner_id=carrier)


@pytest.fixture
def scene(ana: Person, bo: Person, mo: Person, gus: Person) -> cast.Scene:
    """Ana's groups and cases."""
    return cast.play(ana, bo, mo, gus)


@pytest.fixture
def statements() -> Counting:
    """``with statements(3):`` fails when more than so many statements ran."""

    @contextmanager
    def at_most(number: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as ran:
            yield
        told = [query["sql"] for query in ran.captured_queries]
        assert len(told) <= number, "\n".join([f"{len(told)} statements instead of {number}:", *told])

    return at_most
