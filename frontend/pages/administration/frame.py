"""What the pages of the administration share: their tabs, by what the reader may do."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from frontend.pages.door import Request, show
from groups import queries


def show_administration(
    request: Request, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """A page of the administration, with the tabs that the reader's role opens."""
    shown = {
        "tab": tab,
        "waiting_for_me": queries.appointments_waiting(request.user),
    }
    page = f"pages/administration/{template}"
    return show(request, page, {**shown, **context}, place="administration", status=status)
