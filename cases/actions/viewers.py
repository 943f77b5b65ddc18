"""Looking at a case: others who read the same side see it while it lasts. Nothing of it is stored or recorded."""

from django.utils.translation import gettext as _

from cases import policy
from cases.sides import side_name
from esn.core.errors import Invalid
from people import queries as people
from people.models import Person
from people.presence import Sighting, presence


def view_case(actor: Person, *, ref: str, key: str, side: str | None = None, typing: bool = False) -> None:
    """Say that one looks at a case, for 30 seconds; ``key`` names the page or device, so that it counts once."""
    sides = {side_name(one): one.id for one in policy.require_view(actor, ref)}
    chosen = side or next(iter(sides))
    if chosen not in sides:
        raise Invalid.field("side", "unknown_choice", _("This case has no such side."))
    presence.note(Sighting(ref, key, people.ref(actor), sides[chosen], typing))


def leave_case(actor: Person, *, ref: str, key: str) -> None:
    """Say that one looks at a case no more."""
    policy.require_view(actor, ref)
    presence.forget(ref, key)
