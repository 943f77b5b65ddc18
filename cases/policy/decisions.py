"""Who writes rules, and who decides about exceptions to them and in huddles."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case, Huddle, Rule, RuleDecider, Waiver
from cases.policy.cases import require_inside
from cases.policy.staff import led_teams
from esn.core.errors import NotAllowed, NotFound
from groups import policy as reading
from groups.models import Membership
from people.models import Person

RULE_VERBS = ("edit", "retire")  # of whoever answers for the rule
WAIVER_VERBS = {"decider": ("grant", "refuse"), "asker": ("withdraw",)}
HUDDLE_VERBS = {"invited": ("option", "opinion"), "caller": ("decide", "close")}


def readable_rules(viewer: Person) -> Q:
    """The rules that a viewer reads."""
    return reading.visible(viewer)


def require_rule(viewer: Person, rule_id: str, *, lock: bool = False) -> Rule:
    """The rule, when the viewer reads it; NotFound otherwise."""
    rows = Rule.objects.filter(readable_rules(viewer), id=rule_id).select_related("owner_person", "owner_team")
    rule = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if rule is None:
        raise NotFound
    return rule


def may_write_rule(viewer: Person, person_id: str | None, team_id: str | None, led: frozenset[str]) -> bool:
    """Whether the viewer answers for a rule of this owner, or runs the site; ``led`` are the teams they moderate."""
    return viewer.id == person_id or team_id in led or viewer.runs_site


def require_write_rule(actor: Person, person_id: str | None, team_id: str | None) -> None:
    """NotAllowed unless the actor may write a rule of this owner."""
    if not may_write_rule(actor, person_id, team_id, led_teams(actor)):
        raise NotAllowed(_("Only its owner or who moderates the team that owns it writes this rule."))


def deciders(rule_ids: Iterable[str]) -> dict[str, dict[str, Person]]:
    """Who may decide about exceptions to some rules, by rule and id: those named, and who moderates a named team."""
    ids = list(set(rule_ids))
    found: dict[str, dict[str, Person]] = {id_: {} for id_ in ids}
    named = RuleDecider.objects.filter(rule__in=ids).select_related("person", "team")
    rules_of: dict[str, list[str]] = {}
    for row in named:
        if row.person is not None and row.person.is_active:
            found[row.rule_id][row.person.id] = row.person
        if row.team is not None:
            rules_of.setdefault(row.team.audience_id, []).append(row.rule_id)
    if rules_of:
        seats = Membership.objects.filter(
            audience__in=list(rules_of),
            role__in=reading.MODERATING,
            person__is_active=True,
            person__kind=Person.Kind.MEMBER,
        )
        for seat in seats.select_related("person").order_by("person__profile__sort_name", "person_id"):
            for rule_id in rules_of[seat.audience_id]:
                found[rule_id][seat.person.id] = seat.person
    return found


def decided_by(viewer: Person) -> Q:
    """The exceptions about which the viewer may decide, as a condition on ``Waiver``; never one's own."""
    rules = RuleDecider.objects.filter(Q(person=viewer) | Q(team__in=led_teams(viewer)))
    return Q(rule__in=rules.values("rule")) & ~Q(asker=viewer)


def require_waiver(viewer: Person, waiver_id: str, *, lock: bool = False) -> tuple[Case, Waiver]:
    """The exception and its case, when the viewer reads the internal side; NotFound otherwise."""
    ref = Waiver.objects.filter(id=waiver_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    waiver = Waiver.objects.select_related("rule", "asker").filter(id=waiver_id, case=case).first()
    if waiver is None:  # undoing a merge took it elsewhere meanwhile
        raise NotFound
    return case, waiver


def require_huddle(viewer: Person, huddle_id: str, *, lock: bool = False) -> tuple[Case, Huddle]:
    """The huddle and its case, when the viewer reads the internal side; NotFound otherwise."""
    ref = Huddle.objects.filter(id=huddle_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    return case, Huddle.objects.get(id=huddle_id)


def huddle_verbs(viewer: Person, case: Case, huddle: Huddle, invited: Iterable[str], own: frozenset[str]) -> list[str]:
    """What a viewer may do in a huddle that stands open; ``invited`` are people and teams, ``own`` their teams."""
    heads = viewer.id in (huddle.caller_id, case.holder_person_id) or case.holder_team_id in own
    asked = heads or not {viewer.id, *own}.isdisjoint(invited)
    return [*(HUDDLE_VERBS["invited"] if asked else ()), *(HUDDLE_VERBS["caller"] if heads else ())]
