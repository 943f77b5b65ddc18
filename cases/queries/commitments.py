"""Promises of a case and on boards, with what the customer believes of each; and what a guest was shown of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cases import policy
from cases.facts import Contradiction, conflicts, usable
from cases.models import Belief, Case, Commitment, CommitmentStep, Fact, Proposal, ShownCommitment, Subject
from cases.queries.answers import AnswerSummary, answers_to
from cases.queries.facts import standing
from cases.queries.newest import newest, soonest
from cases.queries.summaries import CaseName, CustomerRef, HolderRef
from cases.queries.whose import narrowed
from cases.windows import Window, window_of_value
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from people import queries as people
from people.models import Person
from people.queries import PersonRef

BOARDS = ("open", "due", "at_risk", "untold", "broken", "kept", "withdrawn")
MOST_OF_CUSTOMER = 50
DUE_BEFORE = dt.timedelta(hours=24)
State = Commitment.State
_WITH = ("case", "customer", "keeper_person", "keeper_team", "keeper_partner", "made_by")
_VERSIONS = (CommitmentStep.Verb.MADE, CommitmentStep.Verb.CHANGED, CommitmentStep.Verb.WITHDRAWN)


@dataclass(frozen=True)
class ToldRef:
    """Which version the customer was last told: by whom, when and how, and what they answered."""

    version: int
    by: PersonRef
    at: dt.datetime
    channel: str
    telling: str
    answer: AnswerSummary | None


@dataclass(frozen=True)
class Standing:
    """How a promise stands, or stood when it was told."""

    version: int
    state: str
    window: Window


@dataclass(frozen=True)
class Drift:
    """The customer believes one thing and we know another; ``tell_by`` is until when they should hear of it."""

    believes: Standing
    now: Standing
    since: dt.datetime
    tell_by: dt.datetime | None


@dataclass(frozen=True)
class Step:
    """One step in the life of a promise; ``by`` is None when it was the clock's."""

    verb: str  # made, changed, kept, broken, withdrawn, reopened, warned, escalated
    version: int
    state: str
    window: Window
    reason: str
    options: tuple[dict[str, Any], ...]  # windows that were weighed, each with the facts that it goes against
    against: tuple[str, ...]
    by: PersonRef | None
    at: dt.datetime


@dataclass(frozen=True)
class WeighedWindow:
    """A window that would do, with the facts that it goes against."""

    window: Window
    conflicts: tuple[Contradiction, ...]


@dataclass(frozen=True)
class ProposalSummary:
    """A window that somebody proposed and nobody has answered yet, with the facts that it goes against.

    ``options`` are other windows that would do as well; the first of them is choice 1, the window itself choice 0.
    """

    id: str
    version: int
    window: Window
    options: tuple[WeighedWindow, ...]
    reason: str
    by: PersonRef
    at: dt.datetime
    conflicts: tuple[Contradiction, ...]
    can: tuple[str, ...]


@dataclass(frozen=True)
class CommitmentSummary:
    """A promise as a member sees it. ``state`` is stored; ``marks`` are derived: due, at_risk, untold, drift."""

    id: str
    version: int
    kind: str
    text: str
    window: Window
    state: str  # open, kept, broken, withdrawn
    marks: tuple[str, ...]
    kept_by: HolderRef
    conflicts: tuple[Contradiction, ...]
    told: ToldRef | None
    drift: Drift | None
    proposals: tuple[ProposalSummary, ...]
    history: tuple[Step, ...]
    case: CaseName
    audience: str
    made_by: PersonRef
    made_at: dt.datetime
    from_post: str | None
    ended_at: dt.datetime | None
    revision: int
    can: tuple[str, ...]


@dataclass(frozen=True)
class GuestCommitment:
    """A promise as a partner's guest was shown it: what was promised, and nothing else."""

    id: str
    version: int
    kind: str
    text: str
    window: Window
    state: str
    case: str
    can: tuple[str, ...]


def case_commitments(viewer: Person, ref: str) -> tuple[CommitmentSummary, ...] | tuple[GuestCommitment, ...]:
    """The promises of a case, open ones first by their window; to a guest those that they were shown."""
    case = policy.require_case(viewer, ref)
    if not viewer.is_member:
        return _guest_summaries(ShownCommitment.objects.filter(policy.shown_to(viewer), commitment__case=case))
    return of_case(case)


def guest_commitments(viewer: Person) -> tuple[GuestCommitment, ...]:
    """Every promise that a guest was shown, on whichever case."""
    return _guest_summaries(ShownCommitment.objects.filter(policy.shown_to(viewer)))


def of_case(case: Case, *, ended: bool = True, facts: list[Fact] | None = None) -> tuple[CommitmentSummary, ...]:
    """The promises of a case; the caller has admitted its reader to the inside, and may know the customer's facts."""
    rows = Commitment.objects.filter(case=case).select_related(*_WITH)
    if not ended:
        rows = rows.filter(Q(state__in=[State.OPEN, State.BROKEN]) | Q(drift_since__isnull=False))
    found = sorted(rows, key=lambda row: (row.state != State.OPEN, row.drift_since is None, row.start, row.id))
    return summarised(found, facts)


