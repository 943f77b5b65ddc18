"""REST: what may be changed of a record; ``groups.api`` answers at its address."""

from typing import Any

from rest_framework import serializers

from esn.core.rest import Id, Text


class KnownByTheHouse(serializers.Serializer[Any]):
    """What who runs the site may say of somebody."""

    name = Text(max_length=120, required=False)
    title = Text(max_length=120, required=False, allow_blank=True)
    department = Text(max_length=120, required=False, allow_blank=True)
    place = Text(max_length=120, required=False, allow_blank=True)
    phone = Text(max_length=40, required=False, allow_blank=True)
    manager = Id(required=False, allow_null=True, help_text="The id of a colleague, or null.")


class Profile(KnownByTheHouse):
    """What one may change of one's own record."""

    about = Text(max_length=1000, required=False, allow_blank=True)
    skills = serializers.ListField(child=Text(max_length=60), max_length=20, required=False)
    languages = serializers.ListField(
        child=Text(max_length=8), max_length=20, required=False, help_text="What I speak: codes of ISO 639."
    )
    language = Text(max_length=5, required=False, help_text="How the site speaks to me.")
    time_zone = Text(max_length=40, required=False)
    week_start = Text(
        max_length=10,
        required=False,
        allow_blank=True,
        help_text="The first day of my weeks: monday, sunday, saturday, or empty for as my language has it.",
    )
    theme = Text(
        max_length=10,
        required=False,
        allow_blank=True,
        help_text="How the site looks to me: light, dark, contrast (high contrast), or empty for as my system.",
    )


def said(values: dict[str, Any]) -> dict[str, Any]:
    """What was said, as actions take it: an empty id for nobody."""
    return values | {"manager": values["manager"] or ""} if "manager" in values else values
