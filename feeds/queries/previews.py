"""What somebody is writing, as the readers will see it."""

from dataclasses import dataclass

from feeds import policy
from feeds.queries.composed import composed
from feeds.queries.mentions import unreached
from feeds.text import checked_text
from groups import policy as reading
from groups.models import Audience
from people.models import Person


@dataclass(frozen=True)
class Preview:
    """Words as they would appear; nothing is kept."""

    html: str
    unreached: tuple[str, ...] = ()  # names of those whom the words mention and who do not read there


def preview(viewer: Person, *, body: str, audience: str = "", reply_to: str = "") -> Preview:
    """The words as their readers would see them, in an audience or below a post; Invalid where they would be refused.

    NotFound when the viewer does not read there. Without either it is the words alone.
    """
    place = place_of(viewer, audience, reply_to)
    text = composed(place, checked_text(body))
    return Preview(text.html, unreached(place, text.mentions) if place else ())


def place_of(viewer: Person, audience_id: str, reply_to: str) -> Audience | None:
    """Where something is to be said: below a post, in an audience, or nowhere yet; NotFound where none is read."""
    if reply_to:
        return policy.require_post(viewer, reply_to).audience
    return reading.require_audience(viewer, audience_id) if audience_id else None
