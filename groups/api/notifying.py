"""REST: when one may be disturbed, whose holidays one keeps, and how one is told of what needs one."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core import public_holidays
from esn.core.errors import NotFound
from esn.core.public_holidays import Country
from esn.core.rest import Flag, Text, no_content, not_found, read, shown
from esn.core.schema import page, problems, shape
from groups import actions, queries
from groups.models import EVERYONE, Membership
from groups.queries import GroupTells
from people import actions as people_actions
from people import queries as people
from people.authentication import Asked
from people.models import Notifying
from people.queries import HolidaysKept, NotifyingChoices
from people.quiet import Reach

_CLOCK = ["%H:%M", "%H:%M:%S"]


class NewQuietHours(serializers.Serializer[Any]):
    """Hours of every day, on the wall clock; an end that is not later than the start is on the next day."""

    start = serializers.TimeField(input_formats=_CLOCK, help_text="Like 19:30.")
    end = serializers.TimeField(input_formats=_CLOCK, help_text="Like 07:30.")


class NewRegion(serializers.Serializer[Any]):
    """Whose public holidays one keeps."""

    region = Text(
        max_length=public_holidays.REGION_LIMIT,
        allow_blank=True,
        help_text="A region like FR or FR-57; empty is the site's, none is none.",
    )


class NewChoices(serializers.Serializer[Any]):
    """How one is told; what is not named stays as it is."""

    mail = serializers.ChoiceField(Notifying.Mail.choices, required=False)
    mail_hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    mail_weekday = serializers.IntegerField(min_value=0, max_value=6, required=False, help_text="0 is Monday.")
    sound = Flag(required=False)


class NewTells(serializers.Serializer[Any]):
    """What of a group reaches one by mail and sound."""

    tells = serializers.ChoiceField(Membership.Tells.choices)


class OwnReach(APIView):
    """Whether one may be disturbed."""

    @extend_schema(operation_id="own_reach", responses={200: shape(Reach), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """Whether I may be disturbed now, and when next; by my hours, holidays, quiet hours, focus and absence."""
        found = people.reach([request.user.id]).get(request.user.id)
        return shown(found) if found else not_found()


class OwnQuietHours(APIView):
    """Quiet hours."""

    @extend_schema(
        operation_id="set_quiet_hours",
        request=NewQuietHours,
        responses={200: shape(NotifyingChoices), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Not be disturbed between two hours of every day."""
        people_actions.set_quiet_hours(request.user, **read(NewQuietHours, request))
        return shown(people.choices(request.user))

    @extend_schema(operation_id="end_quiet_hours", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked) -> Response:
        """Have no quiet hours of my own."""
        people_actions.set_quiet_hours(request.user, start=None, end=None)
        return no_content()


class OwnHolidays(APIView):
    """Public holidays."""

    @extend_schema(operation_id="own_holidays", responses={200: shape(HolidaysKept), **problems(401)})
    def get(self, request: Asked) -> Response:
        """Whose public holidays I keep, and the next of them."""
        return shown(people.holidays_kept(request.user))

    @extend_schema(
        operation_id="choose_holidays",
        request=NewRegion,
        responses={200: shape(HolidaysKept), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Say whose public holidays I keep."""
        people_actions.choose_holidays(request.user, everyone=EVERYONE, **read(NewRegion, request))
        return shown(people.holidays_kept(request.user))


class Countries(APIView):
    """Countries."""

    @extend_schema(operation_id="countries", responses={200: page(Country), **problems(401)})
    def get(self, request: Asked) -> Response:
        """The countries whose public holidays are known, named in my language; one country says its parts."""
        found = public_holidays.countries(get_language() or "en")
        return shown({"results": found, "next": None, "previous": None})


class OneCountry(APIView):
    """One country."""

    @extend_schema(operation_id="country", responses={200: shape(Country), **problems(401, 404)})
    def get(self, request: Asked, code: str) -> Response:
        """A country with those of its parts that keep holidays of their own."""
        if not public_holidays.is_country(code):
            raise NotFound
        return shown(public_holidays.country(code, get_language() or "en"))


class OwnNotifications(APIView):
    """How one is told."""

    @extend_schema(operation_id="notifications", responses={200: shape(NotifyingChoices), **problems(401)})
    def get(self, request: Asked) -> Response:
        """How often I get mail of what needs me, whether a page may sound, and my quiet hours."""
        return shown(people.choices(request.user))

    @extend_schema(
        operation_id="choose_notifications",
        request=NewChoices,
        responses={200: shape(NotifyingChoices), **problems(400, 401, 404, 413, 415)},
    )
    def patch(self, request: Asked) -> Response:
        """Choose otherwise; what is not named stays as it is."""
        people_actions.choose_mail(request.user, **read(NewChoices, request, partial=True))
        return shown(people.choices(request.user))


class GroupNotifications(APIView):
    """What of each group reaches one."""

    @extend_schema(operation_id="group_notifications", responses={200: page(GroupTells), **problems(401)})
    def get(self, request: Asked) -> Response:
        """What of each group that I follow or am in reaches me by mail and sound, by the name of the group."""
        return shown({"results": queries.group_tells(request.user), "next": None, "previous": None})


class OneGroupNotifications(APIView):
    """What of one group reaches one."""

    @extend_schema(
        operation_id="choose_group_notifications",
        request=NewTells,
        responses={204: None, **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked, group_id: str) -> Response:
        """Let everything, what names me, or nothing of a group reach me; what needs a deed of mine always does."""
        said = read(NewTells, request)
        actions.choose_tells(request.user, group_id=group_id, **said)
        return no_content()
