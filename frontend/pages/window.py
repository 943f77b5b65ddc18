"""The customer's window: a link is exchanged for it by one tap, and then it shows one case to one person.

It knows nothing of sessions: an employee who opens one stays who they are elsewhere. Its forms carry a token of their
own, because a page that sends no referrer gets no origin from the browser.
"""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt

from cases import actions, queries
from cases.queries import CustomerWindow, WindowPass, WindowPromise
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.sending import send
from frontend import window_forms
from frontend.limits import Limit, address
from frontend.pages.door import blame, first_problem, show_error

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
    """A view of an open window; for anybody else there is nothing, and the errors of actions become its pages."""

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
    except Invalid as error:
        return show_window(request, found, problem=first_problem(error), status=400)
    except Conflict as error:
        return show_window(request, found, problem=error.detail, status=409)


@inside("GET", "HEAD")
def window(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """What was promised, who is on it, when they hear next, and what they can do."""
    actions.touch_portal_link(found.id, found.last_used_at)
    return show_window(request, found)


@inside("POST")
def window_say(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Write to us."""
    body = request.POST.get("body", "")
    try:
        actions.post_in_case(found.person, ref=found.ref, body=body)
    except Invalid as error:
        return show_window(request, found, problem=first_problem(error), typed=body, status=400)
    return _back(found, "#said")


@inside("POST")
def window_agree(request: HttpRequest, found: WindowPass, promise_id: str) -> HttpResponse:
    """Say that a promise suits them."""
    actions.agree_to_promise(found.person, ref=found.ref, commitment_id=promise_id)
    return _back(found)


@inside("GET", "HEAD", "POST")
def window_ask(request: HttpRequest, found: WindowPass, promise_id: str) -> HttpResponse:
    """Ask for another time."""
    promise = _promise(found, promise_id)
    form = window_forms.AskForm(request.POST or None, initial=window_forms.AskForm.of(promise.window))

    def ask() -> None:
        asked, reason = form.window(), form.cleaned_data["reason"]
        actions.ask_another_window(found.person, ref=found.ref, commitment_id=promise_id, window=asked, reason=reason)

    return _form(request, found, "window/ask.html", form, ask, promise=promise)


@inside("POST")
def window_choose(request: HttpRequest, found: WindowPass, promise_id: str, number: str) -> HttpResponse:
    """Choose another time among those that were offered."""
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else -1
    actions.choose_offer(found.person, ref=found.ref, commitment_id=promise_id, number=chosen)
    return _back(found)


@inside("GET", "HEAD", "POST")
def window_correct(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Correct a fact that we hold, or tell us one more."""
    seen = queries.customer_window(found.person, found.ref)
    chosen = {"fact": request.GET.get("fact", window_forms.NEW)}
    form = window_forms.CorrectForm(request.POST or None, facts=seen.facts, initial=chosen)

    def correct() -> None:
        words = form.cleaned_data["words"]
        actions.correct_fact(found.person, ref=found.ref, fact_id=form.fact_id(), words=words)

    return _form(request, found, "window/correct.html", form, correct)


@inside("GET", "HEAD", "POST")
def window_told(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Say what they had told us already."""
    form = window_forms.ToldForm(request.POST or None)

    def told() -> None:
        actions.say_told_already(found.person, ref=found.ref, words=form.cleaned_data["words"])

    return _form(request, found, "window/told.html", form, told)


@inside("GET", "HEAD")
def window_file(request: HttpRequest, found: WindowPass, file_id: str) -> HttpResponse:
    """A file that stands in the window."""
    sent = queries.window_file(found.person, found.ref, file_id, request.GET.get("size", "")[:8])
    return cast(HttpResponse, send(request, sent.path, name=sent.name, type_=sent.type, sha256=sent.sha256))


@inside("POST")
def window_language(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Read the window in another language."""
    response = _back(found)
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


def show_window(
    request: HttpRequest, found: WindowPass, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """The window as its contact sees it."""
    seen = queries.customer_window(found.person, found.ref)
    context = {**_frame(request, found), **shown(seen), "problem": problem, "typed": typed}
    return render(request, "window/window.html", context, status=status)


def shown(seen: CustomerWindow) -> dict[str, Any]:
    """What the page of a window shows, for its contact and in the preview alike."""
    first = next((one for one in seen.promises if "agree" in one.can and not one.agreed and one.wish is None), None)
    return {"seen": seen, "first": first, "reach": settings.REACH_US}


def _form(
    request: HttpRequest, found: WindowPass, template: str, form: Form, do: Callable[[], None], **more: Any
) -> HttpResponse:
    """Show the form, or do what it says and go back; what is wrong stands beside its field and nothing is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Invalid as error:
            blame(form, error, **{"window": "day", "window.start": "start", "window.end": "end"})
        else:
            return _back(found)
    context = {**_frame(request, found), "form": form, **more}
    return render(request, template, context, status=400 if form.errors else 200)


def _promise(found: WindowPass, promise_id: str) -> WindowPromise:
    promises = queries.customer_window(found.person, found.ref).promises
    promise = next((one for one in promises if one.id == promise_id and "ask" in one.can), None)
    if promise is None:
        raise NotFound
    return promise


def _frame(request: HttpRequest, found: WindowPass) -> dict[str, Any]:
    return {"window_id": found.id, "token": _token(request), "ref": found.ref}


def _known(request: HttpRequest, window_id: str) -> WindowPass | None:
    """The living pass of who exchanged the link of this window in this browser before."""
    try:
        exchanged = signing.loads(request.COOKIES.get(COOKIE, ""), salt=PURPOSE)
    except signing.BadSignature:
        return None
    return queries.living_pass(window_id) if exchanged == window_id else None


def _token(request: HttpRequest) -> str:
    """What the forms of a window carry: only who reads the page can know it."""
    return salted_hmac(f"{PURPOSE}.form", request.COOKIES.get(COOKIE, ""), algorithm="sha256").hexdigest()


def _is_ours(request: HttpRequest) -> bool:
    return constant_time_compare(request.POST.get("token", ""), _token(request))


def _speaking(request: HttpRequest, found: WindowPass) -> AbstractContextManager[Any]:
    """Speak the language of the contact, or the one that they chose here, and count hours where they are."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    manner = ExitStack()
    manner.enter_context(translation.override(chosen if chosen in dict(settings.LANGUAGES) else found.person.language))
    manner.enter_context(timezone.override(ZoneInfo(found.person.time_zone)))
    return manner


def _back(found: WindowPass, place: str = "") -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('window', args=[found.id])}{place}")


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
