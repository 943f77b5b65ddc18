"""REST: what moderators do about people, what these are told, and what waits before it is said."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Flag, Id, Text, choice, created, listing, no_content, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from feeds import actions, policy, queries
from feeds.actions.moderation.reasons import MOST_DAYS, REASON_LIMIT
from feeds.queries import AppealSummary, HeldSummary, NoticeSummary
from feeds.text import TEXT_LIMIT
from groups import actions as group_actions
from groups import queries as groups
from people.authentication import Asked
from people.queries import PersonRef


class PersonAct(serializers.Serializer[Any]):
    """What is done about a member of a group, and why; a mute and a ban may say for how many days."""

    verb = serializers.ChoiceField(policy.PERSON_VERBS)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, required=False, allow_null=True, default=None)
    reason = Text(max_length=REASON_LIMIT)


class NewMute(serializers.Serializer[Any]):
    """For how many days somebody says nothing anywhere, and why."""

    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    reason = Text(max_length=REASON_LIMIT)


class ModeratorsReason(serializers.Serializer[Any]):
    """The reason, which the person concerned reads."""

    reason = Text(max_length=REASON_LIMIT)


class NewAppeal(serializers.Serializer[Any]):
    """Why others should look again."""

    text = Text(max_length=REASON_LIMIT)


class AppealDecision(serializers.Serializer[Any]):
    """Whether the act stands."""

    uphold = Flag()
    reason = Text(max_length=REASON_LIMIT)


class HeldWords(serializers.Serializer[Any]):
    """Better words for what waits."""

    body = Text(max_length=TEXT_LIMIT, allow_blank=True)


class HeldDecision(serializers.Serializer[Any]):
    """Whether it is published; a decline says why. ``revision`` is the one that was read."""

    publish = Flag()
    reason = Text(max_length=REASON_LIMIT, required=False, allow_blank=True, default="")
    revision = serializers.IntegerField(min_value=0, required=False, allow_null=True, default=None)


class ApprovalEdit(serializers.Serializer[Any]):
    """What waits in a group."""

    days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    words = serializers.ListField(child=Text(max_length=100), max_length=200, required=False)


class NewModerator(serializers.Serializer[Any]):
    """Who moderates the site."""

    person = Id()


class ReadNotices(serializers.Serializer[Any]):
    """Which notices were read; all without any."""

    notices = serializers.ListField(child=Id(), max_length=100, required=False, allow_null=True, default=None)


class ModerateMember(APIView):
    """What moderators do about a member."""

    @extend_schema(
        operation_id="moderate_member",
        request=PersonAct,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, group_id: str, person_id: str) -> Response:
        """Warn, mute, remove or ban somebody in a group that I moderate."""
        groups.group(request.user, group_id)
        actions.moderate_member(request.user, group_id=group_id, person_id=person_id, **read(PersonAct, request))
        return no_content()


class MutePerson(APIView):
    """Muting somebody everywhere."""

    @extend_schema(
        operation_id="mute_person",
        request=NewMute,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, person_id: str) -> Response:
        """Let somebody say nothing anywhere for some days; for those who moderate the site."""
        groups.require_site_moderator(request.user)
        actions.mute_everywhere(request.user, person_id=person_id, **read(NewMute, request))
        return no_content()


class Sanctions(APIView):
    """Mutes and bans."""

    @extend_schema(
        operation_id="sanctions",
        parameters=[OpenApiParameter("group", str, description="Those of one group.")],
        responses={200: page(groups.SanctionSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """The mutes and bans that hold where I moderate, the newest first; at most 200."""
        asked = listing(request, "group")
        found = groups.sanctions(request.user, group_id=asked.filters.get("group"))
        return shown({"results": found, "next": None, "previous": None})


class LiftSanction(APIView):
    """Taking one back."""

    @extend_schema(
        operation_id="lift_sanction",
        request=ModeratorsReason,
        responses={204: None, **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, sanction_id: str) -> Response:
        """End a mute or a ban before its time."""
        actions.lift_sanction(request.user, sanction_id=sanction_id, **read(ModeratorsReason, request))
        return no_content()


class Notices(APIView):
    """What I was told."""

    @extend_schema(
        operation_id="notices",
        parameters=[CURSOR, LIMIT],
        responses={200: page(NoticeSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What moderators told me, the newest first."""
        asked = listing(request)
        return shown(queries.notices(request.user, cursor=asked.cursor, limit=asked.limit))


class NoticesRead(APIView):
    """Reading it."""

    @extend_schema(
        operation_id="read_notices", request=ReadNotices, responses={204: None, **problems(400, 401, 413, 415)}
    )
    def post(self, request: Asked) -> Response:
        """I have read these notices, or all."""
        actions.mark_notices_read(request.user, notice_ids=read(ReadNotices, request)["notices"])
        return no_content()


class AppealAct(APIView):
    """Asking for another look."""

    @extend_schema(
        operation_id="appeal_act", request=NewAppeal, responses={204: None, **problems(400, 401, 404, 409, 413, 415)}
    )
    def post(self, request: Asked, act_id: str) -> Response:
        """Ask other moderators to look again at what was done about me; once."""
        actions.file_appeal(request.user, act_id=act_id, **read(NewAppeal, request))
        return no_content()


