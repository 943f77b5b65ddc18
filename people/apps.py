"""The people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "people"
