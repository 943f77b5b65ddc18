"""Posts that I want to find again, and taking back what I have just deleted."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.core.errors import Invalid
from feeds import actions, queries
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing
from frontend.permalinks import permalink


class NoteForm(forms.Form):
    """A word to oneself."""

    note = forms.CharField(label=gettext_lazy("A word to yourself"), max_length=300, required=False)


@reading
def bookmarks(request: Request) -> HttpResponse:
    """What I have marked, the newest first."""
    page = queries.bookmarks(request.user, cursor=request.GET.get("cursor"))
    return show(request, "pages/bookmarks.html", {"page": page}, place="drafts")


@form_page
def post_bookmark(request: Request, post_id: str) -> HttpResponse:
    """Mark a post, with a word to myself, or take the mark away."""
    found = queries.post(request.user, post_id)
    note = queries.bookmark_note(request.user, post_id)
    form = NoteForm(request.POST or None, initial={"note": note or ""})
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_bookmark(request.user, post_id=post_id)
        messages.success(request, _("The bookmark is removed."))
        return away(request, reverse("bookmarks"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.bookmark(request.user, post_id=post_id, note=form.cleaned_data["note"])
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Bookmarked. You find it in your bookmarks."))
            return away(request, permalink(post_id, found.reply_to))
    context = {"post": found, "form": form, "marked": note is not None}
    return show(request, "pages/bookmark.html", context, status=400 if form.errors else 200)


@writing
def post_undelete(request: Request, post_id: str) -> HttpResponse:
    """Say again what I have just deleted."""
    actions.undelete_post(request.user, post_id=post_id)
    messages.success(request, _("The post is there again."))
    found = queries.post(request.user, post_id)
    return away(request, permalink(post_id, found.reply_to))
