"""Posts, entries, polls and files of the component page, as queries would give them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from feeds.queries.summaries import (
    AnnouncementState,
    Attachment,
    FirstPage,
    LinkSummary,
    Pointed,
    PollChoice,
    PollState,
    PostSummary,
    Reaction,
)
from frontend.design.people import CLOCK, CUSTOMER, DUPIN, GROUP, INTERNAL, LEA, MARC, NOW, PARTNER, YANN, ago, in_
from frontend.design.promises import AFTER, BEFORE
from frontend.markup import fill

_MAY = ("reply", "react", "edit", "delete", "bookmark", "report", "pin", "moderate")


def post(name: str, said: str, **otherwise: Any) -> PostSummary:
    """A post that stands as ``name`` on the page; ``otherwise`` are its other fields."""
    values: dict[str, Any] = {
        "id": f"example-{name}",
        "kind": "message",
        "audience": GROUP,
        "author": LEA,
        "body": said,
        "html": fill("<p>{said}</p>", said=said) if said else "",
        "created_at": ago(hours=2),
        "bumped_at": ago(hours=2),
        "edited_at": None,
        "deleted": False,
        "hidden": False,
        "locked": False,
        "revision": 1,
        "reply_to": None,
        "replies_count": 0,
        "reactions": (),
        "attachments": (),
        "case": None,
        "detail": {},
        "can": ("reply", "react"),
    }
    return PostSummary(**{**values, **otherwise})


def posts() -> dict[str, tuple[PostSummary, ...]]:
    """What is said in groups, in each of the states that it can be in."""
    asked = _("Does the felt go under the foot or under the plinth?")
    answer = post(
        "answer", _("Under the plinth."), author=MARC, reply_to="example-question", accepted=True, can=("react",)
    )
    where = Pointed("shown", "example-plain", "message", GROUP, MARC, asked, fill("<p>{said}</p>", said=asked), NOW)
    told = AnnouncementState(
        asks=True, until=NOW.date(), asked=True, acknowledged=False, done=31, readers=44, names=True
    )
    return {
        "plain": (
            post("plain", _("Bay 2 is free until noon."), can=_MAY, reactions=REACTIONS[:2], replies_count=1,
                 replies=(post("reply", _("I am coming at eleven."), author=MARC, reply_to="example-plain"),)),
            post("new", _("The new catalogue is here."), author=MARC, unread=True, edited_at=ago(hours=1), pinned=True),
        ),
        "gone": (
            post("gone", "", deleted=True, can=()),
            post("hidden", "", hidden=True, can=()),
            post("locked", _("Decided: we close at noon on the 24th."), locked=True, can=()),
        ),
        "kinds": (
            post("announcement", _("No delivery is promised before the 25th without Logistics."), kind="announcement",
                 announcement=told),
            post("question", asked, kind="question", answer=answer.id, replies=(answer,), replies_count=1),
            post("quoting", _("See there."), author=MARC, quotes=where),
            post("unread-there", _("And there."), author=MARC, shared=Pointed("unread")),
            post("linking", _("The drawing of the maker:"), links=(_LINK,)),
        ),
    }  # fmt: skip


def sided() -> tuple[PostSummary, ...]:
    """One post on each side of a case."""
    said = (
        ("internal", INTERNAL, LEA, _("The shop’s own van is free on Friday.")),
        ("partner", PARTNER, YANN, _("The lorry stands still. I propose Saturday the 16th.")),
        ("customer", CUSTOMER, DUPIN, _("Does tomorrow still hold? I have to tell my employer.")),
    )
    return tuple(post(side, body, audience=to, author=by, case=to.subject_ref) for side, to, by, body in said)


def entries() -> tuple[PostSummary, ...]:
    """Structured entries of a case: quiet, told, at risk, and changed without a word to the customer."""
    what = _("Delivery of the wardrobe")
    made = {"verb": "made", "text": what, "window": BEFORE, "kept_by": {"name": "Logistics"}}
    changed = {"verb": "changed", "text": what, "window": AFTER, "before": BEFORE, "drifts": True}
    told = {"value": {"text": what, "window": BEFORE}, "channel": "phone"}
    warned = {"verb": "warned", "text": what, "window": BEFORE}
    against = [{"value": _("Never on Saturday"), "codes": {}}]
    proposed = {"state": "open", "window": AFTER, "by": {"name": YANN.name}, "against": against}
    return (
        _entry("commitment", made, at=ago(days=6), author=LEA),
        _entry("telling", told, at=ago(days=6, minutes=-4), author=LEA),
        _entry("proposal", proposed, at=ago(hours=16), author=YANN, audience=PARTNER),
        _entry("commitment", warned, at=ago(hours=3), author=CLOCK),
        _entry("commitment", changed, at=ago(minutes=35), author=MARC),
    )


def _entry(kind: str, detail: dict[str, Any], *, at: dt.datetime, **otherwise: Any) -> PostSummary:
    name = f"{kind}-{detail.get('verb', 'said')}"
    case = {"audience": INTERNAL, "case": INTERNAL.subject_ref, "created_at": at, "can": ()}
    return post(name, "", kind=kind, detail=detail, **{**case, **otherwise})


def polls() -> tuple[PostSummary, ...]:
    """A poll before one votes, afterwards, and closed."""
    asked = _("When do we count the sofas?")
    rules = {"multiple": False, "anonymous": False, "closes_at": in_(days=1), "closed": False, "voters": 12}
    return (
        _poll("poll-open", asked, {**rules, "voted": False, "can": ("vote",)}),
        _poll("poll-voted", asked, {**rules, "voted": True, "can": ("vote", "take_back", "close")}, mine=0),
        _poll("poll-closed", asked, {**rules, "anonymous": True, "closed": True, "voted": True, "can": ()}, mine=0),
    )


def _poll(name: str, asked: str, state: dict[str, Any], mine: int | None = None) -> PostSummary:
    days = (_("Monday, 7:30"), _("Tuesday, 19:30"), _("Thursday, 7:30"))
    votes = (7, 4, 1)
    options = tuple(PollChoice(f"{name}-{n}", day, votes[n], n == mine) for n, day in enumerate(days))
    return post(name, asked, kind="poll", poll=PollState(options=options, **state))


REACTIONS = (
    Reaction("👍", 18, mine=True),
    Reaction("🎉", 6, mine=False),
    Reaction("👀", 2, mine=False),
    Reaction("😄", 1, mine=False),
    Reaction("🙏", 1, mine=False),
    Reaction("❤️", 1, mine=False),
    Reaction("🚚", 1, mine=False),
)


def reacted() -> tuple[PostSummary, ...]:
    """Nobody yet, one of them mine, more than a row shows, and for who may not react."""
    return (
        post("react-none", ""),
        post("react-two", "", reactions=REACTIONS[:2]),
        post("react-many", "", reactions=REACTIONS),
        post("react-still", "", reactions=REACTIONS[1:3], can=()),
    )


def files() -> tuple[tuple[Attachment, ...], ...]:
    """A picture, three of them, and other files with and without a first page."""
    others = (
        _file("delivery-note.pdf", "application/pdf", 184_320, FirstPage(800, 600, 3)),
        _file("orders.xlsx", "application/vnd.ms-excel", 40_960),
        _file("call.mp3", "audio/mpeg", 2_097_152),
    )
    return (_picture(1),), tuple(_picture(number) for number in (2, 3, 4)), others


def _picture(number: int) -> Attachment:
    alt = _("The drawing of a wardrobe with three doors")
    sizes = dict.fromkeys(("320", "800"), "")
    return Attachment(f"example-{number}", "wardrobe.svg", "image/svg+xml", 1024, 800, 600, alt, sizes, None)


def _file(name: str, kind: str, bytes_: int, preview: FirstPage | None = None) -> Attachment:
    sizes = {"800": ""} if preview else {}
    return Attachment(f"example-{name}", name, kind, bytes_, None, None, "", sizes, preview)


_LINK = LinkSummary(
    id="example-link",
    url="https://example.org/oak",
    host="example.org",
    site="The workshop",
    title="A door of oak: hinges, glue and patience",
    description="Which screws hold, and how long glue needs before a door is hung.",
    picture=None,
)
