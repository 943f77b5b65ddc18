"""Who has seen an announcement, or how a promise stands now."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds import queries
from frontend.pages.door import Request, reading, show, show_part


@reading
def post_seen(request: Request, post_id: str) -> HttpResponse:
    """Those whom it concerns, and whether each has seen it; the part alone for a page that asks by itself."""
    found = queries.post(request.user, post_id)
    which = request.GET.get("which", "all")
    if which not in queries.WHICH_SAW:
        raise Invalid.field("which", "unknown_choice", _("This filter is unknown."))
    seen = queries.seen_by(request.user, post_id, which=which, cursor=request.GET.get("cursor"), limit=50)
    context = {
        "post": found,
        "which": which,
        "seen": seen,
        "fresh": f"{reverse('post_seen', args=[post_id])}?which={which}",
    }
    if request.htmx or request.headers.get("X-Quiet"):
        return show_part(request, "parts/seen.html", context)
    return show(request, "pages/seen.html", context)
