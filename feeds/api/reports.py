"""REST: reporting what is wrong, the queues of moderators, and deciding."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Id, Text, choice, created, listing, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from feeds import actions, policy, queries
from feeds.actions.moderation.reasons import MOST_DAYS, REASON_LIMIT
from feeds.actions.moderation.reports import WHY_LIMIT
from feeds.queries import OwnComplaint, PostSummary, ReportRecord, ReportSummary
from feeds.text import TEXT_LIMIT
from people.authentication import Asked

STATE = OpenApiParameter("state", str, enum=queries.STATES, default="open")


class NewReport(serializers.Serializer[Any]):
    """What is wrong; ``other`` needs words."""

    reason = serializers.ChoiceField(policy.REASONS)
    text = Text(max_length=WHY_LIMIT, required=False, allow_blank=True, default="")


class NewNote(serializers.Serializer[Any]):
    """Words for the other moderators."""

    text = Text(max_length=TEXT_LIMIT)


class NewDecision(serializers.Serializer[Any]):
    """What is done with the post and about the person, both or neither; the person concerned reads the reason."""

    post = serializers.ChoiceField(["", "hide", "lock"], required=False, default="")
    person = serializers.ChoiceField(["", *policy.PERSON_VERBS], required=False, default="")
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, required=False, allow_null=True, default=None)
    reason = Text(max_length=REASON_LIMIT)


class PostAct(serializers.Serializer[Any]):
    """What is done with a post, and why; ``group`` is where a thread moves to."""

    verb = serializers.ChoiceField(policy.POST_ACTS)
    reason = Text(max_length=REASON_LIMIT)
    group = Id(required=False, default="", allow_blank=True)


def reported(request: Asked, report: Callable[[], str]) -> Response:
    """The answer to a report: what its author sees of it, and where they hear what became of it."""
    return created(
        request,
        make=report,
        show=lambda made: queries.own_complaint(request.user, made),
        location=lambda _made: "/api/v1/notices/",
    )


class ReportPost(APIView):
    """Reporting a post."""

    @extend_schema(
        operation_id="report_post",
        parameters=[KEY],
        request=NewReport,
        responses={201: shape(OwnComplaint), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Report a post to those who moderate where it is; what it says now is kept for them."""
        return reported(request, lambda: actions.report_post(request.user, post_id=post_id, **read(NewReport, request)))


class ReportPerson(APIView):
    """Reporting a person."""

    @extend_schema(
        operation_id="report_person",
        parameters=[KEY],
        request=NewReport,
        responses={201: shape(OwnComplaint), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, person_id: str) -> Response:
        """Report a person to those who moderate the site."""
        return reported(
            request, lambda: actions.report_person(request.user, person_id=person_id, **read(NewReport, request))
        )


class Reports(APIView):
    """My queues."""

    @extend_schema(
        operation_id="reports",
        parameters=[STATE, CURSOR, LIMIT],
        responses={200: page(ReportSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """What was reported and is mine to decide; the heaviest and then the oldest first."""
        return _queue(request, None)


class GroupReports(APIView):
    """The queue of a group."""

    @extend_schema(
        operation_id="group_reports",
        parameters=[STATE, CURSOR, LIMIT],
        responses={200: page(ReportSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, group_id: str) -> Response:
        """What was reported in a group that I moderate."""
        return _queue(request, group_id)


def _queue(request: Asked, group_id: str | None) -> Response:
    asked = listing(request, "state")
    state = choice(asked.filters, "state", queries.STATES, "open")
    found = queries.reports(request.user, group_id=group_id, state=state, cursor=asked.cursor, limit=asked.limit)
    return shown(found)


class OneReport(APIView):
    """One report."""

    @extend_schema(operation_id="report", responses={200: shape(ReportRecord), **problems(401, 404)})
    def get(self, request: Asked, report_id: str) -> Response:
        """A report with what was said then and now, both people's past, notes and acts."""
        return shown(queries.report(request.user, report_id))


class ReportNotes(APIView):
    """Notes among moderators."""

    @extend_schema(
        operation_id="add_report_note",
        parameters=[KEY],
        request=NewNote,
        responses={201: shape(ReportRecord), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, report_id: str) -> Response:
        """Write something for the other moderators."""
        return created(
            request,
            make=lambda: actions.add_report_note(request.user, report_id=report_id, **read(NewNote, request)),
            show=lambda _made: queries.report(request.user, report_id),
            location=lambda _made: f"/api/v1/reports/{report_id}/",
        )


class DecideReport(APIView):
    """Deciding."""

    @extend_schema(
        operation_id="decide_report",
        request=NewDecision,
        responses={200: shape(ReportRecord), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, report_id: str) -> Response:
        """Decide a report; the second to decide is told who was first (409)."""
        queries.report(request.user, report_id)
        actions.decide_report(request.user, report_id=report_id, **read(NewDecision, request))
        return shown(queries.report(request.user, report_id))


class ModeratePost(APIView):
    """What moderators do with a post."""

    @extend_schema(
        operation_id="moderate_post",
        request=PostAct,
        responses={200: shape(PostSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, post_id: str) -> Response:
        """Hide or restore a post, close or open its thread, move it, or split a reply off."""
        queries.post(request.user, post_id)
        said = read(PostAct, request)
        verb, group = said.pop("verb"), said.pop("group")
        if verb == "move":
            said["group_id"] = group
        POST_VERBS[verb](request.user, post_id=post_id, **said)
        return shown(queries.post(request.user, post_id))


POST_VERBS: dict[str, Any] = {
    "hide": actions.hide_post,
    "restore": actions.restore_post,
    "lock": actions.lock_post,
    "unlock": actions.unlock_post,
    "move": actions.move_post,
    "split": actions.split_post,
}
