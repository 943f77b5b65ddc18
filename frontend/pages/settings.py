"""My settings: appearance and password."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend import forms
from frontend.context import THEME_COOKIE
from frontend.pages.door import Request, away, blame, came_from, form_page, show, writing
from groups.models import EVERYONE
from people import actions, browser_sessions
from people.limits import may_try_password

YEAR = 365 * 24 * 3600  # seconds


@writing
def appearance(request: Request) -> HttpResponse:
    """Light, dark, high contrast, or as the system: kept with me, and in this browser for before I sign in."""
    chosen = request.POST.get("theme", "")
    actions.edit_profile(request.user, everyone=EVERYONE, theme=chosen)
    response = away(request, came_from(request, reverse("settings")))
    if chosen:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@form_page
def password(request: Request) -> HttpResponse:
    """Change my password; every other session and device is signed out."""
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = browser_sessions.mark(request.session)
        try:
            if not may_try_password(request):
                raise Invalid.field("current", "too_often", _("Too many attempts. Wait some minutes, then try again."))
            actions.change_password(request.user, kept_session=kept, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            browser_sessions.renew(request, request.user)
            messages.success(request, _("Your password is changed. Every other session and device is signed out."))
            return away(request, reverse("password"))
    status = 400 if form.errors else 200
    return show(request, "pages/password.html", {"form": form}, place="settings", status=status)
