"""Who moderates whom: owners and moderators in their group, those with a seat among its moderators on the site."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from groups.models import SITE_MODERATORS, Audience, Group, Membership, Sanction
from groups.policy.reading import MODERATING, seats_of
from people.models import Person

_RANK: dict[str | None, int] = {
    Membership.Role.OWNER: 3,
    Membership.Role.MODERATOR: 2,
    Membership.Role.MEMBER: 1,
}


def moderates(role: str | None) -> bool:
    """Whether a seat lets one moderate where it is."""
    return role in MODERATING


def moderates_site(person: Person) -> bool:
    """Whether somebody is one of those who moderate the site."""
    return seats_of(person.id).filter(audience=SITE_MODERATORS).exists()


def moderates_somewhere(person: Person) -> bool:
    """Whether somebody moderates the site or any group."""
    return (
        seats_of(person.id)
        .filter(Q(role__in=MODERATING, audience__kind="group") | Q(audience__kind="moderators"))
        .exists()
    )


def require_moderates_site(person: Person) -> None:
    """NotFound for everybody else: the place does not exist for them."""
    if not moderates_site(person):
        raise NotFound


def may_moderate(actor_id: str, role: str | None, *, person_id: str, their_role: str | None) -> bool:
    """Whether one seat in a group is above another: owners above moderators, moderators above members, nobody alone."""
    return actor_id != person_id and role in MODERATING and _RANK[role] > _RANK.get(their_role, 0)


def require_may_moderate(actor_id: str, role: str | None, *, person_id: str, their_role: str | None) -> None:
    """NotAllowed, in words, where ``may_moderate`` says no."""
    if actor_id == person_id:
        raise NotAllowed(_("Nobody moderates themselves."))
    if role not in MODERATING:
        raise NotAllowed(_("Only the moderators of this group may do this."))
    if not may_moderate(actor_id, role, person_id=person_id, their_role=their_role):
        raise NotAllowed(
            _("Moderators do not act against owners and other moderators. Report it to the moderators of the site.")
        )


def is_muted(until: dt.datetime | None) -> bool:
    """Whether a mute holds now."""
    return until is not None and until > now()


def holding(path: str = "") -> Q:
    """The sanctions that hold now, where they are at ``path``."""
    at = f"{path}__" if path else ""
    return Q(**{f"{at}ended_at": None}) & (Q(**{f"{at}until": None}) | Q(**{f"{at}until__gt": now()}))


def banned_from(person_id: str, group_id: str) -> Sanction | None:
    """The ban that keeps somebody out of a group now."""
    rows = Sanction.objects.filter(holding(), kind=Sanction.Kind.BAN, group=group_id, person=person_id)
    return rows.first()


@dataclass(frozen=True)
class Voice:
    """What decides whether somebody's words appear at once: a mute, and what waits for the moderators of a group."""

    group_id: str = ""
    approval_days: int = 0
    flagged_words: tuple[str, ...] = ()
    role: str | None = None
    since: dt.datetime | None = None
    muted_until: dt.datetime | None = None


def voice_in(person: Person, audience: Audience) -> Voice:
    """The voice of somebody in an audience; one statement for a group, none elsewhere."""
    if audience.kind != Audience.Kind.GROUP:
        return Voice(muted_until=person.muted_until)
    seat = FilteredRelation("audience__memberships", condition=Q(audience__memberships__person=person))
    row = (
        Group.objects.filter(id=audience.subject_ref)
        .annotate(seat=seat)
        .values_list("id", "approval_days", "flagged_words", "seat__role", "seat__since", "seat__muted_until")
        .first()
    )
    if row is None:
        return Voice(muted_until=person.muted_until)
    group_id, days, words, role, since, muted_until = row
    return Voice(group_id, days, tuple(words), role, since, latest(person.muted_until, muted_until))


def latest(*ends: dt.datetime | None) -> dt.datetime | None:
    """The last of some ends, where there is any."""
    return max((end for end in ends if end is not None), default=None)
