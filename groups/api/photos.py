"""REST: one's own photo, and the photos of those whom one may know."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid
from esn.core.pictures import SQUARES, Crop
from esn.core.rest import no_content, read, shown
from esn.core.rest_files import FormParser
from esn.core.schema import problems, shape
from esn.core.sending import KEPT, send
from groups import queries
from groups.models import EVERYONE
from people import actions as people_actions
from people import queries as people
from people.authentication import Asked
from people.queries import Me

_EDGE = 100_000  # pixels, beyond any picture


class Cropped(serializers.Serializer[Any]):
    """The square to show, in pixels of the picture as it is seen: its left upper corner and its edge."""

    x = serializers.IntegerField(min_value=0, max_value=_EDGE, required=False)
    y = serializers.IntegerField(min_value=0, max_value=_EDGE, required=False)
    size = serializers.IntegerField(min_value=1, max_value=_EDGE, required=False)


class SentPhoto(Cropped):
    """A photo, and which square of it to show: its middle where nothing is said."""

    photo = serializers.FileField(help_text="JPEG, PNG, WebP or GIF, at most 10 MB.")


class OwnPhoto(APIView):
    """My photo."""

    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="set_photo",
        request={"multipart/form-data": SentPhoto},
        responses={200: shape(Me), **problems(400, 401, 413, 415)},
    )
    def put(self, request: Asked) -> Response:
        """Show this photo of me: a square made anew in three sizes, without what was attached to it."""
        sent = request.FILES.get("photo")
        if sent is None:
            raise Invalid.field("photo", "required", _("Choose a photo."))
        photo = people_actions.receive_photo(source=sent, crop=_crop(read(Cropped, request)))
        people_actions.set_photo(request.user, photo=photo, everyone=EVERYONE)
        return shown(people.me(request.user))

    @extend_schema(operation_id="remove_photo", responses={204: None, **problems(401)})
    def delete(self, request: Asked) -> Response:
        """Show my initials instead."""
        people_actions.set_photo(request.user, photo=None, everyone=EVERYONE)
        return no_content()


class PersonPhoto(APIView):
    """The photo of one person."""

    @extend_schema(
        operation_id="person_photo",
        parameters=[
            OpenApiParameter("size", str, OpenApiParameter.PATH, enum=[str(size) for size in sorted(SQUARES)]),
        ],
        responses={
            (200, "image/webp"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The ETag in If-None-Match still holds."),
            **problems(401, 404),
        },
    )
    def get(self, request: Asked, person_id: str, digest: str, size: str) -> HttpResponseBase:
        """The photo of somebody whom I may know, under the address that ``avatar`` and ``photo`` name."""
        found = queries.photo(request.user, person_id, digest, size)
        name = f"{person_id}-{size}.webp"
        return send(request._request, found.path, name=name, type_="image/webp", sha256=found.sha256, cache=KEPT)


def _crop(said: dict[str, int]) -> Crop | None:
    if not said:
        return None
    missing = [name for name in ("x", "y", "size") if name not in said]
    if missing:
        raise Invalid.field(missing[0], "required", _("A part of a picture needs its corner and its edge."))
    return Crop(**said)
