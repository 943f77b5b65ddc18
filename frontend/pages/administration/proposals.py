"""What two administrators decide: roles in the site, and owners for groups that have none."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotAllowed
from frontend import accounts_forms as forms
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading, writing
from groups import actions, queries
from people.reauthentication import require_recent


@reading
def proposals(request: Request) -> HttpResponse:
    """What waits for a second administrator, what was decided, and the groups without an owner."""
    page = queries.appointments(request.user, state="all", cursor=request.GET.get("cursor"))
    runs = "propose" in queries.administration_verbs(request.user)
    ownerless = queries.ownerless_groups(request.user, limit=100).results if runs else ()
    return show_administration(request, "proposals.html", {"page": page, "ownerless": ownerless}, tab="proposals")


@writing
def proposal_confirm(request: Request, appointment_id: str) -> HttpResponse:
    """Let it be so."""
    queries.appointment(request.user, appointment_id)
    require_recent(request, back=reverse("administration_proposals"))
    actions.confirm_appointment(request.user, appointment_id=appointment_id)
    messages.success(request, _("It holds from now on."))
    return away(request, reverse("administration_proposals"))


@writing
def proposal_decline(request: Request, appointment_id: str) -> HttpResponse:
    """Let it not be so, or take one's own proposal back."""
    actions.decline_appointment(request.user, appointment_id=appointment_id)
    messages.success(request, _("Nothing changes."))
    return away(request, reverse("administration_proposals"))


@form_page
def propose_role(request: Request, person_id: str) -> HttpResponse:
    """Propose a role in the site for somebody, or that theirs ends."""
    found = queries.account(request.user, person_id)
    require_recent(request)
    form = forms.RoleForm(request.POST or None, initial={"kind": "no_role" if found.site_role else "site_admin"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_role(request.user, person_id=person_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("It is proposed. Another administrator confirms it within seven days."))
            return away(request, reverse("administration_proposals"))
    context = {
        "form": form,
        "heading": _("Role of %(name)s in the site") % {"name": found.name},
        "note": _(
            "A second administrator confirms it within seven days. Nobody runs the site and watches over it too."
        ),
        "verb": _("Propose it"),
        "back": reverse("administration_person", args=[person_id]),
    }
    return show_administration(request, "form.html", context, tab="people", status=400 if form.errors else 200)


@form_page
def propose_owner(request: Request, group_id: str) -> HttpResponse:
    """Propose who owns a group that has no owner any more."""
    group = queries.ownerless_group(request.user, group_id)
    require_recent(request)
    form = forms.OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person_id = queries.colleague_by_handle(request.user, form.cleaned_data["handle"])
            actions.propose_owner(
                request.user, group_id=group_id, person_id=person_id, reason=form.cleaned_data["reason"]
            )
        except Invalid as error:
            blame(form, error, person="handle")
        except NotAllowed as error:
            form.add_error("handle", error.detail)
        else:
            messages.success(request, _("It is proposed. Another administrator confirms it within seven days."))
            return away(request, reverse("administration_proposals"))
    context = {
        "form": form,
        "heading": _("An owner for %(group)s") % {"group": group.name},
        "note": _("A second administrator confirms it within seven days. Neither of you can be the owner."),
        "verb": _("Propose it"),
        "back": reverse("administration_proposals"),
    }
    return show_administration(request, "form.html", context, tab="proposals", status=400 if form.errors else 200)
