"""Rules with who owns them, who decides, their versions, and how often they were departed from of late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from cases import policy
from cases.models import Rule, RuleDecider, RuleVersion, Waiver
from cases.queries.summaries import HolderRef, held_by
from esn.core.clock import now
from esn.core.pages import PAGE_SIZE, Page
from groups.queries.paging import by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef

COUNTED = dt.timedelta(days=90)  # what was granted in this time counts
GRANTED = (Waiver.State.GRANTED, Waiver.State.CONDITIONAL)


@dataclass(frozen=True)
class RuleRef:
    """A rule as named beside what cites it, in the version that was cited."""

    id: str
    title: str
    version: int


@dataclass(frozen=True)
class RuleSummary:
    """A rule card. ``departures`` counts what was granted in 90 days, since it was written, as one reads it."""

    id: str
    title: str
    text: str
    version: int
    since: dt.datetime
    owner: HolderRef
    deciders: tuple[HolderRef, ...]  # as the rule names them: people, and teams whose moderators decide
    who: tuple[PersonRef, ...]  # the people who may decide now
    answer_minutes: int
    review_after: int
    departures: int
    proposed: bool  # departed from so often that whoever answers for it should look at it
    written_at: dt.datetime
    retired_at: dt.datetime | None
    can: tuple[str, ...]  # edit, retire


@dataclass(frozen=True)
class RuleVersionSummary:
    """What a rule said from some moment on; ``owner`` and ``deciders`` as they were called then."""

    version: int
    title: str
    text: str
    since: dt.datetime
    owner: HolderRef
    deciders: tuple[HolderRef, ...]
    answer_minutes: int
    note: str
    by: PersonRef
    at: dt.datetime


def rules(
    viewer: Person, *, q: str = "", retired: bool = False, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[RuleSummary]:
    """The rules that hold (or those that were retired) by title; ``q`` is a part of it or of their text."""
    policy.require_staff(viewer)
    rows = Rule.objects.filter(policy.readable_rules(viewer), retired_at__isnull=not retired)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(text__icontains=q))
    rows = rows.select_related("owner_person", "owner_team")
    page = by_name(rows, f"rules:{q}:{retired}", viewer, cursor, limit)
    return Page(_summaries(viewer, page.results), page.next)


def rule(viewer: Person, rule_id: str) -> RuleSummary:
    """One rule; NotFound for whoever does not read it."""
    return _summaries(viewer, [policy.require_rule(viewer, rule_id)])[0]


def rule_history(viewer: Person, rule_id: str) -> tuple[RuleVersionSummary, ...]:
    """Every version of a rule, the newest first."""
    found = policy.require_rule(viewer, rule_id)
    rows = RuleVersion.objects.filter(rule=found).select_related("by").order_by("-version")
    return tuple(map(_version, rows))


def _summaries(viewer: Person, rows: Sequence[Rule]) -> tuple[RuleSummary, ...]:
    """Rules as the viewer sees them, with five more statements for any number of rows."""
    if not rows:
        return ()
    ids = [row.id for row in rows]
    named: dict[str, list[HolderRef]] = {id_: [] for id_ in ids}
    for one in RuleDecider.objects.filter(rule__in=ids).select_related("person", "team").order_by("id"):
        named[one.rule_id].append(held_by(one.person, one.team))
    departed = dict(
        Waiver.objects.filter(
            policy.inside_at(viewer, "case"),
            rule__in=ids,
            state__in=GRANTED,
            decided_at__gte=now() - COUNTED,
            rule__written_at__lte=F("decided_at"),
        )
        .values_list("rule")
        .annotate(n=Count("id"))
    )
    who, led = policy.deciders(ids), policy.led_teams(viewer)
    return tuple(
        _summary(viewer, row, named[row.id], list(who[row.id].values()), departed.get(row.id, 0), led) for row in rows
    )


def _summary(
    viewer: Person, row: Rule, named: list[HolderRef], who: list[Person], departures: int, led: frozenset[str]
) -> RuleSummary:
    mine = row.retired_at is None and policy.may_write_rule(viewer, row.owner_person_id, row.owner_team_id, led)
    return RuleSummary(
        id=row.id,
        title=row.title,
        text=row.text,
        version=row.version,
        since=row.since,
        owner=held_by(row.owner_person, row.owner_team),
        deciders=tuple(named),
        who=tuple(map(people.ref, who)),
        answer_minutes=row.answer_minutes,
        review_after=row.review_after,
        departures=departures,
        proposed=mine and departures >= row.review_after,
        written_at=row.written_at,
        retired_at=row.retired_at,
        can=policy.RULE_VERBS if mine else (),
    )


def _version(row: RuleVersion) -> RuleVersionSummary:
    return RuleVersionSummary(
        version=row.version,
        title=row.title,
        text=row.text,
        since=row.since,
        owner=HolderRef(**row.owner),
        deciders=tuple(HolderRef(**one) for one in row.deciders),
        answer_minutes=row.answer_minutes,
        note=row.note,
        by=people.ref(row.by),
        at=row.at,
    )
