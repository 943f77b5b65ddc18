"""From what a person asked to what the engine looks for: operators resolved as that person, dates in their zone."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.folding import fold
from esn.core.ids import is_id
from feeds.text import folded_tag
from people.models import Person
from search.analysis import DAY, MARKS, bits, milliseconds
from search.matching import Choice, Criteria, Standing, Unread
from search.query import Note, Operator, SearchQuery, read
from search.standing import unread_by
from search.vocabulary import WORDS, understood, values

Resolve = Callable[[str, str], tuple[str, ...]]  # a type and words: the ids that the viewer finds

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_KINDS = {"group": ("group",), "customer": ("customer",), "author": ("person",), "holder": ("person", "group")}
_IDS = ("group", "customer", "author", "case", "holder")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine looks for, and what was left out of it."""

    criteria: Criteria
    notes: tuple[Note, ...]
    empty: bool  # nothing was asked at all


def asked(viewer: Person, query: SearchQuery, resolve: Resolve, after: tuple[int, int] | None) -> Asked:
    """Read a query as a person; Invalid for a filter beside the text that cannot be read."""
    parsed = read(query.text)
    notes = list(parsed.notes)
    reader = _Reader(viewer, resolve, notes)
    for operator in parsed.operators:
        reader.operator(operator)
    reader.filters(query)
    today = milliseconds(now()) // DAY * DAY
    criteria = Criteria(
        node=parsed.node,
        types=reader.choice("type"),
        statuses=reader.choice("status"),
        sides=reader.choice("side"),
        langs=reader.choice("lang"),
        ids=tuple((column, reader.choice(column)) for column in _IDS),
        marks=reader.marks(reader.wanted),
        unmarked=reader.marks(reader.refused),
        tags=tuple(sorted(reader.wanted.get("tag", ()))),
        untagged=tuple(sorted(reader.refused.get("tag", ()))),
        standing=reader.standing(),
        since=reader.since,
        until=reader.until,
        newest_first=query.sort != "relevance",
        by_activity=query.sort == "activity",
        today=today,
        after=after,
        limit=query.limit,
    )
    filtered = bool(reader.wanted or reader.refused) or reader.since is not None or reader.until is not None
    return Asked(criteria, tuple(notes), empty=parsed.node is None and not filtered)


