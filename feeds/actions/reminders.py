"""Reminding those who have not said that they have read an announcement."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, NotAllowed
from esn.core.events import record, record_each
from feeds import policy
from feeds.events import NoticeGiven
from feeds.models import Announcement, Notice, Post
from people.models import Person
from people.policy import own_audience

REMINDED = "reminded"  # the code of the notice


@transaction.atomic
def remind(actor: Person, *, post_id: str) -> int:
    """Leave a notice to everybody who is asked and has not said that they have read it; how many. Once a day."""
    post, role = policy.post_standing(actor, post_id)
    told = Announcement.objects.select_for_update(of=("self",)).filter(post=post, asks=True).first()
    if told is None or not policy.is_announced(post):
        raise Conflict("not_asked", _("This does not ask to be acknowledged."))
    if not policy.sees_progress(actor, role, audience_kind=post.audience.kind, author_id=post.author_id):
        raise NotAllowed(_("Only who wrote it and those who moderate here remind the others."))
    if post.audience.closed_at is not None:
        raise Conflict("closed", _("Nothing new is said here any more."))
    if not policy.may_remind_now(told.reminded_at):
        raise Conflict("reminded", _("They were reminded less than a day ago."))
    reminded = _leave_notices(actor, post, now())
    if not reminded:
        raise Conflict("all_read", _("Everybody has said that they have read it."))
    told.reminded_at = now()
    told.save(update_fields=["reminded_at"])
    audit.note(actor.id, "announcement.reminded", "post", post.id, people=reminded)
    return reminded


def _leave_notices(actor: Person, post: Post, at: dt.datetime) -> int:
    """One notice for each person, which takes the place of the one before; how many."""
    waiting = policy.waiting_readers(post)
    ids = list(waiting.values_list("id", flat=True))
    reminders_of(post.id).filter(audience__in=waiting.values("id")).delete()
    Notice.objects.bulk_create(
        Notice(audience_id=own_audience(one), kind=REMINDED, detail={"post": post.id}, at=at) for one in ids
    )
    if ids:
        record_each(NoticeGiven(audience_id="", id=post.id), waiting.values("id"), actor.id)
    return len(ids)


def settle_reminder(person: Person, post_id: str) -> None:
    """Somebody has read what they were reminded of: the notice is read too."""
    own = own_audience(person.id)
    if reminders_of(post_id).filter(audience=own, read_at=None).update(read_at=now()):
        record(NoticeGiven(audience_id=own, id=post_id), person.id)


def reminders_of(post_id: str) -> QuerySet[Notice]:
    """The notices that remind of one announcement."""
    return Notice.objects.filter(kind=REMINDED, detail__post=post_id)
