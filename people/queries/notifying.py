"""How and when people want to be told of what needs them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from esn.core import public_holidays
from esn.core.clock import now
from people.models import Absence, Mailed, Mailing, Notifying, Person
from people.queries.reach import region_of
from people.week import zone_of

COMING = 5  # holidays that are shown
BACK_FOR = dt.timedelta(days=7)  # after an absence, for who never got a mail before


@dataclass(frozen=True)
class NotifyingChoices:
    """What somebody chose: how often by mail, at which hour and on which day, whether a page may sound, quiet hours."""

    mail: str
    mail_hour: int
    mail_weekday: int
    sound: bool
    quiet_from: str | None  # like 19:30, on the wall clock of the person
    quiet_until: str | None
    region: str  # whose holidays: empty is the site's


@dataclass(frozen=True)
class Holiday:
    """A public holiday, named in the reader's language where the library speaks it."""

    date: dt.date
    name: str


@dataclass(frozen=True)
class HolidaysKept:
    """Whose holidays one keeps: what was ``chosen`` (empty: the site's; none), what holds, and the next of them."""

    chosen: str
    region: str
    coming: tuple[Holiday, ...]


def choices(viewer: Person) -> NotifyingChoices:
    """What the viewer chose."""
    return choices_of([viewer.id])[viewer.id]


def choices_of(person_ids: Iterable[str]) -> dict[str, NotifyingChoices]:
    """What some people chose; the defaults for who chose nothing."""
    ids = list(dict.fromkeys(person_ids))
    rows = {row.person_id: row for row in Notifying.objects.filter(person__in=ids)} if ids else {}
    return {id_: _choices(rows.get(id_) or Notifying()) for id_ in ids}


def holidays_kept(viewer: Person, said: NotifyingChoices | None = None) -> HolidaysKept:
    """Whose public holidays the viewer keeps; ``said`` is what they chose, where it is known already."""
    chosen = (said or choices(viewer)).region
    region = region_of(chosen)
    today = now().astimezone(zone_of(viewer.time_zone)).date()
    found = public_holidays.coming(region, today, language=viewer.language, count=COMING) if region else ()
    return HolidaysKept(chosen, region, tuple(Holiday(date, name) for date, name in found))


@dataclass(frozen=True)
class Receiver:
    """Somebody whom mail may reach: an active person whose address is proven, with what they chose."""

    person: Person
    choices: NotifyingChoices


def receiver(person_id: str) -> Receiver | None:
    """Whom mail about what needs them may reach; None for who may not act, has no proven address or wants none."""
    found = Person.objects.filter(id=person_id, is_active=True, email_verified_at__isnull=False).exclude(email="")
    person = found.filter(kind__in=(Person.Kind.MEMBER, Person.Kind.GUEST)).first()
    if person is None:
        return None
    said = choices(person)
    return None if said.mail == Notifying.Mail.NEVER else Receiver(person, said)


def told_up_to(person_id: str, about: Iterable[str]) -> dict[str, dt.datetime]:
    """Up to which moment mail has told somebody of some lines."""
    return dict(Mailed.objects.filter(person=person_id, about__in=list(about)).values_list("about", "up_to"))


def mails_since(person_id: str, at: dt.datetime) -> int:
    """How many mails of what needs them left for somebody since a moment."""
    return Mailing.objects.filter(person=person_id, at__gte=at).count()


def came_back(person_id: str) -> bool:
    """Whether somebody was away and is back since the last mail of many lines."""
    last = Mailing.objects.filter(person=person_id, kind=Mailing.Kind.DIGEST).order_by("-at").first()
    after = last.at if last else now() - BACK_FOR
    return Absence.objects.filter(
        Q(over_at__gt=after) | Q(over_at=None, end__gt=after, end__lte=now()), person=person_id, start__lt=now()
    ).exists()


def _choices(row: Notifying) -> NotifyingChoices:
    return NotifyingChoices(
        row.mail,
        row.mail_hour,
        row.mail_weekday,
        row.sound,
        _shown(row.quiet_from),
        _shown(row.quiet_until),
        row.region,
    )


def _shown(at: dt.time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"
