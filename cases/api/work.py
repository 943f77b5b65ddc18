"""REST: contacts with the customer, handoffs and blockers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions import Holder, Lifted
from cases.api.cases import HolderName
from cases.channels import Channel
from cases.models import ContactNote
from cases.queries import BlockerSummary, Cause, ContactSummary, HandoffSummary
from cases.queries.handoffs import WHICH
from esn.core.rest import Flag, Id, Moment, Text, choice, created, listing, read, shown
from esn.core.schema import CURSOR, KEY, LIMIT, page, problems, shape
from feeds.text import TEXT_LIMIT
from people.authentication import Asked

MINUTES_IN_A_DAY = 24 * 60


class NewContact(serializers.Serializer[Any]):
    """One contact with the customer."""

    channel = serializers.ChoiceField(Channel.choices)
    direction = serializers.ChoiceField(ContactNote.Direction.choices)
    minutes = serializers.IntegerField(min_value=0, max_value=MINUTES_IN_A_DAY)
    note = Text(max_length=TEXT_LIMIT)
    retold = Flag()
    missing = Text(max_length=500, required=False, allow_blank=True, default="")


class NewHandoff(serializers.Serializer[Any]):
    """An offer of the case."""

    to = HolderName()
    brief = Text(max_length=2_000, help_text="1 to 120 words.")
    expectation = Text(max_length=1_000)
    until = Moment(required=False, allow_null=True, default=None)


class Reason(serializers.Serializer[Any]):
    """Why something is refused."""

    reason = Text(max_length=2_000)


class NewBlocker(serializers.Serializer[Any]):
    """What is in the way."""

    cause = Text(max_length=200)
    lifter = Text(max_length=200)
    meanwhile = Text(max_length=2_000)
    next_check = Moment(required=False, allow_null=True, default=None)
    system = Text(max_length=100, required=False, allow_blank=True, default="")
    partner = Id(required=False, allow_null=True, default=None)


class BlockerEdit(serializers.Serializer[Any]):
    """What may be said anew of a blocker."""

    lifter = Text(max_length=200, required=False)
    meanwhile = Text(max_length=2_000, required=False)
    next_check = Moment(required=False)


class Lifting(serializers.Serializer[Any]):
    """What is said when something is out of the way, and whether for all cases that share its cause."""

    note = Text(max_length=2_000, required=False, allow_blank=True, default="")
    everywhere = Flag(required=False, default=False)


class BriefWords(serializers.Serializer[Any]):
    """The brief as text, and the beginning of a handoff's brief."""

    text = serializers.CharField()
    handoff = serializers.CharField()


