"""Cases that belong together: links, and putting one case into another."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries import CaseMergePreview, CaseSummary
from esn.core.errors import Conflict, Invalid, NotFound
from frontend.checklist_forms import CaseLinkForm, CaseNameForm
from frontend.pages.door import Request, away, blame, form_page, show, writing
from frontend.pages.work import at_case, inside
from search.find import search
from search.query import parse
from search.summaries import Hit

FOUND = 8


@form_page
def case_links(request: Request, ref: str) -> HttpResponse:
    """What other cases are to this one, what was merged into it, and linking another."""
    case = inside(request, ref)
    form = CaseLinkForm(request.POST or None, initial={"case": request.GET.get("case", "")[:40]})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.link_cases(request.user, ref=ref, other_ref=typed["case"], kind=typed["kind"])
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error("case", error.detail)
        else:
            messages.success(request, _("The cases are linked."))
            return _back(request, ref)
    q = request.GET.get("q", "")[:120]
    context = {
        "case": case,
        "form": form,
        "links": queries.case_links(request.user, ref),
        "merges": queries.case_merges(request.user, ref),
        "q": q,
        "found": _found(request, ref, q),
    }
    return show(request, "pages/case_links.html", context, place="cases", status=400 if form.errors else 200)


def _found(request: Request, ref: str, q: str) -> tuple[Hit, ...]:
    if not q.strip():
        return ()
    hits = search(request.user, parse(q, limit=FOUND, type="case")).results
    return tuple(hit for hit in hits if hit.id != ref)


@writing
def case_unlink(request: Request, ref: str, link_id: str) -> HttpResponse:
    """Say that two cases do not belong together."""
    actions.unlink_cases(request.user, ref=ref, link_id=link_id)
    messages.success(request, _("The link is removed."))
    return _back(request, ref)


@form_page
def case_merge(request: Request, ref: str) -> HttpResponse:
    """Put this case into another one: which, then what happens, then doing it."""
    case = inside(request, ref)
    named = request.POST.get("case", "") if request.method == "POST" else request.GET.get("case")
    form = CaseNameForm({"case": named} if named is not None else None)
    preview = _preview(request, form, ref) if named is not None and form.is_valid() else None
    if request.method == "POST" and preview is not None:
        actions.merge_cases(request.user, ref=preview.kept.ref, merged_ref=ref)
        messages.success(
            request,
            _("%(ref)s was merged into this case. It can be undone under “Link or merge cases”.") % {"ref": ref},
        )
        return away(request, at_case(preview.kept.ref))
    context = {"case": case, "form": form, "preview": preview, "others": _others(request, case)}
    return show(request, "pages/case_merge.html", context, place="cases", status=400 if form.errors else 200)


def _preview(request: Request, form: CaseNameForm, ref: str) -> CaseMergePreview | None:
    """What would happen; None, with the problem beside the field, where it cannot be done."""
    try:
        return queries.case_merge_preview(request.user, form.cleaned_data["case"], ref)
    except Invalid as error:
        blame(form, error)
    except Conflict as error:
        form.add_error("case", error.detail)
    except NotFound:
        form.add_error("case", _("This case is unknown here."))
    return None


def _others(request: Request, case: CaseSummary) -> tuple[CaseSummary, ...]:
    found = queries.customer_cases(request.user, case.customer.id).results
    return tuple(one for one in found if isinstance(one, CaseSummary) and one.ref != case.ref)


@writing
def case_merge_undo(request: Request, ref: str, merge_id: str) -> HttpResponse:
    """Give a merged case back what came from it."""
    actions.undo_case_merge(request.user, ref=ref, merge_id=merge_id)
    messages.success(request, _("The merge is undone: what came from the other case is there again."))
    return _back(request, ref)


def _back(request: Request, ref: str) -> HttpResponse:
    return away(request, reverse("case_links", args=[ref]))
