"""The search room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "search"
