"""Mme Dupin's case, the story for which the product exists, told up to the moment when she calls first."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.windows import Window, window
from esn.management.demo.company import PARIS, VASSEUR
from esn.management.demo.compose import CaseAct, CasePlan, TalkAct
from esn.management.demo.customers import DUPIN
from esn.management.demo.routines import LATE
from esn.management.demo.words import day_name, tidy, working_day

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
THREAD = 100_000  # threads of talk are numbered; these two are beyond all others


@dataclass(frozen=True)
class Calendar:
    """The days of the story: a Thursday that fails, the Saturday after it that she refuses, and today."""

    promised: dt.date
    begun: dt.datetime
    yesterday: dt.date
    present: dt.datetime  # the last moment of work, now or before
    news_due: dt.datetime

    @property
    def saturday(self) -> dt.date:
        """What the carrier proposes."""
        return self.promised + 2 * DAY

    @property
    def friday(self) -> dt.date:
        """What the shop's own van could do."""
        return self.promised + DAY

    @property
    def monday(self) -> dt.date:
        """What the carrier could do next, too late for her mother."""
        return self.promised + 4 * DAY

    @property
    def sunday(self) -> dt.date:
        """When her mother moves in."""
        return self.promised + 3 * DAY


def calendar(now: dt.datetime) -> Calendar:
    """The days of the story for this moment; the promised Thursday is two to eight days ahead."""
    here = now.astimezone(ZoneInfo(PARIS))
    ahead = (3 - here.weekday()) % 7
    promised = here.date() + DAY * (ahead if ahead >= 2 else ahead + 7)
    present = here
    if here.hour < 11 or here.hour >= 19 or here.weekday() == 6:
        day = here.date() - DAY * (here.hour < 11)
        day -= DAY * (day.weekday() == 6)
        present = dt.datetime.combine(day, dt.time(18, 20), here.tzinfo)
    yesterday = present.date() - DAY
    yesterday -= DAY * (yesterday.weekday() == 6)
    begun = dt.datetime.combine(working_day(promised - 22 * DAY), dt.time(16, 5), here.tzinfo)
    due = here.replace(minute=0, second=0, microsecond=0) + 3 * dt.timedelta(hours=1)
    if not 9 <= due.hour <= 18 or due.weekday() == 6 or due.date() != here.date():
        due = dt.datetime.combine(working_day(here.date() + DAY), dt.time(11), here.tzinfo)
    return Calendar(promised, begun, yesterday, present, due)


def plan(now: dt.datetime) -> CasePlan:
    """The case as Léa opens it in the shop."""
    days = calendar(now)
    promised, sunday = day_name(days.promised, "fr"), day_name(days.sunday, "fr")
    return CasePlan(
        buyer=DUPIN,
        opener="lea",
        title=tidy(f"Armoire Solène : livraison du {promised}"),
        public_title="Armoire Solène et deux chevets, bon 4187",
        story=_tidied(
            happened=f"Armoire Solène trois portes et deux chevets, achetés au magasin de Lyon. Nous avons choisi ensemble la "
            f"livraison : {promised}, entre 7 h et 14 h, montage compris.",
            wanted=f"Un jour sûr et un créneau tenu : tout doit être monté avant que sa mère s'installe, {sunday}.",
            tried="Rien : tout a été réglé au comptoir en une fois.",
            refused="Le samedi. Et rappeler un numéro surtaxé pour savoir où en est son armoire.",
            constraints="Jamais le samedi : elle garde sa petite-fille. Troisième étage, ascenseur de 80 cm. SMS, ou appel "
            "entre 12 h et 14 h.",
        ),
        severity="high",
        restricted=False,
    )


def acts(now: dt.datetime, number: int) -> list[CaseAct]:
    """What was done in the case since, in order."""
    days = calendar(now)
    begun = _beginning(days, number)
    return [*begun, *_failure(days, number), *_first_call(days, number)]


def talk(now: dt.datetime, number: int) -> list[TalkAct]:
    """What two groups say about it today."""
    days = calendar(now)
    friday = day_name(days.friday, "fr")
    threads = (
        (
            "logistique",
            150,
            (
                ("ines", "Vasseur immobilise un camion jusqu'à lundi (freins). Quatre points à replacer, dont {case}, Mme Dupin : "
                         "surtout pas un samedi. #vasseur"),
                ("karim", "Les trois autres sont replacés, clients prévenus par moi. Il reste Mme Dupin."),
                ("rachid", f"Le camion du magasin est libre {friday} au matin, j'ai deux sangles et de la place pour trois colis."),
            ),
        ),
        (
            "service",
            70,
            (
                ("marc", "Si Mme Dupin rappelle : tout est dans {case}. Ne lui redemandez rien, elle a déjà tout dit une fois. #dupin"),
                ("sofia", "Lu en entier. Je prends la suite ce soir jusqu'à 20 h, dans le dossier."),
            ),
        ),
    )  # fmt: skip
    said = []
    for offset, (group, before, lines) in enumerate(threads):
        moment = days.present - MINUTE * before
        for actor, text in lines:
            said.append(TalkAct(moment, group, THREAD + offset, actor, tidy(text), number))
            moment += MINUTE * 17
    return said


