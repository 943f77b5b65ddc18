"""Whether somebody may be disturbed at a moment, and when next: their week, holidays, quiet hours, focus, absence."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from esn.core.public_holidays import is_holiday
from people.week import Free, Stretch, back_at, ends_at, never_free, working

NO_HOLIDAYS = "none"
_ROUNDS = 50  # of looking for a moment
_HORIZON = dt.timedelta(days=60)  # beyond an absence


@dataclass(frozen=True)
class Daily:
    """Hours of every day in which nobody is disturbed; an end that is not later than the start is on the next day."""

    start: dt.time
    end: dt.time

    @property
    def week(self) -> tuple[Stretch, ...]:
        """The same as stretches of a week."""
        return tuple(Stretch(weekday, self.start, self.end) for weekday in range(7))


@dataclass(frozen=True)
class Reach:
    """Whether somebody may be disturbed ``now``; ``at`` is the first moment when they may.

    ``why`` they may not: absent, focus, off_hours, holiday or quiet; empty when they may.
    """

    now: bool
    at: dt.datetime
    why: str = ""


@dataclass(frozen=True)
class Times:
    """What somebody said of their time."""

    zone: dt.tzinfo
    week: tuple[Stretch, ...] = ()
    region: str = ""  # whose holidays are free; empty is none
    quiet: tuple[Daily, ...] = ()
    focus_until: dt.datetime | None = None
    absent: tuple[dt.datetime, dt.datetime] | None = None

    @property
    def free(self) -> Free:
        """The days on which they do not work, whatever their weekday says."""
        return partial(is_holiday, self.region) if self.region else never_free

    def reach(self, at: dt.datetime) -> Reach:
        """Whether they may be disturbed at a moment, and the first one from then on when they may."""
        closed = self._closed(at)
        if closed is None:
            return Reach(True, at)
        return Reach(False, self._next(at), closed[0])

    def has_a_moment(self, at: dt.datetime) -> bool:
        """Whether there is any moment in the weeks after ``at`` in which they may be disturbed."""
        return self._search(at, self.quiet) is not None

    def _next(self, at: dt.datetime) -> dt.datetime:
        """The next moment; hours that leave none at all are passed over, the team's first."""
        for quiet in (self.quiet, self.quiet[:1], ()):
            found = self._search(at, quiet)
            if found is not None:
                return found
        return at + _HORIZON

    def _search(self, at: dt.datetime, quiet: tuple[Daily, ...]) -> dt.datetime | None:
        moment, latest = at, max([at, self.absent[1]] if self.absent else [at]) + _HORIZON
        for _round in range(_ROUNDS):
            closed = self._closed(moment, quiet)
            if closed is None:
                return moment
            moment = closed[1]
            if moment > latest:
                break
        return None

    def _closed(self, at: dt.datetime, quiet: tuple[Daily, ...] | None = None) -> tuple[str, dt.datetime] | None:
        """Why they may not be disturbed at a moment, and until when that holds by itself."""
        if self.absent is not None and self.absent[0] <= at < self.absent[1]:
            return "absent", self.absent[1]
        if self.focus_until is not None and at < self.focus_until:
            return "focus", self.focus_until
        if not working(self.week, self.zone, at, self.free):
            why = "holiday" if working(self.week, self.zone, at) else "off_hours"
            return why, back_at(self.week, self.zone, at, self.free)
        for daily in self.quiet if quiet is None else quiet:
            if working(daily.week, self.zone, at):
                return "quiet", ends_at(daily.week, self.zone, at)
        return None
