"""REST: what needs me, and what I do with it."""

from dataclasses import fields
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Moment, choice, fields_of, lean, listing, no_content, read, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from inbox import actions, queries
from inbox.policy import EVENTS
from inbox.queries import LineSummary
from people.authentication import Asked

UNTIL_EVENTS = (*EVENTS, "answer", "customer")


class Line(shape(LineSummary)):  # type: ignore[misc]  # made of the dataclass
    """A line; ``from`` are the newest people it comes from."""

    def get_fields(self) -> dict[str, Any]:
        """The fields of the summary, with the name that Python keeps for itself."""
        return {_named(name): field for name, field in super().get_fields().items()}


class Sleep(serializers.Serializer[Any]):
    """Until when a line sleeps: a moment, something that happens in its subject, or what comes first of both."""

    until = Moment(required=False, allow_null=True, default=None)
    event = serializers.ChoiceField(choices=UNTIL_EVENTS, required=False, allow_blank=True, default="")


LINES = inline_serializer(
    "InboxLinePage",
    {
        "results": Line(many=True),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
    },
)
FILTERS = inline_serializer(
    "InboxFilters",
    {
        "customers": inline_serializer(
            "InboxCustomerFilter",
            {"id": serializers.CharField(), "name": serializers.CharField(), "count": serializers.IntegerField()},
            many=True,
        ),
        "harms": inline_serializer(
            "InboxHarmFilter", {"harm": serializers.IntegerField(), "count": serializers.IntegerField()}, many=True
        ),
        "kinds": inline_serializer(
            "InboxKindFilter", {"kind": serializers.CharField(), "count": serializers.IntegerField()}, many=True
        ),
    },
)
COUNT = inline_serializer("InboxCount", {"count": serializers.IntegerField(), "snoozed": serializers.IntegerField()})


class Lines(APIView):
    """What needs me."""

    @extend_schema(
        operation_id="inbox",
        parameters=[
            OpenApiParameter("state", str, enum=queries.STATES, description="`open` when it is not said."),
            OpenApiParameter("kind", str, description="The code of a reason, as `mention` or `accept`."),
            OpenApiParameter("harm", int, description="0 promise broken, 1 changed and not told, 2 today, 3, 4."),
            OpenApiParameter("customer", str, description="The id of the customer whom it is about."),
            fields_of(LineSummary),
            CURSOR,
            LIMIT,
        ],
        responses={200: LINES, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """One line per thread or case: the worst for a customer first, then what has waited longest."""
        asked = listing(request, "state", "kind", "harm", "customer", "fields")
        small = lean(request, LineSummary)
        page = queries.lines(
            request.user,
            state=choice(asked.filters, "state", queries.STATES, "open"),
            narrowed=queries.Narrowing.asked(asked.filters),
            cursor=asked.cursor,
            limit=asked.limit,
        )
        return shown(page.map(line_as_told).map(small))


class Filters(APIView):
    """What the lines can be narrowed to."""

    @extend_schema(
        operation_id="inbox_filters",
        parameters=[OpenApiParameter("state", str, enum=queries.STATES, description="`open` when it is not said.")],
        responses={200: FILTERS, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The customers, harms and kinds of my lines in a state, each with how many of the first 500 there are."""
        asked = listing(request, "state")
        found = queries.offered(request.user, state=choice(asked.filters, "state", queries.STATES, "open"))
        return shown(
            {
                "customers": [{"id": one.id, "name": one.name, "count": count} for one, count in found.customers],
                "harms": [{"harm": harm, "count": count} for harm, count in found.harms],
                "kinds": [{"kind": kind, "count": count} for kind, count in found.kinds],
            }
        )


class Count(APIView):
    """How much needs me."""

    @extend_schema(operation_id="inbox_count", responses={200: COUNT, **problems(401)})
    def get(self, request: Asked) -> Response:
        """How many lines wait, and how many sleep; 100 means that many or more."""
        return shown({"count": queries.count(request.user), "snoozed": queries.count(request.user, state="snoozed")})


class OneLine(APIView):
    """One line."""

    @extend_schema(operation_id="inbox_line", responses={200: Line, **problems(401, 404)})
    def get(self, request: Asked, line_id: str) -> Response:
        """One line of mine."""
        return _answer(request, line_id)


class Done(APIView):
    """Putting a line away."""

    @extend_schema(operation_id="inbox_done", request=None, responses={200: Line, **problems(401, 404, 409)})
    def post(self, request: Asked, line_id: str) -> Response:
        """Done with what had only to be read; what needs a deed stays until it is done."""
        actions.put_away(request.user, line_id=line_id)
        return _answer(request, line_id)


class Undo(APIView):
    """Taking one's last deed back."""

    @extend_schema(operation_id="inbox_undo", request=None, responses={200: Line, **problems(401, 404, 409)})
    def post(self, request: Asked, line_id: str) -> Response:
        """As it was before my last done, snooze or wake."""
        actions.undo(request.user, line_id=line_id)
        return _answer(request, line_id)


class Snooze(APIView):
    """Letting a line sleep."""

    @extend_schema(operation_id="inbox_snooze", request=Sleep, responses={200: Line, **problems(400, 401, 404, 409)})
    def post(self, request: Asked, line_id: str) -> Response:
        """Until a moment, or until something happens; it comes back at once when it harms the customer more."""
        said = read(Sleep, request)
        actions.snooze(request.user, line_id=line_id, until=said["until"], event=said["event"])
        return _answer(request, line_id)


class Wake(APIView):
    """Waking a line."""

    @extend_schema(operation_id="inbox_wake", request=None, responses={200: Line, **problems(401, 404)})
    def post(self, request: Asked, line_id: str) -> Response:
        """Let it wait again now."""
        actions.wake(request.user, line_id=line_id)
        return _answer(request, line_id)


class PostRead(APIView):
    """How far one has read."""

    @extend_schema(operation_id="mark_read", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, post_id: str) -> Response:
        """I have read everything up to this post; what my inbox had of its thread or case to be read is settled."""
        actions.read_post(request.user, post_id=post_id)
        return no_content()


def _answer(request: Asked, line_id: str) -> Response:
    return shown(line_as_told(queries.line(request.user, line_id)))


def line_as_told(line: LineSummary) -> dict[str, Any]:
    """A line by the names that answers have."""
    return {_named(field.name): getattr(line, field.name) for field in fields(line)}


def _named(name: str) -> str:
    return "from" if name == "from_" else name