class Appeals(APIView):
    """Appeals."""

    @extend_schema(
        operation_id="appeals",
        parameters=[OpenApiParameter("state", str, enum=queries.STATES, default="open"), CURSOR, LIMIT],
        responses={200: page(AppealSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The appeals that I may decide, the oldest first; never those of an act of mine."""
        asked = listing(request, "state")
        state = choice(asked.filters, "state", queries.STATES, "open")
        return shown(queries.appeals(request.user, state=state, cursor=asked.cursor, limit=asked.limit))


class OneAppeal(APIView):
    """One appeal."""

    @extend_schema(operation_id="appeal", responses={200: shape(AppealSummary), **problems(401, 404)})
    def get(self, request: Asked, appeal_id: str) -> Response:
        """One appeal that I may decide."""
        return shown(queries.appeal(request.user, appeal_id))


class DecideAppeal(APIView):
    """Deciding an appeal."""

    @extend_schema(
        operation_id="decide_appeal",
        request=AppealDecision,
        responses={200: shape(AppealSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, appeal_id: str) -> Response:
        """Let an act stand, or undo it."""
        queries.appeal(request.user, appeal_id)
        actions.decide_appeal(request.user, appeal_id=appeal_id, **read(AppealDecision, request))
        return shown(queries.appeal(request.user, appeal_id))


class HeldPosts(APIView):
    """What waits for me."""

    @extend_schema(
        operation_id="held_posts",
        parameters=[OpenApiParameter("whose", str, enum=("mine", "theirs"), default="theirs"), CURSOR, LIMIT],
        responses={200: page(HeldSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """What others wrote and I decide about, or what I wrote and waits (at most 20); the oldest first."""
        asked = listing(request, "whose")
        if choice(asked.filters, "whose", ("mine", "theirs"), "theirs") == "mine":
            return shown({"results": queries.own_held(request.user), "next": None, "previous": None})
        return shown(queries.held_posts(request.user, cursor=asked.cursor, limit=asked.limit))


class OneHeldPost(APIView):
    """One thing that waits."""

    @extend_schema(operation_id="held_post", responses={200: shape(HeldSummary), **problems(401, 404)})
    def get(self, request: Asked, held_id: str) -> Response:
        """What waits, as its author or who decides."""
        return shown(queries.held_post(request.user, held_id))

    @extend_schema(
        operation_id="edit_held_post",
        request=HeldWords,
        responses={200: shape(HeldSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, held_id: str) -> Response:
        """Say it better while it waits."""
        queries.held_post(request.user, held_id)
        actions.edit_held(request.user, held_id=held_id, **read(HeldWords, request))
        return shown(queries.held_post(request.user, held_id))

    @extend_schema(operation_id="withdraw_held_post", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked, held_id: str) -> Response:
        """Take it back."""
        actions.withdraw_held(request.user, held_id=held_id)
        return no_content()


class DecideHeldPost(APIView):
    """Publishing or declining."""

    @extend_schema(
        operation_id="decide_held_post",
        request=HeldDecision,
        responses={200: shape(HeldSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, held_id: str) -> Response:
        """Publish what waits as its author, or decline it with a reason."""
        queries.held_post(request.user, held_id)
        actions.decide_held(request.user, held_id=held_id, **read(HeldDecision, request))
        return shown(queries.held_post(request.user, held_id))


class GroupApproval(APIView):
    """What waits in a group."""

    @extend_schema(operation_id="group_approval", responses={200: shape(groups.Approval), **problems(401, 404)})
    def get(self, request: Asked, group_id: str) -> Response:
        """What waits for the moderators of a group that I moderate."""
        return shown(groups.approval(request.user, group_id))

    @extend_schema(
        operation_id="set_group_approval",
        request=ApprovalEdit,
        responses={200: shape(groups.Approval), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, group_id: str) -> Response:
        """Let posts of new members wait, and posts with some words; for owners."""
        groups.group(request.user, group_id)
        group_actions.set_approval(request.user, group_id=group_id, **read(ApprovalEdit, request))
        return shown(groups.approval(request.user, group_id))


class SiteModerators(APIView):
    """Who moderates the site."""

    @extend_schema(operation_id="site_moderators", responses={200: page(PersonRef), **problems(401, 404)})
    def get(self, request: Asked) -> Response:
        """Who moderates the site, for themselves and for who runs it."""
        return shown({"results": groups.site_moderators(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="appoint_site_moderator",
        parameters=[KEY],
        request=NewModerator,
        responses={201: page(PersonRef), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Let a colleague moderate the site; never oneself."""
        groups.site_moderators(request.user)

        def make() -> str:
            person_id = read(NewModerator, request)["person"]
            group_actions.appoint_site_moderator(request.user, person_id=person_id)
            return str(person_id)

        return created(
            request,
            make=make,
            show=lambda _made: {"results": groups.site_moderators(request.user), "next": None, "previous": None},
            location=lambda _made: "/api/v1/site-moderators/",
        )


class OneSiteModerator(APIView):
    """One of them."""

    @extend_schema(operation_id="dismiss_site_moderator", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, person_id: str) -> Response:
        """Take that back; anybody may step down themselves."""
        group_actions.dismiss_site_moderator(request.user, person_id=person_id)
        return no_content()
