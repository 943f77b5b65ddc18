"""What was done on a case: contacts, handoffs, blockers, checklists."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feeds.queries.summaries import PostSummary
from frontend.entries.shape import Entry, by_author, name_in
from frontend.words import icon_for, word


def _contact(post: PostSummary) -> Entry:
    detail = post.detail
    retold, missing = bool(detail.get("retold")), str(detail.get("missing", ""))
    names = {"name": post.author.name, "by": word("by", str(detail.get("channel", "")))}
    reached = (
        _("the customer reached %(name)s %(by)s")
        if detail.get("direction") == "in"
        else _("%(name)s reached them %(by)s")
    )
    minutes = int(detail.get("minutes", 0))
    lasted = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    flag = ""
    if retold:
        flag = _("They had to tell it again: %(missing)s") % {"missing": missing} if missing else ""
        flag = flag or _("They had to tell it again.")
    return Entry(
        icon_for("channel", str(detail.get("channel", ""))),
        _("Contact"),
        f"{reached % names}, {lasted}",
        post.body,
        tone="risk" if retold else "",
        flag=flag,
        flag_icon="ear",
    )


def _alert(post: PostSummary) -> Entry:
    count = int(post.detail.get("count", 2))
    told = ngettext(
        "The customer had to tell it again %(n)s time", "The customer had to tell it again %(n)s times", count
    )
    return Entry("bell-ring", told % {"n": count}, _("the holder is alerted"), tone="risk")


def _handoff(post: PostSummary) -> Entry:
    names = {"giver": post.author.name, "name": name_in(post.detail.get("to"))}
    match post.detail.get("state"):
        case "accepted":
            return Entry("handshake", _("Handoff accepted"), _by_whom(post), tone="kept")
        case "refused":
            return Entry("circle-x", _("Handoff refused"), _by_whom(post), post.body)
        case "returned":
            return Entry("undo-2", _("Handoff returned"), _("%(name)s did not answer in time") % names)
        case "withdrawn":
            return Entry("undo-2", _("Handoff taken back"), by_author(post))
    return Entry(
        "arrow-right-left", _("Handoff offered"), _("%(giver)s asks %(name)s to take the case") % names, post.body
    )


def _by_whom(post: PostSummary) -> str:
    """Who answered an offer, and for whom where they stood in for somebody."""
    name = name_in(post.detail.get("on_behalf_of"))
    if not name:
        return by_author(post)
    return _("by %(name)s, for %(other)s") % {"name": post.author.name, "other": name}


def _blocker(post: PostSummary) -> Entry:
    detail = post.detail
    cause = str(detail.get("cause", ""))
    if detail.get("state") == "lifted":
        return Entry("circle-check", _("Blocker lifted"), f"{cause} · {by_author(post)}", post.body, tone="kept")
    line = _("%(lifter)s can lift it · meanwhile: %(meanwhile)s") % {
        "lifter": str(detail.get("lifter", "")),
        "meanwhile": str(detail.get("meanwhile", "")),
    }
    return Entry("construction", _("Blocker"), cause, line, tone="risk")


def _checklist(post: PostSummary) -> Entry:
    steps = int(post.detail.get("steps", 0))
    what = f"{post.detail.get('name', '')} · {by_author(post)}"
    if post.detail.get("state") == "done":
        return Entry("list-checks", _("Checklist done"), what, tone="kept")
    many = ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps}
    return Entry("list-checks", _("Checklist begun"), what, many)


ENTRIES = {
    "contact": _contact,
    "alert": _alert,
    "handoff": _handoff,
    "blocker": _blocker,
    "checklist": _checklist,
}
