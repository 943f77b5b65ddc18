"""Searches that I keep: their list, their form, sharing them, and what is new in them."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from esn.core.errors import Invalid, NotFound, Stale
from frontend.pages.door import (
    Request,
    away,
    blame,
    came_from,
    first_problem,
    form_page,
    reading,
    show,
    show_part,
    writing,
)
from frontend.undoing import done
from groups import queries as groups
from search.kept import actions, queries
from search.kept.queries import KeptSummary
from search.query import FILTERS, LENGTH_LIMIT

ALERTS = (
    ("never", pgettext_lazy("when to tell of new matches", "Never")),
    ("at_once", pgettext_lazy("when to tell of new matches", "At once, in the inbox")),
    ("digest", pgettext_lazy("when to tell of new matches", "In the digest by mail")),
)


class KeptForm(forms.Form):
    """What a search asks, and its name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=actions.NAME_LIMIT)
    text = forms.CharField(
        label=gettext_lazy("What it searches for"),
        max_length=LENGTH_LIMIT,
        required=False,
        help_text=gettext_lazy("Words and operators, as in the search box."),
    )


class ChangedForm(KeptForm):
    """The same, with the version that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class NewKeptForm(KeptForm):
    """The same, with how to follow it."""

    pin = forms.BooleanField(
        label=gettext_lazy("Show it in my rail"),
        help_text=gettext_lazy("With the number of what is new since you looked."),
        required=False,
        initial=True,
    )
    alert = forms.ChoiceField(label=gettext_lazy("Tell me of new matches"), choices=ALERTS, initial="never")


@reading
def kept_searches(request: Request) -> HttpResponse:
    """Those that I keep, and those that my groups share with me."""
    page = queries.kept_searches(request.user, cursor=request.GET.get("cursor"), limit=50)
    context = {"page": page, "rows": [(one, _query(one)) for one in page.results], "alerts": ALERTS}
    return show(request, "pages/kept_searches.html", context, place="search")


@reading
def kept_rail(request: Request) -> HttpResponse:
    """The searches in my rail, with what is new in each."""
    return show_part(request, "parts/rail_kept.html", {"kept_pins": queries.pins(request.user)})


@reading
def kept_open(request: Request, search_id: str) -> HttpResponse:
    """What a search finds now, for me."""
    return away(request, _address(queries.kept_search(request.user, search_id)))


@form_page
def kept_new(request: Request) -> HttpResponse:
    """Keep what I have just searched for."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    asked = request.GET.get("q", "")[:LENGTH_LIMIT].strip()
    form = NewKeptForm(request.POST or None, initial={"text": asked, "name": asked[: actions.NAME_LIMIT]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.keep_search(request.user, filters=chosen, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("The search is kept."))
            return away(request, _address(queries.kept_search(request.user, made)))
    back = f"{reverse('search')}?{urlencode({'q': asked, **chosen})}"
    context = {"form": form, "heading": _("Keep this search"), "verb": _("Keep it"), "back": back}
    return show(request, "pages/form.html", context, place="search", status=400 if form.errors else 200)


@form_page
def kept_edit(request: Request, search_id: str) -> HttpResponse:
    """Another name or another question, and with whom it is shared."""
    found = queries.kept_search(request.user, search_id)
    seen = {"name": found.name, "text": found.text, "revision": found.revision}
    form = ChangedForm(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(request.user, search_id=search_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        except Stale:
            form.add_error(None, _("It was changed on another device meanwhile. Look at it there first."))
        else:
            messages.success(request, _("The search is changed."))
            return away(request, reverse("kept_searches"))
    shared = {group.id for group in found.shared_with}
    mine = [one for one in groups.rail(request.user) if one.joined and one.id not in shared]
    context = {"form": form, "found": found, "groups": mine if "share" in found.can else ()}
    return show(request, "pages/kept_search.html", context, place="search", status=400 if form.errors else 200)


@writing
def kept_looked(request: Request, search_id: str) -> HttpResponse:
    """I have looked at what is new."""
    actions.look_at_search(request.user, search_id=search_id)
    return _back(request)


@writing
def kept_pin(request: Request, search_id: str) -> HttpResponse:
    """Put it into my rail, or take it out."""
    if request.POST.get("out"):
        actions.unpin_search(request.user, search_id=search_id)
        return _back(request)
    return _tried(request, lambda: actions.pin_search(request.user, search_id=search_id))


@writing
def kept_alert(request: Request, search_id: str) -> HttpResponse:
    """Choose when I am told of new matches."""
    alert = request.POST.get("alert", "")
    return _tried(request, lambda: actions.set_alert(request.user, search_id=search_id, alert=alert))


@writing
def kept_share(request: Request, search_id: str) -> HttpResponse:
    """Share it with a group of mine, or take it from one."""
    group = request.POST.get("group", "")
    if request.POST.get("end"):
        actions.unshare_search(request.user, search_id=search_id, group_id=group)
        messages.success(request, _("The group does not see this search any more."))
        return _back(request)
    return _tried(request, lambda: actions.share_search(request.user, search_id=search_id, group_id=group))


@writing
def kept_delete(request: Request, search_id: str) -> HttpResponse:
    """Take it away; it can be taken back."""
    found = queries.kept_search(request.user, search_id)
    actions.delete_search(request.user, search_id=search_id)
    said = _("“%(name)s” is deleted.") % {"name": found.name}
    done(request, said, back=reverse("kept_restore", args=[search_id]))
    return away(request, reverse("kept_searches"))


@writing
def kept_restore(request: Request, search_id: str) -> HttpResponse:
    """Take the deletion back."""
    return _tried(request, lambda: actions.restore_search(request.user, search_id=search_id))


def kept_of_page(request: Request, asked: dict[str, str]) -> dict[str, Any]:
    """For the page of results: the search that it shows, when it is a kept one, and where to keep what was asked."""
    found = None
    if request.GET.get("kept"):
        with suppress(NotFound):
            found = queries.kept_search(request.user, request.GET["kept"])
    return {"kept_search": found, "keep": f"{reverse('kept_new')}?{urlencode(asked)}"}


def _query(found: KeptSummary) -> str:
    return urlencode({"q": found.text, **{one.name: one.value for one in found.filters}, "kept": found.id})


def _address(found: KeptSummary) -> str:
    return f"{reverse('search')}?{_query(found)}"


def _tried(request: Request, act: Callable[[], None]) -> HttpResponse:
    """Do it, or say above the page why not."""
    try:
        act()
    except Invalid as error:
        messages.error(request, first_problem(error))
    return _back(request)


def _back(request: Request) -> HttpResponse:
    return away(request, came_from(request, reverse("kept_searches")))
