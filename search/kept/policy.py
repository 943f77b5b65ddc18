"""Who has which kept search. It is a question and gives no right: whoever opens it finds what they may read."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from esn.core.errors import NotAllowed, NotFound
from groups import policy as reading
from groups.models import Group, Membership
from people.models import Person
from search.models import KeptSearch, KeptSeat, KeptShare

# Whose verb it is: of whoever has the search, or of its owner alone.
KEPT_VERBS = {
    "open": ("owner", "member"),
    "pin": ("owner", "member"),
    "alert": ("owner", "member"),
    "change": ("owner",),
    "share": ("owner",),
    "delete": ("owner",),
}


def kept_of(viewer: Person) -> Q:
    """The kept searches of somebody: their own, and those shared with a group where they and the owner are members."""
    return Q(deleted_at=None) & (Q(owner=viewer) | Q(id__in=shares_for(viewer).values("search_id")))


def shares_for(viewer: Person) -> QuerySet[KeptShare]:
    """What is shared with the groups of somebody, each for as long as its owner is a member too."""
    places = reading.seats_of(viewer.id).values("audience_id")
    return KeptShare.objects.filter(_owner_is_in(), group__audience__in=places)


def followed() -> QuerySet[KeptSeat]:
    """The seats of everybody that stand in a rail or tell of matches, as far as their people still have the search."""
    theirs = Membership.objects.filter(
        person=OuterRef(OuterRef("person")), audience=OuterRef("group__audience"), role__in=reading.SEATS
    )
    shared = KeptShare.objects.filter(_owner_is_in(), Exists(theirs), search=OuterRef("search"))
    has = Q(search__owner=F("person")) | Exists(shared)
    follows = Q(pinned_at__isnull=False) | ~Q(alert=KeptSeat.Alert.NEVER)
    return KeptSeat.objects.filter(follows, has, person__is_active=True, search__deleted_at=None)


def require_kept(viewer: Person, search_id: str) -> KeptSearch:
    """A kept search that the viewer has; NotFound for any other."""
    found = KeptSearch.objects.filter(kept_of(viewer), id=search_id).first()
    if found is None:
        raise NotFound
    return found


def require_own(viewer: Person, search_id: str) -> KeptSearch:
    """A kept search of the viewer; NotFound for what they do not have, NotAllowed for what was shared with them."""
    found = require_kept(viewer, search_id)
    if found.owner_id != viewer.id:
        raise NotAllowed
    return found


def require_sharing(viewer: Person, group_id: str) -> Group:
    """A living group where the viewer has a seat, and so may share a search; NotFound otherwise."""
    group, role = reading.require_group(viewer, group_id)
    if role is None:
        raise NotFound
    reading.require_living(group)
    return group


def require_unsharing(viewer: Person, search_id: str, group_id: str) -> KeptShare:
    """A share that the viewer may end: of a search of theirs, or with a group that they moderate."""
    share = KeptShare.objects.select_related("search").filter(search=search_id, group=group_id).first()
    if share is not None and share.search.owner_id == viewer.id and share.search.deleted_at is None:
        return share
    search = require_kept(viewer, search_id)
    seats = reading.seats_of(viewer.id).filter(audience__in=Group.objects.filter(id=group_id).values("audience"))
    role = seats.values_list("role", flat=True).first()
    if share is None or role is None:
        raise NotFound
    if search.owner_id != viewer.id and not reading.moderates(role):
        raise NotAllowed
    return share


def kept_verbs(viewer: Person, search: KeptSearch) -> tuple[str, ...]:
    """What somebody who has a search may do with it."""
    standing = "owner" if search.owner_id == viewer.id else "member"
    return tuple(
        verb for verb, whose in KEPT_VERBS.items() if standing in whose and (verb != "share" or viewer.is_member)
    )


def _owner_is_in() -> Exists:
    """Whether the owner of a shared search is a member of the group."""
    return Exists(
        Membership.objects.filter(
            person=OuterRef("search__owner"), audience=OuterRef("group__audience"), role__in=reading.SEATS
        )
    )
