"""The map of keys: one table, from which the map is shown and the scripts bind what each key does."""

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.functional import Promise as Lazy
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """One line of the map: strokes that do the same, each of keys one after the other ("g h") or together ("Ctrl+K").

    ``act`` is what the script of the page, or of a part of it, does; without one the browser or a field does it.
    """

    strokes: tuple[str, ...]
    words: str | Lazy
    act: str = ""
    address: str | Lazy = ""
    staff_only: bool = False

    @property
    def drawn(self) -> list[list[str]]:
        """Each stroke as the keys that are pressed."""
        return [stroke.replace("+", " ").split() for stroke in self.strokes]

    @property
    def bound(self) -> str:
        """The strokes as the script reads them."""
        return ",".join(self.strokes)


@dataclass(frozen=True)
class Part:
    """The keys of one place."""

    heading: str | Lazy
    keys: tuple[Key, ...]


MAP = (
    Part(
        _("Everywhere"),
        (
            Key(("Ctrl+K",), _("Go anywhere, do anything"), "palette"),
            Key(("/",), _("Search"), "search"),
            Key(("c",), _("Write; in the list of cases: open one"), "write"),
            Key(("?",), _("This map"), "map"),
            Key(("Esc",), _("Close, leave the field")),
        ),
    ),
    Part(
        _("Go to"),
        (
            Key(("g h",), _("Home"), "go", reverse_lazy("home")),
            Key(("g n",), _("Inbox"), "go", reverse_lazy("inbox")),
            Key(("g c",), _("Cases"), "go", reverse_lazy("cases")),
            Key(("g d",), _("Promises"), "go", reverse_lazy("promises"), staff_only=True),
            Key(("g k",), _("Customers"), "go", reverse_lazy("customers"), staff_only=True),
            Key(("g i",), _("Groups"), "go", reverse_lazy("groups"), staff_only=True),
            Key(("g p",), _("People"), "go", reverse_lazy("people"), staff_only=True),
            Key(("g s",), _("Settings"), "go", reverse_lazy("settings")),
        ),
    ),
    Part(
        _("In feeds, the inbox, lists of cases and what was found"),
        (
            Key(("j",), _("The next one"), "next"),
            Key(("k",), _("The one before"), "previous"),
            Key(("o", "Enter"), _("Open it"), "open"),
            Key(("r",), _("Reply to it"), "reply"),
            Key(("e",), _("In the inbox: done; elsewhere: edit it"), "edit"),
            Key(("s",), _("In the inbox: later"), "later"),
            Key(("u",), _("In the inbox: undo"), "undo"),
            Key(("x",), _("In the inbox: choose it"), "pick"),
        ),
    ),
    Part(
        _("In a case"),
        (
            Key(("l",), _("My cases beside it, to go through with j and k"), "beside", staff_only=True),
            Key(("n",), _("Note a contact"), "button", staff_only=True),
            Key(("t",), _("Tell the customer what has changed"), "button", staff_only=True),
        ),
    ),
    Part(
        _("While writing"),
        (
            Key(("Ctrl+Enter",), _("Send what is written")),
            Key(("Ctrl+B", "Ctrl+I", "Ctrl+K"), _("Bold, italic, link")),
        ),
    ),
)


def drawn(*, member: bool, level: str, bind: bool) -> SafeString:
    """The map in the reader's language, under headings of a level; ``bind`` lets the scripts of the page read it."""
    return _drawn(get_language() or "", member, level, bind)


@cache
def _drawn(language: str, member: bool, level: str, bind: bool) -> SafeString:
    """The same, drawn once for each ``language``, which is that of the moment: all pages show it, nobody's differs."""
    return render_to_string("parts/key_map.html", {"key_map": MAP, "member": member, "level": level, "bind": bind})
