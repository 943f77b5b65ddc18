"""My calendar outside of the site: its secret address, and the file that calendar programs read there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.queries import personal_calendar
from esn.core.errors import NotFound
from frontend.calendar_file import calendar_file
from frontend.pages.devices import listed
from frontend.pages.door import Request, away, show, writing
from frontend.pages.errors import not_found
from people import actions, queries
from people.credentials import CALENDAR_PATH
from people.reauthentication import require_recent


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file behind a secret address, made now, as the person whose address it is."""
    address = queries.calendar_address(secret)
    if address is None:
        return not_found(request, NotFound())
    reader = address.person
    with translation.override(reader.language), timezone.override(reader.time_zone):
        body = calendar_file(
            personal_calendar(reader), host=request.get_host().partition(":")[0], address=request.build_absolute_uri
        )
    actions.touch_calendar(address)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = 'inline; filename="promises.ics"'
    return response


@writing
def calendar_open(request: Request) -> HttpResponse:
    """Give my calendar an address, shown this once."""
    require_recent(request)
    _id, secret = actions.open_calendar(request.user)
    return _told(request, secret)


@writing
def calendar_renew(request: Request, address_id: str) -> HttpResponse:
    """Close the address of my calendar and show another one, once."""
    queries.calendar_access(request.user, address_id)  # what is not there is not asked about
    require_recent(request)
    _id, secret = actions.renew_calendar(request.user, address_id=address_id)
    return _told(request, secret)


@writing
def calendar_close(request: Request, address_id: str) -> HttpResponse:
    """Nothing is read at this address of my calendar any more."""
    actions.close_calendar(request.user, address_id=address_id)
    messages.success(request, _("The calendar address is closed."))
    return away(request, reverse("devices"))


def _told(request: Request, secret: str) -> HttpResponse:
    """The page of devices with the address in it: whoever loads it again does not find it there."""
    address = request.build_absolute_uri(CALENDAR_PATH.format(secret=secret))
    return show(request, "pages/devices.html", listed(request, calendar_url=address), place="settings")
