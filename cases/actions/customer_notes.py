"""Why customers stay, what we learn when they leave, and that they came back."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.events import CustomerChanged
from cases.models import CustomerNote
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, Stale
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
    _require_reason(kind, reason)
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


@transaction.atomic
def edit_customer_note(
    actor: Person,
    *,
    customer_id: str,
    note_id: str,
    text: str | None = None,
    reason: str | None = None,
    revision: int | None = None,
) -> None:
    """Correct one's own words about a customer, and the reason of a loss; what kind of note it is stays."""
    note = _own(actor, customer_id, note_id)
    if revision is not None and revision != note.revision:
        raise Stale
    if text is not None:
        note.text = feeds.checked_text(text, "text")
    if reason is not None:
        _require_reason(note.kind, reason)
        note.reason = reason
    note.revision += 1
    note.edited_at = now()
    note.save(update_fields=["text", "reason", "revision", "edited_at"])
    record(CustomerChanged(audience_id=EVERYONE, id=customer_id), actor.id)


@transaction.atomic
def remove_customer_note(actor: Person, *, customer_id: str, note_id: str) -> None:
    """Take back one's own note of why a customer stays; that they left or came back is history and stands."""
    note = _own(actor, customer_id, note_id)
    if note.kind != Kind.STAYS:
        raise Conflict("history", _("That a customer left or came back is part of their history. Correct its words."))
    audit.note(actor.id, "customer_note.removed", "customer", customer_id, note=note.id)
    note.delete()
    record(CustomerChanged(audience_id=EVERYONE, id=customer_id), actor.id)


def _own(actor: Person, customer_id: str, note_id: str) -> CustomerNote:
    customer = policy.require_living_customer(actor, customer_id)
    note = policy.require_note(actor, customer, note_id, lock=True)
    if "edit" not in policy.note_verbs(actor, note):
        raise NotAllowed(_("Only who wrote a note corrects it or takes it back."))
    return note


def _require_reason(kind: str, reason: str) -> None:
    if (kind == Kind.LOSS) != bool(reason):
        raise Invalid.field("reason", "loss_only", _("A loss says its reason, and nothing else does."))
