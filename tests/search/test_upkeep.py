"""What works in the background, as those who run the site see it and help it on."""

import datetime as dt
import json
from collections.abc import Sequence

import pytest
from django.db import transaction
from django_tasks import task

from esn.core import alarms, clock, consumers, jobs
from esn.core.consumers import Consumer
from esn.core.events import Entry
from esn.core.models import AuditEntry, SetAside
from people.models import Person
from search import index
from tests.cast import Scene, admit, device
from tests.conftest import Counting
from tests.log import settle
from tests.search.marks import with_log

HEALTH = "administration/health/"


@task
def stumble() -> None:
    """Fails for good."""
    raise jobs.GiveUpError("no way")


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", site_role="site_admin")


def poisoned(entries: Sequence[Entry]) -> None:
    raise ValueError("what was said: secret words")


def test_a_job_that_was_set_aside_is_seen_and_tried_again(sam: Person) -> None:
    with transaction.atomic():
        jobs.defer(stumble)
    jobs.run_ready()
    door = device(sam)
    health = door.read(HEALTH)
    assert health["jobs"]["aside"] == 1
    job = health["unfinished"][0]
    assert (job["kind"], job["state"], job["error"]) == ("stumble", "failed", "GiveUpError")
    door.make(f"administration/jobs/{job['id']}/try-again/")
    assert door.read(HEALTH)["unfinished"][0]["state"] == "ready"
    assert AuditEntry.objects.filter(verb="job.tried_again", subject_id=job["id"]).exists()


@with_log
def test_an_event_that_was_set_aside_is_named_without_what_was_said_in_it(sam: Person, scene: Scene) -> None:
    settle()
    consumers.run_once(Consumer("odd", poisoned))
    aside = device(sam).read(HEALTH)["aside"]
    assert {one["consumer"] for one in aside} == {"odd"}
    assert {one["error"] for one in aside} == {"ValueError"}
    assert "secret words" not in json.dumps(aside)


@with_log
def test_an_event_is_tried_again_by_the_worker_and_gone_when_it_went_well(sam: Person, scene: Scene) -> None:
    settle()
    consumers.run_once(Consumer("odd", poisoned))
    one = SetAside.objects.order_by("position")[0]
    door = device(sam)
    door.make(f"administration/set-aside/{one.id}/try-again/")
    assert consumers.try_wanted([Consumer("odd", poisoned)]) == 0
    assert SetAside.objects.get(id=one.id).again_at is None
    door.make(f"administration/set-aside/{one.id}/try-again/")
    seen: list[int] = []
    good = Consumer("odd", lambda entries: seen.extend(entry.place.position for entry in entries))
    assert consumers.try_wanted([good]) == 1
    assert seen == [one.position]
    assert not SetAside.objects.filter(id=one.id).exists()


@with_log
def test_an_event_is_given_up_with_a_reason_that_stands_in_the_log(sam: Person, scene: Scene) -> None:
    settle()
    consumers.run_once(Consumer("odd", poisoned))
    one = SetAside.objects.order_by("position")[0]
    door, at = device(sam), f"administration/set-aside/{one.id}/dismiss/"
    assert door.ask("POST", at, {"reason": "  "}).status_code == 400
    door.make(at, {"reason": "A test of ours"})
    assert not SetAside.objects.filter(id=one.id).exists()
    assert AuditEntry.objects.get(verb="event.dismissed").detail["reason"] == "A test of ours"


def test_a_late_alarm_is_seen(sam: Person) -> None:
    with clock.at(dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)):
        alarms.set_alarm("blocker.check", "x", clock.now())
    alarms.set_alarm("blocker.check", "y", clock.now() + dt.timedelta(hours=1))
    assert [one["kind"] for one in device(sam).read(HEALTH)["late"]] == ["blocker.check"]


def test_the_index_is_built_anew_once_however_often_it_is_asked_for(sam: Person, scene: Scene) -> None:
    door = device(sam)
    door.make("administration/index/rebuild/")
    door.make("administration/index/rebuild/")
    assert door.read(HEALTH)["jobs"]["ready"] == 1
    assert door.read(HEALTH)["index"]["rebuilding"] is True
    jobs.run_ready()
    told = door.read(HEALTH)["index"]
    assert (told["state"], told["rebuilding"], told["waiting"]) == ("ok", False, 0)
    assert told["documents"] == index.health().documents > 0
    assert told["written_at"] is not None


def test_nobody_else_sees_or_moves_anything(sam: Person, ana: Person, gus: Person) -> None:
    for person in (ana, gus, admit("kim", site_role="compliance_admin")):
        door = device(person)
        assert door.ask("GET", HEALTH).status_code == 404
        for path in ("index/rebuild/", "jobs/x/try-again/", "set-aside/x/try-again/"):
            assert door.ask("POST", f"administration/{path}").status_code == 404, path


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_health_costs_as_many_statements_for_many_rows_as_for_one(
    sam: Person, statements: Counting, number: int
) -> None:
    with transaction.atomic():
        for _ in range(number):
            jobs.defer(stumble)
    SetAside.objects.bulk_create(SetAside(consumer="odd", position=one, error="E: x") for one in range(number))
    door = device(sam)
    door.read("me/")
    with statements(18):
        assert len(door.read(HEALTH)["aside"]) == number
