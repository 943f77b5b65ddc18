"""The systems that provision people and teams: their tokens, told once, and taking them back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend.administration_forms import ConnectionForm
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, writing
from groups import actions, queries
from groups.scim.door import ROOT
from people.reauthentication import require_recent


@form_page
def provisioning(request: Request) -> HttpResponse:
    """The connections, and a form for another one; a new token stands on the page that answers the form, once."""
    counted = queries.provisioning_counts(request.user)
    form, token = ConnectionForm(request.POST or None, initial={"days": 365, **_typed_before(request)}), ""
    if request.method == "POST" and form.is_valid():
        require_recent(request, back=f"{reverse('administration_provisioning')}?{urlencode(form.cleaned_data)}")
        try:
            _id, token = actions.open_connection(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            form = ConnectionForm(initial={"days": 365})
    context = {
        "form": form,
        "token": token,
        "counted": counted,
        "address": request.build_absolute_uri(ROOT),
        "connections": queries.connections(request.user),
    }
    status = 400 if form.errors else 200
    return show_administration(request, "provisioning.html", context, tab="provisioning", status=status)


def _typed_before(request: Request) -> dict[str, str]:
    """What was typed before somebody showed once more who they are."""
    return {name: request.GET[name][:80] for name in ConnectionForm.base_fields if name in request.GET}


@writing
def provisioning_close(request: Request, connection_id: str) -> HttpResponse:
    """Take a token back."""
    actions.close_connection(request.user, connection_id=connection_id)
    messages.success(request, _("The token opens nothing any more. What it provisioned stays."))
    return away(request, reverse("administration_provisioning"))
