"""Jobs: what is slow, or may fail outside the process, is a row of the transaction that asks for it; a worker does it.

A job is done by whoever holds its lease. A worker that was killed or paused loses it: the next one takes the job up,
and whatever the first one still tries to note or to send is refused (``require_lease``).
"""

import datetime as dt
import logging
import random
import secrets
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeAlias

from django.db import close_old_connections, transaction
from django.db.models import F, Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from esn.core import wake
from esn.core.clock import now
from esn.core.wake import Bell

logger = logging.getLogger(__name__)

# Each has a thread of its own, so that a slow mail server, a slow page or a long document keeps nothing else waiting.
QUEUES = ("default", "mail", "links", "words", "push")
LEASE = dt.timedelta(minutes=2)  # how long a job may be at work without a sign
TRIES = 16  # with the pauses below: about a day
FIRST_PAUSE = 20.0  # seconds before the second try; doubled each time
LONGEST_PAUSE = 2 * 3600.0
POLL_SECONDS = 1.0  # the safety net under the bell
GATHER_SECONDS = 0.1
PATIENCE_SECONDS = 12.0  # that a job at work has to end when the worker is asked to stop
KEPT_DONE = dt.timedelta(days=7)
KEPT_ASIDE = dt.timedelta(days=30)
_TIDY_SECONDS = 3600.0

P = ParamSpec("P")
Row: TypeAlias = DBTaskResult[..., Any]


class GiveUpError(Exception):
    """The job cannot succeed at any later try either: it is set aside at once."""


class LeaseLostError(Exception):
    """Another worker has taken the job up meanwhile: this one does nothing more for it."""


@dataclass(frozen=True)
class Claim:
    """A job at work: its id, how often it was begun, and since when this worker holds it."""

    job_id: str
    tries: int
    held_since: dt.datetime


_at_work: ContextVar[Claim | None] = ContextVar("job at work", default=None)


def defer(job: Task[P, Any], *args: P.args, **kwargs: P.kwargs) -> str:
    """Let a worker do this after the commit; the id of the job. A rollback leaves nothing to do."""
    result = job.enqueue(*args, **kwargs)
    transaction.on_commit(wake.ring)
    return str(result.id)


def defer_once(job: Task[[], Any]) -> bool:
    """Let a worker do this after the commit, unless it waits to be done already; whether it did not."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=job.module_path)
    if waiting.exists():
        return False
    defer(job)
    return True


def at_work() -> Claim | None:
    """The job that this thread is doing."""
    return _at_work.get()


def require_lease() -> None:
    """Go on only while this worker holds the job; LeaseLostError otherwise. It renews the lease.

    Called last before something leaves, and inside the transaction of a job's effects.
    """
    claim = _at_work.get()
    if claim is None:
        return  # called outside the worker, as by a command
    at = now()
    if not _held(claim).update(started_at=at):
        raise LeaseLostError
    _at_work.set(Claim(claim.job_id, claim.tries, at))


def run_next(queue: str) -> bool:
    """Do one job of a queue that is ready or was abandoned; whether there was one."""
    row = _ready().filter(queue_name=queue).first() or _abandoned().filter(queue_name=queue).first()
    if row is None:
        return False
    claim = _take(row)
    if claim is not None:
        _do(row, claim)
    return True


def run_ready() -> int:
    """Do everything that is ready now, in this thread; how many jobs that were. For tests and commands."""
    number = 0
    for queue in QUEUES:
        while run_next(queue):
            number += 1
    return number


def run_forever(stop: threading.Event) -> None:
    """Do jobs as they become ready, until asked to stop; a job at work has some seconds to end then."""
    calls = {queue: threading.Event() for queue in QUEUES}
    # Daemons: a job that does not end in time is taken up again by the next worker, when its lease is over.
    lines = [threading.Thread(target=_line, args=(queue, calls[queue], stop), daemon=True) for queue in QUEUES]
    for line in lines:
        line.start()
    with Bell() as bell:
        while not stop.is_set():
            try:
                for queue in _queues_with_work():
                    calls[queue].set()
            except Exception:
                logger.exception("The jobs could not be looked through; they are looked for again.")
            finally:
                close_old_connections()
            if bell.wait(POLL_SECONDS):
                stop.wait(GATHER_SECONDS)
    patience = PATIENCE_SECONDS
    for queue, line in zip(QUEUES, lines, strict=True):
        calls[queue].set()
        line.join(patience)


def tidy_forever(stop: threading.Event) -> None:
    """Forget old jobs once an hour, until asked to stop."""
    pause = 0.0
    while not stop.wait(pause):
        pause = _TIDY_SECONDS
        try:
            forget_old()
        except Exception:
            logger.exception("Old jobs were not removed; it is tried again in an hour.")
        finally:
            close_old_connections()


def forget_old() -> int:
    """Remove jobs that were done a week ago or set aside a month ago; how many."""
    old = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEPT_DONE) | Q(
        status=TaskResultStatus.FAILED, finished_at__lt=now() - KEPT_ASIDE
    )
    ids = list(DBTaskResult.objects.filter(old).values_list("id", flat=True)[:10_000])
    return DBTaskResult.objects.filter(id__in=ids).delete()[0] if ids else 0


def _line(queue: str, called: threading.Event, stop: threading.Event) -> None:
    while not stop.is_set():
        called.wait()
        called.clear()
        try:
            while not stop.is_set() and run_next(queue):
                pass
        except Exception:
            logger.exception("The jobs of %s stumbled; they try again.", queue)
        finally:
            close_old_connections()


def _queues_with_work() -> set[str]:
    """A plain read, so that an idle worker takes no writer's turn."""
    found = set(_ready().order_by().values_list("queue_name", flat=True).distinct())
    return (found | set(_abandoned().order_by().values_list("queue_name", flat=True))) & set(QUEUES)


