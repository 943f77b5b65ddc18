"""Links into the customer's window, as staff list them and as their secret is tried."""

import datetime as dt
from dataclasses import dataclass
from hmac import compare_digest

from cases import policy
from cases.models import PortalLink
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.queries.paging import newest
from people import queries as people
from people.credentials import digest
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class PortalLinkSummary:
    """A link into the window of a case, without its secret: for whom, by whom, until when, and when it was used."""

    id: str
    case: str
    contact: str  # the id of the customer's contact
    person: PersonRef
    made_by: PersonRef
    made_at: dt.datetime
    expires_at: dt.datetime
    opened_at: dt.datetime | None
    last_used_at: dt.datetime | None
    revoked_by: PersonRef | None
    revoked_at: dt.datetime | None
    state: str  # living, revoked, expired, ended (who made it or whom it is for is gone)
    can: tuple[str, ...]


@dataclass(frozen=True)
class WindowPass:
    """What a living link lets in: one person, to one case, until a moment."""

    id: str
    ref: str
    person: Person
    expires_at: dt.datetime
    last_used_at: dt.datetime | None


def portal_links(
    viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PortalLinkSummary]:
    """The links into the window of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    may_revoke = reading.role_in(viewer, case.audience) in reading.SEATS
    rows = PortalLink.objects.filter(case=case).select_related("contact__person", "made_by", "revoked_by")
    page = newest(rows, "made_at", listing=f"portal:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return page.map(lambda row: _summary(row, ref, may_revoke))


def portal_link(viewer: Person, ref: str, link_id: str) -> PortalLinkSummary:
    """One link; NotFound for whoever does not read the internal side of its case."""
    case = policy.require_inside(viewer, ref)
    rows = PortalLink.objects.filter(case=case, id=link_id)
    row = rows.select_related("contact__person", "made_by", "revoked_by").first()
    if row is None:
        raise NotFound
    return _summary(row, ref, reading.role_in(viewer, case.audience) in reading.SEATS)


def living_pass(link_id: str, secret: str | None = None) -> WindowPass | None:
    """What a link lets in while it lives, when the secret is its own; without one for who exchanged it before."""
    row = PortalLink.objects.filter(policy.living_links(), id=link_id).select_related("case", "contact__person").first()
    fits = secret is None or compare_digest(row.digest if row else "", digest(secret))
    if row is None or not fits:
        return None
    return WindowPass(row.id, row.case.ref, row.contact.person, row.expires_at, row.last_used_at)


def _summary(row: PortalLink, ref: str, may_revoke: bool) -> PortalLinkSummary:
    state = _state(row)
    return PortalLinkSummary(
        id=row.id,
        case=ref,
        contact=row.contact_id,
        person=people.ref(row.contact.person),
        made_by=people.ref(row.made_by),
        made_at=row.made_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        last_used_at=row.last_used_at,
        revoked_by=people.ref(row.revoked_by) if row.revoked_by else None,
        revoked_at=row.revoked_at,
        state=state,
        can=("revoke",) if may_revoke and state == "living" else (),
    )


def _state(row: PortalLink) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now():
        return "expired"
    there = row.made_by.is_active and row.contact.removed_at is None and row.contact.person.is_active
    return "living" if there else "ended"
