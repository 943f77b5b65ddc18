"""Two customers that are one: choosing the other, seeing what will happen, merging, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from esn.core.errors import Conflict, Invalid
from frontend.pages.door import Request, away, first_problem, form_page, show, writing


@form_page
def customer_merge(request: Request, customer_id: str) -> HttpResponse:
    """Both customers side by side and what will happen; without another one, who it may be."""
    customer = queries.customer(request.user, customer_id)
    if "merge" not in customer.can:
        raise Conflict("merged", _("This customer was merged into another one. Write it there."))
    other = request.POST.get("with") or request.GET.get("with", "")
    if not other:
        return _choose(request, customer_id)
    try:
        if request.method == "POST":
            return _merge(request, customer_id, other)
        preview = queries.merge_preview(request.user, customer_id, other)
    except Invalid as error:
        return _choose(request, customer_id, first_problem(error))
    return show(request, "pages/customer_merge.html", {"preview": preview}, place="customers")


def _merge(request: Request, customer_id: str, other: str) -> HttpResponse:
    preview = queries.merge_preview(request.user, customer_id, other)
    actions.merge_customers(request.user, kept_id=customer_id, merged_id=other)
    messages.success(
        request,
        _("%(merged)s is now part of %(kept)s. You can undo it below.")
        % {"merged": preview.merged.customer.name, "kept": preview.kept.customer.name},
    )
    return away(request, reverse("customer", args=[customer_id]))


def _choose(request: Request, customer_id: str, problem: str = "") -> HttpResponse:
    q = request.GET.get("q", "")[:120]
    found = queries.customers(request.user, q=q, limit=20).results if q else ()
    context = {
        "customer": queries.customer(request.user, customer_id),
        "doubles": queries.customer_doubles(request.user, customer_id),
        "found": tuple(one for one in found if one.id != customer_id),
        "q": q,
        "problem": problem,
    }
    return show(request, "pages/customer_double.html", context, place="customers", status=400 if problem else 200)


@writing
def customer_merge_undo(request: Request, customer_id: str, merge_id: str) -> HttpResponse:
    """Give back what a merge took."""
    merge = queries.customer_merge(request.user, customer_id, merge_id)
    actions.undo_customer_merge(request.user, customer_id=customer_id, merge_id=merge_id)
    messages.success(request, _("%(name)s stands alone again.") % {"name": merge.merged.name})
    return away(request, reverse("customer", args=[customer_id]))
