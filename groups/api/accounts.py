"""REST: the accounts of the house, for those who run the site; letting somebody go is in ``cases.api``."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import Text, choice, listing, read, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from groups import actions, queries
from groups.queries import Account, AccountFilter, AccountLine
from groups.queries.accounts import KINDS, LACKS, ROLES, STATES
from people.authentication import Asked

FILTERS = [
    OpenApiParameter("q", str, description="A part of the name, the handle or the address."),
    OpenApiParameter("state", str, enum=STATES),
    OpenApiParameter("kind", str, enum=KINDS),
    OpenApiParameter("role", str, enum=ROLES),
    OpenApiParameter("lacks", str, enum=LACKS),
]


class AccountReason(serializers.Serializer[Any]):
    """Why, for the audit log."""

    reason = Text(max_length=500, allow_blank=True, default="")


class Address(AccountReason):
    """Where somebody's mail goes."""

    email = Text(max_length=254)


class Accounts(APIView):
    """The accounts of the house."""

    @extend_schema(
        operation_id="accounts",
        parameters=[*FILTERS, CURSOR, LIMIT],
        responses={200: page(AccountLine), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """Staff and guests, by name."""
        asked = listing(request, "q", "state", "kind", "role", "lacks")
        wanted = AccountFilter(
            q=asked.filters.get("q", ""),
            state=choice(asked.filters, "state", STATES, "active"),
            kind=choice(asked.filters, "kind", ("", *KINDS), ""),
            role=choice(asked.filters, "role", ("", *ROLES), ""),
            lacks=choice(asked.filters, "lacks", ("", *LACKS), ""),
        )
        return shown(queries.accounts(request.user, wanted=wanted, cursor=asked.cursor, limit=asked.limit))


class OneAccount(APIView):
    """One account."""

    @extend_schema(operation_id="account", responses={200: shape(Account), **problems(401, 404)})
    def get(self, request: Asked, person_id: str) -> Response:
        """What it says, and where it is signed in."""
        return shown(queries.account(request.user, person_id))

    @extend_schema(
        operation_id="correct_address",
        request=Address,
        responses={200: shape(Account), **problems(400, 401, 403, 404, 413, 415)},
    )
    def patch(self, request: Asked, person_id: str) -> Response:
        """Say where their mail goes; the former address hears of it."""
        queries.account(request.user, person_id)
        actions.correct_address(request.user, person_id=person_id, **read(Address, request))
        return shown(queries.account(request.user, person_id))


def _act(request: Asked, person_id: str, act: Callable[..., None]) -> Response:
    queries.account(request.user, person_id)
    act(request.user, person_id=person_id, **read(AccountReason, request))
    return shown(queries.account(request.user, person_id))


_ANSWERS: dict[Any, Any] = {200: shape(Account), **problems(400, 401, 403, 404, 409, 413, 415)}


class Reactivate(APIView):
    """Letting somebody act again."""

    @extend_schema(operation_id="reactivate_person", request=AccountReason, responses=_ANSWERS)
    def post(self, request: Asked, person_id: str) -> Response:
        """Let them act again; nothing that let them in before does so now, a link for a password is sent."""
        return _act(request, person_id, actions.reactivate_person)


class EndSessions(APIView):
    """Signing somebody out."""

    @extend_schema(operation_id="end_sessions_of", request=AccountReason, responses=_ANSWERS)
    def post(self, request: Asked, person_id: str) -> Response:
        """Sign them out of every browser and device, and close the address of their calendar."""
        return _act(request, person_id, actions.end_sessions_of)


class ResetSecondFactor(APIView):
    """Helping somebody who lost their second factors."""

    @extend_schema(operation_id="reset_second_factor_of", request=AccountReason, responses=_ANSWERS)
    def post(self, request: Asked, person_id: str) -> Response:
        """Take their second factors away and sign them out; they hear of it by mail."""
        return _act(request, person_id, actions.reset_second_factor_of)
