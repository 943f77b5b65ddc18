"""The work in the background: jobs, events that were set aside, late alarms, and the search index."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, first_problem, reading, writing
from search import upkeep


@reading
def jobs(request: Request) -> HttpResponse:
    """How everything stands that nobody waits for."""
    return show_administration(request, "jobs.html", {"health": upkeep.site_health(request.user)}, tab="jobs")


@writing
def job_again(request: Request, job_id: str) -> HttpResponse:
    """Let a job begin anew."""
    upkeep.try_job_again(request.user, job_id=job_id)
    messages.success(request, _("The job begins anew."))
    return away(request, reverse("administration_jobs"))


@writing
def event_again(request: Request, aside_id: str) -> HttpResponse:
    """Let the worker handle an event once more."""
    upkeep.try_event_again(request.user, aside_id=aside_id)
    messages.success(request, _("The event is tried again in a moment."))
    return away(request, reverse("administration_jobs"))


@writing
def event_dismiss(request: Request, aside_id: str) -> HttpResponse:
    """Give an event up, and say why."""
    try:
        upkeep.dismiss_event(request.user, aside_id=aside_id, reason=request.POST.get("reason", ""))
    except Invalid as error:
        messages.error(request, first_problem(error))
    else:
        messages.success(request, _("The event is given up. Why stands in the audit log."))
    return away(request, reverse("administration_jobs"))


@writing
def index_rebuild(request: Request) -> HttpResponse:
    """Build the search index anew."""
    upkeep.ask_for_rebuild(request.user)
    messages.success(request, _("The search index is being built anew. The present one serves until then."))
    return away(request, reverse("administration_jobs"))
