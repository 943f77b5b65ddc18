"""The systems that references lead to: where the records of each are."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from esn.core.errors import Conflict, Invalid, NotAllowed
from frontend import customer_forms
from frontend.pages.door import Request, away, blame, form_page, show, writing


@form_page
def reference_systems(request: Request) -> HttpResponse:
    """All systems; those who run the site add one."""
    can = queries.reference_verbs(request.user)
    form = customer_forms.ReferenceSystemForm(request.POST or None)
    if request.method == "POST":
        _require(can, "add")
        if form.is_valid() and _added(request, form):
            messages.success(request, _("References with this code lead there now."))
            return away(request, reverse("reference_systems"))
    context = {"systems": queries.reference_systems(request.user), "form": form, "can": can}
    return show(request, "pages/references.html", context, place="settings", status=400 if form.errors else 200)


def _added(request: Request, form: customer_forms.ReferenceSystemForm) -> bool:
    try:
        actions.add_reference_system(request.user, **form.cleaned_data)
    except Invalid as error:
        blame(form, error)
    except Conflict as error:
        form.add_error("code", error.detail)
    return not form.errors


@form_page
def reference_system_edit(request: Request, system_id: str) -> HttpResponse:
    """Correct how a system is called or where its records are."""
    system = queries.reference_system(request.user, system_id)
    _require(system.can, "edit")
    initial = {"code": system.code, "name": system.name, "template": system.template}
    form = customer_forms.ReferenceSystemForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _edited(request, form, system_id):
        return away(request, reverse("reference_systems"))
    context = {
        "form": form,
        "heading": _("Correct: %(name)s") % {"name": system.name},
        "verb": _("Save"),
        "back": reverse("reference_systems"),
    }
    return show(request, "pages/form.html", context, place="settings", status=400 if form.errors else 200)


def _edited(request: Request, form: customer_forms.ReferenceSystemForm, system_id: str) -> bool:
    try:
        actions.edit_reference_system(request.user, system_id=system_id, **form.cleaned_data)
    except Invalid as error:
        blame(form, error)
    except Conflict as error:
        form.add_error("code", error.detail)
    return not form.errors


@writing
def reference_system_remove(request: Request, system_id: str) -> HttpResponse:
    """Link the references of a system no more."""
    actions.remove_reference_system(request.user, system_id=system_id)
    messages.success(request, _("References of this system stay; they lead nowhere now."))
    return away(request, reverse("reference_systems"))


def _require(can: tuple[str, ...], verb: str) -> None:
    if verb not in can:
        raise NotAllowed(_("Only those who run the site may do this."))
