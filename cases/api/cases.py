"""REST: cases, opened, read and changed."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder, StoryText
from cases.models import Case
from cases.queries import CaseCounts, CaseSummary, GuestCase
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
from feeds.text import TEXT_LIMIT
from people.authentication import Asked

ANY_CASE = PolymorphicProxySerializer(
    component_name="AnyCase", serializers=[shape(CaseSummary), shape(GuestCase)], resource_type_field_name=None
)

FIELDS = fields_of(CaseSummary)
STATUSES = ["open", *Case.Status.values]


class Story(serializers.Serializer[Any]):
    """The customer's story."""

    happened = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    wanted = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    tried = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    refused = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")
    constraints = Text(max_length=TEXT_LIMIT, required=False, allow_blank=True, default="")


class HolderName(serializers.Serializer[Any]):
    """A colleague or a team."""

    kind = serializers.ChoiceField(["person", "team"])
    id = Id()


class NewCase(serializers.Serializer[Any]):
    """A case to open."""

    customer = Id()
    title = Text(max_length=200)
    public_title = Text(max_length=200, required=False, allow_blank=True, default="")
    story = Story()
    severity = serializers.ChoiceField(Case.Severity.choices, default=Case.Severity.NORMAL)
    restricted = Flag(default=False)
    holder = HolderName(required=False, allow_null=True)


class CaseEdit(serializers.Serializer[Any]):
    """What may be changed of a case."""

    title = Text(max_length=200, required=False)
    public_title = Text(max_length=200, required=False)
    severity = serializers.ChoiceField(Case.Severity.choices, required=False)
    status = serializers.ChoiceField(Case.Status.choices, required=False)
    holder = HolderName(required=False)
    restricted = Flag(required=False)
    next_news_due = Moment(required=False)
    confirm = Flag(required=False, help_text="Close the case although promises are open.")
    reason = Text(max_length=2_000, required=False, allow_blank=True, help_text="Why the status changes.")


class Cases(APIView):
    """Cases."""

    @extend_schema(
        operation_id="cases",
        parameters=[
            OpenApiParameter("which", str, enum=queries.WHICH),
            OpenApiParameter("status", str, enum=STATUSES, description="`open` is every one that is not an end."),
            IDS,
            FIELDS,
            CURSOR,
            LIMIT,
        ],
        responses={200: page(CaseSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Cases by newest activity, or some by their references."""
        named, small = ids_asked(request), lean(request, CaseSummary, key="ref")
        if named is not None:
            return shown(Page(queries.cases_named(request.user, named)).map(small))
        asked = listing(request, "which", "status", "fields")
        which = choice(asked.filters, "which", queries.WHICH, "all")
        status = choice(asked.filters, "status", ["", *STATUSES], "")
        found = queries.cases(request.user, which=which, status=status, cursor=asked.cursor, limit=asked.limit)
        return shown(found.map(small))

    @extend_schema(
        operation_id="open_case",
        parameters=[KEY],
        request=NewCase,
        responses={201: shape(CaseSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Open a case with its story; I hold it unless somebody else is named."""
        return created(
            request,
            make=lambda: _open(request),
            show=lambda ref: queries.case(request.user, ref),
            location=lambda ref: f"/api/v1/cases/{ref}/",
        )


class CountedCases(APIView):
    """How many cases stand in the lists of the desk."""

    @extend_schema(operation_id="case_counts", responses={200: shape(CaseCounts), **problems(400, 401)})
    def get(self, request: Asked) -> Response:
        """How many open cases I hold, my teams hold and I follow; 100 means that many or more."""
        listing(request)
        return shown(queries.case_counts(request.user))


class OneCase(APIView):
    """One case."""

    @extend_schema(operation_id="case", parameters=[FIELDS], responses={200: ANY_CASE, **problems(400, 401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """One case; a guest sees its public title, its status and their sides."""
        answer = _shown(queries.case(request.user, ref))
        answer.data = lean_only(request, CaseSummary, key="ref")(answer.data)
        return answer

    @extend_schema(
        operation_id="edit_case",
        parameters=[IF_MATCH],
        request=CaseEdit,
        responses={200: ANY_CASE, **problems(400, 401, 403, 404, 409, 412, 413, 415)},
    )
    def patch(self, request: Asked, ref: str) -> Response:
        """Change titles, severity, status, holder, who may read it, or when the customer hears next."""
        queries.brief(request.user, ref)
        actions.change_case(request.user, ref=ref, revision=if_match(request), **_edit(read(CaseEdit, request)))
        return _shown(queries.case(request.user, ref))


class TakeCase(APIView):
    """Taking a case."""

    @extend_schema(operation_id="take_case", request=None, responses={200: shape(CaseSummary), **problems(401, 404)})
    def post(self, request: Asked, ref: str) -> Response:
        """Taken: I am on it."""
        actions.take_case(request.user, ref=ref)
        return _shown(queries.case(request.user, ref))


class FollowCase(APIView):
    """Following a case."""

    @extend_schema(operation_id="follow_case", request=None, responses={204: None, **problems(401, 404)})
    def post(self, request: Asked, ref: str) -> Response:
        """Have the case in my home feed."""
        actions.follow_case(request.user, ref=ref, follows=True)
        return no_content()

    @extend_schema(operation_id="unfollow_case", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, ref: str) -> Response:
        """Keep the case out of my home feed."""
        actions.follow_case(request.user, ref=ref, follows=False)
        return no_content()


class MuteCase(APIView):
    """Muting a case."""

    @extend_schema(operation_id="mute_case", request=None, responses={204: None, **problems(401, 404)})
    def put(self, request: Asked, ref: str) -> Response:
        """Hear nothing of the case but what needs a deed of mine; I read and follow it as before."""
        actions.mute_case(request.user, ref=ref, muted=True)
        return no_content()

    @extend_schema(operation_id="unmute_case", responses={204: None, **problems(401, 404)})
    def delete(self, request: Asked, ref: str) -> Response:
        """Hear everything of the case again."""
        actions.mute_case(request.user, ref=ref, muted=False)
        return no_content()


def _shown(case: CaseSummary | GuestCase) -> Response:
    return shown(case, etag=case.revision if isinstance(case, CaseSummary) else None)


def _open(request: Asked) -> str:
    said = _edit(read(NewCase, request))
    return actions.open_case(
        request.user,
        customer_id=said.pop("customer"),
        story=StoryText(**said.pop("story")),
        **said,
    )


def _edit(said: dict[str, Any]) -> dict[str, Any]:
    """The holder as the action takes it."""
    if said.get("holder"):
        said["holder"] = Holder(**said["holder"])
    return said
