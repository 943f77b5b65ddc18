"""Customers: the list, one customer with their story, promises and cases, and what was said around them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries import CustomerSummary
from esn.core.errors import Invalid
from frontend import forms
from frontend.blocks import blocks
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part

NOTES = 3  # the newest stand on the page; all of them are one tap away
SHORTEST_PHONE = 6  # digits; fewer are an order's number
VIEW = 90  # audiences that one page may have in view


@reading
def customers(request: Request) -> HttpResponse:
    """All customers, or those that a name, a number or a reference finds."""
    q = request.GET.get("q", "")[:120]
    page = queries.customers(request.user, q=q, cursor=request.GET.get("cursor"))
    kept = urlencode({"q": q}) if q else ""
    context = {
        "page": page,
        "q": q,
        "kept": f"{kept}&" if kept else "",
        "add": f"{reverse('customer_new')}?{kept}" if kept else reverse("customer_new"),
    }
    return show(request, "pages/customers.html", context, place="customers")


@reading
def customer(request: Request, customer_id: str) -> HttpResponse:
    """One customer: their people, their story, promises and cases, what we know, and what was said around them."""
    glance = _glance(request, customer_id)
    feed = queries.customer_feed(request.user, customer_id, cursor=request.GET.get("cursor"))
    listed = {"page": feed, "blocks": blocks(feed.results), "first": "cursor" not in request.GET}
    return show(request, "pages/customer.html", {**glance, **listed}, place="customers")


@reading
def customer_now(request: Request, customer_id: str) -> HttpResponse:
    """The customer at one glance alone, for a page that is open while something changes."""
    return show_part(request, "parts/customer_now.html", {**_glance(request, customer_id), "alone": True})


def _glance(request: Request, customer_id: str) -> dict[str, Any]:
    brief = queries.customer_brief(request.user, customer_id)
    merges = queries.customer_merges(request.user, customer_id, limit=5).results
    sides = [side.audience for case in brief.cases for side in case.sides]
    return {
        "brief": brief,
        "customer": brief.customer,
        "facts": brief.facts,
        "unlinked": _unlinked(brief.customer),
        "notes": queries.customer_notes(request.user, customer_id, limit=NOTES),
        "merges": tuple(merge for merge in merges if "undo" in merge.can),
        "doubles": queries.customer_doubles(request.user, customer_id),
        "audiences": " ".join(sides[:VIEW]),
    }


def _unlinked(customer: CustomerSummary) -> tuple[str, ...]:
    """The references that lead nowhere, because nobody said where the records of their system are."""
    linked = {link.reference for link in customer.links}
    return tuple(reference for reference in customer.references if reference not in linked)


@reading
def customer_cases(request: Request, customer_id: str) -> HttpResponse:
    """All cases of a customer, those that ended too."""
    found = queries.customer(request.user, customer_id)
    page = queries.customer_cases(request.user, customer_id, cursor=request.GET.get("cursor"))
    return show(request, "pages/customer_cases.html", {"customer": found, "page": page}, place="customers")


@form_page
def customer_new(request: Request) -> HttpResponse:
    """Write down a customer; what was searched for in vain stands in its field already."""
    initial = {"kind": "person", "language": request.user.language, **_sought(request.GET.get("q", "")[:120])}
    form = forms.CustomerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            customer_id = actions.create_customer(request.user, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("customer", args=[customer_id]))
    context = {"form": form, "heading": _("Add a customer"), "verb": _("Add the customer")}
    return show(request, "pages/form.html", context, place="customers", status=400 if form.errors else 200)


def _sought(q: str) -> dict[str, Any]:
    """The field that a search speaks of: a mail, a reference, a phone or a name."""
    q = q.strip()
    if not q:
        return {}
    if "@" in q:
        return {"mails": (q,)}
    if ":" in q:
        return {"references": (q,)}
    if not all(letter in "+0123456789 .-/()" for letter in q):
        return {"name": q}
    return {"phones": (q,)} if sum(letter.isdigit() for letter in q) >= SHORTEST_PHONE else {"references": (q,)}


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
