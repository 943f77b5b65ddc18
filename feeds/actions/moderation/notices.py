"""What the people concerned are told, each in their own audience; a code, whose words are made when it is shown."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from esn.core import audit
from esn.core.clock import now
from esn.core.events import record
from feeds.events import NoticeGiven
from feeds.models import Act, Notice, Post, Report
from groups.models import Audience, Group, Sanction
from people.models import Person
from people.policy import own_audience


def tell(
    person_id: str,
    kind: str,
    *,
    act: Act | None = None,
    text: str = "",
    by: str = "",
    detail: Mapping[str, str] | None = None,
) -> None:
    """Leave somebody a notice."""
    own = own_audience(person_id)
    notice = Notice.objects.create(audience_id=own, kind=kind, act=act, text=text, detail=dict(detail or {}), at=now())
    record(NoticeGiven(audience_id=own, id=notice.id), by)


def note_act(
    actor: Person,
    verb: str,
    *,
    audience: Audience,
    person_id: str,
    reason: str,
    report: Report | None = None,
    post: Post | None = None,
    group: Group | None = None,
    sanction: Sanction | None = None,
    told: bool = True,
    detail: Mapping[str, str] | None = None,
) -> Act:
    """Write down what a moderator did and why: in their history, in the audit log, and for the person concerned."""
    act = Act.objects.create(
        audience=audience,
        report=report,
        verb=verb,
        person_id=person_id,
        post=post,
        group=group,
        sanction=sanction,
        by=actor,
        reason=reason,
        detail={**(detail or {}), **({"place": group.name} if group else {})},  # as the person concerned knew it
        at=now(),
    )
    where = {"group": group.id if group else "", "report": report.id if report else ""}
    kind, ident = ("post", post.id) if post else ("person", person_id)
    told_of: dict[str, Any] = {"person": person_id, "reason": reason, **where, **(detail or {})}
    audit.note(actor.id, f"moderation.{verb}", kind, ident, **told_of)
    if told and person_id != actor.id:
        tell(person_id, verb, act=act, by=actor.id)
    return act


@transaction.atomic
def mark_notices_read(actor: Person, *, notice_ids: list[str] | None = None) -> None:
    """Remember that the actor has read some of their notices, or all of them."""
    unread = Notice.objects.filter(audience=own_audience(actor.id), read_at=None)
    if notice_ids is not None:
        unread = unread.filter(id__in=notice_ids)
    if unread.update(read_at=now()):
        record(NoticeGiven(audience_id=own_audience(actor.id), id=actor.id), actor.id)
