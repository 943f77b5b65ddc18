"""Who opens a case to the customer, and what is seen through its window."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cases.models import Case
from cases.policy.cases import require_case, require_inside
from cases.sides import sides_of
from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from feeds.models import Post
from groups import policy as reading
from groups.models import Audience
from people.models import Person


def require_portal(actor: Person, ref: str) -> Case:
    """The case, held for a change, when the actor takes part in it: they open its window to the customer."""
    case = require_inside(actor, ref, lock=True)
    if reading.role_in(actor, case.audience) not in reading.SEATS:
        raise NotAllowed(_("Only those who take part in the case open it to the customer."))
    return case


def require_window(viewer: Person, ref: str) -> tuple[Case, Audience]:
    """A case and its customer's side, for a contact who sits there and for staff who read it; NotFound otherwise."""
    if viewer.kind not in (Person.Kind.MEMBER, Person.Kind.CONTACT):
        raise NotFound
    case = require_case(viewer, ref)
    sides = sides_of(ref).filter(reading.visible(viewer, ""), kind=Audience.Kind.CUSTOMER)
    side: Audience | None = sides.first()
    if side is None:
        raise NotFound
    return case, side


def living_links() -> Q:
    """The links into a window that still open it: neither taken back nor over, of people who are still there.

    Undoing a merge of customers may leave a contact with one of them and the case with the other.
    """
    return Q(
        revoked_at=None,
        expires_at__gt=now(),
        made_by__is_active=True,
        contact__removed_at=None,
        contact__person__is_active=True,
        contact__customer=F("case__customer"),
    )


def require_told(viewer: Person, subject: str, subject_id: str) -> Post:
    """What a contact was last told of a promise or a fact, on a side of theirs; NotFound when nothing was."""
    told = Post.objects.filter(
        reading.visible(viewer),
        audience__kind=Audience.Kind.CUSTOMER,
        kind="telling",
        detail__subject=subject,
        detail__subject_id=subject_id,
    )
    found = told.select_related("audience").order_by("-created_at", "-id").first()
    if viewer.kind != Person.Kind.CONTACT or found is None:
        raise NotFound
    return found
