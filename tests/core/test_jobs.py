"""Jobs: part of the transaction that asks, done once, tried again, taken over from a worker that died or slept."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from esn.core import clock, jobs
from tests.conftest import Counting

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2027, 1, 14, 12, tzinfo=dt.UTC)
done: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@task()
def carry(parcel: str) -> None:
    """A job that works."""
    done.append(parcel)


@task()
def stumble(parcel: str) -> None:
    """A job that always fails."""
    raise ConnectionError(parcel)


@task()
def refuse(parcel: str) -> None:
    """A job that can never work."""
    raise jobs.GiveUpError(parcel)


@task()
def sleep_through(parcel: str) -> None:
    """A job whose worker is paused for so long that another one takes it up."""
    with clock.at(clock.now() + jobs.LEASE):
        assert jobs.run_next("default")
    jobs.require_lease()
    done.append("twice")


@task(queue_name="mail")
def post(parcel: str) -> None:
    """A job of the other queue."""
    done.append(parcel)


def only() -> Any:
    return DBTaskResult.objects.get()


def test_a_job_is_done_once_and_what_it_was_about_is_forgotten() -> None:
    jobs.defer(carry, "a wardrobe")
    assert jobs.run_ready() == 1
    assert jobs.run_ready() == 0
    assert done == ["a wardrobe"]
    assert only().args_kwargs == {"args": [], "kwargs": {}}
    assert jobs.counts().done == 1


def test_a_rollback_leaves_no_job() -> None:
    with transaction.atomic():
        jobs.defer(carry, "a wardrobe")
        transaction.set_rollback(True)
    assert jobs.run_ready() == 0


def test_a_job_that_fails_is_tried_again_later_and_later_and_then_set_aside() -> None:
    jobs.defer(stumble, "a wardrobe")
    moment, pauses = NOON, []
    for _try in range(jobs.TRIES):
        with clock.at(moment):
            assert jobs.run_ready() == 1
        row = only()
        pauses.append((row.run_after - moment).total_seconds())
        with clock.at(row.run_after - dt.timedelta(seconds=1)):
            assert row.status == "FAILED" or jobs.run_ready() == 0
        moment = row.run_after
    assert only().status == "FAILED"
    assert all(0.5 * jobs.FIRST_PAUSE * 2**n <= pause for n, pause in enumerate(pauses[:8]))
    assert sum(pauses[:-1]) > 8 * 3600
    (aside,) = jobs.unfinished()
    assert (aside.state, aside.error, aside.tries) == ("failed", "ConnectionError", jobs.TRIES)


def test_what_can_never_work_is_set_aside_at_once_and_may_be_tried_anew() -> None:
    job_id = jobs.defer(refuse, "a wardrobe")
    assert jobs.run_ready() == 1
    assert jobs.counts().aside == 1
    assert jobs.try_again(job_id)
    assert not jobs.try_again(job_id)
    assert jobs.run_ready() == 1
    assert jobs.counts().aside == 1


def test_a_job_of_a_worker_that_was_killed_is_taken_up_when_its_lease_is_over() -> None:
    jobs.defer(carry, "a wardrobe")
    with clock.at(NOON):
        DBTaskResult.objects.update(status="RUNNING", started_at=NOON, worker_ids=["gone"])
    with clock.at(NOON + jobs.LEASE - dt.timedelta(seconds=1)):
        assert jobs.run_ready() == 0
    with clock.at(NOON + jobs.LEASE):
        assert jobs.run_ready() == 1
    assert done == ["a wardrobe"]


def test_a_worker_that_was_paused_does_nothing_more_for_a_job_that_another_has_taken() -> None:
    jobs.defer(sleep_through, "a wardrobe")
    row = only()
    DBTaskResult.objects.update(task_path=sleep_through.module_path)
    with clock.at(NOON):
        claim = jobs._take(row)
    assert claim is not None
    DBTaskResult.objects.update(task_path=carry.module_path)  # the one who takes it up succeeds
    row.task_path = sleep_through.module_path
    with clock.at(NOON):
        jobs._do(row, claim)
    assert done == ["a wardrobe"]
    assert only().status == "SUCCESSFUL"
    assert len(only().worker_ids) == 2


def test_a_job_that_kills_its_workers_is_set_aside() -> None:
    jobs.defer(carry, "a wardrobe")
    DBTaskResult.objects.update(status="RUNNING", started_at=NOON, worker_ids=["gone"] * jobs.TRIES)
    with clock.at(NOON + jobs.LEASE):
        jobs.run_ready()
    assert done == []
    assert jobs.counts().aside == 1


def test_a_function_that_is_gone_leaves_the_other_jobs_alone() -> None:
    jobs.defer(carry, "a wardrobe")
    DBTaskResult.objects.update(task_path="esn.core.jobs.nothing_of_this_name")
    jobs.defer(carry, "a chair")
    jobs.run_ready()
    assert done == ["a chair"]


def test_old_jobs_are_forgotten() -> None:
    jobs.defer(carry, "a wardrobe")
    jobs.defer(refuse, "a chair")
    with clock.at(NOON):
        jobs.run_ready()
    with clock.at(NOON + dt.timedelta(days=8)):
        assert jobs.forget_old() == 1
    with clock.at(NOON + dt.timedelta(days=31)):
        assert jobs.forget_old() == 1


def test_an_idle_worker_reads_and_never_writes(statements: Counting) -> None:
    with statements(2):
        assert not jobs._queues_with_work()
    with statements(2):
        assert not jobs.run_next("mail")


def test_a_worker_does_both_queues_and_ends_when_asked(committed: None) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=jobs.run_forever, args=(stop,))
    worker.start()
    try:
        with transaction.atomic():
            jobs.defer(carry, "a wardrobe")
            jobs.defer(post, "a letter")
            assert done == []
        deadline = threading.Event()
        while len(done) < 2 and not deadline.wait(0.02):
            pass
    finally:
        stop.set()
        worker.join(60)
    assert not worker.is_alive()
    assert sorted(done) == ["a letter", "a wardrobe"]
    connection.close()
