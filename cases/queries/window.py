"""The customer's window: what stands on the customer's side of a case, and the few fields of the case beside it.

Staff who preview it and the contact whose window it is get it from here, each as themselves.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases import policy
from cases.facts import greeting
from cases.models import Case, Customer, Fact, Subject
from cases.queries.facts import standing
from cases.windows import Window, window_of_value
from esn.core.clock import now
from esn.core.errors import NotFound
from feeds import queries as feeds
from feeds.models import MESSAGE, Post
from feeds.queries import Attachment, Content
from feeds.queries.files import of_posts
from groups.models import Audience, Group
from people import queries as people
from people.models import Person
from people.queries import PersonRef

MOST_ENTRIES, MOST_LINES = 500, 100


@dataclass(frozen=True)
class Wish:
    """Another time that the customer asked for: open, accepted or declined, and what was answered."""

    window: Window
    state: str
    answer: str
    at: dt.datetime


@dataclass(frozen=True)
class WindowPromise:
    """A promise as the customer was last told of it; ``before`` is what they were told before that."""

    id: str
    kind: str
    text: str
    window: Window
    before: Window | None
    state: str  # open, kept, broken, withdrawn
    over: bool  # its window has passed
    told_by: str
    told_at: dt.datetime
    channel: str
    agreed: bool
    wish: Wish | None
    offers: tuple[Window, ...]  # other windows among which they may choose
    can: tuple[str, ...]  # agree, ask, choose


@dataclass(frozen=True)
class WindowFact:
    """What the customer was told that we know of them, and what they said against it."""

    id: str
    kind: str
    value: str
    codes: dict[str, Any]
    correction: str


@dataclass(frozen=True)
class WindowLine:
    """Something said on the customer's side; ``kind`` is message, or what they did through the window."""

    id: str
    kind: str  # message, note (said with a telling), agreed, asked, corrected, added, retold, answered
    by: PersonRef
    at: dt.datetime
    html: str
    body: str
    text: str  # the promise that it is about, in words
    window: Window | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class CustomerWindow:
    """What a customer sees of their case: what was promised, who is on it, when they hear next, and what was said."""

    ref: str
    title: str
    status: str
    name: str  # how they are greeted
    holder: str | None  # None where only a team has it that is not known outside
    holder_is_team: bool
    next_news_due: dt.datetime | None
    news_overdue: bool
    promises: tuple[WindowPromise, ...]
    facts: tuple[WindowFact, ...]
    lines: tuple[WindowLine, ...]


def customer_window(viewer: Person, ref: str) -> CustomerWindow:
    """The window of a case, for the contact who sits in it and for staff who read it; NotFound otherwise."""
    found, side = policy.require_window(viewer, ref)
    with_holder = ("customer", "holder_person", "holder_team", "merged_into__holder_person", "merged_into__holder_team")
    case = Case.objects.select_related(*with_holder).get(id=found.id)
    now_in = case.merged_into or case  # what was merged goes on there
    newest = Post.objects.filter(audience=side).exclude(kind=MESSAGE).order_by("-created_at", "-id")
    entries = people.with_people(newest[:MOST_ENTRIES], "author")[::-1]
    holder, is_team = _holder(now_in)
    due = now_in.next_news_due
    return CustomerWindow(
        ref=case.ref,
        title=case.public_title,
        status=now_in.status,
        name=_name(viewer, case.customer),
        holder=holder,
        holder_is_team=is_team,
        next_news_due=due,
        news_overdue=due is not None and due < now(),
        promises=_promises(entries),
        facts=_facts(entries),
        lines=_lines(side, entries),
    )


def window_file(viewer: Person, ref: str, file_id: str, size: str = "") -> Content:
    """The bytes of a file that stands in the window of this case; what stands elsewhere does not exist here."""
    _case, side = policy.require_window(viewer, ref)
    post_id = feeds.file(viewer, file_id).post
    if not Post.objects.filter(id=post_id, audience=side).exists():
        raise NotFound
    return feeds.content(viewer, file_id, size)


def _holder(case: Case) -> tuple[str | None, bool]:
    if case.holder_person is not None:
        return case.holder_person.name, False
    team = case.holder_team
    return (team.name if team is not None and team.openness == Group.Openness.OPEN else None), True


def _name(viewer: Person, customer: Customer) -> str:
    """How they are greeted: as they wish where that is verified, else by the name that we know them by."""
    name = viewer.name if viewer.kind == Person.Kind.CONTACT else customer.name
    wished = greeting(standing([customer.id]), now())
    if wished.name and name.split()[-1:] == wished.name.split()[-1:]:
        return f"{wished.civility} {wished.name}".strip()
    return name


