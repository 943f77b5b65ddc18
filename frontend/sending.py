"""The composer as it was sent: its words go once, and the draft of its place goes with them."""

import re
from collections.abc import Callable

from feeds import actions
from frontend.pages.door import Request

_NUMBER = re.compile(r"[0-9]{1,10}")
_NOT_SAID = ("csrfmiddlewaretoken", "key", "draft", "seen")


def send(request: Request, make: Callable[[], str]) -> str:
    """Say what a composer holds, once however often its button is pressed; what was made."""
    seen = request.POST.get("seen", "")
    return actions.send_once(
        request.user,
        make,
        draft=request.POST.get("draft", ""),
        key=request.POST.get("key", ""),
        said=_said(request),
        words=(request.POST.get("body", ""), *request.POST.getlist("option")),
        seen=int(seen) if _NUMBER.fullmatch(seen) else None,
    )


def _said(request: Request) -> list[object]:
    fields = [(name, values) for name, values in sorted(request.POST.lists()) if name not in _NOT_SAID]
    files = [(file.name, file.size) for file in request.FILES.getlist("files")]
    return [request.path, fields, files]
