"""Opening a case and changing what is true of it: status, holder, titles, who may read it."""

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions import beliefs
from cases.actions.closing import left_open, require_confirmed
from cases.actions.entries import enter, keep, line, make_side
from cases.actions.holding import Holder, found_holder, pass_on, seat_holder, tell_holders
from cases.actions.participants import take_part
from cases.actions.stories import StoryText, append_story
from cases.events import CaseOpened
from cases.models import Case
from cases.sides import family, sides_of
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Stale
from esn.core.events import record
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


@transaction.atomic
def open_case(
    actor: Person,
    *,
    customer_id: str,
    title: str,
    story: StoryText,
    severity: str = Case.Severity.NORMAL,
    restricted: bool = False,
    holder: Holder | None = None,
    public_title: str = "",
) -> str:
    """Open a case with its story, and hold it unless somebody else is named; its reference."""
    customer = policy.require_living_customer(actor, customer_id)
    title = line(title, "title")
    ref = _new_ref()
    public_title = " ".join(public_title.split()) or ref
    inside = make_side(ref, Kind.INTERNAL, customer.name, title, restricted)
    outside = make_side(ref, Kind.CUSTOMER, customer.name, public_title, restricted)
    person, team = found_holder(actor, holder or Holder("person", actor.id))
    case = Case.objects.create(
        ref=ref,
        customer=customer,
        audience=inside,
        title=title,
        public_title=public_title,
        severity=severity,
        restricted=restricted,
        holder_person=person,
        holder_team=team,
        status=Status.NEW if team else Status.IN_HAND,
        opened_by=actor,
        opened_at=now(),
        updated_at=now(),
    )
    for side in (inside, outside):
        groups.seat(actor.id, side, Role.MEMBER, actor.id)
    enter(actor, case, "opened", severity=severity)
    append_story(actor, case, story, version=1)
    seat_holder(actor, case, None)
    tell_holders(actor, case)
    record(CaseOpened(audience_id=inside.id, id=ref), actor.id)
    return ref


@transaction.atomic
def change_case(
    actor: Person,
    *,
    ref: str,
    revision: int | None = None,
    status: str | None = None,
    holder: Holder | None = None,
    restricted: bool | None = None,
    confirm: bool = False,
    reason: str = "",
    **edits: Any,
) -> None:
    """Several changes of a case at once, all or none; Stale when it changed since ``revision``."""
    case = policy.require_inside(actor, ref, lock=True)
    if revision is not None and revision != case.revision:
        raise Stale
    if edits:
        edit_case(actor, ref=ref, **edits)
    if status is not None:
        change_status(actor, ref=ref, status=status, confirm=confirm, reason=reason)
    if holder is not None:
        set_holder(actor, ref=ref, holder=holder)
    if restricted is not None:
        restrict_case(actor, ref=ref, restricted=restricted)


@transaction.atomic
def edit_case(
    actor: Person,
    *,
    ref: str,
    title: str | None = None,
    public_title: str | None = None,
    severity: str | None = None,
    next_news_due: dt.datetime | None = None,
) -> None:
    """Correct a case's titles, its severity or when the customer hears next."""
    case = policy.require_inside(actor, ref, lock=True)
    if title is not None or public_title is not None:
        case.title = line(title, "title") if title is not None else case.title
        case.public_title = " ".join((public_title or case.public_title).split()) or ref
        for side in sides_of(ref):
            inside = side.kind == Kind.INTERNAL
            groups.rename_audience(
                side.id, actor.id, label=side.label, title=case.title if inside else case.public_title
            )
    if severity is not None and severity != case.severity:
        enter(actor, case, "severity", **{"from": case.severity, "to": severity})
        case.severity = severity
    if next_news_due is not None:
        case.next_news_due = next_news_due
        enter(actor, case, "next_news", at=next_news_due.isoformat())
    keep(actor, case, "title", "public_title", "severity", "next_news_due")


@transaction.atomic
def change_status(actor: Person, *, ref: str, status: str, confirm: bool = False, reason: str = "") -> None:
    """Say where the matter stands; a closed case is only reopened, and why, when ``reason`` says it.

    Closing with open promises, or while the customer believes something else, needs ``confirm`` and a reason.
    """
    case = policy.require_inside(actor, ref, lock=True)
    if status == case.status:
        return
    if case.status == Status.CLOSED and status != Status.IN_HAND:
        raise Conflict("closed", _("This case is closed. Reopen it first."))
    left = left_open(case) if status == Status.CLOSED else {}
    reason = reason.replace("\r\n", "\n").strip()
    if left:
        require_confirmed(left, confirm, reason)
    take_part(actor, case)
    enter(actor, case, "status", body=reason, **{"from": case.status, "to": status}, **left)
    case.status = status
    keep(actor, case, "status")
    beliefs.status_changed(case)


@transaction.atomic
def take_case(actor: Person, *, ref: str) -> None:
    """Hold the case oneself: taken, I am on it."""
    set_holder(actor, ref=ref, holder=Holder("person", actor.id))


@transaction.atomic
def set_holder(actor: Person, *, ref: str, holder: Holder) -> None:
    """Give the case to a member, or to a team until one of them takes it."""
    case = policy.require_inside(actor, ref, lock=True)
    person, team = found_holder(actor, holder)
    if holder.id == (case.holder_person_id or case.holder_team_id):
        return
    take_part(actor, case)
    pass_on(actor, case, person, team)


@transaction.atomic
def restrict_case(actor: Person, *, ref: str, restricted: bool) -> None:
    """Keep a case to its participants on all its sides, or open it to all members."""
    case = policy.require_inside(actor, ref, lock=True)
    policy.require_restrict(actor, case, reading.role_in(actor, case.audience))
    if restricted == case.restricted:
        return
    for side in family(ref):
        groups.open_audience(side.id, actor.id, open_to_members=not restricted)
    case.restricted = restricted
    Case.objects.filter(merged_into=case).update(restricted=restricted)
    enter(actor, case, "restricted" if restricted else "opened_to_all")
    audit.note(actor.id, "case.restricted" if restricted else "case.opened_to_all", "case", case.ref)
    keep(actor, case, "restricted")


@transaction.atomic
def follow_case(actor: Person, *, ref: str, follows: bool) -> None:
    """Have the sides of a case that one reads in one's home feed, or not."""
    policy.require_case(actor, ref)
    change = groups.follow if follows else groups.unfollow
    for side in sides_of(ref).filter(reading.visible(actor, "")):
        change(actor, audience_id=side.id)


@transaction.atomic
def mute_case(actor: Person, *, ref: str, muted: bool) -> None:
    """Hear nothing of a case but what needs a deed, or everything again; it is read and followed as before."""
    policy.require_case(actor, ref)
    sides = sides_of(ref).filter(reading.visible(actor, ""))
    groups.mute_audiences(actor, audience_ids=list(sides.values_list("id", flat=True)), muted=muted)


def _new_ref() -> str:
    """A reference whose digits are drawn: counting would tell outsiders how many cases there are."""
    while True:
        ref = f"C-{now().year}-{secrets.randbelow(10**6):06d}"
        if not Case.objects.filter(ref=ref).exists():
            return ref
