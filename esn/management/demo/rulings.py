"""The rules of the company, what was decided about exceptions to them, one that waits, and a huddle."""

import datetime as dt
from collections.abc import Callable, Iterator

from cases import actions as cases
from esn.management.demo.compose import CaseAct, CasePlan, Plan
from esn.management.demo.dupin import calendar
from esn.management.demo.house import House
from esn.management.demo.words import tidy

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
SHOP = "lyon"

# By key: the line, the text, who owns it and who decides (a person, or a team whose moderators do), within how long.
RULES = {
    "cash": (
        "Pas de remboursement en espèces avant trois semaines",
        "Un remboursement repart par le moyen de paiement d'origine, sous trois semaines, une fois le retour constaté. "
        "Personne ne rend d'espèces au comptoir.",
        "nadia",
        ("nadia", "benoit"),
        30,
    ),
    "van": (
        "Le camion du magasin ne remplace pas le transporteur",
        "Les tournées du camion du magasin se décident la veille à 16 h. Ce qui est confié à un transporteur reste chez lui.",
        "logistique",
        ("logistique", "nadia"),
        120,
    ),
    "carton": (
        "Un échange se fait meuble emballé",
        "Un meuble monté ou sans son carton n'est ni repris ni échangé, sauf défaut constaté.",
        "lyon",
        ("lyon",),
        240,
    ),
}
# What was asked of the cash rule before, in cases that have ended, and what Nadia answered.
PRECEDENTS = (
    (
        "Rendre 189 € en espèces au comptoir, aujourd'hui",
        "Le retour est constaté et la carte de paiement a été clôturée depuis : le virement reviendrait à la banque.",
        "189 €",
        "grants",
        "L'argent lui appartient et la carte n'existe plus. Reçu signé, noté à la main sur le ticket, copie à Mathilde.",
    ),
    (
        "Rendre 612 € en espèces sans attendre le retour du meuble",
        "Ne veut pas attendre l'enlèvement, prévu dans huit jours.",
        "612 €",
        "refuses",
        "Pas avant le retour : nous ne savons pas encore dans quel état il revient. J'ai proposé un bon d'achat en attendant.",
    ),
)
WAITS = (
    "Rendre l'acompte de 90 € en espèces, aujourd'hui au magasin",
    "Au comptoir avec le ticket, et repart ce soir. Ne veut plus entendre parler d'un virement sous trois semaines.",
    "90 €",
)


def write_rules(house: House) -> None:
    """The rule cards, each by whoever answers for it."""
    for key, (title, text, owner, deciders, minutes) in RULES.items():
        author = (
            house.people[owner] if owner in house.people else house.people["ines" if owner == "logistique" else "nadia"]
        )
        house.rules[key] = cases.create_rule(
            author,
            title=tidy(title),
            text=tidy(text),
            owner=_named(house, owner),
            deciders=[_named(house, name) for name in deciders],
            answer_minutes=minutes,
        )


def acts(plan: Plan, now: dt.datetime) -> list[CaseAct]:
    """What was asked and decided in the cases of the shop, and what waits for its manager now."""
    began: dict[int, CaseAct] = {}
    ended: dict[int, dt.datetime] = {}
    for act in plan.acts:
        if isinstance(act, CaseAct) and _in_shop(plan.cases[act.case]):
            began.setdefault(act.case, act)
            if act.text in ("solved", "closed"):
                ended.setdefault(act.case, act.at)
    past = [first for number, first in began.items() if number in ended and ended[number] - first.at > HOUR]
    past.sort(key=lambda first: (not _about_money(plan.cases[first.case]), -first.at.timestamp()))
    standing = [first for number, first in began.items() if number not in ended]
    standing.sort(key=lambda first: (plan.cases[first.case].buyer.kind != "person", -first.at.timestamp()))
    return [*_precedents(past), *_waiting(standing, now)]


def _precedents(past: list[CaseAct]) -> Iterator[CaseAct]:
    for first, (what, why, limit, verb, reason) in zip(past, PRECEDENTS, strict=False):
        more = (("rule", "cash"), ("why", tidy(why)), ("limit", tidy(limit)))
        yield CaseAct(first.at + 24 * MINUTE, first.case, first.actor, "asks", tidy(what), more=more)
        yield CaseAct(first.at + 31 * MINUTE, first.case, "nadia", verb, tidy(reason))


def _waiting(standing: list[CaseAct], now: dt.datetime) -> Iterator[CaseAct]:
    """One question that nobody has answered yet: it was asked in the last minutes, and is due soon."""
    for first in standing[:1]:
        what, why, limit = WAITS
        more = (("rule", "cash"), ("why", tidy(why)), ("limit", tidy(limit)))
        at = max(first.at + 24 * MINUTE, calendar(now).present - 14 * MINUTE)
        yield CaseAct(
            min(at, now - MINUTE / 2), first.case, "marc", "asks", tidy(what), until=now + 2 * HOUR, more=more
        )


def _in_shop(case: CasePlan) -> bool:
    return case.buyer.shop == SHOP and not case.restricted and case.opener != "nadia"


def _about_money(case: CasePlan) -> bool:
    return any(word in case.title.lower() for word in ("rembours", "débit", "paiement"))


def _named(house: House, name: str) -> cases.Holder:
    if name in house.groups:
        return cases.Holder("team", house.groups[name].id)
    return cases.Holder("person", house.people[name].id)


def _ask(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case, more = house.cases[act.case], dict(act.more)
    case.waiver = cases.ask_waiver(
        house.people[act.actor],
        ref=case.ref,
        rule_id=house.rules[str(more["rule"])],
        what=act.text,
        why=str(more["why"]),
        limit=str(more["limit"]),
        until=act.until,
    )


def _grant(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.grant_waiver(house.people[act.actor], waiver_id=house.cases[act.case].waiver, reason=act.text)


def _refuse(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.refuse_waiver(house.people[act.actor], waiver_id=house.cases[act.case].waiver, reason=act.text)


def _call(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    if act.until is not None:
        case = house.cases[act.case]
        case.huddle = cases.call_huddle(
            house.people[act.actor],
            ref=case.ref,
            question=act.text,
            deadline=act.until,
            invited=[_named(house, name) for name in dict(act.more)["invited"]],
        )


def _weigh(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    way = cases.Way(act.text, case.promise if act.window else "", act.window)
    case.options.append(cases.add_option(house.people[act.actor], huddle_id=case.huddle, way=way))


def _think(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    cases.give_opinion(
        house.people[act.actor],
        huddle_id=case.huddle,
        option_id=case.options[int(dict(act.more)["option"])],
        stance=act.code,
        text=act.text,
    )


VERBS: dict[str, Callable[[House, CasePlan, CaseAct, dt.datetime], None]] = {
    "asks": _ask,
    "grants": _grant,
    "refuses": _refuse,
    "calls": _call,
    "weighs": _weigh,
    "thinks": _think,
}
