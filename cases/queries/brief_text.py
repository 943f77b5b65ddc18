"""The brief as plain text in the reader's language: to copy, and to begin a handoff with."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.facts import GREEN
from cases.queries.briefs import Brief, brief
from cases.queries.facts import FactSummary
from cases.windows import Window
from people.models import Person

HANDOFF_WORDS = 120


def brief_text(viewer: Person, ref: str) -> str:
    """The whole brief as lines of text; for those who read the internal side."""
    return "\n".join(_lines(brief(viewer, ref)))


def handoff_proposal(viewer: Person, ref: str) -> str:
    """The beginning of a handoff's brief: at most 120 words of what is known, for the giver to change."""
    words = brief_text(viewer, ref).split(" ")
    kept: list[str] = []
    count = 0
    for word in words:
        count += len(word.split())
        if count > HANDOFF_WORDS:
            break
        kept.append(word)
    return " ".join(kept)


def _lines(told: Brief) -> Iterator[str]:
    yield f"{told.customer.name} · {told.case.title} ({told.case.ref})"
    if told.story:
        for label, text in (
            (_("What happened"), told.story.happened),
            (_("What they want"), told.story.wanted),
            (_("Refused"), told.story.refused),
            (_("Constraints"), told.story.constraints),
            (_("Tried"), told.story.tried),
        ):
            if text:
                yield _line(label, text)
    for promise in told.promises:
        yield _line(_("Promise"), f"{promise.text} {_when(promise.window)}")
        if promise.drift:
            yield _line(_("The customer still believes"), _when(promise.drift.believes.window))
    known = [fact.value for fact in told.facts if fact.value and _may_be_printed(fact)]
    if known:
        yield _line(_("Known, do not ask again"), "; ".join(known))
    for blocker in told.blockers:
        yield _line(_("In the way"), blocker.cause)
        yield _line(_("Who can lift it"), blocker.lifter)
        yield _line(_("Meanwhile"), blocker.meanwhile)
    if told.last_contact:
        yield _line(_("Last contact"), told.last_contact.note)
    yield _line(_("Holder"), told.case.holder.name)


def _may_be_printed(fact: FactSummary) -> bool:
    """What is fresh and verified, and not sensitive."""
    return fact.freshness == GREEN and fact.sensitivity != "sensitive"


def _when(window: Window) -> str:
    """A window on the customer's own clock; its day once when it begins and ends there."""
    begins, ends = (dt.datetime.fromisoformat(text) for text in (window.local_start, window.local_end))
    day, hour = "l j F", "H:i"
    if begins.date() == ends.date():
        return f"{date_format(begins, day)}, {date_format(begins, hour)}–{date_format(ends, hour)}"
    return f"{date_format(begins, f'{day} {hour}')} – {date_format(ends, f'{day} {hour}')}"


def _line(label: str, text: str) -> str:
    return _("%(label)s: %(text)s") % {"label": label, "text": " ".join(text.split())}
