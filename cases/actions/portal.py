"""Links into the customer's window: made by who takes part, exchanged for the window, taken back, and over by time."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.clockwork import clock
from cases.actions.customer_contacts import add_contact
from cases.actions.entries import enter, keep
from cases.events import PortalLinkChanged
from cases.models import Case, Customer, CustomerContact, PortalLink
from cases.sides import sides_of
from esn.core import audit
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from esn.core.events import record
from groups import actions as groups
from groups.models import Audience, Membership
from people.credentials import digest, new_secret
from people.models import Person

OVER = "portal_link.over"  # the alarm of a link whose time ends
LASTS = dt.timedelta(days=14)  # where nobody says otherwise
AT_MOST = dt.timedelta(days=30)
AT_MOST_LINKS = 20  # that open one case
USED_GRAIN = dt.timedelta(minutes=15)


@transaction.atomic
def create_portal_link(
    actor: Person, *, ref: str, contact_id: str | None = None, expires_at: dt.datetime | None = None
) -> tuple[str, str]:
    """Let one of the customer's people into the window of a case; the link's id, and the secret told this once.

    Where no contact is named it is for the customer, when they are one human being.
    """
    case = policy.require_portal(actor, ref)
    expires_at = _checked_end(expires_at)
    if PortalLink.objects.filter(policy.living_links(), case=case).count() >= AT_MOST_LINKS:
        raise Conflict("too_many", _("Many links open this case already. Take one back first."))
    contact = _found_contact(actor, case, contact_id)
    secret = new_secret()
    link = PortalLink.objects.create(
        case=case, contact=contact, digest=digest(secret), made_by=actor, made_at=now(), expires_at=expires_at
    )
    groups.seat(contact.person_id, _side(case), Membership.Role.MEMBER, actor.id, follows=False)
    set_alarm(OVER, link.id, expires_at)
    audit.note(actor.id, "portal_link.created", "portal_link", link.id, case=ref, contact=contact.id)
    _changed(actor, case, link, "made")
    return link.id, secret


@transaction.atomic
def revoke_portal_link(actor: Person, *, ref: str, link_id: str) -> None:
    """Take a link back: its window is shut with the answer. Doing so twice changes nothing."""
    case = policy.require_portal(actor, ref)
    link = _locked(case, link_id)
    if link.revoked_at is None:
        _revoke(actor, case, link)


@transaction.atomic
def open_portal_link(link_id: str) -> None:
    """Note that a link was exchanged for its window; the first time is an entry in the thread."""
    link = _held(link_id)
    if link is None:
        raise NotFound
    contact = link.contact.person
    audit.note(contact.id, "portal_link.opened", "portal_link", link.id, case=link.case.ref)
    first, link.opened_at, link.last_used_at = link.opened_at is None, link.opened_at or now(), now()
    link.save(update_fields=["opened_at", "last_used_at"])
    if first:
        _changed(contact, link.case, link, "opened")
    else:
        record(PortalLinkChanged(audience_id=link.case.audience_id, id=link.id, case=link.case.ref), contact.id)


def touch_portal_link(link_id: str, last_used_at: dt.datetime | None) -> None:
    """Remember that a window was looked at, at most once in a quarter of an hour."""
    if last_used_at is None or now() - last_used_at > USED_GRAIN:
        with transaction.atomic():
            link = PortalLink.objects.select_related("case", "contact").get(id=link_id)
            PortalLink.objects.filter(id=link_id).update(last_used_at=now())
            event = PortalLinkChanged(audience_id=link.case.audience_id, id=link.id, case=link.case.ref)
            record(event, link.contact.person_id)


@transaction.atomic
def end_portal_link(link_id: str, due_at: dt.datetime) -> None:
    """The time of a link is over: whoever has no other one loses their seat."""
    link = _held(link_id)
    if link is None or link.revoked_at is not None or link.expires_at > now():
        return
    _unseat(clock(), link)
    record(PortalLinkChanged(audience_id=link.case.audience_id, id=link.id, case=link.case.ref), clock().id)


@transaction.atomic
def end_links_of_leavers(person_ids: Sequence[str]) -> None:
    """The links that people had made who were let go open nothing; their cases say so to who holds them now."""
    made = PortalLink.objects.filter(made_by__in=person_ids, revoked_at=None)
    for link_id in list(made.values_list("id", flat=True)):
        link = _held(link_id)
        if link is not None and link.revoked_at is None and link.expires_at > now():
            _revoke(clock(), link.case, link)


def end_links_of_others(actor: Person, customer_ids: Sequence[str]) -> None:
    """Take back the links into the cases of some customers whose people belong to another customer by now."""
    rows = PortalLink.objects.filter(case__customer__in=customer_ids, revoked_at=None, expires_at__gt=now())
    for link_id in list(rows.exclude(contact__customer=F("case__customer")).values_list("id", flat=True)):
        link = _held(link_id)
        if link is not None and link.revoked_at is None:
            _revoke(actor, link.case, link)


def _revoke(actor: Person, case: Case, link: PortalLink) -> None:
    link.revoked_by, link.revoked_at = actor, now()
    link.save(update_fields=["revoked_by", "revoked_at"])
    cancel(OVER, link.id)
    _unseat(actor, link)
    audit.note(actor.id, "portal_link.revoked", "portal_link", link.id, case=case.ref)
    _changed(actor, case, link, "revoked")


def _unseat(actor: Person, link: PortalLink) -> None:
    """Take the contact's seat, unless another link still opens the case to them."""
    others = PortalLink.objects.filter(policy.living_links(), case=link.case_id, contact__person=link.contact.person_id)
    if not others.exclude(id=link.id).exists():
        groups.unseat(link.contact.person_id, _side(link.case), actor.id)


