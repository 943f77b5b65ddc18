"""What every test may ask for: the cast, an empty site, and a count of statements."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings

from benchmarks import migrated
from esn.core import site_settings
from esn.core.rates import rates
from people.models import Person
from tests import cast, stage

# The suite asks the same each time; ``--hypothesis-profile default`` looks for what nobody has tried yet.
hypothesis.register_profile("suite", derandomize=True)
hypothesis.load_profile("suite")

Counting = Callable[[int], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _quick_and_clean(settings: Settings) -> Iterator[None]:
    """Passwords cost little, nobody is remembered by the limits, and the language is the site's own.

    Nobody asks too often: only what tests the limit of the API sets one.
    Static files are looked up when they are asked for: each client would read through all of them when it is made.
    """
    settings.WHITENOISE_AUTOREFRESH = True
    settings.API_PER_MINUTE = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        cache.clear()  # a cache in the database ends with the transaction of the test
    site_settings.assume_defaults()
    rates.forget()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """The tests begin with a copy of a migrated database, which goes away with the run.

    Each worker has its own by the time its settings are modified, and not before.
    """
    if connection.vendor == "sqlite":
        migrated.put(Path(connection.settings_dict["TEST"]["NAME"]))
        return True
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template(os.environ["DATABASE_URL"].rpartition("/")[0])
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What the migrations put into the tables is known, so that it can be put back after a test of real commits."""
    with django_db_blocker.unblock():
        stage.remember_migrated()


@pytest.fixture
def committed(django_db_serialized_rollback: None, transactional_db: None) -> None:
    """A database whose commits are real, for threads; with the rows that migrations make."""


@pytest.fixture(autouse=True)
def _company_first(request: pytest.FixtureRequest, _quick_and_clean: None) -> None:
    """The rows of the scene have their places in the log: they come before anything else that a test makes."""
    if "scene" in request.fixturenames:
        request.getfixturevalue("company")


@pytest.fixture(scope="session")
def company_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> stage.Stage[cast.Company]:
    """The cast and Ana's groups and cases, set once in this process."""
    with django_db_blocker.unblock():
        return stage.set_once(cast.found_company)


@pytest.fixture
def company(request: pytest.FixtureRequest, db: None) -> cast.Company | None:
    """Everybody and everything at once, where a test asks for the scene."""
    if "scene" not in request.fixturenames:
        return None
    set_once: stage.Stage[cast.Company] = request.getfixturevalue("company_stage")
    return set_once.put_up()


@pytest.fixture
def ana(company: cast.Company | None) -> Person:
    """The author."""
    return company.ana if company else cast.ana()


@pytest.fixture
def bo(company: cast.Company | None) -> Person:
    """A member."""
    return company.bo if company else cast.bo()


@pytest.fixture
def cy(company: cast.Company | None) -> Person:
    """A member of the house without a seat anywhere."""
    return cast.admit("cy", name="Cy Haddad", title="Logistics")


@pytest.fixture
def mo(company: cast.Company | None) -> Person:
    """The moderator; reads French."""
    return company.mo if company else cast.mo()


@pytest.fixture
def carrier(company: cast.Company | None) -> str:
    """Transports Vasseur; its id."""
    return company.carrier if company else cast.carrier()


@pytest.fixture
def gus(company: cast.Company | None, carrier: str) -> Person:
    """The carrier's guest; reads French."""
    return company.gus if company else cast.gus(carrier)


@pytest.fixture
def scene(company: cast.Company | None) -> cast.Scene:
    """Ana's groups and cases."""
    assert company is not None
    return company.scene


@pytest.fixture
def statements() -> Counting:
    """``with statements(3):`` fails when more than so many statements ran, on any database."""
    # The cache is memory beside SQLite, and beside PostgreSQL a table that it touches within savepoints.
    of_the_cache = ("core_cache", "SAVEPOINT") if connection.vendor == "postgresql" else ()

    @contextmanager
    def at_most(number: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as ran:
            yield
        said = [query["sql"] for query in ran.captured_queries]
        told = [sql for sql in said if not any(word in sql for word in of_the_cache)]
        assert len(told) <= number, "\n".join([f"{len(told)} statements instead of {number}:", *told])

    return at_most
