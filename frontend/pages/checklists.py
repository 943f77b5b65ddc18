"""Checklists of a case, ticked step by step, and the templates that they begin from."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from esn.core.errors import Conflict, Invalid, NotFound
from frontend.checklist_forms import ChecklistForm, TemplateForm
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part, writing
from frontend.pages.work import at_case, inside


@form_page
def case_checklists(request: Request, ref: str) -> HttpResponse:
    """The checklists of a case; another one begins from a template, or with steps of one's own."""
    case = inside(request, ref)
    template_id = request.POST.get("template", "")
    form = ChecklistForm(request.POST if request.method == "POST" and not template_id else None)
    if request.method == "POST" and (template_id or form.is_valid()):
        try:
            typed = {"template_id": template_id} if template_id else form.cleaned_data
            actions.begin_checklist(request.user, ref=ref, **typed)
        except Invalid as error:
            if template_id:
                raise
            blame(form, error)
        else:
            return away(request, reverse("case_checklists", args=[ref]))
    context = {
        "case": case,
        "form": form,
        "checklists": queries.checklists(request.user, ref),
        "templates": queries.templates(request.user),
    }
    return show(request, "pages/case_checklists.html", context, place="cases", status=400 if form.errors else 200)


@writing
def checklist_step(request: Request, ref: str, checklist_id: str, number: str) -> HttpResponse:
    """A step is done, or is not after all."""
    place = int(number) if number.isascii() and number.isdigit() and len(number) <= 3 else 0
    done = request.POST.get("done") == "yes"
    actions.tick_step(request.user, ref=ref, checklist_id=checklist_id, number=place, done=done)
    if not request.htmx:
        return away(request, f"{at_case(ref)}?pane=brief#checklists")
    found = next((one for one in queries.checklists(request.user, ref) if one.id == checklist_id), None)
    if found is None:
        raise NotFound
    return show_part(request, "parts/checklist.html", {"checklist": found, "case": inside(request, ref)})


@reading
def templates(request: Request) -> HttpResponse:
    """What is done often, as templates."""
    context = {"templates": queries.templates(request.user)}
    return show(request, "pages/checklist_templates.html", context, place="cases")


@form_page
def template_new(request: Request) -> HttpResponse:
    """Write a template."""
    queries.templates(request.user)
    form = ChecklistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_template(request.user, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            _blame(form, error)
        else:
            messages.success(request, _("The template is there for every case now."))
            return away(request, reverse("checklist_templates"))
    return _form(request, form, _("Write a template"))


@form_page
def template(request: Request, template_id: str) -> HttpResponse:
    """Correct a template; checklists that began with it keep their own steps."""
    found = queries.template(request.user, template_id)
    present = {"name": found.name, "steps": found.steps, "revision": found.revision}
    form = TemplateForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_template(request.user, template_id=template_id, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            _blame(form, error)
        else:
            return away(request, reverse("checklist_templates"))
    return _form(request, form, _("Change the template"))


@writing
def template_retire(request: Request, template_id: str) -> HttpResponse:
    """Offer a template no more."""
    actions.retire_template(request.user, template_id=template_id)
    messages.success(request, _("The template is offered no more. Checklists that began with it stay."))
    return away(request, reverse("checklist_templates"))


def _blame(form: ChecklistForm, error: Invalid | Conflict) -> None:
    if isinstance(error, Invalid):
        blame(form, error)
    else:
        form.add_error("name", error.detail)


def _form(request: Request, form: ChecklistForm, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "verb": _("Save"), "back": reverse("checklist_templates")}
    return show(request, "pages/form.html", context, place="cases", status=400 if form.errors else 200)
