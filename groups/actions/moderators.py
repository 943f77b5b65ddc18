"""The audience of those who moderate a group, kept equal to its owners and moderators; and of those of the site."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record, record_all
from groups import policy
from groups.events import JoinAsked, JoinDecided, MembershipChanged
from groups.models import SITE_MODERATORS, Audience, Group, JoinRequest, Membership, Sanction
from people.models import Person
from people.policy import own_audience

Kind = Audience.Kind


def moderators_of(group: Group) -> Audience:
    """The audience of a group's owners and moderators; made when it is first needed."""
    audience, made = Audience.objects.get_or_create(
        kind=Kind.MODERATORS, subject_kind="group", subject_ref=group.id, defaults={"label": group.name}
    )
    if made:
        _fill(audience, group)
    return audience


def site_moderators() -> Audience:
    """The audience of those who moderate the site."""
    return Audience.objects.get(id=SITE_MODERATORS)


def drop_requests(group: Group, actor_id: str, person_ids: Collection[str] | None = None) -> None:
    """Let what some, or all, asked of a group need no answer any more: the pages of its moderators hear of it."""
    rows = JoinRequest.objects.filter(group=group)
    gone, _rows = (rows if person_ids is None else rows.filter(person__in=person_ids)).delete()
    if gone:
        tell_of_requests(group, actor_id)


def tell_of_requests(group: Group, actor_id: str, *, asked_by: str = "") -> None:
    """Those who moderate a group hear that somebody asks to join it, or that fewer do."""
    queue = moderators_of(group).id
    fact = JoinAsked(audience_id=queue, id=group.id, person=asked_by) if asked_by else None
    record(fact or JoinDecided(audience_id=queue, id=group.id), actor_id)


def require_admitted(person_ids: list[str], audience: Audience, actor_id: str = "") -> dict[str, dt.datetime]:
    """Conflict, in words for the actor, when somebody is banned there; until when the others are muted."""
    if audience.kind != Kind.GROUP or not audience.subject_ref:
        return {}
    rows = Sanction.objects.filter(policy.holding(), group=audience.subject_ref, person__in=person_ids)
    found = list(rows.values_list("kind", "person_id", "until", "person__name"))
    banned = {person: name for kind, person, _until, name in found if kind == Sanction.Kind.BAN}
    if actor_id in banned:
        raise Conflict("banned", _("You were excluded from this group."))
    if banned:
        raise Conflict("banned", _("%(name)s was excluded from this group.") % {"name": ", ".join(banned.values())})
    return {person: until for _kind, person, until, _name in found if until is not None}


def keep_moderators(person_ids: dict[str, str | None], audience: Audience) -> None:
    """Seat people among the moderators of a group, or take them out, as their role in it says."""
    if audience.kind != Kind.GROUP or not audience.subject_ref:
        return
    queue = Audience.objects.filter(kind=Kind.MODERATORS, subject_kind="group", subject_ref=audience.subject_ref)
    found = queue.first()
    if found is None:
        return
    present = set(
        Membership.objects.filter(audience=found, person__in=list(person_ids)).values_list("person_id", flat=True)
    )
    wanted = {person for person, role in person_ids.items() if role in policy.MODERATING}
    Membership.objects.filter(audience=found, person__in=present - wanted).delete()
    _seat_all(found, wanted - present)
    gone = len(present - wanted)
    Audience.objects.filter(id=found.id).update(members_count=F("members_count") + len(wanted - present) - gone)


def keep_mutes(until: dict[str, dt.datetime], audience: Audience) -> None:
    """Let those who come back while they are muted stay muted."""
    for person_id, end in until.items():
        Membership.objects.filter(audience=audience, person=person_id).update(muted_until=end)


@transaction.atomic
def appoint_site_moderator(actor: Person, *, person_id: str) -> None:
    """Let a colleague moderate the site; by who runs it, and never oneself."""
    policy.require_administration(actor, "appoint_moderators")
    person = Person.objects.filter(id=person_id, kind=Person.Kind.MEMBER, is_active=True).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("This person is unknown here."))
    if person.id == actor.id:
        raise NotAllowed(_("Nobody appoints themselves."))
    _row, made = Membership.objects.get_or_create(person=person, audience_id=SITE_MODERATORS)
    if not made:
        return
    Audience.objects.filter(id=SITE_MODERATORS).update(members_count=F("members_count") + 1)
    audit.note(actor.id, "site_moderator.appointed", "person", person.id)
    _tell(person.id, actor.id)


@transaction.atomic
def dismiss_site_moderator(actor: Person, *, person_id: str) -> None:
    """Take that back; anybody may step down themselves."""
    if actor.id == person_id:
        policy.require_moderates_site(actor)
    else:
        policy.require_administration(actor, "appoint_moderators")
    gone, _rows = Membership.objects.filter(person=person_id, audience=SITE_MODERATORS).delete()
    if not gone:
        raise NotFound
    Audience.objects.filter(id=SITE_MODERATORS).update(members_count=F("members_count") - 1)
    audit.note(actor.id, "site_moderator.dismissed", "person", person_id)
    _tell(person_id, actor.id)


def _fill(audience: Audience, group: Group) -> None:
    rows = Membership.objects.filter(audience=group.audience_id, role__in=policy.MODERATING)
    people = set(rows.values_list("person_id", flat=True))
    _seat_all(audience, people)
    Audience.objects.filter(id=audience.id).update(members_count=len(people))
    Person.objects.filter(id__in=people).update(epoch=F("epoch") + 1)
    record_all(MembershipChanged(audience_id=own_audience(one), id=audience.id) for one in sorted(people))


def _seat_all(audience: Audience, people: set[str]) -> None:
    at = now()
    Membership.objects.bulk_create(
        Membership(person_id=one, audience=audience, since=at, read_at=at) for one in sorted(people)
    )


def _tell(person_id: str, actor_id: str) -> None:
    Person.objects.filter(id=person_id).update(epoch=F("epoch") + 1)
    record(MembershipChanged(audience_id=own_audience(person_id), id=SITE_MODERATORS), actor_id)
