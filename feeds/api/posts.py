"""REST: the home feed, posts, replies and the feeds of groups."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.errors import Invalid, NotFound
from esn.core.pages import Page
from esn.core.rest import (
    IDS,
    Flag,
    Id,
    Moment,
    Text,
    choice,
    created,
    fields_of,
    ids_asked,
    if_match,
    lean,
    lean_only,
    listing,
    no_content,
    read,
    shown,
)
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds import actions, queries
from feeds.actions import Manner, NewPoll
from feeds.actions.files import MOST
from feeds.actions.manners import FEWEST, KINDS, OPTION_LIMIT, PLAIN
from feeds.actions.manners import MOST as MOST_OPTIONS
from feeds.models import MESSAGE
from feeds.places import LONGEST
from feeds.queries import HeldSummary, PostSummary, Revision, ScheduledSummary
from feeds.queries.narrowing import ALL, FILTERS
from feeds.text import TEXT_LIMIT
from groups import queries as groups
from people.authentication import SENDS, Asked

ONLY = OpenApiParameter("only", str, enum=FILTERS)
FIELDS = fields_of(PostSummary)
_WAITS = {202: shape(HeldSummary)}  # a moderator looks first


class Words(serializers.Serializer[Any]):
    """What somebody says."""

    body = Text(max_length=TEXT_LIMIT)


class Said(serializers.Serializer[Any]):
    """What somebody says, in words, with files, or both: files are sent first, and named here by their ids."""

    body = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    attachments = serializers.ListField(child=Id(), max_length=MOST, required=False, default=list)


class Drafted(Said):
    """The same, from the draft of a place, which goes with it.

    With the version of the draft that was seen last, what another device wrote there since stays a draft.
    """

    draft = Text(max_length=LONGEST, required=False, allow_blank=True, default="")
    draft_version = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, allow_null=True, default=None
    )


class Timed(Drafted):
    """The same, perhaps for a later moment: then it is 202, with what waits for it."""

    send_at = Moment(required=False, allow_null=True, default=None)


class PollAsked(serializers.Serializer[Any]):
    """What a poll asks its readers to choose from."""

    options = serializers.ListField(child=Text(max_length=OPTION_LIMIT), min_length=FEWEST, max_length=MOST_OPTIONS)
    multiple = Flag(default=False)
    anonymous = Flag(default=False)
    closes_at = Moment(required=False, allow_null=True, default=None)


class Begun(Timed):
    """What somebody begins: a message, a question, or a poll with its options."""

    kind = serializers.ChoiceField(choices=KINDS, default=MESSAGE)
    poll = PollAsked(required=False, allow_null=True, default=None)


class Answered(Timed):
    """What somebody answers, perhaps with a post of the thread that they quote."""

    quotes = Id(required=False, allow_null=True, default=None)


def begun(said: dict[str, Any]) -> dict[str, Any]:
    """What was read of a beginning, as the action takes it."""
    poll = said.pop("poll")
    asked = NewPoll(**{**poll, "options": tuple(poll["options"])}) if poll else None
    manner = Manner(said.pop("kind"), asked)
    return {**said, "manner": manner}


def post_location(post_id: str) -> str:
    """Where a post is found."""
    return f"/api/v1/posts/{post_id}/"


class Home(APIView):
    """The home feed."""

    @extend_schema(
        operation_id="home",
        parameters=[ONLY, FIELDS, CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What is new where I follow."""
        asked = listing(request, "only", "fields")
        only = choice(asked.filters, "only", FILTERS, ALL)
        small = lean(request, PostSummary)
        return shown(queries.home(request.user, cursor=asked.cursor, limit=asked.limit, only=only).map(small))


