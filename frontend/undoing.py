"""Deeds that are taken back by one press: nobody is asked beforehand, the message offers the way back."""

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, words: str, *, back: str) -> None:
    """Say what was done; ``back`` is the address that takes it back when one sends to it, empty where there is none."""
    messages.success(request, words, extra_tags=f"undo {back}" if back else "")
