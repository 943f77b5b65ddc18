"""What is written around a case: contacts, handoffs, blockers, and its brief on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Holder
from cases.queries import CaseSummary, CommitmentSummary
from esn.core.errors import Invalid, NotFound
from frontend import case_forms, facts, numbers, promise_forms, windows, words
from frontend.installed import may_be_kept
from frontend.pages.door import Request, away, form_page, reading, show, show_part, writing
from frontend.pages.work import Work, at_case, inside, work
from frontend.sending import send
from frontend.templatetags.look import new_key
from groups import queries as groups
from people.queries import Availability


@form_page
def contact(request: Request, ref: str) -> HttpResponse:
    """Note a contact with the customer."""
    case = inside(request, ref)
    form = case_forms.ContactForm(request.POST or None)
    key = (("key", new_key()),)  # a note that waited for the network is noted once
    about = Work(_("Note a contact"), _("Note it"), at_case(ref), case, extra=key)

    def note() -> None:
        typed = {**form.cleaned_data, "retold": form.cleaned_data["retold"] == "yes"}
        send(request, lambda: actions.note_contact(request.user, ref=ref, **typed))

    return may_be_kept(work(request, form, about, note), request.user)


@form_page
def handoff(request: Request, ref: str) -> HttpResponse:
    """Offer the case to somebody: who first, then the brief."""
    case = inside(request, ref)
    to = _receiver(request, request.POST.get("to") or request.GET.get("to", ""))
    if to is None:
        return _choose_receiver(request, case)
    holder, name = to
    form = case_forms.HandoffForm(request.POST or None, initial={"brief": queries.handoff_proposal(request.user, ref)})
    about = Work(
        _("Pass the case to %(name)s") % {"name": name},
        _("Offer it"),
        at_case(ref),
        case,
        note=_("Until they accept, the case stays with who has it."),
        extra=(("to", f"{holder.kind}:{holder.id}"),),
        absent=_absent(request, holder),
        asked=name,
    )

    def offer() -> None:
        actions.offer_handoff(request.user, ref=ref, to=holder, **form.cleaned_data)
        messages.success(request, _("Offered to %(name)s.") % {"name": name})

    return work(request, form, about, offer)


def _absent(request: Request, holder: Holder) -> Availability | None:
    """How somebody can be reached who said that they are away: whoever asks them knows it before they do."""
    found = groups.availability(request.user, [holder.id]).get(holder.id) if holder.kind == "person" else None
    return found if found is not None and found.state == "away" and found.until is not None else None


def _receiver(request: Request, named: str) -> tuple[Holder, str] | None:
    """Who is named by ``person:<id>`` or ``team:<id>``, and how they are called; None where nobody is."""
    kind, _colon, id_ = named.partition(":")
    try:
        if kind == "person":
            return Holder(kind, id_), groups.person(request.user, id_).name
        if kind == "team":
            return Holder(kind, id_), groups.group(request.user, id_).name
    except NotFound:
        return None
    return None


def _choose_receiver(request: Request, case: CaseSummary) -> HttpResponse:
    q = request.GET.get("q", "")[:120]
    people = groups.directory(request.user, q=q, limit=20).results
    asked = tuple(one for one in people if one.kind == "member" and one.id != request.user.id)
    available = groups.availability(request.user, [one.id for one in asked])
    named = groups.groups(request.user, q=q, limit=50).results
    context = {
        "case": case,
        "q": q,
        "people": asked,
        "available": available,
        "away": [id_ for id_, one in available.items() if one.state == "away" and one.until],
        "teams": tuple(one for one in named if one.kind == "team"),
    }
    return show(request, "pages/handoff_to.html", context, place="cases")


@writing
def handoff_accept(request: Request, handoff_id: str) -> HttpResponse:
    """Hold the case from now on."""
    offer = queries.handoff(request.user, handoff_id)
    actions.accept_handoff(request.user, handoff_id=handoff_id)
    messages.success(request, _("You hold this case now."))
    return away(request, at_case(offer.case.ref))


@form_page
def handoff_refuse(request: Request, handoff_id: str) -> HttpResponse:
    """Say why one does not take the case."""
    offer = queries.handoff(request.user, handoff_id)
    form = case_forms.ReasonForm(request.POST or None)
    about = Work(
        _("Refuse the case"),
        _("Refuse it"),
        at_case(offer.case.ref),
        offer.case,
        note=_("It stays with who has it, and they read why."),
    )
    return work(
        request,
        form,
        about,
        lambda: actions.refuse_handoff(request.user, handoff_id=handoff_id, reason=form.cleaned_data["reason"]),
    )


@writing
def handoff_withdraw(request: Request, handoff_id: str) -> HttpResponse:
    """Take one's offer back."""
    offer = queries.handoff(request.user, handoff_id)
    actions.withdraw_handoff(request.user, handoff_id=handoff_id)
    return away(request, at_case(offer.case.ref))


