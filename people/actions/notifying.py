"""Choosing how and when one is told of what needs one. ``everyone`` is who hears when somebody can be reached."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import public_holidays
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from people.actions.hours import require_hours
from people.events import AvailabilityChanged, NotifyingChanged
from people.models import Mailed, Mailing, Notifying, Person
from people.policy import own_audience
from people.queries.reach import times_of
from people.quiet import NO_HOLIDAYS, Daily, Times

KEPT = dt.timedelta(days=60)  # that a mail which has left is remembered


@transaction.atomic
def set_quiet_hours(actor: Person, *, start: dt.time | None, end: dt.time | None) -> None:
    """Not be disturbed between two hours of every day; without both, no hour is quiet."""
    require_hours(actor)
    quiet = checked_daily(start, end)
    if quiet is not None:
        said = times_of({actor.id}, now())[actor.id]
        if not Times(said.zone, said.week, quiet=(quiet,)).has_a_moment(now()):
            detail = _("These hours leave no moment of your work in which you could be reached.")
            raise Invalid.field("end", "no_moment", detail)
    write_choices(actor, quiet_from=quiet and quiet.start, quiet_until=quiet and quiet.end)


@transaction.atomic
def choose_holidays(actor: Person, *, region: str, everyone: str) -> None:
    """Say whose public holidays one keeps: a region, empty for the site's, ``none`` for none."""
    require_hours(actor)
    if region not in ("", NO_HOLIDAYS) and not public_holidays.is_known(region):
        raise Invalid.field("region", "unknown_region", _("The holidays of this region are not known here."))
    if write_choices(actor, region=region):
        record(AvailabilityChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def choose_mail(
    actor: Person,
    *,
    mail: str | None = None,
    mail_hour: int | None = None,
    mail_weekday: int | None = None,
    sound: bool | None = None,
) -> None:
    """Say how often mail comes, at which hour and day, and whether a page may sound; None stays as it is."""
    require_hours(actor)
    said = {"mail": mail, "mail_hour": mail_hour, "mail_weekday": mail_weekday, "sound": sound}
    wanted = {name: value for name, value in said.items() if value is not None}
    if wanted.get("mail", Notifying.Mail.NEVER) not in Notifying.Mail:
        raise Invalid.field("mail", "unknown_choice", _("Choose one of these."))
    for name, number, most in (("mail_hour", mail_hour, 23), ("mail_weekday", mail_weekday, 6)):
        if number is not None and not 0 <= number <= most:
            detail = _("This must be a whole number from %(low)d to %(high)d.") % {"low": 0, "high": most}
            raise Invalid.field(name, "out_of_range", detail)
    write_choices(actor, **wanted)


@transaction.atomic
def unsubscribe(person_id: str, *, kind: str) -> None:
    """Less mail, by the link in one: mail of single lines goes into the daily one, and that one ends for good."""
    person = Person.objects.get(id=person_id)
    mail = Notifying.objects.filter(person=person).values_list("mail", flat=True).first() or Notifying.Mail.IMPACT
    if kind == Mailing.Kind.IMPACT:
        if mail == Notifying.Mail.IMPACT:
            write_choices(person, mail=Notifying.Mail.DAILY)
        return
    write_choices(person, mail=Notifying.Mail.NEVER)


@transaction.atomic
def note_mailing(person_id: str, *, kind: str, told: Mapping[str, dt.datetime]) -> None:
    """A mail has left: up to which moment it told of each line."""
    Mailing.objects.create(person_id=person_id, kind=kind, lines=min(len(told), 30_000), at=now())
    Mailing.objects.filter(person_id=person_id, at__lt=now() - KEPT).delete()
    Mailed.objects.bulk_create(
        [Mailed(person_id=person_id, about=about, up_to=up_to) for about, up_to in told.items()],
        update_conflicts=True,
        unique_fields=["person", "about"],
        update_fields=["up_to"],
    )


def checked_daily(start: dt.time | None, end: dt.time | None) -> Daily | None:
    """Quiet hours as they are kept; Invalid where one end is missing, or where they last the whole day."""
    if (start is None) != (end is None):
        field = "start" if start is None else "end"
        raise Invalid.field(field, "missing", _("Say from when and until when."))
    if start is None or end is None:
        return None
    if start == end:
        raise Invalid.field("end", "whole_day", _("Quiet hours end at another hour than they begin."))
    return Daily(start, end)


def write_choices(actor: Person, **wanted: Any) -> bool:
    """Write some choices of a person, in the running transaction; whether any of them is another than before."""
    row = Notifying.objects.select_for_update().filter(person=actor).first() or Notifying(person=actor)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save()
        record(NotifyingChanged(audience_id=own_audience(actor.id), id=actor.id), actor.id)
    return bool(changed)