class Contacts(APIView):
    """The contacts of a case."""

    @extend_schema(
        operation_id="contacts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(ContactSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The contacts with the customer, the newest first."""
        asked = listing(request)
        return shown(queries.contacts(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="note_contact",
        parameters=[KEY],
        request=NewContact,
        responses={201: shape(ContactSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Note a contact, and whether the customer had to tell it again."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            return actions.note_contact(request.user, ref=ref, **read(NewContact, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.contact(request.user, ref, made),
            location=lambda _made: f"/api/v1/cases/{ref}/contacts/",
        )


class CaseHandoffs(APIView):
    """The handoffs of a case."""

    @extend_schema(
        operation_id="case_handoffs",
        parameters=[CURSOR, LIMIT],
        responses={200: page(HandoffSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The handoffs of the case, the newest first."""
        asked = listing(request)
        return shown(queries.handoffs(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="offer_handoff",
        parameters=[KEY],
        request=NewHandoff,
        responses={201: shape(HandoffSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Offer the case to a colleague or a team; until they accept, it stays with who has it."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewHandoff, request)
            return actions.offer_handoff(request.user, ref=ref, **{**said, "to": Holder(**said["to"])})

        return created(
            request,
            make=make,
            show=lambda made: queries.handoff(request.user, made),
            location=lambda made: f"/api/v1/handoffs/{made}/",
        )


class BriefText(APIView):
    """The brief as text."""

    @extend_schema(operation_id="brief_text", responses={200: BriefWords, **problems(401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """The brief as text to copy, and a handoff's brief to begin with."""
        text, proposal = queries.brief_text(request.user, ref), queries.handoff_proposal(request.user, ref)
        return shown({"text": text, "handoff": proposal})


class Handoffs(APIView):
    """The handoffs that wait."""

    @extend_schema(
        operation_id="handoffs",
        parameters=[OpenApiParameter("which", str, enum=WHICH), CURSOR, LIMIT],
        responses={200: page(HandoffSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The offers that wait for me or my teams, or those that I gave."""
        asked = listing(request, "which")
        which = choice(asked.filters, "which", WHICH, "received")
        return shown(queries.waiting_handoffs(request.user, which=which, cursor=asked.cursor, limit=asked.limit))


class OneHandoff(APIView):
    """One handoff."""

    @extend_schema(operation_id="handoff", responses={200: shape(HandoffSummary), **problems(401, 404)})
    def get(self, request: Asked, handoff_id: str) -> Response:
        """One handoff."""
        return shown(queries.handoff(request.user, handoff_id))


class AcceptHandoff(APIView):
    """Accepting a handoff."""

    @extend_schema(
        operation_id="accept_handoff",
        request=None,
        responses={200: shape(HandoffSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, handoff_id: str) -> Response:
        """Hold the case from now on."""
        actions.accept_handoff(request.user, handoff_id=handoff_id)
        return shown(queries.handoff(request.user, handoff_id))


class RefuseHandoff(APIView):
    """Refusing a handoff."""

    @extend_schema(
        operation_id="refuse_handoff",
        request=Reason,
        responses={200: shape(HandoffSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, handoff_id: str) -> Response:
        """Say why I do not take the case."""
        queries.handoff(request.user, handoff_id)
        actions.refuse_handoff(request.user, handoff_id=handoff_id, **read(Reason, request))
        return shown(queries.handoff(request.user, handoff_id))


class WithdrawHandoff(APIView):
    """Taking an offer back."""

    @extend_schema(
        operation_id="withdraw_handoff",
        request=None,
        responses={200: shape(HandoffSummary), **problems(401, 403, 404, 409)},
    )
    def post(self, request: Asked, handoff_id: str) -> Response:
        """Take my offer back before it is answered."""
        actions.withdraw_handoff(request.user, handoff_id=handoff_id)
        return shown(queries.handoff(request.user, handoff_id))


class CaseBlockers(APIView):
    """The blockers of a case."""

    @extend_schema(
        operation_id="case_blockers",
        parameters=[CURSOR, LIMIT],
        responses={200: page(BlockerSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """The blockers of the case, the newest first."""
        asked = listing(request)
        return shown(queries.blockers(request.user, ref, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="report_blocker",
        parameters=[KEY],
        request=NewBlocker,
        responses={201: shape(BlockerSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Say what is in the way, who can lift it and what the customer gets meanwhile."""

        def make() -> str:
            queries.require_inside_case(request.user, ref)
            said = read(NewBlocker, request)
            return actions.report_blocker(request.user, ref=ref, partner_id=said.pop("partner"), **said)

        return created(
            request,
            make=make,
            show=lambda made: queries.blocker(request.user, made),
            location=lambda made: f"/api/v1/blockers/{made}/",
        )


class Blockers(APIView):
    """The board of causes."""

    @extend_schema(operation_id="blockers", responses={200: page(Cause), **problems(400, 401)})
    def get(self, request: Asked) -> Response:
        """What holds up the cases that I read, by the hours that customers have waited; the 100 gravest."""
        listing(request)
        return shown({"results": queries.causes(request.user), "next": None, "previous": None})


class OneBlocker(APIView):
    """One blocker."""

    @extend_schema(operation_id="blocker", responses={200: shape(BlockerSummary), **problems(401, 404)})
    def get(self, request: Asked, blocker_id: str) -> Response:
        """One blocker."""
        return shown(queries.blocker(request.user, blocker_id))

    @extend_schema(
        operation_id="edit_blocker",
        request=BlockerEdit,
        responses={200: shape(BlockerSummary), **problems(400, 401, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, blocker_id: str) -> Response:
        """Say anew who can lift it, what the customer gets meanwhile, or when it is looked at next."""
        queries.blocker(request.user, blocker_id)
        actions.edit_blocker(request.user, blocker_id=blocker_id, **read(BlockerEdit, request))
        return shown(queries.blocker(request.user, blocker_id))


class LiftBlocker(APIView):
    """Lifting a blocker."""

    @extend_schema(
        operation_id="lift_blocker",
        request=Lifting,
        responses={200: shape(Lifted), **problems(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Asked, blocker_id: str) -> Response:
        """Say that the case can move again, or all that share the cause; each holder is told once."""
        queries.blocker(request.user, blocker_id)
        return shown(actions.lift_blocker(request.user, blocker_id=blocker_id, **read(Lifting, request)))
