"""The human beings through whom we reach a customer: several, each with their own numbers, addresses and language."""

from collections.abc import Sequence

from django.db import transaction

from cases import policy
from cases.actions.entries import line
from cases.actions.points import write_points
from cases.events import CustomerChanged
from cases.models import ContactPoint, CustomerContact
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.events import record
from esn.core.ids import new_id
from groups import actions as groups
from groups.models import EVERYONE
from people.models import Person


@transaction.atomic
def add_contact(
    actor: Person,
    *,
    customer_id: str,
    name: str,
    role: str = "",
    language: str = "fr",
    phones: Sequence[str] = (),
    mails: Sequence[str] = (),
    addresses: Sequence[str] = (),
) -> str:
    """Write down somebody through whom we reach a customer; the contact's id."""
    customer = policy.require_living_customer(actor, customer_id)
    person_id = groups.admit_person(
        actor, kind=Person.Kind.CONTACT, handle=f"contact-{new_id()}", name=line(name, "name"), language=language
    )
    contact = CustomerContact.objects.create(customer=customer, person_id=person_id, role=" ".join(role.split()))
    _write(contact, phones, mails, addresses)
    record(CustomerChanged(audience_id=EVERYONE, id=customer.id), actor.id)
    return contact.id


@transaction.atomic
def edit_contact(
    actor: Person,
    *,
    customer_id: str,
    contact_id: str,
    name: str | None = None,
    role: str | None = None,
    language: str | None = None,
    phones: Sequence[str] | None = None,
    mails: Sequence[str] | None = None,
    addresses: Sequence[str] | None = None,
) -> None:
    """Correct what we know of a contact; a list given replaces the list before."""
    contact = _living(actor, customer_id, contact_id)
    person = contact.person
    person.name = line(name, "name") if name is not None else person.name
    person.language = language or person.language
    person.save(update_fields=["name", "language"])
    if role is not None:
        contact.role = " ".join(role.split())
        contact.save(update_fields=["role"])
    _write(contact, phones, mails, addresses)
    record(CustomerChanged(audience_id=EVERYONE, id=customer_id), actor.id)


@transaction.atomic
def remove_contact(actor: Person, *, customer_id: str, contact_id: str) -> None:
    """Let somebody no longer stand for a customer; what they said stays theirs."""
    contact = _living(actor, customer_id, contact_id)
    contact.removed_at = now()
    contact.save(update_fields=["removed_at"])
    ContactPoint.objects.filter(contact=contact).delete()
    record(CustomerChanged(audience_id=EVERYONE, id=customer_id), actor.id)


def _living(actor: Person, customer_id: str, contact_id: str) -> CustomerContact:
    customer = policy.require_living_customer(actor, customer_id)
    found = CustomerContact.objects.select_related("person", "customer").filter(
        id=contact_id, customer=customer, removed_at=None
    )
    contact = found.first()
    if contact is None:
        raise NotFound
    return contact


def _write(
    contact: CustomerContact,
    phones: Sequence[str] | None,
    mails: Sequence[str] | None,
    addresses: Sequence[str] | None,
) -> None:
    kind = ContactPoint.Kind
    write_points(contact.customer, contact, {kind.PHONE: phones, kind.MAIL: mails, kind.ADDRESS: addresses})
