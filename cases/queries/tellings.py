"""What customers were told, where they believe something that is no longer so, and who knew what when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cases import policy
from cases.models import Belief, Case, Commitment, CommitmentStep, Fact, Subject, Telling
from cases.queries.commitments import narrowed
from cases.queries.newest import newest
from cases.queries.summaries import CaseName, CustomerRef, HolderRef
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from feeds.models import Post
from groups import policy as reading
from people import queries as people
from people.models import Person
from people.queries import PersonRef

_HARM = {0: "broken", 1: "changed"}


@dataclass(frozen=True)
class SubjectRef:
    """What was told: a promise, a status or a fact, in one of its versions."""

    type: str
    id: str
    version: int


@dataclass(frozen=True)
class TellingSummary:
    """Who told the customer what, when and how; ``value`` is what it was at that moment."""

    id: str
    case: str
    subject: SubjectRef
    value: dict[str, Any]
    channel: str
    note: str
    by: PersonRef
    at: dt.datetime


@dataclass(frozen=True)
class Knowledge:
    """At one moment: what the customer had last been told of a subject, and what we knew of it then."""

    type: str
    id: str
    told: TellingSummary | None
    knew: dict[str, Any] | None
    differs: bool


@dataclass(frozen=True)
class DriftSummary:
    """The customer believes one thing and we know another, since a moment; ``harm`` is broken or changed."""

    case: CaseName
    holder: HolderRef
    type: str
    id: str
    believes: dict[str, Any]
    now: dict[str, Any]
    since: dt.datetime
    tell_by: dt.datetime | None
    harm: str
    told: TellingSummary


def tellings(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[TellingSummary]:
    """What the customer was told in a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = Telling.objects.filter(case=case).select_related("by")
    shown, next_ = newest(rows, "at", listing=f"tellings:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return Page(tuple(_telling(row, ref) for row in shown), next_)


def telling(viewer: Person, telling_id: str) -> TellingSummary:
    """One telling; NotFound for whoever does not read the internal side of its case."""
    row = Telling.objects.select_related("by", "case").filter(id=telling_id).first()
    if row is None:
        raise NotFound
    policy.require_inside(viewer, row.case.ref)
    return _telling(row, row.case.ref)


def last_telling(case: Case) -> TellingSummary | None:
    """The newest telling of a case; the caller has admitted its reader."""
    found = people.with_people(Telling.objects.filter(case=case).order_by("-at", "-id")[:1], "by")
    return _telling(found[0], case.ref) if found else None


def knowledge(viewer: Person, ref: str, *, at: dt.datetime) -> tuple[Knowledge, ...]:
    """Who knew what at a moment: for each promise, fact and the status, what had been told and what was so."""
    case = policy.require_inside(viewer, ref)
    told: dict[tuple[str, str], Telling] = {}
    for row in Telling.objects.filter(case=case, at__lte=at).select_related("by").order_by("at", "id"):
        told[row.subject, row.subject_id] = row
    knew: dict[tuple[str, str], dict[str, Any]] = {}
    steps = CommitmentStep.objects.filter(commitment__case=case, at__lte=at).select_related("commitment")
    for step in steps.order_by("id"):
        knew[Subject.COMMITMENT, step.commitment_id] = _stood(step)
    facts = [id_ for subject, id_ in told if subject == Subject.FACT]
    for fact in Fact.objects.filter(id__in=facts):
        withdrawn = fact.withdrawn_at is not None and fact.withdrawn_at <= at
        knew[Subject.FACT, fact.id] = {"fact_kind": fact.kind, "value": fact.value, "withdrawn": withdrawn}
    if at >= case.opened_at:
        knew[Subject.STATUS, case.ref] = {"status": _status_at(case, at)}
    subjects = sorted({*told, *knew})
    return tuple(_known(type_, id_, told.get((type_, id_)), knew.get((type_, id_)), ref) for type_, id_ in subjects)


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
    rows = Belief.objects.filter(drift_since__isnull=False)
    rows = rows.filter(reading.visible(viewer)) if viewer.is_member else rows.none()
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
    return Page(tuple(map(_drift, shown)), next_)


def case_drifts(case: Case) -> tuple[DriftSummary, ...]:
    """What the customer of a case believes that is not so; the caller has admitted its reader."""
    rows = Belief.objects.filter(case=case, drift_since__isnull=False).select_related("telling")
    found = list(rows.order_by("harm", "drift_since", "id"))
    people.with_people([row.telling for row in found], "by")
    for row in found:
        row.case = case
    return tuple(map(_drift, found))


_DRIFT_WITH = ("case__customer", "case__holder_person", "case__holder_team", "telling__by")


def _telling(row: Telling, ref: str) -> TellingSummary:
    return TellingSummary(
        id=row.id,
        case=ref,
        subject=SubjectRef(row.subject, row.subject_id, row.version),
        value=row.value,
        channel=row.channel,
        note=row.note,
        by=people.ref(row.by),
        at=row.at,
    )


def _drift(row: Belief) -> DriftSummary:
    case = row.case
    holder: Any = case.holder_person or case.holder_team
    return DriftSummary(
        case=CaseName(case.ref, case.title, CustomerRef(case.customer.id, case.customer.name)),
        holder=HolderRef("person" if case.holder_person_id else "team", holder.id, holder.name),
        type=row.subject,
        id=row.subject_id,
        believes=row.telling.value,
        now=row.known,
        since=row.drift_since or row.telling.at,
        tell_by=row.tell_by,
        harm=_HARM[row.harm],
        told=_telling(row.telling, case.ref),
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
    type_: str, id_: str, told: Telling | None, knew: dict[str, Any] | None, ref: str
) -> Knowledge:  # fmt: skip
    if told is None or knew is None:
        differs = False
    elif type_ == Subject.COMMITMENT:
        differs = told.version != knew["version"]
    elif type_ == Subject.STATUS:
        differs = told.value.get("status") != knew["status"]
    else:
        differs = bool(knew["withdrawn"])
    return Knowledge(type_, id_, _telling(told, ref) if told else None, knew, differs)


def _status_at(case: Case, at: dt.datetime) -> str:
    """Where the case stood at a moment, by its entries: the last change before it, or the first after it."""
    entries = Post.objects.filter(audience=case.audience_id, kind="status")
    before = entries.filter(created_at__lte=at).order_by("-created_at", "-id").first()
    if before is not None:
        return str(before.detail.get("to", case.status))
    after = entries.filter(created_at__gt=at).order_by("created_at", "id").first()
    return str(after.detail.get("from", case.status)) if after else case.status
