"""Saying something on one side of a case."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.models import Case
from cases.sides import side_name, sides_of
from esn.core.clock import now
from esn.core.errors import Invalid, NotAllowed
from feeds import actions as feeds
from feeds import policy as posts
from feeds.text import render
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


def post_in_case(
    actor: Person, *, ref: str, body: str, side: str | None = None, attachments: Sequence[str] = ()
) -> str:
    """Say something on one side of a case; the post's id. Whoever reads and writes inside follows from then on."""
    case = policy.require_case(actor, ref)
    audience = side_audience(actor, ref, side)
    body = feeds.checked_text(body, needed=not attachments)
    html = render(body)
    role = reading.role_in(actor, audience)
    if not posts.may_say(audience, role, actor):
        raise NotAllowed(_("Only those who take part in the case write on this side."))
    with transaction.atomic():
        if role is None:
            groups.follow(actor, audience_id=audience.id)
        post_id = feeds.write(actor.id, audience=audience, body=body, html=html, attachments=attachments)
        Case.objects.filter(id=case.id).update(updated_at=now())
    return post_id


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
