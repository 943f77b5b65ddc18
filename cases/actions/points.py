"""Writing down the ways to reach a customer or one of their contacts."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from cases import contact_points
from cases.models import ContactPoint, Customer, CustomerContact
from esn.core.errors import Invalid

AT_MOST = 50  # of each kind
LONGEST = 200  # characters
_FIELDS = {
    ContactPoint.Kind.PHONE: "phones",
    ContactPoint.Kind.MAIL: "mails",
    ContactPoint.Kind.ADDRESS: "addresses",
    ContactPoint.Kind.REFERENCE: "references",
}


def write_points(
    customer: Customer, contact: CustomerContact | None, given: Mapping[str, Sequence[str] | None]
) -> None:
    """Replace the ways of each kind that is given; None leaves a kind as it is. The customer's own have no contact."""
    for kind, values in given.items():
        if values is None:
            continue
        _require_fitting(kind, values)
        keyed = {contact_points.key(kind, value): " ".join(value.split()) for value in values}
        ContactPoint.objects.filter(customer=customer, contact=contact, kind=kind).delete()
        ContactPoint.objects.bulk_create(
            ContactPoint(customer=customer, contact=contact, kind=kind, value=value, key=key)
            for key, value in keyed.items()
        )


def _require_fitting(kind: str, values: Sequence[str]) -> None:
    """Invalid where there is more than a row or a page holds."""
    field = _FIELDS[ContactPoint.Kind(kind)]
    if len(values) > AT_MOST:
        raise Invalid.field(field, "too_many", _("At most %(number)s of them.") % {"number": AT_MOST})
    if any(len(value) > LONGEST for value in values):
        raise Invalid.field(field, "too_long", _("At most %(number)s characters each.") % {"number": LONGEST})
    if any("\0" in value for value in values):
        raise Invalid.field(field, "control", _("This holds characters that cannot be shown."))
