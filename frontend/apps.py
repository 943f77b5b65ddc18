"""The app of the web pages: templates, static files and template tags."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """What people see."""

    name = "frontend"
