"""Bringing people and groups in from tables: sent, looked at line by line, then carried out or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core import csv_text
from esn.core.errors import Conflict, Invalid, NotFound
from frontend.administration_forms import ImportForm
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading, writing
from groups import actions, queries


@form_page
def imports(request: Request) -> HttpResponse:
    """Send a table; what each kind needs, and those that wait."""
    kinds = queries.import_kinds(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"kind": "people"})
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            plan_id = actions.plan_import(
                request.user,
                kind=form.cleaned_data["kind"],
                name=sent.name or "",
                content=sent.read(queries.MOST_BYTES + 1),
            )
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("administration_import", args=[plan_id]))
    context = {"form": form, "kinds": kinds, "waiting": queries.import_plans(request.user)}
    return show_administration(request, "imports.html", context, tab="import", status=400 if form.errors else 200)


@reading
def import_plan(request: Request, plan_id: str) -> HttpResponse:
    """What a table would do now, line by line."""
    outcome = request.GET.get("outcome", "")
    summary, page = queries.import_lines(
        request.user, plan_id, outcome=outcome, cursor=request.GET.get("cursor"), limit=queries.IMPORT_LINES
    )
    context = {
        "plan": summary,
        "page": page,
        "outcome": outcome,
        "kept": f"outcome={outcome}&" if outcome in summary.counts else "",
        "does": summary.counts["new"] + summary.counts["changed"],
        "total": sum(summary.counts.values()),
    }
    return show_administration(request, "import.html", context, tab="import")


@writing
def import_carry_out(request: Request, plan_id: str) -> HttpResponse:
    """Do what was looked at, unless the site has changed since."""
    try:
        counts = actions.carry_out_import(request.user, plan_id=plan_id)
    except Conflict as error:
        messages.error(request, error.detail)
        return away(request, reverse("administration_import", args=[plan_id]))
    told = _("Done: %(new)d new, %(changed)d changed, %(unchanged)d as they were, %(refused)d refused.")
    messages.success(request, told % counts)
    return away(request, reverse("administration_imports"))


@writing
def import_look_again(request: Request, plan_id: str) -> HttpResponse:
    """Take what the table would do now for seen."""
    actions.look_again(request.user, plan_id=plan_id)
    return away(request, reverse("administration_import", args=[plan_id]))


@writing
def import_drop(request: Request, plan_id: str) -> HttpResponse:
    """Forget a table without doing anything."""
    actions.drop_import(request.user, plan_id=plan_id)
    messages.success(request, _("The table is forgotten. Nothing was changed."))
    return away(request, reverse("administration_imports"))


@reading
def import_sample(request: Request, kind: str) -> HttpResponse:
    """A small table to begin with, as a spreadsheet opens it."""
    found = next((one for one in queries.import_kinds(request.user) if one.kind == kind), None)
    if found is None:
        raise NotFound
    # Not made safe for spreadsheets: it is ours, and a phone number has to be read back as it is written.
    text = csv_text.BOM + "".join(csv_text.plain_lines(found.columns, found.sample))
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
