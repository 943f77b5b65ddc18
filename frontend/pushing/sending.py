"""The jobs of notifications: made of the inbox as their receiver when they leave, and never of what is settled."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from esn.core.alarms import set_alarm
from esn.core.errors import NotFound
from feeds import queries as feeds
from frontend.digests import hearing, said
from frontend.words import word
from inbox import queries as inbox
from inbox.needs import BROKEN
from inbox.queries import LineSummary
from people import queries
from people.actions import Notification, deliver_pushes
from people.models import Person

DUE = "push.due"  # the alarm
MOST_LINES = 100
INBOX = "inbox"  # what waits replaces what was said to wait
CALL_SECONDS = 3600


@task(queue_name="push")
def deliver(person_id: str) -> None:
    """Tell somebody's devices what came since they were told last; nothing new, nothing sent."""
    person = queries.pushed_person(person_id)
    if person is None or _not_now(person_id):
        return
    lines = hearing.audible(person_id, inbox.waiting(person, limit=MOST_LINES), alarm=DUE)
    letters = []
    for target in queries.push_targets(person_id):
        fresh = [line for line in lines if hearing.newest(line) > target.told_up_to]
        if fresh:
            up_to = max(hearing.newest(line) for line in fresh)
            letters.append((target, _notification(person, fresh, len(lines)), up_to))
    if letters:
        deliver_pushes(person_id, letters)


@task(queue_name="push")
def deliver_urgent(person_id: str, call_id: str) -> None:
    """Tell somebody's devices at any hour that they are called."""
    person = queries.pushed_person(person_id)
    if person is None:
        return
    try:
        call = feeds.urgent_call(person, call_id)
    except NotFound:
        return  # taken back, or not theirs to read any more
    with translation.override(person.language):
        words = {"name": call.by.name, "reason": word("urgent", call.reason)}
        title, body = _("%(name)s calls you") % words, words["reason"]
    url = reverse("case", args=[call.case]) if call.case else reverse("post", args=[call.post])
    told = Notification(title, body, url, call_id, urgent=True, seconds=CALL_SECONDS)
    deliver_pushes(person_id, [(target, told, None) for target in queries.push_targets(person_id)])


def _not_now(person_id: str) -> bool:
    """Whether somebody may not be disturbed meanwhile; the alarm comes again when they may."""
    found = queries.reach([person_id]).get(person_id)
    if found is not None and not found.now:
        set_alarm(DUE, person_id, found.at)
    return found is None or not found.now


def _notification(person: Person, lines: Sequence[LineSummary], waiting: int) -> Notification:
    """One line by its name and reason, several by their number; in the words of mail, which knows what it may say."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        first = said.context(person, said.Told(lines=list(lines)))["first"]
        body = f"{first['title']} · {first['reasons'][0]['words']}"
        title, url = str(first["place"]), urlsplit(first["link"]).path
        if len(lines) > 1:
            title = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", len(lines)) % {"n": len(lines)}
            url = reverse("inbox")
    grave = any(line.harm == BROKEN for line in lines)
    return Notification(title, body, url, INBOX, urgent=grave, seconds=_worth(lines), count=waiting)


def _worth(lines: Sequence[LineSummary]) -> int:
    """For how long it is worth something: a day, or half of it where a customer is harmed less."""
    return int(dt.timedelta(days=1 if min(line.harm for line in lines) == BROKEN else 0.5).total_seconds())
