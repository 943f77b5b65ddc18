"""Whom and what posts name, and who of them does not read it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds import policy
from feeds.models import Mention
from feeds.queries.posts import posts
from feeds.queries.summaries import PostSummary
from groups import policy as reading
from groups.models import Audience, Group
from people.models import Person


@dataclass(frozen=True)
class Mentioned:
    """A post names a person, a group, a customer or a case, by its id (a case by its reference)."""

    post: str
    kind: str
    target: str


@dataclass(frozen=True)
class MentionSummary:
    """Who is named in a post; whether they read it is told to its author alone."""

    kind: str  # person, group
    id: str
    name: str
    reads: bool | None = None


def mentions_of(post_ids: Iterable[str]) -> tuple[Mentioned, ...]:
    """Whom and what these posts name: one statement. For consumers; whoever reads the posts reads this."""
    rows = Mention.objects.filter(post__in=list(post_ids)).order_by("post_id", "id")
    return tuple(Mentioned(*row) for row in rows.values_list("post_id", "kind", "target"))


def mentions(viewer: Person, post_id: str) -> tuple[MentionSummary, ...]:
    """The people and groups that a post names; NotFound when the viewer does not read it."""
    post = policy.require_post(viewer, post_id)
    role = reading.role_in(viewer, post.audience) if post.hidden_at else None
    if post.deleted_at or (post.hidden_at and not policy.sees_hidden(viewer.id, author_id=post.author_id, role=role)):
        raise NotFound
    named = [one for one in mentions_of([post_id]) if one.kind in {Mention.Kind.PERSON, Mention.Kind.GROUP}]
    people = [one.target for one in named if one.kind == Mention.Kind.PERSON]
    names = dict(Person.objects.filter(id__in=people).values_list("id", "name"))
    names |= dict(Group.objects.filter(id__in=[one.target for one in named]).values_list("id", "name"))
    read_by = _reading(post.audience, people) if post.author_id == viewer.id else None
    return tuple(
        MentionSummary(
            one.kind,
            one.target,
            names[one.target],
            one.target in read_by if read_by is not None and one.target in people else None,
        )
        for one in named
        if one.target in names
    )


def unreached(audience: Audience, named: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the people among those named who do not read an audience; they are told nothing."""
    people = [id_ for kind, id_ in named if kind == Mention.Kind.PERSON]
    if not people:
        return ()
    there = _reading(audience, people)
    absent = Person.objects.filter(id__in=set(people) - there)
    return tuple(absent.order_by("profile__sort_name", "id").values_list("name", flat=True))


def unreached_by(viewer: Person, post_id: str) -> tuple[str, ...]:
    """The names of those whom the viewer's own post names and who do not read it."""
    return tuple(one.name for one in mentions(viewer, post_id) if one.reads is False)


def naming(
    viewer: Person,
    kind: str,
    target: str,
    *,
    among: tuple[str, ...] | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[PostSummary]:
    """What the viewer reads that names a person, group, customer or case, the newest first; perhaps in some audiences.

    Who calls has asked whether the viewer knows of the one that is named.
    """
    listing = f"naming:{kind}:{target}:{','.join(among or ())}"
    rows = Mention.objects.filter(
        reading.visible(viewer, "post__audience"), kind=kind, target=target, post__deleted_at=None, post__hidden_at=None
    )
    if among is not None:
        rows = rows.filter(post__audience__in=among)
    return newest_first(rows, listing, viewer, cursor, limit)


def newest_first(
    rows: QuerySet[Any], listing: str, viewer: Person, cursor: str | None, limit: int
) -> Page[PostSummary]:
    """The posts of rows that lead to them, the newest first, below the place of a cursor."""
    if cursor is not None:
        at, last = unseal(listing, viewer.id, cursor)
        moment = dt.datetime.fromisoformat(at)
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, post__lt=last), at__lte=moment)
    found = list(rows.order_by("-at", "-post_id").values_list("at", "post_id")[: limit + 1])
    shown = found[:limit]
    next_ = seal(listing, viewer.id, [shown[-1][0].isoformat(), shown[-1][1]]) if len(found) > limit else None
    return Page(posts(viewer, [id_ for _at, id_ in shown]), next_)


def _reading(audience: Audience, people: Iterable[str]) -> set[str]:
    return set(reading.readers(audience).filter(id__in=list(people)).values_list("id", flat=True))
