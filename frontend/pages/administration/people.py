"""The accounts of the house: found, one of them, and what is done with it, each time with the reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions as cases
from cases import queries as case_queries
from cases.actions import Holder
from esn.core.errors import Invalid, NotFound
from frontend import accounts_forms as forms
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading
from groups import actions, queries
from groups.queries import Account, AccountFilter
from people.reauthentication import require_recent


@reading
def people(request: Request) -> HttpResponse:
    """Everybody with an account, narrowed as asked for."""
    form = forms.AccountFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = AccountFilter(**{name: value for name, value in said.items() if value})
    page = queries.accounts(request.user, wanted=wanted, cursor=request.GET.get("cursor"))
    kept = request.GET.copy()
    kept.pop("cursor", None)
    context = {
        "form": form,
        "page": page,
        "kept": f"{kept.urlencode()}&" if kept else "",
        "narrowed": any(said.values()),
    }
    return show_administration(request, "people.html", context, tab="people")


@reading
def account(request: Request, person_id: str) -> HttpResponse:
    """One account, and what may be done with it."""
    return _page(request, queries.account(request.user, person_id))


@form_page
def let_go(request: Request, person_id: str) -> HttpResponse:
    """Deactivate somebody, and say who receives what they still hold."""
    found = _may(request, person_id, "deactivate")
    require_recent(request)
    held = case_queries.holdings(request.user, person_id) if found.kind == "member" else None
    receivers = _receivers(request, person_id) if held and (held.cases or held.promises) else []
    form = forms.LetGoForm(request.POST or None, receivers=receivers)
    if request.method == "POST" and form.is_valid():
        rest = form.cleaned_data.get("rest", "")
        try:
            cases.release_person(
                request.user,
                person_id=person_id,
                reason=form.cleaned_data["reason"],
                rest=Holder(*rest.split(":", 1)) if ":" in rest else None,
                leave_rest=rest == "stays",
            )
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(
                request, _("%(name)s is deactivated: nothing lets them in any more.") % {"name": found.name}
            )
            return away(request, reverse("administration_person", args=[person_id]))
    context = {"account": found, "held": held, "form": form}
    return show_administration(request, "let_go.html", context, tab="people", status=400 if form.errors else 200)


@form_page
def act(request: Request, person_id: str, verb: str) -> HttpResponse:
    """One of the other acts: what it does in words, and why it is done."""
    chosen = _ACTS.get(verb)
    if chosen is None:
        raise NotFound
    verb_name, make_form, do, words = chosen
    found = _may(request, person_id, verb_name)
    require_recent(request)
    heading, note, button, done = words(found.name)
    initial = {"email": found.email} if verb == "address" else None
    form = make_form(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            do(request.user, person_id=person_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, done)
            return away(request, reverse("administration_person", args=[person_id]))
    context = {
        "form": form,
        "heading": heading,
        "note": note,
        "verb": button,
        "back": reverse("administration_person", args=[person_id]),
    }
    return show_administration(request, "form.html", context, tab="people", status=400 if form.errors else 200)


def _page(request: Request, found: Account) -> HttpResponse:
    return show_administration(request, "person.html", {"account": found}, tab="people")


def _may(request: Request, person_id: str, verb: str) -> Account:
    """The account, when the verb stands on its page; the action asks again."""
    found = queries.account(request.user, person_id)
    if verb not in found.can and request.method != "POST":
        raise NotFound
    return found


def _receivers(request: Request, person_id: str) -> list[tuple[str, str]]:
    """Their teams first, then the other teams."""
    own = [(f"team:{one.id}", one.name) for one in queries.teams_of(request.user, person_id)]
    known = queries.groups(request.user, limit=100).results
    others = [(f"team:{one.id}", one.name) for one in known if one.kind == "team" and one.openness != "secret"]
    return [*own, *(one for one in others if one not in own)]


def _reactivating(name: str) -> tuple[str, str, str, str]:
    return (
        _("Reactivate %(name)s") % {"name": name},
        _(
            "They read and write again what their seats allow. Nothing that let them in before does so: they get a"
            " link by mail to choose a password, and set up devices and second factors anew."
        ),
        _("Reactivate"),
        _("%(name)s is active again. A link to choose a password is on its way.") % {"name": name},
    )


def _signing_out(name: str) -> tuple[str, str, str, str]:
    return (
        _("Sign %(name)s out everywhere") % {"name": name},
        _("Every browser and device is signed out at once, and the secret address of their calendar is closed."),
        _("Sign out everywhere"),
        _("%(name)s is signed out everywhere.") % {"name": name},
    )


def _resetting(name: str) -> tuple[str, str, str, str]:
    return (
        _("Reset the second factor of %(name)s") % {"name": name},
        _(
            "Be sure whom you talk to: call them back. Their codes and passkeys end,"
            " they are signed out, and told by mail."
        ),
        _("Reset the second factor"),
        _("%(name)s signs in with the password alone until they set up another factor.") % {"name": name},
    )


def _correcting(name: str) -> tuple[str, str, str, str]:
    return (
        _("Mail address of %(name)s") % {"name": name},
        _("Links to choose a password go to this address."),
        _("Save"),
        _("Mail to %(name)s goes to this address from now on.") % {"name": name},
    )


Act = tuple[str, Any, Callable[..., None], Callable[[str], tuple[str, str, str, str]]]
_ACTS: dict[str, Act] = {
    "reactivate": ("reactivate", forms.ReasonForm, actions.reactivate_person, _reactivating),
    "end-sessions": ("end_sessions", forms.ReasonForm, actions.end_sessions_of, _signing_out),
    "reset-second-factor": ("reset_second_factor", forms.ReasonForm, actions.reset_second_factor_of, _resetting),
    "address": ("correct_address", forms.AddressForm, actions.correct_address, _correcting),
}
