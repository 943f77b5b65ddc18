"""REST: the thread, the story, the brief and the people of a case."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import StoryText
from cases.api.cases import Story
from cases.queries import Brief, Participant, StorySummary
from esn.core.errors import Invalid, NotFound
from esn.core.pages import Page
from esn.core.rest import Id, Text, created, fields_of, if_match, lean, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds import actions as posts
from feeds import queries as feeds
from feeds.api import Begun, Drafted, begun, later_or_now, post_location, said_anew, sent, shown_anew
from feeds.queries import HeldSummary, PostSummary, ScheduledSummary
from groups import queries as groups
from people.authentication import SENDS, Asked


class SaidInCase(Begun):
    """What somebody says, with files or without, and on which side of the case."""

    side = Text(max_length=60, required=False)


class Shared(Drafted):
    """Where a post is shown, to a group or on a side of a case, and one's own words beside it."""

    group = Id(required=False)
    case = Text(max_length=60, required=False)
    side = Text(max_length=60, required=False)


class SharePost(APIView):
    """A post shown to other readers."""

    @extend_schema(
        operation_id="share_post",
        parameters=[KEY],
        request=Shared,
        responses={
            201: shape(PostSummary),
            202: shape(HeldSummary),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Point at a post in another group or case. Nothing is copied: who does not read it learns nothing of it."""

        def make() -> str:
            feeds.post(request.user, post_id)
            said = read(Shared, request)
            return sent(request, said, partial(_shared, request, post_id))

        return said_anew(request, make)


def _shared(request: Asked, post_id: str, **said: Any) -> str:
    group, case, side = (said.pop(name, None) for name in ("group", "case", "side"))
    if (group is None) == (case is None):
        raise Invalid.field("group", "one_place", _("Name either a group or a case."))
    if case is not None:
        queries.case(request.user, case)
        return actions.share_in_case(request.user, post_id=post_id, ref=case, side=side, **said)
    if side is not None:
        raise Invalid.field("side", "unknown_side", _("A group has no sides."))
    audience = groups.audience_of(request.user, group)
    return posts.share_post(request.user, post_id=post_id, audience_id=audience, **said)


class NewParticipant(serializers.Serializer[Any]):
    """Who comes into the case."""

    person = Id()


class CasePosts(APIView):
    """The thread of a case."""

    opened_to = SENDS

    @extend_schema(
        operation_id="case_posts",
        parameters=[OpenApiParameter("side", str, description="One side only."), fields_of(PostSummary), CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """Everything said on the sides that I read, the newest first."""
        asked = listing(request, "side", "fields")
        side, small = asked.filters.get("side"), lean(request, PostSummary)
        found = queries.timeline(request.user, ref, side=side, cursor=asked.cursor, limit=asked.limit)
        return shown(found.map(small))

    @extend_schema(
        operation_id="post_in_case",
        parameters=[KEY],
        request=SaidInCase,
        responses={
            201: shape(PostSummary),
            202: shape(ScheduledSummary),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Say something on one side of the case; internal when no side is named."""

        def make() -> str:
            queries.case(request.user, ref)
            said = begun(read(SaidInCase, request))
            verb = actions.schedule_in_case if later_or_now(said) else actions.post_in_case
            return sent(request, said, partial(verb, request.user, ref=ref))

        answer = created(
            request,
            make=make,
            show=lambda made: shown_anew(request, made),
            location=post_location,
            etag=lambda post: post.revision,
        )
        if isinstance(answer.data, ScheduledSummary):
            answer.status_code = 202
            answer["Location"] = f"/api/v1/scheduled/{answer.data.id}/"
        return answer


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
        parameters=[KEY],
        request=NewParticipant,
        responses={201: page(Participant), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Bring in a colleague, or a guest on the side of their organisation."""
        queries.participants(request.user, ref)

        def make() -> str:
            person_id: str = read(NewParticipant, request)["person"]
            actions.add_participant(request.user, ref=ref, person_id=person_id)
            return person_id

        return created(
            request,
            make=make,
            show=lambda _made: Page(queries.participants(request.user, ref)),
            location=lambda made: f"/api/v1/cases/{ref}/participants/{made}/",
        )


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
