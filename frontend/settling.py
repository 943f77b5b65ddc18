"""Reading a thread or a case to its end settles what my inbox had of it only to be read."""

from frontend.pages.door import Request
from inbox import actions


def was_read(request: Request, kind: str, subject_id: str) -> None:
    """Somebody opened the page themselves; what a page asks for by itself settles nothing."""
    by_itself = request.headers.get("X-Quiet") or request.headers.get("HX-Request")
    if request.method == "GET" and not by_itself and "cursor" not in request.GET:
        actions.settle_by_reading(request.user, kind=kind, subject_id=subject_id)
