"""Who can read something, and which audiences somebody follows and has read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from groups import policy
from groups.models import Audience, Membership
from people.models import Person

_MANY = 500


@dataclass(frozen=True)
class AudienceRef:
    """Who can read something. ``kind``: everyone, group, internal, partner, customer, moderators or person.

    ``label`` is a name (the group, the partner, the customer), never a sentence; ``title`` and ``subject`` name what
    the audience belongs to: ``("group", id)`` or ``("case", reference)``.
    """

    id: str
    kind: str
    label: str
    title: str
    subject_kind: str
    subject_ref: str


def followed(viewer: Person) -> frozenset[str]:
    """The audiences whose events the viewer's sockets hear: those they follow and may read, and their own."""
    return followed_by([viewer])[viewer.id]


def followed_by(viewers: Iterable[Person]) -> dict[str, frozenset[str]]:
    """The same for many at once, by their id, with one statement for each 500 of them."""
    admits = {one.id: policy.readable(one).admits for one in viewers}
    found = {person_id: {person_id} for person_id in admits}
    ids = list(admits)
    for first in range(0, len(ids), _MANY):
        rows = Membership.objects.filter(person__in=ids[first : first + _MANY], follows=True)
        for person_id, audience_id, role, is_open in rows.values_list(
            "person_id", "audience_id", "role", "audience__open_to_members"
        ):
            if admits[person_id](is_open, role):
                found[person_id].add(audience_id)
    return {person_id: frozenset(audiences) for person_id, audiences in found.items()}


def read_positions(viewer: Person, audience_ids: Iterable[str]) -> dict[str, dt.datetime]:
    """Up to when the viewer has read those of some audiences that they follow or have a seat in."""
    rows = Membership.objects.filter(person=viewer, audience__in=list(audience_ids), read_at__isnull=False)
    return {audience_id: read_at for audience_id, read_at in rows.values_list("audience_id", "read_at") if read_at}


def readable_of(viewer: Person, audience_ids: list[str]) -> frozenset[str]:
    """Those of some audiences that the viewer reads."""
    rows = Audience.objects.filter(policy.visible(viewer, ""), id__in=audience_ids)
    return frozenset(rows.values_list("id", flat=True))


def reader_ids(audience_id: str, person_ids: set[str]) -> frozenset[str]:
    """Those of some people who read an audience now; for the live feeder, which asks for many at once."""
    audience = Audience.objects.filter(id=audience_id).first()
    if audience is None:
        return frozenset()
    return frozenset(policy.readers(audience).filter(id__in=person_ids).values_list("id", flat=True))
