"""What helps somebody to write, and where hashtags lead."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds import queries
from feeds.queries import PostSummary
from feeds.text import folded_tag
from frontend.pages.door import Request, away, first_problem, reading, show, show_part, writing


@writing
def preview(request: Request) -> HttpResponse:
    """The words of a composer as their readers will see them; nothing is kept."""
    asked = {name: request.POST.get(name, "") for name in ("body", "audience", "reply_to")}
    try:
        seen = queries.preview(request.user, **asked)
    except Invalid as error:
        return show_part(request, "parts/preview.html", {"problem": first_problem(error)}, status=400)
    return show_part(
        request, "parts/preview.html", {"html": SafeString(seen.html), "unread_by": unreached_words(seen.unreached)}
    )


@reading
def tag(request: Request, tag: str) -> HttpResponse:
    """What carries a hashtag, as far as I read it; one that I read nowhere does not exist."""
    spelt = folded_tag(tag)
    page = queries.tagged(request.user, spelt, cursor=request.GET.get("cursor"))
    if spelt != tag:
        return away(request, reverse("tag", args=[spelt]))
    return show(
        request, "pages/tag.html", {"tag": spelt, "page": page, "first": "cursor" not in request.GET}, place="home"
    )


def not_told(request: Request, post: PostSummary) -> str:
    """What the author of a post learns of those whom it names and who do not read it; nothing where all do."""
    names = queries.unreached_by(request.user, post.id) if 'class="mention"' in post.html else ()
    return unreached_words(names)


def unreached_words(names: Sequence[str]) -> str:
    """Who does not read something that names them, in words."""
    if not names:
        return ""
    return _("Not told, because they do not read this: %(names)s.") % {"names": ", ".join(names)}


def tell_author(request: Request, post_id: str) -> None:
    """The same on the page that the author comes to next."""
    words = not_told(request, queries.post(request.user, post_id))
    if words:
        messages.info(request, words)
