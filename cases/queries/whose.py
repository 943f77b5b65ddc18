"""Whose promises are asked for: of a person, of the viewer and their teams, of those they stand in for, of a team."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case
from groups import policy as reading
from groups.models import Group
from people.models import Person
from people.policy import stood_in_for


def narrowed(
    rows: QuerySet[Any], viewer: Person, *, holder: str, team: str, customer: str, keeper: str = "keeper"
) -> QuerySet[Any]:
    """The rows of a person, a team or a customer; ``keeper`` is empty where nobody but the holder answers."""
    if holder == "us":
        rows = concerning(rows, viewer, keeper=keeper)
    elif holder == "stand_in":
        away = stood_in(viewer)
        theirs = Q(case__in=Case.objects.filter(holder_person__in=away).values("id"))
        rows = rows.filter(theirs | Q(keeper_person__in=away) if keeper else theirs)
    elif holder:
        person_id = viewer.id if holder == "me" else holder
        mine = Q(case__in=Case.objects.filter(holder_person=person_id).values("id"))
        rows = rows.filter(mine | Q(keeper_person=person_id) if keeper else mine)
    if team:
        ours = Q(case__in=Case.objects.filter(holder_team=team).values("id"))
        rows = rows.filter(ours | Q(keeper_team=team) if keeper else ours)
    return rows.filter(customer=customer) if customer else rows


def concerning(rows: QuerySet[Any], viewer: Person, *, keeper: str = "keeper", others: bool = True) -> QuerySet[Any]:
    """The rows of the viewer, of the teams where they have a seat and of the ``others`` for whom they stand in."""
    teams, away = own_teams(viewer), stood_in(viewer) if others else ()
    held = Case.objects.filter(Q(holder_person=viewer) | Q(holder_person__in=away) | Q(holder_team__in=teams))
    ours = Q(case__in=held.values("id"))
    kept = Q(keeper_person=viewer) | Q(keeper_person__in=away) | Q(keeper_team__in=teams)
    return rows.filter(ours | kept if keeper else ours)


def own_teams(viewer: Person) -> QuerySet[Any]:
    """The ids of the groups where the viewer has a seat, for a condition."""
    return Group.objects.filter(audience__in=reading.seats_of(viewer.id).values("audience_id")).values("id")


def stood_in(viewer: Person, at: dt.datetime | None = None) -> QuerySet[Any]:
    """The ids of the people for whom the viewer stands in, for a condition."""
    return stood_in_for(viewer.id, at).values("person_id")
