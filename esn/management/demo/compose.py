"""Draws ninety days of the company from the scripts: which case, which talk, who and when. Equal seeds give equal days."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from cases.windows import Window
from esn.management.demo import (
    scenarios_en,
    scenarios_fr_delivery,
    scenarios_fr_goods,
    scenarios_fr_money,
    scenarios_short,
    talk_craft,
    talk_en,
    talk_fr,
    talk_notes,
)
from esn.management.demo.company import FERRAND, GROUPS, PARIS, PEOPLE, SHOPS, VASSEUR, Shop
from esn.management.demo.customers import CUSTOMERS, Buyer
from esn.management.demo.script import STORY, Scenario, Step, Thread, scenarios, threads
from esn.management.demo.words import PRODUCTS, Product, buyer_slots, fill, product_slots, short_name, working_day

SPAN = dt.timedelta(days=88)  # how far the story of the company goes back
CASES = 119  # and Mme Dupin's
CASE_CROWDING, TALK_CROWDING = 1.8, 1.6  # above 1: the nearer to now, the more happens
LEFT_HANGING = 0.08  # the part of the cases that got stuck on the way
MINUTE = dt.timedelta(minutes=1)
ABROAD = {"dublin": "Europe/Dublin", "edinburgh": "Europe/London"}  # groups and shops that live in English


@dataclass(frozen=True)
class CasePlan:
    """A case before it is opened."""

    buyer: Buyer
    opener: str
    title: str
    public_title: str
    story: dict[str, str]
    severity: str
    restricted: bool
    holder: str = ""  # the key of a team; the opener otherwise


@dataclass(frozen=True)
class CaseAct:
    """Something done in the case with this number: opens, says, takes, passes, status, titles, story, news.

    In Mme Dupin's also: learns (a fact), promises, shows (it to a partner), proposes (a window). In all: the verbs of
    ``deeds``, with a ``window``, a ``code`` (the kind or the channel of what is done) and in ``more`` what else it needs.
    ``side`` is internal, customer or the name of a partner.
    """

    at: dt.datetime
    case: int
    actor: str
    verb: str
    text: str = ""
    side: str = "internal"
    reply: bool = False
    until: dt.datetime | None = None
    window: Window | None = None
    code: str = ""
    more: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class TalkAct:
    """Something said in a group; the first of a thread is the post. ``about`` is the number of a case."""

    at: dt.datetime
    group: str
    thread: int
    actor: str
    text: str
    about: int | None = None


@dataclass(frozen=True)
class Plan:
    """All that happens: the cases and, in order of time, what people do."""

    cases: tuple[CasePlan, ...]
    acts: tuple[CaseAct | TalkAct, ...]


def compose(now: dt.datetime, seed: int = 5) -> Plan:
    """The days of the company up to now."""
    cases, acts = _cases(now, random.Random(seed))
    talk = _talk(now, random.Random(seed + 1), cases, acts)
    return Plan(tuple(cases), tuple(sorted([*acts, *talk], key=lambda act: act.at)))


# Cases ----------------------------------------------------------------------------------------------------------------
def _cases(now: dt.datetime, draw: random.Random) -> tuple[list[CasePlan], list[CaseAct]]:
    deck = _Deck(draw)
    buyers = [CUSTOMERS[number % len(CUSTOMERS)] for number in range(CASES)]
    draw.shuffle(buyers)
    plans: list[CasePlan] = []
    acts: list[CaseAct] = []
    for number, buyer in enumerate(buyers):
        shop = next(shop for shop in SHOPS if shop.key == buyer.shop)
        opened = _moment(now, (number + 0.5) / CASES, CASE_CROWDING, ZoneInfo(shop.zone), draw)
        scenario, turn = deck.deal(buyer, shop.language)
        plan, done = _case(number, scenario, turn, buyer, shop, opened, draw)
        plans.append(plan)
        acts += _until_now(done, now, draw)
    return plans, acts


class _Deck:
    """Deals the scenarios so that each is played about as often as any other, and to a customer only once."""

    def __init__(self, draw: random.Random) -> None:
        french = (scenarios_fr_delivery.SCENARIOS, scenarios_fr_goods.SCENARIOS, scenarios_fr_money.SCENARIOS)
        self._all = {
            "fr": [found for text in (*french, scenarios_short.FRENCH) for found in scenarios(text)],
            "en": [found for text in (scenarios_en.SCENARIOS, scenarios_short.ENGLISH) for found in scenarios(text)],
        }
        self._draw = draw
        self._left: dict[tuple[str, str], list[Scenario]] = {}
        self._dealt: set[tuple[str, str]] = set()
        self._turns: Counter[str] = Counter()

    def deal(self, buyer: Buyer, language: str) -> tuple[Scenario, int]:
        """A scenario for a customer, and how often it was dealt before."""
        left = self._left.setdefault((language, buyer.kind), [])
        for _round in range(2):
            for scenario in left:
                if (buyer.name, scenario.name) not in self._dealt:
                    left.remove(scenario)
                    self._dealt.add((buyer.name, scenario.name))
                    self._turns[language + scenario.name] += 1
                    return scenario, self._turns[language + scenario.name] - 1
            fresh = [scenario for scenario in self._all[language] if buyer.kind in scenario.kinds]
            left += self._draw.sample(fresh, len(fresh))
        raise LookupError(buyer.name)


def _case(
    number: int, scenario: Scenario, turn: int, buyer: Buyer, shop: Shop, opened: dt.datetime, draw: random.Random
) -> tuple[CasePlan, list[CaseAct]]:
    """A case and what is done in it; ``turn`` chooses among the wordings, so that two cases seldom sound the same."""
    cast = {part: draw.choice(handles) for part, handles in shop.parts.items()}
    product = draw.choice([product for product in PRODUCTS if product.family in scenario.products])
    slots = _slots(scenario, turn, buyer, shop, product, cast, draw)

    def words(texts: tuple[str, ...], place: int = 0) -> str:
        text = texts[(turn + place) % len(texts)]
        return fill(text, slots, day=opened.date(), language=shop.language, draw=draw)

    public = product_slots(product, shop.language)["produit" if shop.language == "fr" else "product"]
    plan = CasePlan(
        buyer=buyer,
        opener=cast[scenario.opens],
        title=words(scenario.titles),
        public_title=f"{public[0].upper()}{public[1:]}, {slots['order']}",
        story={field: words(scenario.story.get(field, ("",)), place) for place, field in enumerate(STORY)},
        severity=scenario.severity,
        restricted=scenario.restricted,
        holder=scenario.holder,
    )
    partner = FERRAND if any(step.part == "supplier" for step in scenario.steps) else VASSEUR
    acts = [CaseAct(opened, number, plan.opener, "opens")]
    moment = opened
    for place, step in enumerate(scenario.steps):
        moment = _next(moment, step, opened, draw)
        text = words(step.texts, place)
        if step.verb == "passes":
            text = cast.get(text, text)
        side = partner if step.side == "partner" else step.side
        acts.append(CaseAct(moment, number, cast[step.part], step.verb, text, side, step.reply))
    return plan, acts


def _slots(
    scenario: Scenario, turn: int, buyer: Buyer, shop: Shop, product: Product, cast: dict[str, str], draw: random.Random
) -> dict[str, str]:
    first_names = {person.handle: person.first_name for person in PEOPLE}
    slots = {part: first_names[handle] for part, handle in cast.items()}
    slots |= {name: values[turn % len(values)] for name, values in scenario.lets.items()}
    slots |= {"order": f"T-{draw.randint(20000, 79999)}", "lot": str(draw.randint(112, 689)), "shop": shop.city}
    return slots | product_slots(product, shop.language) | buyer_slots(buyer, shop.language)


def _next(moment: dt.datetime, step: Step, opened: dt.datetime, draw: random.Random) -> dt.datetime:
    """When a step happens: never before the last one, and only while people work."""
    if step.after is not None:
        then = moment + MINUTE * step.after * draw.uniform(0.8, 1.5)
    else:
        day = working_day(opened.date() + dt.timedelta(days=step.day))
        then = dt.datetime.combine(day, step.clock, opened.tzinfo) + MINUTE * draw.randint(-18, 22)
    return _at_work(max(then, moment + MINUTE * 3), draw)


def _at_work(moment: dt.datetime, draw: random.Random) -> dt.datetime:
    """The moment itself, or the next morning for an evening, a night or a Sunday."""
    day = moment.date()
    if moment.hour >= 19:
        day += dt.timedelta(days=1)
    if working_day(day) == moment.date() and moment.hour >= 8:
        return moment
    return dt.datetime.combine(working_day(day), dt.time(8, draw.randint(20, 55)), moment.tzinfo)


def _until_now(acts: list[CaseAct], now: dt.datetime, draw: random.Random) -> Iterator[CaseAct]:
    """What has happened by now; some cases got stuck, and most that are open say when the customer hears next."""
    done = [act for act in acts if act.at < now - MINUTE]
    if len(done) > 6 and draw.random() < LEFT_HANGING:
        done = done[: len(done) * 2 // 3]
    yield from done
    last = done[-1]
    if not any(act.text in ("solved", "closed") for act in done) and draw.random() < 0.7:
        due = dt.datetime.combine(
            working_day(now.date() + dt.timedelta(days=draw.randint(1, 3))), dt.time(11), last.at.tzinfo
        )
        said = min(last.at + MINUTE * 2, now - MINUTE / 2)
        yield replace(last, at=said, actor=acts[0].actor, verb="news", side="internal", reply=False, until=due)


# Talk -----------------------------------------------------------------------------------------------------------------
def _talk(now: dt.datetime, draw: random.Random, cases: list[CasePlan], acts: list[CaseAct]) -> Iterator[TalkAct]:
    told = _told()
    draw.shuffle(told)
    rounds = max(thread.versions for thread in told)
    turns = [(thread, version) for version in range(rounds) for thread in told if version < thread.versions]
    for number, (thread, version) in enumerate(turns):
        zone = ZoneInfo(ABROAD.get(thread.group, PARIS))
        moment = _moment(now, (number + 0.5) / len(turns), TALK_CROWDING, zone, draw)
        yield from _thread(number, thread, version, moment, now, draw, _Topics(cases, acts))


def _told() -> list[Thread]:
    return [
        thread for text in (talk_fr.TALK, talk_en.TALK, talk_craft.TALK, talk_notes.TALK) for thread in threads(text)
    ]


@dataclass(frozen=True)
class _Topics:
    """The cases that people may mention: open at that moment, and known to everybody."""

    cases: list[CasePlan]
    acts: list[CaseAct]

    def at(self, moment: dt.datetime, language: str, draw: random.Random) -> int:
        opened = [act for act in self.acts if act.verb == "opens" and act.at < moment - MINUTE * 30]
        known = [
            act.case
            for act in opened
            if not self.cases[act.case].restricted and (self.cases[act.case].buyer.shop in ABROAD) == (language == "en")
        ]
        return draw.choice(known[-6:]) if known else 0


def _thread(
    number: int,
    thread: Thread,
    version: int,
    moment: dt.datetime,
    now: dt.datetime,
    draw: random.Random,
    topics: _Topics,
) -> Iterator[TalkAct]:
    mentions = any("{case}" in texts[version] for _handle, texts in thread.lines)
    about = topics.at(moment, _language(thread.lines[0][0], thread.group), draw) if mentions else None
    who = short_name(topics.cases[about].buyer) if about is not None else ""
    day = moment.date()
    for handle, texts in thread.lines:
        if moment >= now - MINUTE:
            return
        slots = {"case": "{case}", "who": who}
        language = _language(handle, thread.group)
        text = fill(texts[version].replace("{case}", "\0"), slots, day=day, language=language, draw=draw)
        yield TalkAct(moment, thread.group, number, handle, text.replace("\0", "{case}"), about)
        moment = _at_work(moment + MINUTE * draw.choice((3, 6, 9, 14, 22, 35, 58, 95)) * draw.uniform(0.7, 1.3), draw)


def _language(handle: str, group: str) -> str:
    return "en" if group in ABROAD else next(person.language for person in PEOPLE if person.handle == handle)


# Time -----------------------------------------------------------------------------------------------------------------
def _moment(now: dt.datetime, part: float, crowding: float, zone: ZoneInfo, draw: random.Random) -> dt.datetime:
    """A moment of work at this part of the span (0 oldest, 1 now), on a day that the shops are open."""
    here = now.astimezone(zone)
    local = (now - SPAN * (1 - part) ** crowding).astimezone(zone)
    day = local.date() - dt.timedelta(days=local.weekday() == 6)
    if day == here.date() and here.hour < 9:
        day -= dt.timedelta(days=2 if day.weekday() == 0 else 1)
    begin = dt.datetime.combine(day, dt.time(8, 5), zone)
    end = min(dt.datetime.combine(day, dt.time(18, 30), zone), here - MINUTE * 12)
    return begin + (end - begin) * draw.random()


def everybody_speaks_where_they_sit() -> set[tuple[str, str]]:
    """Group and handle of those who would speak in a group without a seat there; empty when the scripts are right."""
    seats = {(group.key, handle) for group in GROUPS for handle in group.members}
    told = _told()
    return {(thread.group, handle) for thread in told for handle, _texts in thread.lines} - seats
