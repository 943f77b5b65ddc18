"""The groups that a viewer knows of, and those that they follow."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Q

from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy
from groups.models import Audience, Group
from groups.queries.paging import by_name
from groups.queries.rows import GroupRecord, GroupSummary, record, summarised, summary
from people.models import Person


def groups(
    viewer: Person, *, q: str = "", which: str = "all", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[GroupSummary]:
    """The groups that the viewer knows of, by name; ``which`` is all, living, mine, followed (or mine) or archived."""
    rows = summarised(viewer)
    if q:
        rows = rows.filter(name__icontains=q)
    if which == "mine":
        rows = rows.filter(seat__role__in=policy.SEATS)
    elif which == "followed":
        rows = rows.filter(Q(seat__role__in=policy.SEATS) | Q(seat__follows=True))
    if which != "all":
        rows = rows.filter(archived_at__isnull=which != "archived")
    return by_name(rows, f"groups:{which}:{q}", viewer, cursor, limit).map(summary)


def group(viewer: Person, group_id: str) -> GroupRecord:
    """One group; NotFound when the viewer does not know of it."""
    found = summarised(viewer).filter(id=group_id).first()
    if found is None:
        raise NotFound
    return record(found)


def groups_by_id(viewer: Person, group_ids: Sequence[str]) -> tuple[GroupSummary, ...]:
    """Groups by their ids, in this order, without those that the viewer does not know of."""
    by_id = {row.id: summary(row) for row in summarised(viewer).filter(id__in=group_ids)}
    return tuple(by_id[id_] for id_ in group_ids if id_ in by_id)


def may_create(viewer: Person) -> bool:
    """Whether the viewer may found a group."""
    return policy.may_create_group(viewer)


def known_groups(viewer: Person, group_ids: Collection[str]) -> frozenset[str]:
    """Those of some groups that the viewer knows of; no statement for none."""
    if not group_ids:
        return frozenset()
    rows = Group.objects.filter(policy.existing(viewer), id__in=list(group_ids))
    return frozenset(rows.values_list("id", flat=True))


def audience_of(viewer: Person, group_id: str) -> str:
    """The present audience of a group; NotFound when the viewer does not know of the group."""
    known = Group.objects.filter(policy.existing(viewer), id=group_id).values_list("audience_id", flat=True).first()
    if known is None:
        raise NotFound
    return known


def audiences_of(viewer: Person, group_id: str) -> tuple[str, ...]:
    """The audiences of a group that the viewer reads, the present one first; NotFound when they do not read that."""
    rows = Audience.objects.filter(
        policy.visible(viewer, ""), kind=Audience.Kind.GROUP, subject_kind="group", subject_ref=group_id
    )
    found = dict(rows.order_by("-id").values_list("id", "group__id"))
    present = [id_ for id_, group in found.items() if group is not None]
    if not present:
        raise NotFound
    return (*present, *(id_ for id_ in found if id_ not in present))


def kept_back(viewer: Person, group_id: str) -> tuple[str, ...]:
    """The former audiences of a group that the viewer reads and that no owner has published."""
    rows = Audience.objects.filter(
        policy.visible(viewer, ""), kind=Audience.Kind.GROUP, subject_kind="group", subject_ref=group_id, group=None
    )
    return tuple(rows.filter(published_at=None).order_by("-id").values_list("id", flat=True))


# Written by hand because every page begins with it: building the statement anew cost ten times what running it does.
_RAIL = """
    SELECT g.id, g.name, g.kind, g.openness, g.purpose, a.id, a.members_count, m.role, a.head_at > m.read_at, a.voice,
        COALESCE(m.muted_until > %s, FALSE),
        EXISTS (SELECT 1 FROM groups_joinrequest r WHERE r.group_id = g.id AND r.person_id = m.person_id)
    FROM groups_membership m
    JOIN groups_audience a ON a.id = m.audience_id
    JOIN groups_group g ON g.audience_id = m.audience_id
    WHERE m.person_id = %s AND m.follows AND g.archived_at IS NULL AND {seated_or_known}
    ORDER BY g.sort_name, g.id
    LIMIT 50
"""


def rail(viewer: Person) -> tuple[GroupSummary, ...]:
    """The groups that the viewer follows, for the left rail; at most 50, by name."""
    reads = policy.readable(viewer)
    if not reads.active:
        return ()
    known = "(m.role <> 'follower' OR g.openness <> 'secret')" if reads.all_open else "m.role <> 'follower'"
    everywhere = policy.is_muted(viewer.muted_until)
    with connection.cursor() as run:
        run.execute(_RAIL.format(seated_or_known=known), [connection.ops.adapt_datetimefield_value(now()), viewer.id])
        return tuple(_followed(*row, muted_everywhere=everywhere) for row in run.fetchall())


def _followed(
    id_: str,
    name: str,
    kind: str,
    openness: str,
    purpose: str,
    audience: str,
    members: int,
    role: str,
    news: bool | None,
    voice: str,
    muted: bool,
    asked: bool,
    *,
    muted_everywhere: bool,
) -> GroupSummary:
    seat = role if role in policy.SEATS else None
    return GroupSummary(
        id=id_,
        name=name,
        kind=kind,
        openness=openness,
        purpose=purpose,
        joined=seat is not None,
        follows=True,
        role=seat,
        requested=bool(asked),
        unread=bool(news),
        members_count=members,
        audience=audience,
        can=policy.group_verbs(
            policy.Standing(openness, seat, requested=bool(asked), voice=voice, muted=muted_everywhere or bool(muted))
        ),
        voice=voice,
    )


def named_groups(viewer: Person, audience: Audience, q: str, *, limit: int) -> list[tuple[str, str]]:
    """Living groups of this name that all readers of an audience know, by id and name: no secret one but theirs."""
    told = ~Q(openness=Group.Openness.SECRET) | Q(audience=audience)
    words = Q(*(Q(name__icontains=word) for word in q.split()[:6]))
    rows = Group.objects.filter(policy.existing(viewer), told, words, archived_at=None)
    return list(rows.order_by("sort_name", "id").values_list("id", "name")[:limit])
