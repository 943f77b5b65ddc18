"""Seating several people at once: as many statements for twenty of them as for one."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import F

from esn.core.clock import now
from esn.core.events import record_all
from groups import policy
from groups.actions.audiences import hold, tell_rights
from groups.actions.moderators import keep_moderators, keep_mutes, require_admitted
from groups.events import MemberJoined
from groups.models import Audience, Membership


def copy_seats(before: Audience, audience: Audience) -> None:
    """Give everybody who has a seat in one audience the same in a new one, mute and all: one statement."""
    seats = Membership.objects.filter(audience=before, role__in=policy.SEATS).order_by()
    columns = (field.attname for field in Membership._meta.concrete_fields if not field.primary_key)
    kept = tuple(name for name in columns if name not in ("audience_id", "read_at"))
    chosen, params = seats.values_list(*kept).query.sql_with_params()
    names = ", ".join(kept)
    # Written by hand because Django inserts no rows that the database chooses itself: a group may have thousands.
    insert = (
        f"INSERT INTO {Membership._meta.db_table} ({names}, audience_id, read_at) "  # noqa: S608 - constants
        f"SELECT seats.*, %s, %s FROM ({chosen}) AS seats"
    )
    read_at = Membership._meta.get_field("read_at").get_db_prep_save(now(), connection)
    with connection.cursor() as run:
        run.execute(insert, [audience.id, read_at, *params])


def seat_many(roles: Mapping[str, str], audience: Audience, actor_id: str) -> None:
    """Give each of these people a seat in their role; who has a seat already keeps it as it is."""
    hold(audience)
    seated = Membership.objects.filter(audience=audience, person__in=list(roles), role__in=policy.SEATS)
    there = set(seated.values_list("person_id", flat=True))
    joining = [person_id for person_id in roles if person_id not in there]
    if not joining:
        return
    muted = require_admitted(joining, audience, actor_id)
    at = now()
    Membership.objects.bulk_create(
        (
            Membership(person_id=person_id, audience=audience, role=roles[person_id], since=at, read_at=at)
            for person_id in joining
        ),
        update_conflicts=True,  # a follower takes their seat and keeps how far they have read
        unique_fields=["person", "audience"],
        update_fields=["role", "follows", "since"],
    )
    Audience.objects.filter(id=audience.id).update(members_count=F("members_count") + len(joining))
    keep_moderators({person_id: roles[person_id] for person_id in joining}, audience)
    keep_mutes(muted, audience)
    record_all((MemberJoined(audience_id=audience.id, id=person_id) for person_id in joining), actor_id)
    tell_rights(joining, audience.id, actor_id)
