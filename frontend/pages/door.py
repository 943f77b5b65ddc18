"""What every page shares: who may come in, how the four errors are answered, and the frame around the content."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cases.queries import keeps_references, rail_numbers
from esn.core import cursors, events
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from feeds.queries import concerns
from frontend.ahead import HEADER, is_ahead
from frontend.installed import READER
from groups.queries import administration_verbs, rail
from people.models import Person
from people.reauthentication import NotRecent
from people.seen import seen
from search.kept import queries as kept

P = ParamSpec("P")


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
    htmx: Any


View = Callable[Concatenate[Any, P], HttpResponse]


def page(*methods: str) -> Callable[[View[P]], View[P]]:
    """A view for signed-in people; the errors of actions and queries become pages."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def opened(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                response = show_error(request, 405)
                response["Allow"] = ", ".join(methods)
            elif not request.user.is_authenticated:
                response = _to_sign_in(request)
            else:
                _see(request)
                response = _answer(view, request, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        opened.methods = methods  # type: ignore[attr-defined]  # tests ask which addresses are pages that one looks at
        return opened

    return wrap


reading = page("GET", "HEAD")
writing = page("POST")
form_page = page("GET", "HEAD", "POST")


def _see(request: Request) -> None:
    """Whoever opens a page or sends something is there; what a page or a browser asks for by itself says nothing."""
    by_itself = request.headers.get("X-Quiet") or (request.method != "POST" and request.headers.get("HX-Request"))
    if not by_itself and not is_ahead(request):
        seen.note(request.user.id)


def _answer(view: View[P], request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    try:
        if _holds_nul(request.GET):
            return _not_text(request)
        if request.method != "POST" and not request.headers.get("HX-Request") and not asks_part(request):
            request.live_from = events.present()  # before anything is read, so that nothing falls between
        return view(request, *args, **kwargs)
    except NotFound:
        return show_error(request, 404)
    except NotAllowed as error:
        return show_error(request, 403, error.detail)
    except Invalid as error:
        return show_error(request, 400, first_problem(error))
    except NotRecent as error:
        return _prove_again(request, error.back)
    except (Stale, Conflict) as error:
        return _told_off(request, _unfit(error))
    except DataError:
        # A form says it beside its field and keeps what was typed; this is for what no form has looked at.
        if not _holds_nul(request.POST):
            raise
        return _not_text(request)


def _holds_nul(given: QueryDict) -> bool:
    return any("\x00" in str(value) for _name, values in given.lists() for value in values)


def _not_text(request: HttpRequest) -> HttpResponse:
    """Nobody types a NUL, and PostgreSQL takes it nowhere."""
    return show_error(request, 400, _("This holds characters that cannot be shown."))


def _unfit(error: Stale | Conflict) -> str:
    if isinstance(error, Stale):
        return _("Somebody changed this meanwhile. Look at how it stands, then try again.")
    return error.detail or _("The present state does not allow this.")


def _told_off(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.method != "POST":
        return show_error(request, 409, sentence)
    messages.error(request, sentence)
    return away(request, came_from(request))


def _prove_again(request: HttpRequest, back: str) -> HttpResponse:
    """Ask for a fresh proof of who asks; then they go on where they were."""
    if request.method == "POST":
        messages.info(request, _("Confirm that it is you, then press the button again."))
    here = request.get_full_path() if request.method in ("GET", "HEAD") else came_from(request)
    return away(request, f"{reverse('again')}?{urlencode({'next': back or _path(here)})}")


def _path(address: str) -> str:
    """An address of ours without its host."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Afterwards they are on the page where they were: what they had begun there is kept by their browser."""
    if request.headers.get("HX-Request"):
        return away(request, redirect_to_login(_path(came_from(request))).url)
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else _path(came_from(request))
    return redirect_to_login(asked)


def show(
    request: Request, template: str, context: Mapping[str, Any], *, place: str = "", status: int = 200
) -> HttpResponse:
    """A whole page in its frame: the rail, me, and the place in the event log from which the page goes on live."""
    me = request.user
    numbers = rail_numbers(me, kept.rail_statement(me))
    frame = {
        "me": me,
        "place": place,
        "may": administration_verbs(me),
        "keeps_references": keeps_references(me),
        "rail": context["rail"] if "rail" in context else rail(me),
        "concerns": concerns(me),
        "pressing": numbers.pressing,
        "inbox_count": numbers.inbox,
        "kept_pins": kept.as_pins(numbers.beside),
        "cursor": cursors.seal(me.id, getattr(request, "live_from", None) or events.present()),
    }
    response = render(request, template, {**frame, **context}, status=status)
    response[READER] = me.id
    response[HEADER] = f'"{reverse("ahead")}"'
    return response


def show_part(request: Request, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A piece of a page, without the frame."""
    return render(request, template, {"me": request.user, **context}, status=status)


def asks_part(request: HttpRequest) -> bool:
    """Whether a script asks for the list of a page alone: it goes on, or shows what is new."""
    return "X-Part" in request.headers


def show_error(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """The page of an error: the same bytes for the same error, whatever was asked for."""
    return render(request, f"{status}.html", {"detail": detail}, status=status)


def away(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page of ours, also when a part of the page asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    """The page of ours that the request came from."""
    address = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return otherwise


def first_problem(error: Invalid) -> str:
    """The first sentence of what is wrong with an input."""
    return next((problem.detail for problems in error.fields.values() for problem in problems), "")


def blame(form: Form, error: Invalid, **names: str) -> None:
    """Write the problems beside the fields of a form; ``names`` says where a field of the action stands in it."""
    for field, problems in error.fields.items():
        here = names.get(field, field.rpartition(".")[2])
        seen = here in form.fields and not form.fields[here].widget.is_hidden
        for problem in problems:
            form.add_error(here if seen else None, problem.detail)
