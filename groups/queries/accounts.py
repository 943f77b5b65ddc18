"""The accounts of the house, to those who run the site: a list with filters, one of them, invitations, partners."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.folding import sort_key
from esn.core.pages import PAGE_SIZE, Page
from groups import policy
from groups.models import Group
from groups.queries.paging import newest, people_by_name
from people import queries as people
from people.models import BrowserSession, DeviceToken, Invitation, Partner, Person
from people.queries import PersonRef

STATES = ("active", "inactive", "all")
KINDS = ("member", "guest")
ROLES = ("site_admin", "compliance_admin")
LACKS = ("signed_in", "second_factor", "address")


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """What is looked for; ``lacks`` is signed_in, second_factor or address, and empty words mean everything."""

    q: str = ""
    state: str = "active"
    kind: str = ""
    role: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class AccountLine:
    """An account in the list."""

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    email: str
    partner: str | None
    site_role: str
    active: bool
    second_factor: bool
    last_signed_in_at: dt.datetime | None


@dataclass(frozen=True)
class Account:
    """One account: what it says, where it is signed in, and what the viewer may do with it."""

    id: str
    name: str
    avatar: str | None
    kind: str
    handle: str
    title: str
    email: str
    email_verified: bool
    partner: str | None
    site_role: str
    active: bool
    language: str
    second_factor: bool
    joined_at: dt.datetime
    last_signed_in_at: dt.datetime | None
    sessions: int
    devices: int
    can: tuple[str, ...]


@dataclass(frozen=True)
class NewcomerLine:
    """An invitation into the house; ``state`` is waiting, expired, used or revoked."""

    id: str
    email: str
    name: str
    kind: str
    partner: str | None
    language: str
    group: str | None
    group_role: str
    by: PersonRef
    sent_at: dt.datetime
    expires_at: dt.datetime
    state: str
    person: str | None


@dataclass(frozen=True)
class PartnerLine:
    """A partner's organisation."""

    id: str
    name: str


