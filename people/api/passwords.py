"""REST: one's password."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, no_content, read
from esn.core.schema import problems
from people import actions, browser_sessions
from people.api.sign_in import too_often
from people.authentication import Asked
from people.limits import may_try_password


class NewPassword(serializers.Serializer[Any]):
    """The present and the new password."""

    current = Text(max_length=200, trim_whitespace=False)
    new = Text(max_length=200, trim_whitespace=False)


class OwnPassword(APIView):
    """One's password."""

    @extend_schema(
        operation_id="change_password", request=NewPassword, responses={204: None, **problems(400, 401, 413, 415, 429)}
    )
    def post(self, request: Asked) -> Response:
        """Change my password; other sessions and all devices are signed out."""
        said = read(NewPassword, request)
        if not may_try_password(request._request):
            raise too_often(wait=60)
        session = request._request.session
        kept = browser_sessions.mark(session) if request.auth is None else None
        actions.change_password(request.user, current=said["current"], new=said["new"], kept_session=kept)
        if request.auth is None:
            browser_sessions.renew(request._request, request.user)
        return no_content()
