"""Who has seen how a promise stands now."""

from dataclasses import dataclass

from cases.models import Commitment
from feeds import queries as feeds
from feeds.queries import SeenPage
from people.models import Person


@dataclass(frozen=True)
class PromiseSeen:
    """The newest entry about a promise, where it stands, and who of those concerned has seen it."""

    post: str
    audience: str
    page: SeenPage


def promise_seen(viewer: Person, commitment_id: str) -> PromiseSeen | None:
    """For who takes part on the internal side; None for others. The caller has admitted the viewer to the promise."""
    audience = Commitment.objects.filter(id=commitment_id).values_list("audience_id", flat=True).get()
    found = feeds.newest_seen(viewer, audience, about=commitment_id)
    return PromiseSeen(found[0], audience, found[1]) if found else None
