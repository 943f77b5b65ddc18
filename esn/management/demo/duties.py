"""What the company owes its customers: contacts, promises in every state, blockers and an offered case."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.windows import Window, window
from esn.management.demo.company import PEOPLE, SHOPS
from esn.management.demo.compose import CaseAct, CasePlan, Plan
from esn.management.demo.dupin import calendar
from esn.management.demo.words import short_name, tidy, working_day

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
REMEMBERED = 45  # cases that ended, the newest, with what was promised and kept
TO_TELL = 200 * MINUTE  # how long ago a change was made that nobody has told yet: the last hour of four has begun

# What is promised, told and noted, by language; cases take them in turn.
PROMISES = {
    "fr": (
        ("call_back", "Nous rappelons avec une réponse ferme"),
        ("delivery", "Livraison à domicile, appel la veille"),
        ("answer", "Une réponse écrite, avec la date"),
        ("visit", "Passage d'un monteur, pièces apportées"),
        ("refund", "Remboursement sur la carte"),
    ),
    "en": (
        ("call_back", "We call back with a firm answer"),
        ("delivery", "Delivery to the door, with a call the day before"),
        ("answer", "An answer in writing, with the date"),
        ("visit", "A fitter comes and brings the parts"),
        ("refund", "Refund to the card"),
    ),
}
CONTACTS = {
    "fr": (
        "Trois minutes : l'histoire était écrite, {who} n'a eu qu'à dire oui.",
        "Voulait savoir qui s'en occupe. Nom et jour donnés.",
        "Confirme son étage et son code, rien d'autre à redemander.",
        "Remercie pour l'appel de la veille. Un créneau en fin de journée lui irait mieux.",
        "Demande une facture au bon nom en même temps. Noté.",
    ),
    "en": (
        "Three minutes: the story was written down, {who} only had to say yes.",
        "Wanted to know who looks after it. Name and day given.",
        "Confirms the floor and the door code, nothing else to ask.",
        "Thanks for yesterday's call. The end of the day would suit better.",
        "Asks for the invoice in the right name as well. Noted.",
    ),
}
MISSING = {"fr": "La date donnée en magasin n'était écrite nulle part", "en": "The date given in the shop was nowhere"}
LATE = {"fr": "Le camion est au garage jusqu'à demain", "en": "The van is in the garage until tomorrow"}
MOVED = {"fr": "Pièce livrée plus tard que prévu par l'atelier", "en": "The workshop gets the part later than planned"}
BROKEN = {"fr": "Personne n'a passé l'appel : relève d'équipe sans relais", "en": "Nobody made the call: shift change"}
BLOCKERS = {
    "fr": (
        ("Avoir bloqué par l'ancien outil de caisse", "Mathilde, comptabilité", "Un bon d'achat du même montant, dès aujourd'hui"),
        ("Pièce en rupture chez Ferrand", "Luc, Ateliers Ferrand", "Un meuble de prêt livré cette semaine"),
    ),
    "en": (
        ("Credit note blocked by the old till", "Mathilde, accounts", "A voucher of the same amount, today"),
        ("Part out of stock at Ferrand's", "Luc, Ferrand", "A piece on loan, delivered this week"),
    ),
}  # fmt: skip
OFFER = {
    "fr": (
        "Tout est dans le résumé : ce que {who} attend, ce qui est promis et ce qui lui a été dit. Il reste un appel à passer.",
        "Passer l'appel promis, puis écrire la suite.",
    ),
    "en": (
        "It is all in the brief: what {who} waits for, what was promised and what they were told. One call is left to make.",
        "Make the promised call, then write what follows.",
    ),
}
RECEIVER = "marc"
GUESTS = {someone.handle for someone in PEOPLE if someone.partner}


@dataclass(frozen=True)
class _Matter:
    """A case as the plan leaves it: its number, language and zone, when it began and last moved, and who may act."""

    number: int
    plan: CasePlan
    language: str
    zone: ZoneInfo
    began: dt.datetime
    last: dt.datetime
    ended: CaseAct | None
    actor: str  # who did something in it last

    @property
    def place(self) -> str:
        """The name of the zone."""
        return self.zone.key

    def act(self, at: dt.datetime, verb: str, text: str = "", **more: object) -> CaseAct:
        """Something that the colleague who has it does."""
        text = tidy(text.replace("{who}", short_name(self.plan.buyer)))
        named = {name: value for name, value in more.items() if name in ("code", "window", "until", "actor")}
        rest = tuple((name, value) for name, value in more.items() if name not in named)
        actor = str(named.pop("actor", self.actor))
        return CaseAct(at, self.number, actor, verb, text, more=rest, **named)  # type: ignore[arg-type]  # by name

    def promise(self, at: dt.datetime, promised: Window, told: str = "", keeper: str = "") -> CaseAct:
        """A promise of the kind whose turn it is."""
        kind, text = PROMISES[self.language][self.number % 5]
        return self.act(at, "vows", text, code=kind, window=promised, told=told, keeper=keeper)

    def on(self, day: dt.date, first: int, last: int) -> Window:
        """A window of some hours of a day, by the clock on the customer's wall."""
        begin, end = (dt.datetime.combine(day, dt.time(hour)) for hour in (first, last))
        return window(begin, end, self.place)


