"""REST: promises to customers, their boards, and every step of their lives."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder
from cases.api.promise_forms import (
    WHOSE,
    Doubtful,
    NewChange,
    NewCommitment,
    Side,
    Thought,
    Why,
    options_said,
    told_said,
    whose_said,
    window_said,
)
from cases.queries import CommitmentSummary, GuestCommitment, WeighedWindow
from esn.core.rest import choice, created, if_match, listing, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from people.authentication import ONLY_LOOKS, Asked

ANY_COMMITMENT = PolymorphicProxySerializer(
    component_name="AnyCommitment",
    serializers=[shape(CommitmentSummary), shape(GuestCommitment)],
    resource_type_field_name=None,
)


class CaseCommitments(APIView):
    """The promises of a case."""

    @extend_schema(
        operation_id="case_commitments", responses={200: page(CommitmentSummary), **problems(401, 404)}
    )  # fmt: skip
    def get(self, request: Asked, ref: str) -> Response:
        """The promises of the case, open ones first; to a guest those that they were shown."""
        found = queries.case_commitments(request.user, ref)
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="make_commitment",
        parameters=[KEY],
        request=NewCommitment,
        responses={201: shape(CommitmentSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Promise something to the customer, told at once when `told` says how."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewCommitment, request)
            keeper = said["kept_by"] or {"kind": "person", "id": request.user.id}
            return actions.make_promise(
                request.user,
                ref=ref,
                kind=said["kind"],
                text=said["text"],
                window=window_said(request, said["window"]),
                kept_by=Holder(**keeper),
                told=told_said(said),
                reason=said["reason"],
                from_post=said["from_post"],
            )

        return _made(request, make)


class Commitments(APIView):
    """The boards of promises."""

    @extend_schema(
        operation_id="commitments",
        parameters=[OpenApiParameter("state", str, enum=queries.BOARDS), *WHOSE, CURSOR, LIMIT],
        responses={200: page(CommitmentSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Promises that are due, at risk, untold, broken or open: the most urgent first."""
        asked = listing(request, "state", "holder", "team", "customer")
        state = choice(asked.filters, "state", queries.BOARDS, "open")
        return shown(
            queries.commitments(request.user, state=state, cursor=asked.cursor, limit=asked.limit, **whose_said(asked))
        )  # fmt: skip


class OneCommitment(APIView):
    """One promise."""

    @extend_schema(operation_id="commitment", responses={200: ANY_COMMITMENT, **problems(401, 404)})
    def get(self, request: Asked, commitment_id: str) -> Response:
        """One promise with every step of its life; a guest sees what they were shown."""
        return promise_shown(request, commitment_id)


class CommitmentChanges(APIView):
    """Changing a promise."""

    @extend_schema(
        operation_id="change_commitment",
        parameters=[KEY, IF_MATCH],
        request=NewChange,
        responses={201: shape(CommitmentSummary), **problems(400, 401, 404, 409, 412, 413, 415, 422)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """Give it another window, for a reason; until the customer is told, they believe the one before."""

        def make() -> str:
            _require(request, commitment_id)
            said = read(NewChange, request)
            actions.change_promise(
                request.user,
                commitment_id=commitment_id,
                window=window_said(request, said["window"]),
                reason=said["reason"],
                options=options_said(request, said),
                told=told_said(said),
                revision=if_match(request),
            )
            return commitment_id

        return _made(request, make)


class WeighOptions(APIView):
    """Weighing windows."""

    opened_to = ONLY_LOOKS

    @extend_schema(
        operation_id="weigh_options",
        request=Thought,
        responses={200: page(WeighedWindow), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """Each window with the verified facts that it goes against; nothing is kept."""
        _require(request, commitment_id)
        windows = options_said(request, read(Thought, request))
        found = queries.weighed(request.user, commitment_id, windows)
        return shown({"results": found, "next": None, "previous": None})


class _Ending(APIView):
    """A promise ends, and why may be said."""

    def end(self, request: Asked, commitment_id: str, act: Any) -> Response:
        """Do it, and show the promise."""
        _require(request, commitment_id)
        reason = read(Why, request)["reason"]
        act(request.user, commitment_id=commitment_id, reason=reason, revision=if_match(request))
        return promise_shown(request, commitment_id)


_ENDED = {200: shape(CommitmentSummary), **problems(400, 401, 404, 409, 412, 413, 415)}


class KeepCommitment(_Ending):
    """Keeping a promise."""

    @extend_schema(operation_id="keep_commitment", parameters=[IF_MATCH], request=Why, responses=_ENDED)
    def post(self, request: Asked, commitment_id: str) -> Response:
        """It was kept; one that counts as broken only with a reason."""
        return self.end(request, commitment_id, actions.keep_promise)


class BreakCommitment(_Ending):
    """Breaking a promise."""

    @extend_schema(operation_id="break_commitment", parameters=[IF_MATCH], request=Why, responses=_ENDED)
    def post(self, request: Asked, commitment_id: str) -> Response:
        """It was not kept."""
        return self.end(request, commitment_id, actions.break_promise)


class WithdrawCommitment(_Ending):
    """Withdrawing a promise."""

    @extend_schema(operation_id="withdraw_commitment", parameters=[IF_MATCH], request=Why, responses=_ENDED)
    def post(self, request: Asked, commitment_id: str) -> Response:
        """It is taken back; a customer who was told of it believes it until they hear."""
        return self.end(request, commitment_id, actions.withdraw_promise)


class WarnCommitment(APIView):
    """Saying that a promise may not hold."""

    @extend_schema(
        operation_id="warn_commitment",
        request=Doubtful,
        responses={200: shape(CommitmentSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """It may not hold, and why: it is at risk, and does not change."""
        _require(request, commitment_id)
        actions.warn_promise(request.user, commitment_id=commitment_id, reason=read(Doubtful, request)["reason"])
        return promise_shown(request, commitment_id)


class ShowCommitment(APIView):
    """Showing a promise to a partner."""

    @extend_schema(
        operation_id="show_commitment",
        request=Side,
        responses={200: shape(CommitmentSummary), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """Show its text, window and state on a partner's side, now and whenever it changes."""
        _require(request, commitment_id)
        actions.show_promise(request.user, commitment_id=commitment_id, side=read(Side, request)["side"])
        return promise_shown(request, commitment_id)


def _require(request: Asked, commitment_id: str) -> None:
    """Whoever may not write a promise finds nothing there, whatever the body says."""
    queries.require_inside_promise(request.user, commitment_id)


def _made(request: Asked, make: Any) -> Response:
    return created(
        request,
        make=make,
        show=lambda made: queries.commitment(request.user, made),
        location=lambda made: f"/api/v1/commitments/{made}/",
        etag=lambda commitment: commitment.revision,
    )


def promise_shown(request: Asked, commitment_id: str) -> Response:
    """A promise as the answer to a verb; with its revision for colleagues."""
    found = queries.commitment(request.user, commitment_id)
    return shown(found, etag=found.revision if isinstance(found, CommitmentSummary) else None)
