"""What I am writing, everywhere: one page from which it is written on or discarded."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Stale
from feeds import actions, queries
from frontend.pages.door import Request, away, reading, show, writing


@reading
def drafts(request: Request) -> HttpResponse:
    """My drafts, the newest first."""
    page = queries.drafts(request.user, cursor=request.GET.get("cursor"))
    return show(request, "pages/drafts.html", {"page": page}, place="drafts")


@writing
def draft_discard(request: Request, place: str) -> HttpResponse:
    """Forget a draft."""
    seen = request.POST.get("version", "")
    try:
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 11 else None
        actions.discard_draft(request.user, place=place, version=version)
    except Stale:
        messages.error(request, _("Another device wrote on it meanwhile. Read it again, then discard it."))
    else:
        messages.success(request, _("The draft is discarded."))
    return away(request, reverse("drafts"))


@writing
def draft_choose(request: Request, place: str) -> HttpResponse:
    """Of two texts from two devices, keep one."""
    actions.choose_draft(request.user, place=place, other=request.POST.get("keep") == "other")
    return away(request, reverse("drafts"))