def _beginning(days: Calendar, number: int) -> list[CaseAct]:
    promised = day_name(days.promised, "fr")
    start = days.begun
    told = dt.datetime.combine(working_day(days.begun.date() + 2 * DAY), dt.time(9, 25), start.tzinfo)
    fitted = dt.datetime.combine(working_day(days.begun.date() + 6 * DAY), dt.time(10, 40), start.tzinfo)

    def act(at: dt.datetime, actor: str, verb: str, text: str = "", side: str = "internal") -> CaseAct:
        return CaseAct(at, number, actor, verb, tidy(text), side)

    return [
        act(start, "lea", "opens"),
        act(start + 4 * MINUTE, "lea", "learns", "Mme Dupin, au comptoir"),
        CaseAct(start + 5 * MINUTE, number, "lea", "knows", code="address_form", side="Mme Dupin, au comptoir",
                more=(("civility", "Mme"), ("name", "Dupin"), ("tu", False))),
        CaseAct(start + 6 * MINUTE, number, "lea", "knows", tidy("SMS, ou appel entre 12 h et 14 h"), "Mme Dupin, au comptoir",
                code="hours"),
        act(start + 6.5 * MINUTE, "lea", "repeats"),
        act(start + 7 * MINUTE, "lea", "promises", "Livraison de l'armoire et des deux chevets, montage compris"),
        act(start + 9 * MINUTE, "lea", "passes", "logistique"),
        act(start + 16 * MINUTE, "lea", "says",
            f"Bonjour Madame Dupin, comme convenu : {promised}, entre 7 h et 14 h, montage compris. Si quoi que ce soit change, "
            "c'est nous qui vous appelons.", side="customer"),
        act(told, "ines", "takes"),
        act(told + 6 * MINUTE, "ines", "says",
            f"Bonjour Yann, bon 4187 : une armoire en deux colis et deux chevets, Villeurbanne, troisième étage, ascenseur de "
            f"80 cm. {promised.capitalize()}, 7 h à 14 h. Pas de samedi, quoi qu'il arrive.", side=VASSEUR),
        act(told + 7 * MINUTE, "ines", "shows", side=VASSEUR),
        CaseAct(told + 8 * MINUTE, number, "ines", "knows", tidy("Troisième étage, ascenseur de 80 cm"), "Mesuré avec Mme Dupin, par téléphone",
                code="access"),
        act(told + 88 * MINUTE, "yann", "says",
            f"Bien reçu : tournée du {promised}, premier ou deuxième point. Colis de 78 cm, ça passe dans l'ascenseur.", side=VASSEUR),
        act(told + 97 * MINUTE, "ines", "status", "in_hand"),
        act(fitted, "samir", "says",
            f"Je monte avec Victor {promised}, juste derrière la livraison. Porte pleine à régler en dernier, comptez deux heures."),
        act(fitted + 21 * MINUTE, "karim", "says", "Créneau de montage posé dans la tournée de l'atelier."),
    ]  # fmt: skip


def _failure(days: Calendar, number: int) -> list[CaseAct]:
    promised, saturday = day_name(days.promised, "fr"), day_name(days.saturday, "fr")
    evening = dt.datetime.combine(days.yesterday, dt.time(17, 48), days.begun.tzinfo)

    def act(minutes: int, actor: str, verb: str, text: str = "", side: str = "internal") -> CaseAct:
        return CaseAct(evening + MINUTE * minutes, number, actor, verb, tidy(text), side)

    return [
        act(0, "yann", "says",
            f"Camion immobilisé (freins) : je ne peux pas garantir le {promised}. Je propose **{saturday}, 8 h à 12 h**.", side=VASSEUR),
        act(2, "yann", "proposes", "Camion immobilisé, freins à refaire."),
        act(6, "ines", "says",
            "Merci de le dire tout de suite. Le samedi est exclu, c'est écrit depuis le premier jour. Je cherche de notre côté, "
            "ne changez rien dans l'outil.", side=VASSEUR),
        act(9, "ines", "says",
            f"La promesse ne bouge pas tant que rien n'est décidé : {promised} reste ce que Mme Dupin croit. À risque, pas changée."),
        act(10, "ines", "begins", LATE),
        CaseAct(evening + MINUTE * 10.5, number, "ines", "ticks", code="1"),
        act(11, "ines", "titles", f"Armoire Solène : {promised} ne tiendra pas"),
        act(17, "yann", "says",
            "Pour information : le bon 4187 est verrouillé dans notre ancien système. Sonia peut le libérer demain matin.", side=VASSEUR),
        act(18, "ines", "status", "waiting_partner"),
        CaseAct(evening + MINUTE * 31, number, "ines", "calls",
            tidy(f"{promised.capitalize()} ne tiendra pas : quel jour promettons-nous à Mme Dupin ?"), until=days.news_due,
            more=(("invited", ("service", "lyon")),)),
        CaseAct(evening + MINUTE * 33, number, "ines", "weighs", tidy(f"{day_name(days.friday, 'fr').capitalize()}, camion du magasin"),
            window=_between(days.friday, 8, 12)),
        CaseAct(evening + MINUTE * 34, number, "ines", "weighs",
            tidy(f"{day_name(days.monday, 'fr').capitalize()}, Vasseur, après l'arrivée de sa mère"), window=_between(days.monday, 13, 18)),
        CaseAct(evening + MINUTE * 35, number, "ines", "ticks", code="2"),
        act(40, "nadia", "says", "Le camion du magasin est à vous si Rachid est d'accord. Je préfère perdre une tournée qu'une cliente."),
    ]  # fmt: skip


