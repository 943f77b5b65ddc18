"""Tables of people and groups: kept while somebody looks at what they would do, then carried out or dropped."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from groups import policy
from groups.actions.directories import admit_from_table, correct_from_table, make_from_table
from groups.imports.lines import CHANGED, NEW
from groups.models import ImportPlan
from groups.queries.imports import IMPORT_KINDS, KEPT, MOST_BYTES, Plan, planned, require_plan
from people.models import Person


@transaction.atomic
def plan_import(actor: Person, *, kind: str, name: str, content: bytes) -> str:
    """Keep a table to be looked at for a day; its id. Nothing of the site changes. Invalid for one that is no table."""
    policy.require_administration(actor, "import")
    if kind not in IMPORT_KINDS:
        raise Invalid.field("kind", "unknown_choice", _("This kind of table is unknown."))
    if not content:
        raise Invalid.field("file", "empty", _("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Invalid.field("file", "too_large", _("The table has more than 5 MB. Send it in parts."))
    ImportPlan.objects.filter(made_at__lt=now() - KEPT).delete()
    shown = "".join(letter for letter in name if letter.isprintable())[:200]
    plan = ImportPlan(kind=kind, actor=actor, name=shown, content=content, digest="", made_at=now())
    plan.digest = planned(plan).digest
    plan.save(force_insert=True)
    return plan.id


@transaction.atomic
def look_again(actor: Person, *, plan_id: str) -> None:
    """Take what the table would do now for seen."""
    plan = require_plan(actor, plan_id)
    plan.digest = planned(plan).digest
    plan.save(update_fields=["digest"])


@transaction.atomic
def drop_import(actor: Person, *, plan_id: str) -> None:
    """Forget a table without doing anything."""
    require_plan(actor, plan_id).delete()


@transaction.atomic
def carry_out_import(actor: Person, *, plan_id: str) -> dict[str, int]:
    """Do what was looked at, all or nothing; how many lines did what. Conflict when the site has changed since."""
    # Whoever sends the same word twice at once finds the table gone.
    ImportPlan.objects.select_for_update().filter(id=plan_id).values_list("id").first()
    kept = require_plan(actor, plan_id)
    plan = planned(kept)
    if plan.summary.stale:
        detail = _("The site has changed since you looked. Look at what the table would do now, then confirm it.")
        raise Conflict("stale_plan", detail)
    _write(plan, actor)
    counts = plan.summary.counts
    mark = hashlib.sha256(bytes(kept.content)).hexdigest()
    audit.note(actor.id, "import.done", "import", kept.id, kind=kept.kind, sha256=mark, **counts)
    kept.delete()
    return counts


def _write(plan: Plan, actor: Person) -> None:
    admit_from_table([one.wanted for one in plan.people if one.told.outcome == NEW], actor)
    changed = [
        (one.person, {change.column: change.after for change in one.told.changes})
        for one in plan.people
        if one.told.outcome == CHANGED and one.person is not None
    ]
    correct_from_table(changed, actor)
    make_from_table(plan.groups, actor)
