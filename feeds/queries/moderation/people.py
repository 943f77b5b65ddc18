"""What moderators know of a person: how often reported and acted upon, and what was done."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q

from feeds import policy
from feeds.models import Act, Complaint, Report
from feeds.queries.moderation.summaries import ActSummary, PersonPast
from groups import policy as reading
from people import queries as people
from people.models import Person

MOST_ACTS = 10


def pasts(viewer: Person, persons: Iterable[Person]) -> dict[str, PersonPast]:
    """The past of some people, as far as the viewer decides about it: three statements for all of them."""
    found = {one.id: one for one in persons}
    state = Count("id", filter=~Q(state=Report.State.DISMISSED)), Count("id", filter=Q(state=Report.State.ACTED))
    rows = Report.objects.filter(policy.readable_reports(viewer), about__in=list(found)).values_list("about")
    reported = {row[0]: row[1:] for row in rows.annotate(n=state[0], a=state[1])}
    mine = Complaint.objects.filter(policy.visible_complaints(viewer), reporter__in=list(found)).values_list("reporter")
    filed = {
        row[0]: row[1:]
        for row in mine.annotate(n=Count("id"), a=Count("id", filter=Q(report__state=Report.State.ACTED)))
    }
    done: dict[str, list[Act]] = {}
    for act in _acts(Act.objects.filter(reading.visible(viewer), person__in=list(found)).order_by("-at", "-id")[:50]):
        done.setdefault(act.person_id, []).append(act)
    return {
        id_: PersonPast(
            person=people.ref(one),
            reported=reported.get(id_, (0, 0))[0],
            acted=reported.get(id_, (0, 0))[1],
            filed=filed.get(id_, (0, 0))[0],
            filed_acted=filed.get(id_, (0, 0))[1],
            acts=tuple(map(act_summary, done.get(id_, [])[:MOST_ACTS])),
        )
        for id_, one in found.items()
    }


def of_report(report_id: str) -> tuple[ActSummary, ...]:
    """What was done about one report, the oldest first; for who has asked whether the viewer reads it."""
    return tuple(map(act_summary, _acts(Act.objects.filter(report=report_id).order_by("at", "id"))))


def _acts(rows: Iterable[Act]) -> Sequence[Act]:
    related = getattr(rows, "select_related", None)
    return people.with_people(related("group", "sanction") if related else rows, "by")


def act_summary(act: Act) -> ActSummary:
    """An act as moderators and the person concerned see it."""
    until = str(act.detail.get("until", ""))
    holds = act.sanction is not None and act.sanction.ended_at is None and act.undone_at is None
    return ActSummary(
        id=act.id,
        verb=act.verb,
        by=people.ref(act.by),
        reason=act.reason,
        at=act.at,
        until=dt.datetime.fromisoformat(until) if until else None,
        group=act.group_id,
        place=act.group.name if act.group else "",
        undone=act.undone_at is not None,
        sanction=act.sanction_id if holds and act.verb != Act.Verb.LIFT else None,
    )
