"""The customer's window: its links, and what the customer did there."""

from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import windows
from frontend.entries.promises import stance
from frontend.entries.shape import Entry, by_author, name_in


def _window(post: PostSummary) -> Entry:
    """What the customer did through their window, in their own words where they wrote some."""
    detail, name = post.detail, {"name": post.author.name}
    what = ", ".join(part for part in (str(detail.get("text", "")), windows.value(detail.get("window"))) if part)
    match detail.get("verb"):
        case "agreed":
            return Entry("check", _("It suits %(name)s") % name, what, tone="kept")
        case "asked":
            return Entry(
                "calendar-clock", _("%(name)s asks for another time") % name, what, post.body, voice=True, tone="risk"
            )
        case "corrected":
            flag = _("It is used no more until somebody verifies it.")
            heading = _("%(name)s corrects what we know") % name
            return Entry("pencil", heading, stance(detail.get("value")), post.body, voice=True, tone="risk", flag=flag)
        case "added":
            flag = _("To be verified.")
            return Entry("pencil", _("%(name)s adds what we should know") % name, "", post.body, voice=True, flag=flag)
        case "retold":
            flag = _("It counts as told again.")
            heading = _("%(name)s had told us this before") % name
            return Entry("ear", heading, "", post.body, voice=True, tone="risk", flag=flag, flag_icon="ear")
    return Entry("circle-dot", post.author.name, line=post.body)


def _portal_link(post: PostSummary) -> Entry:
    """A link into the customer's window: made, opened for the first time, taken back."""
    names = {"name": name_in(post.detail.get("contact")), "maker": name_in(post.detail.get("maker"))}
    match post.detail.get("verb"):
        case "opened":
            return Entry("door-open", _("%(name)s opened their window") % names)
        case "revoked" if post.author.kind == "system":
            line = _("%(maker)s, who had opened it, is no longer here. Open it anew if they need it.") % names
            return Entry("door-closed", _("Window shut for %(name)s") % names, line=line, tone="risk")
        case "revoked":
            return Entry("door-closed", _("Window shut for %(name)s") % names, by_author(post))
    return Entry("door-open", _("Window opened to %(name)s") % names, by_author(post))


ENTRIES = {
    "window": _window,
    "portal_link": _portal_link,
}
