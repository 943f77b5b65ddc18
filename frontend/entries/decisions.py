"""Exceptions and huddles."""

from typing import Any

from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import windows
from frontend.entries.shape import Entry, by_author, facts_said, names_in, said_besides
from frontend.words import icon_for, word


def _waiver(post: PostSummary) -> Entry:
    """An exception: asked for, decided, taken back, or left without an answer in time."""
    detail, state = post.detail, str(post.detail.get("state", "open"))
    what = " · ".join(part for part in (str(detail.get("what", "")), str(detail.get("limit", ""))) if part)
    if detail.get("overdue"):
        return Entry(
            "clock", _("Exception overdue"), what, _("Nobody has decided in time."), tone="risk", flag=_waits(post)
        )
    if state == "open":
        line = _asked(post)
        return Entry(
            "scale",
            _("Exception asked for"),
            f"{what} · {by_author(post)}",
            line,
            flag=_waits(post),
            flag_icon="hourglass",
        )
    kind = {
        "granted": _("Exception granted"),
        "conditional": _("Exception granted with a condition"),
        "refused": _("Exception refused"),
    }.get(state, _("Exception taken back"))
    tone = "kept" if state in ("granted", "conditional") else ""
    return Entry(icon_for("waiver", state), kind, f"{what} · {by_author(post)}", post.body, tone=tone)


def _asked(post: PostSummary) -> str:
    """The rule, and why one should depart from it: what is asked stands above already."""
    rule = post.detail.get("rule")
    title = str(rule.get("title", "")) if isinstance(rule, dict) else ""
    why = said_besides(said_besides(post.body, title), str(post.detail.get("what", "")))
    return " · ".join(part for part in (title, why) if part)


def _waits(post: PostSummary) -> str:
    names = names_in(post.detail.get("deciders"))
    return _("It waits for %(names)s.") % {"names": names} if names else ""


def _huddle(post: PostSummary) -> Entry:
    """A huddle: called, an option, an opinion, and its end."""
    detail, verb = post.detail, str(post.detail.get("verb", "called"))
    question, option = str(detail.get("question", "")), detail.get("option")
    option = option if isinstance(option, dict) else {}
    way = " · ".join(part for part in (str(option.get("text", "")), windows.value(option.get("window"))) if part)
    match verb:
        case "option":
            flag = _contradicts(detail.get("against"))
            return Entry(
                "git-fork", _("Option"), f"{way} · {by_author(post)}", question, tone="risk" if flag else "", flag=flag
            )
        case "opinion":
            stance = str(detail.get("stance", "for"))
            return Entry(icon_for("stance", stance), word("stance", stance), f"{way} · {by_author(post)}", post.body)
        case "decided":
            return Entry("circle-check", _("Huddle decided"), f"{way} · {by_author(post)}", post.body, tone="kept")
        case "closed":
            return Entry("undo-2", _("Huddle called off"), f"{question} · {by_author(post)}", post.body)
        case "undecided":
            return Entry("clock", _("Huddle ended without a decision"), question, tone="risk")
    invited = ", ".join(str(name) for name in detail.get("invited") or ())
    return Entry("users-round", _("Huddle called"), f"{question} · {by_author(post)}", invited)


def _contradicts(against: Any) -> str:
    said = facts_said(against)
    return _("Contradicts a fact: “%(fact)s”.") % {"fact": said} if said else ""


ENTRIES = {
    "waiver": _waiver,
    "huddle": _huddle,
}
