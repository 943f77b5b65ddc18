"""The brief as plain text in the reader's language: to copy, and to begin a handoff with."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.fact_words import channel, said
from cases.facts import GREEN
from cases.queries.briefs import Brief, brief
from cases.queries.commitment_summaries import ToldRef
from cases.queries.facts import FactSummary
from cases.queries.next_words import next_words
from cases.windows import Window
from esn.core.clock import now
from people.models import Person

HANDOFF_WORDS = 120
LEAST_WORDS = 5  # with its label, a line of fewer says nothing


@dataclass(frozen=True)
class _Line:
    """One line of the brief; an elastic one gives way where there is little room."""

    text: str
    elastic: bool = False

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def brief_text(viewer: Person, ref: str) -> str:
    """The whole brief as lines of text; for those who read the internal side."""
    return "\n".join(line.text for line in _lines(brief(viewer, ref)))


def handoff_proposal(viewer: Person, ref: str) -> str:
    """The beginning of a handoff's brief, for the giver to change: at most 120 words.

    What was told at length is shortened, the longest first; what was promised, told and is known stays whole.
    """
    lines = list(_lines(brief(viewer, ref)))
    room = HANDOFF_WORDS - sum(line.words for line in lines if not line.elastic)
    elastic = sorted((line for line in lines if line.elastic), key=lambda line: line.words)
    kept: dict[_Line, str] = {}
    for left, line in zip(range(len(elastic), 0, -1), elastic, strict=True):
        kept[line] = _first(line.text, max(room, 0) // left)
        room -= len(kept[line].split())
    return _first("\n".join(filter(None, (kept.get(line, line.text) for line in lines))), HANDOFF_WORDS)


def _first(text: str, room: int) -> str:
    """A text, or its first words; nothing where there is room for fewer than would say something."""
    words = list(re.finditer(r"\S+", text))
    if len(words) <= room:
        return text
    return f"{text[: words[room - 1].end()]}…" if room >= LEAST_WORDS else ""


def _lines(told: Brief) -> Iterator[_Line]:
    yield _Line(f"{told.customer.name} · {told.case.title} ({told.case.ref})")
    if told.story:
        for label, text in (
            (_("What happened"), told.story.happened),
            (_("What they want"), told.story.wanted),
            (_("Refused"), told.story.refused),
            (_("Constraints"), told.story.constraints),
            (_("Tried"), told.story.tried),
        ):
            if text:
                yield _line(label, text, elastic=True)
    for promise in told.promises:
        yield _line(_("Promise"), f"{promise.text} {_when(promise.window)}")
        if promise.drift:
            yield _line(_("The customer still believes"), _when(promise.drift.believes.window))
        elif promise.told:
            yield _line(_("The customer was told"), _how(promise.told))
        else:
            yield _line(_("The customer was told"), _("nothing of it yet"))
    known = [said(fact.kind, fact.value, fact.constraint or fact.form) for fact in told.facts if _may_be_printed(fact)]
    if known:
        yield _line(_("Known, do not ask again"), "; ".join(known))
    for blocker in told.blockers:
        yield _line(_("In the way"), blocker.cause)
        yield _line(_("Who can lift it"), blocker.lifter)
        yield _line(_("Meanwhile"), blocker.meanwhile)
    yield from _undecided(told)
    if told.last_contact:
        yield _line(_("Last contact"), told.last_contact.note, elastic=True)
    yield from _next(told)
    yield _line(_("Holder"), told.case.holder.name)


def _next(told: Brief) -> Iterator[_Line]:
    """What has to happen first, and until when."""
    if told.next_step is None:
        return
    said, at = next_words(told), told.next_step.at
    if at is not None:
        here = timezone.localtime(at)
        when = f"{date_format(here, 'j F')} {date_format(here, 'H:i')}"
        by = _("by %(at)s") if at > now() else _("late since %(at)s")
        said = f"{said} · {by % {'at': when}}"
    yield _line(_("Next"), said, elastic=True)


def _undecided(told: Brief) -> Iterator[_Line]:
    """What waits for a decision, and of whom."""
    for waiver in told.waivers:
        names = ", ".join(one.name for one in waiver.deciders)
        yield _line(_("Exception asked for"), f"{waiver.what} ({waiver.rule.title}){f': {names}' if names else ''}")
    for huddle in told.huddles:
        yield _line(_("Huddle"), huddle.question)


def _how(told: ToldRef) -> str:
    """When, by whom and by which channel the customer was told."""
    at = timezone.localtime(told.at)
    return f"{date_format(at, 'j F')} {date_format(at, 'H:i')}, {told.by.name}, {channel(told.channel)}"


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


def _line(label: str, text: str, *, elastic: bool = False) -> _Line:
    return _Line(_("%(label)s: %(text)s") % {"label": label, "text": " ".join(text.split())}, elastic)
