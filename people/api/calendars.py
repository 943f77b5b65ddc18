"""REST: the secret address of one's calendar."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import created_secret, no_content, shown
from esn.core.schema import KEY, page, problems, shape
from people import actions, queries
from people.api.proof import require_recent_browser
from people.authentication import Asked
from people.credentials import CALENDAR_PATH


class CalendarSecret(serializers.Serializer[Any]):
    """The address of one's calendar, told once."""

    id = serializers.CharField()
    url = serializers.CharField()


class CalendarAddresses(APIView):
    """The secret address of one's calendar."""

    @extend_schema(
        operation_id="calendar_addresses", responses={200: page(queries.CalendarAccess), **problems(401)}
    )  # fmt: skip
    def get(self, request: Asked) -> Response:
        """The address at which calendar programs read my promises: when it was made and last read, not where."""
        return shown({"results": queries.calendar_accesses(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="open_calendar",
        parameters=[KEY],
        request=None,
        responses={201: CalendarSecret, **problems(400, 401, 403, 409, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Give my calendar an address, told this once; 409 with the id when it has one."""
        require_recent_browser(request)
        opened: list[str] = []

        def make() -> tuple[str, str]:
            made = actions.open_calendar(request.user)
            opened.append(made[0])
            return made

        secret = created_secret(request, make=make)
        answer = Response(_calendar(request, opened[0], secret), status=201)
        answer["Location"] = f"/api/v1/me/calendar-addresses/{opened[0]}/"
        return answer


class OneCalendarAddress(APIView):
    """One address of a calendar."""

    @extend_schema(
        operation_id="calendar_address", responses={200: shape(queries.CalendarAccess), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked, address_id: str) -> Response:
        """When my calendar's address was made and last read, not where it is."""
        return shown(queries.calendar_access(request.user, address_id))

    @extend_schema(operation_id="close_calendar", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, address_id: str) -> Response:
        """Nothing is read at this address any more."""
        actions.close_calendar(request.user, address_id=address_id)
        return no_content()


class RenewCalendarAddress(APIView):
    """Another address for one's calendar."""

    @extend_schema(
        operation_id="renew_calendar", request=None, responses={200: CalendarSecret, **problems(401, 403, 404)}
    )  # fmt: skip
    def post(self, request: Asked, address_id: str) -> Response:
        """Close this address and tell another one, once."""
        queries.calendar_access(request.user, address_id)
        require_recent_browser(request)
        return Response(_calendar(request, *actions.renew_calendar(request.user, address_id=address_id)))


def _calendar(request: Asked, made: str, secret: str) -> dict[str, str]:
    return {"id": made, "url": request.build_absolute_uri(CALENDAR_PATH.format(secret=secret))}
