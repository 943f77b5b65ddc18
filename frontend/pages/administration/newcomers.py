"""Invitations into the house: sent, sent again, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid
from frontend import accounts_forms as forms
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading, writing
from groups import actions, queries
from groups.actions import Newcomer

STATES = ("waiting", "all")


@reading
def newcomers(request: Request) -> HttpResponse:
    """Who was invited, and how it stands."""
    state = request.GET.get("state", "waiting")
    state = state if state in STATES else "waiting"
    page = queries.newcomers(request.user, state=state, cursor=request.GET.get("cursor"))
    context = {"page": page, "state": state, "kept": f"state={state}&"}
    return show_administration(request, "newcomers.html", context, tab="people")


@form_page
def invite(request: Request) -> HttpResponse:
    """Ask somebody by mail to come in."""
    partners = [(one.id, one.name) for one in queries.partners(request.user)]
    known = queries.groups(request.user, limit=100).results
    moderated = [(one.id, one.name) for one in known if "add_member" in one.can]
    initial = {"language": request.user.language, "kind": "member"}
    form = forms.InviteForm(request.POST or None, partners=partners, groups=moderated, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        meant = Newcomer(
            email=said["email"],
            kind=said["kind"],
            name=said["name"],
            language=said["language"],
            partner_id=said["partner"],
            group_id=said["group"],
        )
        try:
            actions.invite_newcomer(request.user, newcomer=meant)
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error("email", error.detail)
        else:
            messages.success(request, _("The invitation to %(address)s is on its way.") % {"address": said["email"]})
            return away(request, reverse("administration_newcomers"))
    context = {
        "form": form,
        "heading": _("Invite somebody"),
        "note": _("They get a mail with a link that opens once, for them alone, and choose their name and password."),
        "verb": _("Send the invitation"),
        "back": reverse("administration_people"),
    }
    return show_administration(request, "form.html", context, tab="people", status=400 if form.errors else 200)


@writing
def invite_again(request: Request, invitation_id: str) -> HttpResponse:
    """Send another link."""
    actions.invite_again(request.user, invitation_id=invitation_id)
    messages.success(request, _("Another link is on its way; the former one opens nothing any more."))
    return away(request, reverse("administration_newcomers"))


@writing
def take_back(request: Request, invitation_id: str) -> HttpResponse:
    """Let an invitation open nothing any more."""
    actions.take_invitation_back(request.user, invitation_id=invitation_id)
    messages.success(request, _("The invitation is taken back."))
    return away(request, reverse("administration_newcomers"))
