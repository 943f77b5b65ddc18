"""What an address narrows a feed to."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds.queries.narrowing import ALL, FILTERS


def narrowed(request: HttpRequest) -> str:
    """The filter that is asked for; Invalid for an unknown one."""
    only = request.GET.get("only", ALL)
    if only not in FILTERS:
        raise Invalid.field("only", "unknown_choice", _("This filter is unknown."))
    return only
