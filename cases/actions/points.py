"""Writing down the ways to reach a customer or one of their contacts."""

from collections.abc import Mapping, Sequence

from cases import contact_points
from cases.models import ContactPoint, Customer, CustomerContact


def write_points(
    customer: Customer, contact: CustomerContact | None, given: Mapping[str, Sequence[str] | None]
) -> None:
    """Replace the ways of each kind that is given; None leaves a kind as it is. The customer's own have no contact."""
    for kind, values in given.items():
        if values is None:
            continue
        keyed = {contact_points.key(kind, value): " ".join(value.split()) for value in values}
        ContactPoint.objects.filter(customer=customer, contact=contact, kind=kind).delete()
        ContactPoint.objects.bulk_create(
            ContactPoint(customer=customer, contact=contact, kind=kind, value=value, key=key)
            for key, value in keyed.items()
        )
