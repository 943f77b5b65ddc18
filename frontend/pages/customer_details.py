"""What is written around a customer: their people, and why they stay, left or came back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries import ContactPerson, CustomerSummary
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from frontend import customer_forms
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing

PEOPLE, NOTES = "people", "stays"  # places on the customer's page


@dataclass(frozen=True)
class Words:
    """What stands around a form, and where on the customer's page its fruit is."""

    heading: str
    verb: str
    place: str
    note: str = ""


@form_page
def contact_new(request: Request, customer_id: str) -> HttpResponse:
    """Write down somebody through whom we reach a customer."""
    customer = _changeable(request, customer_id, "contact")
    form = customer_forms.ContactPersonForm(request.POST or None, initial={"language": customer.language})
    heading = _("Add somebody for %(name)s") % {"name": customer.name}

    def add() -> None:
        actions.add_contact(request.user, customer_id=customer_id, **form.cleaned_data)

    return _form(request, form, customer, Words(heading, _("Add them"), PEOPLE), add)


@form_page
def contact_edit(request: Request, customer_id: str, contact_id: str) -> HttpResponse:
    """Correct what we know of somebody."""
    customer = _changeable(request, customer_id, "contact")
    contact = _contact(customer, contact_id)
    initial = {"name": contact.person.name} | {
        name: getattr(contact, name) for name in ("role", "language", "phones", "mails", "addresses")
    }
    form = customer_forms.ContactPersonForm(request.POST or None, initial=initial)
    heading = _("Correct: %(name)s") % {"name": contact.person.name}

    def edit() -> None:
        actions.edit_contact(request.user, customer_id=customer_id, contact_id=contact_id, **form.cleaned_data)

    return _form(request, form, customer, Words(heading, _("Save"), PEOPLE), edit)


@form_page
def contact_remove(request: Request, customer_id: str, contact_id: str) -> HttpResponse:
    """Let somebody no longer stand for a customer, after a question."""
    customer = _changeable(request, customer_id, "contact")
    contact = _contact(customer, contact_id)
    if request.method == "POST":
        actions.remove_contact(request.user, customer_id=customer_id, contact_id=contact_id)
        messages.success(request, _("%(name)s was removed.") % {"name": contact.person.name})
        return _back(request, customer_id, PEOPLE)
    context = {"customer": customer, "contact": contact}
    return show(request, "pages/contact_remove.html", context, place="customers")


@reading
def notes(request: Request, customer_id: str) -> HttpResponse:
    """Everything noted about why a customer stays, left and came back."""
    customer = queries.customer(request.user, customer_id)
    page = queries.customer_notes(request.user, customer_id, cursor=request.GET.get("cursor"))
    return show(request, "pages/customer_notes.html", {"customer": customer, "page": page}, place="customers")


@form_page
def note_new(request: Request, customer_id: str) -> HttpResponse:
    """Write down why a customer stays, or look back when they left, or that they came back."""
    customer = _changeable(request, customer_id, "note")
    kind = request.GET.get("kind", "stays")
    if kind not in customer_forms.NOTE_FORMS:
        raise Invalid.field("kind", "unknown_choice", _("This kind of note is unknown."))
    form = customer_forms.NOTE_FORMS[kind](request.POST or None)

    def note() -> None:
        actions.note_customer(request.user, customer_id=customer_id, kind=kind, **form.cleaned_data)

    return _form(request, form, customer, _said(kind), note)


@form_page
def note_edit(request: Request, customer_id: str, note_id: str) -> HttpResponse:
    """Correct one's own words."""
    customer = _changeable(request, customer_id, "note")
    note = queries.customer_note(request.user, customer_id, note_id)
    if "edit" not in note.can:
        raise NotAllowed(_("Only who wrote a note corrects it or takes it back."))
    initial = {"text": note.text, "reason": note.reason}
    form = customer_forms.NOTE_FORMS[note.kind](request.POST or None, initial=initial)

    def edit() -> None:
        actions.edit_customer_note(request.user, customer_id=customer_id, note_id=note_id, **form.cleaned_data)

    return _form(request, form, customer, Words(_said(note.kind).heading, _("Save"), NOTES), edit)


@writing
def note_remove(request: Request, customer_id: str, note_id: str) -> HttpResponse:
    """Take back one's own note of why a customer stays."""
    actions.remove_customer_note(request.user, customer_id=customer_id, note_id=note_id)
    messages.success(request, _("The note was taken back."))
    return _back(request, customer_id, NOTES)


def _said(kind: str) -> Words:
    """What stands around the form of a note."""
    if kind == "loss":
        remark = _("Nothing of theirs is lost: they may come back.")
        return Words(_("Why they left"), _("Keep what we learn"), NOTES, remark)
    if kind == "return":
        remark = _("What brought them back is worth knowing.")
        return Words(_("They came back"), _("Welcome them back"), NOTES, remark)
    return Words(_("Why they stay"), _("Note it"), NOTES, _("What we do well for them, so that it goes on."))


def _changeable(request: Request, customer_id: str, verb: str) -> CustomerSummary:
    """The customer, where something may be written about them; one that was merged is written about elsewhere."""
    customer = queries.customer(request.user, customer_id)
    if verb not in customer.can:
        raise Conflict("merged", _("This customer was merged into another one. Write it there."))
    return customer


def _contact(customer: CustomerSummary, contact_id: str) -> ContactPerson:
    found = next((one for one in customer.contacts if one.id == contact_id), None)
    if found is None:
        raise NotFound
    return found


def _form(request: Request, form: Form, customer: CustomerSummary, said: Words, do: Callable[[], Any]) -> HttpResponse:
    """Show the form, or do what it says and go back to its place on the customer's page."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Invalid as error:
            blame(form, error)
        else:
            return _back(request, customer.id, said.place)
    context = {"form": form, "customer": customer, "said": said}
    return show(request, "pages/customer_form.html", context, place="customers", status=400 if form.errors else 200)


def _back(request: Request, customer_id: str, place: str) -> HttpResponse:
    return away(request, f"{reverse('customer', args=[customer_id])}#{place}")
