"""Rules: written, corrected version by version, and retired, by whoever answers for them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import line
from cases.actions.holding import Holder, found_holder
from cases.actions.reasons import checked_reason
from cases.events import RuleChanged
from cases.models import Rule, RuleDecider, RuleVersion
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound, Stale
from esn.core.events import record
from esn.core.folding import sort_name
from feeds import actions as feeds
from groups.models import Group
from people.models import Person

LONGEST_ANSWER = 30 * 24 * 60  # minutes
MOST_DECIDERS = 20


@transaction.atomic
def create_rule(
    actor: Person,
    *,
    title: str,
    text: str,
    deciders: Sequence[Holder],
    owner: Holder | None = None,
    answer_minutes: int = 120,
    review_after: int = 5,
    since: dt.datetime | None = None,
    note: str = "",
) -> str:
    """Write a rule of one's own or of a team that one moderates; its id."""
    policy.require_staff(actor)
    person, team = _owner(actor, owner or Holder("person", actor.id))
    policy.require_write_rule(actor, person.id if person else None, team.id if team else None)
    called = line(title, "title")
    rule = Rule(
        title=called,
        sort_name=sort_name(called),
        text=feeds.checked_text(text, "text"),
        since=_past(since) if since else now(),
        owner_person=person,
        owner_team=team,
        answer_minutes=_minutes(answer_minutes),
        review_after=_times(review_after),
        written_at=now(),
    )
    named = _deciders(actor, deciders)
    rule.save(force_insert=True)
    _name(rule, named)
    _write_version(actor, rule, note)
    audit.note(actor.id, "rule.written", "rule", rule.id)
    return rule.id


@transaction.atomic
def edit_rule(
    actor: Person,
    *,
    rule_id: str,
    title: str | None = None,
    text: str | None = None,
    owner: Holder | None = None,
    deciders: Sequence[Holder] | None = None,
    answer_minutes: int | None = None,
    review_after: int | None = None,
    since: dt.datetime | None = None,
    note: str = "",
    revision: int | None = None,
) -> None:
    """The next version of a rule. A note alone says that it stays as it is, and why; what was departed counts anew."""
    rule = _mine(actor, rule_id)
    if revision is not None and revision != rule.version:
        raise Stale
    if title is not None:
        rule.title = line(title, "title")
        rule.sort_name = sort_name(rule.title)
    if text is not None:
        rule.text = feeds.checked_text(text, "text")
    if owner is not None:
        rule.owner_person, rule.owner_team = _owner(actor, owner)
    if answer_minutes is not None:
        rule.answer_minutes = _minutes(answer_minutes)
    if review_after is not None:
        rule.review_after = _times(review_after)
    named = _deciders(actor, deciders) if deciders is not None else None
    rule.since = _past(since) if since is not None else now()
    rule.version += 1
    rule.written_at = now()
    rule.save()
    if named is not None:
        RuleDecider.objects.filter(rule=rule).delete()
        _name(rule, named)
    _write_version(actor, rule, note)
    audit.note(actor.id, "rule.changed", "rule", rule.id, version=rule.version)


@transaction.atomic
def retire_rule(actor: Person, *, rule_id: str) -> None:
    """The rule holds no more: nobody asks for exceptions to it; its history and its precedents stay."""
    rule = _mine(actor, rule_id)
    rule.retired_at = now()
    rule.save(update_fields=["retired_at"])
    audit.note(actor.id, "rule.retired", "rule", rule.id)
    record(RuleChanged(audience_id=rule.audience_id, id=rule.id), actor.id)


def rule_value(rule: Rule) -> dict[str, Any]:
    """A rule as it stands in a detail."""
    return {"id": rule.id, "title": rule.title, "version": rule.version}


def _mine(actor: Person, rule_id: str) -> Rule:
    rule = policy.require_rule(actor, rule_id, lock=True)
    policy.require_write_rule(actor, rule.owner_person_id, rule.owner_team_id)
    if rule.retired_at is not None:
        raise Conflict("retired", _("This rule was retired."))
    return rule


def _owner(actor: Person, owner: Holder) -> tuple[Person | None, Group | None]:
    return found_holder(actor, owner, "owner", _("Only a colleague or a team can own a rule."))


def _deciders(actor: Person, named: Sequence[Holder]) -> list[tuple[Person | None, Group | None]]:
    """The people and teams who are to decide, each once; somebody has to."""
    said = _("Only colleagues, and the moderators of a team, can decide.")
    found = [found_holder(actor, one, "deciders", said) for one in dict.fromkeys(named)]
    if not 1 <= len(found) <= MOST_DECIDERS:
        raise Invalid.field("deciders", "number", _("Name 1 to 20 who may decide about an exception."))
    return found


def _name(rule: Rule, named: list[tuple[Person | None, Group | None]]) -> None:
    RuleDecider.objects.bulk_create(RuleDecider(rule=rule, person=person, team=team) for person, team in named)


def _write_version(actor: Person, rule: Rule, note: str) -> None:
    rows = RuleDecider.objects.filter(rule=rule).select_related("person", "team").order_by("id")
    note = checked_reason(note, "note")
    RuleVersion.objects.create(
        rule=rule,
        version=rule.version,
        title=rule.title,
        text=rule.text,
        since=rule.since,
        owner=_value(rule.owner_person, rule.owner_team),
        deciders=[_value(row.person, row.team) for row in rows],
        answer_minutes=rule.answer_minutes,
        note=note,
        by=actor,
        at=now(),
    )
    record(RuleChanged(audience_id=rule.audience_id, id=rule.id), actor.id)


def _value(person: Person | None, team: Group | None) -> dict[str, str]:
    one: Any = person or team
    if one is None:
        raise NotFound
    return {"kind": "person" if person else "team", "id": one.id, "name": one.name}


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_ANSWER:
        raise Invalid.field("answer_minutes", "out_of_range", _("An answer is due within 1 minute to 30 days."))
    return minutes


def _times(times: int) -> int:
    if not 1 <= times <= 1000:
        raise Invalid.field("review_after", "out_of_range", _("A change is proposed after 1 to 1,000 exceptions."))
    return times


def _past(since: dt.datetime) -> dt.datetime:
    if since > now():
        raise Invalid.field("since", "future", _("A rule is written when it holds. Name today or an earlier day."))
    return since
