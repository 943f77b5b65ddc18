"""REST: customers who may be one and the same, and what merging them would do."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import queries
from cases.queries import Double, MergePreview
from esn.core.rest import listing, shown
from esn.core.schema import page, problems, shape
from people.authentication import Asked


class CustomerDoubles(APIView):
    """The likely doubles of a customer."""

    @extend_schema(operation_id="customer_doubles", responses={200: page(Double), **problems(400, 401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """At most ten customers with the same phone, mail or reference, who shares most first."""
        listing(request)
        found = queries.customer_doubles(request.user, customer_id)
        return shown({"results": found, "next": None, "previous": None})


class CustomerMergePreview(APIView):
    """What a merge would do."""

    @extend_schema(
        operation_id="preview_customer_merge",
        parameters=[OpenApiParameter("customer", str, required=True, description="The one that would be merged.")],
        responses={200: shape(MergePreview), **problems(400, 401, 404, 409)},
    )
    def get(self, request: Asked, customer_id: str) -> Response:
        """Both customers, and what would go over to this one."""
        other = listing(request, "customer").filters.get("customer", "")
        return shown(queries.merge_preview(request.user, customer_id, other))
