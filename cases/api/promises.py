"""REST: promises, what the customer was told of them, and where they believe something else."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import About, Holder, Told
from cases.channels import Channel
from cases.models import Answer, Commitment, Subject
from cases.queries import (
    CommitmentSummary,
    DriftSummary,
    GuestCommitment,
    ProposalSeen,
    TellingSummary,
    WeighedWindow,
)
from cases.windows import Window, window
from esn.core.errors import Invalid
from esn.core.rest import Flag, Id, Text, choice, created, if_match, listing, moment, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from people.authentication import Asked

ANY_COMMITMENT = PolymorphicProxySerializer(
    component_name="AnyCommitment",
    serializers=[shape(CommitmentSummary), shape(GuestCommitment)],
    resource_type_field_name=None,
)
REASON = 2_000
OPTIONS = 5
WHOSE = [
    OpenApiParameter(
        "holder", str, description="Who keeps the promise or holds its case: `me`, `us` (me and my teams) or an id."
    ),
    OpenApiParameter("team", str, description="The team that keeps the promise or holds its case."),
    OpenApiParameter("customer", str, description="Whose promises."),
]


class WallMoment(serializers.DateTimeField):
    """A moment in RFC 3339; without an offset it is a wall time in the zone of its window."""

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        """As it was written."""
        return value

    def to_internal_value(self, data: Any) -> dt.datetime:
        """The moment itself; only years that somebody here can mean."""
        found: dt.datetime = super().to_internal_value(data)
        if not 1900 < found.year < 2200:
            raise serializers.ValidationError(_("This moment is too far away."), code="out_of_range")
        return found


class WindowForm(serializers.Serializer[Any]):
    """From when to when, in a time zone (one's own when none is named)."""

    start = WallMoment()
    end = WallMoment()
    timezone = Text(max_length=40, required=False)


class KeeperForm(serializers.Serializer[Any]):
    """A colleague, a team, a partner who has a side of the case, or their guest on it."""

    kind = serializers.ChoiceField(["person", "team", "partner"])
    id = Id()


class ToldForm(serializers.Serializer[Any]):
    """How the customer was told and, where they said it at once, what they answered."""

    channel = serializers.ChoiceField(Channel.choices)
    note = Text(max_length=REASON, required=False, allow_blank=True, default="")
    answer = serializers.ChoiceField(Answer.choices, required=False, allow_blank=True, default="")
    offers = Flag(required=False, default=False, help_text="They may choose another of the windows that were weighed.")


class NewCommitment(serializers.Serializer[Any]):
    """A promise to make; against a verified fact only with a reason."""

    kind = serializers.ChoiceField(Commitment.Kind.choices)
    text = Text(max_length=500)
    window = WindowForm()
    kept_by = KeeperForm(required=False, allow_null=True, default=None)
    told = ToldForm(required=False, allow_null=True, default=None)
    reason = Text(max_length=REASON, required=False, allow_blank=True, default="")
    from_post = Id(required=False, allow_null=True, default=None)


class NewChange(serializers.Serializer[Any]):
    """Another window for a promise, and why; ``options`` are the windows that were weighed."""

    window = WindowForm()
    reason = Text(max_length=REASON)
    options = serializers.ListField(child=WindowForm(), max_length=OPTIONS, required=False, default=list)
    told = ToldForm(required=False, allow_null=True, default=None)


class Why(serializers.Serializer[Any]):
    """Why, when there is something to say."""

    reason = Text(max_length=REASON, required=False, allow_blank=True, default="")


class Doubtful(serializers.Serializer[Any]):
    """What puts a promise at risk."""

    reason = Text(max_length=REASON)


class Side(serializers.Serializer[Any]):
    """The partner's side on which a promise is shown."""

    side = Text(max_length=60)


class Thought(serializers.Serializer[Any]):
    """Windows that one thinks of."""

    options = serializers.ListField(child=WindowForm(), min_length=1, max_length=OPTIONS)


class NewProposal(serializers.Serializer[Any]):
    """Another window that somebody proposes, others that would do as well, and why."""

    window = WindowForm()
    options = serializers.ListField(child=WindowForm(), max_length=OPTIONS, required=False, default=list)
    reason = Text(max_length=REASON)


class ProposalAnswer(serializers.Serializer[Any]):
    """The reason is read by colleagues, the answer by whoever proposed; ``choice`` 1 is the first of its options."""

    choice = serializers.IntegerField(min_value=0, max_value=OPTIONS, required=False, default=0)
    reason = Text(max_length=REASON, required=False, allow_blank=True, default="")
    answer = Text(max_length=REASON, required=False, allow_blank=True, default="")
    told = ToldForm(required=False, allow_null=True, default=None)


class SubjectForm(serializers.Serializer[Any]):
    """What was told: a promise, a fact or the status; its present version when none is named."""

    type = serializers.ChoiceField(Subject.choices)
    id = Id(required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, allow_null=True, default=None)


class NewTelling(ToldForm):
    """What the customer was told, and how."""

    subject = SubjectForm()


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
            queries.stories(request.user, ref)
            said = read(NewCommitment, request)
            keeper = said["kept_by"] or {"kind": "person", "id": request.user.id}
            return actions.make_promise(
                request.user,
                ref=ref,
                kind=said["kind"],
                text=said["text"],
                window=_window(request, said["window"]),
                kept_by=Holder(**keeper),
                told=_told(said),
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
        whose = {name: asked.filters.get(name, "") for name in ("holder", "team", "customer")}
        return shown(
            queries.commitments(request.user, state=state, cursor=asked.cursor, limit=asked.limit, **whose)
        )  # fmt: skip


class OneCommitment(APIView):
    """One promise."""

    @extend_schema(operation_id="commitment", responses={200: ANY_COMMITMENT, **problems(401, 404)})
    def get(self, request: Asked, commitment_id: str) -> Response:
        """One promise with every step of its life; a guest sees what they were shown."""
        return _shown(request, commitment_id)


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
                window=_window(request, said["window"]),
                reason=said["reason"],
                options=_options(request, said),
                told=_told(said),
                revision=if_match(request),
            )
            return commitment_id

        return _made(request, make)


class WeighOptions(APIView):
    """Weighing windows."""

    @extend_schema(
        operation_id="weigh_options",
        request=Thought,
        responses={200: page(WeighedWindow), **problems(400, 401, 404, 413, 415)},
    )
    def post(self, request: Asked, commitment_id: str) -> Response:
        """Each window with the verified facts that it goes against; nothing is kept."""
        _require(request, commitment_id)
        windows = _options(request, read(Thought, request))
        found = queries.weighed(request.user, commitment_id, windows)
        return shown({"results": found, "next": None, "previous": None})


class _Ending(APIView):
    """A promise ends, and why may be said."""

    def end(self, request: Asked, commitment_id: str, act: Any) -> Response:
        """Do it, and show the promise."""
        _require(request, commitment_id)
        reason = read(Why, request)["reason"]
        act(request.user, commitment_id=commitment_id, reason=reason, revision=if_match(request))
        return _shown(request, commitment_id)


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
        return _shown(request, commitment_id)


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
        return _shown(request, commitment_id)


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
                window=_window(request, said["window"]),
                reason=said["reason"],
                options=_options(request, said),
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
        said["told"] = _told(said)
        actions.accept_proposal(request.user, proposal_id=proposal_id, **said)
        return _shown(request, commitment_id)


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
        return _shown(request, commitment_id)


class Tellings(APIView):
    """What the customer was told."""

    @extend_schema(
        operation_id="tellings",
        parameters=[
            OpenApiParameter("at", dt.datetime, description="Who knew what at this moment, instead of the list."),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(TellingSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """What the customer was told, the newest first; with `at`, what was told and known of each subject then."""
        asked = listing(request, "at")
        at = moment(asked.filters, "at")
        if at is None:
            return shown(queries.tellings(request.user, ref, cursor=asked.cursor, limit=asked.limit))
        found = queries.knowledge(request.user, ref, at=at)
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="tell",
        parameters=[KEY],
        request=NewTelling,
        responses={201: shape(TellingSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Note that the customer was told; telling an earlier version leaves the drift."""

        def make() -> str:
            queries.stories(request.user, ref)
            said = read(NewTelling, request)
            told = Told(said["channel"], said["note"], said["answer"], said["offers"])
            return actions.tell(request.user, ref=ref, about=About(**said["subject"]), told=told)

        return created(
            request,
            make=make,
            show=lambda made: queries.telling(request.user, made),
            location=lambda _made: f"/api/v1/cases/{ref}/tellings/",
        )


class Drifts(APIView):
    """Where customers believe something else."""

    @extend_schema(
        operation_id="drifts",
        parameters=[*WHOSE, CURSOR, LIMIT],
        responses={200: page(DriftSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Customer believes, we know, since: broken promises first, then whoever has waited longest."""
        asked = listing(request, "holder", "team", "customer")
        whose = {name: asked.filters.get(name, "") for name in ("holder", "team", "customer")}
        return shown(queries.drifts(request.user, cursor=asked.cursor, limit=asked.limit, **whose))


def _window(request: Asked, said: dict[str, Any]) -> Window:
    return window(said["start"], said["end"], said.get("timezone") or request.user.time_zone)


def _options(request: Asked, said: dict[str, Any]) -> list[Window]:
    """The windows to choose from; what is wrong with one stands beside its number."""
    found: list[Window] = []
    for number, option in enumerate(said["options"]):
        try:
            found.append(_window(request, option))
        except Invalid as error:
            raise Invalid(
                {name.replace("window", f"options.{number}", 1): list(why) for name, why in error.fields.items()}
            ) from None
    return found


def _told(said: dict[str, Any]) -> Told | None:
    return Told(**said["told"]) if said["told"] else None


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


def _shown(request: Asked, commitment_id: str) -> Response:
    found = queries.commitment(request.user, commitment_id)
    return shown(found, etag=found.revision if isinstance(found, CommitmentSummary) else None)
