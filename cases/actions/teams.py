"""The end of a group that may hold cases: nobody loses sight of a case because its team is gone."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext

from cases import policy
from cases.models import Case
from cases.queries.cases import OPEN_STATUSES
from esn.core.alarms import set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict
from groups import actions as groups
from groups import policy as reading
from groups.actions.archive import END
from groups.models import Group
from people.models import Person

NAMED = 5  # cases that a refusal names
AGAIN = dt.timedelta(days=1)


@transaction.atomic
def archive_group(actor: Person, *, group_id: str) -> None:
    """Archive a group: it is found and read, and takes nothing new. Conflict while it still holds open cases."""
    known, role = reading.require_group(actor, group_id)
    reading.require_in_group(role, "archive")
    group = groups.held(known)
    if group.archived_at is not None:
        return
    _require_nothing_held(actor, group)
    groups.close_group(group, actor.id)


def end_group(group_id: str, due_at: dt.datetime) -> None:
    """Archive a group whose last day is over, or try again tomorrow while it still holds open cases."""
    group = Group.objects.filter(id=group_id).first()
    if group is None or group.archived_at is not None or group.ends_on is None:
        return
    if _held_by(group).exists():
        set_alarm(END, group.id, now() + AGAIN)
        return
    groups.close_group(groups.held(group), "")


def _held_by(group: Group) -> "QuerySet[Case]":
    return Case.objects.filter(holder_team=group, status__in=OPEN_STATUSES, merged_into=None)


def _require_nothing_held(actor: Person, group: Group) -> None:
    number = _held_by(group).count()
    if not number:
        return
    seen = _held_by(group).filter(policy.existing(actor)).order_by("-updated_at").values_list("ref", flat=True)
    said = ngettext(
        "This team still holds %(n)s open case. Hand it over first: %(refs)s.",
        "This team still holds %(n)s open cases. Hand them over first: %(refs)s.",
        number,
    )
    refs = ", ".join(seen[:NAMED]) + ("…" if number > NAMED else "")
    raise Conflict("holds_cases", said % {"n": number, "refs": refs})
