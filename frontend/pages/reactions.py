"""Who reacted to a post, and reacting without a script."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotAllowed
from feeds import actions, queries
from frontend.pages.door import Request, away, first_problem, reading, show, show_part, writing
from frontend.permalinks import permalink
from frontend.reactions import USUAL


@reading
def reactions(request: Request, post_id: str) -> HttpResponse:
    """Who reacted, with one emoji or with any; and where one reacts oneself."""
    found = queries.post(request.user, post_id)
    emoji = request.GET.get("emoji") or None
    page = queries.reactors(request.user, post_id, emoji=emoji, cursor=request.GET.get("cursor"))
    own = [one.emoji for one in found.reactions if one.mine]
    context = {"post": found, "page": page, "emoji": emoji or "", "own": own, "usual": USUAL}
    return show(request, "pages/reactions.html", context)


@writing
def react(request: Request, post_id: str) -> HttpResponse:
    """React with an emoji, or take it back."""
    queries.post(request.user, post_id)
    emoji = request.POST.get("emoji", "")
    act = actions.take_back_reaction if request.POST.get("react") == "no" else actions.react
    try:
        act(request.user, post_id=post_id, emoji=emoji)
    except (Invalid, Conflict, NotAllowed) as error:
        words = first_problem(error) if isinstance(error, Invalid) else error.detail
        if request.htmx:
            status = {Conflict: 409, NotAllowed: 403}.get(type(error), 400)
            return HttpResponse(words or _("You can read here; to react, take part first."), status=status)
        if not isinstance(error, Invalid):
            raise
        messages.error(request, words)
        return away(request, reverse("reactions", args=[post_id]))
    found = queries.post(request.user, post_id)
    if request.htmx:
        return show_part(request, "parts/reactions.html", {"post": found})
    return away(request, permalink(post_id, found.reply_to))
