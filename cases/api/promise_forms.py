"""REST: what is said about promises: windows, who keeps them, how the customer was told, and whose are asked for."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from cases.actions import Told
from cases.channels import Channel
from cases.models import Answer, Commitment
from cases.windows import Window, window
from esn.core.errors import Invalid
from esn.core.rest import Flag, Id, Listing, Text
from people.authentication import Asked

REASON = 2_000
OPTIONS = 5
WHOSE = [
    OpenApiParameter(
        "holder",
        str,
        description="Who keeps the promise or holds its case: `me`, `stand_in` (those I stand in for), "
        "`us` (these, me and my teams) or an id.",
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


def window_said(request: Asked, said: dict[str, Any]) -> Window:
    """The window of a body; in one's own time zone where it names none."""
    return window(said["start"], said["end"], said.get("timezone") or request.user.time_zone)


def options_said(request: Asked, said: dict[str, Any]) -> list[Window]:
    """The windows to choose from; what is wrong with one stands beside its number."""
    found: list[Window] = []
    for number, option in enumerate(said["options"]):
        try:
            found.append(window_said(request, option))
        except Invalid as error:
            raise Invalid(
                {name.replace("window", f"options.{number}", 1): list(why) for name, why in error.fields.items()}
            ) from None
    return found


def told_said(said: dict[str, Any]) -> Told | None:
    """How the customer was told, where the body says it."""
    return Told(**said["told"]) if said["told"] else None


def whose_said(asked: Listing) -> dict[str, str]:
    """The filters of ``WHOSE`` as they were asked."""
    return {name: asked.filters.get(name, "") for name in ("holder", "team", "customer")}
