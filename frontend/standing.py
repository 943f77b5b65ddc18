"""How somebody can be reached, as a mark beside their face or as a line of words."""

import itertools
from collections.abc import Mapping

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend import moments, weeks
from frontend.markup import fill
from people.queries import Availability, Hours

_MARK = (
    '<span class="standing {state}" data-standing="{id}" title="{words}">'
    '<span class="words unseen">{words}</span></span>'
)
_LINE = '<span class="standing said {state}" data-standing="{id}"><span class="words">{words}</span></span>'
_NOTHING = SafeString("")


def mark(known: Mapping[str, Availability], person_id: str) -> SafeString:
    """The mark at a face: filled, a ring, a crescent or a dash, with its words for who does not see it."""
    return _filled(_MARK, known, person_id)


def line(known: Mapping[str, Availability], person_id: str) -> SafeString:
    """The mark with its words beside it."""
    return _filled(_LINE, known, person_id)


def words(one: Availability) -> str:
    """How somebody can be reached, in a few words."""
    if one.state == "away" and one.until is not None:
        said = _("Away until %(moment)s") % {"moment": moments.ahead(one.back_at or one.until)}
        if one.delegate is None:
            return said
        return _("%(away)s · %(name)s stands in") % {"away": said, "name": one.delegate.name}
    if one.state == "focus" and one.until is not None:
        return _("In focus until %(moment)s") % {"moment": moments.ahead(one.until)}
    if one.state == "off_hours" and one.back_at is not None:
        return _("Off hours, back %(moment)s") % {"moment": moments.ahead(one.back_at)}
    return _("Active now") if one.state == "active" else _("Not active now")


def week(said: Hours) -> tuple[tuple[str, str], ...]:
    """A week in few lines: days that are alike stand together, each with its stretches."""
    order = weeks.days()
    days = {day: tuple(f"{one.start}–{one.end}" for one in said.week if one.weekday == day) for day in order}
    spans = [list(group) for _alike, group in itertools.groupby(order, key=lambda day: days[day])]
    return tuple((_days(span), ", ".join(days[span[0]])) for span in spans if days[span[0]])


def _days(span: list[int]) -> str:
    first, last = WEEKDAYS_ABBR[span[0]], WEEKDAYS_ABBR[span[-1]]
    return str(first) if len(span) == 1 else f"{first}–{last}"


def _filled(markup: str, known: Mapping[str, Availability], person_id: str) -> SafeString:
    one = known.get(person_id)
    return fill(markup, id=person_id, state=one.state, words=words(one)) if one else _NOTHING
