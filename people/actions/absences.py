"""Being away, with somebody who stands in. ``everyone`` is who hears that somebody went or is back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.events import record
from people.actions.hours import require_hours
from people.events import AvailabilityChanged, DelegationChanged
from people.models import Absence, Person
from people.policy import may_name_delegate, own_audience

START, END = "absence.start", "absence.end"  # the alarms
LONGEST = dt.timedelta(days=3 * 366)


@transaction.atomic
def plan_absence(
    actor: Person,
    *,
    end: dt.datetime,
    start: dt.datetime | None = None,
    delegate_id: str | None = None,
    note: str = "",
    everyone: str,
) -> str:
    """Say that one is away, from now or later, and who stands in; instead of what was said before. Its id."""
    require_hours(actor)
    Person.objects.select_for_update().get(id=actor.id)
    present = _standing(actor, everyone)
    start = start or (present.start if present and present.start <= now() else now())
    _require_time(start, end)
    delegate = _found_delegate(actor, delegate_id, start, end)
    before_id = present.delegate_id if present else None
    row = present or Absence(person=actor, created_at=now())
    row.start, row.end, row.delegate, row.note = start, end, delegate, " ".join(note.split())
    row.save()
    _wind(row)
    told = {"delegate": delegate.id} if delegate else {}
    audit.note(actor.id, "absence.planned", "absence", row.id, start=start.isoformat(), end=end.isoformat(), **told)
    _tell(row, actor.id, everyone, {before_id, row.delegate_id})
    return row.id


@transaction.atomic
def end_absence(actor: Person, *, everyone: str) -> None:
    """Be back, or not go at all; NotFound for who is not away and does not plan to be."""
    require_hours(actor)
    Person.objects.select_for_update().get(id=actor.id)
    row = _standing(actor, everyone)
    if row is None:
        raise NotFound
    _finish(row, now(), actor.id, everyone)
    audit.note(actor.id, "absence.ended", "absence", row.id)


@transaction.atomic
def begin_absence(absence_id: str, due_at: dt.datetime, *, everyone: str) -> None:
    """The clock: somebody is away from now on, and others hear who stands in."""
    row = Absence.objects.filter(id=absence_id, over_at=None, start__lte=now(), end__gt=now()).first()
    if row is not None:
        _tell(row, row.person_id, everyone, {row.delegate_id})


@transaction.atomic
def finish_absence(absence_id: str, due_at: dt.datetime, *, everyone: str) -> None:
    """The clock: somebody is back. What their delegate might do ended at that moment by itself."""
    row = Absence.objects.select_for_update().filter(id=absence_id, over_at=None, end__lte=now()).first()
    if row is not None:
        _finish(row, row.end, row.person_id, everyone)


def _standing(actor: Person, everyone: str) -> Absence | None:
    """The absence that is planned or under way; one whose end the clock has not come to yet is finished first."""
    row = Absence.objects.filter(person=actor, over_at=None).first()
    if row is not None and row.end <= now():
        _finish(row, row.end, actor.id, everyone)
        return None
    return row


def _require_time(start: dt.datetime, end: dt.datetime) -> None:
    if end <= now():
        raise Invalid.field("end", "past", _("This moment has passed. Name a later one."))
    if end <= start:
        raise Invalid.field("end", "reversed", _("This is before it begins. Name a later one."))
    if end - start > LONGEST:
        raise Invalid.field("end", "too_long", _("An absence lasts three years at most."))


def _found_delegate(actor: Person, delegate_id: str | None, start: dt.datetime, end: dt.datetime) -> Person | None:
    """The colleague who stands in: somebody else, who can act and is not away at that time themselves."""
    if not delegate_id:
        return None
    if delegate_id == actor.id:
        raise Invalid.field("delegate", "oneself", _("Name somebody else: you are away."))
    person = Person.objects.filter(id=delegate_id).first() if actor.is_member else None
    if person is None or not may_name_delegate(person):
        raise Invalid.field("delegate", "unknown", _("This colleague is unknown here."))
    if Absence.objects.filter(person=person, over_at=None, start__lt=end, end__gt=start).exists():
        raise Invalid.field(
            "delegate", "away", _("%(name)s is away at that time too. Name somebody else.") % {"name": person.name}
        )
    return person


def _wind(row: Absence) -> None:
    """Set the alarms of its beginning, when that lies ahead, and of its end."""
    if row.start > now():
        set_alarm(START, row.id, row.start)
    else:
        cancel(START, row.id)
    set_alarm(END, row.id, row.end)


def _finish(row: Absence, at: dt.datetime, actor_id: str, everyone: str) -> None:
    row.over_at = at
    row.save(update_fields=["over_at"])
    cancel(START, row.id)
    cancel(END, row.id)
    _tell(row, actor_id, everyone, {row.delegate_id})


def _tell(row: Absence, actor_id: str, everyone: str, delegates: set[str | None]) -> None:
    record(AvailabilityChanged(audience_id=everyone, id=row.person_id), actor_id)
    for delegate_id in sorted(filter(None, delegates)):
        record(DelegationChanged(audience_id=own_audience(delegate_id), id=row.person_id), actor_id)