class _Reader:
    """Gathers filters from operators and from what was chosen beside the text."""

    def __init__(self, viewer: Person, resolve: Resolve, notes: list[Note]) -> None:
        self._viewer = viewer
        self._zone = ZoneInfo(viewer.time_zone)
        self._resolve = resolve
        self._notes = notes
        self.wanted: dict[str, set[str]] = {}
        self.refused: dict[str, set[str]] = {}
        self.since: int | None = None
        self.until: int | None = None

    def choice(self, name: str) -> Choice:
        """What was wanted and refused of one filter."""
        wanted = self.wanted.get(name)
        return Choice(None if wanted is None else tuple(sorted(wanted)), tuple(sorted(self.refused.get(name, ()))))

    def marks(self, said: dict[str, set[str]]) -> int:
        """The bits of what was said with ``has`` and ``is``."""
        return bits(one for name in ("has", "is") for one in said.get(name, ()) if one in MARKS)

    def standing(self) -> Standing:
        """What was said that depends on who asks; read positions are looked up when they are needed."""
        states = {
            name: value for value, said in ((True, self.wanted), (False, self.refused)) for name in said.get("is", ())
        }
        mine, unread = states.get("mine"), states.get("unread")
        return Standing(self._viewer.id, mine, unread, Unread(()) if unread is None else unread_by(self._viewer))

    def filters(self, query: SearchQuery) -> None:
        """What was chosen beside the text; an id that is none finds nothing."""
        for name in ("group", "customer", "author", "holder"):
            value = getattr(query, name)
            if value:
                self._want(name, self._id(name, value), narrow=True)
        for name in ("type", "status", "side", "case", "lang"):
            value = getattr(query, name)
            if value:
                self._want(name, (value,) if len(value) <= 16 else (), narrow=True)
        for name, value in (("has", query.has), ("is", query.standing), ("tag", folded_tag(query.tag) or query.tag)):
            if value:
                self._want(name, (value,))
        for name in ("after", "before"):
            value = getattr(query, name)
            if value:
                span = self._span(value)
                if span is None:
                    raise Invalid.field(name, "not_a_time", _("This must be a date or a time, like 2026-11-21."))
                self._bound(name, span)

    def _id(self, name: str, value: str) -> tuple[str, ...]:
        if value == "me" and name in ("author", "holder"):
            return (self._viewer.id,)
        known = is_id(value) and (name != "customer" or self._viewer.is_member)  # others know no customers
        return (value,) if known else ()

    def operator(self, operator: Operator) -> None:
        """One ``name:value`` of the text; what cannot be read is noted and left out."""
        if operator.name in ("before", "after", "on"):
            span = self._span(operator.value)
            if span is None:
                said = _("“%(value)s” is not a date; write it like 2026-11-21. It was left out.")
                self._notes.append(Note("not_a_date", said % {"value": operator.value}))
                return
            self._bound(operator.name, span)
            return
        found = self._values(operator)
        if not found and operator.name in WORDS:
            said = _("“%(value)s” was left out: after this word one may write %(words)s.")
            words = ", ".join(values(operator.name).values())
            self._notes.append(Note("unknown_value", said % {"value": operator.value, "words": words}))
        elif not found:
            said = _("Nothing is known as “%(value)s” here. It was left out.")
            self._notes.append(Note("unknown_value", said % {"value": operator.value}))
        elif operator.negated:
            self.refused.setdefault(operator.name, set()).update(found)
        else:
            self._want(operator.name, found)

    def _values(self, operator: Operator) -> tuple[str, ...]:
        value = operator.value.strip()
        if operator.name in WORDS:
            found = understood(operator.name, value)
            return (found,) if found else ()
        if operator.name == "tag":
            tag = folded_tag(value)
            return (tag,) if tag else ()
        if operator.name == "case":
            return (value.upper(),) if len(value) <= 16 and value.isascii() else ()
        if operator.name in ("author", "holder") and fold(value) in ("me", "moi"):
            return (self._viewer.id,)
        if operator.name == "customer" and not self._viewer.is_member:
            return ()
        if is_id(value):
            return (value,)
        return tuple(one for kind in _KINDS[operator.name] for one in self._resolve(kind, value))

    def _want(self, name: str, values: Sequence[str], *, narrow: bool = False) -> None:
        held = self.wanted.get(name)
        if held is not None and narrow:
            self.wanted[name] = held & set(values)
        else:
            self.wanted[name] = (held or set()) | set(values)

    def _bound(self, name: str, span: tuple[dt.datetime, dt.datetime]) -> None:
        begin, end = map(milliseconds, span)
        if name in ("after", "on"):
            self.since = begin if self.since is None else max(self.since, begin)
        if name in ("before", "on"):
            edge = end if name == "on" else begin
            self.until = edge if self.until is None else min(self.until, edge)

    def _span(self, text: str) -> tuple[dt.datetime, dt.datetime] | None:
        """The beginning and the end of a day, a month, a year or a moment; None for anything else."""
        text = text.strip()
        days = {"today": 0, "aujourdhui": 0, "yesterday": 1, "hier": 1}.get(fold(text))
        if days is not None:
            day = now().astimezone(self._zone).date() - dt.timedelta(days=days)
            return self._days(day, day + dt.timedelta(days=1))
        french = _FRENCH_DATE.fullmatch(text)
        parts = french.groups()[::-1] if french else (_DATE.fullmatch(text) or [None])[0]
        try:
            if isinstance(parts, str):
                parts = tuple(parts.split("-"))
            if parts is None:
                moment = dt.datetime.fromisoformat(text)
                moment = moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
                return moment, moment
            return self._period([int(part) for part in parts])
        except (ValueError, OverflowError):
            return None

    def _period(self, parts: list[int]) -> tuple[dt.datetime, dt.datetime]:
        year, month, day = (*parts, 1, 1)[:3]
        first = dt.date(year, month, day)
        if len(parts) == 3:
            return self._days(first, first + dt.timedelta(days=1))
        if len(parts) == 2:
            return self._days(first, dt.date(year + month // 12, month % 12 + 1, 1))
        return self._days(first, dt.date(year + 1, 1, 1))

    def _days(self, first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
        begin = dt.datetime.combine(first, dt.time(), self._zone)
        return begin.astimezone(dt.UTC), dt.datetime.combine(last, dt.time(), self._zone).astimezone(dt.UTC)
