"""Reading a thread or a case to its end settles what my inbox had of it only to be read."""

from frontend.ahead import is_ahead
from frontend.pages.door import Request
from inbox import actions
from people.models import Person


def was_read(request: Request, kind: str, subject_id: str) -> None:
    """Somebody opened the page themselves; what a page or a browser asks for by itself settles nothing."""
    by_itself = request.headers.get("X-Quiet") or request.headers.get("HX-Request") or is_ahead(request)
    if request.method == "GET" and not by_itself and "cursor" not in request.GET:
        settle(request.user, kind, subject_id)


def settle(reader: Person, kind: str, subject_id: str) -> None:
    """What the inbox of the reader had of a case or a thread only to be read is done."""
    actions.settle_by_reading(reader, kind=kind, subject_id=subject_id)
