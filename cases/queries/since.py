"""Since somebody left: what changed where they follow, by customer and by group, what harms the customer first.

Made of facts alone: entries of cases, announcements, and where the reader is named. Nothing of it is stored.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from cases.models import Case, Commitment
from cases.queries.commitment_summaries import marks
from esn.core.clock import now
from feeds import queries as feeds
from feeds.models import ANNOUNCEMENT, Mention, Post
from feeds.queries import PostSummary
from groups import policy as reading
from groups.models import Audience, Group
from people.models import Person

LINES = 3  # of each group
GROUPS = 8
LONGEST = dt.timedelta(days=30)
_MOST = 500  # facts that are weighed, the newest
BROKEN, UNTOLD, DUE, WAITING, REST = range(5)  # the order of harm
_ENTRIES = (
    *("commitment", "proposal", "escalation", "answer", "handoff", "blocker"),
    *("waiver", "huddle", "holder", "status", "alert"),
)
_OUTSIDE = (Audience.Kind.PARTNER, Audience.Kind.CUSTOMER)
_ASKING = ("handoff", "blocker", "waiver", "huddle", "escalation", "proposal", "alert")


@dataclass(frozen=True)
class Changed:
    """What changed around one customer, in one group, or for a guest in one case; ``harm`` is 0 (broken) to 4.

    The gravest few facts stand in ``posts``, ``more`` says how many others there are.
    """

    kind: str
    id: str
    name: str
    harm: int
    since: dt.datetime
    posts: tuple[PostSummary, ...]
    more: int


@dataclass(frozen=True)
class Since:
    """What changed since a moment, what harms the customer first; ``more`` counts groups that are not named."""

    since: dt.datetime
    groups: tuple[Changed, ...]
    more: int


class _Fact(NamedTuple):
    id: str
    kind: str
    at: dt.datetime
    detail: dict[str, Any]
    subject: str
    ref: str
    title: str


class _Place(NamedTuple):
    kind: str
    id: str
    name: str


def since(viewer: Person, left_at: dt.datetime) -> Since:
    """What changed since the viewer left, at most 30 days back; some nine statements, however much it was."""
    left_at = max(left_at, now() - LONGEST)
    named = set(
        Mention.objects.filter(kind=Mention.Kind.PERSON, target=viewer.id, at__gt=left_at).values_list(
            "post", flat=True
        )
    )
    facts = _facts(viewer, left_at, named)
    refs = {fact.ref for fact in facts if fact.subject == "case"}
    places = _places(viewer, facts, refs)
    present = _present(refs) if viewer.is_member else {}
    weighed: dict[_Place, list[tuple[int, _Fact]]] = defaultdict(list)
    for fact in facts:
        if place := places.get((fact.subject, fact.ref)):
            weighed[place].append((_harm(fact, named), fact))
    found = sorted(
        ((min(_gravest(own), _by_now(own, present)), min(one.at for _harm, one in own), place)
         for place, own in weighed.items()),
        key=lambda one: (one[0], one[1]),
    )  # fmt: skip
    shown = {place: _foremost(weighed[place]) for _harm, _at, place in found[:GROUPS]}
    read = {
        post.id: post
        for post in feeds.posts(viewer, [id_ for ids in shown.values() for id_ in ids], with_replies=False)
    }
    told = [
        Changed(
            *place,
            harm,
            at,
            tuple(read[id_] for id_ in shown[place] if id_ in read),
            len(weighed[place]) - len(shown[place]),
        )
        for harm, at, place in found[:GROUPS]
    ]
    return Since(left_at, tuple(told), len(found) - len(told))


def _facts(viewer: Person, left_at: dt.datetime, named: Collection[str]) -> list[_Fact]:
    follows = Q(audience__memberships__person=viewer, audience__memberships__follows=True)
    wanted = Q(kind__in=[*_ENTRIES, ANNOUNCEMENT]) | Q(id__in=named)
    copies = Q(kind="commitment", audience__kind__in=_OUTSIDE) if viewer.is_member else Q(pk=None)
    rows = Post.objects.filter(
        reading.visible(viewer), wanted, follows, created_at__gt=left_at, deleted_at=None, hidden_at=None
    )
    rows = rows.exclude(author=viewer).exclude(copies).order_by("-created_at", "-id")
    subject = ("audience__subject_kind", "audience__subject_ref", "audience__title")
    return [_Fact(*row) for row in rows.values_list("id", "kind", "created_at", "detail", *subject)[:_MOST]]


def _places(viewer: Person, facts: Iterable[_Fact], refs: Collection[str]) -> dict[tuple[str, str], _Place]:
    """Where each fact belongs: to a customer, to a group or to everyone; for a guest to the case that they see."""
    places = {("", ""): _Place("everyone", "", "")}
    groups = {fact.ref for fact in facts if fact.subject == "group"}
    if groups:
        for id_, name in Group.objects.filter(id__in=groups).values_list("id", "name"):
            places["group", id_] = _Place("group", id_, name)
    if not viewer.is_member:
        return places | {
            ("case", fact.ref): _Place("case", fact.ref, fact.title) for fact in facts if fact.subject == "case"
        }
    if refs:
        cases = Case.objects.filter(ref__in=refs)
        for ref, id_, name in cases.values_list("ref", "customer_id", "customer__name"):
            places["case", ref] = _Place("customer", id_, name)
    return places


def _present(refs: Collection[str]) -> dict[str, int]:
    """How grave the open promises of some cases stand by now."""
    found: dict[str, int] = {}
    moment = now()
    if not refs:
        return found
    rows = Commitment.objects.filter(case__ref__in=refs, state=Commitment.State.OPEN).select_related("case")
    for row in rows:
        said = marks(row, moment)
        harm = UNTOLD if "drift" in said else DUE if "due" in said else REST
        found[row.case.ref] = min(found.get(row.case.ref, REST), harm)
    return found


def _by_now(own: Iterable[tuple[int, _Fact]], present: dict[str, int]) -> int:
    return min((present.get(fact.ref, REST) for _harm, fact in own), default=REST)


def _gravest(own: Iterable[tuple[int, _Fact]]) -> int:
    return min(harm for harm, _fact in own)


def _foremost(own: list[tuple[int, _Fact]]) -> list[str]:
    """The gravest few, the newest first where they are equal."""
    newest = sorted(own, key=lambda one: one[1].at, reverse=True)
    return [fact.id for _harm, fact in sorted(newest, key=lambda one: one[0])[:LINES]]


def _harm(fact: _Fact, named: Collection[str]) -> int:
    if fact.kind == "commitment":
        verb = fact.detail.get("verb")
        return BROKEN if verb == "broken" else UNTOLD if fact.detail.get("drifts") else REST
    return WAITING if fact.kind in _ASKING or fact.id in named else REST
