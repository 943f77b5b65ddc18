"""Huddles: the question, who is asked, each option with its window and opinions, and what was decided."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from cases import policy
from cases.facts import Contradiction, conflicts, usable
from cases.models import Case, Fact, Huddle, HuddleInvite, HuddleOpinion, HuddleOption
from cases.queries.facts import standing
from cases.queries.summaries import CaseName, CustomerRef, HolderRef, held_by
from cases.windows import Window
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import newest, soonest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

State = Huddle.State
HUDDLE_STATES = ("open", "decided", "closed", "undecided", "all")
_WITH = ("case__customer", "caller", "ended_by")


@dataclass(frozen=True)
class OpinionSummary:
    """What one of those in the huddle thinks of an option."""

    person: PersonRef
    stance: str  # for, against
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class OptionPromise:
    """The promise that an option would change."""

    id: str
    text: str


@dataclass(frozen=True)
class OptionSummary:
    """One way out; ``conflicts`` are the facts that its window goes against now."""

    id: str
    number: int
    text: str
    promise: OptionPromise | None
    window: Window | None
    conflicts: tuple[Contradiction, ...]
    opinions: tuple[OpinionSummary, ...]
    by: PersonRef
    chosen: bool


@dataclass(frozen=True)
class HuddleSummary:
    """A huddle with everything said in it; ``reason`` says why its end is as it is."""

    id: str
    case: CaseName
    question: str
    caller: PersonRef
    called_at: dt.datetime
    deadline: dt.datetime
    state: str  # open, decided, closed, undecided
    invited: tuple[HolderRef, ...]
    options: tuple[OptionSummary, ...]
    reason: str
    ended_by: PersonRef | None
    ended_at: dt.datetime | None
    can: tuple[str, ...]  # option, opinion, decide, close


def case_huddles(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[HuddleSummary]:
    """The huddles of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = Huddle.objects.filter(case=case).select_related(*_WITH)
    page = newest(rows, "called_at", listing=f"huddles:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def huddles(
    viewer: Person, *, state: str = "open", invited: str = "", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[HuddleSummary]:
    """Huddles by their state: open ones by their deadline, the others the newest first.

    ``invited`` may be "me", for those that ask the viewer or a team of theirs, or that they called.
    """
    policy.require_staff(viewer)
    rows = Huddle.objects.filter(policy.inside_at(viewer, "case")).select_related(*_WITH)
    if state != "all":
        rows = rows.filter(state=state)
    if invited == "me":
        asked = HuddleInvite.objects.filter(Q(person=viewer) | Q(team__in=policy.teams_of(viewer)))
        rows = rows.filter(Q(id__in=asked.values("huddle")) | Q(caller=viewer))
    listing = f"huddles:{state}:{invited}"
    by, column = (soonest, "deadline") if state == "open" else (newest, "called_at")
    page = by(rows, column, listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def huddle(viewer: Person, huddle_id: str) -> HuddleSummary:
    """One huddle; NotFound when the viewer does not read the internal side of its case."""
    rows = Huddle.objects.filter(policy.inside_at(viewer, "case"), id=huddle_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return _summaries(viewer, [found])[0]


def open_huddles(viewer: Person, case: Case, facts: list[Fact]) -> tuple[HuddleSummary, ...]:
    """The huddles of a case that stand open; the caller has admitted the viewer and knows the customer's facts."""
    rows = case.huddles.filter(state=State.OPEN).order_by("deadline", "id")
    return _summaries(viewer, people.with_people(rows, "caller", "ended_by"), facts)


def _summaries(
    viewer: Person, rows: Sequence[Huddle], facts: list[Fact] | None = None
) -> tuple[HuddleSummary, ...]:  # fmt: skip
    """Huddles as the viewer sees them, with six more statements for any number of rows."""
    if not rows:
        return ()
    ids = [row.id for row in rows]
    invites: dict[str, list[HuddleInvite]] = {id_: [] for id_ in ids}
    for invite in HuddleInvite.objects.filter(huddle__in=ids).select_related("person", "team").order_by("id"):
        invites[invite.huddle_id].append(invite)
    options: dict[str, list[HuddleOption]] = {id_: [] for id_ in ids}
    offered = list(HuddleOption.objects.filter(huddle__in=ids).select_related("commitment").order_by("number"))
    for option in offered:
        options[option.huddle_id].append(option)
    said = list(HuddleOpinion.objects.filter(option__in=[one.id for one in offered]).order_by("at", "id"))
    opinions: dict[str, list[HuddleOpinion]] = {option.id: [] for option in offered}
    for opinion in people.with_people(said, "person"):
        opinions[opinion.option_id].append(opinion)
    people.with_people(offered, "by")
    used = _used(rows, facts)
    own = policy.teams_of(viewer)
    return tuple(
        _summary(viewer, row, invites[row.id], options[row.id], opinions, used.get(row.case.customer_id, ()), own)
        for row in rows
    )


def _used(rows: Sequence[Huddle], facts: list[Fact] | None) -> dict[str, tuple[Fact, ...]]:
    """The facts that windows are checked against now, by customer."""
    known: dict[str, list[Fact]] = {}
    for fact in standing(list({row.case.customer_id for row in rows})) if facts is None else facts:
        known.setdefault(fact.customer_id, []).append(fact)
    moment = now()
    return {customer_id: usable(found, moment) for customer_id, found in known.items()}


def _summary(
    viewer: Person,
    row: Huddle,
    invites: list[HuddleInvite],
    options: list[HuddleOption],
    opinions: dict[str, list[HuddleOpinion]],
    facts: tuple[Fact, ...],
    own: frozenset[str],
) -> HuddleSummary:
    case = row.case
    asked = [id_ for one in invites for id_ in (one.person_id, one.team_id) if id_]
    stands = row.state == State.OPEN and row.deadline > now()
    return HuddleSummary(
        id=row.id,
        case=CaseName(case.ref, case.title, CustomerRef(case.customer.id, case.customer.name)),
        question=row.question,
        caller=people.ref(row.caller),
        called_at=row.called_at,
        deadline=row.deadline,
        state=row.state,
        invited=tuple(held_by(one.person, one.team) for one in invites),
        options=tuple(_option(one, opinions[one.id], facts, one.id == row.chosen_id) for one in options),
        reason=row.reason,
        ended_by=people.ref(row.ended_by) if row.ended_by else None,
        ended_at=row.ended_at,
        can=tuple(policy.huddle_verbs(viewer, case, row, asked, own)) if stands else (),
    )


def _option(row: HuddleOption, said: list[HuddleOpinion], facts: tuple[Fact, ...], chosen: bool) -> OptionSummary:
    promise, window = None, None
    if row.commitment is not None and row.start is not None and row.end is not None:
        promise = OptionPromise(row.commitment.id, row.commitment.text)
        window = Window(row.start, row.end, row.zone, row.wall_start, row.wall_end)
    return OptionSummary(
        id=row.id,
        number=row.number,
        text=row.text,
        promise=promise,
        window=window,
        conflicts=conflicts(window, row.commitment.kind, facts) if window and row.commitment else (),
        opinions=tuple(OpinionSummary(people.ref(one.person), one.stance, one.text, one.at) for one in said),
        by=people.ref(row.by),
        chosen=chosen,
    )
