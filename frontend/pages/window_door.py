"""The door of the customer's window: a link is exchanged for it by one tap, and one browser may come in again.

It knows nothing of sessions: an employee who opens one stays who they are elsewhere. Its forms carry a token of their
own, because a page that sends no referrer gets no origin from the browser.
"""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt

from cases import actions, queries
from cases.queries import WindowPass
from esn.core.clock import now
from esn.core.errors import NotFound
from frontend.limits import Limit, address
from frontend.pages.door import show_error

COOKIE, LANGUAGE_COOKIE, PURPOSE = "window", "window_language", "esn.window"
wrong_links = Limit("window.wrong", at_most=20, seconds=600)  # from one address
opened_links = Limit("window.opened", at_most=60, seconds=3600)  # by one link: each is written down
sent_forms = Limit("window.sent", at_most=60, seconds=3600)  # through one link

View = Callable[..., HttpResponse]


@csrf_exempt  # the secret in the address is what no other site knows
def window_open(request: HttpRequest, window_id: str, secret: str) -> HttpResponse:
    """The link itself: a page with one button, because mail scanners follow links; the button opens the window."""
    if request.method not in ("GET", "HEAD", "POST"):
        return _not_this_way(request, "GET, HEAD, POST")
    here = address(request)
    if wrong_links.reached(here):
        return _sealed(_later(request))
    found = queries.living_pass(window_id, secret)
    if found is None:
        wrong_links.count(here)
        return _gone(request)
    if request.method == "POST":
        if opened_links.reached(found.id):
            return _sealed(_later(request))
        opened_links.count(found.id)
        return _exchange(found)
    if _known(request, window_id) is not None:
        return _sealed(HttpResponseRedirect(reverse("window", args=[window_id])))
    with _speaking(request, found):
        return _sealed(render(request, "window/door.html", {"name": found.person.name}))


def _exchange(found: WindowPass) -> HttpResponse:
    actions.open_portal_link(found.id)
    address_ = reverse("window", args=[found.id])
    response = HttpResponseRedirect(address_)
    response.set_cookie(
        COOKIE,
        signing.dumps(found.id, salt=PURPOSE),
        max_age=max(int((found.expires_at - now()).total_seconds()), 1),
        path=address_,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return _sealed(response)


def inside(*methods: str) -> Callable[[View], View]:
    """A view of an open window; for anybody else there is nothing."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def opened(request: HttpRequest, window_id: str, **named: Any) -> HttpResponse:
            if request.method not in methods:
                return _not_this_way(request, ", ".join(methods))
            found = _known(request, window_id)
            if found is None:
                return _gone(request)
            if request.method == "POST" and not _is_ours(request):
                return _sealed(show_error(request, 403))
            with _speaking(request, found):
                return _sealed(_answered(view, request, found, named))

        return opened

    return wrap


def _answered(view: View, request: HttpRequest, found: WindowPass, named: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        if sent_forms.reached(found.id):
            return _later(request)
        sent_forms.count(found.id)
    try:
        return view(request, found, **named)
    except NotFound:
        return _gone(request)


@inside("POST")
def window_language(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Read the window in another language."""
    response = back(found)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        path = reverse("window", args=[found.id])
        response.set_cookie(LANGUAGE_COOKIE, chosen, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


@inside("POST")
def window_leave(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Forget the window on this device; the link opens it again."""
    response = render(request, "window/left.html")
    response.delete_cookie(COOKIE, path=reverse("window", args=[found.id]), samesite="Lax")
    return response


def back(found: WindowPass, place: str = "") -> HttpResponse:
    """Back to the window, at a place in it."""
    return HttpResponseRedirect(f"{reverse('window', args=[found.id])}{place}")


def token(request: HttpRequest) -> str:
    """What the forms of a window carry: only who reads the page can know it."""
    return salted_hmac(f"{PURPOSE}.form", request.COOKIES.get(COOKIE, ""), algorithm="sha256").hexdigest()


def _is_ours(request: HttpRequest) -> bool:
    return constant_time_compare(request.POST.get("token", ""), token(request))


def _known(request: HttpRequest, window_id: str) -> WindowPass | None:
    """The living pass of who exchanged the link of this window in this browser before."""
    try:
        exchanged = signing.loads(request.COOKIES.get(COOKIE, ""), salt=PURPOSE)
    except signing.BadSignature:
        return None
    return queries.living_pass(window_id) if exchanged == window_id else None


def _speaking(request: HttpRequest, found: WindowPass) -> AbstractContextManager[Any]:
    """Speak the language of the contact, or the one that they chose here, and count hours where they are."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    manner = ExitStack()
    manner.enter_context(translation.override(chosen if chosen in dict(settings.LANGUAGES) else found.person.language))
    manner.enter_context(timezone.override(ZoneInfo(found.person.time_zone)))
    return manner


def _gone(request: HttpRequest) -> HttpResponse:
    """One page for a link that is wrong, over or taken back, and for a window that was never opened here."""
    return _sealed(render(request, "window/gone.html", {"reach": settings.REACH_US}, status=404))


def _later(request: HttpRequest) -> HttpResponse:
    response = render(request, "window/later.html", {"reach": settings.REACH_US}, status=429)
    response["Retry-After"] = "600"
    return response


def _not_this_way(request: HttpRequest, allowed: str) -> HttpResponse:
    response = show_error(request, 405)
    response["Allow"] = allowed
    return _sealed(response)


def _sealed(response: HttpResponse) -> HttpResponse:
    """No other site learns the address, no cache keeps the page, no search engine lists it."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
