"""Following a thread, hearing nothing of it, and marking as unread: plain forms of the page of a post."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds import actions, queries
from frontend.pages.door import Request, away, writing

VERBS: dict[str, Callable[..., Any]] = {
    "follow": actions.follow_thread,
    "unfollow": actions.unfollow_thread,
    "mute": actions.mute_thread,
    "unmute": actions.unmute_thread,
    "unread": actions.mark_unread,
}


@writing
def thread(request: Request, post_id: str) -> HttpResponse:
    """Do one of these to the thread of a post."""
    found = queries.post(request.user, post_id)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Invalid.field("verb", "unknown_choice", _("This choice is unknown."))
    VERBS[verb](request.user, post_id=post_id)
    if verb == "unread":
        messages.success(request, _("Unread from here: it stands in your feed as new."))
        return away(request, reverse("home"))
    return away(request, reverse("post", args=[found.reply_to or post_id]))
