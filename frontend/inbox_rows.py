"""A line of the inbox as a row: where it leads, what it says in one line, and in which group it stands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from esn.core.clock import now
from frontend import windows, words
from frontend.entries import stance
from frontend.permalinks import permalink
from inbox.needs import ANSWER, READING, UNTOLD
from inbox.queries import LineSummary, LineWhy, Narrowing, Offered

MORNING = 8  # o'clock


@dataclass(frozen=True)
class Row:
    """One row; ``quoted`` says that its words are somebody's own."""

    line: LineSummary
    address: str
    title: str
    about: str
    words: str
    quoted: bool
    source: str
    more: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class Section:
    """Rows of about the same harm."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Moment:
    """A moment that a snooze may end at."""

    icon: str
    name: str
    at: dt.datetime


def rows(lines: Iterable[LineSummary]) -> tuple[Row, ...]:
    """Lines as rows."""
    return tuple(_row(line) for line in lines)


def sections(lines: Iterable[LineSummary]) -> tuple[Section, ...]:
    """What waits, in three groups: what harms a customer, what is for today, and what has time."""
    found = rows(lines)
    names = (
        (pgettext("lines of the inbox", "A customer believes something untrue"), range(UNTOLD + 1)),
        (pgettext("lines of the inbox", "Today"), range(UNTOLD + 1, ANSWER + 1)),
        (pgettext("lines of the inbox", "When you can"), range(ANSWER + 1, 10)),
    )
    made = (Section(name, tuple(row for row in found if row.line.harm in harms)) for name, harms in names)
    return tuple(section for section in made if section.rows)


def choices(offered: Offered, chosen: Narrowing, tab: str) -> dict[str, list[tuple[str, str]]]:
    """What the list can be narrowed to, each with how many lines there are; what was chosen stays to be chosen."""
    found = {
        "customer": [(one.id, f"{one.name} ({count})") for one, count in offered.customers],
        "harm": [(str(harm), f"{words.word('harm', str(harm))} ({count})") for harm, count in offered.harms],
        "kind": [(kind, f"{words.word('need', kind)} ({count})") for kind, count in offered.kinds],
    }
    if tab == "mentions":
        del found["kind"]
    for name, value in chosen.words.items():
        if name in found and value not in dict(found[name]):
            found[name].append((value, words.word("need", value) if name == "kind" else _("None any more")))
    first = {
        "customer": _("Customer"),
        "harm": _("Harm"),
        "kind": pgettext("lines of the inbox", "Kind"),
    }
    return {name: [("", first[name]), *some] for name, some in found.items() if len(some) > 1 or name in chosen.words}


def heading(count: int, many: int) -> str:
    """How many things wait, as one would say it."""
    if not count:
        return _("Nothing needs you")
    if count >= many:
        return _("Many things need you")
    return ngettext("%(n)s thing needs you", "%(n)s things need you", count) % {"n": count}


def moments() -> tuple[Moment, ...]:
    """What is offered as a time to come back: soon, tomorrow, next week."""
    here = timezone.localtime(now())
    morning = (here + dt.timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    monday = (here + dt.timedelta(days=7 - here.weekday())).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    offered = (
        Moment("clock", _("In an hour"), here + dt.timedelta(hours=1)),
        Moment("sunrise", _("Tomorrow morning"), morning),
        Moment("calendar-days", _("Next Monday"), monday),
    )
    return offered if monday != morning else offered[:2]


def _row(line: LineSummary) -> Row:
    why = line.why[0]
    said, quoted = _words(why)
    customer = line.customer.name if line.customer else ""
    title = customer or line.audience.label or line.subject.label or words.word("need", line.kind)
    about = line.subject.label if line.subject.label != title else ""
    others = sum(one.count for one in line.why[1:])
    more = ngettext("and %(n)s more", "and %(n)s more", others) % {"n": others} if others else ""
    away = why.on_behalf_of.name if why.on_behalf_of else ""
    return Row(line, _address(line), title, about, said, quoted, _source(line), more, away)


def _source(line: LineSummary) -> str:
    """From whom it comes: Samir and 2 others."""
    why = line.why[0]
    if not why.by:
        return ""
    others = why.people - 1
    if others <= 0:
        return why.by[0].name
    return ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others) % {
        "name": why.by[0].name,
        "n": others,
    }


def _words(why: LineWhy) -> tuple[str, bool]:
    """What one line says, and whether it is a quotation."""
    values = why.values
    if why.code == "tell":
        stands = {"now": stance(values.get("known")), "before": stance(values.get("believes"))}
        return _("Now: %(now)s. They still believe: %(before)s.") % stands, False
    if why.code in ("keep", "risk", "untold", "proposal"):
        return " · ".join(part for part in (values.get("text", ""), windows.value(values.get("window"))) if part), False
    if why.code == "accept":
        return str(values.get("brief", "")), True
    if why.code == "join":
        return ngettext("%(n)s person asks to come in.", "%(n)s people ask to come in.", why.count) % {
            "n": why.count
        }, False
    if why.code in ("report", "appeal", "held"):
        return ngettext("%(n)s waits for a decision.", "%(n)s wait for a decision.", why.count) % {
            "n": why.count
        }, False
    if why.code == "found":
        head = ngettext("%(n)s new match", "%(n)s new matches", why.count) % {"n": why.count}
        return f"{head} · {why.excerpt}" if why.excerpt else head, False
    if why.code == "notice":
        return words.word("notice", str(values.get("notice", ""))), False
    if why.code in ("reply", "message") and why.count > 1:
        head = ngettext("%(n)s answer", "%(n)s answers", why.count) % {"n": why.count}
        return f"{head} · {why.excerpt}" if why.excerpt else head, False
    if why.excerpt:
        return why.excerpt, why.code in READING
    return str(values.get("text", "") or values.get("name", "")), False


def _address(line: LineSummary) -> str:
    """Where the first reason is settled."""
    why, subject = line.why[0], line.subject
    if subject.type == "case":
        return _in_case(why, subject.id)
    if subject.type == "thread":
        return permalink(why.post or subject.id, subject.id)
    if subject.type == "announcement":
        return reverse("post", args=[subject.id])
    if subject.type == "group":
        return reverse("group_members", args=[subject.id])
    if subject.type == "queue":
        return reverse("moderation")
    if subject.type == "search":
        return reverse("kept_open", args=[subject.id])
    return reverse("groups" if subject.type == "invitation" else "notices")


def _in_case(why: LineWhy, ref: str) -> str:
    values = why.values
    if why.code == "tell":
        return f"{reverse('case_tell', args=[ref])}?about={values['subject']}&id={values['id']}"
    if why.code == "decide":
        return reverse("exception", args=[values["waiver"]])
    if why.code == "huddle":
        return reverse("huddle", args=[values["huddle"]])
    if why.code in ("keep", "risk", "untold", "proposal"):
        return f"{reverse('case', args=[ref])}?pane=brief#promise-{values['promise']}"
    if why.code in READING and why.post:
        return f"{reverse('case', args=[ref])}?pane=thread#post-{why.post}"
    return f"{reverse('case', args=[ref])}?pane=brief"
