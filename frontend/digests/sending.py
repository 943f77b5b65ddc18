"""The jobs of mail about what needs somebody: composed as its receiver when it leaves, and never the same twice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from esn.core import mail
from esn.core.alarms import set_alarm
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.mail import mail_id
from feeds import queries as feeds
from frontend.digests import hearing, said, way_out
from frontend.words import called, word
from inbox import queries as inbox
from inbox.needs import BROKEN
from inbox.queries import LineSummary
from people import queries
from people.actions import note_mailing
from people.models import Mailing, Notifying
from people.queries import Receiver
from search.kept import queries as kept
from search.kept.queries import Fresh

MOST_LINES = 50  # of one mail; the others are counted
MOST_AN_HOUR = 12  # mails to one address
HOUR = dt.timedelta(hours=1)
_AT_ONCE = frozenset({"accept"})  # a handoff waits for an answer


@task(queue_name="mail")
def deliver_digest(person_id: str) -> None:
    """Send somebody what needs them and was in no mail yet; nothing new, no mail."""
    to = queries.receiver(person_id)
    if to is None or _not_now(to, "mail.digest"):
        return
    lines = _wanted(to, inbox.waiting(to.person, limit=10 * MOST_LINES))
    found = _found(to)
    if not lines and not found:
        return
    told = said.Told(
        lines=lines[:MOST_LINES],
        found=found,
        more=max(len(lines) - MOST_LINES, 0),
        back=queries.came_back(person_id),
    )
    _send(to, Mailing.Kind.DIGEST, "digest", told, lines, {})


@task(queue_name="mail")
def deliver_line(person_id: str, line_id: str) -> None:
    """Send somebody one line that harms a customer, in the conversation of its thread or case."""
    to = queries.receiver(person_id)
    if to is None or to.choices.mail != Notifying.Mail.IMPACT or _not_now(to, "mail.impact"):
        return
    lines = [line for line in _wanted(to, inbox.waiting(to.person)) if line.id == line_id and at_once(line)]
    if lines:
        thread = {"In-Reply-To": mail_id(line_id), "References": mail_id(line_id)}
        _send(to, Mailing.Kind.IMPACT, "digest_line", said.Told(lines=lines), lines, thread)


@task(queue_name="mail")
def deliver_urgent(person_id: str, call_id: str) -> None:
    """Tell somebody at any hour that they are called; who wants no mail hears of it in the house alone."""
    to = queries.receiver(person_id)
    if to is None or queries.mails_since(person_id, now() - HOUR) >= MOST_AN_HOUR:
        return
    person = to.person
    try:
        call = feeds.urgent_call(person, call_id)
    except NotFound:
        return  # taken back, or not theirs to read any more
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        context = {
            "name": called(person.name),
            "caller": call.by.name,
            "reason": word("urgent", call.reason),
            "path": reverse("case", args=[call.case]) if call.case else reverse("post", args=[call.post]),
        }
        message = mail.compose(to=person.email, template="urgent", language=person.language, context=context)
    message.extra_headers["Importance"] = "high"
    mail.dispatch(message)
    note_mailing(person_id, kind=Mailing.Kind.URGENT, told={})


def harmful(person_id: str) -> tuple[str, ...]:
    """The lines of somebody that do not wait for the daily mail and were in no mail yet."""
    to = queries.receiver(person_id)
    if to is None or to.choices.mail != Notifying.Mail.IMPACT:
        return ()
    return tuple(line.id for line in _wanted(to, inbox.waiting(to.person)) if at_once(line))


def at_once(line: LineSummary) -> bool:
    """Whether a customer is harmed while a line waits: a broken promise, or a handoff that nobody has taken."""
    return line.harm == BROKEN or any(why.code in _AT_ONCE for why in line.why)


def _send(
    to: Receiver, kind: str, template: str, told: "said.Told", lines: Sequence[LineSummary], more: dict[str, str]
) -> None:
    """Compose, send, and write down what was told; a kill between the two repeats it with the same Message-ID."""
    person = to.person
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        context = said.context(person, told) | {"way_out": way_out.page(person.id, kind)}
        message = mail.compose(to=person.email, template=template, language=person.language, context=context)
    message.extra_headers |= way_out.headers(person.id, kind) | more
    mail.dispatch(message)
    about = {line.id: hearing.newest(line) for line in lines} | {one.id: one.newest for one in told.found}
    note_mailing(person.id, kind=kind, told=about)


def _found(to: Receiver) -> tuple[Fresh, ...]:
    """What is new in the kept searches of which somebody hears in this mail alone, and no mail told of yet."""
    fresh = kept.for_digest(to.person)
    told = queries.told_up_to(to.person.id, [one.id for one in fresh]) if fresh else {}
    return tuple(one for one in fresh if one.id not in told or one.newest > told[one.id])


def _wanted(to: Receiver, lines: Iterable[LineSummary]) -> list[LineSummary]:
    """The lines that no mail told of yet, as far as their groups may be heard by mail, now."""
    found = list(lines)
    told = queries.told_up_to(to.person.id, [line.id for line in found]) if found else {}
    fresh = [line for line in found if line.id not in told or hearing.newest(line) > told[line.id]]
    return hearing.audible(to.person.id, fresh, alarm="mail.digest")


def _not_now(to: Receiver, alarm: str) -> bool:
    """Whether somebody may not be disturbed meanwhile, or had enough mail for an hour; the alarm comes again."""
    reach = queries.reach([to.person.id])[to.person.id]
    if not reach.now:
        set_alarm(alarm, to.person.id, reach.at)
        return True
    if queries.mails_since(to.person.id, now() - HOUR) >= MOST_AN_HOUR:
        set_alarm(alarm, to.person.id, now() + HOUR)
        return True
    return False
