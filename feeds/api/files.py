"""REST: files, sent first and then named by a post."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.pictures import SIZES
from esn.core.rest import Text, created, no_content, read, shown
from esn.core.rest_files import FormParser
from esn.core.schema import KEY, problems, shape
from esn.core.sending import send
from feeds import actions, queries
from feeds.actions.files import ALT_LIMIT
from feeds.queries import FileSummary
from people.authentication import SENDS, Asked


class Sent(serializers.Serializer[Any]):
    """A file, and the picture in words."""

    file = serializers.FileField(help_text="The bytes decide what it is; its name is kept.")
    alt = Text(max_length=ALT_LIMIT, required=False, allow_blank=True)


class Described(serializers.Serializer[Any]):
    """The picture in words, for who does not see it."""

    alt = Text(max_length=ALT_LIMIT, allow_blank=True)


class Files(APIView):
    """Files."""

    opened_to = SENDS

    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="send_file",
        parameters=[KEY],
        request={"multipart/form-data": Sent},
        responses={201: shape(FileSummary), **problems(400, 401, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Send a file for myself; a post that names its id shows it to its readers."""
        sent, alt = request.FILES.get("file"), request.POST.get("alt", "")
        if sent is None:
            raise Invalid.field("file", "required", _("Choose a file."))
        received = actions.receive_file(request.user, name=sent.name or "", source=sent)
        return created(
            request,
            make=lambda: actions.add_file(request.user, received=received, alt=alt),
            show=lambda made: queries.file(request.user, made),
            location=lambda made: f"/api/v1/files/{made}/",
            said=[received.name, received.sha256, alt],
        )


class OneFile(APIView):
    """One file."""

    @extend_schema(operation_id="file", responses={200: shape(FileSummary), **problems(401, 404)})
    def get(self, request: Asked, file_id: str) -> Response:
        """What is known of a file that I read."""
        return shown(queries.file(request.user, file_id))

    @extend_schema(
        operation_id="describe_file",
        request=Described,
        responses={200: shape(FileSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, file_id: str) -> Response:
        """Say my picture in words; of a picture in a post this is a change of the post, with its history."""
        queries.file(request.user, file_id)
        actions.describe_file(request.user, file_id=file_id, alt=read(Described, request)["alt"])
        return shown(queries.file(request.user, file_id))

    @extend_schema(operation_id="delete_file", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked, file_id: str) -> Response:
        """Take my file back, before a post names it."""
        actions.delete_file(request.user, file_id=file_id)
        return no_content()


class FileContent(APIView):
    """The bytes of a file."""

    @extend_schema(
        operation_id="file_content",
        parameters=[
            OpenApiParameter("size", str, enum=[str(size) for size in SIZES], description="A smaller picture.")
        ],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The ETag in If-None-Match still holds."),
            416: OpenApiResponse(description="There is no such part."),
            **problems(401, 404),
        },
    )
    def get(self, request: Asked, file_id: str) -> HttpResponseBase:
        """The bytes of a file that I read: whole, or the part that Range asks for."""
        found = queries.content(request.user, file_id, request.query_params.get("size", ""))
        return send(request._request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
