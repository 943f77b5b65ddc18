"""What the moderators told me, and how much of moderation waits for me."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.models import Appeal, Notice, Post
from feeds.queries.moderation.queues import shortened
from feeds.queries.moderation.summaries import Concerns, NoticeSummary
from groups import policy as reading
from groups.models import SITE_MODERATORS
from groups.queries.paging import newest
from people.models import Person
from people.policy import own_audience

# Written by hand because every page of the frame asks it: one statement for all that may concern one.
_CONCERNS = """
    SELECT
        (SELECT COUNT(*) FROM feeds_notice n WHERE n.audience_id = %s AND n.read_at IS NULL),
        COUNT(*),
        COALESCE(MAX(CASE WHEN m.audience_id = %s THEN 1 ELSE 0 END), 0),
        COALESCE(SUM((
            SELECT COUNT(*) FROM feeds_report r
            WHERE r.audience_id = m.audience_id AND r.state = 'open' AND r.about_id <> m.person_id
        )), 0),
        COALESCE(SUM((
            SELECT COUNT(*) FROM feeds_heldpost h
            WHERE h.audience_id = m.audience_id AND h.state = 'waiting' AND h.author_id <> m.person_id
        )), 0),
        COALESCE(SUM((
            SELECT COUNT(*) FROM feeds_appeal p JOIN feeds_act t ON t.id = p.act_id
            WHERE p.audience_id = m.audience_id AND p.state = 'open'
            AND t.by_id <> m.person_id AND t.person_id <> m.person_id
        )), 0) + COALESCE(SUM((
            SELECT COUNT(*) FROM groups_joinrequest j WHERE j.group_id = a.subject_ref
        )), 0)
    FROM groups_membership m JOIN groups_audience a ON a.id = m.audience_id AND a.kind = 'moderators'
    WHERE m.person_id = %s
"""


def concerns(viewer: Person) -> Concerns:
    """What waits in the viewer's queues, and their unread notices; one statement."""
    if not viewer.is_active:
        return Concerns()
    with connection.cursor() as run:
        run.execute(_CONCERNS, [own_audience(viewer.id), SITE_MODERATORS, viewer.id])
        notices, queues, site, reported, held, appeals = run.fetchone()
    return Concerns(queues > 0, bool(site), int(reported), int(held), int(appeals), notices)


def notices(viewer: Person, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[NoticeSummary]:
    """What the viewer was told, the newest first."""
    rows = Notice.objects.filter(reading.visible(viewer), audience=own_audience(viewer.id))
    rows = rows.select_related("act", "act__group", "act__sanction")
    page = newest(rows, "at", listing="notices", viewer=viewer, cursor=cursor, limit=limit)
    posts = _posts(viewer, page.results)
    acts = [row.act_id for row in page.results if row.act_id]
    appeals = dict(Appeal.objects.filter(act__in=acts).values_list("act_id", "state")) if acts else {}
    return page.map(lambda row: _summary(viewer, row, posts, appeals))


def own_act(viewer: Person, act_id: str) -> str:
    """What a moderator did about the viewer, as a verb; NotFound for an act about anybody else."""
    return policy.require_own_act(viewer, act_id).verb


def _posts(viewer: Person, rows: Iterable[Notice]) -> dict[str, str]:
    """The words of those posts that the notices speak of, and that the viewer may still read."""
    ids = {_post_of(row) for row in rows} - {""}
    if not ids:
        return {}
    there = Post.objects.filter(reading.visible(viewer), id__in=ids, deleted_at=None)
    said = there.values_list("id", "body", "hidden_at", "author_id")
    return {id_: shortened(body) for id_, body, hidden, author in said if hidden is None or author == viewer.id}


def _post_of(row: Notice) -> str:
    if row.act is not None and row.act.post_id:
        return str(row.act.post_id)
    if row.detail.get("subject") == "post":
        return str(row.detail.get("id", ""))
    return str(row.detail.get("post", ""))


def _summary(viewer: Person, row: Notice, posts: dict[str, str], appeals: dict[str, Any]) -> NoticeSummary:
    act = row.act
    until = str(act.detail.get("until", "")) if act else ""
    about = _post_of(row)
    is_post = about in posts
    appeal = appeals.get(act.id) if act else None
    may_appeal = act is not None and row.kind == act.verb and act.verb in policy.APPEALABLE
    return NoticeSummary(
        id=row.id,
        kind=row.kind,
        at=row.at,
        read=row.read_at is not None,
        reason=row.text or (act.reason if act else ""),
        until=dt.datetime.fromisoformat(until) if until else None,
        group=act.group_id if act else None,
        place=str(act.detail.get("place") or act.group.name) if act and act.group else "",
        subject="post" if is_post else "" if about else str(row.detail.get("subject", "")),
        subject_id=about if is_post else "" if about else str(row.detail.get("id", "")),
        context=str(row.detail.get("context", "")),
        excerpt=posts.get(about, ""),
        act=act.id if act else None,
        appeal=appeal,
        can=("appeal",) if may_appeal and appeal is None and act and act.undone_at is None else (),
    )
