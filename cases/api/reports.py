"""REST: reporting a note about a customer."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions
from esn.core.rest import read
from esn.core.schema import KEY, problems, shape
from feeds.api import NewReport, reported
from feeds.queries import OwnComplaint
from people.authentication import Asked


class ReportCustomerNote(APIView):
    """Reporting a note."""

    @extend_schema(
        operation_id="report_customer_note",
        parameters=[KEY],
        request=NewReport,
        responses={201: shape(OwnComplaint), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, customer_id: str, note_id: str) -> Response:
        """Report what a colleague noted about a customer to those who moderate the site."""
        return reported(
            request,
            lambda: actions.report_customer_note(
                request.user, customer_id=customer_id, note_id=note_id, **read(NewReport, request)
            ),
        )
