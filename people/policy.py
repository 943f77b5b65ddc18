"""Who may sign in, what one may do with a person's record, and who stands in for whom."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import Q, QuerySet

from esn.core.clock import now
from esn.core.errors import NotAllowed, NotFound
from people.models import Absence, Person, Scope


def may_sign_in(person: Person, password: str | None = None) -> bool:
    """Active staff and guests; the demo's public password opens nothing outside a demo."""
    if not person.is_active or person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        return False
    return settings.DEMO or password != settings.DEMO_PASSWORD


def owes_second_factor(person: Person) -> bool:
    """Whether the site asks for a second factor that the person has not set up: until then they only set it up."""
    if person.has_second_factor:
        return False
    asked = settings.REQUIRE_SECOND_FACTOR
    return bool(asked == "all" or (asked == "admins" and person.site_role))


def may_speak(scope: str, *, writes: bool, opened: Collection[str] = ()) -> bool:
    """Whether a device of this scope may do it; a door may be ``opened`` to narrow scopes besides."""
    if scope == Scope.EVERYTHING:
        return True
    return (scope == Scope.READ and not writes) or scope in opened


def may_correct(actor: Person) -> bool:
    """Whether somebody says of others what the house knows better: who runs the site."""
    return actor.is_active and actor.runs_site


def require_editable(actor: Person, person_id: str) -> Person:
    """Somebody of whom the actor may say what the house knows; NotAllowed unless the actor runs the site."""
    if not may_correct(actor):
        raise NotAllowed
    person = Person.objects.filter(id=person_id, kind__in=(Person.Kind.MEMBER, Person.Kind.GUEST)).first()
    if person is None:
        raise NotFound
    return person


def own_audience(person_id: str) -> str:
    """The audience that is only oneself has the id of the person."""
    return person_id


def keeps_hours(person: Person) -> bool:
    """Whether somebody has hours, can be away and is seen: staff and guests, while they may act."""
    return person.is_active and person.kind in (Person.Kind.MEMBER, Person.Kind.GUEST)


def may_name_delegate(person: Person) -> bool:
    """Whether somebody else can stand in for a person: what a delegate receives is for staff."""
    return person.is_active and person.is_member


def under_way(at: dt.datetime) -> Q:
    """The absences in which people are at a moment; those that nobody ended run out by the clock alone."""
    return Q(over_at=None, start__lte=at, end__gt=at, person__is_active=True)


def delegated(at: dt.datetime) -> QuerySet[Absence]:
    """The absences at a moment for which an active colleague stands in."""
    return Absence.objects.filter(under_way(at), delegate__is_active=True, delegate__kind=Person.Kind.MEMBER)


def stood_in_for(person_id: str, at: dt.datetime | None = None) -> QuerySet[Absence]:
    """The absences for which somebody stands in now. One step: whoever stands in for them does not inherit it."""
    return delegated(at or now()).filter(delegate=person_id)


def planned_for(person_id: str) -> QuerySet[Absence]:
    """The absences for which somebody stands in now or is going to."""
    return Absence.objects.filter(delegate=person_id, over_at=None, end__gt=now(), person__is_active=True)
