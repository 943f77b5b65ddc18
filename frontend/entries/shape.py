"""What an entry in words is made of."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import facts


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


def by_author(post: PostSummary) -> str:
    """Who did it."""
    return _("by %(name)s") % {"name": post.author.name}


def name_in(value: Any) -> str:
    """The name in a detail that stands for a person, a team or a rule; empty where there is none."""
    return str(value.get("name", "")) if isinstance(value, dict) else ""


def names_in(values: Any) -> str:
    """The names of several, in one line."""
    return ", ".join(name_in(one) for one in values or () if isinstance(one, dict))


def facts_said(against: Any) -> str:
    """The facts that something goes against, in one line."""
    return "; ".join(facts.said("constraint", str(one.get("value", "")), one.get("codes")) for one in against or ())


def said_besides(body: str, text: str) -> str:
    """What was written beside the text itself: the reason."""
    return body.removeprefix(text).strip()
