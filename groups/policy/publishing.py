"""Who may say something in an audience."""

import datetime as dt

from esn.core import site_settings
from esn.core.clock import now
from groups.models import Audience, Membership
from groups.policy.moderation import is_muted
from groups.policy.reading import MODERATING, SEATS
from people.models import Person


def may_publish(
    actor: Person,
    role: str | None,
    *,
    kind: str,
    open_to_members: bool,
    closed: bool,
    voice: str = Audience.Voice.MEMBERS,
    begins: bool = False,
    muted_until: dt.datetime | None = None,
) -> bool:
    """Whether somebody who reads an audience of a kind may say something in it; a closed one takes nothing new.

    Who is muted reads on. ``begins`` is a post that answers none: where only moderators have the voice, the
    others answer.
    """
    if closed or is_muted(actor.muted_until) or is_muted(muted_until):
        return False
    if kind == Audience.Kind.EVERYONE:
        return actor.is_member and not begins  # whoever runs the site announces there, and everybody answers
    if begins and voice == Audience.Voice.MODERATORS and role not in MODERATING:
        return False
    # Any member may write to the colleagues of an open case; other sides and groups need a seat.
    return role in SEATS or (kind == Audience.Kind.INTERNAL and open_to_members and actor.is_member)


def waits_as_new(role: str | None, since: dt.datetime | None, approval_days: int) -> bool:
    """Whether what a member says in a group waits for its moderators: they are new there, by its days or the site's."""
    days = max(approval_days, int(site_settings.value("approval_days")))
    return role == Membership.Role.MEMBER and since is not None and bool(days) and since + dt.timedelta(days) > now()


def may_announce(actor: Person, role: str | None, *, kind: str, closed: bool) -> bool:
    """Whether somebody may announce something: moderators in a group, whoever runs the site to everyone."""
    if closed:
        return False
    return actor.runs_site if kind == Audience.Kind.EVERYONE else kind == Audience.Kind.GROUP and role in MODERATING
