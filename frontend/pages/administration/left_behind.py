"""What is held by people who cannot sign in any more, and the way to hand it over."""

from django.http import HttpResponse

from cases import queries
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, reading, show_part


@reading
def left_behind(request: Request) -> HttpResponse:
    """Who left cases or promises behind, by name, each with the way to where they are handed over."""
    context = {
        "page": queries.leavers(request.user, cursor=request.GET.get("cursor")),
        "left": queries.left_behind(request.user),
    }
    if request.htmx:
        return show_part(request, "parts/left_behind.html", context)
    return show_administration(request, "left_behind.html", context, tab="overview")
