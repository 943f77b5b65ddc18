"""Reporting a post, a person or a note about a customer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions as cases
from cases import queries as case_queries
from esn.core.errors import Invalid, NotAllowed
from feeds import actions
from feeds import queries as feeds
from frontend.moderation_forms import ReportForm
from frontend.pages.door import Request, away, blame, form_page, show
from groups import queries as groups


@form_page
def post_report(request: Request, post_id: str) -> HttpResponse:
    """Report what somebody said."""
    found = feeds.post(request.user, post_id)
    if "report" not in found.can:
        raise NotAllowed(_("There is nothing here that you could report."))
    return _report(
        request,
        heading=_("Report a post of %(name)s") % {"name": found.author.name},
        back=reverse("post", args=[found.reply_to or post_id]),
        quoted=found.html,
        send=lambda said: actions.report_post(request.user, post_id=post_id, **said),
    )


@form_page
def person_report(request: Request, person_id: str) -> HttpResponse:
    """Report a person."""
    found = groups.person(request.user, person_id)
    return _report(
        request,
        heading=_("Report %(name)s") % {"name": found.name},
        back=reverse("person", args=[person_id]),
        send=lambda said: actions.report_person(request.user, person_id=person_id, **said),
    )


@form_page
def customer_note_report(request: Request, customer_id: str, note_id: str) -> HttpResponse:
    """Report a note about a customer."""
    found = case_queries.customer_note(request.user, customer_id, note_id)
    return _report(
        request,
        heading=_("Report a note of %(name)s") % {"name": found.author.name},
        back=reverse("customer_notes", args=[customer_id]),
        words=found.text,
        send=lambda said: cases.report_customer_note(request.user, customer_id=customer_id, note_id=note_id, **said),
    )


def _report(
    request: Request,
    *,
    heading: str,
    back: str,
    send: Callable[[dict[str, str]], str],
    quoted: str = "",
    words: str = "",
) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send(form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Thank you. The moderators look at it, and you hear what becomes of it."))
            return away(request, back)
    context = {"form": form, "heading": heading, "back": back, "quoted": quoted, "words": words}
    return show(request, "pages/report.html", context, status=400 if form.errors else 200)
