"""Every act of a moderator says why, in words that the person concerned reads."""

import datetime as dt

from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid
from feeds.text import checked_text

REASON_LIMIT = 2000  # characters
MOST_DAYS = 365


def checked_reason(reason: str) -> str:
    """The reason, ready to be kept and told; Invalid without one."""
    if not reason.strip():
        raise Invalid.field("reason", "blank", _("Say why: the person concerned reads it."))
    reason = checked_text(reason, "reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid.field("reason", "too_long", _("A reason has at most 2,000 characters."))
    return reason


def end_after(days: int | None) -> dt.datetime | None:
    """The moment so many days from now; Invalid outside of a year."""
    if days is None:
        return None
    if not 1 <= days <= MOST_DAYS:
        raise Invalid.field("days", "out_of_range", _("This is for 1 to 365 days."))
    return now() + dt.timedelta(days=days)
