"""The first visit: one step at a time, each of which may be left out; put away for good when one likes."""

from typing import Any

from django.conf import settings as site
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases import actions as cases
from cases.queries import practice_case
from esn.core.errors import Invalid, NotFound
from frontend import tour, words
from frontend.hours_forms import WeekForm
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part, writing
from frontend.pages.settings import YEAR
from frontend.profile_forms import LanguageForm
from groups import queries as groups
from groups.models import EVERYONE
from people import actions, queries
from people.models import Person
from people.welcome import steps_of

MOST_TEAMS, MOST_GROUPS = 12, 3


@reading
def welcome(request: Request) -> HttpResponse:
    """The step where I am, or the first."""
    return _page(request)


@reading
def welcome_card(request: Request) -> HttpResponse:
    """The card that leads to it from home; nothing once it is over."""
    return show_part(request, "parts/welcome_card.html", {})


@writing
def welcome_step(request: Request) -> HttpResponse:
    """Go to a step; to none ends the first visit, or puts it away."""
    step = request.POST.get("step", "")
    if step:
        actions.go_to_step(request.user, step=step)
        return away(request, reverse("welcome"))
    cases.leave_welcome(request.user)
    messages.success(request, _("That was all. The settings are in your menu."))
    return away(request, reverse("home"))


@form_page
def welcome_language(request: Request) -> HttpResponse:
    """Choose the language in which the site speaks to me, and my time zone."""
    if request.method != "POST":
        return away(request, reverse("welcome"))
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    actions.edit_profile(request.user, everyone=EVERYONE, **form.cleaned_data)
    translation.activate(form.cleaned_data["language"])
    response = _onward(request, "language")
    response.set_cookie(site.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=YEAR)
    return response


@form_page
def welcome_hours(request: Request) -> HttpResponse:
    """Say when I work."""
    if request.method != "POST":
        return away(request, reverse("welcome"))
    form = WeekForm(request.POST)
    if "alike" in request.POST:
        return _page(request, week=form.alike_until_friday())
    if form.is_valid():
        try:
            actions.set_hours(request.user, week=form.week(), everyone=EVERYONE)
        except Invalid as error:
            blame(form, error)
        else:
            return _onward(request, "hours")
    return _page(request, week=form, status=400)


@writing
def welcome_practice(request: Request) -> HttpResponse:
    """Open the case on which I practise, and begin its tour."""
    return away(request, reverse("case", args=[cases.open_practice(request.user)]) + tour.address(1))


def _onward(request: Request, step: str) -> HttpResponse:
    """To the next step; the first visit of who is not at this step stays where it is."""
    steps = steps_of(request.user.kind)
    after = steps[steps.index(step) + 1 :] if step in steps else ()
    if request.user.welcome_step == step and after:
        actions.go_to_step(request.user, step=after[0])
    return away(request, reverse("welcome"))


def _page(request: Request, *, status: int = 200, **state: Any) -> HttpResponse:
    me = request.user
    steps = steps_of(me.kind)
    if not steps:
        raise NotFound
    step = me.welcome_step if me.welcome_step in steps else steps[0]
    at = steps.index(step)
    context = {
        "step": step,
        "number": at + 1,
        "steps": [(code, words.word("welcome", code)) for code in steps],
        "before": steps[at - 1] if at else "",
        "after": steps[at + 1] if at + 1 < len(steps) else "",
        **_OF_STEP.get(step, lambda _person: {})(me),
        **state,
    }
    return show(request, "pages/welcome.html", context, place="welcome", status=status)


def _language(me: Person) -> dict[str, Any]:
    return {"form": LanguageForm(initial={"language": me.language, "time_zone": me.time_zone})}


def _hours(me: Person) -> dict[str, Any]:
    return {"week": WeekForm(week=queries.hours(me).week), "time_zone": me.time_zone}


def _teams(me: Person) -> dict[str, Any]:
    return {"teams": groups.teams_to_join(me, MOST_TEAMS)}


def _groups(me: Person) -> dict[str, Any]:
    return {"suggestions": groups.suggestions(me, MOST_GROUPS) or groups.lively(me, MOST_GROUPS)}


def _tour(me: Person) -> dict[str, Any]:
    return {"practice": practice_case(me), "tour_begins": tour.address(1)}


_OF_STEP = {
    "language": _language,
    "photo": lambda me: {"about": queries.me(me)},
    "hours": _hours,
    "teams": _teams,
    "groups": _groups,
    "tour": _tour,
}
