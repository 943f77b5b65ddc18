"""How a case went for the customer, once it is solved or closed: told again, waited, promises kept."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from cases.models import Case, Commitment
from cases.queries.waivers import WaiverSummary, decided_waivers
from feeds.models import Post
from people.models import Person

ENDED = (Case.Status.SOLVED, Case.Status.CLOSED)
# While the case stands so, the customer waits for us or for a partner of ours.
_WAITS = {Case.Status.NEW, Case.Status.IN_HAND, Case.Status.WAITING_PARTNER}
State = Commitment.State


@dataclass(frozen=True)
class Outcome:
    """The customer's side of a case that ended; ``waiting_hours`` is how long it was our turn or a partner's."""

    ended_at: dt.datetime
    waiting_hours: float
    contacts: int
    retellings: int
    promises: int  # made and not withdrawn
    kept: int
    broken: int
    precedents: tuple[WaiverSummary, ...]  # the exceptions that were decided in it


def outcome(viewer: Person, case: Case) -> Outcome | None:
    """How a case went, None while it is open; the caller has admitted the viewer to the inside."""
    if case.status not in ENDED:
        return None
    changes = list(
        Post.objects.filter(audience=case.audience_id, kind="status", deleted_at=None)
        .order_by("created_at", "id")
        .values_list("created_at", "detail")
    )
    promises = Commitment.objects.filter(case=case).aggregate(
        made=Count("id", filter=~Q(state=State.WITHDRAWN)),
        kept=Count("id", filter=Q(state=State.KEPT)),
        broken=Count("id", filter=Q(state=State.BROKEN)),
    )
    return Outcome(
        ended_at=_ended(case, changes),
        waiting_hours=round(_waited(case, changes) / dt.timedelta(hours=1), 1),
        contacts=case.contacts.count(),
        retellings=case.retellings,
        promises=promises["made"],
        kept=promises["kept"],
        broken=promises["broken"],
        precedents=decided_waivers(viewer, case),
    )


_Changes = list[tuple[dt.datetime, dict[str, str]]]


def _ended(case: Case, changes: _Changes) -> dt.datetime:
    """When it came to its end: the first of the endings that nothing followed but another."""
    ended = case.updated_at
    for at, detail in reversed(changes):
        if detail.get("to") not in ENDED:
            break
        ended = at
    return ended


def _waited(case: Case, changes: _Changes) -> dt.timedelta:
    """How long the case stood where the customer waits for us, added up over its changes of status."""
    waited, since = dt.timedelta(0), case.opened_at
    for at, detail in changes:
        if detail.get("from") in _WAITS:
            waited += at - since
        since = at
    return waited
