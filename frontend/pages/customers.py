"""Customers: the list, one customer with their cases and what was said around them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from esn.core.errors import Invalid
from frontend import forms
from frontend.blocks import blocks
from frontend.pages.door import Request, away, blame, form_page, reading, show


@reading
def customers(request: Request) -> HttpResponse:
    """All customers, or those that a name, a number or a reference finds."""
    q = request.GET.get("q", "")[:120]
    page = queries.customers(request.user, q=q, cursor=request.GET.get("cursor"))
    return show(request, "pages/customers.html", {"page": page, "q": q}, place="customers")


@reading
def customer(request: Request, customer_id: str) -> HttpResponse:
    """One customer: how to reach them, their cases, and what was said around them."""
    found = queries.customer(request.user, customer_id)
    feed = queries.customer_feed(request.user, customer_id, cursor=request.GET.get("cursor"))
    context = {
        "customer": found,
        "cases": queries.customer_cases(request.user, customer_id, limit=50),
        "page": feed,
        "blocks": blocks(feed.results),
        "facts": queries.facts(request.user, customer_id) if request.user.is_member else None,
    }
    return show(request, "pages/customer.html", context, place="customers")


@form_page
def customer_new(request: Request) -> HttpResponse:
    """Write down a customer."""
    form = forms.CustomerForm(request.POST or None, initial={"kind": "person", "language": request.user.language})
    if request.method == "POST" and form.is_valid():
        try:
            customer_id = actions.create_customer(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("customer", args=[customer_id]))
    context = {"form": form, "heading": _("Add a customer"), "verb": _("Add the customer")}
    return show(request, "pages/form.html", context, place="customers", status=400 if form.errors else 200)


@form_page
def customer_edit(request: Request, customer_id: str) -> HttpResponse:
    """Correct what we know of a customer."""
    found = queries.customer(request.user, customer_id)
    initial = {name: getattr(found, name) for name in forms.CustomerEditForm.base_fields}
    form = forms.CustomerEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_customer(request.user, customer_id=customer_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("customer", args=[customer_id]))
    context = {
        "form": form,
        "heading": _("Correct the customer"),
        "verb": _("Save"),
        "back": reverse("customer", args=[customer_id]),
    }
    return show(request, "pages/form.html", context, place="customers", status=400 if form.errors else 200)
