"""REST: how much is said in a group."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.pages import Page
from esn.core.rest import listing, shown
from esn.core.schema import page, problems
from feeds import queries
from people.authentication import Asked


class GroupActivity(APIView):
    """How much is said in a group."""

    @extend_schema(operation_id="group_activity", responses={200: page(queries.Week), **problems(400, 401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Posts and replies in each of the last 12 weeks, from Monday to Sunday, this one last."""
        listing(request)
        return shown(Page(queries.weeks(request.user, group_id)))
