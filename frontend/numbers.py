"""What is counted on boards and in groups, as charts in the reader's words."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries import Cause, DriftAge, DueDay, Load
from feeds.queries import Week
from frontend.charts import Chart, Place, Series, bars, columns

MOST_CAUSES = 8  # more are in the table of the board


def due(days: Sequence[DueDay]) -> Chart | None:
    """Open promises by the day on which they begin."""
    counted = Series(_("promises"), tuple(one.promises for one in days))
    places = [_day(one.day) for one in days]
    return columns(_("Open promises by the day on which they begin"), _("Day"), places, [counted])


def _day(day: dt.date | None) -> Place:
    if day is None:
        return Place(_("Before today"), (_("before"),))
    return Place(date_format(day, "l j F"), (date_format(day, "D")[:2], str(day.day)))


def drifts(ages: Sequence[DriftAge]) -> Chart | None:
    """What customers believe that is not so, by how long they have believed it."""
    numbers = tuple(one.drifts for one in ages)
    return columns(
        _("Changed, not told, by how long ago it changed"),
        _("Since"),
        [_age(one) for one in ages],
        [Series(_("customers who believe something else"), numbers)],
    )


def _age(one: DriftAge) -> Place:
    if one.below is None:
        said = _("more than %(time)s") % {"time": _hours(one.hours)}
    elif not one.hours:
        said = _("less than %(time)s") % {"time": _hours(one.below)}
    else:
        said = _("%(from)s to %(to)s") % {"from": _hours(one.hours), "to": _hours(one.below)}
    return Place(said, (f"≥ {_short(one.hours)}" if one.hours else f"< {_short(one.below or 0)}",))


def _hours(hours: int) -> str:
    if hours % 24 == 0:
        return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _short(hours: int) -> str:
    return _("%(n)s d") % {"n": hours // 24} if hours % 24 == 0 else _("%(n)s h") % {"n": hours}


def causes(found: Sequence[Cause]) -> Chart | None:
    """What is in the way, by the hours that customers have waited for it."""
    shown = found[:MOST_CAUSES]
    hours = tuple(round(one.customer_hours) for one in shown)
    places = [Place(one.cause) for one in shown]
    return bars(_("Hours that customers waited, by cause"), _("Cause"), places, [Series(_("hours"), hours)])


def load(found: Sequence[Load]) -> Chart | None:
    """What each of a team carries, in the order of their names."""
    places = [Place(_("The team, nobody yet") if one.holder.kind == "team" else one.holder.name) for one in found]
    cases, promises = tuple(one.cases for one in found), tuple(one.promises for one in found)
    series = [Series(_("open cases"), cases), Series(_("open promises"), promises)]
    return bars(_("Who carries what, by name"), _("Who"), places, series)


def weeks(found: Sequence[Week]) -> Chart | None:
    """What was said in a group, week by week."""
    places = [_week(one.monday, named=number % 3 == 2) for number, one in enumerate(found)]
    series = [Series(_("posts"), tuple(one.posts for one in found))]
    series.append(Series(_("replies"), tuple(one.replies for one in found)))
    return columns(_("Posts and replies in each week"), _("Week from"), places, series)


def _week(monday: dt.date, *, named: bool) -> Place:
    """A week by its Monday; every third one is named in the picture, so that the words have room."""
    said = date_format(monday, "j F Y")
    return Place(said, (date_format(monday, "j N"),) if named else ())
