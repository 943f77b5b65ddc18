"""Requests that bring a file."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser


class FormParser(MultiPartParser):
    """A form with a file."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The fields and files of the body; ParseError when they cannot be told apart."""
        try:
            return super().parse(stream, media_type, parser_context)
        except (SuspiciousOperation, ValueError):
            raise exceptions.ParseError(_("The form cannot be read. Nothing was kept.")) from None
