"""Who leads whom: never oneself, and never in a circle."""

from django.db import connection
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from people.models import Person, Profile

_LOCK = 7_116_003  # any fixed number: two changes at once could close a circle that neither of them sees
_HIGHEST = 60  # steps from anybody to the top of the house


def checked_manager(person: Person, manager_id: str) -> Person | None:
    """The colleague who leads somebody, or None for the empty id; Invalid for who cannot."""
    if not manager_id:
        return None
    if manager_id == person.id:
        raise Invalid.field("manager", "oneself", _("Nobody is their own manager."))
    manager = Person.objects.filter(id=manager_id, kind=Person.Kind.MEMBER, is_active=True).first()
    if manager is None:
        raise Invalid.field("manager", "unknown", _("This colleague is unknown."))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if _leads(person.id, manager.id):
        raise Invalid.field(
            "manager", "circle", _("%(name)s works for this person already, directly or not.") % {"name": manager.name}
        )
    return manager


def _leads(person_id: str, other_id: str) -> bool:
    """Whether somebody leads another one, through however many others."""
    above: str | None = other_id
    for _step in range(_HIGHEST):
        above = Profile.objects.filter(person=above).values_list("manager_id", flat=True).first()
        if above is None or above == person_id:
            return above is not None
    return True
