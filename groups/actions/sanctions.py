"""Mutes and bans: imposed by who moderates, ended by them, by an appeal or by the clock."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import alarms, audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from groups.actions.audiences import tell_rights, unseat
from groups.actions.moderators import drop_requests
from groups.events import InvitationChanged, SanctionChanged
from groups.models import Audience, Group, GroupInvitation, Membership, Sanction
from people.models import Person
from people.policy import own_audience

ALARM = "sanction.until"
LONGEST = dt.timedelta(days=366)
Kind = Sanction.Kind


def impose_sanction(
    actor: Person, *, kind: str, group: Group | None, person_id: str, until: dt.datetime | None, reason: str
) -> Sanction:
    """Mute or ban somebody; who calls has asked whether the actor moderates them. Conflict where it holds already."""
    _require_end(kind, until)
    rows = Sanction.objects.filter(kind=kind, group=group, person=person_id, ended_at=None)
    before = rows.select_for_update().first()
    if before is not None and (before.until is None or before.until > now()):
        raise Conflict("sanctioned", _already(kind))
    if before is not None:
        _finish(before, None)
    made = Sanction.objects.create(
        kind=kind, group=group, person_id=person_id, by=actor, reason=reason, at=now(), until=until
    )
    if kind == Kind.BAN and group is not None:
        _shut_out(actor, group, person_id)
    if kind == Kind.MUTE:
        _write_mute(made, until)
    if until is not None:
        alarms.set_alarm(ALARM, made.id, until)
    audit.note(
        actor.id, f"person.{_PAST[Kind(kind)]}", "person", person_id, group=group.id if group else "", reason=reason,
        until=until.isoformat() if until else "",
    )  # fmt: skip
    _tell(made, actor.id)
    return made


def end_sanction(actor: Person, sanction: Sanction, *, reason: str = "") -> None:
    """Take a mute or a ban back before its end; who calls has asked. Conflict where it is over."""
    if sanction.ended_at is not None or (sanction.until is not None and sanction.until <= now()):
        raise Conflict("over", _("This is over already."))
    alarms.cancel(ALARM, sanction.id)
    _finish(sanction, actor)
    audit.note(
        actor.id, f"{sanction.kind}.lifted", "person", sanction.person_id, group=sanction.group_id or "", reason=reason
    )


@transaction.atomic
def expire_sanction(sanction_id: str, _due_at: dt.datetime) -> None:
    """What the clock does when a mute or a ban comes to its end."""
    sanction = Sanction.objects.select_for_update(of=("self",)).filter(id=sanction_id, ended_at=None).first()
    if sanction is not None and sanction.until is not None and sanction.until <= now():
        _finish(sanction, None)


def require_sanction(sanction_id: str) -> Sanction:
    """A mute or a ban, held for a change; NotFound when there is none."""
    found = Sanction.objects.select_for_update(of=("self",)).filter(id=sanction_id).first()
    if found is None:
        raise NotFound
    return found


_PAST = {Kind.MUTE: "muted", Kind.BAN: "banned"}


def _shut_out(actor: Person, group: Group, person_id: str) -> None:
    """Take the seat of who is banned, and what they had asked or were asked: they know of a secret group no more."""
    drop_requests(group, actor.id, [person_id])
    if GroupInvitation.objects.filter(group=group, person=person_id).delete()[0]:
        record(InvitationChanged(audience_id=own_audience(person_id), id=group.id), actor.id)
    unseat(person_id, group.audience, actor.id)


def _already(kind: str) -> str:
    return _("This person is muted there already.") if kind == Kind.MUTE else _("This person is excluded already.")


def _require_end(kind: str, until: dt.datetime | None) -> None:
    if until is None:
        if kind == Kind.MUTE:
            raise Invalid.field("days", "blank", _("Say for how many days."))
        return
    if not now() < until <= now() + LONGEST:
        raise Invalid.field("days", "out_of_range", _("This is for 1 to 366 days."))


def _finish(sanction: Sanction, actor: Person | None) -> None:
    sanction.ended_at, sanction.ended_by = now(), actor
    sanction.save(update_fields=["ended_at", "ended_by"])
    if sanction.kind == Kind.MUTE:
        _write_mute(sanction, None)
    _tell(sanction, actor.id if actor else "")


def _write_mute(sanction: Sanction, until: dt.datetime | None) -> None:
    """Beside the seats, or on the person, so that nobody who writes costs a statement more."""
    if not sanction.group_id:
        Person.objects.filter(id=sanction.person_id).update(muted_until=until)
        return
    audiences = Audience.objects.filter(
        kind=Audience.Kind.GROUP, subject_kind="group", subject_ref=sanction.group_id
    ).values("id")
    Membership.objects.filter(person=sanction.person_id, audience__in=audiences).update(muted_until=until)


def _tell(sanction: Sanction, actor_id: str) -> None:
    """Their own pages and devices hear that they may write less, or more."""
    own = own_audience(sanction.person_id)
    record(SanctionChanged(audience_id=own, id=sanction.id, group=sanction.group_id), actor_id)
    if sanction.group is not None:
        tell_rights([sanction.person_id], sanction.group.audience_id, actor_id)
