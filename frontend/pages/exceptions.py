"""Exceptions: the board, asking for one in a case, and deciding about it with two taps and a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.queries import RuleSummary, WaiverSummary
from esn.core.errors import Invalid
from frontend import decision_forms, moments
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from frontend.pages.work import at_case, inside

# The lists of the board: what each asks for.
LISTS: dict[str, dict[str, str]] = {
    "mine": {"state": "open", "decider": "me"},
    "asked": {"state": "all", "asker": "me"},
    "open": {"state": "open"},
    "decided": {"state": "decided"},
}
PRECEDENTS = 5


@reading
def exceptions(request: Request) -> HttpResponse:
    """What I am to decide, what I asked for, everything that waits, and what was decided."""
    which = request.GET.get("which", "mine")
    if which not in LISTS:
        raise Invalid.field("which", "unknown_choice", _("This list is unknown."))
    asked = LISTS[which]
    page = queries.waivers(
        request.user,
        state=asked["state"],
        decider=asked.get("decider", ""),
        asker=asked.get("asker", ""),
        cursor=request.GET.get("cursor"),
    )
    context = {"page": page, "which": which, "query": f"which={which}&"}
    return show(request, "pages/exceptions.html", context, place="exceptions")


@form_page
def exception(request: Request, waiver_id: str) -> HttpResponse:
    """One exception: what is asked, what was decided before, and the decision of whoever may decide."""
    found = queries.waiver(request.user, waiver_id)
    form = decision_forms.DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, waiver_id, form)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, at_case(found.case.ref))
    return _one(request, found, form)


def _decide(request: Request, waiver_id: str, form: decision_forms.DecisionForm) -> None:
    reason, condition = form.cleaned_data["reason"], form.cleaned_data["condition"]
    match request.POST.get("verb"):
        case "grant":
            actions.grant_waiver(request.user, waiver_id=waiver_id, reason=reason, condition=condition)
            messages.success(request, _("Granted. Whoever asked reads it now."))
        case "refuse":
            if condition.strip():
                raise Invalid.field("condition", "refused", _("A condition belongs to an exception that is granted."))
            actions.refuse_waiver(request.user, waiver_id=waiver_id, reason=reason)
            messages.success(request, _("Refused. Whoever asked reads why."))
        case _other:
            raise Invalid.field("verb", "unknown_choice", _("Grant it or refuse it."))


def _one(request: Request, found: WaiverSummary, form: decision_forms.DecisionForm) -> HttpResponse:
    before = queries.precedents(request.user, found.rule.id, limit=PRECEDENTS + 1).results
    context = {
        "waiver": found,
        "rule": queries.rule(request.user, found.rule.id),
        "precedents": [one for one in before if one.id != found.id][:PRECEDENTS],
        "form": form,
        "case": inside(request, found.case.ref),
    }
    status = 400 if form.errors else 200
    return show(request, "pages/exception.html", context, place="exceptions", status=status)


@writing
def exception_withdraw(request: Request, waiver_id: str) -> HttpResponse:
    """Take back what I asked for."""
    found = queries.waiver(request.user, waiver_id)
    actions.withdraw_waiver(request.user, waiver_id=waiver_id)
    messages.success(request, _("Taken back."))
    return away(request, at_case(found.case.ref))


@form_page
def case_exception(request: Request, ref: str) -> HttpResponse:
    """Ask for an exception: which rule first, then what exactly and why; precedents stand beside it."""
    case = inside(request, ref)
    rule_id = request.POST.get("rule") or request.GET.get("rule", "")
    if not rule_id:
        q = request.GET.get("q", "")[:120]
        context = {"case": case, "q": q, "page": queries.rules(request.user, q=q, limit=50)}
        return show(request, "pages/exception_rule.html", context, place="cases")
    rule = queries.rule(request.user, rule_id)
    hint = _("Otherwise within the time that the rule gives: %(time)s.") % {
        "time": moments.lasting(rule.answer_minutes)
    }
    form = decision_forms.AskForm(request.POST or None, deciders=_deciders(request, rule), hint=hint)
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        decider = typed.pop("decider") or None
        try:
            made = actions.ask_waiver(request.user, ref=ref, rule_id=rule_id, decider_id=decider, **typed)
        except Invalid as error:
            blame(form, error)
        else:
            names = ", ".join(one.name for one in queries.waiver(request.user, made).deciders)
            messages.success(request, _("Asked. It waits for %(names)s.") % {"names": names})
            return away(request, at_case(ref))
    context = {
        "case": case,
        "rule": rule,
        "form": form,
        "precedents": queries.precedents(request.user, rule_id, limit=PRECEDENTS).results,
    }
    status = 400 if form.errors else 200
    return show(request, "pages/exception_ask.html", context, place="cases", status=status)


def _deciders(request: Request, rule: RuleSummary) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in rule.who if one.id != request.user.id]
