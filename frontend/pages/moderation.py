"""The queues of moderators: what was reported, what waits, who asks for another look, and who is muted or excluded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds import actions, queries
from frontend import moderation_forms as forms
from frontend.pages.door import Request, away, blame, first_problem, form_page, reading, show, show_part, writing
from groups import queries as groups

WHICH = ("open", "held", "appeals", "sanctions", "decided")


@reading
def moderation(request: Request) -> HttpResponse:
    """Everything that is mine to moderate."""
    return _queue(request, None)


@reading
def group_moderation(request: Request, group_id: str) -> HttpResponse:
    """What is to be moderated in one group."""
    return _queue(request, group_id)


@reading
def moderation_count(request: Request) -> HttpResponse:
    """How much waits for me, for the rail."""
    return show_part(request, "parts/moderation_count.html", {"concerns": queries.concerns(request.user)})


def _queue(request: Request, group_id: str | None) -> HttpResponse:
    which = request.GET.get("which", "open")
    if which not in WHICH or (group_id and which == "appeals"):
        raise Invalid.field("which", "unknown_choice", _("This filter is unknown."))
    cursor = request.GET.get("cursor")
    found = groups.group(request.user, group_id) if group_id else None
    at = reverse("group_moderation", args=[group_id]) if group_id else reverse("moderation")
    context: dict[str, Any] = {"which": which, "group": found, "at": at, "fresh": f"{at}?which={which}"}
    if which in ("open", "decided"):
        context["page"] = queries.reports(request.user, group_id=group_id, state=which, cursor=cursor, limit=50)
        if which == "open" and cursor is None:
            context["asking"] = groups.requests_waiting(request.user, group_id)
    else:
        queries.reports(request.user, group_id=group_id, limit=1)  # not there for who moderates nothing
        context |= _others(request, which, group_id, cursor)
    template = "parts/moderation_queue.html" if request.htmx else "pages/moderation.html"
    if request.htmx:
        concerns = queries.concerns(request.user)
        return show_part(request, template, {**context, "concerns": concerns})
    return show(request, template, context, place="moderation")


def _others(request: Request, which: str, group_id: str | None, cursor: str | None) -> dict[str, Any]:
    if which == "held":
        return {"held": queries.held_posts(request.user, group_id=group_id, cursor=cursor)}
    if which == "appeals":
        return {"appeals": queries.appeals(request.user, cursor=cursor)}
    return {"sanctions": groups.sanctions(request.user, group_id=group_id)}


@form_page
def report(request: Request, report_id: str) -> HttpResponse:
    """One report: what was said, by whom, what is known of both, and deciding."""
    found = queries.report(request.user, report_id)
    form = forms.DecisionForm(request.POST or None, on_post=found.on_post, on_person=found.on_person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_report(request.user, report_id=report_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        except (Conflict, NotAllowed) as error:
            form.add_error(None, error.detail)
            found = queries.report(request.user, report_id)
        else:
            messages.success(request, _("Decided. Those concerned are told."))
            return away(request, reverse("moderation"))
    context = {"record": found, "report": found.report, "form": form, "note_form": forms.NoteForm()}
    return show(request, "pages/moderation_report.html", context, place="moderation", status=_status(form))


@writing
def report_note(request: Request, report_id: str) -> HttpResponse:
    """A note for the other moderators."""
    found = queries.report(request.user, report_id)
    try:
        actions.add_report_note(request.user, report_id=report_id, text=request.POST.get("text", ""))
    except Invalid as error:
        form = forms.NoteForm(request.POST)
        form.is_valid()
        if not form.errors:
            form.add_error("text", first_problem(error))
        decision = forms.DecisionForm(None, on_post=found.on_post, on_person=found.on_person)
        context = {"record": found, "report": found.report, "form": decision, "note_form": form}
        return show(request, "pages/moderation_report.html", context, place="moderation", status=400)
    return away(request, f"{reverse('moderation_report', args=[report_id])}#notes")


@form_page
def appeal(request: Request, appeal_id: str) -> HttpResponse:
    """Look again at what another moderator decided."""
    found = queries.appeal(request.user, appeal_id)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uphold = request.POST.get("verb") != "undo"
        try:
            actions.decide_appeal(request.user, appeal_id=appeal_id, uphold=uphold, reason=form.cleaned_data["reason"])
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("Decided. Those concerned are told."))
            return away(request, f"{reverse('moderation')}?which=appeals")
    context = {"appeal": found, "form": form}
    return show(request, "pages/moderation_appeal.html", context, place="moderation", status=_status(form))


@form_page
def held(request: Request, held_id: str) -> HttpResponse:
    """Publish what waits, or decline it."""
    found = queries.held_post(request.user, held_id)
    if "decide" not in found.can and found.state == "waiting":
        raise NotFound  # the author has a page of their own
    form = forms.DeclineForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_held(
                request.user, held_id=held_id, publish=request.POST.get("verb") == "publish", **form.cleaned_data
            )
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("Decided. Its author is told."))
            return away(request, f"{reverse('moderation')}?which=held")
    context = {"held": found, "form": form}
    return show(request, "pages/moderation_held.html", context, place="moderation", status=_status(form))


def _status(form: Any) -> int:
    return 400 if form.errors else 200
