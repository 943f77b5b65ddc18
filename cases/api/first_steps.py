"""REST: the first steps of a site, for those who run it."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.queries import FirstSteps as Summary
from esn.core.rest import shown
from esn.core.schema import problems, shape
from groups import actions
from people.authentication import Asked


class FirstSteps(APIView):
    """What a new site needs."""

    @extend_schema(operation_id="first_steps", responses={200: shape(Summary), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """Each step with whether it is taken, and of mail and backups what came of the last one."""
        return _steps(request)


class TryMail(APIView):
    """A mail to oneself."""

    @extend_schema(operation_id="try_mail", request=None, responses={200: shape(Summary), **problems(401, 404, 409)})
    def post(self, request: Asked) -> Response:
        """Send it by the way of all mail; the step `mail` says what came of it, `steps.changed` when that is known."""
        actions.try_mail(request.user)
        return _steps(request)


class PutStepsAway(APIView):
    """The list, put away."""

    @extend_schema(operation_id="put_steps_away", request=None, responses={200: shape(Summary), **problems(401, 404)})
    def post(self, request: Asked) -> Response:
        """Put the list away for everybody who runs the site; it can be read all the same."""
        actions.put_steps_away(request.user)
        return _steps(request)


class TakeStepsOut(APIView):
    """The list, shown again."""

    @extend_schema(operation_id="take_steps_out", request=None, responses={200: shape(Summary), **problems(401, 404)})
    def post(self, request: Asked) -> Response:
        """Show the list again."""
        actions.take_steps_out(request.user)
        return _steps(request)


def _steps(request: Asked) -> Response:
    return shown(queries.first_steps(request.user))
