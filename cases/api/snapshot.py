"""REST: everything that a device holds, for one that is new or was away too long."""

import dataclasses

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.queries import CaseSummary, GuestCase
from cases.queries.snapshot import PARTS
from esn.core.rest import fields_of, lean, listing, shown
from esn.core.schema import CURSOR, LIMIT, problems, shape
from feeds.queries import PostSummary
from groups.queries import GroupSummary
from inbox.api import Line, line_as_told
from inbox.queries import LineSummary
from people.authentication import Asked

HELD = (LineSummary, GroupSummary, CaseSummary, PostSummary)
SNAPSHOT = inline_serializer(
    "Snapshot",
    {
        "part": serializers.CharField(help_text=f"What the results are: {', '.join(PARTS)}."),
        "results": PolymorphicProxySerializer(
            component_name="Held",
            serializers=[Line, shape(GroupSummary), shape(CaseSummary), shape(GuestCase), shape(PostSummary)],
            resource_type_field_name=None,
            many=True,
        ),
        "next": serializers.CharField(allow_null=True),
        "cursor": serializers.CharField(help_text="From here the events go on, once `next` is null."),
    },
)


class WholeState(APIView):
    """What a device holds."""

    @extend_schema(
        operation_id="snapshot",
        parameters=[fields_of(*HELD), CURSOR, LIMIT],
        responses={200: SNAPSHOT, **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """My inbox, groups, cases and feed, page by page, and the cursor from which to go on with the events.

        `fields` may name those of every part: each thing has those of them that its own list has.
        """
        asked = listing(request, "fields")
        small, ref = lean(request, *HELD), lean(request, *HELD, key="ref")
        found = queries.snapshot(request.user, cursor=asked.cursor, limit=asked.limit)
        told = (line_as_told(one) if isinstance(one, LineSummary) else one for one in found.results)
        return shown(dataclasses.replace(found, results=tuple(map(ref if found.part == "cases" else small, told))))
