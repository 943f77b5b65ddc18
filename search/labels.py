"""How the values of facets are called, in the reader's language and as far as the reader may know them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Customer
from groups import policy as reading
from groups.models import Group
from people import queries as people
from people.models import Person
from search.counting import Counts
from search.summaries import FacetValue


def labelled(viewer: Person, facets: Mapping[str, Counts]) -> dict[str, tuple[FacetValue, ...]]:
    """Facets with a name for each value; values without one, and empty facets, are left out."""
    named = {}
    for facet, counts in facets.items():
        names = _names(viewer, facet, [value for value, _count in counts])
        values = tuple(FacetValue(value, names[value], count) for value, count in counts if value in names)
        if values:
            named[facet] = values
    return named


def _names(viewer: Person, facet: str, values: list[str]) -> Mapping[str, str]:
    if not values:
        return {}
    match facet:
        case "group":
            known = Group.objects.filter(reading.existing(viewer), id__in=values)
            return dict(known.values_list("id", "name"))
        case "customer":
            served = Customer.objects.filter(reading.visible(viewer), id__in=values)
            return dict(served.values_list("id", "name"))
        case "author":
            return {id_: ref.name for id_, ref in people.refs(values).items()}
    return _words()[facet]


def _words() -> dict[str, dict[str, str]]:
    return {
        "type": {
            "post": _("Posts"),
            "case": _("Cases"),
            "customer": _("Customers"),
            "person": _("People"),
            "group": _("Groups"),
            "promise": _("Promises"),
            "fact": _("Facts"),
            "file": _("Files"),
        },
        "side": {"internal": _("Internal"), "partner": _("Partner"), "customer": _("Customer")},
        "status": {
            "new": pgettext("status of a case", "New"),
            "in_hand": pgettext("status of a case", "In hand"),
            "waiting_customer": pgettext("status of a case", "Waiting for the customer"),
            "waiting_partner": pgettext("status of a case", "Waiting for the partner"),
            "solved": pgettext("status of a case", "Solved"),
            "closed": pgettext("status of a case", "Closed"),
        },
        "has": {
            "file": _("Files"),
            "image": _("Pictures"),
            "promise": _("Promises"),
            "poll": _("Polls"),
            "question": _("Questions"),
        },
        "lang": {"fr": _("French"), "en": _("English")},
        "period": {
            "week": _("Last 7 days"),
            "month": _("Last 30 days"),
            "quarter": _("Last 3 months"),
            "year": _("Last 12 months"),
        },
    }
