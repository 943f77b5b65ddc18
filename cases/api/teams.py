"""REST: the cases that a team holds, and the end of a group."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.queries import Load
from cases.queries.summaries import CaseSummary
from esn.core.pages import Page
from esn.core.rest import listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from groups import queries as groups
from people.authentication import Asked


class TeamCases(APIView):
    """The cases of a team."""

    @extend_schema(
        operation_id="team_cases",
        parameters=[CURSOR, LIMIT],
        responses={200: page(CaseSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """The open cases that a team holds, as far as I know of them; by newest activity."""
        asked = listing(request)
        return shown(queries.team_cases(request.user, group_id, cursor=asked.cursor, limit=asked.limit))


class TeamLoad(APIView):
    """What a team carries."""

    @extend_schema(operation_id="team_load", responses={200: page(Load), **problems(400, 401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """The open cases and promises of the team and of its people, by their names; 50 people at most."""
        listing(request)
        return shown(Page(queries.team_load(request.user, group_id)))


class ArchiveGroup(APIView):
    """The end of a group."""

    @extend_schema(
        operation_id="archive_group",
        request=None,
        responses={200: shape(groups.GroupRecord), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Archive a group: it is found and read, and takes nothing new. 409 while it still holds open cases."""
        actions.archive_group(request.user, group_id=group_id)
        return shown(groups.group(request.user, group_id))