@form_page
def blocker(request: Request, ref: str) -> HttpResponse:
    """Say what is in the way, and what the customer gets meanwhile."""
    case = inside(request, ref)
    form = case_forms.BlockerForm(request.POST or None)
    about = Work(
        _("What is in the way"),
        _("Say it"),
        at_case(ref),
        case,
        note=_("Promises of this case are at risk until it is lifted."),
    )
    return work(
        request, form, about, lambda: actions.report_blocker(request.user, ref=ref, **form.cleaned_data)
    )  # fmt: skip


@form_page
def blocker_lift(request: Request, blocker_id: str) -> HttpResponse:
    """Say that the case can move again."""
    found = queries.blocker(request.user, blocker_id)
    form = case_forms.LiftForm(request.POST or None)
    about = Work(_("Lift: %(cause)s") % {"cause": found.cause}, _("It is lifted"), at_case(found.case.ref), found.case)
    return work(
        request, form, about, lambda: actions.lift_blocker(request.user, blocker_id=blocker_id, **form.cleaned_data)
    )


@reading
def brief_sheet(request: Request, ref: str) -> HttpResponse:
    """The brief to print, and as text to copy."""
    brief = queries.brief(request.user, ref)
    context = {
        "brief": brief,
        "case": brief.case,
        "facts": tuple(fact for fact in brief.facts if fact.sensitivity != "sensitive"),  # paper is read by anybody
        "text": queries.brief_text(request.user, ref),
    }
    return show(request, "pages/brief_sheet.html", context, place="cases")


@reading
def blockers(request: Request) -> HttpResponse:
    """What holds up cases now, by the hours that customers have waited."""
    causes = queries.causes(request.user)
    context = {"causes": causes, "chart": numbers.causes(causes)}
    if request.htmx:
        return show_part(request, "parts/causes.html", context)
    return show(request, "pages/blockers.html", context, place="promises")


@form_page
def case_tell(request: Request, ref: str) -> HttpResponse:
    """Note that the customer was told something of the case: a promise, a fact or how it stands."""
    case = inside(request, ref)
    kind, id_ = (request.POST.get(name) or request.GET.get(name, "") for name in ("about", "id"))
    if kind not in ("commitment", "fact", "status"):
        raise Invalid.field("about", "unknown_choice", _("This cannot be told."))
    what, version, weighed = _subject(request, case, kind, id_)
    form = promise_forms.TellForm(request.POST or None, initial={"version": version})
    if not weighed:
        del form.fields["offers"]
    about = Work(
        _("Tell %(name)s") % {"name": case.customer.name},
        _("They were told"),
        at_case(ref, id_ if kind == "commitment" else ""),
        case,
        note=what,
        extra=(("about", kind), ("id", id_)),
    )

    def tell() -> None:
        typed = form.cleaned_data
        subject = actions.About(kind, id_, typed["version"])
        told = actions.Told(typed["channel"], typed["note"], typed["answer"], typed.get("offers", False))
        actions.tell(request.user, ref=ref, about=subject, told=told)
        messages.success(request, _("Noted: the customer knows."))

    return work(request, form, about, tell)


def _subject(request: Request, case: CaseSummary, kind: str, id_: str) -> tuple[str, int | None, bool]:
    """What is to be told, in one line, which of its versions the teller sees, and whether others were weighed."""
    if kind == "status":
        return words.word("status", case.status), None, False
    if kind == "fact":
        fact = queries.fact(request.user, id_)
        return facts.said(fact.kind, fact.value, fact.constraint or fact.form), fact.revision, False
    promise = queries.commitment(request.user, id_)
    steps = promise.history if isinstance(promise, CommitmentSummary) else ()
    weighed = any(step.options for step in steps if step.version == promise.version)
    return f"{promise.text}: {windows.said(promise.window)}", promise.version, weighed
