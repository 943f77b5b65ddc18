"""REST: links into the customer's window of a case."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.queries import CustomerWindow, PortalLinkSummary
from esn.core.rest import Id, Moment, created_secret, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from people.authentication import Asked


class NewPortalLink(serializers.Serializer[Any]):
    """For whom the window is opened, and until when: the customer themselves, and 14 days, when nothing is said."""

    contact = Id(required=False, allow_null=True, default=None)
    expires_at = Moment(required=False, allow_null=True, default=None)


class MadePortalLink(serializers.Serializer[Any]):
    """A link; its address is told this once."""

    id = serializers.CharField()
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class PortalLinks(APIView):
    """The links into the window of a case."""

    @extend_schema(
        operation_id="portal_links",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PortalLinkSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The links, the newest first; no answer holds their secret."""
        asked = listing(request)
        return shown(queries.portal_links(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="create_portal_link",
        parameters=[KEY],
        request=NewPortalLink,
        responses={201: MadePortalLink, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Let one of the customer's people in. The address is told this once; a repeated key gets 409 with the id."""

        def make() -> tuple[str, tuple[str, str]]:
            queries.portal_links(request.user, ref, limit=1)
            said = read(NewPortalLink, request)
            made = actions.create_portal_link(
                request.user, ref=ref, contact_id=said["contact"], expires_at=said["expires_at"]
            )
            return made[0], made

        link_id, secret = created_secret(request, make=make)
        link = queries.portal_link(request.user, ref, link_id)
        answer = shown(
            {"id": link.id, "url": window_address(request._request, link_id, secret), "expires_at": link.expires_at},
            status=201,
        )
        answer["Location"] = f"/api/v1/cases/{ref}/portal-links/{link_id}/"
        return answer


class OnePortalLink(APIView):
    """One link into the window of a case."""

    @extend_schema(operation_id="portal_link", responses={200: shape(PortalLinkSummary), **problems(401, 404)})
    def get(self, request: Asked, ref: str, link_id: str) -> Response:
        """One link, without its secret."""
        return shown(queries.portal_link(request.user, ref, link_id))

    @extend_schema(operation_id="revoke_portal_link", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, ref: str, link_id: str) -> Response:
        """Take the link back; its window is shut at once."""
        actions.revoke_portal_link(request.user, ref=ref, link_id=link_id)
        return no_content()


class CaseWindow(APIView):
    """The customer's window as they see it."""

    @extend_schema(operation_id="customer_window", responses={200: shape(CustomerWindow), **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """What the customer sees of the case, for staff."""
        return shown(queries.customer_window(request.user, ref))


def window_address(request: HttpRequest, link_id: str, secret: str) -> str:
    """The whole address of a window; its host is the site's own, never what a request claims where one is set."""
    path = reverse("window_open", args=[link_id, secret])
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
