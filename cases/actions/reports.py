"""Reporting a note about a customer to those who moderate the site."""

from django.utils.translation import gettext as _

from cases import policy
from esn.core.errors import Conflict
from feeds import actions as feeds
from groups import actions as groups
from people.models import Person


def report_customer_note(actor: Person, *, customer_id: str, note_id: str, reason: str, text: str = "") -> str:
    """Report what somebody noted about a customer; the id of the complaint. Conflict for one's own."""
    policy.require_staff(actor)
    customer = policy.require_customer(actor, customer_id)
    note = policy.require_note(actor, customer, note_id)
    if note.author_id == actor.id:
        raise Conflict("own", _("This is yours: you can change it or delete it yourself."))
    return feeds.file_report(
        actor,
        subject=("note", note.id),
        about=note.author,
        queue=groups.site_moderators(),
        reason=reason,
        text=text,
        said=note.text,
        revision=note.revision,
        context=customer.id,
    )
