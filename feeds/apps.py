"""The feeds room."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "feeds"
