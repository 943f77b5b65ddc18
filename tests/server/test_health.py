"""Alive, and ready only when nothing is missing."""

import json
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from esn import health
from esn.core.events import record
from esn.wiring import CONSUMERS
from groups.models import EVERYONE
from people.events import PersonChanged
from search import engines
from tests.log import follow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """A process that has not been ready before, and a data folder of its own."""
    monkeypatch.setattr(health, "_was_ready", False)
    monkeypatch.setattr(health, "_asked_at", None)
    settings.DATA_DIR = tmp_path
    engines.chosen.cache_clear()


def catch_up() -> None:
    """Let the index read the whole log."""
    follow(next(consumer for consumer in CONSUMERS if consumer.name == "index"))


def something_happens() -> None:
    """A fact is recorded."""
    with transaction.atomic():
        record(PersonChanged(audience_id=EVERYONE, id="0" * 32))


def readiness(rf: RequestFactory) -> tuple[int, str | None]:
    """The status and the reason that /readyz gives."""
    response = health.ready(rf.get("/readyz"))
    return response.status_code, json.loads(response.content)["reason"]


def test_a_process_that_answers_is_alive(rf: RequestFactory) -> None:
    assert health.alive(rf.get("/healthz")).status_code == 200


def test_a_migrated_site_with_its_index_is_ready(rf: RequestFactory) -> None:
    catch_up()
    assert readiness(rf) == (200, None)


def test_a_missing_migration_is_named(rf: RequestFactory) -> None:
    MigrationRecorder(connection).record_unapplied("people", "0001_first")
    assert readiness(rf) == (503, "migrations")


def test_a_demo_that_was_broken_off_is_named_on_a_demo_site_alone(
    rf: RequestFactory, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / health.DEMO_UNFINISHED).touch()
    catch_up()
    settings.DEMO = True
    assert readiness(rf) == (503, "demo")
    settings.DEMO = False
    assert readiness(rf) == (200, None)


def test_an_index_that_is_behind_is_named_until_it_was_there_once(rf: RequestFactory) -> None:
    something_happens()
    assert readiness(rf) == (503, "index")
    catch_up()
    assert readiness(rf) == (200, None)
    something_happens()
    assert readiness(rf) == (200, None)


def test_a_site_where_people_never_pause_gets_ready(rf: RequestFactory) -> None:
    something_happens()
    assert readiness(rf) == (503, "index")
    catch_up()
    something_happens()
    assert readiness(rf) == (200, None)


def test_who_was_ready_asks_nothing_more(rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    catch_up()
    readiness(rf)
    with django_assert_num_queries(0):
        readiness(rf)
