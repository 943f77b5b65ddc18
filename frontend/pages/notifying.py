"""How I am told of what needs me: mail, sound, groups; quiet hours and public holidays."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds.queries import call_counts
from frontend import words
from frontend.hours_forms import HolidaysForm, NotifyingForm, QuietForm
from frontend.pages import hours
from frontend.pages.door import Request, away, blame, form_page, show, writing
from groups import actions as groups
from groups.models import EVERYONE
from groups.queries import group_tells as tells_of_groups
from people import actions, browser_sessions, queries


@form_page
def quiet(request: Request) -> HttpResponse:
    """Say in which hours of every day I am not disturbed."""
    if request.method != "POST":
        return away(request, f"{reverse('hours')}#quiet")
    form = QuietForm(request.POST)
    if "none" in request.POST:
        actions.set_quiet_hours(request.user, start=None, end=None)
        messages.success(request, _("You have no quiet hours of your own."))
        return away(request, reverse("hours"))
    if form.is_valid():
        try:
            actions.set_quiet_hours(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Your quiet hours are saved."))
            return away(request, reverse("hours"))
    return hours.shown(request, quiet=form, status=400)


@form_page
def holidays(request: Request) -> HttpResponse:
    """Say whose public holidays I keep."""
    if request.method != "POST":
        return away(request, f"{reverse('hours')}#holidays")
    form = HolidaysForm(request.POST)
    if "part" in form.fields and not form.data.get("part", "").startswith(form.data.get("country", "")):
        form = HolidaysForm({"country": form.data.get("country", "")})  # another country: its whole, to begin with
    if form.is_valid():
        actions.choose_holidays(request.user, region=form.region(), everyone=EVERYONE)
        messages.success(request, _("Your public holidays are saved."))
        return away(request, f"{reverse('hours')}#holidays")
    return hours.shown(request, holidays=form, status=400)


@form_page
def notifications(request: Request) -> HttpResponse:
    """How often I get mail, whether the page may sound, and what of each group reaches me."""
    chosen = queries.choices(request.user)
    form = NotifyingForm(request.POST or None, initial=vars(chosen))
    if request.method == "POST" and form.is_valid():
        actions.choose_mail(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return away(request, reverse("notifications"))
    context = {
        "form": form,
        "groups": tells_of_groups(request.user),
        "tells": words.choices("tells"),
        "calls": call_counts(request.user),
        "push_devices": queries.push_devices(request.user, session=browser_sessions.mark(request.session)),
        "reach": queries.reach([request.user.id]).get(request.user.id),
    }
    return show(request, "pages/notifications.html", context, place="settings", status=400 if form.errors else 200)


@writing
def group_tells(request: Request) -> HttpResponse:
    """What of each group reaches me by mail and sound."""
    for one in tells_of_groups(request.user):
        wanted = request.POST.get(f"group-{one.group}", one.tells)
        if wanted != one.tells:
            groups.choose_tells(request.user, group_id=one.group, tells=wanted)
    messages.success(request, _("Saved."))
    return away(request, f"{reverse('notifications')}#groups")
