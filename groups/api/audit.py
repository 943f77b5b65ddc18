"""REST: the audit log, whether it is whole, and all of it as a table."""

import datetime as dt
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core import csv_text
from esn.core.rest import listing, moment, no_content, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from groups import actions, queries
from groups.queries import AuditFilter, AuditLine, ChainState
from people.authentication import Asked

FILTERS = [
    OpenApiParameter("verb", str, description="A verb, or the family before its dot."),
    OpenApiParameter("actor", str, description="The id of who did it."),
    OpenApiParameter("subject", str, description="The id of what it was done to."),
    OpenApiParameter("after", str, description="Not before this moment."),
    OpenApiParameter("before", str, description="Before this moment."),
]
_NAMES = ("verb", "actor", "subject", "after", "before")
_HEADER = ("number", "at", "actor", "actor_name", "verb", "subject_kind", "subject", "subject_name", "detail")


class Audit(APIView):
    """The audit log."""

    @extend_schema(
        operation_id="audit",
        parameters=[*FILTERS, CURSOR, LIMIT],
        responses={200: page(AuditLine), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """Who did what, the newest first, as far as I may read of it."""
        asked = listing(request, *_NAMES)
        wanted = _wanted(asked.filters)
        return shown(queries.audit_log(request.user, wanted=wanted, cursor=asked.cursor, limit=asked.limit))


class AuditExport(APIView):
    """The audit log as a table."""

    @extend_schema(
        operation_id="export_audit",
        parameters=FILTERS,
        request=None,
        responses={(200, "text/csv"): OpenApiTypes.BINARY, **problems(400, 401, 404)},
    )
    def post(self, request: Asked) -> HttpResponseBase:
        """All of it as CSV, the oldest first; that it was taken away stands in it."""
        wanted = _wanted(listing(request, *_NAMES).filters)
        actions.note_export(request.user, wanted=wanted)
        text = csv_text.lines(_HEADER, _cells(queries.audit_export(request.user, wanted=wanted)))
        headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


class AuditVerification(APIView):
    """Whether the audit log is whole."""

    @extend_schema(operation_id="audit_verification", responses={200: shape(ChainState), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """How far the last look at the whole log went, and the first entry that was found changed."""
        return shown(queries.chain_state(request.user) or ChainState(None, 0, 0, None))

    @extend_schema(operation_id="verify_audit", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked) -> Response:
        """Have every entry compared with the one before, in a moment."""
        actions.verify_audit(request.user)
        return no_content()


def _wanted(filters: dict[str, str]) -> AuditFilter:
    return AuditFilter(
        verb=filters.get("verb", ""),
        actor=filters.get("actor", ""),
        subject=filters.get("subject", ""),
        after=moment(filters, "after"),
        before=moment(filters, "before"),
    )


def _cells(rows: Iterator[AuditLine]) -> Iterator[tuple[object, ...]]:
    for line in rows:
        yield (
            line.number,
            line.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            line.actor.id if line.actor else "",
            line.actor.name if line.actor else "",
            line.verb,
            line.subject_kind,
            line.subject,
            line.names.get(line.subject, ""),
            "; ".join(f"{name}={value}" for name, value in sorted(line.detail.items())),
        )
