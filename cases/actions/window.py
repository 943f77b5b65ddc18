"""What one of the customer's people says through their window: their wish is noted, and nothing changes by itself.

Each writes its own row and one post of kind ``window`` on the customer's side, where both they and staff read it.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.contacts import count_retelling
from cases.actions.entries import keep
from cases.actions.facts import AT_MOST, changed
from cases.actions.proposals import propose_change
from cases.actions.steps import value_of
from cases.channels import Channel
from cases.events import TellingAnswered
from cases.models import Answer, Case, ContactNote, CustomerAnswer, Fact, Subject, Telling
from cases.windows import Window, require_ahead, window_of_value
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from feeds import actions as feeds
from feeds.queries.composed import composed
from groups.models import Audience
from people.models import Person

# Of these a customer may know better what it should say; a constraint or a language has codes of its own.
_REWORDED = (Fact.Kind.ACCESS, Fact.Kind.HOURS, Fact.Kind.OTHER)
_FACT_LIMIT = 500


@transaction.atomic
def agree_to_promise(actor: Person, *, ref: str, commitment_id: str) -> None:
    """Say that what one was last told of a promise suits one. Saying so twice changes nothing."""
    case, side, told = _told(actor, ref, Subject.COMMITMENT, commitment_id)
    tellings = Telling.objects.filter(subject=Subject.COMMITMENT, subject_id=commitment_id, version=told["version"])
    telling = tellings.order_by("-at", "-id").first()
    if telling is None:
        raise NotFound
    newest = CustomerAnswer.objects.filter(telling=telling).order_by("-at", "-id").first()
    if newest is not None and newest.by_id == actor.id and newest.answer == Answer.AGREED:
        return
    CustomerAnswer.objects.create(telling=telling, answer=Answer.AGREED, by=actor, at=now())
    _say(
        actor, side, "agreed", **_promise(commitment_id, told), version=told["version"], window=told["value"]["window"]
    )
    record(TellingAnswered(audience_id=case.audience_id, id=telling.id, case=case.ref), actor.id)


@transaction.atomic
def ask_another_window(actor: Person, *, ref: str, commitment_id: str, window: Window, reason: str) -> None:
    """Ask for another window of a promise that one was told of: a proposal, and the promise does not move.

    A promise that stands otherwise than they were told takes no proposal. Their wish is kept all the same, and the
    answer says nothing of what they were not told.
    """
    _case, side, told = _told(actor, ref, Subject.COMMITMENT, commitment_id)
    reason = feeds.checked_text(reason, "reason")
    require_ahead(window, now())
    if value_of(window) == told["value"]["window"]:
        raise Invalid.field("window", "same", _("This is the time that you were told already."))
    _ask(actor, side, told, window, reason)


@transaction.atomic
def choose_offer(actor: Person, *, ref: str, commitment_id: str, number: int) -> None:
    """Choose one of the windows that one was offered when one was told of a promise: a proposal that we expect."""
    _case, side, told = _told(actor, ref, Subject.COMMITMENT, commitment_id)
    offers = told.get("offers", [])
    if not 0 <= number < len(offers):
        raise NotFound
    window = window_of_value(offers[number])
    require_ahead(window, now())
    _ask(actor, side, told, window, "")


def _ask(actor: Person, side: Audience, told: dict[str, Any], window: Window, reason: str) -> None:
    commitment_id = told["subject_id"]
    try:
        propose_change(actor, commitment_id=commitment_id, window=window, reason=reason)
    except (Conflict, Invalid) as error:
        if isinstance(error, Invalid) and "window" not in error.fields:
            raise
        _say(actor, side, "asked", reason, **_promise(commitment_id, told), window=value_of(window))


@transaction.atomic
def correct_fact(actor: Person, *, ref: str, words: str, fact_id: str = "") -> None:
    """Say that a fact which one was told is not so, or, without one, what else we should know; staff verify it."""
    words = feeds.checked_text(words, "words")
    said = " ".join(words.split())[:_FACT_LIMIT]
    case, side = _held(actor, ref)
    about: dict[str, Any] = {"subject": Subject.FACT.value, "subject_id": fact_id}
    if not fact_id:
        _note(actor, case, Fact.Kind.OTHER, said)
        _say(actor, side, "added", words, **about)
    else:
        _case, _side, told = _told(actor, ref, Subject.FACT, fact_id)
        _doubt(actor, case, fact_id, said)
        _say(actor, side, "corrected", words, **about, value=told["value"])
    keep(actor, case)


@transaction.atomic
def say_told_already(actor: Person, *, ref: str, words: str) -> None:
    """Say that one told us this before: it counts as a retelling, and at the second one the holder is alerted."""
    words = feeds.checked_text(words, "words")
    case, side = _held(actor, ref)
    note = ContactNote.objects.create(
        case=case,
        channel=Channel.WINDOW,
        direction=ContactNote.Direction.IN,
        minutes=0,
        note=words,
        retold=True,
        author=actor,
        at=now(),
    )
    _say(actor, side, "retold", words, id=note.id)
    count_retelling(actor, case)
    keep(actor, case, "retellings")


def _say(actor: Person, side: Audience, verb: str, words: str = "", **detail: Any) -> None:
    text = composed(side, words) if words else None
    feeds.write(actor.id, audience=side, kind="window", detail={"verb": verb, **detail}, body=words, composed=text)


def _promise(commitment_id: str, told: dict[str, Any]) -> dict[str, Any]:
    """Which promise one speaks of, in the words in which one was told of it."""
    return {"subject": Subject.COMMITMENT.value, "subject_id": commitment_id, "text": told["value"]["text"]}


def _held(actor: Person, ref: str) -> tuple[Case, Audience]:
    """The case, held for a change, and its customer's side, for a contact who sits there."""
    if actor.kind != Person.Kind.CONTACT:
        raise NotFound
    _case, side = policy.require_window(actor, ref)
    return policy.require_case(actor, ref, lock=True), side


def _told(actor: Person, ref: str, subject: str, subject_id: str) -> tuple[Case, Audience, dict[str, Any]]:
    """The window of this case and what stood in it of a subject; what stands in another window does not exist here."""
    case, side = policy.require_window(actor, ref)
    told = policy.require_told(actor, subject, subject_id)
    if told.audience_id != side.id:
        raise NotFound
    return case, side, told.detail


def _doubt(actor: Person, case: Case, fact_id: str, said: str) -> None:
    """The fact is used no more until somebody verifies it; what they say instead stands beside it where it can."""
    rows = Fact.objects.select_for_update().filter(id=fact_id, customer=case.customer_id, withdrawn_at=None)
    fact = rows.first()
    if fact is None:
        raise NotFound
    fact.disputed_by, fact.disputed_at, fact.dispute = actor, now(), said
    changed(actor, fact, None, "disputed")
    if fact.kind in _REWORDED:
        _note(actor, case, fact.kind, said)


def _note(actor: Person, case: Case, kind: str, value: str) -> None:
    if Fact.objects.filter(customer=case.customer_id, withdrawn_at=None).count() >= AT_MOST:
        raise Conflict("too_many", _("We could not keep this here. Please write it to us below."))
    fact = Fact.objects.create(
        customer=case.customer, kind=kind, value=value, source=actor.name, noted_by=actor, noted_at=now()
    )
    changed(actor, fact, None, "noted")