def _ready() -> QuerySet[Row]:
    return DBTaskResult.objects.filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=now()), status=TaskResultStatus.READY
    )


def _abandoned() -> QuerySet[Row]:
    """Jobs whose worker has given no sign for the whole lease."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=now() - LEASE)


def _take(row: Row) -> Claim | None:
    """Claim a job as it was read; None when another worker was quicker, or when it has been begun often enough."""
    as_read = DBTaskResult.objects.filter(id=row.id, status=row.status, started_at=row.started_at)
    tries = len(row.worker_ids) + 1
    if tries > TRIES:  # its workers die of it
        as_read.update(status=TaskResultStatus.FAILED, finished_at=now(), exception_class_path="abandoned")
        logger.error("Job %s was begun %d times and never ended; it is set aside.", row.id, TRIES)
        return None
    at = now()
    ids = [*row.worker_ids, secrets.token_hex(4)]
    taken = as_read.update(status=TaskResultStatus.RUNNING, started_at=at, worker_ids=ids)
    return Claim(str(row.id), tries, at) if taken else None


def _held(claim: Claim) -> QuerySet[Row]:
    """The job, while nobody else has taken it up."""
    return DBTaskResult.objects.filter(id=claim.job_id, status=TaskResultStatus.RUNNING, started_at=claim.held_since)


def _do(row: Row, claim: Claim) -> None:
    token = _at_work.set(claim)
    try:
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    except LeaseLostError:
        logger.warning("Job %s was taken up by another worker meanwhile.", claim.job_id)
    except Exception as error:
        _note_failure(row, _at_work.get() or claim, error)
    else:
        _note_done(_at_work.get() or claim)
    finally:
        _at_work.reset(token)


def _note_done(claim: Claim) -> None:
    """The job is done; what it was about is forgotten."""
    nothing: dict[str, Any] = {"args": [], "kwargs": {}}
    if not _held(claim).update(status=TaskResultStatus.SUCCESSFUL, finished_at=now(), args_kwargs=nothing):
        logger.warning("Job %s was done, and another worker has taken it up meanwhile.", claim.job_id)


def _note_failure(row: Row, claim: Claim, error: Exception) -> None:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    told = {"exception_class_path": kind, "traceback": str(error)[:2000]}
    if isinstance(error, GiveUpError) or claim.tries >= TRIES:
        logger.error("Job %s (%s) is set aside after %d tries: %s", row.id, row.task_path, claim.tries, kind)
        _held(claim).update(status=TaskResultStatus.FAILED, finished_at=now(), **told)
        return
    logger.warning("Job %s (%s) failed at try %d, and is tried again: %s", row.id, row.task_path, claim.tries, kind)
    _held(claim).update(status=TaskResultStatus.READY, run_after=now() + _pause(claim.tries), **told)


def _pause(tries: int) -> dt.timedelta:
    """Longer each time, and never equal for two jobs that failed together."""
    seconds = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    return dt.timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311 - it only spreads the tries


# What the administration shows ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A job as the administration shows it: never what it was about."""

    id: str
    kind: str
    state: str  # ready, running, failed
    tries: int
    asked_at: dt.datetime
    next_at: dt.datetime | None
    ended_at: dt.datetime | None
    error: str


@dataclass(frozen=True)
class Counts:
    """How many jobs wait, are at work, were done in the last week, and were set aside."""

    ready: int
    running: int
    done: int
    aside: int


def counts() -> Counts:
    """How the jobs of the site stand."""
    rows = DBTaskResult.objects.order_by()
    numbers = {state: rows.filter(status=state).count() for state in TaskResultStatus}
    return Counts(
        numbers[TaskResultStatus.READY],
        numbers[TaskResultStatus.RUNNING],
        numbers[TaskResultStatus.SUCCESSFUL],
        numbers[TaskResultStatus.FAILED],
    )


def unfinished(limit: int = 100) -> tuple[Job, ...]:
    """The jobs that were set aside, then those at work and those that wait; the oldest first."""
    rows = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).order_by("status", "enqueued_at", "id")
    return tuple(_job(row) for row in rows[:limit])


def try_again(job_id: str) -> bool:
    """Let a job that was set aside begin anew, with all its tries; whether there was such a job."""
    aside = DBTaskResult.objects.filter(id=job_id, status=TaskResultStatus.FAILED)
    tried = aside.update(
        status=TaskResultStatus.READY, run_after=now(), worker_ids=[], finished_at=None, started_at=F("started_at")
    )
    if tried:
        transaction.on_commit(wake.ring)
    return bool(tried)


def _job(row: Row) -> Job:
    return Job(
        id=str(row.id),
        kind=row.task_path.rpartition(".")[2],
        state=row.status.lower(),
        tries=len(row.worker_ids),
        asked_at=row.enqueued_at,
        next_at=None if row.run_after == get_date_max() else row.run_after,
        ended_at=row.finished_at,
        error=row.exception_class_path.rpartition(".")[2],
    )
