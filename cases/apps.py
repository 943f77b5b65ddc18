"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "cases"
