"""The tour of a case: a few explanations, each at a part of its page. It needs no script: a stop is an address."""

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Stop:
    """One explanation: the part of the case, as its id, the pane where a phone shows it, and the words."""

    part: str
    pane: str
    heading: str | Lazy
    words: str | Lazy


STOPS = (
    Stop(
        "brief",
        "brief",
        _("The brief: all that a colleague must know"),
        _(
            "Who the customer is, how to address them, and how it stands. Whoever picks up the "
            "telephone reads this first."
        ),
    ),
    Stop(
        "story",
        "brief",
        _("The story, told once"),
        _("In the customer’s own words: what happened, what they want, what they refuse. Nobody asks them again."),
    ),
    Stop(
        "promises",
        "brief",
        _("What was promised"),
        _(
            "Each promise has a window, somebody who keeps it, and whether the customer knows. When it "
            "changes and they were not told, it turns red here, and stays red until somebody tells "
            "them."
        ),
    ),
    Stop(
        "people",
        "people",
        _("Who takes part"),
        _("Colleagues, and partners such as a carrier. A partner reads their own side and nothing else."),
    ),
    Stop(
        "timeline",
        "thread",
        _("Everything that happened, in one line of time"),
        _(
            "Contacts, promises and words stand one after the other. The line at the edge says who "
            "reads them: solid is us, dashed a partner, double the customer."
        ),
    ),
    Stop(
        "composer",
        "thread",
        _("Choose the side, then write"),
        _(
            "The side is said in words above what you write. “Internal” is colleagues only. Try it: "
            "nobody else sees this case."
        ),
    ),
)


@dataclass(frozen=True)
class Tour:
    """Where one is in the tour of a case; the addresses of its neighbours, empty at its ends."""

    stop: Stop
    number: int
    stops: int
    before: str
    after: str


def tour(said: str) -> Tour | None:
    """The stop that an address asks for by its number from 1; None where it asks for none."""
    if not (said.isascii() and said.isdigit() and len(said) == 1 and 1 <= int(said) <= len(STOPS)):
        return None
    number = int(said)
    return Tour(STOPS[number - 1], number, len(STOPS), address(number - 1), address(number + 1))


def address(number: int) -> str:
    """The address of a stop within the page of a case."""
    if not 1 <= number <= len(STOPS):
        return ""
    stop = STOPS[number - 1]
    return f"?tour={number}&pane={stop.pane}#{stop.part}"
