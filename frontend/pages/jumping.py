"""The palette: going anywhere and doing anything by a few letters; a page of its own where no script runs."""

from django.http import HttpResponse

from feeds.queries import concerns
from frontend.deeds import deeds
from frontend.pages.door import Request, asks_part, reading, show, show_part
from search.jumping import jumps, places
from search.query import LENGTH_LIMIT


@reading
def jump(request: Request) -> HttpResponse:
    """What a few letters lead to: deeds, pages, people, groups, customers, cases; without any, where I was lately."""
    q = request.GET.get("q", "").strip()[:LENGTH_LIMIT]
    recent = request.GET.get("recent", "").split(",") if not q else []
    context = {
        "wanted": q,
        "deeds": deeds(request.user, q, moderates=concerns(request.user).moderates),
        "found": jumps(request.user, q) if q else places(request.user, recent),
    }
    if asks_part(request):
        return show_part(request, "parts/palette.html", {**context, "whole": request.headers["X-Part"] == "palette"})
    return show(request, "pages/jump.html", context, place="jump")
