"""Words for a later moment: written now, said then, as their author may say them at that moment."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import alarms
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from esn.core.events import record
from feeds.actions.files import MOST
from feeds.actions.manners import PLAIN, Manner, checked_manner, kept_manner, manner_of, needs_words
from feeds.actions.moderation.notices import tell
from feeds.actions.posts import publish, reply, require_answerable, require_voice
from feeds.events import ScheduledChanged
from feeds.models import File, ScheduledPost
from feeds.text import checked_text
from groups.models import Audience
from people.models import Person
from people.policy import own_audience

ALARM = "post.send"
GRACE = dt.timedelta(minutes=1)  # that a moment may be gone by when it is sent
FURTHEST = dt.timedelta(days=366)
MOST_WAITING = 100  # of one person
State = ScheduledPost.State
InCase = Callable[..., str]  # says something on the side of a case that an audience is


def schedule_post(
    actor: Person,
    *,
    audience_id: str,
    body: str,
    send_at: dt.datetime,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Say something to an audience later; the id of what waits. Whether one may is asked now, and again then."""
    audience, _voice = require_voice(actor, audience_id)
    return _schedule(actor, audience, None, body, send_at, attachments, manner)


def schedule_reply(
    actor: Person,
    *,
    post_id: str,
    body: str,
    send_at: dt.datetime,
    attachments: Sequence[str] = (),
    quotes: str | None = None,
) -> str:
    """Answer a post later; the id of what waits."""
    post, _voice = require_answerable(actor, post_id)
    return _schedule(actor, post.audience, post.root_id or post.id, body, send_at, attachments, Manner(quotes=quotes))


@transaction.atomic
def change_scheduled(
    actor: Person,
    *,
    scheduled_id: str,
    body: str | None = None,
    send_at: dt.datetime | None = None,
    revision: int | None = None,
) -> None:
    """Say it better, or at another moment; what was refused is tried again."""
    row = _own(actor, scheduled_id)
    if revision is not None and revision != row.revision:
        raise Stale
    if body is not None:
        row.body = checked_text(body, needed=not File.objects.filter(scheduled=row).exists())
    row.send_at = _checked_moment(send_at or row.send_at)
    row.state, row.why = State.WAITING, ""
    row.revision += 1
    row.save()
    _wake(row, actor)


@transaction.atomic
def send_now(actor: Person, *, scheduled_id: str) -> None:
    """Let it be said at once: the worker does it, as at any other moment."""
    row = _own(actor, scheduled_id)
    row.send_at, row.state, row.why = now(), State.WAITING, ""
    row.revision += 1
    row.save()
    _wake(row, actor)


@transaction.atomic
def cancel_scheduled(actor: Person, *, scheduled_id: str) -> None:
    """Take it back before it is said; its files wait for another post."""
    row = _own(actor, scheduled_id)
    alarms.cancel(ALARM, row.id)
    gone = ScheduledChanged(audience_id=row.audience_id, id=row.id)
    row.delete()
    record(gone, actor.id)


@transaction.atomic
def send_due(scheduled_id: str, _due_at: dt.datetime, *, in_case: InCase) -> None:
    """What the clock does at the moment: say it as its author, who may have lost the right to. Then they are told."""
    rows = ScheduledPost.objects.select_for_update(of=("self",)).select_related("author", "target")
    row = rows.filter(id=scheduled_id, state=State.WAITING).first()
    if row is None or row.send_at > now():
        return  # taken back, sent or moved meanwhile
    try:
        with transaction.atomic():
            _say(row, in_case)
    except (NotFound, NotAllowed, Conflict, Invalid) as error:
        row.state, row.why = State.REFUSED, _code(error)
        row.save(update_fields=["state", "why"])
        tell(row.author_id, "unsent", detail={"scheduled": row.id})
    else:
        row.delete()
    record(ScheduledChanged(audience_id=own_audience(row.author_id), id=scheduled_id), row.author_id)


def _say(row: ScheduledPost, in_case: InCase) -> None:
    files = list(File.objects.filter(scheduled=row).order_by("place", "id").values_list("id", flat=True))
    File.objects.filter(scheduled=row).update(scheduled=None)
    manner = manner_of(row.manner)
    if row.root_id:
        reply(row.author, post_id=row.root_id, body=row.body, attachments=files, quotes=manner.quotes)
    elif row.target.subject_kind == "case":
        in_case(row.author, audience=row.target, body=row.body, attachments=files, manner=manner)
    else:
        publish(row.author, audience_id=row.target_id, body=row.body, attachments=files, manner=manner)


def _code(error: Exception) -> str:
    if isinstance(error, Conflict):
        return error.code[:20]
    return {NotFound: "gone", NotAllowed: "voiceless"}.get(type(error), "invalid")


def _schedule(
    actor: Person,
    target: Audience,
    root_id: str | None,
    body: str,
    send_at: dt.datetime,
    attachments: Sequence[str],
    manner: Manner,
) -> str:
    manner = checked_manner(manner)
    body = checked_text(body, needed=needs_words(manner, attachments))
    send_at = _checked_moment(send_at)
    own = own_audience(actor.id)
    with transaction.atomic():
        if ScheduledPost.objects.filter(audience=own).count() >= MOST_WAITING:
            raise Invalid.field("send_at", "too_many", _("You have 100 posts that wait. Send or take back some first."))
        row = ScheduledPost.objects.create(
            audience_id=own, author=actor, target=target, root_id=root_id, body=body, send_at=send_at,
            manner=kept_manner(manner),
        )  # fmt: skip
        _take_files(actor, row, attachments)
        _wake(row, actor)
    return row.id


def schedule_in(
    actor: Person,
    *,
    audience: Audience,
    body: str,
    send_at: dt.datetime,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Keep words for a side of a case, whose policy the caller has asked; the id of what waits."""
    return _schedule(actor, audience, None, body, send_at, attachments, manner)


def _take_files(actor: Person, row: ScheduledPost, file_ids: Sequence[str]) -> None:
    if len(file_ids) > MOST:
        raise Invalid.field("attachments", "too_many", _("A post has at most 10 files. Nothing was sent."))
    for place, file_id in enumerate(dict.fromkeys(file_ids)):
        mine = File.objects.filter(id=file_id, uploader=actor, post=None, held=None, scheduled=None)
        if not mine.update(scheduled=row, draft=None, place=place):
            raise Invalid.field(
                "attachments",
                "unknown_file",
                _("One of these files is not here, or was sent already. Choose it again."),
            )


def _checked_moment(send_at: dt.datetime) -> dt.datetime:
    if send_at < now() - GRACE:
        raise Invalid.field("send_at", "past", _("This moment is past. Choose a later one; your words are still here."))
    if send_at > now() + FURTHEST:
        raise Invalid.field("send_at", "too_far", _("Choose a moment within a year."))
    return send_at


def _own(actor: Person, scheduled_id: str) -> ScheduledPost:
    rows = ScheduledPost.objects.select_for_update(of=("self",))
    row = rows.filter(id=scheduled_id, audience=own_audience(actor.id), author=actor).first()
    if row is None or not actor.is_active:
        raise NotFound
    return row


def _wake(row: ScheduledPost, actor: Person) -> None:
    alarms.set_alarm(ALARM, row.id, row.send_at)
    record(ScheduledChanged(audience_id=row.audience_id, id=row.id), actor.id)
