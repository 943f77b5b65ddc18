"""What a mail says of lines of the inbox: by customer and by group, the worst first, in the reader's language.

Mail lies outside the house: of a place that is not open to every member it says that something waits, and nothing else.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from esn.core.addresses import absolute
from frontend import moments
from frontend.words import called
from groups import queries as groups
from inbox.needs import BROKEN, REST, TODAY, UNTOLD
from inbox.queries import LineSummary, LineWhy
from people.models import Person
from search.kept.queries import Fresh

_NAMED = 2  # people beside one reason
SEARCHES = gettext_lazy("Kept searches")

_REASONS = {
    "accept": gettext_lazy("%(who)s hands this case over to you and waits for your answer"),
    "acknowledge": gettext_lazy("%(who)s asks you to say that you have read it"),
    "assigned": gettext_lazy("%(who)s gave you this case"),
    "check": gettext_lazy("What blocks this case is to be looked at again"),
    "customer": gettext_lazy("The customer wrote"),
    "decide": gettext_lazy("%(who)s asks you to decide about an exception"),
    "huddle": gettext_lazy("%(who)s asks what you think in a huddle"),
    "invitation": gettext_lazy("%(who)s invites you"),
    "join": gettext_lazy("%(who)s asks to join"),
    "keep": gettext_lazy("A promise is due"),
    "lift": gettext_lazy("You can lift what blocks this case"),
    "mention": gettext_lazy("%(who)s named you"),
    "message": gettext_lazy("%(who)s wrote here"),
    "news": gettext_lazy("The customer waits for the next news"),
    "notice": gettext_lazy("Those who moderate told you something"),
    "proposal": gettext_lazy("%(who)s proposes another date"),
    "reaction": gettext_lazy("%(who)s reacted to what you wrote"),
    "reply": gettext_lazy("%(who)s answered"),
    "retold": gettext_lazy("The customer had to tell it again"),
    "risk": gettext_lazy("A promise may not hold"),
    "tell": gettext_lazy("The customer believes what is not so any more"),
    "urgent": gettext_lazy("%(who)s called you urgently"),
    "untold": gettext_lazy("The customer was not told of a promise"),
}


@dataclass(frozen=True)
class Told:
    """The lines of one mail, what is new in kept searches, how many more lines wait, and whether they were away."""

    lines: list[LineSummary]
    found: tuple[Fresh, ...] = ()  # in kept searches of which they want to hear here alone
    more: int = 0
    back: bool = False


def context(person: Person, told: Told) -> dict[str, Any]:
    """What the templates of mail show: names, sentences and links, nothing that they would have to look up."""
    places = groups.open_among({line.audience.id for line in told.lines})
    shown = [(line, _line(line, spoken=line.audience.id in places)) for line in told.lines]
    worst = min((line.harm for line in told.lines), default=REST)
    sections = _sections(shown)
    if told.found:
        sections.append({"name": str(SEARCHES), "lines": [_found(one) for one in told.found]})
    return {
        "name": called(person.name),
        "sections": sections,
        "count": len(told.lines) + told.more + len(told.found),
        "more": told.more,
        "back": told.back,
        "worst": harm(worst) if worst <= TODAY else "",
        "first": sections[0]["lines"][0],
        "home": absolute("/"),
        "choices": absolute(reverse("notifications")),
    }


def harm(of: int) -> str:
    """How much a customer suffers while it waits."""
    if of == BROKEN:
        return pgettext("harm to the customer", "Promise broken")
    if of == UNTOLD:
        return pgettext("harm to the customer", "Changed, not told")
    return pgettext("harm to the customer", "Today") if of == TODAY else ""


def _search_title(name: str, *, own: bool) -> str:
    """How mail names a kept search: by the name that its receiver gave it, never by that of somebody else."""
    return name if own else _("A search that is shared with you")


def _found(fresh: Fresh) -> dict[str, Any]:
    """What is new in a kept search, like a line: how much, and never what."""
    return {
        "title": _search_title(fresh.name, own=fresh.own),
        "harm": "",
        "grave": False,
        "reasons": [{"words": _new_matches(fresh.count), "excerpt": ""}],
        "since": moments.full(fresh.newest),
        "due": "",
        "link": absolute(reverse("kept_open", args=[fresh.id])),
    }


def _new_matches(count: int) -> str:
    return ngettext("%(n)s new match", "%(n)s new matches", count) % {"n": count}


def _sections(shown: list[tuple[LineSummary, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The lines under the names of customers and groups, in the order of the worst line of each."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _of, said in sorted(shown, key=lambda one: (one[0].harm, one[0].since)):
        found[said["place"]].append(said)
    return [{"name": name, "lines": lines} for name, lines in found.items()]


def _line(line: LineSummary, *, spoken: bool) -> dict[str, Any]:
    of_case = line.subject.type == "case"
    if line.subject.type == "search":
        named = line.why[0].values
        title, place = _search_title(str(named.get("name", "")), own=bool(named.get("own"))), str(SEARCHES)
    elif spoken:
        title = line.subject.label or line.subject.id
        place = line.customer.name if line.customer else line.audience.label or title
        title = _("Conversation") if title == place else title
    else:
        title = _("Case %(ref)s") % {"ref": line.subject.id} if of_case else _("Something for you")
        place = _("Where not everybody reads")
    return {
        "title": title,
        "place": place,
        "harm": harm(line.harm),
        "grave": line.harm <= UNTOLD,
        "reasons": [_reason(why, spoken=spoken) for why in line.why],
        "since": moments.full(line.since),
        "due": moments.full(line.due) if line.due else "",
        "link": absolute(_where(line)),
    }


def _reason(why: LineWhy, *, spoken: bool) -> dict[str, str]:
    if why.code == "found":
        return {"words": _new_matches(why.count), "excerpt": ""}
    words = str(_REASONS.get(why.code, _("Something waits for those who moderate")))
    promised = str(why.values.get("text", "")) if why.code in ("keep", "risk", "untold", "tell") else ""
    said = words % {"who": _people(why)}
    if why.on_behalf_of:
        said = _("%(what)s (for %(name)s, who is away)") % {"what": said, "name": why.on_behalf_of.name}
    return {"words": said, "excerpt": (why.excerpt or promised) if spoken else ""}


def _people(why: LineWhy) -> str:
    """Who it was: two by name, the others counted."""
    names = [one.name for one in why.by[:_NAMED]]
    more = why.people - len(names)
    if not names:
        return _("Somebody")
    if more > 0:
        others = ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more)
        return others % {"names": ", ".join(names), "n": more}
    return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]} if len(names) == _NAMED else names[0]


def _where(line: LineSummary) -> str:
    """The page where it is done."""
    if line.subject.type == "case":
        return reverse("case", args=[line.subject.id])
    if line.subject.type in ("thread", "announcement"):
        return reverse("post", args=[line.subject.id])
    if line.subject.type == "group":
        return reverse("group", args=[line.subject.id])
    if line.subject.type == "search":
        return reverse("kept_open", args=[line.subject.id])
    return {"queue": reverse("moderation"), "notices": reverse("notices")}.get(line.subject.type, reverse("groups"))
