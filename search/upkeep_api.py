"""REST: the work in the background, for those who run the site."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, no_content, read, shown
from esn.core.schema import problems, shape
from people.authentication import Asked
from search import upkeep


class Dismissal(serializers.Serializer[Any]):
    """Why an event is given up."""

    reason = Text(max_length=upkeep.REASON_LIMIT)


class SiteHealth(APIView):
    """The work in the background."""

    @extend_schema(operation_id="site_health", responses={200: shape(upkeep.SiteHealth), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """Jobs, events that were set aside, late alarms, how far the consumers are, and the search index."""
        return shown(upkeep.site_health(request.user))


class TryJobAgain(APIView):
    """A job that was set aside."""

    @extend_schema(operation_id="try_job_again", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, job_id: str) -> Response:
        """Let it begin anew, with all its tries."""
        upkeep.try_job_again(request.user, job_id=job_id)
        return no_content()


class TryEventAgain(APIView):
    """An event that was set aside."""

    @extend_schema(operation_id="try_event_again", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, aside_id: str) -> Response:
        """Let the worker handle it once more."""
        upkeep.try_event_again(request.user, aside_id=aside_id)
        return no_content()


class DismissEvent(APIView):
    """An event that nobody handles any more."""

    @extend_schema(
        operation_id="dismiss_event", request=Dismissal, responses={204: None, **problems(400, 401, 404, 413, 415)}
    )
    def post(self, request: Asked, aside_id: str) -> Response:
        """Give it up, with a reason that stands in the audit log."""
        upkeep.dismiss_event(request.user, aside_id=aside_id, **read(Dismissal, request))
        return no_content()


class RebuildIndex(APIView):
    """The search index."""

    @extend_schema(operation_id="rebuild_index", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked) -> Response:
        """Build it anew beside the present one, which serves until then."""
        upkeep.ask_for_rebuild(request.user)
        return no_content()
