"""REST: pages outside to which posts lead."""

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import no_content
from esn.core.schema import problems
from esn.core.sending import send
from feeds import actions, queries
from people.authentication import Asked


class OneLink(APIView):
    """A page below a post."""

    @extend_schema(operation_id="take_off_link", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, post_id: str, link_id: str) -> Response:
        """Show nothing more of a page below my post; the link stays in its words."""
        actions.take_off_link(request.user, post_id=post_id, link_id=link_id)
        return no_content()


class LinkPicture(APIView):
    """The picture of a page below a post."""

    @extend_schema(
        operation_id="link_picture",
        responses={
            (200, "image/webp"): OpenApiTypes.BINARY,
            (206, "image/webp"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The ETag in If-None-Match still holds."),
            416: OpenApiResponse(description="There is no such part."),
            **problems(401, 404),
        },
    )
    def get(self, request: Asked, post_id: str, link_id: str) -> HttpResponseBase:
        """The picture of a page below a post that I read: made anew and kept here."""
        found = queries.link_picture(request.user, post_id, link_id)
        return send(request._request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