def acts(plan: Plan, now: dt.datetime) -> list[CaseAct]:
    """What is owed and done in the cases of the plan, besides what is said in them."""
    matters = list(_matters(plan))
    ended = sorted((one for one in matters if one.ended), key=lambda one: one.last)[-REMEMBERED:]
    standing = sorted((one for one in matters if not one.ended), key=lambda one: one.last, reverse=True)
    return [*(act for one in ended for act in _kept(one)), *_owed(standing, now)]


def _matters(plan: Plan) -> Iterator[_Matter]:
    shops = {shop.key: shop for shop in SHOPS}
    done: dict[int, list[CaseAct]] = {}
    for act in plan.acts:
        if isinstance(act, CaseAct):
            done.setdefault(act.case, []).append(act)
    for number, deeds in done.items():
        case = plan.cases[number]
        shop = shops[case.buyer.shop]
        if not case.restricted:
            ended = next((act for act in deeds if act.text in ("solved", "closed")), None)
            actor = next(act.actor for act in reversed(deeds) if act.actor not in GUESTS)
            last = ended.at if ended else deeds[-1].at
            yield _Matter(number, case, shop.language, ZoneInfo(shop.zone), deeds[0].at, last, ended, actor)


def _kept(one: _Matter) -> Iterator[CaseAct]:
    """A case that ended: a contact, and a promise that was told and kept on its last day."""
    end = one.last.astimezone(one.zone)
    yield _contact(one, one.began + 9 * MINUTE, again=one.number % 9 == 0)
    if end - one.began > DAY and 8 <= end.hour < 20:
        yield one.promise(one.began + 12 * MINUTE, one.on(end.date(), 8, 20), told="phone")
        yield one.act(one.last - MINUTE, "keeps")


def _contact(one: _Matter, at: dt.datetime, *, again: bool = False) -> CaseAct:
    text = CONTACTS[one.language][one.number % 5]
    code = ("phone", "shop", "phone", "mail")[one.number % 4]
    return one.act(at, "hears", text, code=code, missing=tidy(MISSING[one.language]) if again else "")


def _owed(standing: list[_Matter], now: dt.datetime) -> Iterator[CaseAct]:
    """What is owed in the cases that stand open: the states of a promise in turn, the newest case first."""
    before = calendar(now).yesterday
    forgotten = next((one for one in standing if one.last.astimezone(one.zone).date() < before), None)
    if forgotten:
        yield from _broken(forgotten, before, now)
    others = [one for one in standing if one is not forgotten]
    _let_somebody_offer(others)
    for place, one in enumerate(others):
        states = _STATES if place < len(_STATES) else _ORDINARY
        yield from states[place % len(states)](one, now)


