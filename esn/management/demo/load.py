"""Plays the plan through the product's own actions, each at its moment, in one transaction: all of it or nothing."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction

from cases import actions as cases
from cases.models import Customer
from esn.core import clock
from esn.management.demo import (
    accounts,
    acquainted,
    circles,
    company,
    deeds,
    dupin,
    duties,
    hours,
    moderated,
    profiles,
    routines,
    rulings,
)
from esn.management.demo.compose import CaseAct, CasePlan, Plan, TalkAct, compose
from esn.management.demo.customers import CUSTOMERS, DUPIN
from esn.management.demo.house import House, OpenCase
from feeds import actions as feeds
from groups import actions as groups
from groups.models import Group, Membership
from people import actions as people
from people.models import Partner, Person

Progress = Callable[[int, int, str], None]

FOUNDED = dt.timedelta(days=95)  # before the first case
SATURDAY = 6  # ISO weekday
UNREAD = dt.timedelta(hours=6)  # before the newest post; what came since has been read by nobody but its author


def load(progress: Progress = lambda done, total, label: None) -> bool:
    """Make the demo company, unless it is there already; whether it was made. ``progress`` hears done, total, label."""
    if Person.objects.filter(handle=company.ACCOUNTS[0]).exists():
        return False
    now = clock.now()
    plan = _with_dupin(compose(now), now)
    progress(0, len(plan.acts), company.NAME)
    with transaction.atomic():
        house = House()
        with clock.at(now - FOUNDED):
            _people(house)
            profiles.say(house)
            _groups(house)
            _customers(house)
            rulings.write_rules(house)
            routines.write_templates(house)
        _play(house, plan, now, progress)
        with clock.at(now):
            acquainted.around(house)
        circles.say(house, now)
        moderated.say(house, now)
        hours.say(house, now)
        accounts.leave_open(house, now)
    return True


def _with_dupin(plan: Plan, now: dt.datetime) -> Plan:
    number = len(plan.cases)
    acts = [
        *plan.acts,
        *duties.acts(plan, now),
        *rulings.acts(plan, now),
        *dupin.acts(now, number),
        *dupin.talk(now, number),
    ]
    return Plan((*plan.cases, dupin.plan(now)), tuple(sorted(acts, key=lambda act: act.at)))


# The company ----------------------------------------------------------------------------------------------------------
def _people(house: House) -> None:
    house.partners = {name: Partner.objects.create(name=name).id for name in company.PARTNERS}
    for someone in company.PEOPLE:
        person_id = groups.admit_person(
            None,
            kind=Person.Kind.GUEST if someone.partner else Person.Kind.MEMBER,
            handle=someone.handle,
            name=someone.name,
            email=f"{someone.handle}@{'partenaire' if someone.partner else 'tilleul'}.example.org",
            language=someone.language,
            time_zone=someone.zone,
            title=someone.title,
            partner_id=house.partners.get(someone.partner),
            password=settings.DEMO_PASSWORD if someone.handle in company.ACCOUNTS else None,
            site_role=someone.site_role,
        )
        house.people[someone.handle] = Person.objects.select_related("partner").get(id=person_id)
        people.end_welcome(house.people[someone.handle])  # they have worked here for years


def _groups(house: House) -> None:
    for circle in company.GROUPS:
        owner, moderator, *members = (house.people[handle] for handle in circle.members)
        group_id = groups.create_group(
            owner, name=circle.name, kind=circle.kind, openness=circle.openness, purpose=circle.purpose
        )
        groups.add_member(owner, group_id=group_id, person_id=moderator.id, role=Membership.Role.MODERATOR)
        for member in members:
            groups.add_member(owner, group_id=group_id, person_id=member.id)
        group = house.groups[circle.key] = Group.objects.get(id=group_id)
        for handle in circle.followers:
            groups.follow(house.people[handle], audience_id=group.audience_id)
        for handle in circle.asking:
            groups.ask_to_join(house.people[handle], group_id=group_id)


def _customers(house: House) -> None:
    shops = {shop.key: shop for shop in company.SHOPS}
    for buyer in (*CUSTOMERS, DUPIN):
        shop = shops[buyer.shop]
        house.customers[buyer.name] = cases.create_customer(
            house.people[shop.parts["seller"][0]],
            kind=Customer.Kind(buyer.kind),
            name=buyer.name,
            language=shop.language,
            phones=[buyer.phone],
            mails=[buyer.mail],
            references=[buyer.reference],
        )


# The days -------------------------------------------------------------------------------------------------------------
def _play(house: House, plan: Plan, now: dt.datetime, progress: Progress) -> None:
    read_at, read = plan.acts[-1].at - UNREAD, False
    for done, act in enumerate(plan.acts):
        if not read and act.at > read_at:
            with clock.at(read_at):
                _read_everything(house.people.values())
            read = True
        with clock.at(act.at):
            if isinstance(act, TalkAct):
                _say_in_group(house, act)
            else:
                _VERBS[act.verb](house, plan.cases[act.case], act, now)
        if done % 50 == 0:
            progress(done, len(plan.acts), company.NAME)
    progress(len(plan.acts), len(plan.acts), company.NAME)


def _say_in_group(house: House, act: TalkAct) -> None:
    actor = house.people[act.actor]
    body = act.text.replace("{case}", house.cases[act.about].ref if act.about is not None else "")
    root = house.threads.get(act.thread)
    if root is None:
        audience_id = house.groups[act.group].audience_id
        house.threads[act.thread] = feeds.publish(actor, audience_id=audience_id, body=body)
    else:
        feeds.reply(actor, post_id=root, body=body)


def _open(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    ref = cases.open_case(
        house.people[act.actor],
        customer_id=house.customers[plan.buyer.name],
        title=plan.title,
        public_title=plan.public_title,
        story=cases.StoryText(**plan.story),
        severity=plan.severity,
        restricted=plan.restricted,
        holder=cases.Holder("team", house.groups[plan.holder].id) if plan.holder else None,
    )
    house.cases[act.case] = OpenCase(ref, act.actor, plan.restricted, {act.actor})


def _say(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case, actor = house.cases[act.case], house.people[act.actor]
    side = _side(house, act)
    if side != "internal" or case.restricted:
        _seat(house, case, act.actor, case.opener)
    if side.startswith("partner:"):
        _seat(house, case, _guest(house, plan, act), act.actor)
    root = case.roots.get(side)
    if act.reply and root:
        feeds.reply(actor, post_id=root, body=act.text)
    else:
        case.roots[side] = cases.post_in_case(actor, ref=case.ref, body=act.text, side=side)


def _side(house: House, act: CaseAct) -> str:
    """The side as the product names it."""
    if act.side in ("internal", "customer"):
        return act.side
    return f"partner:{house.partners[act.side]}"


def _guest(house: House, plan: CasePlan, act: CaseAct) -> str:
    """Who is spoken to on a partner's side: the guest who answers there."""
    if house.people[act.actor].partner is not None:
        return act.actor
    english = plan.buyer.shop in ("dublin", "edinburgh")
    return "luc" if act.side == company.FERRAND else "sonia" if english else "yann"