def accounts(
    viewer: Person, *, wanted: AccountFilter, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[AccountLine]:
    """Staff and guests, by name."""
    policy.require_administration(viewer, "list_people")
    rows = _filtered(wanted).select_related("partner")
    listing = f"accounts:{wanted.q}:{wanted.state}:{wanted.kind}:{wanted.role}:{wanted.lacks}"
    page = people_by_name(rows, listing, viewer, cursor, limit)
    seen = _device_uses([row.id for row in page.results])
    return page.map(lambda row: _line(row, seen.get(row.id)))


def account(viewer: Person, person_id: str) -> Account:
    """One account; NotFound for what has none, as a customer's contact."""
    policy.require_administration(viewer, "list_people")
    row = Person.objects.select_related("partner").filter(id=person_id, kind__in=KINDS).first()
    if row is None:
        raise NotFound
    living = DeviceToken.objects.filter(person=row, revoked_at=None, expires_at__gt=now())
    return Account(
        id=row.id,
        name=row.name,
        avatar=people.ref(row).avatar,
        kind=row.kind,
        handle=row.handle,
        title=row.title,
        email=row.email,
        email_verified=row.email_verified_at is not None,
        partner=row.partner.name if row.partner else None,
        site_role=row.site_role,
        active=row.is_active,
        language=row.language,
        second_factor=row.has_second_factor,
        joined_at=row.joined_at,
        last_signed_in_at=_latest(row.last_login, _device_uses([row.id]).get(row.id)),
        sessions=BrowserSession.objects.filter(person=row).count(),
        devices=living.count(),
        can=_verbs(viewer, row),
    )


def newcomers(
    viewer: Person, *, state: str = "waiting", cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[NewcomerLine]:
    """The invitations into the house, the newest first; ``state`` is waiting or all."""
    policy.require_administration(viewer, "invite_people")
    rows = Invitation.objects.select_related("partner", "by")
    if state == "waiting":
        rows = rows.filter(used_at=None, revoked_at=None)
    page = newest(rows, "sent_at", listing=f"newcomers:{state}", viewer=viewer, cursor=cursor, limit=limit)
    names = dict(Group.objects.filter(id__in={row.group_id for row in page.results} - {""}).values_list("id", "name"))
    return page.map(lambda row: _newcomer(row, names.get(row.group_id)))


def newcomer(viewer: Person, invitation_id: str) -> NewcomerLine:
    """One invitation."""
    policy.require_administration(viewer, "invite_people")
    row = Invitation.objects.select_related("partner", "by").filter(id=invitation_id).first()
    if row is None:
        raise NotFound
    return _newcomer(row, Group.objects.filter(id=row.group_id).values_list("name", flat=True).first())


def partners(viewer: Person) -> tuple[PartnerLine, ...]:
    """The partners whose guests may be invited, by name; at most 500."""
    policy.require_administration(viewer, "invite_people")
    rows = Partner.objects.order_by("name", "id").values_list("id", "name")
    return tuple(sorted((PartnerLine(*row) for row in rows[:500]), key=lambda one: (sort_key(one.name), one.id)))


def colleague_by_handle(viewer: Person, handle: str) -> str:
    """The id of the active colleague who signs in by this name; Invalid for nobody."""
    policy.require_administration(viewer, "list_people")
    rows = Person.objects.filter(handle=handle.strip().lower(), kind=Person.Kind.MEMBER, is_active=True)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise Invalid.field("handle", "unknown", _("Nobody signs in by this name."))
    return found


def _filtered(wanted: AccountFilter) -> QuerySet[Person]:
    rows = Person.objects.filter(kind__in=[wanted.kind] if wanted.kind else KINDS)
    if wanted.state != "all":
        rows = rows.filter(is_active=wanted.state == "active")
    if wanted.role:
        rows = rows.filter(site_role=wanted.role)
    if wanted.lacks == "signed_in":
        rows = rows.filter(~Exists(DeviceToken.objects.filter(person=OuterRef("id"))), last_login=None)
    elif wanted.lacks == "second_factor":
        rows = rows.filter(has_second_factor=False)
    elif wanted.lacks == "address":
        rows = rows.filter(email="")
    for word in wanted.q.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(handle__icontains=word) | Q(email__icontains=word))
    return rows


def _line(row: Person, device_used_at: dt.datetime | None) -> AccountLine:
    return AccountLine(
        id=row.id,
        name=row.name,
        avatar=people.ref(row).avatar,
        kind=row.kind,
        handle=row.handle,
        title=row.title,
        email=row.email,
        partner=row.partner.name if row.partner else None,
        site_role=row.site_role,
        active=row.is_active,
        second_factor=row.has_second_factor,
        last_signed_in_at=_latest(row.last_login, device_used_at),
    )


def _newcomer(row: Invitation, group: str | None) -> NewcomerLine:
    return NewcomerLine(
        id=row.id,
        email=row.email,
        name=row.name,
        kind=row.kind,
        partner=row.partner.name if row.partner else None,
        language=row.language,
        group=group,
        group_role=row.group_role,
        by=people.ref(row.by),
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        state=_state(row),
        person=row.person_id,
    )


def _state(row: Invitation) -> str:
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "waiting" if row.expires_at > now() else "expired"


def _verbs(viewer: Person, row: Person) -> tuple[str, ...]:
    """What the viewer may do with an account: never with their own."""
    if row.id == viewer.id or not policy.may_administer(viewer, "deactivate_people"):
        return ()
    if not row.is_active:
        return ("reactivate",)
    verbs = ["edit", "deactivate", "end_sessions"]
    if row.has_second_factor:
        verbs.append("reset_second_factor")
    if not row.site_role:
        verbs.append("correct_address")
    if row.is_member:
        verbs.append("propose_role")
    return tuple(verbs)


def _device_uses(person_ids: list[str]) -> dict[str, dt.datetime]:
    """When these people last came by a device; signing in with one counts."""
    rows = DeviceToken.objects.filter(person__in=person_ids).values_list("person_id", F("last_used_at"), "created_at")
    found: dict[str, dt.datetime] = {}
    for person_id, used, made in rows:
        found[person_id] = max(found.get(person_id, made), used or made)
    return found


def _latest(*moments: dt.datetime | None) -> dt.datetime | None:
    return max((one for one in moments if one is not None), default=None)
