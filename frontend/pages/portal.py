"""The customer's window as staff keep it: opened to somebody, listed, taken back, and seen as the customer sees it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.api.portal import window_address
from cases.queries import CaseSummary
from esn.core.errors import Conflict, Invalid
from frontend import window_forms
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from frontend.pages.window import shown
from frontend.pages.work import inside


@form_page
def case_windows(request: Request, ref: str) -> HttpResponse:
    """The links into the window of a case; a new one shows its address this once."""
    case = inside(request, ref)
    customer = queries.customer(request.user, case.customer.id)
    form = window_forms.LinkForm(request.POST or None, customer=customer)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            link_id, secret = actions.create_portal_link(
                request.user, ref=ref, contact_id=form.contact_id(), expires_at=form.expires_at()
            )
        except Invalid as error:
            blame(form, error, expires_at="days")
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            link = queries.portal_link(request.user, ref, link_id)
            made = {"made": link, "address": window_address(request, link_id, secret)}
            form = window_forms.LinkForm(customer=customer)
    return _page(request, case, form, status=400 if form.errors else 200, **made)


def _page(
    request: Request, case: CaseSummary, form: window_forms.LinkForm, *, status: int, **made: Any
) -> HttpResponse:
    page = queries.portal_links(request.user, case.ref, cursor=request.GET.get("cursor"))
    context = {"case": case, "form": form, "page": page, **made}
    return show(request, "pages/case_windows.html", context, place="cases", status=status)


@writing
def window_revoke(request: Request, ref: str, link_id: str) -> HttpResponse:
    """Take a link back: its window is shut at once."""
    actions.revoke_portal_link(request.user, ref=ref, link_id=link_id)
    messages.success(request, _("The link opens nothing any more."))
    return away(request, reverse("case_windows", args=[ref]))


@reading
def window_preview(request: Request, ref: str) -> HttpResponse:
    """The window as the customer sees it, in their language, plainly marked; nothing in it can be pressed."""
    seen = queries.customer_window(request.user, ref)
    customer = queries.customer(request.user, inside(request, ref).customer.id)
    marked = {
        "heading": _("Preview."),
        "note": _("This is what %(name)s sees. Nothing here can be pressed.") % {"name": customer.name},
        "back": _("Back to the case"),
    }
    language = customer.language if customer.language in dict(settings.LANGUAGES) else request.user.language
    with translation.override(language):
        return render(request, "window/window.html", {**shown(seen), "preview": marked})
