"""REST: one's hours, working undisturbed, being away with somebody who stands in, and how others can be reached."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.pages import PAGE_LIMIT
from esn.core.rest import Id, Moment, Text, listing, no_content, read, shown
from esn.core.schema import page, problems, shape
from groups import queries
from groups.models import EVERYONE
from groups.queries import PersonAvailability, PersonHours
from people import actions
from people import queries as people
from people.authentication import Asked
from people.queries import AbsenceSummary, Availability, Hours, StandIn
from people.week import Stretch

IDS = OpenApiParameter("ids", str, description="Up to 100 ids of people, with commas between them.", required=True)


class NewStretch(serializers.Serializer[Any]):
    """A stretch of work, on the wall clock; an end that is not later than the start belongs to the next day."""

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    start = serializers.TimeField(input_formats=["%H:%M"], help_text="Like 08:30.")
    end = serializers.TimeField(input_formats=["%H:%M"], help_text="Like 17:00.")


class WorkingWeek(serializers.Serializer[Any]):
    """When somebody works; an empty list says nothing."""

    week = serializers.ListField(child=NewStretch(), max_length=42)


class NewFocus(serializers.Serializer[Any]):
    """Until when one works undisturbed."""

    until = Moment()


class NewAbsence(serializers.Serializer[Any]):
    """When one is away, and who stands in."""

    start = Moment(required=False, allow_null=True, default=None, help_text="Now, when absent.")
    end = Moment()
    delegate = Id(required=False, allow_null=True, default=None)
    note = Text(max_length=200, required=False, allow_blank=True, default="")


class OwnHours(APIView):
    """One's hours."""

    @extend_schema(operation_id="hours", responses={200: shape(Hours), **problems(401)})
    def get(self, request: Asked) -> Response:
        """When I work, on the wall clock of my time zone."""
        return shown(people.hours(request.user))

    @extend_schema(
        operation_id="set_hours",
        request=WorkingWeek,
        responses={200: shape(Hours), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Say when I work, instead of what I said before."""
        week = [Stretch(**one) for one in read(WorkingWeek, request)["week"]]
        actions.set_hours(request.user, week=week, everyone=EVERYONE)
        return shown(people.hours(request.user))


class OwnFocus(APIView):
    """Working undisturbed."""

    @extend_schema(
        operation_id="begin_focus",
        request=NewFocus,
        responses={200: shape(Availability), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Work undisturbed until a moment of the next 24 hours."""
        actions.begin_focus(request.user, until=read(NewFocus, request)["until"], everyone=EVERYONE)
        return shown(people.availability([request.user.id])[request.user.id])

    @extend_schema(operation_id="end_focus", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked) -> Response:
        """Be there for others again."""
        actions.end_focus(request.user, everyone=EVERYONE)
        return no_content()


class OwnAbsence(APIView):
    """Being away."""

    @extend_schema(operation_id="absence", responses={200: shape(AbsenceSummary), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """My absence, planned or under way; 404 where there is none."""
        return shown(people.absence(request.user))

    @extend_schema(
        operation_id="plan_absence",
        request=NewAbsence,
        responses={200: shape(AbsenceSummary), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Say that I am away, and who stands in for me, instead of what I said before."""
        said = read(NewAbsence, request)
        delegate_id = said.pop("delegate")
        actions.plan_absence(request.user, delegate_id=delegate_id, everyone=EVERYONE, **said)
        return shown(people.absence(request.user))

    @extend_schema(operation_id="end_absence", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked) -> Response:
        """Be back, or not go at all."""
        actions.end_absence(request.user, everyone=EVERYONE)
        return no_content()


class OwnStandIns(APIView):
    """Standing in for others."""

    @extend_schema(operation_id="stand_ins", responses={200: page(StandIn), **problems(401)})
    def get(self, request: Asked) -> Response:
        """For whom I stand in, or am going to."""
        return shown({"results": people.stand_ins(request.user), "next": None, "previous": None})


class Availabilities(APIView):
    """How people can be reached."""

    @extend_schema(
        operation_id="availability",
        parameters=[IDS],
        responses={200: page(PersonAvailability), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """How some people can be reached now; those whom I may not know are left out."""
        ids = [one for one in listing(request, "ids").filters.get("ids", "").split(",") if one]
        if not 1 <= len(ids) <= PAGE_LIMIT:
            raise Invalid.field("ids", "out_of_range", _("Name 1 to 100 people."))
        return shown({"results": queries.availabilities(request.user, ids), "next": None, "previous": None})


class HoursOfPerson(APIView):
    """Somebody's hours."""

    @extend_schema(operation_id="person_hours", responses={200: shape(PersonHours), **problems(401, 404)})
    def get(self, request: Asked, person_id: str) -> Response:
        """When a colleague or a guest works, and what they said of being away; for members."""
        return shown(queries.hours_of(request.user, person_id))
