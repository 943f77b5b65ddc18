"""Who knows of a group, and what a seat in it allows."""

import functools
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from esn.core import site_settings
from esn.core.errors import Conflict, NotAllowed, NotFound
from groups.models import Audience, Group, GroupInvitation, Membership
from groups.policy.reading import MODERATING, SEATS, readable, role_in, seats_of
from people.models import Person

# The rows of this room in docs/permissions.md: what a seat in a group allows. None is a member without a seat.
GROUP_VERBS: dict[str, frozenset[str | None]] = {
    "post": frozenset(SEATS),
    "leave": frozenset(SEATS),
    "add_member": frozenset(MODERATING),
    "remove_member": frozenset(MODERATING),
    "decide_requests": frozenset(MODERATING),
    "invite": frozenset(MODERATING),
    "pin": frozenset(MODERATING),
    "announce": frozenset(MODERATING),
    "step_down": frozenset(MODERATING),
    "edit": frozenset({Membership.Role.OWNER}),
    "promote": frozenset({Membership.Role.OWNER}),
    "set_openness": frozenset({Membership.Role.OWNER}),
    "publish_history": frozenset({Membership.Role.OWNER}),
    "archive": frozenset({Membership.Role.OWNER}),
    "restore": frozenset({Membership.Role.OWNER}),
}
# What is left to do in a group that takes nothing new.
_IN_AN_ARCHIVE = frozenset({"leave", "remove_member", "step_down", "restore"})


def existing(viewer: Person) -> Q:
    """The groups whose existence the viewer knows: members know all but the secret ones that nobody asked them into."""
    seated = Q(audience__in=seats_of(viewer.id).values("audience_id"))
    if readable(viewer).all_open:
        invited = Q(id__in=invitations_of(viewer).values("group_id"))
        return ~Q(openness=Group.Openness.SECRET) | seated | invited
    return seated


def invitations_of(viewer: Person) -> QuerySet[GroupInvitation]:
    """The invitations that somebody may answer."""
    return standing_invitations().filter(person=viewer)


@functools.cache  # the sentence alone, which costs more to build than to ask: nobody evaluates it as it stands
def standing_invitations() -> QuerySet[GroupInvitation]:
    """The invitations that hold: void are those whose sender is gone, or could ask nobody into the group any more."""
    seats = Membership.objects.filter(person=OuterRef("by"), audience=OuterRef("group__audience"))
    asks = Exists(seats.filter(role__in=MODERATING)) | Q(group__openness=Group.Openness.OPEN) & Exists(
        seats.filter(role__in=SEATS)
    )
    return GroupInvitation.objects.filter(asks, by__is_active=True)


def require_group(viewer: Person, group_id: str) -> tuple[Group, str | None]:
    """A group that the viewer knows of, with their seat in it; NotFound otherwise."""
    group = Group.objects.select_related("audience").filter(existing(viewer), id=group_id).first()
    if group is None:
        raise NotFound
    role = role_in(viewer, group.audience)
    return group, role if role in SEATS else None


def may_in_group(role: str | None, verb: str) -> bool:
    """Whether a seat allows a verb of ``GROUP_VERBS``."""
    return role in GROUP_VERBS[verb]


def require_in_group(role: str | None, verb: str) -> None:
    """NotAllowed when the seat does not allow the verb."""
    if not may_in_group(role, verb):
        raise NotAllowed


def present_owners(audience: Audience | str | OuterRef | None = None) -> QuerySet[Membership]:
    """The seats of those who own a group and are here: without one it waits for an owner. Of all groups, or of one."""
    seats = Membership.objects.filter(role=Membership.Role.OWNER, person__is_active=True)
    return seats if audience is None else seats.filter(audience=audience)


def may_create_group(actor: Person) -> bool:
    """Every member may, unless the site keeps it for those who run it."""
    open_to_all = site_settings.value("may_create_groups") == "members"
    return readable(actor).all_open and (open_to_all or actor.runs_site)


def require_new_group(actor: Person) -> None:
    """NotFound for whom groups are not made for; NotAllowed where the site keeps it for those who run it."""
    if not readable(actor).all_open:
        raise NotFound
    if not may_create_group(actor):
        raise NotAllowed(_("On this site, groups are created by those who run it. Ask one of them."))


@dataclass(frozen=True)
class Standing:
    """How a member stands to a group that they know of."""

    openness: str
    role: str | None  # None without a seat
    requested: bool = False
    invited: bool = False
    archived: bool = False
    voice: str = Audience.Voice.MEMBERS
    muted: bool = False
    banned: bool = False


def group_verbs(standing: Standing) -> tuple[str, ...]:
    """What a member may do with a group that they know of: the closed list behind ``can``."""
    role, is_open = standing.role, standing.openness == Group.Openness.OPEN
    verbs = [verb for verb in GROUP_VERBS if may_in_group(role, verb)]
    if standing.archived:
        verbs = [verb for verb in verbs if verb in _IN_AN_ARCHIVE]
    else:
        verbs = [verb for verb in verbs if verb not in _not_now(standing)]
        if may_invite(standing.openness, role) and "invite" not in verbs:
            verbs.append("invite")
    if role is not None or is_open:
        verbs.append("follow")
    if role is None and not standing.archived and not standing.banned:
        if standing.invited:
            verbs += ["accept", "decline"]
        if is_open:
            verbs.append("join")
        elif standing.openness == Group.Openness.CLOSED and not standing.requested and not standing.invited:
            verbs.append("ask")
    return tuple(verbs)


def _not_now(standing: Standing) -> frozenset[str]:
    """What the present state leaves nothing to do for."""
    silent = standing.voice == Audience.Voice.MODERATORS and standing.role not in MODERATING
    muted = ["post", "announce"] if standing.muted else []
    return frozenset({"restore", *(["post"] if silent else []), *muted})


def may_invite(openness: str, role: str | None) -> bool:
    """Every member of an open group may ask others in; elsewhere those who moderate it."""
    if openness == Group.Openness.OPEN:
        return role in SEATS
    return may_in_group(role, "invite")


def require_living(group: Group) -> None:
    """Conflict when the group is archived: it takes nothing new."""
    if group.archived_at is not None:
        raise Conflict("archived", _("This group is archived. Nothing changes in it until an owner restores it."))
