"""REST: the thread, the story, the brief and the people of a case."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import StoryText
from cases.api.cases import Story
from cases.queries import Brief, Participant, StorySummary
from esn.core.errors import NotFound
from esn.core.rest import Id, Text, created, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds import queries as feeds
from feeds.api import Said, post_location
from feeds.queries import PostSummary
from people.authentication import Asked


class SaidInCase(Said):
    """What somebody says, with files or without, and on which side of the case."""

    side = Text(max_length=60, required=False)


class NewParticipant(serializers.Serializer[Any]):
    """Who comes into the case."""

    person = Id()


class CasePosts(APIView):
    """The thread of a case."""

    @extend_schema(
        operation_id="case_posts",
        parameters=[OpenApiParameter("side", str, description="One side only."), CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """Everything said on the sides that I read, the newest first."""
        asked = listing(request, "side")
        side = asked.filters.get("side")
        return shown(queries.timeline(request.user, ref, side=side, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="post_in_case",
        parameters=[KEY],
        request=SaidInCase,
        responses={201: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Say something on one side of the case; internal when no side is named."""

        def make() -> str:
            queries.case(request.user, ref)
            return actions.post_in_case(request.user, ref=ref, **read(SaidInCase, request))

        return created(
            request,
            make=make,
            show=lambda made: feeds.post(request.user, made),
            location=post_location,
            etag=lambda post: post.revision,
        )


class CaseStory(APIView):
    """The story of a case."""

    @extend_schema(operation_id="story", responses={200: shape(StorySummary), **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """The present version of the story."""
        story = _story(request, ref)
        return shown(story, etag=story.version)

    @extend_schema(
        operation_id="write_story",
        parameters=[IF_MATCH],
        request=Story,
        responses={200: shape(StorySummary), **problems(400, 401, 404, 412, 413, 415)},
    )
    def patch(self, request: Asked, ref: str) -> Response:
        """Write the story anew where it stands; what is left out stays as it is."""
        present = _story(request, ref)
        said = read(Story, request, partial=True)
        fields = {name: said.get(name, getattr(present, name)) for name in StoryText.__dataclass_fields__}
        actions.write_story(request.user, ref=ref, story=StoryText(**fields), version=if_match(request))
        story = _story(request, ref)
        return shown(story, etag=story.version)


class StoryHistory(APIView):
    """The versions of a story."""

    @extend_schema(operation_id="story_history", responses={200: page(StorySummary), **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """All versions of the story, the newest first."""
        return shown({"results": queries.stories(request.user, ref), "next": None, "previous": None})


class CaseBrief(APIView):
    """The brief of a case."""

    @extend_schema(operation_id="brief", responses={200: shape(Brief), **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """What a colleague needs at one glance."""
        return shown(queries.brief(request.user, ref))


class Participants(APIView):
    """Who takes part in a case."""

    @extend_schema(operation_id="participants", responses={200: page(Participant), **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """Who takes part, and on which side."""
        return shown({"results": queries.participants(request.user, ref), "next": None, "previous": None})

    @extend_schema(
        operation_id="add_participant",
        request=NewParticipant,
        responses={201: page(Participant), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Bring in a colleague, or a guest on the side of their organisation."""
        queries.participants(request.user, ref)
        actions.add_participant(request.user, ref=ref, person_id=read(NewParticipant, request)["person"])
        found = queries.participants(request.user, ref)
        return shown({"results": found, "next": None, "previous": None}, status=201)


class OneParticipant(APIView):
    """One participant."""

    @extend_schema(operation_id="remove_participant", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, ref: str, person_id: str) -> Response:
        """Take somebody out of the case."""
        actions.remove_participant(request.user, ref=ref, person_id=person_id)
        return no_content()


def _story(request: Asked, ref: str) -> StorySummary:
    told = queries.stories(request.user, ref)
    if not told:
        raise NotFound
    return told[0]
