"""People as a directory provisions them. A directory takes away only what it gave, and never reopens what we closed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from groups import policy
from groups.actions.accounts import checked_address, end_account, reopen
from groups.actions.admission import admit_person
from groups.models import EVERYONE, ProvisionedPerson, ProvisioningConnection
from people.actions import tell, write_profile
from people.events import PersonChanged
from people.models import Person

LONGEST = 254  # characters of a user name and of an external id
_HANDLE_LIMIT = 50  # of 60: a number may follow
_NO_PART_OF_A_HANDLE = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True, kw_only=True)
class Provision:
    """What a directory says of somebody: ``fields`` are those of their profile, mail and active; ``said`` its words."""

    user_name: str
    external_id: str
    fields: Mapping[str, Any]
    said: Mapping[str, Any]


@transaction.atomic
def provision_person(actor: Person, *, provision: Provision) -> str:
    """Let somebody of the staff into the house, without a password; their id. Conflict for a name that is taken."""
    connection = policy.require_connection(actor)
    key = name_key(provision.user_name)
    _require_unused(key)
    fields = dict(provision.fields)
    email = fields.pop("email", "")
    active = fields.pop("active", True)
    person_id = admit_person(
        actor,
        kind=Person.Kind.MEMBER,
        handle=_new_handle(key),
        name=fields.pop("name"),
        email=checked_address(email) if email else "",
        **{name: fields.pop(name) for name in ("language", "time_zone") if name in fields},
    )
    person = Person.objects.get(id=person_id)
    audit.note(actor.id, "person.provisioned", "person", person_id)
    write_profile(actor, person, everyone=EVERYONE, **fields)
    _keep(connection, person, provision)
    if not active:
        end_account(actor, person, reason="")
    return person_id


@transaction.atomic
def change_provisioned_person(actor: Person, *, person_id: str, provision: Provision) -> None:
    """Say of somebody what the directory says now; ``fields`` holds only what it says otherwise than before."""
    connection = policy.require_connection(actor)
    person = held_person(person_id)
    key = name_key(provision.user_name)
    _require_unused(key, other_than=person)
    fields = dict(provision.fields)
    active = fields.pop("active", person.is_active)
    changed = _change_address(actor, person, fields.pop("email")) if "email" in fields else []
    changed += write_profile(actor, person, everyone=EVERYONE, **fields)
    if changed:
        audit.note(actor.id, "person.provisioned_anew", "person", person.id, fields=sorted(changed))
    _keep(connection, person, provision)
    if person.is_active and not active:
        end_account(actor, person, reason="")
    elif active and not person.is_active:
        reopen(actor, person, reason="")


@transaction.atomic
def withdraw_person(actor: Person, *, person_id: str) -> None:
    """Let somebody whom the directory deleted act no more; they are not deleted here, and their name stays taken."""
    connection = policy.require_connection(actor)
    person = held_person(person_id)
    if person.is_active:
        end_account(actor, person, reason="")
    defaults = {"removed_at": now(), "changed_at": now()}
    known = {"connection": connection, "user_name": person.handle, "user_name_key": person.handle}
    ProvisionedPerson.objects.update_or_create(person=person, defaults=defaults, create_defaults={**known, **defaults})
    audit.note(actor.id, "person.unprovisioned", "person", person.id)


def held_person(person_id: str) -> Person:
    """Somebody whom directories see, held until the end of the transaction; NotFound for anybody else."""
    row = Person.objects.select_for_update(of=("self",)).filter(
        id__in=policy.provisioned_people().filter(id=person_id).values("id")
    )
    person = row.first()
    if person is None:
        raise NotFound
    return person


def name_key(user_name: str) -> str:
    """A user name as names are compared: composed, in lower case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", user_name).lower())


def _require_unused(key: str, other_than: Person | None = None) -> None:
    """Conflict when somebody has this name, or had it: names are never used again."""
    kept = ProvisionedPerson.objects.filter(user_name_key=key)
    plain = Person.objects.filter(handle=key, provisioned=None)
    if other_than is not None:
        kept, plain = kept.exclude(person=other_than), plain.exclude(id=other_than.id)
    if kept.exists() or plain.exists():
        raise Conflict("user_name_taken", _("This user name is taken, or was: names are never used again."))


def _new_handle(key: str) -> str:
    """A handle that nobody has, as near to a user name as handles may be; of a mail address what is before the @."""
    bare = unicodedata.normalize("NFKD", key.partition("@")[0])
    plain = _NO_PART_OF_A_HANDLE.sub("-", "".join(one for one in bare if not unicodedata.combining(one)))
    wanted = plain.strip("._-")[:_HANDLE_LIMIT] or "person"
    taken = set(Person.objects.filter(handle__startswith=wanted).values_list("handle", flat=True))
    if wanted not in taken:
        return wanted
    return next(name for name in (f"{wanted}{number}" for number in range(2, len(taken) + 3)) if name not in taken)


def _change_address(actor: Person, person: Person, email: str) -> list[str]:
    """Another mail address, which nobody has proven yet; the former one hears of it. Never of those who hold a role."""
    if email == person.email:
        return []
    if person.site_role:
        raise NotAllowed(_("The address of somebody who runs or watches over the site is changed by themselves."))
    former, person.email = person.email, checked_address(email, other_than=person.id) if email else ""
    person.email_verified_at = None
    person.save(update_fields=["email", "email_verified_at"])
    record(PersonChanged(audience_id=EVERYONE, id=person.id), actor.id)
    if former:
        tell(person, "email_changed", to=former)
    return ["email"]


def _keep(connection: ProvisioningConnection, person: Person, provision: Provision) -> None:
    for field, value in (("userName", provision.user_name), ("externalId", provision.external_id)):
        if len(value) > LONGEST:
            raise Invalid.field(field, "too_long", _("This has at most %(limit)d characters.") % {"limit": LONGEST})
    ProvisionedPerson.objects.update_or_create(
        person=person,
        defaults={
            "connection": connection,
            "user_name": provision.user_name,
            "user_name_key": name_key(provision.user_name),
            "external_id": provision.external_id,
            "said": dict(provision.said),
            "changed_at": now(),
            "removed_at": None,
        },
    )
