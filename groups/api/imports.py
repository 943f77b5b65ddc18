"""REST: tables of people and groups, looked at before they do anything."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.rest import choice, created, listing, no_content, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from groups import actions, queries
from groups.imports.lines import OUTCOMES, ImportLine
from people.authentication import Asked


class TableParser(MultiPartParser):
    """A form with a table."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The fields and files of the body; ParseError when they cannot be told apart."""
        try:
            return super().parse(stream, media_type, parser_context)
        except (SuspiciousOperation, ValueError):
            raise exceptions.ParseError(_("The form cannot be read. Nothing was kept.")) from None


class SentTable(serializers.Serializer[Any]):
    """A table and what its lines are about."""

    kind = serializers.ChoiceField(["people", "groups"])
    file = serializers.FileField(help_text="CSV in UTF-8, UTF-16 or Windows-1252; the first line names the columns.")


class Done(serializers.Serializer[Any]):
    """How many lines did what."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()


class Imports(APIView):
    """Tables."""

    parser_classes = (TableParser,)

    @extend_schema(
        operation_id="plan_import",
        parameters=[KEY],
        request={"multipart/form-data": SentTable},
        responses={201: shape(queries.ImportSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Send a table to be looked at; nothing of the site changes."""
        queries.import_kinds(request.user)
        sent, kind = request.FILES.get("file"), request.POST.get("kind", "")
        if sent is None:
            raise Invalid.field("file", "required", _("Choose a file."))
        content = sent.read(queries.MOST_BYTES + 1)
        return created(
            request,
            make=lambda: actions.plan_import(request.user, kind=kind, name=sent.name or "", content=content),
            show=lambda made: queries.import_plan(request.user, made),
            location=lambda made: f"/api/v1/administration/imports/{made}/",
            said=[kind, sent.name or "", len(content)],
        )


class OneImport(APIView):
    """One table that waits."""

    @extend_schema(
        operation_id="import_plan", responses={200: shape(queries.ImportSummary), **problems(400, 401, 404)}
    )  # fmt: skip
    def get(self, request: Asked, plan_id: str) -> Response:
        """How many of its lines would do what, by the site as it is now."""
        return shown(queries.import_plan(request.user, plan_id))

    @extend_schema(operation_id="drop_import", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, plan_id: str) -> Response:
        """Forget it without doing anything."""
        actions.drop_import(request.user, plan_id=plan_id)
        return no_content()


class ImportLines(APIView):
    """What each line would do."""

    @extend_schema(
        operation_id="import_lines",
        parameters=[OpenApiParameter("outcome", str, enum=list(OUTCOMES)), CURSOR, LIMIT],
        responses={200: page(ImportLine), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, plan_id: str) -> Response:
        """The lines of a table in their order, with what each would do and why some are refused."""
        asked = listing(request, "outcome")
        outcome = choice(asked.filters, "outcome", ("", *OUTCOMES), "")
        _summary, lines = queries.import_lines(
            request.user, plan_id, outcome=outcome, cursor=asked.cursor, limit=asked.limit
        )
        return shown(lines)


class CarryOutImport(APIView):
    """Doing what was looked at."""

    @extend_schema(
        operation_id="carry_out_import", request=None, responses={200: Done, **problems(400, 401, 404, 409)}
    )  # fmt: skip
    def post(self, request: Asked, plan_id: str) -> Response:
        """Do it, all or nothing; 409 when the site has changed since it was looked at."""
        return shown(actions.carry_out_import(request.user, plan_id=plan_id))


class LookAgain(APIView):
    """Looking at it anew."""

    @extend_schema(
        operation_id="look_at_import_again",
        request=None,
        responses={200: shape(queries.ImportSummary), **problems(400, 401, 404)},
    )
    def post(self, request: Asked, plan_id: str) -> Response:
        """Take what the table would do now for seen, after the site has changed."""
        actions.look_again(request.user, plan_id=plan_id)
        return shown(queries.import_plan(request.user, plan_id))
