"""Help inside the app: all articles, those that have the words one looks for, and one of them."""

from django.http import HttpResponse

from frontend import manual
from frontend.installed import may_be_kept
from frontend.pages.door import Request, reading, show


@reading
def help_pages(request: Request) -> HttpResponse:
    """Every article by its section, or those that have the words that were typed."""
    q = request.GET.get("q", "")[:120].strip()
    guest = not request.user.is_member
    context = {"q": q, "hits": manual.search(q, guest=guest) if q else (), "sections": manual.sections(guest=guest)}
    return may_be_kept(show(request, "pages/help.html", context, place="help"), request.user)


@reading
def help_article(request: Request, name: str) -> HttpResponse:
    """One article, with its neighbours."""
    guest = not request.user.is_member
    found = manual.article(name, guest=guest)
    beside = dict(manual.sections(guest=guest))[found.section]
    context = {"article": found, "beside": beside}
    return may_be_kept(show(request, "pages/help_article.html", context, place="help"), request.user)
