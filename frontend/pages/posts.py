"""One post on its own page: its replies, its earlier words, changing and deleting it."""

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.pages import Page
from feeds import actions, queries
from feeds.queries.summaries import PostSummary
from frontend import attaching, describing, forms
from frontend.differences import differences
from frontend.drafting import written
from frontend.installed import may_be_kept
from frontend.pages.composing import not_told, tell_author
from frontend.pages.door import Request, away, blame, first_problem, form_page, reading, show, show_part
from frontend.pages.home import waits_words
from frontend.permalinks import permalink
from frontend.scheduling import moment_of, scheduled_words, typed_moment
from frontend.sending import send
from frontend.settling import was_read
from frontend.undoing import done

REPLIES = 50  # on one page of a thread


@reading
def post(request: Request, post_id: str) -> HttpResponse:
    """A post with all its replies."""
    found = queries.post(request.user, post_id)
    if found.reply_to:
        return away(request, permalink(post_id, found.reply_to))
    page = _replies(request, post_id)
    if found.audience.subject_kind != "case":
        was_read(request, "thread", post_id)
    quoted = _quoted(request, found, request.GET.get("quote", ""))
    return may_be_kept(
        _shown(request, found, {"page": page, "quoted": quoted, "focus": quoted is not None}), request.user
    )


def _replies(request: Request, post_id: str) -> Page[PostSummary]:
    """The replies that are asked for: from the first one on, behind a cursor, or those around one of them."""
    cursor, wanted = request.GET.get("cursor"), request.GET.get("reply")
    if wanted and cursor is None:
        with suppress(NotFound):
            return queries.replies(request.user, post_id, around=wanted, limit=REPLIES)
    return queries.replies(request.user, post_id, cursor=cursor, limit=REPLIES)


def _quoted(request: Request, root: PostSummary, post_id: str) -> PostSummary | None:
    """What a reply is to quote: a post of the thread that still says something; else nothing."""
    found = next(iter(queries.posts(request.user, [post_id], with_replies=False)), None) if post_id else None
    thread = root.reply_to or root.id
    inside = found is not None and thread in (found.id, found.reply_to) and not found.deleted and not found.hidden
    return found if inside else None


def _shown(request: Request, found: PostSummary, context: dict[str, object], status: int = 200) -> HttpResponse:
    settling = tuple(one for one in found.replies if one.id == found.answer)
    known: dict[str, object] = {
        "post": replace(found, replies=settling),
        "readers": _readers(found),
        "thread": queries.thread(request.user, found.id),
    }
    if "reply" in found.can:
        known |= _begun(request, found, found.id)
    quoted = context.get("quoted") or known.get("quoted")
    return show(request, "pages/post.html", {**known, **context, "quoted": quoted}, status=status)


def _begun(request: Request, root: PostSummary, post_id: str) -> dict[str, Any]:
    """What its reader was writing below a post, with what they were about to quote."""
    begun = written(f"reply-{post_id}", request.user)
    quotes = request.GET.get("quote") or str(begun["draft"].extra.get("quotes") or "")
    return {**begun, "quoted": _quoted(request, root, quotes)}


def _readers(found: PostSummary) -> str:
    """Who will read a reply, in words."""
    if found.audience.kind == "internal":
        return _("Internal: colleagues only")
    return _("Readers: %(name)s") % {"name": found.audience.label or found.audience.title}


def _reply_form(request: Request, root: PostSummary, post_id: str) -> HttpResponse:
    """The place to answer a post, in place."""
    if not request.htmx:
        return away(request, f"{reverse('post', args=[post_id])}#reply")
    if "reply" not in root.can:
        raise NotAllowed(_("You can read here; to write, take part first."))
    context = {
        "root": post_id,
        "readers": _readers(root),
        "focus": True,
        **_begun(request, root, post_id),
    }
    return show_part(request, "components/reply.html", context)


