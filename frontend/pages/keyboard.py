"""The map of keys, and whether single letters act."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.door import Request, away, form_page, show
from people import actions


@form_page
def keyboard(request: Request) -> HttpResponse:
    """What each key does; switch single letters off, or on again."""
    if request.method == "POST":
        actions.set_letter_keys(request.user, letters=request.POST.get("letters") == "on")
        messages.success(request, _("Saved."))
        return away(request, reverse("keyboard"))
    return show(request, "pages/keyboard.html", {}, place="settings")
