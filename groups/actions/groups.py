"""Founding a group and changing what is said of it."""

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from esn.core.folding import sort_name
from groups import policy
from groups.actions.archive import set_end
from groups.actions.audiences import seat
from groups.actions.seats import held
from groups.events import AudienceChanged, GroupChanged, GroupCreated
from groups.models import EVERYONE, Audience, Group, Membership
from people.actions.notifying import checked_daily
from people.models import Person


class Said(TypedDict, total=False):
    """What an owner may change of a group; ``voice`` is members or moderators."""

    name: str
    purpose: str
    rules: str
    ends_on: dt.date | None
    voice: str
    quiet_from: dt.time | None
    quiet_until: dt.time | None


@transaction.atomic
def create_group(actor: Person, *, name: str, kind: str, openness: str, purpose: str = "") -> str:
    """Found a group and own it; its id."""
    policy.require_new_group(actor)
    return found_group(actor, owner_id=actor.id, name=name, kind=kind, openness=openness, purpose=purpose).id


def found_group(actor: Person, *, owner_id: str, name: str, kind: str, openness: str, purpose: str = "") -> Group:
    """Write down a group with its owner; who calls has asked the policy."""
    name = _checked_name(name)
    audience = Audience.objects.create(
        kind=Audience.Kind.GROUP,
        open_to_members=openness == Group.Openness.OPEN,
        subject_kind="group",
        label=name,
        title=name,
    )
    group = Group.objects.create(
        name=name,
        sort_name=sort_name(name),
        kind=kind,
        openness=openness,
        purpose=purpose.strip(),
        audience=audience,
        created_at=now(),
    )
    Audience.objects.filter(id=audience.id).update(subject_ref=group.id)
    where = EVERYONE if openness != Group.Openness.SECRET else audience.id
    record(GroupCreated(audience_id=where, id=group.id), actor.id)
    audit.note(actor.id, "group.created", "group", group.id, openness=openness)
    seat(owner_id, audience, Membership.Role.OWNER, actor.id)
    return group


@transaction.atomic
def edit_group(actor: Person, *, group_id: str, **said: Unpack[Said]) -> None:
    """Change what is named here of a group: name, purpose, rules, last day, quiet hours, and who begins there."""
    known, role = policy.require_group(actor, group_id)
    policy.require_in_group(role, "edit")
    policy.require_living(known)
    group = held(known)
    _rename(actor, group, said)
    for name in ("purpose", "rules"):
        if name in said:
            setattr(group, name, str(said.get(name)).strip())
    if "ends_on" in said and said["ends_on"] != group.ends_on:
        group.ends_on = _checked_end(said["ends_on"])
        set_end(group, group.ends_on)
        audit.note(actor.id, "group.end_set", "group", group.id, ends_on=str(group.ends_on or ""))
    _keep_quiet(group, said)
    group.save(update_fields=["name", "sort_name", "purpose", "rules", "ends_on", "quiet_from", "quiet_until"])
    where = EVERYONE if group.openness != Group.Openness.SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor.id)


def rename_group(actor: Person, group: Group, *, name: str) -> None:
    """Call a group otherwise; who calls holds it and has asked the policy."""
    _rename(actor, group, {"name": name})
    group.save(update_fields=["name", "sort_name"])
    where = EVERYONE if group.openness != Group.Openness.SECRET else group.audience_id
    record(GroupChanged(audience_id=where, id=group.id), actor.id)


def _rename(actor: Person, group: Group, said: Said) -> None:
    """What its audiences know of a group: its name, and who begins."""
    if "name" in said:
        group.name = _checked_name(said["name"])
        group.sort_name = sort_name(group.name)
        own = Audience.objects.filter(kind=Audience.Kind.GROUP, subject_kind="group", subject_ref=group.id)
        own.update(label=group.name, title=group.name)
    if "voice" in said and said["voice"] != group.audience.voice:
        Audience.objects.filter(id=group.audience_id).update(voice=said["voice"])
        audit.note(actor.id, "group.voice", "group", group.id, voice=said["voice"])
    if "name" in said or "voice" in said:
        record(AudienceChanged(audience_id=group.audience_id, id=group.audience_id), actor.id)


def _keep_quiet(group: Group, said: Said) -> None:
    """When the group disturbs nobody; what is not named stays as it is."""
    if "quiet_from" not in said and "quiet_until" not in said:
        return
    start = said.get("quiet_from", group.quiet_from)
    end = said.get("quiet_until", group.quiet_until)
    try:
        quiet = checked_daily(start, end)
    except Invalid as error:
        raise Invalid({f"quiet_{_ENDS[name]}": list(problems) for name, problems in error.fields.items()}) from error
    group.quiet_from, group.quiet_until = (quiet.start, quiet.end) if quiet else (None, None)


_ENDS = {"start": "from", "end": "until"}


def _checked_end(ends_on: dt.date | None) -> dt.date | None:
    if ends_on is not None and ends_on < now().date():
        raise Invalid.field("ends_on", "past", _("The last day is not before today."))
    return ends_on


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid.field("name", "blank", _("A name is needed."))
    return name
