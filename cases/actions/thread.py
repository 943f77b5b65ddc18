"""Saying something on one side of a case."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.models import Case
from cases.sides import side_name, sides_of
from esn.core.clock import now
from esn.core.errors import Invalid, NotAllowed
from feeds import actions as feeds
from feeds import policy as posts
from feeds.actions import PLAIN, Manner
from feeds.actions.manners import checked_manner, needs_words
from feeds.queries.composed import composed
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


def post_in_case(
    actor: Person,
    *,
    ref: str,
    body: str,
    side: str | None = None,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Say something on one side of a case; the post's id. Whoever reads and writes inside follows from then on."""
    case = policy.require_case(actor, ref)
    audience = side_audience(actor, ref, side)
    manner = checked_manner(manner)
    if audience.kind == Kind.CUSTOMER and manner != PLAIN:
        raise Invalid.field("side", "plain_only", _("The customer reads words and files only. Choose another side."))
    body = feeds.checked_text(body, needed=needs_words(manner, attachments))
    text = composed(audience, body)
    role = reading.role_in(actor, audience)
    if not posts.may_say(audience, role, actor):
        raise NotAllowed(_("Only those who take part in the case write on this side."))
    with transaction.atomic():
        if role is None:
            groups.follow(actor, audience_id=audience.id)
        post_id = feeds.write(
            actor.id, audience=audience, body=body, composed=text, attachments=attachments, manner=manner
        )
        Case.objects.filter(id=case.id).update(updated_at=now())
    return post_id


def share_in_case(
    actor: Person, *, post_id: str, ref: str, body: str = "", side: str | None = None, attachments: Sequence[str] = ()
) -> str:
    """Point at a post on one side of a case, the internal one when none is named; the id of the post that points."""
    manner = feeds.sharing(actor, post_id)
    return post_in_case(actor, ref=ref, body=body, side=side, attachments=attachments, manner=manner)


def post_on_side(
    actor: Person, *, audience: Audience, body: str, attachments: Sequence[str] = (), manner: Manner = PLAIN
) -> str:
    """Say something on the side of a case that an audience is; the post's id."""
    side = side_name(audience)
    return post_in_case(actor, ref=audience.subject_ref, body=body, side=side, attachments=attachments, manner=manner)


def schedule_in_case(
    actor: Person,
    *,
    ref: str,
    body: str,
    send_at: dt.datetime,
    side: str | None = None,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Say something on one side of a case later; the id of what waits."""
    policy.require_case(actor, ref)
    audience = side_audience(actor, ref, side)
    if not posts.may_say(audience, reading.role_in(actor, audience), actor):
        raise NotAllowed(_("Only those who take part in the case write on this side."))
    if audience.kind == Kind.CUSTOMER and manner != PLAIN:
        raise Invalid.field("side", "plain_only", _("The customer reads words and files only. Choose another side."))
    said: dict[str, Any] = {"body": body, "attachments": attachments, "manner": manner}
    return feeds.schedule_in(actor, audience=audience, send_at=send_at, **said)


def side_audience(viewer: Person, ref: str, side: str | None) -> Audience:
    """The audience of a side that the viewer reads; without a name the internal one, or a guest's only one."""
    rows = list(sides_of(ref).filter(reading.visible(viewer, "")))
    if side is None and not viewer.is_member and rows:
        return rows[0]
    wanted = side or Kind.INTERNAL
    found = next((row for row in rows if side_name(row) == wanted), None)
    if found is None:
        raise Invalid.field("side", "unknown_side", _("The case has no such side."))
    return found
