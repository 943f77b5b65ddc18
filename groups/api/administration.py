"""REST: the administration of the site, as far as people, groups, settings and the audit log go."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.rest import choice, listing, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from groups import actions, queries
from groups.api.parameters import QUERY
from people.authentication import Asked


class SiteSettings(APIView):
    """What holds for the whole site."""

    @extend_schema(
        operation_id="site_settings", responses={200: page(queries.SiteSettingSummary), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked) -> Response:
        """The settings that are changed while the site runs, with who changed each last."""
        return _settings(request)

    @extend_schema(
        operation_id="change_site_settings",
        request=OpenApiTypes.OBJECT,
        responses={200: page(queries.SiteSettingSummary), **problems(400, 401, 404, 413, 415)},
    )
    def patch(self, request: Asked) -> Response:
        """Change settings by their names; what is not named stays as it is."""
        if not isinstance(request.data, dict):
            raise Invalid.field("", "not_object", _("The body must be a JSON object."))
        actions.change_site_settings(request.user, values=request.data)
        return _settings(request)


def _settings(request: Asked) -> Response:
    return shown({"results": queries.site_settings(request.user), "next": None, "previous": None})


class Overview(APIView):
    """What waits for somebody who runs the site."""

    @extend_schema(operation_id="administration", responses={200: shape(queries.SiteNeeds), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """What waits, counted, and how large the site is."""
        return shown(queries.site_needs(request.user))


class AllGroups(APIView):
    """The groups of the site, as those who run it know them."""

    @extend_schema(
        operation_id="all_groups",
        parameters=[QUERY, OpenApiParameter("which", str, enum=list(queries.WHICH_GROUPS)), CURSOR, LIMIT],
        responses={200: page(queries.GroupOfSite), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """All groups by name, those without an owner first; of secret ones their name, owners and size alone."""
        asked = listing(request, "q", "which")
        which = choice(asked.filters, "which", queries.WHICH_GROUPS, "living")
        q = asked.filters.get("q", "")
        return shown(queries.all_groups(request.user, q=q, which=which, cursor=asked.cursor, limit=asked.limit))


class Roles(APIView):
    """Who holds a role in the site."""

    @extend_schema(operation_id="role_holders", responses={200: shape(queries.RoleHolders), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """Who runs the site, who watches over it, and who moderates it."""
        return shown(queries.role_holders(request.user))
