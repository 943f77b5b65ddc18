"""When what is written is sent: now, at one of two quick choices, or at a chosen moment, on the writer's own clock."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from frontend import moments
from frontend.pages.door import Request

MORNING = dt.time(8)
MONDAY = 0  # of the week


def moment_of(request: Request) -> dt.datetime | None:
    """The moment that a composer names; None for now. Invalid when it cannot be read."""
    when = request.POST.get("send_when", "")
    if when in ("tomorrow", "monday"):
        return _morning(when)
    if when != "moment":
        return None
    try:
        typed = dt.datetime.fromisoformat(request.POST.get("send_at", ""))
    except ValueError:
        raise Invalid.field("send_at", "not_a_time", _("Choose the day and the hour of sending.")) from None
    if not 1900 < typed.year < 2200:
        raise Invalid.field("send_at", "too_far", _("Choose a moment within a year."))
    return typed if typed.tzinfo else timezone.make_aware(typed)


def typed_moment(request: Request) -> dict[str, str]:
    """What stood in a composer for its moment, to stand there again."""
    return {name: request.POST.get(name, "")[:40] for name in ("send_when", "send_at")}


def scheduled_words(send_at: dt.datetime) -> str:
    """What the writer is told when their words wait."""
    return _("Scheduled: %(moment)s. Your drafts have a list of what is scheduled.") % {"moment": moments.full(send_at)}


def _morning(when: str) -> dt.datetime:
    today = timezone.localdate()
    days = 1 if when == "tomorrow" else (MONDAY - today.weekday() - 1) % 7 + 1
    return timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=days), MORNING))
