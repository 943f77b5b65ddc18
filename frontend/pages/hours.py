"""My hours, working undisturbed, being away; and how people on a page can be reached now."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from frontend import country_words, moments, naming
from frontend.hours_forms import AbsenceForm, FocusForm, HolidaysForm, QuietForm, WeekForm
from frontend.pages.door import Request, away, blame, came_from, form_page, reading, show, show_part, writing
from groups import queries as groups
from groups.models import EVERYONE
from people import actions, queries
from people.queries import AbsenceSummary

MANY = 100  # people whose marks are asked for at once


@form_page
def hours(request: Request) -> HttpResponse:
    """When I work, whether I am away, and for whom I stand in."""
    if request.method != "POST":
        return shown(request)
    form = WeekForm(request.POST)
    if "alike" in request.POST:
        return shown(request, week=form.alike_until_friday())
    if form.is_valid():
        try:
            actions.set_hours(request.user, week=form.week(), everyone=EVERYONE)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Your hours are saved."))
            return away(request, reverse("hours"))
    return shown(request, week=form, status=400)


@form_page
def absence(request: Request) -> HttpResponse:
    """Say that I am away, from when to when, and who stands in."""
    if request.method != "POST":
        return away(request, f"{reverse('hours')}#absence")
    form = AbsenceForm(request.POST, delegates=request.user.is_member)
    if form.is_valid():
        try:
            _plan(request, form.cleaned_data)
        except Invalid as error:
            blame(form, error, start="away_from", end="back_on")
        else:
            messages.success(request, _("Colleagues see when you are back."))
            return away(request, reverse("hours"))
    return shown(request, absence=form, status=400)


def _plan(request: Request, typed: dict[str, Any]) -> None:
    name = " ".join(typed.get("delegate", "").split())
    delegate = naming.by_name(request.user, [name], "delegate")[0].id if name else None
    actions.plan_absence(
        request.user,
        start=typed["away_from"],
        end=typed["back_on"],
        delegate_id=delegate,
        note=typed["note"],
        everyone=EVERYONE,
    )


@writing
def absence_end(request: Request) -> HttpResponse:
    """I am back, or I do not go."""
    actions.end_absence(request.user, everyone=EVERYONE)
    messages.success(request, _("Welcome back. What you are offered reaches you alone again."))
    return away(request, reverse("hours"))


@writing
def focus(request: Request) -> HttpResponse:
    """Work undisturbed for a while."""
    form = FocusForm(request.POST)
    if not form.is_valid():
        raise Invalid.field("minutes", "out_of_range", _("Name up to 24 hours."))
    until = now() + dt.timedelta(minutes=form.cleaned_data["minutes"])
    actions.begin_focus(request.user, until=until, everyone=EVERYONE)
    messages.success(request, _("You are in focus until %(time)s.") % {"time": moments.ahead(until)})
    return away(request, came_from(request, reverse("hours")))


@writing
def focus_end(request: Request) -> HttpResponse:
    """Be there for others again."""
    actions.end_focus(request.user, everyone=EVERYONE)
    return away(request, came_from(request, reverse("hours")))


@reading
def standing(request: Request) -> HttpResponse:
    """The marks of some people, for a page that is open."""
    ids = request.GET.get("ids", "").split(",")[:MANY]
    return show_part(
        request, "parts/standing.html", {"available": groups.availability(request.user, filter(None, ids))}
    )


def shown(request: Request, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page of my hours; a form that was not accepted stands in place of a new one: week, absence, quiet."""
    present = _present(request)
    said = queries.hours(request.user)
    chosen = queries.choices(request.user)
    kept = queries.holidays_kept(request.user, chosen)
    context = {
        "week": forms.get("week") or WeekForm(week=said.week),
        "quiet": forms.get("quiet") or QuietForm(initial={"start": chosen.quiet_from, "end": chosen.quiet_until}),
        "has_quiet": chosen.quiet_from is not None,
        "kept": kept,
        "holidays_form": forms.get("holidays") or HolidaysForm.of(kept.chosen),
        "country": country_words.region(kept.region),
        "time_zone": said.time_zone,
        "absence": present,
        "absence_form": forms.get("absence") or AbsenceForm(initial=_typed(present), delegates=request.user.is_member),
        "colleagues": groups.team_mates(request.user, request.user.id) if request.user.is_member else (),
        "stand_ins": queries.stand_ins(request.user),
        "available": queries.availability([request.user.id]),
        "now": now(),
    }
    return show(request, "pages/hours.html", context, place="settings", status=status)


def _present(request: Request) -> AbsenceSummary | None:
    try:
        return queries.absence(request.user)
    except NotFound:
        return None


def _typed(present: AbsenceSummary | None) -> dict[str, Any]:
    if present is None:
        return {}
    name = present.delegate.name if present.delegate else ""
    return {"away_from": present.start, "back_on": present.end, "delegate": name, "note": present.note}
