"""Noting what we know of a customer, verifying it again, doubting it and taking it back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.beliefs import doubt_fact
from cases.actions.entries import enter, keep, line
from cases.actions.participants import take_part
from cases.channels import Channel
from cases.events import FactChanged
from cases.facts import checked_detail
from cases.models import Case, Fact
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from esn.core.events import record
from people.models import Person

LANGUAGES = ("fr", "en")
AT_MOST = 200  # standing facts of one customer, so that all of them can be compared


@transaction.atomic
def note_fact(
    actor: Person,
    *,
    customer_id: str,
    kind: str,
    source: str,
    value: str = "",
    detail: dict[str, Any] | None = None,
    verified_at: dt.datetime | None = None,
    holds_until: dt.datetime | None = None,
    sensitivity: str = Fact.Sensitivity.NORMAL,
    ref: str | None = None,
) -> str:
    """Note a fact of a customer, in the thread of one of their cases when its ``ref`` is given; its id."""
    customer = policy.require_living_customer(actor, customer_id)
    codes = checked_detail(kind, detail or {})
    value = _checked_value(kind, value, codes)
    if verified_at is not None and verified_at > now():
        raise Invalid.field("verified_at", "future", _("This moment has not come yet."))
    if holds_until is not None and holds_until <= now():
        raise Invalid.field("holds_until", "past", _("This moment has passed. Name a later one."))
    if Fact.objects.filter(customer=customer, withdrawn_at=None).count() >= AT_MOST:
        raise Conflict("too_many", _("We know many facts of this customer. Take back what no longer holds."))
    case = _case_of(actor, customer.id, ref)
    fact = Fact.objects.create(
        customer=customer,
        kind=kind,
        value=value,
        detail=codes,
        source=line(source, "source"),
        sensitivity=sensitivity,
        noted_by=actor,
        noted_at=now(),
        verified_by=actor if verified_at else None,
        verified_at=verified_at,
        holds_until=holds_until,
    )
    changed(actor, fact, case, "noted")
    return fact.id


@transaction.atomic
def verify_fact(actor: Person, *, fact_id: str, ref: str | None = None, holds_until: dt.datetime | None = None) -> None:
    """Say that a fact was verified just now; a doubt about it is settled by that."""
    fact = policy.require_fact(actor, fact_id, lock=True)
    _require_standing(fact)
    if holds_until is not None and holds_until <= now():
        raise Invalid.field("holds_until", "past", _("This moment has passed. Name a later one."))
    if holds_until is not None or (fact.holds_until is not None and fact.holds_until <= now()):
        fact.holds_until = holds_until
    fact.verified_by, fact.verified_at = actor, now()
    fact.disputed_by, fact.disputed_at, fact.dispute = None, None, ""
    changed(actor, fact, _case_of(actor, fact.customer_id, ref), "verified")


@transaction.atomic
def dispute_fact(actor: Person, *, fact_id: str, reason: str, ref: str | None = None) -> None:
    """Say that a fact may not be so: it is shown in red and used no more until somebody verifies it."""
    fact = policy.require_fact(actor, fact_id, lock=True)
    _require_standing(fact)
    fact.disputed_by, fact.disputed_at, fact.dispute = actor, now(), line(reason, "reason")[:500]
    changed(actor, fact, _case_of(actor, fact.customer_id, ref), "disputed", body=fact.dispute)


@transaction.atomic
def withdraw_fact(actor: Person, *, fact_id: str, ref: str | None = None) -> None:
    """Take a fact back: it is no longer among what we know. Doing so twice changes nothing."""
    fact = policy.require_fact(actor, fact_id, lock=True)
    if fact.withdrawn_at is not None:
        return
    fact.withdrawn_by, fact.withdrawn_at = actor, now()
    changed(actor, fact, _case_of(actor, fact.customer_id, ref), "withdrawn")
    doubt_fact(actor, fact)


def _checked_value(kind: str, value: str, codes: dict[str, Any]) -> str:
    value = " ".join(value.split())
    if not value and not codes:
        raise Invalid.field("value", "blank", _("This cannot be empty."))
    allowed = {Fact.Kind.LANGUAGE: LANGUAGES, Fact.Kind.CHANNEL: tuple(Channel.values)}.get(Fact.Kind(kind))
    if allowed and value not in allowed:
        raise Invalid.field(
            "value", "unknown_choice", _("This must be one of: %(words)s.") % {"words": ", ".join(allowed)}
        )
    return value


def _case_of(actor: Person, customer_id: str, ref: str | None) -> Case | None:
    if not ref:
        return None
    case = policy.require_inside(actor, ref, lock=True)
    if case.customer_id != customer_id:
        raise Invalid.field("case", "other_customer", _("This case is another customer's."))
    take_part(actor, case)
    return case


def _require_standing(fact: Fact) -> None:
    if fact.withdrawn_at is not None:
        raise Conflict("withdrawn", _("This was taken back. Note it anew."))


def changed(actor: Person, fact: Fact, case: Case | None, verb: str, body: str = "") -> None:
    """Keep what a verb did to a fact, tell all members, and enter it in the thread of a case."""
    if verb != "noted":
        fact.revision += 1
        fact.save()
    record(FactChanged(audience_id=fact.customer.audience_id, id=fact.id, customer=fact.customer_id), actor.id)
    if case is not None:
        enter(
            actor,
            case,
            "fact",
            body=body or fact.value,
            id=fact.id,
            verb=verb,
            fact_kind=fact.kind,
            value=fact.value,
            codes=fact.detail,
            source=fact.source,
        )
        keep(actor, case)
