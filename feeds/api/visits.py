"""REST: how far I had seen a feed when I came."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import no_content, shown
from esn.core.schema import problems, shape
from feeds import actions, queries
from feeds.queries import HOME, VisitSummary
from people.authentication import Asked


class HomeVisit(APIView):
    """My visit of the home feed."""

    @extend_schema(operation_id="home_visit", responses={200: shape(VisitSummary), **problems(401)})
    def get(self, request: Asked) -> Response:
        """Up to when I had seen the home feed before I came."""
        return shown(queries.visit(request.user, HOME))

    @extend_schema(operation_id="look_at_home", request=None, responses={204: None, **problems(401)})
    def put(self, request: Asked) -> Response:
        """I look at it now. After half an hour without that, a new visit begins."""
        actions.look_at_feed(request.user, place=HOME)
        return no_content()


class GroupVisit(APIView):
    """My visit of the feed of a group."""

    @extend_schema(operation_id="group_visit", responses={200: shape(VisitSummary), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """Up to when I had seen the feed of a group before I came."""
        return shown(queries.visit(request.user, group_id))

    @extend_schema(operation_id="look_at_group", request=None, responses={204: None, **problems(401, 404)})
    def put(self, request: Asked, group_id: str) -> Response:
        """I look at it now. After half an hour without that, a new visit begins."""
        actions.look_at_feed(request.user, place=group_id)
        return no_content()