def _first_call(days: Calendar, number: int) -> list[CaseAct]:
    def act(
        before: int, actor: str, verb: str, text: str = "", side: str = "internal", until: dt.datetime | None = None
    ) -> CaseAct:
        return CaseAct(days.present - MINUTE * before, number, actor, verb, tidy(text), side, until=until)

    today = days.news_due.date() == days.present.date()
    due = f"{'aujourd’hui' if today else day_name(days.news_due.date(), 'fr')} avant {days.news_due.hour} h"
    return [
        act(118, "marc", "takes"),
        act(112, "marc", "hears",
            "Mme Dupin appelle la première. Trouvée par son numéro, brief lu pendant qu'elle disait bonjour. Un SMS automatique lui demande de rappeler le transporteur, elle ne le fera pas. Confirme : jamais le samedi, sa "
            f"mère arrive {day_name(days.sunday, 'fr')}."),
        act(107, "marc", "story"),
        act(103, "marc", "says",
            f"Bonjour Madame Dupin, merci de votre appel. Le transporteur a un camion en panne : {day_name(days.promised, 'fr')} n'est "
            "plus certain, et je ne vous proposerai pas de samedi. Nous préparons une livraison avec notre propre camion. Vous avez de "
            f"mes nouvelles {due}, par téléphone, même si je n'ai rien de neuf.", side="customer"),
        act(101, "marc", "news", until=days.news_due),
        act(99, "marc", "lets_in"),
        act(83, "marc", "hears_back",
            f"Merci, c'est la première fois que quelqu'un me le dit avant que je demande. {day_name(days.friday, 'fr').capitalize()} je "
            "suis chez moi toute la journée."),
        act(58, "lea", "says",
            f"Camion du magasin libre {day_name(days.friday, 'fr')}, Rachid est d'accord. Samir et moi chargeons à 7 h 15."),
        CaseAct(days.present - MINUTE * 52, number, "lea", "thinks", tidy("Rachid est d'accord, et sa mère arrive après."), code="for",
            more=(("option", 0),)),
        act(44, "samir", "says", "D'accord pour moi, Victor me remplace à l'atelier."),
        CaseAct(days.present - MINUTE * 36, number, "sofia", "thinks", tidy("Trop tard : sa mère sera là, et rien pour ranger."),
            code="against", more=(("option", 1),)),
        act(27, "ines", "says",
            f"{day_name(days.friday, 'fr').capitalize()} tient, à une condition : récupérer les colis chez Vasseur la veille. Yann ?"),
        act(19, "ines", "says",
            "Yann, pouvez-vous remettre les trois colis du bon 4187 à notre quai la veille au soir ? Le bon peut rester verrouillé, nous "
            "signons à la main.", side=VASSEUR),
        act(8, "yann", "says", "Le quai est ouvert jusqu'à 19 h. Je vérifie avec Sonia et je confirme ici.", side=VASSEUR),
    ]  # fmt: skip


def promised(now: dt.datetime) -> Window:
    """What was promised in the shop."""
    return _between(calendar(now).promised, 7, 14)


def proposed(now: dt.datetime) -> Window:
    """What the carrier proposes instead, on the day that she refuses."""
    return _between(calendar(now).saturday, 8, 12)


def _between(day: dt.date, first: int, last: int) -> Window:
    return window(dt.datetime.combine(day, dt.time(first)), dt.datetime.combine(day, dt.time(last)), PARIS)


def second_story(now: dt.datetime) -> dict[str, str]:
    """The story as Marc completes it after her call."""
    days = calendar(now)
    first = plan(now).story
    return first | _tidied(
        tried="A reçu un SMS lui demandant de rappeler le transporteur. A appelé le magasin, Marc lui a répondu sans rien lui faire répéter.",
        refused=f"Le samedi, donc la proposition du {day_name(days.saturday, 'fr')}. Et rappeler un numéro surtaxé.",
    )


def _tidied(**texts: str) -> dict[str, str]:
    return {field: tidy(text) for field, text in texts.items()}
