"""What the demo company does often: templates of checklists, and the one that is ticked for Mme Dupin."""

import datetime as dt
from collections.abc import Callable

from cases import actions as cases
from cases import queries
from esn.management.demo.compose import CaseAct, CasePlan
from esn.management.demo.house import House
from esn.management.demo.words import tidy

LATE = "Livraison qui ne tiendra pas"

# Who writes it down, its name, and its steps.
TEMPLATES = (
    (
        "ines",
        LATE,
        (
            "Demander au transporteur ce qui est sûr, et pour quand",
            "Trouver deux jours possibles, sans un jour que le client refuse",
            "Prévenir le client avant qu'il n'appelle",
            "Replacer le montage",
            "Noter ce que cela nous apprend",
        ),
    ),
    (
        "marc",
        "Remboursement",
        (
            "Vérifier l'achat et le moyen de paiement",
            "Demander une dérogation si la règle ne suffit pas",
            "Dire au client le montant et le jour",
            "Vérifier qu'il l'a reçu",
        ),
    ),
)


def write_templates(house: House) -> None:
    """Write down what is done often."""
    for handle, name, steps in TEMPLATES:
        cases.add_template(house.people[handle], name=tidy(name), steps=[tidy(step) for step in steps])


def _begin(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    actor = house.people[act.actor]
    template = next(one for one in queries.templates(actor) if one.name == act.text)
    cases.begin_checklist(actor, ref=house.cases[act.case].ref, template_id=template.id)


def _tick(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    actor, ref = house.people[act.actor], house.cases[act.case].ref
    newest = queries.checklists(actor, ref)[-1]
    cases.tick_step(actor, ref=ref, checklist_id=newest.id, number=int(act.code), done=True)


VERBS: dict[str, Callable[[House, CasePlan, CaseAct, dt.datetime], None]] = {
    "begins": _begin,
    "ticks": _tick,
}
