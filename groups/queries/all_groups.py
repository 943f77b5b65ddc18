"""All groups of the site and who holds which role in it, to those who run it: never what is said in a group."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from groups import policy
from groups.models import SITE_MODERATORS, Group
from people import queries as people
from people.models import Person
from people.queries import PersonRef

WHICH = ("living", "ownerless", "archived")


@dataclass(frozen=True)
class GroupOfSite:
    """A group as those who run the site know it; of a secret one its name, openness, owners and size alone."""

    id: str
    name: str
    openness: str
    kind: str
    owners: tuple[PersonRef, ...]
    members: int
    ownerless: bool
    archived: bool
    last_activity: dt.datetime | None
    known: bool  # whether its page opens for the viewer


@dataclass(frozen=True)
class RoleHolders:
    """Who runs the site, who watches over it, and who moderates all of it; each by name."""

    site_admins: tuple[PersonRef, ...]
    compliance_admins: tuple[PersonRef, ...]
    moderators: tuple[PersonRef, ...]
    can: tuple[str, ...]


def all_groups(
    viewer: Person, *, q: str = "", which: str = "living", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[GroupOfSite]:
    """The groups of the site by name, those without an owner who is there first."""
    policy.require_administration(viewer, "list_groups")
    owners = policy.present_owners(OuterRef("audience"))
    rows = Group.objects.select_related("audience").annotate(owned=Exists(owners)).order_by("owned", "sort_name", "id")
    rows = rows.filter(archived_at__isnull=which != "archived")
    if which == "ownerless":
        rows = rows.filter(owned=False)
    for word in q.split()[:5]:
        rows = rows.filter(name__icontains=word)
    listing = f"all-groups:sort_name:{which}:{q}"
    if cursor is not None:
        owned, name, last = unseal(listing, viewer.id, cursor)
        behind = Q(sort_name__gt=name) | Q(sort_name=name, id__gt=last)
        rows = rows.filter(Q(owned=owned) & behind) if owned else rows.filter(Q(owned=True) | behind)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    end = shown[-1] if len(found) > limit else None
    next_ = seal(listing, viewer.id, [end.owned, end.sort_name, end.id]) if end else None
    return Page(tuple(_shown(viewer, shown)), next_)


def role_holders(viewer: Person) -> RoleHolders:
    """Who holds a role in the site."""
    policy.require_administration(viewer, "see_roles")
    held = Person.objects.filter(is_active=True).order_by("profile__sort_name", "id")
    roles = list(held.exclude(site_role=""))
    moderators = held.filter(memberships__audience=SITE_MODERATORS)
    return RoleHolders(
        site_admins=tuple(people.ref(one) for one in roles if one.runs_site),
        compliance_admins=tuple(people.ref(one) for one in roles if not one.runs_site),
        moderators=tuple(people.ref(one) for one in moderators),
        can=("appoint_moderators",) if policy.may_administer(viewer, "appoint_moderators") else (),
    )


def _shown(viewer: Person, rows: Iterable[Group]) -> Iterable[GroupOfSite]:
    rows = list(rows)
    audiences = [row.audience_id for row in rows]
    seats = policy.present_owners().filter(audience__in=audiences)
    owners: dict[str, list[PersonRef]] = {}
    for seat in seats.select_related("person").order_by("person__profile__sort_name", "person_id"):
        owners.setdefault(seat.audience_id, []).append(people.ref(seat.person))
    own = set(policy.seats_of(viewer.id).filter(audience__in=audiences).values_list("audience_id", flat=True))
    for row in rows:
        told = row.openness != Group.Openness.SECRET or row.audience_id in own
        yield GroupOfSite(
            id=row.id,
            name=row.name,
            openness=row.openness,
            kind=row.kind if told else "",
            owners=tuple(owners.get(row.audience_id, ())),
            members=row.audience.members_count,
            ownerless=row.audience_id not in owners,
            archived=row.archived_at is not None,
            last_activity=row.audience.head_at if told else None,
            known=told,
        )