@form_page
def post_reply(request: Request, post_id: str) -> HttpResponse:
    """Answer a post, in place or on its page."""
    root = queries.post(request.user, post_id)
    if request.method != "POST":
        return _reply_form(request, root, post_id)
    body, quotes = request.POST.get("body", ""), request.POST.get("quotes", "")
    files = attaching.take(request)
    try:
        later = moment_of(request)
        said: dict[str, Any] = {"post_id": post_id, "body": body, "quotes": quotes or None}
        reply_id = send(request, lambda: _answered(request, {**said, "attachments": files.checked()}, later))
    except (Invalid, Conflict, NotAllowed) as error:
        if isinstance(error, NotAllowed) and not body:
            raise
        wrong = {
            "root": post_id,
            "readers": _readers(root),
            **written(f"reply-{post_id}", request.user),
            "typed": body,
            **typed_moment(request),
            "quoted": _quoted(request, root, quotes),
            "attached": attaching.waiting(request, files),
            "problem": first_problem(error) if isinstance(error, Invalid) else error.detail,
        }
        status = {Conflict: 409, NotAllowed: 403}.get(type(error), 400)
        if request.htmx:  # htmx swaps a 409 and drops a 403, and nobody loses what they wrote
            return show_part(request, "components/reply.html", wrong, status=409 if status == 403 else status)
        page = queries.replies(request.user, post_id, limit=REPLIES)
        return _shown(request, root, {**wrong, "page": page}, status=status)
    if later is not None or queries.is_held(request.user, reply_id):
        told = scheduled_words(later) if later else waits_words()
        if request.htmx:
            waits = {"root": post_id, "waits": told, **written(f"reply-{post_id}", request.user)}
            return show_part(request, "components/reply.html", waits)
        messages.success(request, told)
        return away(request, reverse("post", args=[root.reply_to or post_id]))
    if not request.htmx:
        tell_author(request, reply_id)
        return away(request, permalink(reply_id, root.reply_to or post_id))
    arrived = queries.post(request.user, reply_id)
    context = {"arrived": arrived, "unread_by": not_told(request, arrived)}
    return show_part(request, "parts/replied.html", context)


def _answered(request: Request, said: dict[str, Any], later: dt.datetime | None) -> str:
    if later:
        return actions.schedule_reply(request.user, send_at=later, **said)
    return actions.reply(request.user, **said)


@form_page
def post_edit(request: Request, post_id: str) -> HttpResponse:
    """Say it better; the earlier words are kept."""
    found = queries.post(request.user, post_id)
    closed = found.locked and found.author.id == request.user.id  # the action says so, and what was typed stays
    if "edit" not in found.can and not (closed and request.method == "POST"):
        raise NotAllowed(_locked_words() if closed else _("Only the author may change these words."))
    begun, status = written(f"edit-{post_id}", request.user), 400
    draft = begun["draft"]
    body = draft.body if draft.version else found.body
    form = forms.PostForm(request.POST or None, initial={"body": body, "revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            said = {**form.cleaned_data, "alts": describing.asked(request.POST)}
            send(request, lambda: _edited(request, post_id, said))
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error(None, error.detail)
            status = 409
        else:
            return away(request, reverse("post", args=[post_id]))
    pictures = describing.rows(found.attachments, request.POST or draft.extra)
    context = {"form": form, "post": found, "pictures": pictures, **begun}
    return show(request, "pages/post_edit.html", context, status=status if form.errors else 200)


def _locked_words() -> str:
    return _("A moderator has closed this thread. Its words stay as they are.")


def _edited(request: Request, post_id: str, said: dict[str, Any]) -> str:
    actions.edit_post(request.user, post_id=post_id, **said)
    return post_id


@form_page
def post_delete(request: Request, post_id: str) -> HttpResponse:
    """Take a post back, after asking once."""
    found = queries.post(request.user, post_id)
    if "delete" not in found.can:
        raise NotAllowed(_("Only the author or a moderator may delete this."))
    if request.method == "POST":
        actions.delete_post(request.user, post_id=post_id)
        back = reverse("post_undelete", args=[post_id]) if found.author.id == request.user.id else ""
        done(request, _("The post is deleted. Its place stays, without its words."), back=back)
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
    revisions = queries.history(request.user, post_id)
    before = [one.body for one in revisions[1:]]
    told = [(one, differences(was, one.body)) for one, was in zip(revisions, before, strict=False)]
    told += [(one, ()) for one in revisions[len(before) :]]
    now = differences(revisions[0].body, found.body) if revisions and not found.deleted else ()
    return show(request, "pages/post_history.html", {"post": found, "versions": told, "changes": now})