def _seat(house: House, case: OpenCase, handle: str, by: str) -> None:
    if handle not in case.seated:
        cases.add_participant(house.people[by], ref=case.ref, person_id=house.people[handle].id)
        case.seated.add(handle)


def _take(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    if case.restricted:
        _seat(house, case, act.actor, case.opener)
    cases.take_case(house.people[act.actor], ref=case.ref)
    case.seated.add(act.actor)


def _pass(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    team = house.groups.get(act.text)
    holder = cases.Holder("team", team.id) if team else cases.Holder("person", house.people[act.text].id)
    cases.set_holder(house.people[act.actor], ref=case.ref, holder=holder)
    case.seated |= {act.actor} | (set() if team else {act.text})


def _status(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.change_status(house.people[act.actor], ref=house.cases[act.case].ref, status=act.text)
    house.cases[act.case].seated.add(act.actor)


def _story(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    story = cases.StoryText(**dupin.second_story(now))
    cases.write_story(house.people[act.actor], ref=house.cases[act.case].ref, story=story)


def _titles(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.edit_case(house.people[act.actor], ref=house.cases[act.case].ref, title=act.text)


def _news(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.edit_case(house.people[act.actor], ref=house.cases[act.case].ref, next_news_due=act.until)


def _learn(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.note_fact(
        house.people[act.actor],
        customer_id=house.customers[plan.buyer.name],
        kind="constraint",
        detail={"code": "never_on", "days": [SATURDAY]},
        source=act.text,
        verified_at=clock.now(),
        ref=house.cases[act.case].ref,
    )


def _promise(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    case.promise = cases.make_promise(
        house.people[act.actor],
        ref=case.ref,
        kind="delivery",
        text=act.text,
        window=dupin.promised(now),
        kept_by=cases.Holder("team", house.groups["logistique"].id),
        told=cases.Told("shop"),
    )


def _show(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    case = house.cases[act.case]
    cases.show_promise(house.people[act.actor], commitment_id=case.promise, side=_side(house, act))


def _propose(house: House, plan: CasePlan, act: CaseAct, now: dt.datetime) -> None:
    cases.propose_change(
        house.people[act.actor],
        commitment_id=house.cases[act.case].promise,
        window=dupin.proposed(now),
        reason=act.text,
    )


def _read_everything(people: Iterable[Person]) -> None:
    for person in people:
        audiences = list(Membership.objects.filter(person=person).values_list("audience_id", flat=True))
        feeds.mark_audiences_read(person, audience_ids=audiences)


_VERBS: dict[str, Callable[[House, CasePlan, CaseAct, dt.datetime], None]] = {
    "learns": _learn,
    "opens": _open,
    "promises": _promise,
    "proposes": _propose,
    "shows": _show,
    "says": _say,
    "takes": _take,
    "passes": _pass,
    "status": _status,
    "titles": _titles,
    "story": _story,
    "news": _news,
    **deeds.VERBS,
    **routines.VERBS,
    **rulings.VERBS,
}
