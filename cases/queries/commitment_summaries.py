"""A promise as it is shown: to members with what the customer believes of it, to guests as they were shown it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases import policy
from cases.facts import Contradiction, conflicts, usable
from cases.models import Belief, Commitment, CommitmentStep, Fact, Proposal, ShownCommitment, Subject
from cases.queries.answers import AnswerSummary, answers_to
from cases.queries.facts import standing
from cases.queries.summaries import CaseName, CustomerRef, HolderRef, held_by
from cases.windows import Window, window_of_value
from esn.core.clock import now
from people import queries as people
from people.queries import PersonRef

DUE_BEFORE = dt.timedelta(hours=24)
State = Commitment.State
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


def shown_to_guests(rows: QuerySet[ShownCommitment]) -> tuple[GuestCommitment, ...]:
    """Promises as guests were shown them, the newest first, with two statements."""
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


def window_of(row: Commitment | CommitmentStep | Proposal) -> Window:
    """The window of a row."""
    return Window(row.start, row.end, row.zone, row.wall_start, row.wall_end)


def keeper_of(row: Commitment) -> HolderRef:
    """Who keeps a promise."""
    if row.keeper_partner is not None:
        return HolderRef("partner", row.keeper_partner.id, row.keeper_partner.name)
    return held_by(row.keeper_person, row.keeper_team)


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
