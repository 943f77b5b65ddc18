"""Exceptions to rules: those of a case, those that wait, and those that were decided, as precedents."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases import policy
from cases.models import Case, Waiver
from cases.queries.rules import RuleRef
from cases.queries.summaries import CaseName, CustomerRef
from esn.core.clock import now
from esn.core.errors import NotFound
from esn.core.pages import PAGE_SIZE, Page
from groups import policy as reading
from groups.models import Membership
from groups.queries.paging import newest, soonest
from people import queries as people
from people.models import Person
from people.queries import PersonRef

State = Waiver.State
WAIVER_STATES = ("open", "overdue", "granted", "conditional", "refused", "withdrawn", "decided", "all")
_DECIDED = (State.GRANTED, State.CONDITIONAL, State.REFUSED)
_WITH = ("case__customer", "rule", "asker", "decided_by")


@dataclass(frozen=True)
class WaiverSummary:
    """An exception; ``deciders`` are those who may decide now, ``overdue`` that it should have been decided."""

    id: str
    case: CaseName
    rule: RuleRef
    asker: PersonRef
    what: str
    why: str
    limit: str
    until: dt.datetime
    state: str  # open, granted, conditional, refused, withdrawn
    overdue: bool
    deciders: tuple[PersonRef, ...]
    condition: str
    reason: str
    asked_at: dt.datetime
    decided_by: PersonRef | None
    decided_at: dt.datetime | None
    can: tuple[str, ...]  # grant, refuse, withdraw


def case_waivers(viewer: Person, ref: str, *, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[WaiverSummary]:
    """The exceptions of a case, the newest first; for those who read the internal side."""
    case = policy.require_inside(viewer, ref)
    rows = Waiver.objects.filter(case=case).select_related(*_WITH)
    page = newest(rows, "asked_at", listing=f"waivers:{ref}", viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def waivers(
    viewer: Person,
    *,
    state: str = "open",
    decider: str = "",
    asker: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page[WaiverSummary]:
    """Exceptions by their state: what waits by when its answer is due, the others the newest first.

    ``decider`` may be "me", for those about which the viewer decides; ``asker`` a person, "me" for the viewer.
    """
    policy.require_staff(viewer)
    rows = _of(state).filter(policy.inside_at(viewer, "case")).select_related(*_WITH)
    if decider == "me":
        rows = rows.filter(policy.decided_by(viewer))
    if asker:
        rows = rows.filter(asker=viewer.id if asker == "me" else asker)
    listing = f"waivers:{state}:{decider}:{asker}"
    by, column = (soonest, "until") if state in ("open", "overdue") else (newest, "asked_at")
    page = by(rows, column, listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def precedents(
    viewer: Person, rule_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[WaiverSummary]:  # fmt: skip
    """What was decided about exceptions to a rule in the cases that the viewer reads, the newest first."""
    rule = policy.require_rule(viewer, rule_id)
    rows = Waiver.objects.filter(policy.inside_at(viewer, "case"), rule=rule, state__in=_DECIDED).select_related(*_WITH)
    listing = f"precedents:{rule_id}"
    page = newest(rows, "decided_at", listing=listing, viewer=viewer, cursor=cursor, limit=limit)
    return Page(_summaries(viewer, page.results), page.next)


def waiver(viewer: Person, waiver_id: str) -> WaiverSummary:
    """One exception; NotFound when the viewer does not read the internal side of its case."""
    rows = Waiver.objects.filter(policy.inside_at(viewer, "case"), id=waiver_id)
    found = rows.select_related(*_WITH).first()
    if found is None:
        raise NotFound
    return _summaries(viewer, [found])[0]


def waiting_waivers(viewer: Person, case: Case) -> tuple[WaiverSummary, ...]:
    """What waits for a decision in a case, the most urgent first; the caller has admitted the viewer to the case."""
    rows = case.waivers.filter(state=State.OPEN).select_related("rule").order_by("until", "id")
    return _summaries(viewer, people.with_people(rows, "asker", "decided_by"))


def decided_waivers(viewer: Person, case: Case) -> tuple[WaiverSummary, ...]:
    """What was decided in a case, the oldest first; the caller has admitted the viewer to the case."""
    rows = case.waivers.filter(state__in=_DECIDED).select_related("rule").order_by("decided_at", "id")
    return _summaries(viewer, people.with_people(rows, "asker", "decided_by"))


def _of(state: str) -> QuerySet[Waiver]:
    if state == "overdue":
        return Waiver.objects.filter(state=State.OPEN, until__lte=now())
    if state == "decided":
        return Waiver.objects.filter(state__in=_DECIDED)
    return Waiver.objects.filter(state=state) if state != "all" else Waiver.objects.all()


def _summaries(viewer: Person, rows: Sequence[Waiver]) -> tuple[WaiverSummary, ...]:
    """Exceptions as the viewer sees them, with three more statements for any number of rows."""
    if not rows:
        return ()
    who = policy.deciders(row.rule_id for row in rows if row.state == State.OPEN)
    seated = _seated([row.case for row in rows if row.state == State.OPEN and row.case.restricted], who)
    moment = now()
    return tuple(_summary(viewer, row, who.get(row.rule_id, {}), seated, moment) for row in rows)


def _seated(cases: list[Case], who: dict[str, dict[str, Person]]) -> frozenset[tuple[str, str]]:
    """Who of the deciders has a seat in which of these restricted cases; no statement when there are none."""
    if not cases:
        return frozenset()
    ids = {id_ for people_ in who.values() for id_ in people_}
    rows = Membership.objects.filter(
        Q(audience__in=[case.audience_id for case in cases]), person__in=ids, role__in=reading.SEATS
    )
    return frozenset(rows.values_list("audience_id", "person_id"))


def _summary(
    viewer: Person, row: Waiver, who: dict[str, Person], seated: frozenset[tuple[str, str]], moment: dt.datetime
) -> WaiverSummary:
    case, waits = row.case, row.state == State.OPEN
    deciders = [
        one
        for one in who.values()
        if waits and one.id != row.asker_id and (not case.restricted or (case.audience_id, one.id) in seated)
    ]
    return WaiverSummary(
        id=row.id,
        case=CaseName(case.ref, case.title, CustomerRef(case.customer.id, case.customer.name)),
        rule=RuleRef(row.rule.id, row.rule.title, row.rule_version),
        asker=people.ref(row.asker),
        what=row.what,
        why=row.why,
        limit=row.limit,
        until=row.until,
        state=row.state,
        overdue=waits and row.until <= moment,
        deciders=tuple(map(people.ref, deciders)),
        condition=row.condition,
        reason=row.reason,
        asked_at=row.asked_at,
        decided_by=people.ref(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        can=_verbs(viewer, row, viewer.id in {one.id for one in deciders}) if waits else (),
    )


def _verbs(viewer: Person, row: Waiver, decides: bool) -> tuple[str, ...]:
    if row.asker_id == viewer.id:
        return policy.WAIVER_VERBS["asker"]
    return policy.WAIVER_VERBS["decider"] if decides else ()
