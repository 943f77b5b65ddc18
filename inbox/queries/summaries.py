"""What a reader sees of their lines: names, labels and words are looked up when they are shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from feeds.models import Post
from feeds.text import in_one_line
from groups import policy as reading
from groups.models import Audience
from inbox import policy
from inbox.models import InboxLine
from inbox.reasons import FOR
from people import queries as people
from people.models import Person
from people.queries import PersonRef

EXCERPT = 160  # characters


@dataclass(frozen=True)
class LineSubject:
    """What a line is about: ``type`` is thread, case, announcement, group, invitation, queue or notices."""

    type: str
    id: str
    label: str


@dataclass(frozen=True)
class LineAudience:
    """Where it is."""

    id: str
    kind: str
    label: str


@dataclass(frozen=True)
class LineCustomer:
    """Whom it is about."""

    id: str
    name: str


@dataclass(frozen=True)
class LineWhy:
    """One reason: a code, how often, from whom, and the words or values that say it in one line.

    ``on_behalf_of`` is who is away and for whom it waits, where the viewer stands in for them.
    """

    code: str
    harm: int
    count: int
    people: int
    by: tuple[PersonRef, ...]
    since: dt.datetime
    at: dt.datetime
    due: dt.datetime | None
    post: str | None
    excerpt: str
    values: Mapping[str, Any] = field(default_factory=dict)
    on_behalf_of: PersonRef | None = None


@dataclass(frozen=True)
class LineSummary:
    """One line. ``kind`` is the code of its first reason; ``until_events`` is what it can be snoozed until."""

    id: str
    kind: str
    count: int
    subject: LineSubject
    audience: LineAudience
    from_: tuple[PersonRef, ...]
    customer: LineCustomer | None
    why: tuple[LineWhy, ...]
    due: dt.datetime | None
    harm: int
    since: dt.datetime
    state: str
    until: dt.datetime | None
    until_event: str
    until_events: tuple[str, ...]
    changed_at: dt.datetime
    revision: int
    can: tuple[str, ...]


def about_customer() -> Q:
    """The lines that say about whom they are: those of whom reads the inside of a case."""
    return Q(audience__kind=Audience.Kind.INTERNAL)


def summaries(viewer: Person, rows: Iterable[InboxLine]) -> tuple[LineSummary, ...]:
    """Lines that the viewer may see, with two statements for all of them; their audiences came with them."""
    lines = list(rows)
    reasons = [reason for line in lines for reason in line.reasons]
    named = people.refs(id_ for reason in reasons for id_ in (*reason["who"], *_for_whom(reason))) if reasons else {}
    words = _words(viewer, [reason["post"] for reason in reasons if reason["post"]])
    return tuple(_summary(line, named, words) for line in lines)


def _words(viewer: Person, post_ids: Sequence[str]) -> dict[str, str]:
    """The beginnings of some posts, as far as the viewer may read them now."""
    if not post_ids:
        return {}
    rows = Post.objects.filter(reading.visible(viewer), id__in=set(post_ids), deleted_at=None, hidden_at=None)
    return {id_: _shortened(in_one_line(html) or body) for id_, html, body in rows.values_list("id", "html", "body")}


def _shortened(text: str) -> str:
    flat = " ".join(text[: 4 * EXCERPT].split())
    return flat if len(flat) <= EXCERPT else f"{flat[: EXCERPT - 1].rstrip()}…"


def _summary(line: InboxLine, named: Mapping[str, PersonRef], words: Mapping[str, str]) -> LineSummary:
    why = tuple(_why(reason, named, words) for reason in line.reasons)
    place = line.audience
    inside = place.kind == Audience.Kind.INTERNAL
    label = place.title if line.subject_kind == "case" else place.label
    return LineSummary(
        id=line.id,
        kind=line.kind,
        count=line.count,
        subject=LineSubject(line.subject_kind, line.subject_id, label or why[0].values.get("name", "")),
        audience=LineAudience(place.id, place.kind, place.label),
        from_=tuple(dict.fromkeys(person for one in why for person in one.by))[:3],
        customer=LineCustomer(line.customer, place.label) if inside and line.customer else None,
        why=why,
        due=line.due,
        harm=line.harm,
        since=line.since,
        state=line.state,
        until=line.until,
        until_event=line.until_event,
        until_events=policy.snooze_events(line) if line.state != InboxLine.State.DONE else (),
        changed_at=line.changed_at,
        revision=line.revision,
        can=policy.line_verbs(line),
    )


def _for_whom(reason: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom the viewer stands in for, of a reason that is for somebody else."""
    return (reason["values"][FOR],) if FOR in reason["values"] else ()


def _why(reason: Mapping[str, Any], named: Mapping[str, PersonRef], words: Mapping[str, str]) -> LineWhy:
    return LineWhy(
        code=reason["code"],
        harm=reason["harm"],
        count=reason["count"],
        people=reason["people"],
        by=tuple(named[id_] for id_ in reason["who"] if id_ in named),
        since=dt.datetime.fromisoformat(reason["since"]),
        at=dt.datetime.fromisoformat(reason["at"]),
        due=dt.datetime.fromisoformat(reason["due"]) if reason["due"] else None,
        post=reason["post"] or None,
        excerpt=words.get(reason["post"], ""),
        values=reason["values"],
        on_behalf_of=next((named[id_] for id_ in _for_whom(reason) if id_ in named), None),
    )
