"""Urgent calls: whom one may call to a post and when they could be reached anyway, and how often it happened."""

import datetime as dt
from dataclasses import dataclass

from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from feeds import policy
from feeds.models import UrgentCall
from people import queries as people
from people.models import Person
from people.queries import PersonRef
from people.quiet import Reach

MOST = 100  # people of one list
COUNTED = dt.timedelta(days=30)


@dataclass(frozen=True)
class Callable:
    """Somebody whom one may call, and whether they may be disturbed anyway."""

    person: PersonRef
    reach: Reach


@dataclass(frozen=True)
class CallSummary:
    """A call as those who made it and who got it read it."""

    id: str
    post: str
    case: str | None  # the reference of the case to which the post belongs
    person: PersonRef
    by: PersonRef
    reason: str  # customer_waits, promise_breaks, safety
    at: dt.datetime


@dataclass(frozen=True)
class CallCounts:
    """How often one called urgently, and was called, in the last 30 days; how many calls are left today."""

    made: int
    received: int
    left: int


def callable_people(viewer: Person, post_id: str) -> tuple[Callable, ...]:
    """Whom the viewer may call to a post, by name; NotAllowed where they take no part."""
    post, role = policy.post_standing(viewer, post_id)
    if not policy.may_call(viewer, role, post):
        raise NotAllowed
    ids = list(
        policy.callable_people(viewer, post).order_by("profile__sort_name", "id").values_list("id", flat=True)[:MOST]
    )
    known, reach = people.refs(ids), people.reach(ids)
    return tuple(Callable(known[id_], reach[id_]) for id_ in ids if id_ in reach)


def may_call(viewer: Person, post_id: str) -> bool:
    """Whether the viewer may call somebody to a post that they read."""
    post, role = policy.post_standing(viewer, post_id)
    return policy.may_call(viewer, role, post)


def urgent_call(viewer: Person, call_id: str) -> CallSummary:
    """A call that the viewer made or got, as far as they read its post now; NotFound otherwise."""
    row = UrgentCall.objects.filter(id=call_id).first()
    if row is None or viewer.id not in (row.by_id, row.person_id):
        raise NotFound
    place = policy.require_post(viewer, row.post_id).audience
    known = people.refs([row.person_id, row.by_id])
    case = place.subject_ref if place.subject_kind == "case" else None
    return CallSummary(row.id, row.post_id, case, known[row.person_id], known[row.by_id], row.reason, row.at)


def call_counts(viewer: Person) -> CallCounts:
    """How often the viewer called urgently and was called."""
    since = UrgentCall.objects.filter(at__gt=now() - COUNTED)
    today = since.filter(by=viewer, at__gt=now() - dt.timedelta(days=1)).count()
    return CallCounts(
        since.filter(by=viewer).count(),
        since.filter(person=viewer).count(),
        max(policy.MOST_A_DAY - today, 0),
    )
