"""What moderators do about a person: warn, mute for a time, remove from a group, ban from it, and take it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds import policy
from feeds.actions.moderation.notices import note_act
from feeds.actions.moderation.reasons import checked_reason, end_after
from feeds.models import Act, Report
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Group, Sanction
from groups.queries import known_people
from people.models import Person

Verb = Act.Verb
PERSON_VERBS = policy.PERSON_VERBS


@transaction.atomic
def moderate_member(
    actor: Person, *, group_id: str, person_id: str, verb: str, reason: str, days: int | None = None
) -> None:
    """Warn, mute, remove or ban somebody in a group that one moderates; nobody above oneself, nor oneself."""
    group, role = reading.require_group(actor, group_id)
    person = _person(actor, person_id)
    theirs = reading.role_in(person, group.audience)
    reading.require_may_moderate(actor.id, role, person_id=person.id, their_role=theirs)
    reason = checked_reason(reason)
    apply(actor, verb, person, group=group, audience=groups.moderators_of(group), reason=reason, days=days)


@transaction.atomic
def mute_everywhere(actor: Person, *, person_id: str, reason: str, days: int | None) -> None:
    """Let somebody say nothing anywhere for a time; by those who moderate the site."""
    reading.require_moderates_site(actor)
    person = _person(actor, person_id)
    if person.id == actor.id:
        raise NotAllowed(_("Nobody moderates themselves."))
    reason = checked_reason(reason)
    apply(actor, Verb.MUTE, person, group=None, audience=groups.site_moderators(), reason=reason, days=days)


@transaction.atomic
def lift_sanction(actor: Person, *, sanction_id: str, reason: str) -> None:
    """Take a mute or a ban back before its end; by who moderates there."""
    sanction = groups.require_sanction(sanction_id)
    if sanction.group is None:
        reading.require_moderates_site(actor)
        audience = groups.site_moderators()
        if sanction.person_id == actor.id:
            raise NotAllowed(_("Nobody moderates themselves."))
    else:
        _group, role = reading.require_group(actor, sanction.group_id or "")
        theirs = reading.role_in(sanction.person, sanction.group.audience)
        reading.require_may_moderate(actor.id, role, person_id=sanction.person_id, their_role=theirs)
        audience = groups.moderators_of(sanction.group)
    reason = checked_reason(reason)
    groups.end_sanction(actor, sanction, reason=reason)
    mark_ended(sanction)
    note_act(
        actor, Verb.LIFT, audience=audience, person_id=sanction.person_id, reason=reason, group=sanction.group,
        sanction=sanction, detail={"lifted": sanction.kind},
    )  # fmt: skip


def apply(
    actor: Person,
    verb: str,
    person: Person,
    *,
    group: Group | None,
    audience: Audience,
    reason: str,
    days: int | None = None,
    report: Report | None = None,
) -> Act:
    """Do one of these to somebody; who calls has asked whether the actor may, and checked the reason."""
    if verb not in PERSON_VERBS:
        raise Invalid.field("verb", "unknown_choice", _("Choose what is to be done."))
    if group is None and verb in (Verb.REMOVE, Verb.BAN):
        raise Invalid.field("verb", "no_group", _("This was not said in a group: nobody can be taken out of it."))
    until = end_after(days) if verb in (Verb.MUTE, Verb.BAN) else None
    sanction, detail = None, dict[str, str]()
    if verb in (Verb.MUTE, Verb.BAN):
        if verb == Verb.BAN:
            _require_other_owner(group, person)
        role = reading.role_in(person, group.audience) if group else None
        sanction = groups.impose_sanction(
            actor, kind=verb, group=group, person_id=person.id, until=until, reason=reason
        )
        detail = {"until": until.isoformat() if until else "", "role": role or ""}
    elif verb == Verb.REMOVE and group is not None:
        role = reading.role_in(person, group.audience)
        if role not in reading.SEATS:
            raise Conflict("not_member", _("This person is not in the group any more."))
        _require_other_owner(group, person)
        groups.unseat(person.id, group.audience, actor.id)
        detail = {"role": role or ""}
    return note_act(
        actor, verb, audience=audience, person_id=person.id, reason=reason, report=report, group=group,
        sanction=sanction, detail=detail,
    )  # fmt: skip


def mark_ended(sanction: Sanction) -> None:
    """The act that imposed it holds no more."""
    Act.objects.filter(sanction=sanction, verb__in=(Verb.MUTE, Verb.BAN), undone_at=None).update(undone_at=now())


def _person(actor: Person, person_id: str) -> Person:
    found = known_people(actor).filter(id=person_id).first()
    if found is None:
        raise NotFound
    return found


def _require_other_owner(group: Group | None, person: Person) -> None:
    """A group always has an owner: the last one is taken out by nobody."""
    if group is None:
        return
    present = set(reading.present_owners(group.audience_id).values_list("person_id", flat=True))
    if present == {person.id}:
        raise Conflict("last_owner", _("This person is the only owner of the group. Another owner is named first."))
