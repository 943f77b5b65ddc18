"""Finding that two customers are one, and finding that they were not."""

from typing import Any

from django.db import transaction
from django.db.models import ManyToOneRel, QuerySet
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.customers import rename_sides
from cases.actions.moving import move, move_back
from cases.actions.portal import end_links_of_others
from cases.events import CustomerChanged
from cases.models import Case, ContactPoint, Customer, CustomerMerge
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, NotFound
from esn.core.events import record
from groups.models import EVERYONE
from people.models import Person


@transaction.atomic
def merge_customers(actor: Person, *, kept_id: str, merged_id: str) -> str:
    """Put everything of one customer under another one; the id of the merge, by which it can be undone."""
    policy.require_two_customers(actor, kept_id, merged_id)
    held = {row.id: row for row in _held(kept_id, merged_id)}
    kept, merged = held[kept_id], held[merged_id]
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict("merged", _("One of them was merged already. Undo that first."))
    moved = move(_rows_of(kept, merged), "customer", kept)
    # What was merged into it before follows, so that nobody has to walk a chain.
    moved |= move([Customer.objects.filter(merged_into=merged)], "merged_into", kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    merge = CustomerMerge.objects.create(kept=kept, merged=merged, moved=moved, by=actor, at=now())
    rename_sides(actor, kept, _refs(moved))
    audit.note(actor.id, "customer.merged", "customer", kept.id, merged=merged.id)
    _told(actor, kept, merged)
    return merge.id


@transaction.atomic
def undo_customer_merge(actor: Person, *, customer_id: str, merge_id: str) -> None:
    """Give back what a merge took; what came since stays where it is."""
    policy.require_customer(actor, customer_id)
    policy.require_staff(actor)
    merge = CustomerMerge.objects.select_for_update().filter(id=merge_id, kept=customer_id).first()
    if merge is None:
        raise NotFound
    held = {row.id: row for row in _held(merge.kept_id, merge.merged_id)}
    kept, merged = held[merge.kept_id], held[merge.merged_id]
    if merge.undone_at is not None or merged.merged_into_id != kept.id:
        raise Conflict("undone", _("This merge does not stand any more."))
    move_back(merge.moved, since=kept, to=merged)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_by, merge.undone_at = actor, now()
    merge.save(update_fields=["undone_by", "undone_at"])
    rename_sides(actor, merged)
    end_links_of_others(actor, [kept.id, merged.id])
    audit.note(actor.id, "customer.merge_undone", "customer", kept.id, merged=merged.id)
    _told(actor, kept, merged)


def _held(*ids: str) -> QuerySet[Customer]:
    """Some customers, held for a change in one order."""
    return Customer.objects.select_for_update().filter(id__in=ids).order_by("id")


def _rows_of(kept: Customer, merged: Customer) -> list[QuerySet[Any]]:
    """Everything that belongs to a customer, whichever table it is in; ways that the other has too stay behind."""
    owned = [
        field.related_model
        for field in Customer._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToOneRel) and field.field.name == "customer"
    ]
    known = set(ContactPoint.objects.filter(customer=kept, contact=None).values_list("kind", "key"))
    doubled = [
        pk
        for pk, kind, key in ContactPoint.objects.filter(customer=merged, contact=None).values_list("pk", "kind", "key")
        if (kind, key) in known
    ]
    rows = [model._default_manager.filter(customer=merged) for model in owned]
    return [found.exclude(pk__in=doubled) if found.model is ContactPoint else found for found in rows]


def _refs(moved: dict[str, list[Any]]) -> list[str]:
    return list(Case.objects.filter(id__in=moved.get("Case.customer", ())).values_list("ref", flat=True))


def _told(actor: Person, *customers: Customer) -> None:
    for customer in customers:
        Customer.objects.filter(id=customer.id).update(revision=customer.revision + 1)
        record(CustomerChanged(audience_id=EVERYONE, id=customer.id), actor.id)
