"""The clock of a change that the customer was not told: how long is left, and how loud it is."""

import datetime as dt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.core.clock import now
from frontend import moments
from frontend.markup import fill

LAST = dt.timedelta(hours=1)
_CLOCK = (
    '<time class="clock" datetime="{machine}" data-until="{machine}" data-now="{now}" data-stage="{stage}">'
    '{left}</time><span class="unseen in-time"> {in_time}</span><span class="unseen too-late"> {too_late}</span>'
)


def stage(at: dt.datetime) -> str:
    """Early while more than an hour is left, last within the hour, missed afterwards."""
    left = at - now()
    return "early" if left > LAST else "last" if left > dt.timedelta(0) else "missed"


def tag(at: dt.datetime) -> SafeString:
    """Hours and minutes that are left, or with a plus sign by how much it was missed; the page makes it tick.

    Who hears it is told which of the two it is: the stage of the clock hides the other.
    """
    here = now()
    return fill(
        _CLOCK,
        machine=moments.machine(at),
        now=moments.machine(here),
        stage=stage(at),
        left=_left(at - here),
        in_time=_("left to tell the customer"),
        too_late=_("late in telling the customer"),
    )


def _left(left: dt.timedelta) -> str:
    minutes = int(abs(left).total_seconds() // 60)
    return f"{'+' if left < dt.timedelta(0) else ''}{minutes // 60}:{minutes % 60:02}"
