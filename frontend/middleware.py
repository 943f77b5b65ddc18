"""The reader's language, time zone and session, and a small way to the browser, for every page and answer."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

from frontend import weeks
from people import browser_sessions
from people.adapter import client_address
from people.models import Person
from people.week import first_day


class SmallMiddleware(GZipMiddleware):
    """Compress pages and lists; an answer with an ETag stays as it is, because compressing would weaken the tag."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compressed with a random length, so that the size tells nothing of a secret inside (BREACH)."""
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.has_header("ETag") or kind not in ("text/html", "application/json"):
            return response
        return super().process_response(request, response)


class OtherHandsMiddleware:
    """What a browser fetched ahead is of one person: it forgets that where a session begins, is renewed or ends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in response.cookies:
            response.headers["Clear-Site-Data"] = '"prefetchCache"'
        return response


class ReaderMiddleware:
    """Speak the language of the signed-in person, count hours in their zone, and days in their week.

    Before signing in, LocaleMiddleware has chosen by the language cookie or the browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = get_user(request)
        if not isinstance(person, Person):
            return self.get_response(request)
        request.user = person  # the row itself: a lazy one costs at each of the thousand looks of a page
        browser_sessions.seen(request, person, address=client_address(request))
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language
        begins = first_day(person.week_start, person.language)
        with timezone.override(_zone(person.time_zone)), weeks.beginning(begins):
            response = self.get_response(request)
        response.headers["Content-Language"] = person.language
        return response


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")
