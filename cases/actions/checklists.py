"""Checklists: templates of what is done often, begun in a case and ticked step by step."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep, line
from cases.actions.participants import take_part
from cases.models import Case, Checklist, ChecklistStep, ChecklistTemplate
from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound, Stale
from people.models import Person

MOST_STEPS = 50
LONGEST_STEP = 200  # characters


@transaction.atomic
def add_template(actor: Person, *, name: str, steps: Sequence[str]) -> str:
    """Write down the steps of something that is done often; its id."""
    policy.require_staff(actor)
    name = line(name, "name")
    if ChecklistTemplate.objects.filter(name=name).exists():
        raise Conflict("known", _("There is a template of this name already."))
    template = ChecklistTemplate.objects.create(name=name, steps=_checked(steps))
    audit.note(actor.id, "checklist_template.added", "checklist_template", template.id)
    return template.id


@transaction.atomic
def edit_template(
    actor: Person,
    *,
    template_id: str,
    revision: int | None = None,
    name: str | None = None,
    steps: Sequence[str] | None = None,
) -> None:
    """Correct a template; checklists that began with it keep their own steps. Stale when it changed meanwhile."""
    policy.require_staff(actor)
    template = ChecklistTemplate.objects.select_for_update().filter(id=template_id, retired_at=None).first()
    if template is None:
        raise NotFound
    if revision is not None and revision != template.revision:
        raise Stale
    if name is not None:
        template.name = line(name, "name")
        if ChecklistTemplate.objects.filter(name=template.name).exclude(id=template.id).exists():
            raise Conflict("known", _("There is a template of this name already."))
    if steps is not None:
        template.steps = _checked(steps)
    template.revision += 1
    template.save(update_fields=["name", "steps", "revision"])
    audit.note(actor.id, "checklist_template.edited", "checklist_template", template.id)


@transaction.atomic
def retire_template(actor: Person, *, template_id: str) -> None:
    """Offer a template no more; checklists that began with it stay. By those who run the site."""
    policy.require_site_admin(actor)
    if not ChecklistTemplate.objects.filter(id=template_id, retired_at=None).update(retired_at=now()):
        raise NotFound
    audit.note(actor.id, "checklist_template.retired", "checklist_template", template_id)


@transaction.atomic
def begin_checklist(
    actor: Person, *, ref: str, template_id: str | None = None, name: str = "", steps: Sequence[str] = ()
) -> str:
    """Begin a checklist in a case, from a template or with steps of one's own; its id."""
    case = policy.require_inside(actor, ref, lock=True)
    if template_id:
        template = ChecklistTemplate.objects.filter(id=template_id, retired_at=None).first()
        if template is None:
            raise Invalid.field("template", "unknown", _("This template is unknown here."))
        name, steps = name or template.name, steps or template.steps
    name, texts = line(name, "name"), _checked(steps)
    take_part(actor, case)
    made = Checklist.objects.create(case=case, name=name, by=actor, at=now())
    ChecklistStep.objects.bulk_create(
        ChecklistStep(checklist=made, number=number, text=text) for number, text in enumerate(texts, 1)
    )
    enter(actor, case, "checklist", id=made.id, name=name, state="begun", steps=len(texts))
    keep(actor, case)
    return made.id


@transaction.atomic
def tick_step(actor: Person, *, ref: str, checklist_id: str, number: int, done: bool) -> None:
    """Mark one step as done or not done; the last one done is an entry. Doing so twice changes nothing."""
    case = policy.require_inside(actor, ref, lock=True)
    step = ChecklistStep.objects.filter(
        checklist__case=case, checklist=checklist_id, number=number
    ).select_related("checklist").first()  # fmt: skip
    if step is None:
        raise NotFound
    if done == (step.done_at is not None):
        return
    take_part(actor, case)
    step.done_by, step.done_at = (actor, now()) if done else (None, None)
    step.save(update_fields=["done_by", "done_at"])
    _enter_when_done(actor, case, step)
    keep(actor, case)


def _enter_when_done(actor: Person, case: Case, step: ChecklistStep) -> None:
    steps = ChecklistStep.objects.filter(checklist=step.checklist)
    if not steps.filter(done_at=None).exists():
        enter(
            actor, case, "checklist", id=step.checklist.id, name=step.checklist.name, state="done", steps=steps.count()
        )


def _checked(steps: Sequence[str]) -> list[str]:
    texts = [line(text, "steps") for text in steps]
    if not 1 <= len(texts) <= MOST_STEPS:
        raise Invalid.field("steps", "number", _("A checklist has 1 to 50 steps."))
    if any(len(text) > LONGEST_STEP for text in texts):
        raise Invalid.field("steps", "too_long", _("A step has at most 200 characters."))
    return texts
