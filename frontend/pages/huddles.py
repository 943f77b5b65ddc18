"""Huddles: calling one in a case, its page with options and opinions, and the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Told, Way
from cases.queries import HuddleSummary, OptionSummary
from esn.core.errors import Invalid
from frontend import case_forms, decision_forms, naming, windows
from frontend.pages.door import Request, away, blame, first_problem, form_page, reading, show, writing
from frontend.pages.work import Work, at_case, inside, work

LISTS: dict[str, dict[str, str]] = {
    "mine": {"state": "open", "invited": "me"},
    "open": {"state": "open"},
    "decided": {"state": "decided"},
    "undecided": {"state": "undecided"},
}


@reading
def huddles(request: Request) -> HttpResponse:
    """Huddles that ask me, that stand open, that were decided, or that nobody decided in time."""
    which = request.GET.get("which", "mine")
    if which not in LISTS:
        raise Invalid.field("which", "unknown_choice", _("This list is unknown."))
    asked = LISTS[which]
    page = queries.huddles(
        request.user, state=asked["state"], invited=asked.get("invited", ""), cursor=request.GET.get("cursor")
    )
    context = {"page": page, "which": which, "query": f"which={which}&"}
    return show(request, "pages/huddles.html", context, place="exceptions")


@form_page
def case_huddle(request: Request, ref: str) -> HttpResponse:
    """Call a huddle: the question, until when, and who is asked; its options come next."""
    brief = queries.brief(request.user, ref)
    people = {f"person:{one.person.id}": one.person.name for one in brief.participants if one.person.kind == "member"}
    people.pop(f"person:{request.user.id}", None)
    known = [*([] if brief.case.restricted else naming.teams(request.user)), *people.items()]
    form = decision_forms.HuddleForm(request.POST or None, known=known)
    about = Work(
        _("Call a huddle"),
        _("Call it"),
        at_case(ref),
        brief.case,
        note=_("Whoever is asked takes part in the case. Next you write the options."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return away(request, reverse("huddle", args=[_call(request, ref, form)]))
        except Invalid as error:
            blame(form, error)
    context = {"form": form, "about": about}
    return show(request, "pages/work.html", context, place="cases", status=400 if form.errors else 200)


def _call(request: Request, ref: str, form: decision_forms.HuddleForm) -> str:
    typed = form.cleaned_data
    invited = [naming.holder(code) for code in typed["invited"]]
    invited += naming.by_name(request.user, typed["others"], "others")
    return actions.call_huddle(
        request.user, ref=ref, question=typed["question"], deadline=typed["deadline"], invited=invited
    )


@reading
def huddle(request: Request, huddle_id: str) -> HttpResponse:
    """One huddle: the question, each option checked against the facts, what people think of it, and its end."""
    return _page(request, queries.huddle(request.user, huddle_id))


def _page(request: Request, found: HuddleSummary, *, status: int = 200, **state: object) -> HttpResponse:
    context = {"huddle": found, "case": inside(request, found.case.ref), "me_id": request.user.id, **state}
    return show(request, "pages/huddle.html", context, place="exceptions", status=status)


@form_page
def huddle_option(request: Request, huddle_id: str) -> HttpResponse:
    """Write a way out, and which promise it would change."""
    found = queries.huddle(request.user, huddle_id)
    brief = queries.brief(request.user, found.case.ref)
    promises = [(one.id, f"{one.text}: {windows.said(one.window)}") for one in brief.promises]
    form = decision_forms.OptionForm(
        request.POST or None, promises=promises, initial={"timezone": _zone(request, brief)}
    )  # fmt: skip
    about = Work(
        _("Propose an option"),
        _("Propose it"),
        reverse("huddle", args=[huddle_id]),
        found.case,
        note=found.question,
        facts=tuple(fact for fact in brief.facts if fact.kind == "constraint"),
    )

    def add() -> None:
        way = Way(form.cleaned_data["text"], form.cleaned_data["promise"], form.chosen_window())
        actions.add_option(request.user, huddle_id=huddle_id, way=way)

    return work(request, form, about, add, window="day")


def _zone(request: Request, brief: queries.Brief) -> str:
    """The zone in which the customer was promised something, or the reader's own."""
    return brief.promises[0].window.timezone if brief.promises else request.user.time_zone


@writing
def huddle_opinion(request: Request, huddle_id: str) -> HttpResponse:
    """Say for or against an option."""
    found = queries.huddle(request.user, huddle_id)
    option, text = request.POST.get("option", ""), request.POST.get("text", "")
    form = decision_forms.OpinionForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            actions.give_opinion(request.user, huddle_id=huddle_id, option_id=option, **form.cleaned_data)
        except Invalid as error:
            problem = first_problem(error)
    else:
        problem = str(next(iter(form.errors.values()))[0])
    if problem:
        return _page(request, found, status=400, problem=problem, about=option, typed=text)
    return away(request, f"{reverse('huddle', args=[huddle_id])}#option-{option}")


@form_page
def huddle_decide(request: Request, huddle_id: str) -> HttpResponse:
    """Choose an option and say why; where it changes a promise, how the customer was told."""
    found = queries.huddle(request.user, huddle_id)
    option = _chosen(found, request.POST.get("option") or request.GET.get("option", ""))
    form = decision_forms.HuddleDecisionForm(request.POST or None, tells=option.promise is not None)
    about = Work(
        _("Decide: %(option)s") % {"option": option.text},
        _("Decide it"),
        at_case(found.case.ref),
        found.case,
        note=_effect(option),
        extra=(("option", option.id),),
    )

    def decide() -> None:
        typed = form.cleaned_data
        told = Told(typed["told"]) if typed.get("told") else None
        actions.decide_huddle(request.user, huddle_id=huddle_id, option_id=option.id, reason=typed["reason"], told=told)
        messages.success(request, _("Decided."))

    return work(request, form, about, decide, window="reason")


def _chosen(found: HuddleSummary, option_id: str) -> OptionSummary:
    option = next((one for one in found.options if one.id == option_id), None)
    if option is None:
        raise Invalid.field("option", "unknown", _("This huddle has no such option."))
    return option


def _effect(option: OptionSummary) -> str:
    if option.promise is None or option.window is None:
        return _("No promise changes by it.")
    return _("“%(promise)s” becomes %(window)s. Until the customer is told, they believe the earlier one.") % {
        "promise": option.promise.text,
        "window": windows.said(option.window),
    }


@form_page
def huddle_close(request: Request, huddle_id: str) -> HttpResponse:
    """Call a huddle off."""
    found = queries.huddle(request.user, huddle_id)
    form = case_forms.ReasonForm(request.POST or None)
    about = Work(
        _("Call the huddle off"), _("Call it off"), at_case(found.case.ref), found.case, note=found.question
    )  # fmt: skip
    return work(
        request,
        form,
        about,
        lambda: actions.close_huddle(request.user, huddle_id=huddle_id, reason=form.cleaned_data["reason"]),
    )
