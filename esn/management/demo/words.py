"""Fills the slots of a text: products, customers, dates and the agreement of French words, with good typography."""

import datetime as dt
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from esn.management.demo.customers import Buyer

_WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ]
    ),
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SLOT = re.compile(r"\{(?P<name>[A-Za-z_0-9]+)(?P<days>[+-]\d+)?\}")
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")
_MASCULINE = ("hôtel", "cabinet")


@dataclass(frozen=True)
class Product:
    """A model of the catalogue; ``gender`` is m, f or fp (feminine plural) for its French noun."""

    family: str
    model: str
    noun: str
    gender: str
    english: str


PRODUCTS = tuple(
    Product(family, model, noun, gender, english)
    for family, noun, gender, english, models in (
        ("wardrobe", "armoire", "f", "wardrobe", ("Solène", "Orme")),
        ("sofa", "canapé", "m", "sofa", ("Nils", "Brume")),
        ("bed", "lit", "m", "bed", ("Alba", "Hêtraie")),
        ("table", "table", "f", "table", ("Orme", "Cassis")),
        ("chairs", "chaises", "fp", "chairs", ("Aline", "Bistre")),
        ("shelves", "bibliothèque", "f", "bookcase", ("Nils", "Rive")),
        ("dresser", "commode", "f", "chest of drawers", ("Lise", "Anis")),
        ("desk", "bureau", "m", "desk", ("Plume", "Alto")),
        ("armchair", "fauteuil", "m", "armchair", ("Odile", "Brume")),
        ("sideboard", "buffet", "m", "sideboard", ("Cassis", "Rive")),
    )
    for model in models
)


def working_day(day: dt.date) -> dt.date:
    """The day itself, or Monday for a Sunday."""
    return day + dt.timedelta(days=1) if day.weekday() == 6 else day


def day_name(day: dt.date, language: str) -> str:
    """A near day as one says it: ``jeudi 14``, ``Thursday 14``."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{_WEEKDAYS[language][day.weekday()]} {number}"


def date_name(day: dt.date, language: str) -> str:
    """A far day as one says it: ``14 janvier``, ``14 January``."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]}"


def fill(text: str, slots: Mapping[str, str], *, day: dt.date, language: str, draw: random.Random) -> str:
    """The text with its slots filled; days count from ``day``. KeyError for an unknown slot."""

    def value(match: re.Match[str]) -> str:
        name, days = match["name"], match["days"]
        if days:
            moment = working_day(day + dt.timedelta(days=int(days)))
            found = (day_name if name.lower() == "day" else date_name)(moment, language)
        else:
            found = slots[name] if name in slots else slots[name.lower()]
        return found[0].upper() + found[1:] if name[0].isupper() and found else found

    text = _RANGE.sub(lambda match: str(draw.randint(int(match[1]), int(match[2]))), text)
    while _SLOT.search(text):  # a drawn value may have slots of its own
        text = _SLOT.sub(value, text)
    return tidy(text)


def tidy(text: str) -> str:
    """Typographic apostrophes and quotes, the narrow spaces that French puts before its marks, and lines for ``¶``."""
    text = re.sub(r"\s+", " ", text).strip().replace("'", "’")
    text = re.sub(r" ?¶ ?", "\n", text)
    text = re.sub(r'"([^"]+)"', r"“\1”", text)
    text = re.sub(r" ([;!?])", "\u202f\\1", text)
    text = re.sub(r" ([:»])", "\u00a0\\1", text).replace("« ", "«\u00a0")
    text = text.replace(" %", "\u202f%")
    return re.sub(r"(\d) (h|€|cm|mm|kg|m|min)\b", "\\1\u00a0\\2", re.sub(r"(\d) (€)", "\\1\u00a0\\2", text))


def product_slots(product: Product, language: str) -> dict[str, str]:
    """How a text may name a product."""
    if language == "en":
        return {"product": f"{product.model} {product.english}", "model": product.model}
    name = f"{product.noun} {product.model}"
    the, of, to = _articles(product.noun, product.gender)
    agreement = {"m": "", "f": "e", "fp": "es"}[product.gender]
    return {
        "produit": name,
        "le_produit": the + name,
        "du_produit": of + name,
        "au_produit": to + name,
        "modele": product.model,
        "p": agreement,
    }


def buyer_slots(buyer: Buyer, language: str) -> dict[str, str]:
    """How a text may name a customer, and the pronouns that go with them."""
    slots = {"client": short_name(buyer), "city": buyer.town, "who": short_name(buyer)}
    return slots | (_french(buyer) if language == "fr" else _english(buyer))


def short_name(buyer: Buyer) -> str:
    """How colleagues name a customer: ``Mme Dupin``, ``la famille Nguyen``, ``l'Hôtel des Quais``."""
    title, *names = buyer.name.split()
    if title in ("Mme", "M.", "Mr", "Mrs", "Ms"):
        return f"{title} {names[-1]}"
    if buyer.shop in ("dublin", "edinburgh"):
        return buyer.name
    the, _of, _to = _articles(title, "m" if title.lower() in _MASCULINE else "f")
    return the + " ".join([title if title == "Hôtel" else title.lower(), *names])


def _french(buyer: Buyer) -> dict[str, str]:
    title, *names = buyer.name.split()
    man = title == "M." or title.lower() in _MASCULINE
    name = short_name(buyer)
    greeting = {"Mme": f"Bonjour Madame {names[-1]}", "M.": f"Bonjour Monsieur {names[-1]}"}.get(title, "Bonjour")
    return {
        "au_client": f"au {name[3:]}" if name.startswith("le ") else f"à {name}",
        "bonjour": greeting,
        "il": "il" if man else "elle",
        "le": "le" if man else "la",
        "lui": "lui" if man else "elle",
        "e": "" if man else "e",
    }


def _english(buyer: Buyer) -> dict[str, str]:
    title, *names = buyer.name.split()
    he, him, his = {"Mr": ("he", "him", "his"), "Mrs": ("she", "her", "her"), "Ms": ("she", "her", "her")}.get(
        title, ("they", "them", "their")
    )
    hello = f"Dear {title} {names[-1]}" if buyer.kind == "person" else "Good morning"
    return {"he": he, "him": him, "his": his, "hello": hello}


def _articles(noun: str, gender: str) -> tuple[str, str, str]:
    """The French article, and its forms after ``de`` and ``à``."""
    if gender == "fp":
        return "les ", "des ", "aux "
    if noun[0].lower() in "aeiouéèêhôœ":
        return "l'", "de l'", "à l'"
    return ("le ", "du ", "au ") if gender == "m" else ("la ", "de la ", "à la ")
