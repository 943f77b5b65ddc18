"""One's hours, and working undisturbed for a while. ``everyone`` is who hears of it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.events import record
from people.events import AvailabilityChanged
from people.models import Person, WorkingHours
from people.policy import keeps_hours
from people.week import Stretch, clashing

MOST_A_DAY = 6  # stretches of work
FOCUS_END = "focus.end"  # the alarm of a focus
LONGEST_FOCUS = dt.timedelta(hours=24)


@transaction.atomic
def set_hours(actor: Person, *, week: Sequence[Stretch], everyone: str) -> None:
    """Say when one works, instead of what was said before; an empty week says nothing."""
    require_hours(actor)
    wanted = sorted(set(week))
    _require_week(wanted)
    Person.objects.select_for_update().get(id=actor.id)
    rows = WorkingHours.objects.filter(person=actor)
    if wanted == sorted(Stretch(row.weekday, row.start, row.end) for row in rows):
        return
    rows.delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(person=actor, weekday=one.weekday, start=one.start, end=one.end) for one in wanted
    )
    record(AvailabilityChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def begin_focus(actor: Person, *, until: dt.datetime, everyone: str) -> None:
    """Work undisturbed until a moment of the next 24 hours."""
    require_hours(actor)
    if until <= now():
        raise Invalid.field("until", "past", _("This moment has passed. Name a later one."))
    if until > now() + LONGEST_FOCUS:
        raise Invalid.field(
            "until", "too_long", _("A focus lasts 24 hours at most. For longer, say that you are away.")
        )
    Person.objects.filter(id=actor.id).update(focus_until=until)
    actor.focus_until = until
    set_alarm(FOCUS_END, actor.id, until)
    record(AvailabilityChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def end_focus(actor: Person, *, everyone: str) -> None:
    """Be there for others again; NotFound for who is not in focus."""
    require_hours(actor)
    if not Person.objects.filter(id=actor.id, focus_until__gt=now()).update(focus_until=None):
        raise NotFound
    actor.focus_until = None
    cancel(FOCUS_END, actor.id)
    record(AvailabilityChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def focus_ran_out(person_id: str, due_at: dt.datetime, *, everyone: str) -> None:
    """The clock ends a focus; one that was made longer meanwhile is left alone."""
    if Person.objects.filter(id=person_id, focus_until__lte=now()).update(focus_until=None):
        record(AvailabilityChanged(audience_id=everyone, id=person_id), person_id)


def require_hours(actor: Person) -> None:
    """NotFound for a customer's contact: they do not work here."""
    if not keeps_hours(actor):
        raise NotFound


def _require_week(week: Sequence[Stretch]) -> None:
    for weekday in range(7):
        if sum(one.weekday == weekday for one in week) > MOST_A_DAY:
            raise Invalid.field("week", "too_many", _("A day has at most 6 stretches of work."))
    if any(not 0 <= one.weekday <= 6 for one in week):
        raise Invalid.field("week", "unknown_choice", _("A week has the days 0 to 6; 0 is Monday."))
    clash = clashing(week)
    if clash is not None:
        said = _("%(one)s and %(other)s overlap.") % {"one": _span(clash[0]), "other": _span(clash[1])}
        raise Invalid.field("week", "overlap", said)


def _span(one: Stretch) -> str:
    return f"{one.start:%H:%M}–{one.end:%H:%M}"
