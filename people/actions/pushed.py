"""Sending notifications: enciphered here, carried by the process that reaches the public internet alone."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from esn.core import web_push
from esn.core.clock import now
from esn.core.events import record
from esn.core.jobs import require_lease
from esn.core.outside import asking
from people import queries
from people.events import PushChanged
from people.models import PushSubscription
from people.policy import own_audience
from people.queries import PushTarget

DAY = 24 * 3600  # seconds
MOST_FAILURES = 8  # in a row, until a device is given up
_GONE = (404, 410)
_LATER = ("unreachable", "slow", "broken")
_TITLE, _BODY = 120, 300  # characters


class AwayError(Exception):
    """Some service could not be reached, or asked to be left alone for a while: it is tried again."""


@dataclass(frozen=True)
class Notification:
    """What a device shows: ``tag`` replaces what it showed by that name; ``url`` is the path that it opens."""

    title: str
    body: str
    url: str
    tag: str
    urgent: bool = False
    seconds: int = DAY  # that it is worth something
    count: int = 0  # how much waits, for the badge of the app


@dataclass(frozen=True)
class Answer:
    """What came of one notification."""

    reached: bool = False
    gone: bool = False  # for good: nothing is ever there again
    refused: bool = False
    away: bool = False  # now; it is tried again
    told_up_to: dt.datetime | None = None


@task(queue_name="push")
def deliver_trial(person_id: str, push_id: str) -> None:
    """Send the notification of a test, whatever the hour: its person asked for it just now."""
    person = queries.pushed_person(person_id)
    targets = queries.push_targets(person_id, push_id)
    if person is None or not targets:
        return
    with translation.override(person.language):
        title, body = _("Notifications arrive on this device"), _("This is the test that you asked for.")
    deliver(
        person_id,
        [(one, Notification(title, body, "/settings/notifications/", "test", True, 300), None) for one in targets],
    )


Letter = tuple[PushTarget, Notification, dt.datetime | None]


def deliver(person_id: str, letters: Sequence[Letter]) -> None:
    """Send notifications and write down what came of it; AwayError when something is to be tried again."""
    require_lease()
    told = asking.post([_order(person_id, target, said) for target, said, _up_to in letters])
    answers = {target.id: _answer(one, up_to) for (target, _said, up_to), one in zip(letters, told, strict=True)}
    note_pushed(person_id, answers)
    if any(answer.away for answer in answers.values()):
        raise AwayError


@transaction.atomic
def note_pushed(person_id: str, answers: dict[str, Answer]) -> None:
    """Write down what the services answered: who was reached, told up to when, and who is gone for good."""
    gone = [id_ for id_, answer in answers.items() if answer.gone]
    reached = {id_: answer for id_, answer in answers.items() if answer.reached}
    refused = [id_ for id_, answer in answers.items() if answer.refused]
    for id_, answer in reached.items():
        row = PushSubscription.objects.filter(id=id_)
        row.update(sent_at=now(), failures=0)
        if answer.told_up_to is not None:
            row.filter(told_up_to__lt=answer.told_up_to).update(told_up_to=answer.told_up_to)
    PushSubscription.objects.filter(id__in=refused).update(failures=F("failures") + 1)
    over = PushSubscription.objects.filter(person=person_id, failures__gte=MOST_FAILURES)
    gone += list(over.values_list("id", flat=True))
    if PushSubscription.objects.filter(id__in=gone).delete()[0]:
        record(PushChanged(audience_id=own_audience(person_id), id=gone[0]), "")


def _order(person_id: str, target: PushTarget, said: Notification) -> asking.Letter:
    """One letter: what it says is for the device alone, how long and how urgent it is for the service too."""
    shown = {
        "me": person_id,
        "title": said.title[:_TITLE],
        "body": said.body[:_BODY],
        "url": said.url,
        "tag": said.tag,
        "urgent": said.urgent,
        "count": said.count,
    }
    body = web_push.enciphered(json.dumps(shown, ensure_ascii=False).encode(), p256dh=target.p256dh, auth=target.auth)
    headers = {
        "Authorization": web_push.authorization(target.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(said.seconds),
        "Topic": said.tag,  # of several that wait at the service, the last one is delivered (RFC 8030, 5.4)
        "Urgency": "high" if said.urgent else "normal",
    }
    return asking.Letter(target.endpoint, headers, body)


def _answer(told: dict[str, Any], up_to: dt.datetime | None) -> Answer:
    status, refused = told.get("status", 0), told.get("refused", "")
    if 200 <= status < 300:
        return Answer(reached=True, told_up_to=up_to)
    if status in _GONE or (refused and refused not in _LATER):
        return Answer(gone=True)
    if status == 429 or status >= 500 or refused:
        return Answer(refused=True, away=True)
    return Answer(refused=True)
