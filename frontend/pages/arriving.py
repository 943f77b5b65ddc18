"""Pages that browsers fetch ahead: the rules for it, and what a page says once somebody has really come to it."""

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from frontend import ahead, since
from frontend.pages.door import Request, writing
from frontend.settling import settle

RULES_KEPT = 3600  # seconds that a browser goes by the same rules


def rules(request: HttpRequest) -> HttpResponse:
    """Which links a browser may follow before somebody does."""
    response = JsonResponse(ahead.rules(), content_type="application/speculationrules+json")
    response["Cache-Control"] = f"public, max-age={RULES_KEPT}"
    return response


@writing
def arrived(request: Request) -> HttpResponse:
    """I look at a page that my browser had fetched ahead: what opening it says is said now."""
    response = HttpResponse(status=204)
    address = urlsplit(request.POST.get("address", ""))
    try:
        place = resolve(address.path)
    except Resolver404:
        return response
    if place.url_name == "home":
        return since.keep(request, response, request.user, since.visit(request, request.user))
    subject = {"case": "case", "post": "thread"}.get(place.url_name or "")
    if subject and "cursor" not in parse_qs(address.query):
        settle(request.user, subject, next(iter(place.kwargs.values())))
    return response
