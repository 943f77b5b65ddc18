"""Reading by right of watching over the site: for a reason, for some hours, with each item on record."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.sending import send
from feeds import actions as feeds
from feeds.models import MESSAGE
from feeds.queries import ReadItem
from frontend.administration_forms import ReadableForm
from frontend.entries import entry
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading, writing
from groups import actions, queries


@form_page
def compliance(request: Request) -> HttpResponse:
    """My readings, and what could be read for a reason that I give."""
    page = queries.compliance_readings(request.user, cursor=request.GET.get("cursor"))
    form, found = ReadableForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.look_for_readable(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
    context: dict[str, Any] = {"page": page, "form": form, "found": found, "looked": found is not None}
    status = 400 if form.errors else 200
    return show_administration(request, "compliance.html", context, tab="compliance", status=status)


@writing
def compliance_open(request: Request) -> HttpResponse:
    """Give myself the right to read one group or case for eight hours."""
    said = request.POST
    made = actions.open_compliance_reading(
        request.user,
        subject_kind=said.get("kind", ""),
        subject_ref=said.get("ref", ""),
        reason=said.get("reason", ""),
    )
    return away(request, reverse("compliance_reading", args=[made]))


@reading
def compliance_reading(request: Request, reading_id: str) -> HttpResponse:
    """Everything that was said there; showing it is written down first."""
    found = queries.compliance_reading(request.user, reading_id)
    page = feeds.read_by_right(request.user, reading_id=reading_id, cursor=request.GET.get("cursor"))
    context = {"reading": found, "page": page, "items": [_shown(item) for item in page.results]}
    return show_administration(request, "compliance_reading.html", context, tab="compliance")


@writing
def compliance_end(request: Request, reading_id: str) -> HttpResponse:
    """Give the right back."""
    actions.end_compliance_reading(request.user, reading_id=reading_id)
    messages.success(request, _("The reading is over. Its owners may see from now on that it took place."))
    return away(request, reverse("compliance"))


@reading
def compliance_file(request: Request, reading_id: str, file_id: str) -> HttpResponse:
    """A file of an item; opening it is written down first."""
    found = feeds.open_file_by_right(request.user, reading_id=reading_id, file_id=file_id)
    answer = send(request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
    return cast(HttpResponse, answer)  # a part of a file is streamed


def _shown(item: ReadItem) -> dict[str, Any]:
    """An item with the words of its entry, where it is one."""
    return {"item": item, "post": item.post, "entry": None if item.post.kind == MESSAGE else entry(item.post)}
