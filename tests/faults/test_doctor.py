"""manage.py doctor: one line for each thing, plain words for what is wrong, never a traceback."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import Settings

from esn.core.alarms import set_alarm
from esn.core.clock import at, now
from esn.core.events import record
from esn.core.models import SetAside
from esn.management import diagnosis, indexing
from groups.models import EVERYONE
from people.events import PersonChanged
from people.models import Person
from search import engines
from tests.house.tree import run

SUBJECTS = ["settings", "data folder", "database", "redis", "worker", "index", "clock", "static files", "demo"]


@pytest.fixture(autouse=True)
def folder(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A private data folder, a good key, and no patience with a worker that is not there."""
    tmp_path.chmod(0o700)
    settings.DATA_DIR = tmp_path
    settings.SECRET_KEY = "k" * 50
    settings.ORIGIN, settings.HTTPS = "https://esn.example.org", True
    monkeypatch.setattr(diagnosis, "MOVING_SECONDS", 0)
    _forget_the_index()
    yield tmp_path
    _forget_the_index()


def _forget_the_index() -> None:
    engines.chosen.cache_clear()


def wrong() -> dict[str, str]:
    """What the doctor finds wrong, by subject."""
    return {found.subject: found.told for found in diagnosis.findings() if found.state == diagnosis.WRONG}


def happens() -> None:
    """A fact is recorded."""
    with transaction.atomic():
        record(PersonChanged(audience_id=EVERYONE, id="0" * 32))


def test_a_healthy_site_has_a_line_for_each_thing_and_nothing_wrong(ana: Person) -> None:
    indexing.catch_up()
    said = StringIO()
    call_command("doctor", stdout=said)
    lines = said.getvalue().splitlines()
    assert [line[7:19].strip() for line in lines] == SUBJECTS
    assert not wrong()


def test_a_new_site_without_a_word_in_it_is_healthy() -> None:
    assert not wrong()


def test_something_wrong_is_an_exit_code() -> None:
    happens()
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor", stdout=StringIO())


def test_facts_that_nobody_handles_ask_for_a_worker() -> None:
    happens()
    assert "1 facts wait for index" in wrong()["worker"]
    assert "is a worker running?" in wrong()["worker"]


def test_a_fact_that_was_set_aside_is_named() -> None:
    SetAside.objects.create(consumer="index", position=7, error="ValueError: a poisoned fact\nand more")
    assert wrong()["worker"].endswith("the last by index: ValueError: a poisoned fact")


def test_an_overdue_alarm_asks_for_a_worker() -> None:
    set_alarm("news", "C-2026-000001", now() - diagnosis.LATE * 2)
    assert "1 alarms are overdue" in wrong()["worker"]


def test_a_clock_that_was_set_back_is_noticed() -> None:
    with at(now() + diagnosis.LATE * 60):
        happens()
    indexing.catch_up()
    assert "has not come yet" in wrong()["clock"]


def test_a_damaged_index_is_noticed(ana: Person, folder: Path) -> None:
    indexing.catch_up()
    for path in (folder / "search" / "current").iterdir():
        path.write_bytes(b"nonsense")
    assert "builds it anew" in wrong()["index"]


def test_a_folder_that_others_can_open_is_noticed(folder: Path) -> None:
    folder.chmod(0o755)
    assert wrong()["data folder"] == f"{folder} can be opened by others; chmod go= {folder}"


def test_a_folder_that_is_not_there_is_noticed(settings: Settings, folder: Path) -> None:
    settings.DATA_DIR = folder / "none"
    assert "is not there" in wrong()["data folder"]


def test_a_redis_that_is_away_is_one_line_without_its_password(settings: Settings) -> None:
    settings.REDIS_URL = "redis://:hidden@127.0.0.1:1/0"
    assert wrong()["redis"].startswith("127.0.0.1:1 does not answer")
    assert "hidden" not in wrong()["redis"]


def test_the_demo_password_on_a_public_address_is_wrong(settings: Settings) -> None:
    settings.DEMO = True
    assert "known password" in wrong()["demo"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgres://nobody@127.0.0.1:1/esn", "does not answer"),
        ("postgres://nobody@nowhere.invalid/esn", "does not answer"),
        ("mysql://esn", "DATABASE_URL"),
    ],
)
def test_a_wrong_database_is_one_line_and_no_traceback(folder: Path, address: str, told: str) -> None:
    done = run("manage.py", "doctor", ESN_DATA_DIR=str(folder), DATABASE_URL=address)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert told in said
    assert "Traceback" not in said
    assert len([line for line in said.splitlines() if "127.0.0.1:1" in line]) <= 1
