"""Windows that somebody proposed for a promise, as everybody on their side sees them."""

import datetime as dt
from dataclasses import dataclass

from cases import policy
from cases.models import Proposal
from cases.queries.commitment_summaries import options_of, window_of
from cases.windows import Window
from esn.core.errors import NotFound
from groups import policy as reading
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class ProposalSeen:
    """A proposal as everybody on its side sees it."""

    id: str
    commitment: str
    version: int
    window: Window
    options: tuple[Window, ...]
    reason: str
    by: PersonRef
    at: dt.datetime
    state: str  # open, accepted, declined, overtaken
    answer: str


def proposal(viewer: Person, proposal_id: str) -> ProposalSeen:
    """One proposal; NotFound for whoever does not read the side on which it was made."""
    row = Proposal.objects.filter(reading.visible(viewer), id=proposal_id).select_related("by").first()
    if row is None:
        raise NotFound
    return ProposalSeen(
        id=row.id,
        commitment=row.commitment_id,
        version=row.version,
        window=window_of(row),
        options=options_of(row),
        reason=row.reason,
        by=people.ref(row.by),
        at=row.at,
        state=row.state,
        answer=row.answer,
    )


def commitment_of(viewer: Person, proposal_id: str) -> str:
    """The promise that a proposal is about; NotFound when the viewer does not read it."""
    found = Proposal.objects.filter(id=proposal_id).values_list("commitment_id", flat=True).first()
    if found is None:
        raise NotFound
    policy.require_commitment(viewer, found)
    return found
