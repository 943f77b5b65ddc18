"""Announcements: said by those who answer for a place, and acknowledged by those who read it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed
from esn.core.events import record_all
from feeds import policy
from feeds.actions.reminders import settle_reminder
from feeds.actions.writing import write
from feeds.events import AnnouncementAcknowledged
from feeds.models import ANNOUNCEMENT, Acknowledgement, Announcement
from feeds.queries.composed import composed
from feeds.text import checked_text
from groups import policy as reading
from people.models import Person
from people.policy import own_audience


@transaction.atomic
def announce(
    actor: Person,
    *,
    audience_id: str,
    body: str,
    attachments: Sequence[str] = (),
    asks: bool = True,
    until: dt.date | None = None,
) -> str:
    """Announce something to a group or to everyone; ``asks`` its readers to say that they have read it. Its id."""
    audience, role = reading.standing(actor, audience_id)
    if not reading.may_announce(actor, role, kind=audience.kind, closed=audience.closed_at is not None):
        raise NotAllowed(_("Only those who moderate a group announce something in it."))
    if reading.is_muted(reading.voice_in(actor, audience).muted_until):
        raise NotAllowed(_("A moderator has muted you here for a time. You read on; your text was not sent."))
    body = checked_text(body, needed=not attachments)
    if until is not None and until < now().date():
        raise Invalid.field("until", "past", _("The day is not before today."))
    detail = {"asks": asks, **({"until": until.isoformat()} if until else {})}
    post_id = write(
        actor.id,
        audience=audience,
        body=body,
        composed=composed(audience, body),
        kind=ANNOUNCEMENT,
        detail=detail,
        attachments=attachments,
    )
    Announcement.objects.create(post_id=post_id, asks=asks, until=until)
    audit.note(actor.id, "announcement.made", "post", post_id, audience=audience.id)
    return post_id


@transaction.atomic
def acknowledge(actor: Person, *, post_id: str) -> None:
    """Say that one has read an announcement; also after its day, and saying it twice changes nothing."""
    post, role = policy.post_standing(actor, post_id)
    told = Announcement.objects.filter(post=post, asks=True).exists() if policy.is_announced(post) else False
    if not told:
        raise Conflict("not_asked", _("This does not ask to be acknowledged."))
    if not policy.is_asked(actor, role, audience_kind=post.audience.kind, author_id=post.author_id):
        raise NotAllowed(_("This does not ask you."))
    _row, made = Acknowledgement.objects.get_or_create(post=post, person=actor, defaults={"at": now()})
    if made:
        settle_reminder(actor, post.id)
        heard = dict.fromkeys((post.author_id, actor.id))
        facts = [AnnouncementAcknowledged(audience_id=own_audience(one), id=post.id) for one in heard]
        record_all(facts, actor.id)
