"""Appeals: those that a moderator decides, the oldest first, and those of long ago."""

from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.models import Appeal
from feeds.queries.moderation.people import act_summary
from feeds.queries.moderation.queues import shortened
from feeds.queries.moderation.summaries import AppealSummary
from groups.queries.paging import soonest
from people import queries as people
from people.models import Person


def appeals(
    viewer: Person, *, state: str = "open", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[AppealSummary]:
    """The appeals that the viewer may decide, or that were decided; the oldest first."""
    rows = Appeal.objects.filter(policy.readable_appeals(viewer)).select_related(*_RELATED)
    is_open = state == "open"
    rows = rows.filter(state=Appeal.State.OPEN) if is_open else rows.exclude(state=Appeal.State.OPEN)
    page = soonest(rows, "at", listing=f"appeals:{state}", viewer=viewer, cursor=cursor, limit=limit)
    return page.map(_summary)


def appeal(viewer: Person, appeal_id: str) -> AppealSummary:
    """One appeal that the viewer may decide; NotFound otherwise."""
    found = policy.require_appeal(viewer, appeal_id)
    return _summary(Appeal.objects.select_related(*_RELATED).get(id=found.id))


_RELATED = ("act", "act__by", "act__person", "act__group", "act__sanction", "act__post", "decided_by")


def _summary(row: Appeal) -> AppealSummary:
    act = row.act
    return AppealSummary(
        id=row.id,
        act=act_summary(act),
        person=people.ref(act.person),
        text=row.text,
        at=row.at,
        state=row.state,
        answer=row.answer,
        decided_by=people.ref(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        excerpt=shortened(act.post.body) if act.post and act.post.deleted_at is None else "",
    )
