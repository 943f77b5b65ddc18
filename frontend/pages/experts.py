"""Who knows about something, with what shows it."""

from django.http import HttpResponse

from frontend.pages.door import Request, reading, show
from search.experts import experts as who_knows
from search.query import LENGTH_LIMIT


@reading
def experts(request: Request) -> HttpResponse:
    """People who wrote, answered or solved what I may read about it."""
    q = request.GET.get("q", "")[:LENGTH_LIMIT].strip()
    context = {"asked": q, "found": who_knows(request.user, q) if q else ()}
    return show(request, "pages/experts.html", context, place="people")
