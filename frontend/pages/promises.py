"""Promises: making one, its own page, changing, keeping, breaking and withdrawing it, showing it, and proposals."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Holder, Told
from cases.queries import CommitmentSummary, FactSummary, GuestCommitment
from esn.core.errors import NotFound
from frontend import case_forms, promise_forms, windows
from frontend.pages.door import Request, away, form_page, reading, show
from frontend.pages.work import Work, at_case, work
from frontend.pages.work import inside as case_inside
from groups import queries as groups


@form_page
def promise_new(request: Request, ref: str) -> HttpResponse:
    """Promise the customer something."""
    brief = queries.brief(request.user, ref)
    keepers = _keepers(request, brief)
    form = promise_forms.PromiseForm(
        request.POST or None, keepers=keepers, initial={"timezone": request.user.time_zone, "kept_by": keepers[0][0]}
    )
    about = Work(
        _("Promise a date"), _("Promise it"), at_case(ref), brief.case, facts=constraints(brief.facts)
    )  # fmt: skip

    def promise() -> None:
        typed = form.cleaned_data
        kind, _colon, id_ = typed["kept_by"].partition(":")
        actions.make_promise(
            request.user,
            ref=ref,
            kind=typed["kind"],
            text=typed["text"],
            window=form.window(),
            kept_by=Holder(kind, id_),
            told=told(typed["told"], typed["answer"]),
            reason=typed["reason"],
        )

    return work(request, form, about, promise, window="day")


def _keepers(request: Request, brief: queries.Brief) -> list[tuple[str, str]]:
    """Who may keep a promise of the case: the reader, its people, its partners and the teams, each once."""
    me = request.user
    found = {f"person:{me.id}": me.name, f"{brief.case.holder.kind}:{brief.case.holder.id}": brief.case.holder.name}
    found |= {f"person:{one.person.id}": one.person.name for one in brief.participants}
    found |= {side.side: side.label for side in brief.case.sides if side.kind == "partner"}
    teams = groups.groups(me, limit=100).results
    return list((found | {f"team:{team.id}": team.name for team in teams if team.kind == "team"}).items())


def constraints(facts: tuple[FactSummary, ...]) -> tuple[FactSummary, ...]:
    """The facts that a window may go against."""
    return tuple(fact for fact in facts if fact.kind == "constraint")


def told(channel: str, answer: str = "") -> Told | None:
    """How the customer was told, and what they answered; None while they were not."""
    return Told(channel, answer=answer) if channel else None


@reading
def promise(request: Request, promise_id: str) -> HttpResponse:
    """One promise with its whole life; a guest reads it where it was shown to them."""
    found = queries.commitment(request.user, promise_id)
    if isinstance(found, GuestCommitment):
        return away(request, at_case(found.case))
    told = queries.promise_seen(request.user, promise_id)
    seen = {"seen": told.page, "view": told.audience, "fresh": reverse("post_seen", args=[told.post])} if told else {}
    return show(request, "pages/promise.html", {"promise": found, **seen}, place="promises")


def inside(request: Request, promise_id: str) -> CommitmentSummary:
    """One promise, for those who read its case inside; NotFound for everybody else."""
    found = queries.commitment(request.user, promise_id)
    if isinstance(found, GuestCommitment):
        raise NotFound
    return found


@form_page
def promise_change(request: Request, promise_id: str) -> HttpResponse:
    """Give a promise another window, for a reason."""
    found = inside(request, promise_id)
    initial = {**promise_forms.WindowForm.of(found.window), "revision": found.revision}
    form = promise_forms.ChangeForm(request.POST or None, initial=initial)
    about = Work(
        _("Change the promise: %(text)s") % {"text": found.text},
        _("Change it"),
        at_case(found.case.ref, promise_id),
        found.case,
        note=_("Now: %(window)s. Until the customer is told, they believe the earlier one.")
        % {"window": windows.said(found.window)},
        facts=constraints(queries.facts(request.user, found.case.customer.id)),
    )

    def change() -> None:
        typed = form.cleaned_data
        actions.change_promise(
            request.user,
            commitment_id=promise_id,
            window=form.window(),
            reason=typed["reason"],
            told=told(typed["told"], typed["answer"]),
            revision=typed["revision"],
        )

    return work(request, form, about, change, window="day")


@form_page
def promise_end(request: Request, promise_id: str, verb: str) -> HttpResponse:
    """Keep, break or withdraw a promise, or warn that it may not hold."""
    found = inside(request, promise_id)
    heading, button, act = {
        "keep": (_("It was kept: %(text)s"), _("It was kept"), actions.keep_promise),
        "break": (_("It was not kept: %(text)s"), _("It was not kept"), actions.break_promise),
        "withdraw": (_("Withdraw: %(text)s"), _("Withdraw it"), actions.withdraw_promise),
        "warn": (_("At risk: %(text)s"), _("Say it is at risk"), actions.warn_promise),
    }[verb]
    form = case_forms.ReasonForm(request.POST or None)
    about = Work(
        heading % {"text": found.text},
        button,
        at_case(found.case.ref, promise_id),
        found.case,
        note=windows.said(found.window),
    )
    return work(
        request,
        form,
        about,
        lambda: act(request.user, commitment_id=promise_id, reason=form.cleaned_data["reason"]),
    )


@form_page
def promise_show(request: Request, promise_id: str) -> HttpResponse:
    """Show a promise to a partner of its case, now and whenever it changes."""
    found = inside(request, promise_id)
    case = case_inside(request, found.case.ref)
    sides = [(side.side, side.label) for side in case.sides if side.kind == "partner"]
    if not sides:
        messages.info(request, _("No partner is on this case yet. Add one of their guests first."))
        return away(request, reverse("case_people", args=[found.case.ref]))
    form = promise_forms.SideForm(request.POST or None, sides=sides)
    about = Work(
        _("Show to a partner: %(text)s") % {"text": found.text},
        _("Show it"),
        at_case(found.case.ref, promise_id),
        found.case,
        note=_("They read its words, its window and whether it stands: %(window)s. Facts and reasons stay inside.")
        % {"window": windows.said(found.window)},
    )

    def shown() -> None:
        side = form.cleaned_data["side"]
        actions.show_promise(request.user, commitment_id=promise_id, side=side)
        messages.success(request, _("Shown to %(partner)s.") % {"partner": dict(sides)[side]})

    return work(request, form, about, shown)


@form_page
def promise_propose(request: Request, promise_id: str) -> HttpResponse:
    """Propose another window; the promise stands until somebody accepts."""
    found = queries.commitment(request.user, promise_id)
    ref = found.case if isinstance(found, GuestCommitment) else found.case.ref
    form = promise_forms.ProposalForm(request.POST or None, initial=promise_forms.WindowForm.of(found.window))
    about = Work(
        _("Propose another time: %(text)s") % {"text": found.text},
        _("Propose it"),
        at_case(ref),
        None if isinstance(found, GuestCommitment) else found.case,
        note=_("Promised: %(window)s. The promise stands until somebody accepts.")
        % {"window": windows.said(found.window)},
    )

    def propose() -> None:
        actions.propose_change(
            request.user, commitment_id=promise_id, window=form.window(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Proposed. The promise stands until somebody accepts."))

    return work(request, form, about, propose, window="day")


@form_page
def proposal_answer(request: Request, proposal_id: str, verb: str) -> HttpResponse:
    """Accept or decline a proposed window."""
    found = inside(request, queries.commitment_of(request.user, proposal_id))
    proposed = queries.proposal(request.user, proposal_id)
    accepts = verb == "accept"
    form: Form
    if accepts:
        offered = [(str(number), windows.said(one)) for number, one in enumerate((proposed.window, *proposed.options))]
        form = promise_forms.AcceptForm(request.POST or None, offered=offered, initial={"choice": "0"})
    else:
        form = promise_forms.AnswerForm(request.POST or None)
    about = Work(
        _("Accept the proposal") if accepts else _("Decline the proposal"),
        _("Accept it") if accepts else _("Decline it"),
        at_case(found.case.ref, found.id),
        found.case,
        note=_("%(text)s: promised %(window)s, %(name)s proposes %(proposed)s.")
        % {
            "text": found.text,
            "window": windows.said(found.window),
            "name": proposed.by.name,
            "proposed": windows.said(proposed.window),
        },
        facts=constraints(queries.facts(request.user, found.case.customer.id)) if accepts else (),
    )

    def answer() -> None:
        typed: dict[str, Any] = dict(form.cleaned_data)
        if accepts:
            typed["told"] = told(typed["told"], typed.pop("said"))
            typed["choice"] = int(typed.get("choice") or 0)
            actions.accept_proposal(request.user, proposal_id=proposal_id, **typed)
        else:
            actions.decline_proposal(request.user, proposal_id=proposal_id, **typed)

    return work(request, form, about, answer, window="reason")
