"""Promises, what was proposed and told of them, and what is known of a customer."""

from typing import Any

from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import facts, windows
from frontend.entries.shape import Entry, by_author, facts_said, name_in, names_in, said_besides
from frontend.words import icon_for, word


def _commitment(post: PostSummary) -> Entry:
    """A promise: made, changed, kept, broken; on a partner's side as they were shown it."""
    detail = post.detail
    verb, text = str(detail.get("verb", "")), str(detail.get("text", ""))
    window = windows.value(detail.get("window"))
    if not verb:  # a partner reads the promise as it stands
        state = str(detail.get("state", "open"))
        kind = word("promise_state", state) if state != "open" else _("Promise")
        return Entry("calendar-check", kind, f"{text} · {window}")
    write = {"made": _made, "changed": _changed, "shown": _shown}.get(verb, _ended)
    return write(post, text, window)


def _made(post: PostSummary, text: str, window: str) -> Entry:
    return Entry(
        "handshake",
        word("step", "made"),
        _("%(text)s, %(window)s, kept by %(name)s")
        % {"text": text, "window": window, "name": name_in(post.detail.get("kept_by"))},
        said_besides(post.body, text),
        flag=_("Against a verified fact, with a reason.") if post.detail.get("against") else "",
    )


def _changed(post: PostSummary, text: str, window: str) -> Entry:
    drifts = bool(post.detail.get("drifts"))
    return Entry(
        "calendar-clock",
        _("Promise changed by %(name)s") % {"name": post.author.name},
        _("%(text)s: %(before)s becomes %(window)s")
        % {"text": text, "before": windows.value(post.detail.get("before")), "window": window},
        post.body,
        tone="untold" if drifts else "",
        flag=_("The customer still believed the earlier one.") if drifts else "",
        flag_icon="ear-off",
    )


def _shown(post: PostSummary, text: str, window: str) -> Entry:
    partner = str(post.detail.get("partner", ""))
    return Entry("truck", _("Promise shown to %(partner)s") % {"partner": partner}, f"{text}, {window}")


def _ended(post: PostSummary, text: str, window: str) -> Entry:
    verb = str(post.detail.get("verb", ""))
    icon = {"kept": "circle-check", "broken": "octagon-x", "warned": "triangle-alert"}.get(verb, "undo-2")
    line = post.body
    if verb == "broken" and post.author.kind == "system":
        line = line or _("The window ended and nobody said that it was kept.")
    what = f"{text}, {window}" if post.author.kind == "system" else f"{text}, {window} · {by_author(post)}"
    return Entry(icon, word("step", verb), what, line, tone={"warned": "risk", "kept": "kept"}.get(verb, ""))


def _proposal(post: PostSummary) -> Entry:
    detail = post.detail
    state = str(detail.get("state", "open"))
    window = windows.value(detail.get("window"))
    if state == "accepted":
        return Entry(
            "calendar-check", _("Proposal accepted by %(name)s") % {"name": post.author.name}, window, post.body
        )
    if state == "declined":
        return Entry("calendar-x", _("Proposal declined by %(name)s") % {"name": post.author.name}, window, post.body)
    against = facts_said(detail.get("against"))
    return Entry(
        "calendar-clock",
        _("%(name)s proposes another time") % {"name": name_in(detail.get("by")) or post.author.name},
        window,
        post.body,
        tone="risk",
        flag=_("Contradicts a fact: “%(fact)s”. The promise has not moved.") % {"fact": against} if against else "",
    )


def _escalation(post: PostSummary) -> Entry:
    names = names_in(post.detail.get("to"))
    text = str(post.detail.get("text", ""))
    return Entry(
        "megaphone",
        word("step", "escalated"),
        text,
        _("It now concerns %(names)s.") % {"names": names} if names else "",
        tone="untold",
    )


def stance(value: Any) -> str:
    """What is believed or known of a promise, a status or a fact, in one line."""
    if not isinstance(value, dict):
        return ""
    if "window" in value:
        state = str(value.get("state", "open"))
        window = windows.value(value["window"])
        return window if state == "open" else f"{word('promise_state', state)} ({window})"
    if "status" in value:
        return word("status", str(value["status"]))
    if value.get("withdrawn"):
        return _("it is no longer so")
    return facts.said(str(value.get("fact_kind", "")), str(value.get("value", "")), value.get("codes"))


def _subject(value: Any) -> str:
    """What the customer was told of, and how it stood."""
    text = str(value.get("text", "")) if isinstance(value, dict) else ""
    return ", ".join(part for part in (text, stance(value)) if part)


def _telling(post: PostSummary) -> Entry:
    what = _subject(post.detail.get("value"))
    channel = str(post.detail.get("channel", ""))
    how = f"{by_author(post)}, {word('by', channel)}" if channel else by_author(post)
    return Entry("check-check", _("Customer told"), f"{what} · {how}", post.body, tone="kept")


def _answer(post: PostSummary) -> Entry:
    what, code = _subject(post.detail.get("value")), str(post.detail.get("answer", ""))
    by = _("noted by %(name)s") % {"name": post.author.name}
    tone = {"refused": "risk", "agreed": "kept"}.get(code, "")
    return Entry(icon_for("answer", code), word("answer", code), f"{what} · {by}", post.body, voice=True, tone=tone)


def _fact(post: PostSummary) -> Entry:
    detail = post.detail
    verb = str(detail.get("verb", "noted"))
    known = facts.said(str(detail.get("fact_kind", "")), str(detail.get("value", "")), detail.get("codes"))
    line = post.body if verb == "disputed" else _("Source: %(source)s") % {"source": str(detail.get("source", ""))}
    return Entry(
        "octagon-alert" if verb == "disputed" else "badge-check",
        word("fact_verb", verb),
        f"{known} · {by_author(post)}",
        line,
        tone="risk" if verb == "disputed" else "",
    )


ENTRIES = {
    "commitment": _commitment,
    "proposal": _proposal,
    "escalation": _escalation,
    "telling": _telling,
    "answer": _answer,
    "fact": _fact,
}
