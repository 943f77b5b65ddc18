"""Writing down customers and the ways to reach them."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from cases import policy
from cases.actions.entries import line
from cases.actions.points import write_points
from cases.events import CustomerChanged
from cases.models import Case, ContactPoint, Customer
from esn.core.clock import now
from esn.core.errors import Stale
from esn.core.events import record
from esn.core.folding import sort_name
from groups import actions as groups
from groups.models import EVERYONE, Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


@transaction.atomic
def create_customer(
    actor: Person,
    *,
    kind: str,
    name: str,
    language: str = "fr",
    phones: Sequence[str] = (),
    mails: Sequence[str] = (),
    addresses: Sequence[str] = (),
    references: Sequence[str] = (),
) -> str:
    """Write down a customer; their id."""
    policy.require_staff(actor)
    called = line(name, "name")
    customer = Customer.objects.create(
        kind=kind, name=called, sort_name=sort_name(called), language=language, created_at=now()
    )
    write_points(customer, None, _points(phones, mails, addresses, references))
    record(CustomerChanged(audience_id=EVERYONE, id=customer.id), actor.id)
    return customer.id


@transaction.atomic
def edit_customer(
    actor: Person,
    *,
    customer_id: str,
    name: str | None = None,
    language: str | None = None,
    phones: Sequence[str] | None = None,
    mails: Sequence[str] | None = None,
    addresses: Sequence[str] | None = None,
    references: Sequence[str] | None = None,
    revision: int | None = None,
) -> None:
    """Correct what we know of a customer; a list given replaces the list before."""
    customer = policy.require_living_customer(actor, customer_id)
    if revision is not None and revision != customer.revision:
        raise Stale
    if name is not None:
        customer.name = line(name, "name")
        customer.sort_name = sort_name(customer.name)
    if language is not None:
        customer.language = language
    customer.revision += 1
    customer.save(update_fields=["name", "sort_name", "language", "revision"])
    write_points(customer, None, _points(phones, mails, addresses, references))
    if name is not None:
        rename_sides(actor, customer)
    record(CustomerChanged(audience_id=EVERYONE, id=customer.id), actor.id)


def _points(
    phones: Sequence[str] | None,
    mails: Sequence[str] | None,
    addresses: Sequence[str] | None,
    references: Sequence[str] | None,
) -> dict[str, Sequence[str] | None]:
    """The ways to reach somebody by their kind."""
    return {
        ContactPoint.Kind.PHONE: phones,
        ContactPoint.Kind.MAIL: mails,
        ContactPoint.Kind.ADDRESS: addresses,
        ContactPoint.Kind.REFERENCE: references,
    }


def rename_sides(actor: Person, customer: Customer, refs: Iterable[str] | None = None) -> None:
    """Put the customer's name on the sides of their cases, or of some of them."""
    chosen = customer.cases.values("ref") if refs is None else list(refs)
    for audience in Audience.objects.filter(
        subject_kind="case", subject_ref__in=chosen, kind__in=[Kind.INTERNAL, Kind.CUSTOMER]
    ):
        groups.rename_audience(audience.id, actor.id, label=customer.name, title=audience.title)
