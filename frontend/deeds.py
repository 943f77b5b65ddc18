"""What the palette offers beside places: pages and deeds that the viewer may open, found by what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.folding import begins, folded
from groups.queries import administration_verbs
from people.models import Person

MOST = 6  # for what was typed


@dataclass(frozen=True)
class Deed:
    """Something to do or to open: ``also`` are other words that find it; with fields it is sent, else it is a link."""

    icon: str
    name: str
    address: str
    also: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def deeds(viewer: Person, q: str = "", *, moderates: bool = False) -> tuple[Deed, ...]:
    """Everything that the viewer may do from anywhere; with words, what they begin, those that begin its name first."""
    words = folded(q).split()
    offered = [*_writing(viewer), *_pages(viewer, moderates), *_own(viewer)]
    if not words:
        return tuple(offered)
    found = [deed for deed in offered if begins(f"{deed.name} {deed.also}", words)]
    return tuple(sorted(found, key=lambda deed: not begins(deed.name, words)))[:MOST]


def _writing(viewer: Person) -> Iterator[Deed]:
    yield Deed("pencil-line", _("Write a post"), reverse("home") + "#composer", _("say publish new compose"))
    if viewer.is_member:
        yield Deed("folder-plus", _("Open a case"), reverse("case_new"), _("new create customer matter"))
        yield Deed("user-plus", _("Add a customer"), reverse("customer_new"), _("new create"))
        yield Deed("users-round", _("Create a group"), reverse("group_new"), _("new found team community project"))


def _pages(viewer: Person, moderates: bool) -> Iterator[Deed]:
    yield Deed("house", _("Home"), reverse("home"), _("feed news start"))
    yield Deed("inbox", _("Inbox"), reverse("inbox"), _("needs me waiting"))
    yield Deed("folder", _("Cases"), reverse("cases"), _("mine held matters"))
    if viewer.is_member:
        due = f"{reverse('promises')}?state=due"
        yield Deed("calendar-check", _("Promises due today"), due, _("deadline window keep"))
        yield Deed("calendar-days", _("Calendar of promises"), reverse("promise_calendar"), _("month dates"))
        yield Deed("megaphone", _("What the customer was not told"), reverse("drifts"), _("changed drift untold"))
        yield Deed("hand", _("What is in the way"), reverse("blockers"), _("blockers stopped waiting"))
        yield Deed("scale", _("Exceptions"), reverse("exceptions"), _("decide approve waivers"))
        yield Deed("book-open", _("Rules"), reverse("rules"), _("policy what holds"))
        yield Deed("messages-square", _("Huddles"), reverse("huddles"), _("options decide together"))
        yield Deed("list-checks", _("Checklists"), reverse("checklist_templates"), _("steps templates"))
        yield Deed("contact-round", _("Customers"), reverse("customers"), _("clients phone"))
        yield Deed("messages-square", _("Groups"), reverse("groups"), _("teams communities projects"))
        yield Deed("users-round", _("People"), reverse("people"), _("directory colleagues telephone"))
        yield Deed("lightbulb", _("Who knows about something"), reverse("experts"), _("experts skills ask"))
    yield Deed("text-search", _("Kept searches"), reverse("kept_searches"), _("saved alerts"))
    yield Deed("bookmark", _("Bookmarks"), reverse("bookmarks"), _("saved later"))
    yield Deed("pencil-line", _("Drafts"), reverse("drafts"), _("unsent written"))
    yield Deed("calendar-clock", _("Sent later"), reverse("scheduled"), _("scheduled posts"))
    yield Deed("bell", _("Notices"), reverse("notices"), _("moderation told"))
    if moderates:
        yield Deed("shield", _("Moderation"), reverse("moderation"), _("reports queue"))
    may = administration_verbs(viewer)
    if "look_over" in may:
        yield Deed("sliders-horizontal", _("Administration"), reverse("administration"), _("site accounts run"))
    if "read_audit" in may:
        yield Deed("scroll-text", _("Audit log"), reverse("audit"), _("who did what"))


def _own(viewer: Person) -> Iterator[Deed]:
    if viewer.in_focus:
        yield Deed("moon", _("End the focus"), reverse("focus_end"), _("quiet undisturbed back"), {"end": "1"})
    else:
        also = _("quiet do not disturb undisturbed silence")
        yield Deed("moon", _("In focus for 1 hour"), reverse("focus"), also, {"minutes": "60"})
        yield Deed("moon-star", _("In focus for 2 hours"), reverse("focus"), also, {"minutes": "120"})
    if viewer.is_member:
        yield Deed("map", _("Your first visit"), reverse("welcome"), _("welcome tour practise begin"))
    yield Deed("settings", _("Settings"), reverse("settings"), _("profile photo language name time zone"))
    yield Deed("clock", _("Hours and absence"), reverse("hours"), _("week holidays away stand in"))
    yield Deed("bell-ring", _("Notifications"), reverse("notifications"), _("mail sound push quiet hours"))
    yield Deed("shield-check", _("Security"), reverse("security"), _("password passkey sessions"))
    yield Deed("smartphone", _("Devices"), reverse("devices"), _("phone token sign in"))
    yield Deed("keyboard", _("Keys"), reverse("keyboard"), _("keyboard shortcuts map"))
    also = _("theme appearance colours contrast")
    yield Deed("sun", _("Light"), reverse("appearance"), also, {"theme": "light"})
    yield Deed("moon", _("Dark"), reverse("appearance"), also, {"theme": "dark"})
    yield Deed("contrast", _("High contrast"), reverse("appearance"), also, {"theme": "contrast"})
    yield Deed("monitor", _("As the system"), reverse("appearance"), also, {"theme": ""})
    yield Deed("log-out", _("Sign out"), reverse("account_logout"), _("leave end log out"), {"end": "1"})
