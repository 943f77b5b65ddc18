"""One post on its own page: its replies, its earlier words, changing and deleting it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotAllowed
from feeds import actions, queries
from feeds.queries.summaries import PostSummary
from frontend import attaching, forms
from frontend.pages.door import Request, away, blame, first_problem, form_page, reading, show, show_part


@reading
def post(request: Request, post_id: str) -> HttpResponse:
    """A post with all its replies."""
    found = queries.post(request.user, post_id)
    if found.reply_to:
        return away(request, f"{reverse('post', args=[found.reply_to])}#post-{post_id}")
    page = queries.replies(request.user, post_id, cursor=request.GET.get("cursor"), limit=50)
    return _shown(request, found, {"page": page})


def _shown(request: Request, found: PostSummary, context: dict[str, object], status: int = 200) -> HttpResponse:
    known = {"post": replace(found, replies=()), "readers": _readers(found)}
    return show(request, "pages/post.html", {**known, **context}, status=status)


def _readers(found: PostSummary) -> str:
    """Who will read a reply, in words."""
    if found.audience.kind == "internal":
        return _("Internal: colleagues only")
    return _("Readers: %(name)s") % {"name": found.audience.label or found.audience.title}


@form_page
def post_reply(request: Request, post_id: str) -> HttpResponse:
    """Answer a post, in place or on its page."""
    root = queries.post(request.user, post_id)
    if request.method != "POST":
        if not request.htmx:
            return away(request, f"{reverse('post', args=[post_id])}#reply")
        if "reply" not in root.can:
            raise NotAllowed(_("You can read here; to write, take part first."))
        return show_part(request, "components/reply.html", {"root": post_id, "readers": _readers(root), "focus": True})
    body = request.POST.get("body", "")
    files = attaching.take(request)
    try:
        reply_id = actions.reply(request.user, post_id=post_id, body=body, attachments=files.checked())
    except Invalid as error:
        wrong = {
            "root": post_id,
            "readers": _readers(root),
            "typed": body,
            "attached": attaching.waiting(request, files),
            "problem": first_problem(error),
        }
        if request.htmx:
            return show_part(request, "components/reply.html", wrong, status=400)
        page = queries.replies(request.user, post_id, limit=50)
        return _shown(request, root, {**wrong, "page": page}, status=400)
    if not request.htmx:
        return away(request, f"{reverse('post', args=[root.reply_to or post_id])}#post-{reply_id}")
    arrived = queries.post(request.user, reply_id)
    return show_part(request, "parts/replied.html", {"arrived": arrived})


@form_page
def post_edit(request: Request, post_id: str) -> HttpResponse:
    """Say it better; the earlier words are kept."""
    found = queries.post(request.user, post_id)
    if "edit" not in found.can:
        raise NotAllowed(_("Only the author may change these words."))
    form = forms.PostForm(request.POST or None, initial={"body": found.body, "revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_post(request.user, post_id=post_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("post", args=[post_id]))
    context = {
        "form": form,
        "heading": _("Change the post"),
        "verb": _("Save"),
        "note": _("What it said before stays readable in its history."),
        "back": reverse("post", args=[post_id]),
    }
    return show(request, "pages/form.html", context, status=400 if form.errors else 200)


@form_page
def post_delete(request: Request, post_id: str) -> HttpResponse:
    """Take a post back, after asking once."""
    found = queries.post(request.user, post_id)
    if "delete" not in found.can:
        raise NotAllowed(_("Only the author or a moderator may delete this."))
    if request.method == "POST":
        actions.delete_post(request.user, post_id=post_id)
        messages.success(request, _("The post is deleted. Its place stays, without its words."))
        return away(request, _home_of(found))
    return show(request, "pages/post_delete.html", {"post": found})


def _home_of(found: PostSummary) -> str:
    if found.reply_to:
        return reverse("post", args=[found.reply_to])
    if found.audience.subject_kind == "case":
        return reverse("case", args=[found.audience.subject_ref])
    if found.audience.subject_kind == "group":
        return reverse("group", args=[found.audience.subject_ref])
    return reverse("home")


@reading
def post_history(request: Request, post_id: str) -> HttpResponse:
    """What a post said before."""
    found = queries.post(request.user, post_id)
    return show(
        request, "pages/post_history.html", {"post": found, "revisions": queries.history(request.user, post_id)}
    )
