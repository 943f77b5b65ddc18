"""What the people of the demo company do besides talking: contacts, facts, promises, blockers and handoffs."""

import datetime as dt
from collections.abc import Callable

from cases import actions as cases
from cases import queries
from esn.core import clock
from esn.management.demo.compose import CaseAct, CasePlan
from esn.management.demo.house import House


def _hear(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    missing = str(dict(act.more).get("missing", ""))
    cases.note_contact(
        house.people[act.actor],
        ref=house.cases[act.case].ref,
        channel=act.code or "phone",
        direction="in",
        minutes=4,
        note=act.text,
        retold=bool(missing),
        missing=missing,
    )


def _know(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.note_fact(
        house.people[act.actor],
        customer_id=house.customers[plan.buyer.name],
        kind=act.code,
        value=act.text,
        detail=dict(act.more),
        source=act.side,
        verified_at=clock.now(),
        ref=house.cases[act.case].ref,
    )


def _vow(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    if act.window is None:
        return
    case, more = house.cases[act.case], dict(act.more)
    team = house.groups.get(str(more.get("keeper", "")))
    told = str(more.get("told", ""))
    case.promise = cases.make_promise(
        house.people[act.actor],
        ref=case.ref,
        kind=act.code,
        text=act.text,
        window=act.window,
        kept_by=cases.Holder("team", team.id) if team else cases.Holder("person", house.people[act.actor].id),
        told=cases.Told(told) if told else None,
    )


def _move(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    if act.window is not None:
        cases.change_promise(
            house.people[act.actor],
            commitment_id=house.cases[act.case].promise,
            window=act.window,
            reason=act.text,
        )


def _keep(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.keep_promise(house.people[act.actor], commitment_id=house.cases[act.case].promise, reason=act.text)


def _break(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.break_promise(house.people[act.actor], commitment_id=house.cases[act.case].promise, reason=act.text)


def _warn(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.warn_promise(house.people[act.actor], commitment_id=house.cases[act.case].promise, reason=act.text)


def _block(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    more = dict(act.more)
    cases.report_blocker(
        house.people[act.actor],
        ref=house.cases[act.case].ref,
        cause=act.text,
        lifter=str(more["lifter"]),
        meanwhile=str(more["meanwhile"]),
        next_check=act.until,
    )


def _offer(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    more = dict(act.more)
    cases.offer_handoff(
        house.people[act.actor],
        ref=house.cases[act.case].ref,
        to=cases.Holder("person", house.people[str(more["to"])].id),
        brief=act.text,
        expectation=str(more["expectation"]),
        until=act.until,
    )


def _repeat(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    """Tell the customer what was noted of them, so that they can correct it."""
    actor, ref = house.people[act.actor], house.cases[act.case].ref
    for fact in queries.facts(actor, house.customers[plan.buyer.name]):
        if fact.kind in ("constraint", "hours"):
            cases.tell(actor, ref=ref, about=cases.About("fact", fact.id), told=cases.Told("shop"))


def _let_in(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    """Open the window of the case to the customer, who looks at it; nobody keeps the secret of this link."""
    link_id, _secret = cases.create_portal_link(house.people[act.actor], ref=house.cases[act.case].ref)
    cases.open_portal_link(link_id)


def _write_back(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    """The customer writes through their window."""
    actor, ref = house.people[act.actor], house.cases[act.case].ref
    link = queries.portal_links(actor, ref).results[0]
    customer = queries.living_pass(link.id)
    if customer is not None:
        cases.post_in_case(customer.person, ref=ref, body=act.text)


VERBS: dict[str, Callable[[House, CasePlan, CaseAct, dt.datetime], None]] = {
    "hears": _hear,
    "knows": _know,
    "vows": _vow,
    "moves": _move,
    "keeps": _keep,
    "breaks": _break,
    "warns": _warn,
    "blocks": _block,
    "offers": _offer,
    "repeats": _repeat,
    "lets_in": _let_in,
    "hears_back": _write_back,
}
