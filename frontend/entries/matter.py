"""How a case went: opened, told, held, taken part in, linked, merged."""

import datetime as dt

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import moments
from frontend.entries.shape import Entry, by_author
from frontend.words import icon_for, word


def _opened(post: PostSummary) -> Entry:
    return Entry("folder-plus", _("Case opened"), by_author(post))


def _story(post: PostSummary) -> Entry:
    version = int(post.detail.get("version", 1))
    told = Truncator(post.body).words(40, truncate="…")
    if version == 1:
        return Entry("book-open", _("Story written"), by_author(post), told, True)
    return Entry(
        "book-open",
        _("Story changed"),
        _("by %(name)s, version %(version)s") % {"name": post.author.name, "version": version},
        told,
        True,
    )


def _status(post: PostSummary) -> Entry:
    code = str(post.detail.get("to", ""))
    if post.detail.get("from") == "closed":
        return Entry("folder-open", _("Case reopened"), by_author(post), post.body)
    return Entry(
        icon_for("status", code),
        word("status", code),
        by_author(post),
        post.body,
    )


def _holder(post: PostSummary) -> Entry:
    name = str(post.detail.get("name", ""))
    if post.detail.get("id") == post.author.id:
        return Entry("hand", _("%(name)s takes the case") % {"name": post.author.name})
    return Entry(
        "arrow-right-left",
        _("Passed to %(name)s") % {"name": name},
        by_author(post),
        _("With everything that was handed over at once.") if post.detail.get("handed_over_from") else "",
    )


def _participant(post: PostSummary) -> Entry:
    name = str(post.detail.get("name", ""))
    partner = str(post.detail.get("partner", ""))
    if post.detail.get("person") == post.author.id:
        return Entry("user-plus", _("%(name)s takes part") % {"name": name})
    return Entry(
        "user-plus",
        _("%(name)s takes part") % {"name": name},
        _("added by %(name)s") % {"name": post.author.name},
        _("for %(partner)s") % {"partner": partner} if partner else "",
    )


def _restricted(post: PostSummary) -> Entry:
    return Entry("lock", _("Restricted to the participants"), by_author(post))


def _opened_to_all(post: PostSummary) -> Entry:
    return Entry("lock-open", _("Open to all colleagues"), by_author(post))


def _severity(post: PostSummary) -> Entry:
    return Entry(
        "triangle-alert",
        _("Severity: %(severity)s") % {"severity": word("severity", str(post.detail.get("to", "")))},
        by_author(post),
    )


def _next_news(post: PostSummary) -> Entry:
    at = dt.datetime.fromisoformat(str(post.detail.get("at", "")))
    return Entry(
        "calendar-clock",
        _("Next news: %(moment)s") % {"moment": moments.full(at)},
        by_author(post),
    )


def _link(post: PostSummary) -> Entry:
    """A link names no case: who reads this one may not know of the other."""
    kind = str(post.detail.get("kind", ""))
    if post.detail.get("state") == "unlinked":
        return Entry("unlink", _("Link removed"), f"{word('link', kind)} · {by_author(post)}")
    return Entry(icon_for("link", kind), _("Linked to another case"), f"{word('link', kind)} · {by_author(post)}")


def _merged(post: PostSummary) -> Entry:
    detail = post.detail
    ref = str(detail.get("ref", ""))
    what = f"{ref} {detail.get('title', '')} · {by_author(post)}" if ref else by_author(post)
    if detail.get("state") == "undone":
        return Entry("undo-2", _("Merge undone"), what)
    if not ref:
        return Entry(
            "git-merge",
            _("Merged into another case"),
            by_author(post),
            _("Go on there; what was said here stays here."),
        )
    return Entry("git-merge", _("A case was merged into this one"), what)


ENTRIES = {
    "opened": _opened,
    "story": _story,
    "status": _status,
    "holder": _holder,
    "participant": _participant,
    "restricted": _restricted,
    "opened_to_all": _opened_to_all,
    "severity": _severity,
    "next_news": _next_news,
    "link": _link,
    "merged": _merged,
}
