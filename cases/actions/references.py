"""Other systems whose records customers refer to, and the address of a record there."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import line
from cases.models import ReferenceSystem
from esn.core import audit
from esn.core.errors import Conflict, Invalid, NotFound
from people.models import Person


@transaction.atomic
def add_reference_system(actor: Person, *, code: str, name: str, template: str) -> str:
    """Say where the records of another system are; ``{id}`` is what follows the colon of a reference. Its id."""
    policy.require_site_admin(actor)
    code = _checked_code(code)
    _require_address(template)
    if ReferenceSystem.objects.filter(code=code).exists():
        raise Conflict("known", _("This code is known already. Remove it first."))
    system = ReferenceSystem.objects.create(code=code, name=line(name, "name"), template=template)
    audit.note(actor.id, "reference_system.added", "reference_system", system.id)
    return system.id


@transaction.atomic
def edit_reference_system(
    actor: Person, *, system_id: str, code: str | None = None, name: str | None = None, template: str | None = None
) -> None:
    """Correct how a system is called or where its records are; every reference leads there at once."""
    policy.require_site_admin(actor)
    system = ReferenceSystem.objects.select_for_update().filter(id=system_id).first()
    if system is None:
        raise NotFound
    if code is not None:
        system.code = _checked_code(code)
        if ReferenceSystem.objects.filter(code=system.code).exclude(id=system.id).exists():
            raise Conflict("known", _("Another system has this code already."))
    if name is not None:
        system.name = line(name, "name")
    if template is not None:
        _require_address(template)
        system.template = template
    system.save(update_fields=["code", "name", "template"])
    audit.note(actor.id, "reference_system.edited", "reference_system", system.id)


@transaction.atomic
def remove_reference_system(actor: Person, *, system_id: str) -> None:
    """Link the references of a system no more."""
    policy.require_site_admin(actor)
    found = ReferenceSystem.objects.filter(id=system_id).first()
    if found is None:
        raise NotFound
    audit.note(actor.id, "reference_system.removed", "reference_system", found.id)
    found.delete()


def _checked_code(code: str) -> str:
    code = "".join(code.upper().split()).rstrip(":")
    if not code or ":" in code:
        raise Invalid.field("code", "not_a_code", _("A code is what stands before the colon of a reference."))
    return code


def _require_address(template: str) -> None:
    """Only addresses of the web, with the record's id outside of the host."""
    try:
        parts = urlsplit(template)
    except ValueError:
        parts = urlsplit("")
    whole = parts.scheme in ("https", "http") and parts.hostname and template.count("{id}") == 1
    if not whole or "{" in parts.netloc or any(letter.isspace() for letter in template):
        raise Invalid.field(
            "template",
            "not_an_address",
            _("This must be a web address with {id} in it, like https://erp.example/{id}."),
        )
