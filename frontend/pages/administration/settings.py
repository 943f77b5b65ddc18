"""What holds for the whole site, changed while it runs."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend.administration_forms import SiteSettingsForm
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page
from groups import actions, queries


@form_page
def site_settings(request: Request) -> HttpResponse:
    """All settings in one form, with who changed each last."""
    known = queries.site_settings(request.user)
    form = SiteSettingsForm(request.POST or None, initial={one.name: one.value for one in known})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_site_settings(request.user, values=form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("The settings hold from now on."))
            return away(request, reverse("administration_settings"))
    context = {"form": form, "changed": [one for one in known if one.changed_at]}
    return show_administration(request, "settings.html", context, tab="settings", status=400 if form.errors else 200)
