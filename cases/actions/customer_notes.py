"""Why customers stay, what we learn when they leave, and that they came back."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.events import CustomerChanged
from cases.models import CustomerNote
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from esn.core.events import record
from feeds import actions as feeds
from groups.models import EVERYONE
from people.models import Person

Kind = CustomerNote.Kind


@transaction.atomic
def note_customer(actor: Person, *, customer_id: str, kind: str, text: str, reason: str = "") -> str:
    """Write down why a customer stays, or that they left (with the reason) or came back; the note's id."""
    customer = policy.require_living_customer(actor, customer_id, lock=True)
    text = feeds.checked_text(text, "text")
    if (kind == Kind.LOSS) != bool(reason):
        raise Invalid.field("reason", "loss_only", _("A loss says its reason, and nothing else does."))
    if kind == Kind.LOSS and customer.left_at is not None:
        raise Conflict("left", _("This customer has left already."))
    if kind == Kind.RETURN and customer.left_at is None:
        raise Conflict("not_left", _("This customer has not left."))
    note = CustomerNote.objects.create(
        customer=customer, kind=kind, reason=reason, text=text, author=actor, at=now()
    )  # fmt: skip
    if kind in (Kind.LOSS, Kind.RETURN):
        customer.left_at = note.at if kind == Kind.LOSS else None
        customer.save(update_fields=["left_at"])
    record(CustomerChanged(audience_id=EVERYONE, id=customer.id), actor.id)
    return note.id
