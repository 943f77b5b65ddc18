"""REST: other windows that somebody proposes for a promise, and the answers to them."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.api.promise_forms import NewProposal, ProposalAnswer, options_said, told_said, window_said
from cases.api.promises import promise_shown
from cases.queries import CommitmentSummary, ProposalSeen
from esn.core.rest import created, read
from esn.core.schema import KEY, problems, shape
from people.authentication import Asked


class Proposals(APIView):
    """Proposing another window."""

    @extend_schema(
        operation_id="propose_change",
        parameters=[KEY],
        request=NewProposal,
        responses={201: shape(ProposalSeen), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """Propose another window, as a colleague or as the guest who was shown the promise."""

        def make() -> str:
            queries.commitment(request.user, commitment_id)
            said = read(NewProposal, request)
            return actions.propose_change(
                request.user,
                commitment_id=commitment_id,
                window=window_said(request, said["window"]),
                reason=said["reason"],
                options=options_said(request, said),
            )

        return created(
            request,
            make=make,
            show=lambda made: queries.proposal(request.user, made),
            location=lambda _made: f"/api/v1/commitments/{commitment_id}/",
        )


class AcceptProposal(APIView):
    """Accepting a proposal."""

    @extend_schema(
        operation_id="accept_proposal",
        request=ProposalAnswer,
        responses={200: shape(CommitmentSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, proposal_id: str) -> Response:
        """Take its window as the next version of the promise; against a verified fact only with a reason."""
        commitment_id = queries.commitment_of(request.user, proposal_id)
        said = read(ProposalAnswer, request)
        said["told"] = told_said(said)
        actions.accept_proposal(request.user, proposal_id=proposal_id, **said)
        return promise_shown(request, commitment_id)


class DeclineProposal(APIView):
    """Declining a proposal."""

    @extend_schema(
        operation_id="decline_proposal",
        request=ProposalAnswer,
        responses={200: shape(CommitmentSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, proposal_id: str) -> Response:
        """Leave the promise as it is."""
        commitment_id = queries.commitment_of(request.user, proposal_id)
        said = read(ProposalAnswer, request)
        actions.decline_proposal(
            request.user, proposal_id=proposal_id, reason=said["reason"], answer=said["answer"]
        )  # fmt: skip
        return promise_shown(request, commitment_id)