class GroupPosts(APIView):
    """What is said in a group."""

    opened_to = SENDS

    @extend_schema(
        operation_id="group_posts",
        parameters=[ONLY, FIELDS, CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """The feed of a group that I read."""
        asked = listing(request, "only", "fields")
        only = choice(asked.filters, "only", FILTERS, ALL)
        small = lean(request, PostSummary)
        found = queries.group_feed(request.user, group_id, cursor=asked.cursor, limit=asked.limit, only=only)
        return shown(found.map(small))

    @extend_schema(
        operation_id="publish_in_group",
        parameters=[KEY],
        request=Begun,
        responses={
            201: shape(PostSummary),
            202: shape(HeldSummary),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Asked, group_id: str) -> Response:
        """Say something in a group."""

        def make() -> str:
            audience = groups.audience_of(request.user, group_id)
            said = begun(read(Begun, request))
            verb = actions.schedule_post if later_or_now(said) else actions.publish
            return sent(request, said, partial(verb, request.user, audience_id=audience))

        return said_anew(request, make)


def later_or_now(said: dict[str, Any]) -> bool:
    """Whether words are for a later moment; without one they know of none."""
    if said["send_at"] is None:
        del said["send_at"]
    return "send_at" in said


def sent(request: Asked, said: dict[str, Any], say: Callable[..., str]) -> str:
    """What was made of some words, sent from a composer or from nowhere."""
    place, seen = said.pop("draft"), said.pop("draft_version")
    words = () if seen is None else (said["body"], said.get("manner", PLAIN).words)
    return actions.send_once(request.user, lambda: say(**said), draft=place, words=words, seen=seen)


def shown_anew(request: Asked, made: str) -> PostSummary | HeldSummary | ScheduledSummary:
    """What somebody just wrote: a post, what waits for a moderator, or what waits for its moment."""
    try:
        return queries.said(request.user, made)
    except NotFound:
        return queries.scheduled_post(request.user, made)


def said_anew(request: Asked, make: Callable[[], str]) -> Response:
    """The post that was made: 201; or what waits for a moderator: 202."""
    answer = created(
        request,
        make=make,
        show=lambda made: shown_anew(request, made),
        location=post_location,
        etag=lambda said: said.revision,
    )
    if isinstance(answer.data, HeldSummary):
        answer.status_code = 202
        answer["Location"] = f"/api/v1/held/{answer.data.id}/"
    elif isinstance(answer.data, ScheduledSummary):
        answer.status_code = 202
        answer["Location"] = f"/api/v1/scheduled/{answer.data.id}/"
    return answer


class Posts(APIView):
    """Posts by their ids."""

    @extend_schema(
        operation_id="posts",
        parameters=[IDS, FIELDS],
        responses={200: page(PostSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Some posts at once, as a device that heard of them asks for."""
        named = ids_asked(request)
        small = lean(request, PostSummary)
        if named is None:
            raise Invalid.field("ids", "required", _("Name 1 to 100 ids."))
        return shown(Page(queries.posts(request.user, named)).map(small))


class OnePost(APIView):
    """One post."""

    @extend_schema(
        operation_id="post", parameters=[FIELDS], responses={200: shape(PostSummary), **problems(400, 401, 404)}
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """One post that I read."""
        post = queries.post(request.user, post_id)
        return shown(lean_only(request, PostSummary)(post), etag=post.revision)

    @extend_schema(
        operation_id="edit_post",
        parameters=[IF_MATCH],
        request=Words,
        responses={200: shape(PostSummary), **problems(400, 401, 403, 404, 409, 412, 413, 415)},
    )
    def patch(self, request: Asked, post_id: str) -> Response:
        """Say it better; what was said before is kept."""
        queries.post(request.user, post_id)
        body = read(Words, request)["body"]
        actions.edit_post(request.user, post_id=post_id, body=body, revision=if_match(request))
        post = queries.post(request.user, post_id)
        return shown(post, etag=post.revision)

    @extend_schema(
        operation_id="delete_post", parameters=[IF_MATCH], responses={204: None, **problems(401, 403, 404, 412)}
    )
    def delete(self, request: Asked, post_id: str) -> Response:
        """Take a post back; a tombstone stays."""
        actions.delete_post(request.user, post_id=post_id, revision=if_match(request))
        return no_content()


class Replies(APIView):
    """Replies."""

    opened_to = SENDS

    @extend_schema(
        operation_id="replies",
        parameters=[OpenApiParameter("around", str), FIELDS, CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, post_id: str) -> Response:
        """The replies to a post, the oldest first; ``around`` names a reply whose page is wanted."""
        asked = listing(request, "around", "fields")
        around = asked.filters.get("around")
        small = lean(request, PostSummary)
        found = queries.replies(request.user, post_id, cursor=asked.cursor, limit=asked.limit, around=around)
        return shown(found.map(small))

    @extend_schema(
        operation_id="reply",
        parameters=[KEY],
        request=Answered,
        responses={
            201: shape(PostSummary),
            202: shape(HeldSummary),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Answer a post; answering a reply answers its root."""

        def make() -> str:
            said = _said(request, post_id)
            verb = actions.schedule_reply if later_or_now(said) else actions.reply
            return sent(request, said, partial(verb, request.user, post_id=post_id))

        return said_anew(request, make)


def _said(request: Asked, post_id: str) -> dict[str, Any]:
    """What somebody answers; that there is nothing to answer is said before what is wrong with the words."""
    try:
        return read(Answered, request)
    except (Invalid, APIException):
        queries.post(request.user, post_id)
        raise


class History(APIView):
    """What a post said before."""

    @extend_schema(operation_id="post_history", responses={200: page(Revision), **problems(401, 404)})
    def get(self, request: Asked, post_id: str) -> Response:
        """What a post said before it was edited, the newest first."""
        return shown({"results": queries.history(request.user, post_id), "next": None, "previous": None})
