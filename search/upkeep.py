"""What keeps the site going, to those who run it: jobs, events that were set aside, alarms, consumers, the index."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from esn.core import audit, events, jobs
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.events import Position
from esn.core.ids import is_id
from esn.core.jobs import Counts, Job
from esn.core.models import Alarm, ConsumerPosition, Event, SetAside
from feeds.queries import DocumentsRead, documents_read
from groups import policy
from people.models import Person
from search import index

LATE = dt.timedelta(minutes=5)
INDEX = "index"  # the consumer that writes the search index
MOST = 50  # rows of each kind
COUNTED = 10_000  # events that wait; more are not counted
REASON_LIMIT = 500


@dataclass(frozen=True)
class AsideEvent:
    """An event that a consumer could not handle: never what it was about, but how it failed."""

    id: str
    consumer: str
    type: str
    position: int
    error: str
    at: dt.datetime
    again: bool  # it is tried again in a moment


@dataclass(frozen=True)
class LateAlarm:
    """Something that should have happened by now."""

    kind: str
    due_at: dt.datetime
    tries: int
    next_try_at: dt.datetime


@dataclass(frozen=True)
class ConsumerState:
    """How many events wait for a consumer of the log, at most ``COUNTED``; since when the oldest of them waits."""

    name: str
    waiting: int
    since: dt.datetime | None


@dataclass(frozen=True)
class IndexState:
    """The search index: ok, missing or broken; how large, how far behind, and when it was last written."""

    state: str
    documents: int
    bytes: int
    segments: int
    waiting: int
    written_at: dt.datetime | None
    rebuilding: bool


@dataclass(frozen=True)
class SiteHealth:
    """Everything that works in the background."""

    jobs: Counts
    unfinished: tuple[Job, ...]
    aside: tuple[AsideEvent, ...]
    late: tuple[LateAlarm, ...]
    consumers: tuple[ConsumerState, ...]
    index: IndexState
    words: DocumentsRead


def site_health(viewer: Person) -> SiteHealth:
    """How the work in the background stands, to those who run the site."""
    policy.require_administration(viewer, "mind_jobs")
    present = events.present()
    return SiteHealth(
        jobs=jobs.counts(),
        unfinished=jobs.unfinished(MOST),
        aside=_aside(),
        late=_late(),
        consumers=_consumers(present),
        index=_index(present),
        words=documents_read(),
    )


def index_state(viewer: Person) -> IndexState:
    """How the search index is."""
    policy.require_administration(viewer, "mind_index")
    return _index(events.present())


@transaction.atomic
def try_job_again(actor: Person, *, job_id: str) -> None:
    """Let a job that was set aside begin anew; NotFound for every other one."""
    policy.require_administration(actor, "mind_jobs")
    if not is_id(job_id.replace("-", "")) or not jobs.try_again(job_id):
        raise NotFound
    audit.note(actor.id, "job.tried_again", "job", job_id)


@transaction.atomic
def try_event_again(actor: Person, *, aside_id: str) -> None:
    """Let the worker handle an event that was set aside once more."""
    policy.require_administration(actor, "mind_jobs")
    row = _require_aside(aside_id)
    audit.note(actor.id, "event.tried_again", "set_aside", row.id, consumer=row.consumer, position=row.position)
    if row.consumer == INDEX:  # the index only goes forward: what it passed over comes in when it is built anew
        row.delete()
        _rebuild_once()
    else:
        SetAside.objects.filter(id=row.id).update(again_at=now())


@transaction.atomic
def dismiss_event(actor: Person, *, aside_id: str, reason: str) -> None:
    """Give an event up that was set aside, and say why."""
    policy.require_administration(actor, "mind_jobs")
    row = _require_aside(aside_id)
    said = " ".join(reason.split())
    if not said or len(said) > REASON_LIMIT:
        raise Invalid.field("reason", "blank" if not said else "too_long", _("Say why, in at most 500 characters."))
    told = {"consumer": row.consumer, "position": row.position, "reason": said}
    audit.note(actor.id, "event.dismissed", "set_aside", row.id, **told)
    row.delete()


@transaction.atomic
def ask_for_rebuild(actor: Person) -> None:
    """Let the worker build the search index anew beside the present one, which serves until then."""
    policy.require_administration(actor, "mind_index")
    audit.note(actor.id, "index.rebuild_asked", "index", "")
    _rebuild_once()


@task
def rebuild() -> None:
    """Build the search index anew; each step says that this worker is still at it."""
    index.rebuild(lambda _documents: jobs.require_lease())


def _rebuild_once() -> None:
    if not _is_rebuilding():
        jobs.defer(rebuild)


def _require_aside(aside_id: str) -> SetAside:
    row = SetAside.objects.select_for_update().filter(id=aside_id).first()
    if row is None:
        raise NotFound
    return row


def _aside() -> tuple[AsideEvent, ...]:
    rows = list(SetAside.objects.order_by("-at", "id")[:MOST])
    types = dict(Event.objects.filter(position__in=[row.position for row in rows]).values_list("position", "type"))
    return tuple(
        AsideEvent(
            id=row.id,
            consumer=row.consumer,
            type=types.get(row.position, ""),
            position=row.position,
            error=row.error.partition(":")[0],
            at=row.at,
            again=row.again_at is not None,
        )
        for row in rows
    )


def _late() -> tuple[LateAlarm, ...]:
    rows = Alarm.objects.filter(fired_at=None, due_at__lt=now() - LATE).order_by("due_at", "id")
    return tuple(LateAlarm(row.kind, row.due_at, row.tries, row.try_at) for row in rows[:MOST])


def _consumers(present: Position) -> tuple[ConsumerState, ...]:
    """Each consumer whose place the database keeps, and the index, which keeps its own."""
    places = {row.name: Position(row.xid, row.position) for row in ConsumerPosition.objects.order_by("name")}
    found = []
    for name, place in {**places, INDEX: index.position()}.items():
        waiting, since = _behind(place, present)
        found.append(ConsumerState(name, waiting, since))
    return tuple(found)


def _behind(place: Position, present: Position) -> tuple[int, dt.datetime | None]:
    if place >= present:
        return 0, None
    rows = events.beyond(Event.objects.all(), place)
    oldest = rows.order_by(*events.order()).values_list("at", flat=True).first()
    return rows.order_by().values("position")[:COUNTED].count(), oldest


def index_now(*, thorough: bool = False) -> IndexState:
    """How the search index is, for a command of whoever holds the server; ``thorough`` compares every byte."""
    return _index(events.present(), thorough=thorough)


def _index(present: Position, *, thorough: bool = False) -> IndexState:
    health = index.health(thorough=thorough)
    waiting, _since = _behind(health.place, present)
    return IndexState(
        health.state,
        health.documents,
        health.bytes,
        health.segments,
        waiting,
        health.written_at,
        rebuilding=_is_rebuilding(),
    )


def _is_rebuilding() -> bool:
    return any(job.kind == "rebuild" and job.state in ("ready", "running") for job in jobs.unfinished(500))