def _let_somebody_offer(others: list[_Matter]) -> None:
    """Marc is offered the case of a colleague, whoever did something last at this hour."""
    turn = _STATES.index(_offered)
    giver = next(place for place in range(turn, len(others)) if others[place].actor != RECEIVER)
    others[turn], others[giver] = others[giver], others[turn]


def _near(one: _Matter, now: dt.datetime) -> Window:
    """The next hours in which somebody may call: today while it is day, tomorrow morning otherwise."""
    here = now.astimezone(one.zone)
    if 7 <= here.hour < 16:
        return one.on(here.date(), here.hour + 2, here.hour + 3)
    return one.on(here.date() + DAY * (here.hour >= 16), 9, 11)


def _ahead(one: _Matter, now: dt.datetime, days: int) -> Window:
    return one.on(working_day(now.astimezone(one.zone).date() + DAY * days), 8, 12)


def _said(one: _Matter, now: dt.datetime) -> dt.datetime:
    """On the last day of work, after the last thing that happened in the case and before now."""
    morning = dt.datetime.combine(calendar(now).yesterday, dt.time(9, 30), one.zone) + 4 * MINUTE * (one.number % 90)
    return min(max(one.last + 3 * MINUTE, morning), now - MINUTE / 2)


def _due(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    yield one.promise(_said(one, now), _near(one, now), told="phone")


def _due_and_warned(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    at = _said(one, now)
    yield one.promise(at, _near(one, now), told="mail", keeper="logistique")
    yield one.act(at + MINUTE / 4, "warns", LATE[one.language])


def _untold(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    yield one.promise(_said(one, now), _ahead(one, now, 2))


def _on_track(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    yield one.promise(_said(one, now), _ahead(one, now, 3 + one.number % 4), told="sms", keeper="logistique")


def _changed(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    """Changed and not told, and the last hour of the clock has begun."""
    yield one.promise(one.began + 12 * MINUTE, _ahead(one, now, 3), told="shop", keeper="logistique")
    yield one.act(
        max(one.last + MINUTE, calendar(now).present - TO_TELL),
        "moves",
        MOVED[one.language],
        window=_ahead(one, now, 6),
    )


def _stuck(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    cause, lifter, meanwhile = BLOCKERS[one.language][one.number % 2]
    at = one.began + 15 * MINUTE
    check = now + DAY
    yield one.promise(at, _ahead(one, now, 4), told="phone")
    yield one.act(at + MINUTE, "blocks", cause, lifter=tidy(lifter), meanwhile=tidy(meanwhile), until=check)


def _broken(one: _Matter, day: dt.date, now: dt.datetime) -> Iterator[CaseAct]:
    """A window of the last day of work ended and the promise was not kept."""
    promised = one.on(day, 8, 10)
    yield one.promise(one.last + 3 * MINUTE, promised, told="phone")
    yield one.act(min(promised.end + 3 * HOUR, now - HOUR), "breaks", BROKEN[one.language])


def _offered(one: _Matter, now: dt.datetime) -> Iterator[CaseAct]:
    at = _said(one, now)
    yield one.promise(at, _near(one, now), told="phone")
    brief, expectation = OFFER[one.language]
    yield one.act(at + MINUTE / 4, "offers", brief, to=RECEIVER, expectation=tidy(expectation))


_STATES: tuple[Callable[[_Matter, dt.datetime], Iterator[CaseAct]], ...] = (
    _due,
    _stuck,
    _untold,
    _on_track,
    _changed,
    _offered,
    _stuck,
    _due_and_warned,
    _on_track,
    _stuck,
    _untold,
    _changed,
)
_ORDINARY = (_on_track, _due, _stuck)