def of_customer(viewer: Person, customer_id: str, facts: list[Fact]) -> tuple[CommitmentSummary, ...]:
    """What stands between us and a customer, of the cases that the viewer reads inside; their facts are known."""
    standing_ones = (
        Q(state=State.OPEN)
        | Q(drift_since__isnull=False)
        | Q(state=State.BROKEN) & ~Q(case__status__in=[Case.Status.SOLVED, Case.Status.CLOSED])
    )
    rows = Commitment.objects.filter(standing_ones, reading.visible(viewer), customer=customer_id)
    found = rows.select_related(*_WITH).order_by("start", "id")[:MOST_OF_CUSTOMER]
    return summarised(sorted(found, key=lambda row: (row.drift_since is None, row.state != State.OPEN)), facts)


def commitment(viewer: Person, commitment_id: str) -> CommitmentSummary | GuestCommitment:
    """One promise; NotFound for whoever does not know of it."""
    if not viewer.is_member:
        shown = policy.require_shown(viewer, commitment_id)
        return _guest_summaries(ShownCommitment.objects.filter(pk=shown.pk))[0]
    rows = Commitment.objects.filter(reading.visible(viewer), id=commitment_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return summarised([found])[0]


def require_inside_promise(viewer: Person, commitment_id: str) -> None:
    """NotFound for whoever may not write about a promise."""
    policy.require_commitment(viewer, commitment_id)


def commitments(
    viewer: Person,
    *,
    state: str = "open",
    holder: str = "",
    team: str = "",
    customer: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[CommitmentSummary]:
    """A board of promises: what comes soonest, was untold longest or broke last stands first.

    ``holder`` is a person who keeps the promise or holds its case ("me" for the viewer, "us" for them and their teams),
    ``team`` the same of a team.
    """
    rows, column, descending = board(state)
    rows = narrowed(rows.filter(policy.inside_at(viewer)), viewer, holder=holder, team=team, customer=customer)
    listing = f"commitments:{state}:{holder}:{team}:{customer}"
    page = newest if descending else soonest
    shown, next_ = page(rows.select_related(*_WITH), column, listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(summarised(shown), next_)


def summarised(rows: Iterable[Commitment], facts: list[Fact] | None = None) -> tuple[CommitmentSummary, ...]:
    """Promises as members see them, with six more statements for any number of rows."""
    rows = list(rows)
    if not rows:
        return ()
    ids = [row.id for row in rows]
    steps: dict[str, list[CommitmentStep]] = {id_: [] for id_ in ids}
    taken = list(CommitmentStep.objects.filter(commitment__in=ids).order_by("id"))
    for step in taken:
        steps[step.commitment_id].append(step)
    believed = list(Belief.objects.filter(subject=Subject.COMMITMENT, subject_id__in=ids).select_related("telling"))
    beliefs = {belief.subject_id: belief for belief in believed}
    answers = answers_to([belief.telling for belief in believed])
    waiting: dict[str, list[Proposal]] = {id_: [] for id_ in ids}
    open_ones = list(Proposal.objects.filter(commitment__in=ids, state=Proposal.State.OPEN).order_by("at", "id"))
    for proposal in open_ones:
        waiting[proposal.commitment_id].append(proposal)
    people.with_people([*taken, *(belief.telling for belief in believed), *open_ones], "by")
    known: dict[str, list[Fact]] = {}
    for fact in standing(list({row.customer_id for row in rows})) if facts is None else facts:
        known.setdefault(fact.customer_id, []).append(fact)
    moment = now()
    used = {customer_id: usable(found, moment) for customer_id, found in known.items()}
    return tuple(
        _summary(
            row, steps[row.id], beliefs.get(row.id), answers, waiting[row.id], used.get(row.customer_id, ()), moment
        )
        for row in rows
    )


def _summary(
    row: Commitment,
    steps: list[CommitmentStep],
    belief: Belief | None,
    answers: dict[str, AnswerSummary],
    waiting: list[Proposal],
    facts: tuple[Fact, ...],
    moment: dt.datetime,
) -> CommitmentSummary:
    customer = CustomerRef(row.customer.id, row.customer.name)
    return CommitmentSummary(
        id=row.id,
        version=row.version,
        kind=row.kind,
        text=row.text,
        window=window_of(row),
        state=row.state,
        marks=marks(row, moment),
        kept_by=keeper_of(row),
        conflicts=conflicts(window_of(row), row.kind, facts) if row.state == State.OPEN else (),
        told=_told(belief, answers),
        drift=_drift(row, steps, belief),
        proposals=tuple(_proposal(one, row.kind, facts) for one in waiting),
        history=tuple(_step(one) for one in steps),
        case=CaseName(row.case.ref, row.case.title, customer),
        audience=row.audience_id,
        made_by=people.ref(row.made_by),
        made_at=row.made_at,
        from_post=row.from_post or None,
        ended_at=row.ended_at,
        revision=row.revision,
        can=policy.COMMITMENT_VERBS[row.state],
    )


def weighed(viewer: Person, commitment_id: str, windows: Iterable[Window]) -> tuple[WeighedWindow, ...]:
    """Windows that one thinks of for a promise, each with the facts of its customer that it goes against."""
    _case, row = policy.require_commitment(viewer, commitment_id)
    facts = usable(standing([row.customer_id]), now())
    return tuple(WeighedWindow(one, conflicts(one, row.kind, facts)) for one in windows)


def options_of(row: Proposal) -> tuple[Window, ...]:
    """The other windows that would do as well, as they were proposed."""
    return tuple(window_of_value(one) for one in row.options)


def marks(row: Commitment, moment: dt.datetime) -> tuple[str, ...]:
    """What is derived of a promise, the gravest first: drift, untold, at_risk, due."""
    is_open = row.state == State.OPEN
    found = {
        "drift": row.drift_since is not None,
        "untold": is_open and row.untold,
        "at_risk": is_open and row.at_risk,
        "due": is_open and row.start <= moment + DUE_BEFORE,
    }
    return tuple(name for name, true in found.items() if true)


def board(state: str) -> tuple[QuerySet[Commitment], str, bool]:
    """The rows of a board, the column that orders it, and whether the newest stand first."""
    rows = Commitment.objects.all()
    match state:
        case "due":
            return rows.filter(state=State.OPEN, start__lte=now() + DUE_BEFORE), "start", False
        case "at_risk":
            return rows.filter(state=State.OPEN, at_risk=True), "start", False
        case "untold":
            return rows.filter(state=State.OPEN, untold=True), "changed_at", False
        case "open":
            return rows.filter(state=State.OPEN), "start", False
    return rows.filter(state=state), "ended_at", True


def window_of(row: Commitment | CommitmentStep | Proposal) -> Window:
    """The window of a row."""
    return Window(row.start, row.end, row.zone, row.wall_start, row.wall_end)


def keeper_of(row: Commitment) -> HolderRef:
    """Who keeps a promise."""
    if row.keeper_person is not None:
        return HolderRef("person", row.keeper_person.id, row.keeper_person.name)
    if row.keeper_team is not None:
        return HolderRef("team", row.keeper_team.id, row.keeper_team.name)
    partner: Any = row.keeper_partner
    return HolderRef("partner", partner.id, partner.name)


def _told(belief: Belief | None, answers: dict[str, AnswerSummary]) -> ToldRef | None:
    if belief is None:
        return None
    telling = belief.telling
    by = people.ref(telling.by)
    return ToldRef(telling.version, by, telling.at, telling.channel, telling.id, answers.get(telling.id))


def _drift(row: Commitment, steps: list[CommitmentStep], belief: Belief | None) -> Drift | None:
    if row.drift_since is None or belief is None:
        return None
    told = next((one for one in steps if one.verb in _VERSIONS and one.version == belief.telling.version), None)
    if told is None:
        return None
    return Drift(
        believes=Standing(told.version, told.state, window_of(told)),
        now=Standing(row.version, row.state, window_of(row)),
        since=row.drift_since,
        tell_by=belief.tell_by,
    )


def _proposal(row: Proposal, kind: str, facts: tuple[Fact, ...]) -> ProposalSummary:
    return ProposalSummary(
        id=row.id,
        version=row.version,
        window=window_of(row),
        options=tuple(WeighedWindow(one, conflicts(one, kind, facts)) for one in options_of(row)),
        reason=row.reason,
        by=people.ref(row.by),
        at=row.at,
        conflicts=conflicts(window_of(row), kind, facts),
        can=("accept", "decline"),
    )


def _step(row: CommitmentStep) -> Step:
    return Step(
        verb=row.verb,
        version=row.version,
        state=row.state,
        window=window_of(row),
        reason=row.reason,
        options=tuple(row.options),
        against=tuple(row.against),
        by=people.ref(row.by) if row.by else None,
        at=row.at,
    )


def _guest_summaries(rows: QuerySet[ShownCommitment]) -> tuple[GuestCommitment, ...]:
    shown = list(rows.select_related("commitment", "audience").order_by("-at", "commitment_id"))
    versions = CommitmentStep.objects.filter(
        commitment__in=[row.commitment_id for row in shown], verb__in=_VERSIONS
    )  # fmt: skip
    windows = {(step.commitment_id, step.version): window_of(step) for step in versions}
    return tuple(
        GuestCommitment(
            id=row.commitment_id,
            version=row.version,
            kind=row.commitment.kind,
            text=row.commitment.text,
            window=windows[row.commitment_id, row.version],
            state=row.state,
            case=row.audience.subject_ref,
            can=("propose",) if row.state == State.OPEN else (),
        )
        for row in shown
    )
