"""Pages outside to which a post leads: their pictures, and taking them off one's own post."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import NotAllowed
from esn.core.sending import send
from feeds import actions, queries
from frontend.link_cards import card
from frontend.pages.door import Request, away, form_page, reading, show


@form_page
def post_links(request: Request, post_id: str) -> HttpResponse:
    """Take a page off my post; the link stays in its words."""
    post = queries.post(request.user, post_id)
    if request.method == "POST":
        actions.take_off_link(request.user, post_id=post_id, link_id=request.POST.get("link", ""))
        messages.success(request, _("The preview is off. The link stays in your words."))
        return away(request, f"{reverse('post', args=[post.reply_to or post_id])}#post-{post_id}")
    if "take_off_link" not in post.can:
        raise NotAllowed(_("Only the author takes a preview off."))
    cards = [(one.id, card(post_id, one)) for one in post.links]
    return show(request, "pages/post_links.html", {"post": post, "cards": cards})


@reading
def picture(request: Request, post_id: str, link_id: str) -> HttpResponse:
    """The picture of a page, made anew and kept here."""
    found = queries.link_picture(request.user, post_id, link_id)
    answer = send(request, found.path, name=found.name, type_=found.type, sha256=found.sha256)
    return cast(HttpResponse, answer)  # a part of it is streamed
