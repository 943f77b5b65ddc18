"""The one policy of reading: who may read which audience. Every room and every door asks here.

A member reads every audience that is open to members, and those where they have a seat. A guest or a contact reads
those where they have a seat. Following gives no seat.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from esn.core.errors import NotFound
from groups.models import Audience, Membership
from people.models import Person

SEATS = (Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER)
MODERATING = (Membership.Role.OWNER, Membership.Role.MODERATOR)


@dataclass(frozen=True)
class Readable:
    """The audiences that a person reads: all that are open (for members), and those of their own seats."""

    person_id: str
    active: bool
    all_open: bool

    @cached_property
    def own(self) -> frozenset[str]:
        """The ids of the audiences where the person has a seat."""
        return frozenset(seats_of(self.person_id).values_list("audience_id", flat=True))

    def admits(self, open_to_members: bool, role: str | None) -> bool:
        """Whether the person reads an audience that is open or not, where their own row has this role."""
        return self.active and (role in SEATS or (self.all_open and open_to_members))


def readable(viewer: Person) -> Readable:
    """What a person may read; nothing for somebody who may not act any more."""
    return Readable(viewer.id, viewer.is_active, all_open=viewer.is_active and viewer.is_member)


def visible(viewer: Person, path: str = "audience") -> Q:
    """The same sentence as ``readable`` for a query over rows whose audience is at ``path`` ("" for audiences)."""
    seats = Q(**{f"{path or 'pk'}__in": seats_of(viewer.id).values("audience_id")})
    if readable(viewer).all_open:
        return Q(**{f"{path}__open_to_members" if path else "open_to_members": True}) | seats
    return seats


def readers(audience: Audience) -> QuerySet[Person]:
    """The people who read an audience: the inverse of ``readable``."""
    people = Person.objects.filter(is_active=True)
    seated = Exists(Membership.objects.filter(person=OuterRef("pk"), audience=audience, role__in=SEATS))
    if audience.open_to_members:
        return people.filter(Q(kind=Person.Kind.MEMBER) | Q(seated))
    return people.filter(seated)


def seats_of(person_id: str) -> QuerySet[Membership]:
    """The seats of an active person."""
    return Membership.objects.filter(person_id=person_id, person__is_active=True, role__in=SEATS)


def require_audience(viewer: Person, audience_id: str) -> Audience:
    """The audience, when the viewer reads it; NotFound otherwise."""
    audience = Audience.objects.filter(visible(viewer, ""), id=audience_id).first()
    if audience is None:
        raise NotFound
    return audience


def read_among(viewer: Person, audiences: Iterable[Audience]) -> list[Audience]:
    """Those of some audiences that somebody reads, in their order; with one statement at most."""
    found = list(audiences)
    admits = readable(viewer).admits
    if all(admits(one.open_to_members, None) for one in found):
        return found
    rows = Membership.objects.filter(person=viewer, audience__in=[one.id for one in found])
    roles = dict(rows.values_list("audience_id", "role"))
    return [one for one in found if admits(one.open_to_members, roles.get(one.id))]


def standing(viewer: Person, audience_id: str) -> tuple[Audience, str | None]:
    """The audience and the viewer's role in it, when the viewer reads it; NotFound otherwise."""
    seat = Membership.objects.select_related("audience").filter(person=viewer, audience=audience_id).first()
    audience = seat.audience if seat else Audience.objects.filter(id=audience_id).first()
    role = seat.role if seat else None
    if audience is None or not readable(viewer).admits(audience.open_to_members, role):
        raise NotFound
    return audience, role


def role_in(viewer: Person, audience: Audience) -> str | None:
    """The viewer's role in an audience; None without a row of their own."""
    return Membership.objects.filter(person=viewer, audience=audience).values_list("role", flat=True).first()
