"""Who looks at a case right now, to those who read the side where they are; kept in memory alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases import policy
from cases.sides import side_name
from esn.core.folding import sort_key
from groups import policy as reading
from groups.models import Audience
from people.models import Person
from people.presence import Sighting, presence
from people.queries import PersonRef


@dataclass(frozen=True)
class ViewerSummary:
    """Somebody who looks at a case now, the side where they are, and whether they are writing there."""

    person: PersonRef
    side: str
    typing: bool


def viewers(viewer: Person, ref: str) -> tuple[ViewerSummary, ...]:
    """The others who look at a case now, by side and name: on those that the viewer reads, and they still do."""
    sides = policy.require_view(viewer, ref)
    seen = viewers_on(viewer.id, ref, {side.id: side_name(side) for side in sides})
    return tuple(one for side in sides for one in _reading(side, seen)) if seen else ()


def _reading(side: Audience, seen: tuple[ViewerSummary, ...]) -> Iterator[ViewerSummary]:
    """Those who are seen on a side, and read it."""
    there = [one for one in seen if one.side == side_name(side)]
    if there:
        ids = set(reading.readers(side).filter(id__in=[one.person.id for one in there]).values_list("id", flat=True))
        yield from (one for one in there if one.person.id in ids)


def sides_in_view(viewer: Person, ref: str) -> dict[str, str]:
    """The sides of a case where the viewer may be seen and see others: their names by audience, the inside first."""
    return {side.id: side_name(side) for side in policy.require_view(viewer, ref)}


def viewers_on(viewer_id: str, ref: str, sides: Mapping[str, str]) -> tuple[ViewerSummary, ...]:
    """The same without a statement; the caller has asked which sides the viewer reads."""
    found: dict[str, Sighting] = {}
    for one in presence.at(ref, sides):
        if one.person.id != viewer_id and (one.typing or one.person.id not in found):
            found[one.person.id] = one
    seen = (ViewerSummary(one.person, sides[one.audience_id], one.typing) for one in found.values())
    return tuple(sorted(seen, key=lambda one: (sort_key(one.person.name), one.person.id)))
