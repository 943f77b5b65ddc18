"""What every verb of a case does: one entry in its timeline, its sides, and telling them that it changed."""

import re
from typing import Any

from django.utils.translation import gettext as _

from cases.events import CaseChanged
from cases.models import Case
from cases.sides import sides_of
from esn.core.clock import now
from esn.core.errors import Invalid
from esn.core.events import record
from feeds import actions as feeds
from groups import actions as groups
from groups.models import Audience, Membership
from people.models import Person

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


def line(text: str, field: str) -> str:
    """A text of one line; Invalid when it is empty."""
    text = on_one_line(text)
    if not text:
        raise Invalid.field(field, "blank", _("This cannot be empty."))
    return text


def on_one_line(text: str) -> str:
    """A text without line ends and doubled spaces; those that must not break, as before a colon in French, stay."""
    return _SPACES.sub(" ", text).strip()


def make_side(ref: str, kind: str, label: str, title: str, restricted: bool, partner_id: str | None = None) -> Audience:
    """A new side of a case; a restricted one is open to nobody without a seat."""
    return groups.make_audience(
        kind=kind,
        open_to_members=not restricted,
        subject_kind="case",
        subject_ref=ref,
        label=label,
        title=title,
        partner_id=partner_id,
    )


def enter(actor: Person, case: Case, entry: str, /, body: str = "", **detail: Any) -> None:
    """One structured entry in the internal timeline; what is said in words keeps its words for search."""
    feeds.write(actor.id, audience=case.audience, kind=entry, detail=detail, body=body)


def keep(actor: Person, case: Case, *fields: str) -> None:
    """Keep the case and tell its internal side that something changed, the others when they can see what."""
    before = Case.objects.values_list("status", "public_title").get(id=case.id)
    case.updated_at = now()
    case.revision += 1
    case.save(update_fields=[*fields, "updated_at", "revision"])
    told = sides_of(case.ref)
    if before == (case.status, case.public_title):
        told = told.filter(kind=Kind.INTERNAL)
    for side in told:
        record(CaseChanged(audience_id=side.id, id=case.ref), actor.id)