def _about(entry: Post, subject: str) -> bool:
    return entry.kind == "telling" and entry.detail.get("subject") == subject


def _promises(entries: list[Post]) -> tuple[WindowPromise, ...]:
    """The promises of which they were told, those that stand first, the soonest first."""
    told: dict[str, list[Post]] = {}
    for entry in entries:
        if _about(entry, Subject.COMMITMENT):
            told.setdefault(entry.detail["subject_id"], []).append(entry)
    found = [_promise(id_, tellings, entries) for id_, tellings in told.items()]
    return tuple(sorted(found, key=lambda one: (one.state not in ("open", "broken"), one.window.start, one.id)))


def _promise(id_: str, tellings: list[Post], entries: list[Post]) -> WindowPromise:
    last, value = tellings[-1], tellings[-1].detail["value"]
    window = window_of_value(value["window"])
    before = [window_of_value(one.detail["value"]["window"]) for one in tellings[:-1]]
    since = [entry for entry in entries if entry.created_at >= last.created_at and _speaks_of(entry, id_)]
    stands = value["state"] == "open" and window.end > now()
    wish = _wish(since)
    offers = tuple(window_of_value(one) for one in last.detail.get("offers", ()))
    return WindowPromise(
        id=id_,
        kind=value["commitment_kind"],
        text=value["text"],
        window=window,
        before=next((one for one in reversed(before) if one != window), None),
        state=value["state"],
        over=window.end <= now(),
        told_by=last.author.name,
        told_at=last.created_at,
        channel=last.detail.get("channel", ""),
        agreed=any(entry.detail.get("verb") == "agreed" for entry in since),
        wish=wish,
        offers=offers,
        can=(("agree", "ask", "choose") if offers and wish is None else ("agree", "ask")) if stands else (),
    )


def _speaks_of(entry: Post, commitment_id: str) -> bool:
    return commitment_id in (entry.detail.get("commitment"), entry.detail.get("subject_id"))


def _wish(since: Iterable[Post]) -> Wish | None:
    """The newest time that was asked for since the last telling, as it stands now."""
    wish = None
    for entry in since:
        if entry.kind == "proposal":
            state = str(entry.detail["state"])
            answer = "" if state == "open" else entry.body
            wish = Wish(window_of_value(entry.detail["window"]), state, answer, entry.created_at)
        elif entry.detail.get("verb") == "asked":
            wish = Wish(window_of_value(entry.detail["window"]), "open", "", entry.created_at)
    return wish


def _facts(entries: list[Post]) -> tuple[WindowFact, ...]:
    """What they were told that we know of them, as long as we do."""
    told = {entry.detail["subject_id"]: entry.detail["value"] for entry in entries if _about(entry, Subject.FACT)}
    if not told:
        return ()
    known = set(Fact.objects.filter(id__in=list(told), withdrawn_at=None).values_list("id", flat=True))
    said = {entry.detail["subject_id"]: entry.body for entry in entries if entry.detail.get("verb") == "corrected"}
    return tuple(
        WindowFact(id_, value["fact_kind"], value["value"], value["codes"], said.get(id_, ""))
        for id_, value in told.items()
        if id_ in known
    )


def _lines(side: Audience, entries: list[Post]) -> tuple[WindowLine, ...]:
    """What was said by both, in order of time."""
    rows = Post.objects.filter(audience=side, kind=MESSAGE, deleted_at=None, hidden_at=None).order_by(
        "-created_at", "-id"
    )
    found = people.with_people(rows[:MOST_LINES], "author")
    attached = of_posts([row.id for row in found])
    said = [_line(row, row.kind, attached.get(row.id, ())) for row in found]
    said += [_line(entry, kind) for entry in entries for kind in [_kind(entry)] if kind]
    return tuple(sorted(said, key=lambda line: (line.at, line.id))[-MOST_LINES:])


def _kind(entry: Post) -> str:
    """What an entry is in the conversation; empty where it is shown elsewhere."""
    if entry.kind == "window":
        return str(entry.detail.get("verb", ""))
    if entry.kind == "proposal":
        return "asked" if entry.detail.get("state") == "open" else "answered"
    return "note" if entry.kind == "telling" and entry.body else ""


def _line(post: Post, kind: str, attachments: tuple[Attachment, ...] = ()) -> WindowLine:
    window = post.detail.get("window")
    return WindowLine(
        id=post.id,
        kind=kind,
        by=people.ref(post.author),
        at=post.created_at,
        html=post.html,
        body=post.body,
        text=str(post.detail.get("text", "")),
        window=window_of_value(window) if window else None,
        attachments=attachments,
    )
