"""A case as a partner sees it, for colleagues who want to be sure what they show."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases import policy
from cases.queries.cases import case, timeline
from cases.queries.commitment_summaries import GuestCommitment
from cases.queries.commitments import case_commitments
from cases.queries.summaries import GuestCase
from cases.sides import side_name, sides_of
from esn.core.errors import Conflict, NotFound
from esn.core.pages import PAGE_SIZE
from feeds.queries import PostSummary
from groups import policy as reading
from groups.models import Audience, Membership
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class PartnerView:
    """What a guest of a partner finds when they open the case, to be looked at and no more.

    What is a guest's own, what they have read and what they may do, is left out.
    """

    side: str
    partner: str
    guest: PersonRef
    case: GuestCase
    commitments: tuple[GuestCommitment, ...]
    posts: tuple[PostSummary, ...]  # the newest first
    next: str | None


def partner_view(
    viewer: Person, ref: str, side: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> PartnerView:
    """The case as the guests of a partner see it; for colleagues who read that side. Conflict when no guest is there.

    Nothing here knows what a guest may see: the queries of the guest's own page are asked as that guest.
    """
    policy.require_inside(viewer, ref)
    partners = sides_of(ref).filter(kind=Audience.Kind.PARTNER).filter(reading.visible(viewer, ""))
    found = next((one for one in partners if side_name(one) == side), None)
    if found is None:
        raise NotFound
    seats = Membership.objects.filter(audience=found, role__in=reading.SEATS, person__is_active=True)
    seat = seats.filter(person__kind=Person.Kind.GUEST).select_related("person").order_by("since", "id").first()
    if seat is None:
        raise Conflict("nobody", _("Nobody of this partner is on the case now."))
    guest = seat.person
    seen = case(guest, ref)
    if not isinstance(seen, GuestCase):
        raise NotFound
    shown: tuple[GuestCommitment, ...] = tuple(
        one for one in case_commitments(guest, ref) if isinstance(one, GuestCommitment)
    )
    posts = timeline(guest, ref, cursor=cursor, limit=limit).map(_looked_at)
    shown = tuple(replace(one, can=()) for one in shown)
    return PartnerView(side, found.label, people.ref(guest), replace(seen, can=()), shown, posts.results, posts.next)


def _looked_at(post: PostSummary) -> PostSummary:
    return replace(post, can=(), unread=False, replies=tuple(_looked_at(one) for one in post.replies))
