"""Inviting people into the house by mail, and coming in: once, at the address that was meant, until a moment."""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from esn.core import audit, site_settings
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from esn.core.mail import send_later
from groups import policy
from groups.actions.accounts import checked_address
from groups.actions.admission import admit_person
from groups.actions.seats import add_member
from groups.events import NewcomerInvited
from groups.models import Group, Membership, Sanction
from groups.queries.open_invitations import living_invitation
from people import actions as people
from people.credentials import digest, new_secret
from people.models import Invitation, Partner, Person
from people.policy import own_audience
from people.written import checked_line, checked_name

PATH = "/invitation/{id}/open/{secret}/"
HANDLE_LIMIT = 60  # characters
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_KINDS = (Person.Kind.MEMBER, Person.Kind.GUEST)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Whom an invitation is for: staff perhaps with a seat in a group, or a guest of a partner."""

    email: str
    kind: str = "member"
    name: str = ""
    language: str = "fr"
    partner_id: str = ""
    group_id: str = ""
    group_role: str = ""


@transaction.atomic
def invite_newcomer(actor: Person, *, newcomer: Newcomer) -> str:
    """Ask somebody by mail to come into the house; the id of the invitation, whose secret only the mail holds."""
    policy.require_administration(actor, "invite_people")
    row = _checked(actor, newcomer)
    waiting = Invitation.objects.filter(email__iexact=row.email, used_at=None, revoked_at=None)
    if waiting.select_for_update().exists():
        raise _invited()
    row.by = actor
    secret = _renewed(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody invited the same address at the same moment
        raise _invited() from None
    audit.note(actor.id, "invitation.sent", "invitation", row.id, kind=row.kind, group=row.group_id)
    _send(actor, row, secret)
    return row.id


@transaction.atomic
def invite_again(actor: Person, *, invitation_id: str) -> None:
    """Send another link, which stays open as long as a new one; the former link opens nothing any more."""
    row = _waiting(actor, invitation_id)
    checked_address(row.email)
    row.sending += 1
    row.by = actor
    secret = _renewed(row)
    row.save(update_fields=["sending", "by", "digest", "sent_at", "expires_at"])
    audit.note(actor.id, "invitation.sent_again", "invitation", row.id)
    _send(actor, row, secret)


@transaction.atomic
def take_invitation_back(actor: Person, *, invitation_id: str) -> None:
    """Let an invitation open nothing any more."""
    row = _waiting(actor, invitation_id)
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    audit.note(actor.id, "invitation.revoked", "invitation", row.id)
    record(NewcomerInvited(audience_id=own_audience(actor.id), id=row.id), actor.id)


@transaction.atomic
def come_in(*, invitation_id: str, sending: int, handle: str, name: str, password: str, language: str) -> str:
    """Take an invitation up, whose secret was shown before; the id of the new person. NotFound when it is over."""
    row = living_invitation(invitation_id, sending=sending, lock=True)
    if row is None:
        raise NotFound
    handle, name = _checked_handle(handle), checked_name(name)
    if language not in dict(settings.LANGUAGES):
        raise Invalid.field("language", "unknown_choice", _("This language is not offered here."))
    if Person.objects.filter(email__iexact=row.email, is_active=True).exists():
        raise Conflict("taken", _("Somebody with this address is here already."))
    try:
        with transaction.atomic():
            person_id = admit_person(
                row.by,
                kind=row.kind,
                handle=handle,
                name=name,
                email=row.email,
                language=language,
                partner_id=row.partner_id,
            )
    except IntegrityError:  # somebody chose the same name at the same moment
        raise _taken() from None
    person = Person.objects.get(id=person_id)
    people.set_password(person, password)
    person.email_verified_at = now()  # they came by a link that was sent there
    person.save(update_fields=["email_verified_at"])
    row.used_at, row.person = now(), person
    row.save(update_fields=["used_at", "person"])
    audit.note(person.id, "invitation.used", "invitation", row.id, by=row.by_id)
    if row.group_id:
        _seat(row, person)
    record(NewcomerInvited(audience_id=own_audience(row.by_id), id=row.id), person.id)
    return person_id


def _invited() -> Conflict:
    return Conflict("invited", _("This address has an invitation already. Send it again, or take it back."))


def _checked(actor: Person, newcomer: Newcomer) -> Invitation:
    if newcomer.kind not in _KINDS:
        raise Invalid.field("kind", "unknown_choice", _("This must be a member or a guest."))
    if newcomer.language not in dict(settings.LANGUAGES):
        raise Invalid.field("language", "unknown_choice", _("This language is not offered here."))
    guest = newcomer.kind == Person.Kind.GUEST
    if guest and not Partner.objects.filter(id=newcomer.partner_id).exists():
        raise Invalid.field("partner", "unknown", _("Say for which partner the guest works."))
    if guest and newcomer.group_id:
        raise Invalid.field("group", "guest", _("Guests have no seat in groups."))
    role = newcomer.group_role or Membership.Role.MEMBER
    if newcomer.group_id:
        _require_seat(actor, newcomer.group_id, role)
        if _was_banned(newcomer.email.strip(), newcomer.group_id):
            raise Invalid.field("group", "banned", _("Somebody with this address was excluded from this group."))
    return Invitation(
        email=checked_address(newcomer.email),
        kind=newcomer.kind,
        partner_id=newcomer.partner_id if guest else None,
        name=checked_line(newcomer.name, "name"),
        language=newcomer.language,
        group_id=newcomer.group_id,
        group_role=role if newcomer.group_id else "",
    )


def _require_seat(actor: Person, group_id: str, role: str) -> None:
    """An invitation seats nobody whom its sender could not seat: the same question as for a colleague."""
    if role not in (Membership.Role.MEMBER, Membership.Role.MODERATOR, Membership.Role.OWNER):
        raise Invalid.field("group_role", "unknown_choice", _("There is no such role."))
    try:
        group, own_role = policy.require_group(actor, group_id)
    except NotFound:
        raise Invalid.field("group", "unknown", _("This group is unknown here.")) from None
    if not policy.may_in_group(own_role, "add_member"):
        raise Invalid.field("group", "not_yours", _("Only who moderates this group seats people in it."))
    if role != Membership.Role.MEMBER and not policy.may_in_group(own_role, "promote"):
        raise Invalid.field("group_role", "not_yours", _("Only an owner of this group gives this role."))
    policy.require_living(group)


def _was_banned(email: str, group_id: str) -> bool:
    """Whether an account of before, with the same address, is kept out of a group: another account changes nothing."""
    rows = Sanction.objects.filter(policy.holding(), kind=Sanction.Kind.BAN, group=group_id)
    return rows.filter(person__email__iexact=email).exists()


def _seat(row: Invitation, person: Person) -> None:
    """Seat the newcomer as the sender would today; who may not any more seats nobody, and the newcomer is in anyway."""
    if not Group.objects.filter(id=row.group_id).exists():
        return
    try:
        if _was_banned(row.email, str(row.group_id)):
            raise NotAllowed
        with transaction.atomic():
            add_member(row.by, group_id=row.group_id, person_id=person.id, role=row.group_role)
    except (NotFound, NotAllowed, Conflict):
        audit.note(person.id, "invitation.seat_refused", "group", row.group_id, by=row.by_id)


def _checked_handle(handle: str) -> str:
    wanted = handle.strip().lower()
    if len(wanted) > HANDLE_LIMIT or not _HANDLE.fullmatch(wanted):
        detail = _("Letters a to z, digits, dots, hyphens and underscores, at most 60; a letter or digit first.")
        raise Invalid.field("handle", "not_a_handle", detail)
    if Person.objects.filter(handle=wanted).exists():
        raise _taken()
    return wanted


def _taken() -> Invalid:
    return Invalid.field("handle", "taken", _("Somebody has this name already. Choose another one."))


def _waiting(actor: Person, invitation_id: str) -> Invitation:
    policy.require_administration(actor, "invite_people")
    row = Invitation.objects.select_for_update(of=("self",)).filter(id=invitation_id).first()
    if row is None:
        raise NotFound
    if row.used_at or row.revoked_at:
        raise Conflict("over", _("This invitation was used or taken back."))
    return row


def _renewed(row: Invitation) -> str:
    """Give an invitation a new secret and its whole time; the secret."""
    secret = new_secret()
    row.digest, row.sent_at = digest(secret), now()
    row.expires_at = row.sent_at + dt.timedelta(days=site_settings.value("invitation_days"))
    return secret


def _send(actor: Person, row: Invitation, secret: str) -> None:
    send_later(
        to=row.email,
        template="invitation",
        language=row.language,
        context={
            "name": row.name,
            "inviter": actor.name,
            "partner": row.partner.name if row.partner else "",
            "path": PATH.format(id=row.id, secret=secret),
            "expires_at": row.expires_at,
        },
    )
    record(NewcomerInvited(audience_id=own_audience(actor.id), id=row.id), actor.id)
