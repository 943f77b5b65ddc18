"""What the viewer has written for a later moment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds.models import File, ScheduledPost
from feeds.queries.files import FileSummary, alone
from groups import policy as reading
from groups.queries import AudienceRef
from groups.queries.paging import soonest
from people.models import Person
from people.policy import own_audience


@dataclass(frozen=True)
class ScheduledSummary:
    """Words that become a post at a moment.

    ``state`` is ``waiting``, or ``refused`` when they could not be said at their moment: ``why`` is the code of the
    reason. ``to`` is where, None where the author does not read it any more.
    """

    id: str
    state: str
    why: str
    to: AudienceRef | None
    reply_to: str | None
    body: str
    attachments: tuple[FileSummary, ...]
    send_at: dt.datetime
    created_at: dt.datetime
    revision: int


def scheduled_posts(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[ScheduledSummary]:
    """What the viewer has written for later: what could not be sent is past and comes first, then what is next."""
    page = soonest(_rows(viewer), "send_at", listing="scheduled", viewer=viewer, cursor=cursor, limit=limit)
    told = {one.id: one for one in _summaries(viewer, page.results)}
    return page.map(lambda row: told[row.id])


def scheduled_post(viewer: Person, scheduled_id: str) -> ScheduledSummary:
    """One of them; NotFound for those of others."""
    found = _summaries(viewer, _rows(viewer).filter(id=scheduled_id))
    if not found:
        raise NotFound
    return found[0]


def is_scheduled(viewer: Person, ident: str) -> bool:
    """Whether what the viewer just wrote waits for its moment."""
    return _rows(viewer).filter(id=ident).exists()


def _rows(viewer: Person) -> QuerySet[ScheduledPost]:
    rows = ScheduledPost.objects.filter(reading.visible(viewer), audience=own_audience(viewer.id))
    return rows.select_related("target")


def _summaries(viewer: Person, rows: Sequence[ScheduledPost] | QuerySet[ScheduledPost]) -> tuple[ScheduledSummary, ...]:
    found = list(rows)
    files: dict[str, tuple[FileSummary, ...]] = {}
    for file in File.objects.filter(scheduled__in=[row.id for row in found]).order_by("place", "id") if found else ():
        files[str(file.scheduled_id)] = (*files.get(str(file.scheduled_id), ()), alone(file))
    read = {one.id for one in reading.read_among(viewer, [row.target for row in found])}
    return tuple(
        ScheduledSummary(
            id=row.id,
            state=row.state,
            why=row.why,
            to=_ref(row) if row.target_id in read else None,
            reply_to=row.root_id if row.target_id in read else None,
            body=row.body,
            attachments=files.get(row.id, ()),
            send_at=row.send_at,
            created_at=row.created_at,
            revision=row.revision,
        )
        for row in found
    )


def _ref(row: ScheduledPost) -> AudienceRef:
    to = row.target
    return AudienceRef(to.id, to.kind, to.label, to.title, to.subject_kind, to.subject_ref)
