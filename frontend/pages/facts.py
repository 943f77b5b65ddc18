"""Facts of a customer: noting one, verifying it again, doubting it and taking it back."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions, queries
from esn.core.clock import now
from esn.core.errors import Invalid
from frontend import case_forms, fact_forms, facts, words
from frontend.pages.door import Request, away, blame, form_page, show, writing
from frontend.pages.work import Work, at_case, inside, work


@form_page
def fact_new(request: Request, customer_id: str) -> HttpResponse:
    """Note a fact of one kind; its kind decides the fields."""
    customer = queries.customer(request.user, customer_id)
    queries.greeting(request.user, customer_id)  # staff alone
    kind, ref = request.GET.get("kind", "constraint"), request.GET.get("case", "")
    if kind not in fact_forms.FACT_FORMS:
        raise Invalid.field("kind", "unknown_choice", _("This kind of fact is unknown."))
    form = fact_forms.FACT_FORMS[kind](request.POST or None)
    if ref:
        inside(request, ref)
    back = _back(customer_id, ref)
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data
            actions.note_fact(
                request.user,
                customer_id=customer_id,
                kind=kind,
                value=typed.get("value", ""),
                detail=form.detail(),
                source=typed["source"],
                verified_at=now() if typed["verified"] else None,
                holds_until=typed["holds_until"],
                sensitivity=typed["sensitivity"],
                ref=ref or None,
            )
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, back)
    context = {
        "form": form,
        "customer": customer,
        "kind": kind,
        "kinds": words.choices("fact"),
        "ref": ref,
        "back": back,
    }
    return show(request, "pages/fact_new.html", context, place="customers", status=400 if form.errors else 200)


@writing
def fact_verify(request: Request, fact_id: str) -> HttpResponse:
    """Say that a fact was verified just now."""
    fact, ref = queries.fact(request.user, fact_id), request.POST.get("case", "")
    actions.verify_fact(request.user, fact_id=fact_id, ref=ref or None)
    return away(request, _back(fact.customer, ref))


@writing
def fact_withdraw(request: Request, fact_id: str) -> HttpResponse:
    """Take a fact back."""
    fact, ref = queries.fact(request.user, fact_id), request.POST.get("case", "")
    actions.withdraw_fact(request.user, fact_id=fact_id, ref=ref or None)
    return away(request, _back(fact.customer, ref))


@form_page
def fact_dispute(request: Request, fact_id: str) -> HttpResponse:
    """Doubt a fact: it is used no more until somebody verifies it."""
    fact, ref = queries.fact(request.user, fact_id), request.GET.get("case", "")
    case = inside(request, ref) if ref else None
    form = case_forms.ReasonForm(request.POST or None)
    about = Work(
        _("Doubt: %(fact)s") % {"fact": facts.said(fact.kind, fact.value, fact.constraint or fact.form)},
        _("Doubt it"),
        _back(fact.customer, ref),
        case,
        note=_("It is shown in red and used no more, until somebody verifies it."),
    )
    return work(
        request,
        form,
        about,
        lambda: actions.dispute_fact(
            request.user, fact_id=fact_id, reason=form.cleaned_data["reason"], ref=ref or None
        ),
    )


def _back(customer_id: str, ref: str) -> str:
    return at_case(ref) if ref else f"{reverse('customer', args=[customer_id])}#facts"
