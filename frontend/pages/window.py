"""The customer's window: it shows one case to one person, who answers, asks and writes there."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases import actions, queries
from cases.queries import CustomerWindow, WindowPass, WindowPromise
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.sending import send
from frontend import window_forms
from frontend.pages.door import blame, first_problem
from frontend.pages.window_door import View, back, inside, token


def page(*methods: str) -> Callable[[View], View]:
    """A view of an open window, where what an action refuses is said in the window."""

    def wrap(view: View) -> View:
        @inside(*methods)
        @functools.wraps(view)
        def answered(request: HttpRequest, found: WindowPass, **named: Any) -> HttpResponse:
            try:
                return view(request, found, **named)
            except Invalid as error:
                return show_window(request, found, problem=first_problem(error), status=400)
            except Conflict as error:
                return show_window(request, found, problem=error.detail, status=409)

        return answered

    return wrap


@page("GET", "HEAD")
def window(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """What was promised, who is on it, when they hear next, and what they can do."""
    actions.touch_portal_link(found.id, found.last_used_at)
    return show_window(request, found)


@page("POST")
def window_say(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Write to us."""
    body = request.POST.get("body", "")
    try:
        actions.post_in_case(found.person, ref=found.ref, body=body)
    except Invalid as error:
        return show_window(request, found, problem=first_problem(error), typed=body, status=400)
    return back(found, "#said")


@page("POST")
def window_agree(request: HttpRequest, found: WindowPass, promise_id: str) -> HttpResponse:
    """Say that a promise suits them."""
    actions.agree_to_promise(found.person, ref=found.ref, commitment_id=promise_id)
    return back(found)


@page("GET", "HEAD", "POST")
def window_ask(request: HttpRequest, found: WindowPass, promise_id: str) -> HttpResponse:
    """Ask for another time."""
    promise = _promise(found, promise_id)
    form = window_forms.AskForm(request.POST or None, initial=window_forms.AskForm.of(promise.window))

    def ask() -> None:
        asked, reason = form.window(), form.cleaned_data["reason"]
        actions.ask_another_window(found.person, ref=found.ref, commitment_id=promise_id, window=asked, reason=reason)

    return _form(request, found, "window/ask.html", form, ask, promise=promise)


@page("POST")
def window_choose(request: HttpRequest, found: WindowPass, promise_id: str, number: str) -> HttpResponse:
    """Choose another time among those that were offered."""
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else -1
    actions.choose_offer(found.person, ref=found.ref, commitment_id=promise_id, number=chosen)
    return back(found)


@page("GET", "HEAD", "POST")
def window_correct(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Correct a fact that we hold, or tell us one more."""
    seen = queries.customer_window(found.person, found.ref)
    chosen = {"fact": request.GET.get("fact", window_forms.NEW)}
    form = window_forms.CorrectForm(request.POST or None, facts=seen.facts, initial=chosen)

    def correct() -> None:
        words = form.cleaned_data["words"]
        actions.correct_fact(found.person, ref=found.ref, fact_id=form.fact_id(), words=words)

    return _form(request, found, "window/correct.html", form, correct)


@page("GET", "HEAD", "POST")
def window_told(request: HttpRequest, found: WindowPass) -> HttpResponse:
    """Say what they had told us already."""
    form = window_forms.ToldForm(request.POST or None)

    def told() -> None:
        actions.say_told_already(found.person, ref=found.ref, words=form.cleaned_data["words"])

    return _form(request, found, "window/told.html", form, told)


@page("GET", "HEAD")
def window_file(request: HttpRequest, found: WindowPass, file_id: str) -> HttpResponse:
    """A file that stands in the window."""
    sent = queries.window_file(found.person, found.ref, file_id, request.GET.get("size", "")[:8])
    return cast(HttpResponse, send(request, sent.path, name=sent.name, type_=sent.type, sha256=sent.sha256))


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
            return back(found)
    context = {**_frame(request, found), "form": form, **more}
    return render(request, template, context, status=400 if form.errors else 200)


def _promise(found: WindowPass, promise_id: str) -> WindowPromise:
    promises = queries.customer_window(found.person, found.ref).promises
    promise = next((one for one in promises if one.id == promise_id and "ask" in one.can), None)
    if promise is None:
        raise NotFound
    return promise


def _frame(request: HttpRequest, found: WindowPass) -> dict[str, Any]:
    return {"window_id": found.id, "token": token(request), "ref": found.ref}