def _changed(actor: Person, case: Case, link: PortalLink, verb: str) -> None:
    enter(
        actor,
        case,
        "portal_link",
        id=link.id,
        verb=verb,
        contact={"id": link.contact.person_id, "name": link.contact.person.name},
        expires_at=link.expires_at.isoformat(),
        maker={"id": link.made_by_id, "name": link.made_by.name},
    )
    record(PortalLinkChanged(audience_id=case.audience_id, id=link.id, case=case.ref), actor.id)
    keep(actor, case)


def _held(link_id: str) -> PortalLink | None:
    """A link and its case, held for a change in one order."""
    case_id = PortalLink.objects.filter(id=link_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return None
    return _locked(Case.objects.select_for_update(of=("self",)).get(id=case_id), link_id)


def _locked(case: Case, link_id: str) -> PortalLink:
    rows = PortalLink.objects.select_for_update(of=("self",)).select_related("contact__person", "made_by")
    link = rows.filter(case=case, id=link_id).first()
    if link is None:
        raise NotFound
    link.case = case
    return link


def _side(case: Case) -> Audience:
    return sides_of(case.ref).get(kind=Audience.Kind.CUSTOMER)


def _checked_end(expires_at: dt.datetime | None) -> dt.datetime:
    if expires_at is None:
        return now() + LASTS
    if expires_at <= now():
        raise Invalid.field("expires_at", "past", _("This moment has passed. Name a later one."))
    if expires_at > now() + AT_MOST:
        raise Invalid.field("expires_at", "too_late", _("A window stays open for 30 days at most."))
    return expires_at


def _found_contact(actor: Person, case: Case, contact_id: str | None) -> CustomerContact:
    living = CustomerContact.objects.filter(customer=case.customer_id, removed_at=None, person__is_active=True)
    rows = living.select_related("person")
    if contact_id:
        found = rows.filter(id=contact_id).first()
        if found is None:
            raise Invalid.field("contact", "unknown", _("This customer has no such contact."))
        return found
    if case.customer.kind != Customer.Kind.PERSON:
        raise Invalid.field("contact", "needed", _("Say which of their people the window is for."))
    themselves = rows.filter(person__name=case.customer.name).order_by("id").first()
    if themselves is not None:
        return themselves
    name, language = case.customer.name, case.customer.language
    made = add_contact(actor, customer_id=case.customer_id, name=name[:120], language=language)
    return rows.get(id=made)
