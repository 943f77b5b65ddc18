"""REST: searches that I keep, share and follow."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, Id, Text, created, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from people.authentication import Asked
from search.kept import actions, queries
from search.kept.actions import NAME_LIMIT
from search.kept.queries import KeptSummary
from search.models import KeptSeat
from search.query import FILTERS, LENGTH_LIMIT


class SearchFilters(serializers.Serializer[Any]):
    """What was chosen beside the words, as in ``search/``."""

    def get_fields(self) -> dict[str, Any]:
        """One field for each filter of a search."""
        return {name: Text(max_length=LENGTH_LIMIT, required=False, allow_blank=True) for name in FILTERS}


class NewKeptSearch(serializers.Serializer[Any]):
    """A search to keep."""

    name = Text(max_length=4 * NAME_LIMIT)
    text = Text(max_length=4 * LENGTH_LIMIT, required=False, allow_blank=True, default="")
    filters = SearchFilters(required=False)
    pin = Flag(required=False, default=False)
    alert = serializers.ChoiceField(choices=KeptSeat.Alert.values, required=False, default="never")


class KeptSearchChange(serializers.Serializer[Any]):
    """Another name, or another question."""

    name = Text(max_length=4 * NAME_LIMIT, required=False)
    text = Text(max_length=4 * LENGTH_LIMIT, required=False, allow_blank=True)
    filters = SearchFilters(required=False)


class KeptAlert(serializers.Serializer[Any]):
    """When I want to be told."""

    alert = serializers.ChoiceField(choices=KeptSeat.Alert.values)


class KeptShareGroup(serializers.Serializer[Any]):
    """The group to share with."""

    group = Id()


class KeptSearches(APIView):
    """Searches that I have."""

    @extend_schema(
        operation_id="kept_searches",
        parameters=[CURSOR, LIMIT],
        responses={200: page(KeptSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Those that I keep and those that my groups share, by name, with how much is new in each for me."""
        asked = listing(request)
        return shown(queries.kept_searches(request.user, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="keep_search",
        parameters=[KEY],
        request=NewKeptSearch,
        responses={201: shape(KeptSummary), **problems(400, 401, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Keep words and filters under a name."""
        said = read(NewKeptSearch, request)
        return created(
            request,
            make=lambda: actions.keep_search(request.user, **said),
            show=lambda made: queries.kept_search(request.user, made),
            location=lambda made: f"/api/v1/search/kept/{made}/",
            etag=lambda summary: int(summary.revision),
        )


class OneKeptSearch(APIView):
    """A search that I have."""

    @extend_schema(operation_id="kept_search", responses={200: shape(KeptSummary), **problems(401, 404)})
    def get(self, request: Asked, search_id: str) -> Response:
        """What it asks, with whom it is shared, and how much is new in it for me."""
        return _one(request, search_id)

    @extend_schema(
        operation_id="change_kept_search",
        request=KeptSearchChange,
        responses={200: shape(KeptSummary), **problems(400, 401, 403, 404, 412, 413, 415)},
    )
    def patch(self, request: Asked, search_id: str) -> Response:
        """Give one of mine another name, or let it ask something else."""
        queries.kept_search(request.user, search_id)
        said = read(KeptSearchChange, request, partial=True)
        actions.change_search(request.user, search_id=search_id, revision=if_match(request), **said)
        return _one(request, search_id)

    @extend_schema(operation_id="delete_kept_search", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, search_id: str) -> Response:
        """Take one of mine away from everybody; for a day it can be restored."""
        actions.delete_search(request.user, search_id=search_id)
        return no_content()


class RestoreKeptSearch(APIView):
    """A search that I have deleted."""

    @extend_schema(
        operation_id="restore_kept_search",
        request=None,
        responses={200: shape(KeptSummary), **problems(400, 401, 404)},
    )
    def post(self, request: Asked, search_id: str) -> Response:
        """Take the deletion back, within a day."""
        actions.restore_search(request.user, search_id=search_id)
        return _one(request, search_id)


class PinKeptSearch(APIView):
    """A search in my rail."""

    @extend_schema(operation_id="pin_kept_search", request=None, responses={204: None, **problems(400, 401, 404)})
    def put(self, request: Asked, search_id: str) -> Response:
        """Put it there; at most ten."""
        actions.pin_search(request.user, search_id=search_id)
        return no_content()

    @extend_schema(operation_id="unpin_kept_search", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, search_id: str) -> Response:
        """Take it out."""
        actions.unpin_search(request.user, search_id=search_id)
        return no_content()


class AlertKeptSearch(APIView):
    """Being told of what is new in a search."""

    @extend_schema(
        operation_id="alert_kept_search",
        request=KeptAlert,
        responses={200: shape(KeptSummary), **problems(400, 401, 404, 413, 415)},
    )
    def put(self, request: Asked, search_id: str) -> Response:
        """Choose when: never, at once in the inbox and by mail at my hours, or in the digest alone."""
        queries.kept_search(request.user, search_id)
        actions.set_alert(request.user, search_id=search_id, **read(KeptAlert, request))
        return _one(request, search_id)


class LookAtKeptSearch(APIView):
    """What is new in a search."""

    @extend_schema(
        operation_id="look_at_kept_search", request=None, responses={200: shape(KeptSummary), **problems(401, 404)}
    )
    def post(self, request: Asked, search_id: str) -> Response:
        """I have looked: what comes from now on is new."""
        actions.look_at_search(request.user, search_id=search_id)
        return _one(request, search_id)


class ShareKeptSearch(APIView):
    """The groups that see a search of mine."""

    @extend_schema(
        operation_id="share_kept_search",
        request=KeptShareGroup,
        responses={200: shape(KeptSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, search_id: str) -> Response:
        """Let the members of a group of mine see it; each finds with their own rights."""
        queries.kept_search(request.user, search_id)
        actions.share_search(request.user, search_id=search_id, group_id=read(KeptShareGroup, request)["group"])
        return _one(request, search_id)


class UnshareKeptSearch(APIView):
    """A group that sees a search."""

    @extend_schema(operation_id="unshare_kept_search", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, search_id: str, group_id: str) -> Response:
        """Take it from the group: mine, or as somebody who moderates there."""
        actions.unshare_search(request.user, search_id=search_id, group_id=group_id)
        return no_content()


def _one(request: Asked, search_id: str) -> Response:
    found = queries.kept_search(request.user, search_id)
    return shown(found, etag=found.revision)
