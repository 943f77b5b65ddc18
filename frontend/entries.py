"""Structured entries of a case in words: no sentence is stored, each is made here in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feeds.queries.summaries import PostSummary
from frontend import facts, moments, windows
from frontend.words import icon_for, word


@dataclass(frozen=True)
class Entry:
    """A structured entry in words: an icon, what kind of fact, what about it, and one soft line below."""

    icon: str
    kind: str
    what: str = ""
    line: str = ""
    voice: bool = False
    tone: str = ""  # risk, untold or kept: how the marker looks
    flag: str = ""  # what the system adds in its own voice
    flag_icon: str = "git-compare"


def entry(post: PostSummary) -> Entry:
    """The words of a structured entry of a case; an unknown kind shows its body alone."""
    write = _ENTRIES.get(post.kind)
    return write(post) if write else Entry("circle-dot", post.author.name, line=post.body)


def _opened(post: PostSummary) -> Entry:
    return Entry("folder-plus", _("Case opened"), _("by %(name)s") % {"name": post.author.name})


def _story(post: PostSummary) -> Entry:
    version = int(post.detail.get("version", 1))
    told = Truncator(post.body).words(40, truncate="…")
    if version == 1:
        return Entry("book-open", _("Story written"), _("by %(name)s") % {"name": post.author.name}, told, True)
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
        return Entry("folder-open", _("Case reopened"), _("by %(name)s") % {"name": post.author.name}, post.body)
    return Entry(
        icon_for("status", code),
        word("status", code),
        _("by %(name)s") % {"name": post.author.name},
        post.body,
    )


def _holder(post: PostSummary) -> Entry:
    name = str(post.detail.get("name", ""))
    if post.detail.get("id") == post.author.id:
        return Entry("hand", _("%(name)s takes the case") % {"name": post.author.name})
    return Entry(
        "arrow-right-left",
        _("Passed to %(name)s") % {"name": name},
        _("by %(name)s") % {"name": post.author.name},
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
    return Entry("lock", _("Restricted to the participants"), _("by %(name)s") % {"name": post.author.name})


def _opened_to_all(post: PostSummary) -> Entry:
    return Entry("lock-open", _("Open to all colleagues"), _("by %(name)s") % {"name": post.author.name})


def _severity(post: PostSummary) -> Entry:
    return Entry(
        "triangle-alert",
        _("Severity: %(severity)s") % {"severity": word("severity", str(post.detail.get("to", "")))},
        _("by %(name)s") % {"name": post.author.name},
    )


def _next_news(post: PostSummary) -> Entry:
    at = dt.datetime.fromisoformat(str(post.detail.get("at", "")))
    return Entry(
        "calendar-clock",
        _("Next news: %(moment)s") % {"moment": moments.full(at)},
        _("by %(name)s") % {"name": post.author.name},
    )


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
        _("%(text)s, %(window)s, kept by %(name)s") % {"text": text, "window": window, "name": _keeper(post.detail)},
        _said_besides(post.body, text),
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
    by = "" if post.author.kind == "system" else _("by %(name)s") % {"name": post.author.name}
    what = " · ".join(part for part in (f"{text}, {window}", by) if part)
    return Entry(icon, word("step", verb), what, line, tone={"warned": "risk", "kept": "kept"}.get(verb, ""))


def _keeper(detail: dict[str, Any]) -> str:
    keeper = detail.get("kept_by")
    return str(keeper.get("name", "")) if isinstance(keeper, dict) else ""


def _said_besides(body: str, text: str) -> str:
    """What was written beside the promise itself: the reason."""
    return body.removeprefix(text).strip()


def _proposal(post: PostSummary) -> Entry:
    detail = post.detail
    state, by = str(detail.get("state", "open")), detail.get("by")
    name = str(by.get("name", "")) if isinstance(by, dict) else post.author.name
    window = windows.value(detail.get("window"))
    if state == "accepted":
        return Entry(
            "calendar-check", _("Proposal accepted by %(name)s") % {"name": post.author.name}, window, post.body
        )
    if state == "declined":
        return Entry("calendar-x", _("Proposal declined by %(name)s") % {"name": post.author.name}, window, post.body)
    against = detail.get("against") or ()
    named = "; ".join(facts.said("constraint", str(one.get("value", "")), one.get("codes")) for one in against)
    return Entry(
        "calendar-clock",
        _("%(name)s proposes another time") % {"name": name},
        window,
        post.body,
        tone="risk",
        flag=_("Contradicts a fact: “%(fact)s”. The promise has not moved.") % {"fact": named} if named else "",
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


def _telling(post: PostSummary) -> Entry:
    value = post.detail.get("value")
    text = str(value.get("text", "")) if isinstance(value, dict) else ""
    what = ", ".join(part for part in (text, stance(value)) if part)
    channel = str(post.detail.get("channel", ""))
    by = _("by %(name)s") % {"name": post.author.name}
    how = f"{by}, {word('by', channel)}" if channel else by
    return Entry("check-check", _("Customer told"), f"{what} · {how}", post.body, tone="kept")


def _answer(post: PostSummary) -> Entry:
    value, code = post.detail.get("value"), str(post.detail.get("answer", ""))
    text = str(value.get("text", "")) if isinstance(value, dict) else ""
    what = ", ".join(part for part in (text, stance(value)) if part)
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
        f"{known} · {_('by %(name)s') % {'name': post.author.name}}",
        line,
        tone="risk" if verb == "disputed" else "",
    )


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


def _handoff(post: PostSummary) -> Entry:
    to = post.detail.get("to")
    names = {"giver": post.author.name, "name": str(to.get("name", "")) if isinstance(to, dict) else ""}
    match post.detail.get("state"):
        case "accepted":
            return Entry("handshake", _("Handoff accepted"), _("by %(name)s") % {"name": post.author.name}, tone="kept")
        case "refused":
            return Entry("circle-x", _("Handoff refused"), _("by %(name)s") % {"name": post.author.name}, post.body)
        case "returned":
            return Entry("undo-2", _("Handoff returned"), _("%(name)s did not answer in time") % names)
        case "withdrawn":
            return Entry("undo-2", _("Handoff taken back"), _("by %(name)s") % {"name": post.author.name})
    return Entry(
        "arrow-right-left", _("Handoff offered"), _("%(giver)s asks %(name)s to take the case") % names, post.body
    )


def _blocker(post: PostSummary) -> Entry:
    detail = post.detail
    cause = str(detail.get("cause", ""))
    if detail.get("state") == "lifted":
        by = _("by %(name)s") % {"name": post.author.name}
        return Entry("circle-check", _("Blocker lifted"), f"{cause} · {by}", post.body, tone="kept")
    line = _("%(lifter)s can lift it · meanwhile: %(meanwhile)s") % {
        "lifter": str(detail.get("lifter", "")),
        "meanwhile": str(detail.get("meanwhile", "")),
    }
    return Entry("construction", _("Blocker"), cause, line, tone="risk")


def _link(post: PostSummary) -> Entry:
    """A link names no case: who reads this one may not know of the other."""
    kind = str(post.detail.get("kind", ""))
    by = _("by %(name)s") % {"name": post.author.name}
    if post.detail.get("state") == "unlinked":
        return Entry("unlink", _("Link removed"), f"{word('link', kind)} · {by}")
    return Entry(icon_for("link", kind), _("Linked to another case"), f"{word('link', kind)} · {by}")


def _merged(post: PostSummary) -> Entry:
    detail = post.detail
    ref, by = str(detail.get("ref", "")), _("by %(name)s") % {"name": post.author.name}
    what = f"{ref} {detail.get('title', '')} · {by}" if ref else by
    if detail.get("state") == "undone":
        return Entry("undo-2", _("Merge undone"), what)
    if not ref:
        return Entry("git-merge", _("Merged into another case"), by, _("Go on there; what was said here stays here."))
    return Entry("git-merge", _("A case was merged into this one"), what)


def _checklist(post: PostSummary) -> Entry:
    steps = int(post.detail.get("steps", 0))
    by = _("by %(name)s") % {"name": post.author.name}
    what = f"{post.detail.get('name', '')} · {by}"
    if post.detail.get("state") == "done":
        return Entry("list-checks", _("Checklist done"), what, tone="kept")
    many = ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps}
    return Entry("list-checks", _("Checklist begun"), what, many)


def _alert(post: PostSummary) -> Entry:
    count = int(post.detail.get("count", 2))
    told = ngettext(
        "The customer had to tell it again %(n)s time", "The customer had to tell it again %(n)s times", count
    )
    return Entry("bell-ring", told % {"n": count}, _("the holder is alerted"), tone="risk")


def _escalation(post: PostSummary) -> Entry:
    to = post.detail.get("to") or ()
    names = ", ".join(str(one.get("name", "")) for one in to if isinstance(one, dict))
    text = str(post.detail.get("text", ""))
    return Entry(
        "megaphone",
        word("step", "escalated"),
        text,
        _("It now concerns %(names)s.") % {"names": names} if names else "",
        tone="untold",
    )


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
    contact, maker = post.detail.get("contact"), post.detail.get("maker")
    names = {
        "name": str(contact.get("name", "")) if isinstance(contact, dict) else "",
        "maker": str(maker.get("name", "")) if isinstance(maker, dict) else "",
    }
    by = _("by %(name)s") % {"name": post.author.name}
    match post.detail.get("verb"):
        case "opened":
            return Entry("door-open", _("%(name)s opened their window") % names)
        case "revoked" if post.author.kind == "system":
            line = _("%(maker)s, who had opened it, is no longer here. Open it anew if they need it.") % names
            return Entry("door-closed", _("Window shut for %(name)s") % names, line=line, tone="risk")
        case "revoked":
            return Entry("door-closed", _("Window shut for %(name)s") % names, by)
    return Entry("door-open", _("Window opened to %(name)s") % names, by)


def _waiver(post: PostSummary) -> Entry:
    """An exception: asked for, decided, taken back, or left without an answer in time."""
    detail, state = post.detail, str(post.detail.get("state", "open"))
    what = " · ".join(part for part in (str(detail.get("what", "")), str(detail.get("limit", ""))) if part)
    by = _("by %(name)s") % {"name": post.author.name}
    if detail.get("overdue"):
        return Entry(
            "clock", _("Exception overdue"), what, _("Nobody has decided in time."), tone="risk", flag=_waits(post)
        )
    if state == "open":
        line = _asked(post)
        return Entry(
            "scale", _("Exception asked for"), f"{what} · {by}", line, flag=_waits(post), flag_icon="hourglass"
        )
    kind = {
        "granted": _("Exception granted"),
        "conditional": _("Exception granted with a condition"),
        "refused": _("Exception refused"),
    }.get(state, _("Exception taken back"))
    tone = "kept" if state in ("granted", "conditional") else ""
    return Entry(icon_for("waiver", state), kind, f"{what} · {by}", post.body, tone=tone)


def _asked(post: PostSummary) -> str:
    """The rule, and why one should depart from it: what is asked stands above already."""
    rule = post.detail.get("rule")
    title = str(rule.get("title", "")) if isinstance(rule, dict) else ""
    why = _said_besides(_said_besides(post.body, title), str(post.detail.get("what", "")))
    return " · ".join(part for part in (title, why) if part)


def _waits(post: PostSummary) -> str:
    names = ", ".join(str(one.get("name", "")) for one in post.detail.get("deciders") or () if isinstance(one, dict))
    return _("It waits for %(names)s.") % {"names": names} if names else ""


def _huddle(post: PostSummary) -> Entry:
    """A huddle: called, an option, an opinion, and its end."""
    detail, verb = post.detail, str(post.detail.get("verb", "called"))
    question, option = str(detail.get("question", "")), detail.get("option")
    option = option if isinstance(option, dict) else {}
    way = " · ".join(part for part in (str(option.get("text", "")), windows.value(option.get("window"))) if part)
    by = _("by %(name)s") % {"name": post.author.name}
    match verb:
        case "option":
            flag = _contradicts(detail.get("against") or ())
            return Entry("git-fork", _("Option"), f"{way} · {by}", question, tone="risk" if flag else "", flag=flag)
        case "opinion":
            stance = str(detail.get("stance", "for"))
            return Entry(icon_for("stance", stance), word("stance", stance), f"{way} · {by}", post.body)
        case "decided":
            return Entry("circle-check", _("Huddle decided"), f"{way} · {by}", post.body, tone="kept")
        case "closed":
            return Entry("undo-2", _("Huddle called off"), f"{question} · {by}", post.body)
        case "undecided":
            return Entry("clock", _("Huddle ended without a decision"), question, tone="risk")
    invited = ", ".join(str(name) for name in detail.get("invited") or ())
    return Entry("users-round", _("Huddle called"), f"{question} · {by}", invited)


def _contradicts(against: Any) -> str:
    named = "; ".join(facts.said("constraint", str(one.get("value", "")), one.get("codes")) for one in against)
    return _("Contradicts a fact: “%(fact)s”.") % {"fact": named} if named else ""


_ENTRIES = {
    "portal_link": _portal_link,
    "window": _window,
    "opened": _opened,
    "story": _story,
    "status": _status,
    "holder": _holder,
    "participant": _participant,
    "restricted": _restricted,
    "opened_to_all": _opened_to_all,
    "severity": _severity,
    "next_news": _next_news,
    "commitment": _commitment,
    "proposal": _proposal,
    "telling": _telling,
    "answer": _answer,
    "fact": _fact,
    "contact": _contact,
    "handoff": _handoff,
    "blocker": _blocker,
    "alert": _alert,
    "link": _link,
    "merged": _merged,
    "checklist": _checklist,
    "escalation": _escalation,
    "waiver": _waiver,
    "huddle": _huddle,
}
