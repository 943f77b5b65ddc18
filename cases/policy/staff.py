"""Who is staff, who runs the site, and who answers for a team."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from esn.core.errors import NotAllowed, NotFound
from groups import policy as reading
from groups.models import Group, Membership
from people.models import Person

REFERENCE_VERBS = ("add", "edit", "remove")


def require_staff(actor: Person) -> None:
    """Customers and cases are written down by staff; for anybody else the place does not exist."""
    if not reading.readable(actor).all_open:
        raise NotFound


def require_site_admin(actor: Person) -> None:
    """NotAllowed for a colleague who does not run the site; for anybody else the place does not exist."""
    require_staff(actor)
    if not actor.runs_site:
        raise NotAllowed(_("Only those who run the site may do this."))


def reference_verbs(viewer: Person) -> tuple[str, ...]:
    """Those who run the site say where the records of other systems are."""
    return REFERENCE_VERBS if viewer.runs_site else ()


def template_verbs(viewer: Person) -> tuple[str, ...]:
    """What somebody may do with a template of checklists: every member writes it, those who run the site retire it."""
    return ("edit", "retire") if viewer.runs_site else ("edit",)


def teams_of(viewer: Person) -> frozenset[str]:
    """The teams in which the viewer has a seat."""
    seats = reading.seats_of(viewer.id).filter(audience__group__kind=Group.Kind.TEAM)
    return frozenset(seats.values_list("audience__group__id", flat=True))


def led_teams(viewer: Person) -> frozenset[str]:
    """The teams that the viewer moderates or owns."""
    return frozenset(_led(viewer).values_list("audience__group__id", flat=True))


def leads(viewer: Person, person_id: str) -> bool:
    """Whether the viewer moderates or owns a team in which somebody has a seat."""
    led = _led(viewer).values("audience")
    return Membership.objects.filter(person=person_id, role__in=reading.SEATS, audience__in=led).exists()


def may_hand_over(viewer: Person, person_id: str) -> bool:
    """Whether the viewer is the person, runs the site, or answers for a team of theirs."""
    if not reading.readable(viewer).all_open:
        return False
    return viewer.id == person_id or viewer.runs_site or leads(viewer, person_id)


def require_hand_over(viewer: Person, person_id: str) -> None:
    """NotAllowed unless the viewer is the person, answers for a team of theirs, or runs the site."""
    require_staff(viewer)
    if not may_hand_over(viewer, person_id):
        raise NotAllowed(_("Only they themselves or who answers for their team hand over what they hold."))


def _led(viewer: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(person=viewer, role__in=reading.MODERATING, audience__group__kind=Group.Kind.TEAM)
