"""Telling the customer: who told them which version of what, when and how. Telling clears exactly that drift."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions import beliefs
from cases.actions.answers import write_answer
from cases.actions.entries import enter, keep
from cases.actions.participants import take_part
from cases.actions.steps import State, say, shown_value, step, value_of, weigh, wind, window_of
from cases.channels import Channel
from cases.events import CommitmentChanged, TellingMade
from cases.models import Case, Commitment, CommitmentStep, Fact, Subject, Telling
from cases.sides import sides_of
from cases.windows import window_of_value
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from feeds import actions as feeds
from feeds.text import TEXT_LIMIT
from groups.models import Audience
from people.models import Person

Verb = CommitmentStep.Verb
_VERSIONS = (Verb.MADE, Verb.CHANGED, Verb.BROKEN, Verb.WITHDRAWN)


@dataclass(frozen=True)
class Told:
    """How the customer was told, what was said besides and, where they said it at once, what they answered.

    With ``offers`` they may choose, in their window, among the other windows that were weighed for a promise.
    """

    channel: str
    note: str = ""
    answer: str = ""
    offers: bool = False


@dataclass(frozen=True)
class About:
    """What the customer was told: a promise, a fact or the status; the present version when none is named."""

    type: str
    id: str = ""
    version: int | None = None


@transaction.atomic
def tell(actor: Person, *, ref: str, about: About, told: Told) -> str:
    """Note that the customer was told something of a case; the telling's id."""
    case = policy.require_inside(actor, ref, lock=True)
    match about.type:
        case Subject.COMMITMENT:
            row = Commitment.objects.select_for_update().filter(id=about.id, case=case).first()
            if row is None:
                raise _unknown()
            take_part(actor, case)
            return tell_promise(actor, case, row, told, version=about.version)
        case Subject.FACT:
            fact = Fact.objects.filter(id=about.id, customer=case.customer_id, withdrawn_at=None).first()
            if fact is None:
                raise _unknown()
            take_part(actor, case)
            return _tell_fact(actor, case, fact, told, about.version)
    if about.id not in ("", case.ref):
        raise _unknown()
    take_part(actor, case)
    telling = _write(actor, case, told, Subject.STATUS, case.ref, 1, {"status": case.status})
    beliefs.settle(case, Subject.STATUS, case.ref)
    keep(actor, case)
    return telling.id


def tell_promise(actor: Person, case: Case, row: Commitment, told: Told, *, version: int | None = None) -> str:
    """Note that the customer was told a version of a promise; an earlier one leaves the drift. The telling's id."""
    version = row.version if version is None else version
    versions = CommitmentStep.objects.filter(commitment=row, verb__in=_VERSIONS, version=version)
    at = versions.order_by("id").first()
    if at is None:
        raise Invalid.field("subject.version", "unknown_version", _("This promise has no such version."))
    offered = _offered(at) if told.offers else []
    telling = _write(actor, case, told, Subject.COMMITMENT, row.id, version, shown_value(row, at), offered=offered)
    before, row.told_version, row.told_end = row.told_version, version, at.end
    row.untold = version != row.version
    if row.untold and row.state != State.KEPT:
        row.drift_since = row.drift_since or now()
        beliefs.drift(
            case,
            Subject.COMMITMENT,
            row.id,
            known=shown_value(row, row),
            harm=beliefs.BROKEN if row.state == State.BROKEN else beliefs.CHANGED,
            window_start=at.start,
        )
    else:
        row.drift_since = None
        beliefs.settle(case, Subject.COMMITMENT, row.id)
    weigh(row)
    row.revision += 1
    row.save()
    record(CommitmentChanged(audience_id=case.audience_id, id=row.id, case=case.ref), actor.id)
    keep(actor, case)
    if at.verb != Verb.BROKEN:
        _reopen(actor, case, row, before)
    wind(row)
    return telling.id


def _offered(at: CommitmentStep) -> list[dict[str, str]]:
    """The other windows that were weighed for a version and are still ahead, without what they go against."""
    present = value_of(window_of(at))
    weighed = [{name: one[name] for name in present} for one in at.options]
    return [one for one in weighed if one != present and window_of_value(one).end > now()]


def _reopen(actor: Person, case: Case, row: Commitment, told_before: int | None) -> None:
    """A broken promise with a new window is a promise again once the customer knows that window."""
    if row.state != State.BROKEN or row.untold or row.end <= now():
        return
    moved_since = row.ended_at is not None and row.changed_at > row.ended_at
    if moved_since or told_before not in (None, row.version):
        row.state, row.ended_at = State.OPEN, None
        step(row, Verb.REOPENED, actor)
        say(actor, case, row, "reopened")


def _tell_fact(actor: Person, case: Case, fact: Fact, told: Told, version: int | None) -> str:
    if version is not None and not 0 <= version <= fact.revision:
        raise Invalid.field("subject.version", "unknown_version", _("This fact has no such version."))
    value = {"fact_kind": fact.kind, "value": fact.value, "codes": fact.detail}
    version = fact.revision if version is None else version
    telling = _write(actor, case, told, Subject.FACT, fact.id, version, value, sensitive=_is_sensitive(fact))
    beliefs.settle(case, Subject.FACT, fact.id)
    keep(actor, case)
    return telling.id


def _is_sensitive(fact: Fact) -> bool:
    return fact.sensitivity == Fact.Sensitivity.SENSITIVE


def _write(
    actor: Person,
    case: Case,
    told: Told,
    subject: str,
    subject_id: str,
    version: int,
    value: dict[str, Any],
    *,
    sensitive: bool = False,
    offered: Sequence[dict[str, str]] = (),
) -> Telling:
    """The telling, and the post on the customer's side that it is: their window shows what they were told.

    What was said besides is read there too when it was said there; otherwise it stays inside, in an entry of its own,
    and so does what is sensitive.
    """
    note = told.note.replace("\r\n", "\n").strip()
    if len(note) > TEXT_LIMIT:
        raise Invalid.field("note", "too_long", _("A text has at most 20,000 characters."))
    telling = Telling.objects.create(
        case=case,
        subject=subject,
        subject_id=subject_id,
        version=version,
        value=value,
        channel=told.channel,
        note=note,
        by=actor,
        at=now(),
    )
    beliefs.believe(case, telling)
    about = {"channel": told.channel, "subject": subject, "subject_id": subject_id, "version": version, "value": value}
    inside = told.channel != Channel.WINDOW and bool(note)
    if sensitive or inside:
        enter(actor, case, "telling", body=note, id=telling.id, **about)
    if not sensitive:
        side = sides_of(case.ref).get(kind=Audience.Kind.CUSTOMER)
        detail = {**about, "offers": list(offered)} if offered else about
        feeds.write(actor.id, audience=side, kind="telling", detail=detail, body="" if inside else note)
    record(TellingMade(audience_id=case.audience_id, id=telling.id, case=case.ref), actor.id)
    if told.answer:
        write_answer(actor, case, telling, told.answer)
    return telling


def _unknown() -> Invalid:
    return Invalid.field("subject", "unknown", _("The case has no such promise or fact."))
