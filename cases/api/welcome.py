"""REST: one's first visit, and the case on which one practises."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions
from esn.core.rest import Text, no_content, read, shown
from esn.core.schema import problems
from people import actions as people
from people.authentication import Asked
from people.models import Person
from people.welcome import steps_of


class Welcome(serializers.Serializer[Any]):
    """The steps of the first visit, and at which of them one is; empty when it is over."""

    steps = serializers.ListField(child=serializers.CharField())
    step = serializers.CharField(allow_blank=True)


class AtStep(serializers.Serializer[Any]):
    """A step to go to."""

    step = Text(max_length=10)


class PracticeCase(serializers.Serializer[Any]):
    """A case by its reference."""

    ref = serializers.CharField()


def _welcome(person: Person) -> Response:
    return shown({"steps": steps_of(person.kind), "step": person.welcome_step})


class OwnWelcome(APIView):
    """My first visit."""

    @extend_schema(operation_id="welcome", responses={200: Welcome, **problems(401)})
    def get(self, request: Asked) -> Response:
        """The steps of my first visit, and at which of them I am."""
        return _welcome(request.user)

    @extend_schema(operation_id="go_to_step", request=AtStep, responses={200: Welcome, **problems(400, 401, 413, 415)})
    def put(self, request: Asked) -> Response:
        """Be at a step: from there I go on the next time."""
        people.go_to_step(request.user, **read(AtStep, request))
        return _welcome(request.user)

    @extend_schema(operation_id="end_welcome", responses={204: None, **problems(401)})
    def delete(self, request: Asked) -> Response:
        """Be through with it; the case on which I practised is closed."""
        actions.leave_welcome(request.user)
        return no_content()


class OwnPracticeCase(APIView):
    """A case to practise on."""

    @extend_schema(operation_id="open_practice", request=None, responses={200: PracticeCase, **problems(401, 403)})
    def post(self, request: Asked) -> Response:
        """Open my practice case, which nobody else sees; or the reference of the one that is open."""
        return shown({"ref": actions.open_practice(request.user)})
