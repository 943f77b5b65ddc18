"""The inbox room."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "inbox"
