"""What the component page shows, section by section, drawn at one frozen moment so that pictures of it compare."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.core import clock
from feeds.queries import DraftSummary
from feeds.queries.summaries import Attachment
from frontend import file_tiles, words
from frontend.design import counted, people, places, posts, promises, tokens, waiting
from frontend.design.people import NOW
from frontend.forms import Choice, Moment, option_tiles, text_box
from frontend.inbox_rows import moments
from frontend.months import LEGEND


@dataclass(frozen=True)
class Note:
    """A message as it stands above a page once."""

    said: str
    level_tag: str = "success"
    extra_tags: str = ""

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True)
class Rows:
    """A page of a list."""

    results: tuple[Any, ...]
    next: str | None = None


@dataclass(frozen=True)
class Pair:
    """A colour on another one, how much they have to differ, and by how much they do in each theme."""

    one: str
    on: str
    least: float
    contrasts: tuple[float, ...]


class FieldsForm(forms.Form):
    """Fields of each kind: with a hint, optional, with something wrong, of several lines, chosen from few and many."""

    hinted = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As you would say it: Mme Dupin."))
    optional = forms.CharField(label=gettext_lazy("Place"), required=False)
    wrong = forms.EmailField(label=gettext_lazy("Mail"), initial="lea@")
    lines = forms.CharField(label=gettext_lazy("What it is for"), widget=text_box(), required=False)
    moment = Moment(label=gettext_lazy("Until"))
    many = Choice("status", label=gettext_lazy("Status"))
    few = Choice("channel", label=gettext_lazy("How"), widget=option_tiles(), required=False)
    shut = forms.CharField(label=gettext_lazy("Handle"), disabled=True, initial="lea", required=False)


def specimens(request: HttpRequest) -> SafeString:
    """Every component in every state, as somebody who runs the site sees it; it asks the database nothing."""
    with clock.at(NOW):
        return render_to_string("design/specimens.html", _context(request), request)


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "me": request.user,
        "sections": sections(),
        "form": _fields(),
        "codes": {of: tuple(code for code, _word in words.choices(of)) for of in ("side", "status", "promise_state")},
        "severities": ("high", "critical"),
        "people": people.PEOPLE,
        "available": people.standings(),
        "posts": posts.posts(),
        "sided": posts.sided(),
        "entries": posts.entries(),
        "polls": posts.polls(),
        "reacted": posts.reacted(),
        "files": tuple(_tiles(some) for some in posts.files()),
        "brief": promises.brief(),
        "drifting": {"can": ("tell",), "ref": people.CASE.ref},
        "board": Rows(promises.promises()[:5]),
        "case": people.case(_("Wardrobe Solène"), status="waiting_partner", severity="high", unread=True),
        "cases": (
            people.case(_("Wardrobe Solène"), unread=True, severity="critical", next_news_due=people.in_(hours=2)),
            people.case(_("Legs of a bed"), status="waiting_customer", restricted=True),
        ),
        "drifts": Rows(promises.drifting()),
        "month": NOW.date().replace(day=1),
        "weeks": promises.month(),
        "legend": LEGEND,
        "waits": waiting.waits(),
        "put_off": waiting.put_off(),
        "moments": moments(),
        "charts": counted.charts(),
        "jumps": {"wanted": _("ward"), "found": places.found(), "deeds": places.deeds()},
        "writable": people.SIDES,
        "draft": DraftSummary("example", "home", "", "", ""),
        "half": _("Half a sentence"),
        "refused": _("Write something first."),
        "colours": _colours(),
        "messages": (
            Note(_("The post is deleted."), extra_tags="undo /posts/example/undelete/"),
            Note(_("Somebody changed this meanwhile. Look at how it stands, then try again."), "error"),
        ),
    }


def sections() -> tuple[tuple[str, str, str], ...]:
    """The anchors of the page, which name its pictures too, with the template and the name of each."""
    named = (
        ("buttons", _("Buttons and links")),
        ("fields", _("Fields")),
        ("marks", _("Chips and marks")),
        ("faces", _("Faces and presence")),
        ("posts", _("Posts")),
        ("entries", _("Entries of a case")),
        ("composers", _("Composers")),
        ("promised", _("Promises and what was not told")),
        ("reactions", _("Reactions")),
        ("polls", _("Polls")),
        ("files", _("Files and pictures")),
        ("messages", _("Messages that come and go")),
        ("menus", _("Menus and tabs")),
        ("dialogues", _("Dialogues")),
        ("jumps", _("The palette")),
        ("charts", _("Charts")),
        ("lists", _("Tables and rows")),
        ("months", _("The month of promises")),
        ("inbox", _("Lines of the inbox")),
        ("waiting", _("Empty, and on its way")),
        ("colours", _("Colours")),
    )
    return tuple((anchor, f"design/{anchor}.html", name) for anchor, name in named)


def _tiles(some: tuple[Attachment, ...]) -> SafeString:
    """Files as posts have them; their pictures come from the page of components, for they belong to no post."""
    drawn = file_tiles.tiles(some)
    return SafeString(re.sub(r'(?<=[" ])/files/', "/design/files/", drawn))


def _colours() -> tuple[Pair, ...]:
    pairs = [*((pair, 4.5) for pair in tokens.TEXT), *((pair, 3) for pair in tokens.SEEN)]
    return tuple(Pair(one, on, least, _contrasts(one, on)) for (one, on), least in pairs)


def _contrasts(one: str, on: str) -> tuple[float, ...]:
    themes = (tokens.colours(theme) for theme in tokens.THEMES)
    return tuple(tokens.contrast(known[one], known[on]) for known in themes)


def _fields() -> FieldsForm:
    """A form that was sent with one thing wrong."""
    typed = {"hinted": "Mme Dupin", "wrong": "lea@", "moment": "2027-01-14T09:00", "many": "new", "few": "phone"}
    form = FieldsForm(typed)
    form.is_valid()
    return form
