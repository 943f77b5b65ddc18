"""Answers that go on after their view has ended: the view says who may hear, and nothing keeps its thread."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import HttpResponse

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Write = Callable[[bytes], Awaitable[None]]
Run = Callable[[Receive, Write], Awaitable[None]]


class Stream(HttpResponse):
    """The beginning of an answer; the server then awaits ``run`` on its loop, until the client leaves or it returns."""

    def __init__(self, run: Run, *, content_type: str) -> None:
        super().__init__(content_type=content_type)
        self.run = run
