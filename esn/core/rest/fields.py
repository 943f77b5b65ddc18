"""Fields that take what they say and nothing that looks like it; a body read through them."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from esn.core.errors import Invalid, Problem

# Control characters have no place in what a person writes; line ends and tabs do.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def holds_control(text: str) -> bool:
    """Whether a text holds characters that have no place in what a person writes."""
    return _CONTROL.search(text) is not None


class Text(serializers.CharField):
    """A text field that takes text only: no number, no control character, no lone surrogate."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text itself."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("This must be text."), code="not_text")
        if _CONTROL.search(data):
            raise serializers.ValidationError(_("This holds characters that cannot be shown."), code="control")
        return super().to_internal_value(data)


class Id(Text):
    """The id of an object; whether it exists for the reader is decided by the action."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(**kwargs)


class Flag(serializers.BooleanField):
    """True or false, and no word that looks like them."""

    def to_internal_value(self, data: Any) -> bool:
        """The value itself."""
        if not isinstance(data, bool):
            raise serializers.ValidationError(_("This must be true or false."), code="not_boolean")
        return data


class Moment(serializers.DateTimeField):
    """A moment in RFC 3339; without a zone it is in UTC. Only years that somebody here can mean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=dt.UTC, **kwargs)

    def to_internal_value(self, data: Any) -> dt.datetime:
        """The moment itself, in UTC."""
        moment: dt.datetime = super().to_internal_value(data)
        if not 1900 < moment.year < 2200:
            raise serializers.ValidationError(_("This moment is too far away."), code="out_of_range")
        return moment


def read(form: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False) -> dict[str, Any]:
    """The validated body of a request; Invalid with every field that is wrong."""
    data = request.data
    if not isinstance(data, dict):
        raise Invalid.field("", "not_object", _("The body must be a JSON object."))
    filled = form(data=data, partial=partial)
    if not filled.is_valid():
        raise Invalid(problems_of(filled.errors))
    values: dict[str, Any] = filled.validated_data
    return values


def problems_of(errors: Any) -> dict[str, list[Problem]]:
    """What a serializer found wrong, by field."""
    return {str(name): list(_flat(found)) for name, found in errors.items()}


def _flat(found: Any) -> list[Problem]:
    if isinstance(found, Mapping):
        return [one for inner in found.values() for one in _flat(inner)]
    return [
        one
        for item in found
        for one in (_flat(item) if isinstance(item, (Mapping, list)) else [Problem(str(item.code), _told(item))])
    ]


def _told(detail: Any) -> str:
    """A sentence of the framework, which may repeat the input: shortened, and without what UTF-8 cannot say."""
    return str(detail)[:300].encode(errors="replace").decode()
