"""REST: the systems that provision people and teams, for those who run the site. What they do goes over SCIM."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, created_secret, no_content, not_found, read, shown
from esn.core.schema import KEY, page, problems, shape
from groups import actions, queries
from people.api.proof import require_recent_browser
from people.authentication import Asked


class NewConnection(serializers.Serializer[Any]):
    """A system that shall provision; ``steward`` is the id of who owns its teams, me without one."""

    name = Text(max_length=80)
    days = serializers.IntegerField(min_value=1, max_value=730)
    steward = Text(max_length=64, required=False, allow_blank=True)


class ConnectionToken(serializers.Serializer[Any]):
    """A connection's token, told once."""

    id = serializers.CharField()
    token = serializers.CharField()


class Provisioning(APIView):
    """The systems that provision."""

    @extend_schema(
        operation_id="provisioning", responses={200: page(queries.ConnectionSummary), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked) -> Response:
        """All connections that there ever were, newest first, without their tokens."""
        return shown({"results": queries.connections(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="open_provisioning",
        parameters=[KEY],
        request=NewConnection,
        responses={201: ConnectionToken, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Let a system provision; its token is told this once."""
        queries.provisioning_counts(request.user)
        said = read(NewConnection, request)
        require_recent_browser(request)
        opened: list[str] = []

        def make() -> tuple[str, str]:
            made = actions.open_connection(request.user, **said)
            opened.append(made[0])
            return made

        secret = created_secret(request, make=make)
        answer = Response({"id": opened[0], "token": secret}, status=201)
        answer["Location"] = f"/api/v1/administration/provisioning/{opened[0]}/"
        return answer


class OneProvisioning(APIView):
    """One system that provisions."""

    @extend_schema(
        operation_id="one_provisioning", responses={200: shape(queries.ConnectionSummary), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked, connection_id: str) -> Response:
        """One connection, without its token."""
        return shown(queries.connection(request.user, connection_id) or not_found())

    @extend_schema(operation_id="close_provisioning", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, connection_id: str) -> Response:
        """Take its token back, at once and for good; what it provisioned stays."""
        actions.close_connection(request.user, connection_id=connection_id)
        return no_content()
