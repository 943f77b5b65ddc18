"""REST: promises by their days, and how many stand on each board."""

import datetime as dt

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.api.promise_forms import WHOSE, whose_said
from cases.queries import BoardCounts, CalendarEntry, DriftAge, DueDay
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.pages import Page
from esn.core.rest import listing, moment, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from people.authentication import Asked

MONTH = dt.timedelta(days=31)
LONGEST = dt.timedelta(days=366)


class CommitmentCalendar(APIView):
    """Promises by their days."""

    @extend_schema(
        operation_id="commitment_calendar",
        parameters=[
            OpenApiParameter("from", dt.datetime, description="Now when it is not said."),
            OpenApiParameter("to", dt.datetime, description="31 days after `from` when it is not said; at most 366."),
            *WHOSE,
            CURSOR,
            LIMIT,
        ],
        responses={200: page(CalendarEntry), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Promises whose windows touch the time between two moments, by when they begin; withdrawn ones never."""
        asked = listing(request, "from", "to", "holder", "team", "customer")
        first = moment(asked.filters, "from") or now()
        until = moment(asked.filters, "to") or first + MONTH
        if until <= first:
            raise Invalid.field("to", "reversed", _("The time ends before it begins."))
        if until - first > LONGEST:
            raise Invalid.field("to", "too_long", _("At most one year at once."))
        found = queries.calendar(
            request.user, first=first, until=until, cursor=asked.cursor, limit=asked.limit, **whose_said(asked)
        )
        return shown(found)


class CommitmentCounts(APIView):
    """How much stands on the boards."""

    @extend_schema(
        operation_id="commitment_counts",
        parameters=WHOSE,
        responses={200: shape(BoardCounts), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """How many promises stand on each board that I read; 100 means that many or more."""
        asked = listing(request, "holder", "team", "customer")
        return shown(queries.board_counts(request.user, **whose_said(asked)))


class CommitmentDays(APIView):
    """What is coming."""

    @extend_schema(
        operation_id="commitment_days",
        parameters=WHOSE,
        responses={200: page(DueDay), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Open promises by the day on which they begin, for 14 days; first, under no day, those that began before."""
        asked = listing(request, "holder", "team", "customer")
        return shown(Page(queries.due_days(request.user, **whose_said(asked))))


class DriftAges(APIView):
    """How long customers have believed something else."""

    @extend_schema(
        operation_id="drift_ages",
        parameters=WHOSE,
        responses={200: page(DriftAge), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Drifts by their age in hours, the youngest first; the oldest have no `below`."""
        asked = listing(request, "holder", "team", "customer")
        return shown(Page(queries.drift_ages(request.user, **whose_said(asked))))
