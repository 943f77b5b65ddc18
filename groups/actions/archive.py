"""The end of a group: it stays to be found and read, and takes nothing new until an owner restores it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from esn.core import audit
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.events import record
from groups import policy
from groups.actions.moderators import drop_requests
from groups.actions.seats import held
from groups.events import AudienceChanged, GroupChanged
from groups.models import EVERYONE, Audience, Group, GroupInvitation
from people.models import Person

END = "group.end"  # the alarm of a group's last day


def close_group(group: Group, actor_id: str) -> None:
    """Archive a group; who calls has asked the policy, and knows that it holds nothing any more."""
    at = now()
    Group.objects.filter(id=group.id).update(archived_at=at)
    Audience.objects.filter(id=group.audience_id).update(closed_at=at)
    drop_requests(group, actor_id)
    GroupInvitation.objects.filter(group=group).delete()
    cancel(END, group.id)
    audit.note(actor_id, "group.archived", "group", group.id)
    _tell(group, actor_id)


@transaction.atomic
def restore_group(actor: Person, *, group_id: str) -> None:
    """Let an archived group go on, without an end; one that was never archived stays as it is."""
    known, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "restore")
    group = held(known)
    if group.archived_at is None:
        return
    Group.objects.filter(id=group.id).update(archived_at=None, ends_on=None)
    Audience.objects.filter(id=group.audience_id).update(closed_at=None)
    audit.note(actor.id, "group.restored", "group", group.id)
    _tell(group, actor.id)


def set_end(group: Group, ends_on: dt.date | None) -> None:
    """Let a group be archived when its last day is over, in the site's time zone; or never."""
    if ends_on is None:
        cancel(END, group.id)
        return
    over = dt.datetime.combine(ends_on + dt.timedelta(days=1), dt.time(), ZoneInfo(settings.TIME_ZONE))
    set_alarm(END, group.id, over)


def _tell(group: Group, actor_id: str) -> None:
    where = EVERYONE if group.openness != Group.Openness.SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor_id)
    record(AudienceChanged(audience_id=group.audience_id, id=group.audience_id), actor_id)
