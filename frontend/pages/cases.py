"""The list of cases, and opening one."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import StoryText
from esn.core.errors import Invalid, NotFound
from frontend import forms
from frontend.installed import may_be_kept
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part
from people import queries as people

LISTS = ("mine", "stand_in", "team", "followed", "open", "all")


@reading
def cases(request: Request) -> HttpResponse:
    """Cases that I hold, that those I stand in for or my teams hold, that I follow, that are open, or all."""
    which = request.GET.get("which", "mine" if request.user.is_member else "all")
    if which not in LISTS:
        raise Invalid.field("which", "unknown_choice", _("This list is unknown."))
    page = queries.cases(request.user, which=which, cursor=request.GET.get("cursor"))
    mine = which in ("mine", "stand_in") and request.user.is_member
    context = {"page": page, "which": which, "lists": LISTS, "waiting": mine, **(_waiting(request) if mine else {})}
    return may_be_kept(show(request, "pages/cases.html", context, place="cases"), request.user)


@reading
def cases_waiting(request: Request) -> HttpResponse:
    """What waits for me above my cases, for a page that is open while somebody asks."""
    return show_part(request, "parts/cases_waiting.html", {"waiting": True, **_waiting(request)})


def _waiting(request: Request) -> dict[str, Any]:
    if not request.user.is_member:
        raise NotFound
    stand_ins = people.stand_ins(request.user)
    return {
        "offers": queries.waiting_handoffs(request.user, limit=10).results,
        "rulings": queries.waivers(request.user, decider="me", limit=5).results,
        "stand_ins": tuple(one for one in stand_ins if one.begun),
    }


@form_page
def case_new(request: Request) -> HttpResponse:
    """Open a case: the customer first, then their story."""
    customer_id = request.POST.get("customer") or request.GET.get("customer", "")
    if not customer_id:
        return _choose_customer(request)
    try:
        customer = queries.customer(request.user, customer_id)
    except NotFound:
        return _choose_customer(request, unknown=True)
    form = forms.CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ref = _open(request, customer_id, form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("case", args=[ref]))
    context = {"form": form, "customer": customer}
    return show(request, "pages/case_new.html", context, place="cases", status=400 if form.errors else 200)


def _choose_customer(request: Request, *, unknown: bool = False) -> HttpResponse:
    q = request.GET.get("q", "")[:120]
    page = queries.customers(request.user, q=q, limit=10)
    context = {"page": page, "q": q, "unknown": unknown}
    return show(request, "pages/case_customer.html", context, place="cases", status=400 if unknown else 200)


def _open(request: Request, customer_id: str, typed: dict[str, Any]) -> str:
    return actions.open_case(
        request.user,
        customer_id=customer_id,
        title=typed["title"],
        public_title=typed["public_title"],
        story=story_text(typed),
        severity=typed["severity"],
        restricted=typed["restricted"],
        holder=None,
    )


def story_text(typed: dict[str, Any]) -> StoryText:
    """The story of a form."""
    return StoryText(**{field.name: typed[field.name] for field in fields(StoryText)})
