"""Calling somebody urgently because of a whole case: the call stands at its first entry."""

from django.utils.translation import gettext as _

from cases import policy
from cases.sides import side_name, sides_of
from esn.core.errors import Invalid, NotFound
from feeds import queries as feeds
from feeds.models import Post
from feeds.queries import Callable
from groups import policy as reading
from people.models import Person


def callable_to_case(viewer: Person, ref: str, *, side: str = "internal") -> tuple[Callable, ...]:
    """Whom the viewer may call to a side of a case, by name; NotAllowed where they take no part."""
    return feeds.callable_people(viewer, first_entry(viewer, ref, side))


def first_entry(viewer: Person, ref: str, side: str = "internal") -> str:
    """The id of what was said first on a side of a case; for colleagues who read the case inside.

    All calls to a case stand there, so that an hour lies between two of them for the same person.
    """
    policy.require_inside(viewer, ref)
    sides = reading.read_among(viewer, sides_of(ref))
    place = next((one.id for one in sides if side_name(one) == side), None)
    if place is None:
        raise Invalid.field("side", "unknown_side", _("The case has no such side."))
    rows = Post.objects.filter(audience=place, root=None, deleted_at=None, hidden_at=None)
    found = rows.order_by("created_at", "id").values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return found
