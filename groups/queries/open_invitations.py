"""An invitation as its receiver sees it: by its secret, or by having shown it before."""

import re
import unicodedata
from dataclasses import dataclass
from hmac import compare_digest

from esn.core.clock import now
from esn.core.errors import NotFound
from groups import policy
from people.credentials import digest
from people.models import Invitation, Person
from people.policy import may_sign_in

_NOT_IN_A_HANDLE = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that opens, for whom it was sent."""

    id: str
    sending: int
    email: str
    name: str
    suggested_handle: str
    language: str
    inviter: str
    partner: str | None


def open_invitation(
    invitation_id: str, *, secret: str | None = None, sending: int | None = None
) -> OpenInvitation | None:
    """What opens with this secret, or for who has shown it before; None for everything else."""
    row = living_invitation(invitation_id, secret=secret, sending=sending)
    if row is None:
        return None
    return OpenInvitation(
        id=row.id,
        sending=row.sending,
        email=row.email,
        name=row.name,
        suggested_handle=_suggested(row.email),
        language=row.language,
        inviter=row.by.name,
        partner=row.partner.name if row.partner else None,
    )


def living_invitation(
    invitation_id: str, *, secret: str | None = None, sending: int | None = None, lock: bool = False
) -> Invitation | None:
    """The row of an invitation that opens: not used, taken back or over, and its sender may still send it."""
    rows = Invitation.objects.select_related("by", "partner")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(id=invitation_id, used_at=None, revoked_at=None, expires_at__gt=now()).first()
    fits = secret is None or compare_digest(row.digest if row else "", digest(secret))
    if row is None or not fits or (sending is not None and row.sending != sending):
        return None
    return row if policy.may_administer(row.by, "invite_people") else None


def newcomer_account(person_id: str) -> Person:
    """Who has just come in, so that their door can open the session."""
    person = Person.objects.filter(id=person_id).first()
    if person is None or not may_sign_in(person):
        raise NotFound
    return person


def _suggested(email: str) -> str:
    """A handle that nobody has, made of the address; empty when there is none so simple."""
    local = unicodedata.normalize("NFKD", email.partition("@")[0].lower())
    wanted = _NOT_IN_A_HANDLE.sub("", local).strip("._-")[:60]
    return "" if not wanted or Person.objects.filter(handle=wanted).exists() else wanted
