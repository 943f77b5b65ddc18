"""The door of the link that ends mail: by one click, without signing in."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from frontend.digests import way_out
from frontend.pages.door import show_error
from people import actions


@csrf_exempt  # a mail program presses the button too (RFC 8058); the signature is what nobody else can make
def unsubscribe(request: HttpRequest, said: str) -> HttpResponse:
    """A page with one button, because mail scanners follow links; the button, or a mail program, ends the mail."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    found = way_out.read(said)
    if found is None:
        return _sealed(show_error(request, 404))
    if request.method == "POST":
        actions.unsubscribe(found.person_id, kind=found.kind)
    with translation.override(found.language):
        context = {"kind": found.kind, "done": request.method == "POST"}
        return _sealed(render(request, "pages/unsubscribe.html", context))


def _sealed(answer: HttpResponse) -> HttpResponse:
    """The address is a key: nothing keeps it, and no other page hears of it."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
