"""Who reads a customer, what is known of them, and who writes it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Customer, CustomerNote, Fact
from cases.policy.staff import require_staff
from esn.core.errors import Conflict, Invalid, NotFound
from groups import policy as reading
from people.models import Person

CUSTOMER_VERBS = ("edit", "open_case", "contact", "note", "merge")
NOTE_VERBS = {"stays": ("edit", "remove"), "loss": ("edit",), "return": ("edit",)}  # by who wrote it


def readable_customers(viewer: Person) -> Q:
    """The customers that a viewer reads."""
    return reading.visible(viewer)


def require_customer(viewer: Person, customer_id: str) -> Customer:
    """The customer, when the viewer reads it; NotFound otherwise."""
    rows = Customer.objects.filter(readable_customers(viewer), id=customer_id)
    customer = rows.select_related("merged_into").first()
    if customer is None:
        raise NotFound
    return customer


def require_living_customer(actor: Person, customer_id: str, *, lock: bool = False) -> Customer:
    """A customer that staff may change; Conflict for one that was merged into another."""
    require_staff(actor)
    customer = require_customer(actor, customer_id)
    if lock:
        customer = Customer.objects.select_for_update(of=("self",)).get(id=customer.id)
    if customer.merged_into_id:
        raise Conflict("merged", _("This customer was merged into another one. Write it there."))
    return customer


def require_two_customers(actor: Person, kept_id: str, merged_id: str) -> tuple[Customer, Customer]:
    """Two customers that staff may find to be one: the first is kept. Conflict where one is another's already."""
    kept = require_customer(actor, kept_id)
    require_staff(actor)
    merged = Customer.objects.filter(readable_customers(actor), id=merged_id).first()
    if merged is None:
        raise Invalid.field("customer", "unknown", _("This customer is unknown here."))
    if kept.id == merged.id:
        raise Invalid.field("customer", "itself", _("A customer cannot be merged with itself."))
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict("merged", _("One of them was merged already. Undo that first."))
    return kept, merged


def require_fact(viewer: Person, fact_id: str, *, lock: bool = False) -> Fact:
    """The fact, for staff who read its customer; NotFound otherwise."""
    require_staff(viewer)
    rows = Fact.objects.filter(reading.visible(viewer, "customer__audience"), id=fact_id).select_related("customer")
    fact = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if fact is None:
        raise NotFound
    return fact


def require_note(viewer: Person, customer: Customer, note_id: str, *, lock: bool = False) -> CustomerNote:
    """A note about a customer that staff read; NotFound when there is none like it."""
    require_staff(viewer)
    rows = CustomerNote.objects.filter(customer=customer, id=note_id)
    note = (rows.select_for_update() if lock else rows.select_related("author")).first()
    if note is None:
        raise NotFound
    return note


def note_verbs(viewer: Person, note: CustomerNote) -> tuple[str, ...]:
    """Who wrote a note corrects it, and takes back what is not the history of the customer."""
    return NOTE_VERBS[note.kind] if note.author_id == viewer.id else ()
