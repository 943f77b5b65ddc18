"""Rules: the list, one card with its precedents and versions, and writing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Holder
from cases.queries import RuleSummary
from esn.core.errors import Invalid, NotAllowed
from frontend import decision_forms, naming
from frontend.pages.door import Request, away, form_page, reading, show, writing
from frontend.pages.work import Work, work

PRECEDENTS = 10


@reading
def rules(request: Request) -> HttpResponse:
    """The rules that hold, with those first that are departed from too often by whoever answers for them."""
    which, q = request.GET.get("which", "standing"), request.GET.get("q", "")[:120]
    if which not in ("standing", "retired"):
        raise Invalid.field("which", "unknown_choice", _("This list is unknown."))
    page = queries.rules(request.user, q=q, retired=which == "retired", cursor=request.GET.get("cursor"), limit=50)
    context = {"page": page, "which": which, "q": q, "proposed": [one for one in page.results if one.proposed]}
    return show(request, "pages/rules.html", context, place="exceptions")


@reading
def rule(request: Request, rule_id: str) -> HttpResponse:
    """One rule: what it says, who decides, what was decided before, and every version."""
    found = queries.rule(request.user, rule_id)
    context = {
        "rule": found,
        "precedents": queries.precedents(request.user, rule_id, cursor=request.GET.get("cursor"), limit=PRECEDENTS),
        "history": queries.rule_history(request.user, rule_id),
    }
    return show(request, "pages/rule.html", context, place="exceptions")


@form_page
def rule_new(request: Request) -> HttpResponse:
    """Write a rule."""
    queries.rules(request.user, limit=1)  # for guests there are none
    me = request.user
    owners = [(f"person:{me.id}", me.name), *naming.led_teams(me)]
    form = decision_forms.RuleForm(
        request.POST or None, owners=owners, teams=naming.teams(me), initial={"people": (me.name,)}
    )
    about = Work(_("Write a rule"), _("Write it"), reverse("rules"), place="exceptions")
    return work(request, form, about, lambda: actions.create_rule(me, **_typed(request, form)), **_FIELDS)


@form_page
def rule_edit(request: Request, rule_id: str) -> HttpResponse:
    """The next version of a rule; or that it stays as it is, and why."""
    found, me = queries.rule(request.user, rule_id), request.user
    if "edit" not in found.can:
        raise NotAllowed(_("Only its owner or who moderates the team that owns it writes this rule."))
    owner = (f"{found.owner.kind}:{found.owner.id}", found.owner.name)
    owners = dict([owner, (f"person:{me.id}", me.name), *naming.led_teams(me)])
    form = decision_forms.RuleForm(
        request.POST or None, owners=list(owners.items()), teams=naming.teams(me), initial=_initial(found)
    )
    note = ""
    if found.proposed:
        note = _("It was departed from %(n)s times in 90 days. Change it, or say why it stays.") % {
            "n": found.departures
        }
    about = Work(
        _("Change the rule"), _("Write this version"), reverse("rule", args=[rule_id]), note=note, place="exceptions"
    )

    def edit() -> None:
        revision = form.cleaned_data["revision"]
        actions.edit_rule(me, rule_id=rule_id, revision=revision, **_typed(request, form))
        messages.success(request, _("Written. The version before is kept."))

    return work(request, form, about, edit, **_FIELDS)


@writing
def rule_retire(request: Request, rule_id: str) -> HttpResponse:
    """The rule holds no more."""
    actions.retire_rule(request.user, rule_id=rule_id)
    messages.success(request, _("Retired. Its history and its precedents stay."))
    return away(request, reverse("rule", args=[rule_id]))


_FIELDS = {"deciders": "people", "answer_minutes": "answer_hours"}


def _typed(request: Request, form: decision_forms.RuleForm) -> dict[str, Any]:
    typed = form.cleaned_data
    deciders: list[Holder] = naming.by_name(request.user, typed["people"], "people")
    return {
        "title": typed["title"],
        "text": typed["text"],
        "owner": naming.holder(typed["owner"]),
        "deciders": [*deciders, *map(naming.holder, typed["teams"])],
        "answer_minutes": round(typed["answer_hours"] * 60),
        "review_after": typed["review_after"],
        "note": typed["note"],
    }


def _initial(found: RuleSummary) -> dict[str, Any]:
    return {
        "title": found.title,
        "text": found.text,
        "owner": f"{found.owner.kind}:{found.owner.id}",
        "people": tuple(one.name for one in found.deciders if one.kind == "person"),
        "teams": [f"team:{one.id}" for one in found.deciders if one.kind == "team"],
        "answer_hours": round(found.answer_minutes / 60, 2),
        "review_after": found.review_after,
        "revision": found.version,
    }
