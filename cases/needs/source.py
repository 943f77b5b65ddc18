"""Which cases facts are about, what in them ends a snooze, and which cases concern somebody."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from cases.events import BlockerChanged, CommitmentChanged, HuddleChanged, RuleChanged, TellingMade, WaiverChanged
from cases.models import Belief, Blocker, Case, Commitment, Handoff, HuddleInvite, RuleDecider, Waiver
from cases.needs.causes import KIND, Causes
from cases.queries.cases import OPEN_STATUSES
from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import SeenChanged
from groups import policy as reading
from groups.events import MembershipChanged
from groups.models import Group, Membership
from inbox.needs import HORIZON, Happened, Look, Need, Touch
from inbox.sources.threads import cases_of
from people.models import Person

# What a fact lets happen for who snoozed a case until it.
ENDS = {
    CommitmentChanged.type: "promise",
    TellingMade.type: "told",
    BlockerChanged.type: "blocker",
    WaiverChanged.type: "decision",
    HuddleChanged.type: "decision",
}


class Cases:
    """Any fact on a side of a case looks at the case again."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The cases of the facts; those that wait for a team that somebody joined or left; those of a changed rule."""
        for ref in set(cases_of(entry.audience_id for entry in entries if entry.type != SeenChanged.type).values()):
            yield Touch(KIND, ref)
        rules = {entry.data["id"] for entry in entries if entry.type == RuleChanged.type}
        if rules:
            waiting = Waiver.objects.filter(rule__in=rules, state=Waiver.State.OPEN)
            yield from (Touch(KIND, ref) for ref in waiting.values_list("case__ref", flat=True))
        yield from _of_teams(entries)

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """A promise changes, the customer is told, a blocker is lifted, something is decided."""
        ends = [entry for entry in entries if entry.type in ENDS]
        cases = cases_of(entry.audience_id for entry in ends)
        for entry in ends:
            if entry.audience_id in cases:
                yield Happened(KIND, cases[entry.audience_id], ENDS[entry.type], entry.at, entry.actor_id)

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """What these cases need now."""
        refs = sorted({touch.id for touch in touches if touch.kind == KIND})
        return Causes(refs).needs() if refs else ()

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The cases in which something waits for some people or their teams."""
        seats = Membership.objects.filter(person__in=person_ids, role__in=reading.SEATS)
        teams = set(Group.objects.filter(audience__in=seats.values("audience")).values_list("id", flat=True))
        return {(KIND, ref) for ref in _refs(teams, set(person_ids))}


def _of_teams(entries: Sequence[Entry]) -> Iterable[Touch]:
    moved = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MembershipChanged.type}
    teams = dict(
        Group.objects.filter(audience__in={place for _person, place in moved}, kind=Group.Kind.TEAM).values_list(
            "audience_id", "id"
        )
        if moved
        else ()
    )
    refs = {place: _refs({team}, set()) for place, team in teams.items()}
    for person, place in moved:
        yield from (Touch(KIND, ref, person) for ref in refs.get(place, ()))


def _refs(teams: set[str], people: set[str]) -> set[str]:
    """The cases in which something waits for one of some teams or people."""
    held = Case.objects.filter(Q(holder_team__in=teams) | Q(holder_person__in=people), merged_into=None)
    kept = Commitment.objects.filter(Q(keeper_team__in=teams) | Q(keeper_person__in=people))
    offered = Handoff.objects.filter(Q(to_team__in=teams) | Q(to_person__in=people), state=Handoff.State.OFFERED)
    rules = RuleDecider.objects.filter(Q(team__in=teams) | Q(person__in=people)).values("rule")
    asked = HuddleInvite.objects.filter(Q(team__in=teams) | Q(person__in=people), huddle__state="open")
    names = {
        *Group.objects.filter(id__in=teams).values_list("name", flat=True),
        *Person.objects.filter(id__in=people).values_list("name", flat=True),
    }
    return {
        *_waiting(held).values_list("ref", flat=True),
        *kept.filter(state=Commitment.State.OPEN).values_list("case__ref", flat=True),
        *offered.values_list("case__ref", flat=True),
        *Waiver.objects.filter(rule__in=rules, state=Waiver.State.OPEN).values_list("case__ref", flat=True),
        *asked.values_list("huddle__case__ref", flat=True),
        *Blocker.objects.filter(lifter__in=names, lifted_at=None).values_list("case__ref", flat=True),
    }


def _waiting(held: QuerySet[Case]) -> QuerySet[Case]:
    """The cases that are worked on, and those of which the customer believes something untrue."""
    drifting = Belief.objects.filter(drift_since__isnull=False).values("case")
    recent = Q(updated_at__gt=now() - HORIZON)
    return held.filter(Q(status__in=OPEN_STATUSES) | Q(id__in=drifting) | recent)
