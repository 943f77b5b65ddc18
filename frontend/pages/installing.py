"""The doors of the installed app: its manifest, its service worker, and what that asks for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from cases.queries import desk_cases
from frontend import installed
from frontend.pages.door import Request, reading

KEPT_CASES = 12  # of one's own, read ahead for the day without a network


def manifest(request: HttpRequest) -> HttpResponse:
    """How a device installs the site."""
    return JsonResponse(installed.manifest(), content_type="application/manifest+json")


def _tag(request: HttpRequest) -> str:
    return f'"{installed.worker()[1]}"'


@condition(etag_func=_tag)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root because it serves the whole site; browsers ask whether it is another one."""
    response = HttpResponse(installed.worker()[0], content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@reading
def ready(request: Request) -> HttpResponse:
    """For the service worker before it sends or reads ahead: who is signed in, a token of forms, and which pages."""
    ahead = [reverse("home"), reverse("cases")] if request.user.is_member else []
    for case in desk_cases(request.user, limit=KEPT_CASES):
        ahead += [reverse("case", args=[case.ref]), reverse("case_contact", args=[case.ref])]
    return JsonResponse({"me": request.user.id, "token": get_token(request), "ahead": ahead})


def waiting(request: HttpRequest) -> HttpResponse:
    """What a device shows after something was written without a network."""
    return render(request, "offline.html", {"waiting": True})
