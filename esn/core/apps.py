"""The ground that all rooms stand on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Event log, audit and what all doors share."""

    name = "esn.core"
    label = "core"
