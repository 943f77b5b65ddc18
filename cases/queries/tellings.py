"""What customers were told, where they believe something that is no longer so, and who knew what when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cases import policy
from cases.models import Belief, Case, Commitment, CommitmentStep, Fact, Subject, Telling
from cases.queries.answers import AnswerSummary, answers_to
from cases.queries.summaries import CaseName, CustomerRef, HolderRef, held_by
from cases.queries.whose import narrowed
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds.models import Post
from groups.queries.paging import newest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

_HARM = {0: "broken", 1: "changed"}
_POINTS = 100


@dataclass(frozen=True)
class SubjectRef:
    """What was told: a promise, a status or a fact, in one of its versions."""

    type: str
    id: str
    version: int


@dataclass(frozen=True)
class TellingSummary:
    """Who told the customer what, when and how, and what they answered; ``value`` is what it was at that moment."""

    id: str
    case: str
    subject: SubjectRef
    value: dict[str, Any]
    channel: str
    note: str
    by: PersonRef
    at: dt.datetime
    answer: AnswerSummary | None


@dataclass(frozen=True)
class Knowledge:
    """At one moment: what the customer had last been told of a subject, and what we knew of it then.

    ``since`` and ``by`` say since when we knew it and through whom, where that was written down.
    """

    type: str
    id: str
    told: TellingSummary | None
    knew: dict[str, Any] | None
    differs: bool
    since: dt.datetime | None
    by: PersonRef | None


@dataclass(frozen=True)
class DriftSummary:
    """The customer believes one thing and we know another, since a moment; ``harm`` is broken or changed.

    The holder owns it; once it was not told in time, ``concerns`` names those who answer for them.
    """

    case: CaseName
    audience: str
    holder: HolderRef
    type: str
    id: str
    believes: dict[str, Any]
    now: dict[str, Any]
    since: dt.datetime
    tell_by: dt.datetime | None
    harm: str
    told: TellingSummary
    concerns: tuple[str, ...]


def tellings(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[TellingSummary]:
    """What the customer was told in a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = Telling.objects.filter(case=case).select_related("by")
    page = newest(rows, "at", listing=f"tellings:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    answers = answers_to(page.results)
    return page.map(lambda row: _telling(row, ref, answers))


def telling(viewer: Person, telling_id: str) -> TellingSummary:
    """One telling; NotFound for whoever does not read the internal side of its case."""
    row = Telling.objects.select_related("by", "case").filter(id=telling_id).first()
    if row is None:
        raise NotFound
    policy.require_inside(viewer, row.case.ref)
    return _telling(row, row.case.ref, answers_to([row]))


def last_telling(case: Case) -> TellingSummary | None:
    """The newest telling of a case; the caller has admitted its reader."""
    found = people.with_people(Telling.objects.filter(case=case).order_by("-at", "-id")[:1], "by")
    return _telling(found[0], case.ref, answers_to(found)) if found else None


def knowledge(viewer: Person, ref: str, *, at: dt.datetime) -> tuple[Knowledge, ...]:
    """Who knew what at a moment: for each promise, fact and the status, what had been told and what was so."""
    case = policy.require_inside(viewer, ref)
    told: dict[tuple[str, str], Telling] = {}
    for row in Telling.objects.filter(case=case, at__lte=at).select_related("by").order_by("at", "id"):
        told[row.subject, row.subject_id] = row
    knew: dict[tuple[str, str], _Knew] = {}
    steps = CommitmentStep.objects.filter(commitment__case=case, at__lte=at).select_related("commitment", "by")
    for step in steps.order_by("id"):
        knew[Subject.COMMITMENT, step.commitment_id] = _Knew(_stood(step), step.at, step.by)
    facts = [id_ for subject, id_ in told if subject == Subject.FACT]
    for fact in Fact.objects.filter(id__in=facts):
        withdrawn = fact.withdrawn_at is not None and fact.withdrawn_at <= at
        value = {"fact_kind": fact.kind, "value": fact.value, "codes": fact.detail, "withdrawn": withdrawn}
        knew[Subject.FACT, fact.id] = _Knew(value, fact.withdrawn_at if withdrawn else None)
    if at >= case.opened_at:
        knew[Subject.STATUS, case.ref] = _status_at(case, at)
    answers = answers_to(told.values())
    subjects = sorted({*told, *knew})
    return tuple(
        _known(type_, id_, told.get((type_, id_)), knew.get((type_, id_)), ref, answers) for type_, id_ in subjects
    )


def turning_points(viewer: Person, ref: str) -> tuple[dt.datetime, ...]:
    """The moments at which what we knew or what the customer had been told changed, the newest first; at most 100."""
    case = policy.require_inside(viewer, ref)
    steps = CommitmentStep.objects.filter(commitment__case=case).order_by("-at").values_list("at", flat=True)
    told = Telling.objects.filter(case=case).order_by("-at").values_list("at", flat=True)
    stood = Post.objects.filter(audience=case.audience_id, kind="status").order_by("-created_at")
    moved = stood.values_list("created_at", flat=True)
    found = {*steps[:_POINTS], *told[:_POINTS], *moved[:_POINTS], case.opened_at}
    return tuple(sorted(found, reverse=True)[:_POINTS])


def drifts(
    viewer: Person,
    *,
    holder: str = "",
    team: str = "",
    customer: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[DriftSummary]:
    """Customer believes, we know, since: broken promises first, then whoever has waited longest."""
    listing = f"drifts:{holder}:{team}:{customer}"
    rows = Belief.objects.filter(policy.inside_at(viewer), drift_since__isnull=False)
    rows = narrowed(rows, viewer, holder=holder, team=team, customer=customer, keeper="")
    if cursor is not None:
        harm, moment, last = unseal(listing, viewer.id, cursor)
        at = dt.datetime.fromisoformat(moment)
        rows = rows.filter(
            Q(harm__gt=harm) | Q(harm=harm, drift_since__gt=at) | Q(harm=harm, drift_since=at, id__gt=last)
        )
    rows = rows.order_by("harm", "drift_since", "id")
    found = list(rows.select_related(*_DRIFT_WITH)[: limit + 1])
    shown = found[:limit]
    next_ = None
    if len(found) > limit:
        end = shown[-1]
        next_ = seal(listing, viewer.id, [end.harm, (end.drift_since or end.telling.at).isoformat(), end.pk])
    return Page(_drifts(shown), next_)


def case_drifts(case: Case) -> tuple[DriftSummary, ...]:
    """What the customer of a case believes that is not so; the caller has admitted its reader."""
    rows = Belief.objects.filter(case=case, drift_since__isnull=False).select_related("telling")
    found = list(rows.order_by("harm", "drift_since", "id"))
    people.with_people([row.telling for row in found], "by")
    for row in found:
        row.case = case
    return _drifts(found)


_DRIFT_WITH = ("case__customer", "case__holder_person", "case__holder_team", "telling__by")


@dataclass(frozen=True)
class _Knew:
    """What we knew of a subject, since when, and through whom."""

    value: dict[str, Any]
    since: dt.datetime | None = None
    by: Person | None = None


def _telling(row: Telling, ref: str, answers: dict[str, AnswerSummary]) -> TellingSummary:
    return TellingSummary(
        id=row.id,
        case=ref,
        subject=SubjectRef(row.subject, row.subject_id, row.version),
        value=row.value,
        channel=row.channel,
        note=row.note,
        by=people.ref(row.by),
        at=row.at,
        answer=answers.get(row.id),
    )


def _drifts(rows: list[Belief]) -> tuple[DriftSummary, ...]:
    """Drifts with what customers answered and whom they concern, with at most two more statements."""
    answers = answers_to([row.telling for row in rows])
    late = [row for row in rows if row.tell_by is not None and row.tell_by <= now()]
    concerned = _concerned(late) if late else {}
    return tuple(_drift(row, answers, concerned.get((row.audience_id, row.subject_id), ())) for row in rows)


def _concerned(rows: list[Belief]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names of those whom a drift concerns since it was not told in time, as its newest escalation says."""
    sides = {row.audience_id for row in rows}
    entries = Post.objects.filter(audience__in=sides, kind="escalation").order_by("created_at", "id")
    return {
        (one.audience_id, str(one.detail.get("subject_id", ""))): tuple(to["name"] for to in one.detail.get("to", ()))
        for one in entries
    }


def _drift(row: Belief, answers: dict[str, AnswerSummary], concerns: tuple[str, ...]) -> DriftSummary:
    case = row.case
    return DriftSummary(
        case=CaseName(case.ref, case.title, CustomerRef(case.customer.id, case.customer.name)),
        audience=row.audience_id,
        holder=held_by(case.holder_person, case.holder_team),
        type=row.subject,
        id=row.subject_id,
        believes=row.telling.value,
        now=row.known,
        since=row.drift_since or row.telling.at,
        tell_by=row.tell_by,
        harm=_HARM[row.harm],
        told=_telling(row.telling, case.ref, answers),
        concerns=concerns,
    )


def _stood(step: CommitmentStep) -> dict[str, Any]:
    """How a promise stood after a step, in the words of a telling's value."""
    row: Commitment = step.commitment
    window = {
        "start": step.start.isoformat(),
        "end": step.end.isoformat(),
        "timezone": step.zone,
        "local_start": step.wall_start,
        "local_end": step.wall_end,
    }
    return {
        "id": row.id,
        "version": step.version,
        "commitment_kind": row.kind,
        "text": row.text,
        "window": window,
        "state": step.state,
    }


def _known(
    type_: str,
    id_: str,
    told: Telling | None,
    knew: _Knew | None,
    ref: str,
    answers: dict[str, AnswerSummary],
) -> Knowledge:
    if told is None or knew is None:
        differs = False
    elif type_ == Subject.COMMITMENT:
        differs = told.version != knew.value["version"]
    elif type_ == Subject.STATUS:
        differs = told.value.get("status") != knew.value["status"]
    else:
        differs = bool(knew.value["withdrawn"])
    return Knowledge(
        type=type_,
        id=id_,
        told=_telling(told, ref, answers) if told else None,
        knew=knew.value if knew else None,
        differs=differs,
        since=knew.since if knew else None,
        by=people.ref(knew.by) if knew and knew.by else None,
    )


def _status_at(case: Case, at: dt.datetime) -> _Knew:
    """Where the case stood at a moment, by its entries: the last change before it, or the first after it."""
    entries = Post.objects.filter(audience=case.audience_id, kind="status").select_related("author")
    before = entries.filter(created_at__lte=at).order_by("-created_at", "-id").first()
    if before is not None:
        return _Knew({"status": str(before.detail.get("to", case.status))}, before.created_at, before.author)
    after = entries.filter(created_at__gt=at).order_by("created_at", "id").first()
    return _Knew({"status": str(after.detail.get("from", case.status)) if after else case.status}, case.opened_at)
