"""The words that a search understands before and after a colon, in both languages."""

from django.utils.translation import pgettext

from esn.core.folding import fold, folded
from search.analysis import STATUSES

OPERATORS = {
    "type": "type",
    "group": "group", "groupe": "group", "in": "group", "dans": "group",
    "customer": "customer", "client": "customer",
    "from": "author", "author": "author", "de": "author", "auteur": "author",
    "case": "case", "dossier": "case",
    "status": "status", "statut": "status",
    "before": "before", "avant": "before",
    "after": "after", "apres": "after",
    "on": "on", "le": "on",
    "holder": "holder", "responsable": "holder",
    "has": "has", "contient": "has",
    "is": "is", "est": "is",
    "tag": "tag", "hashtag": "tag", "motdiese": "tag", "motcle": "tag", "etiquette": "tag",
    "lang": "lang", "langue": "lang", "language": "lang",
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "type": {
        "post": "post", "posts": "post", "publication": "post", "publications": "post",
        "case": "case", "cases": "case", "dossier": "case", "dossiers": "case",
        "customer": "customer", "customers": "customer", "client": "customer", "clients": "customer",
        "person": "person", "people": "person", "personne": "person", "personnes": "person",
        "group": "group", "groups": "group", "groupe": "group", "groupes": "group",
        "promise": "promise", "promises": "promise", "promesse": "promise", "promesses": "promise",
        "fact": "fact", "facts": "fact", "fait": "fact", "faits": "fact",
        "file": "file", "files": "file", "fichier": "file", "fichiers": "file",
    },
    "status": {
        **{status.replace("_", ""): status for status in STATUSES if status},
        "nouveau": "new", "encours": "in_hand", "resolu": "solved", "ferme": "closed", "clos": "closed",
        "attenteclient": "waiting_customer", "attentepartenaire": "waiting_partner",
    },
    "has": {
        "file": "file", "files": "file", "attachment": "file", "fichier": "file", "fichiers": "file",
        "piecejointe": "file",
        "image": "image", "images": "image", "picture": "image", "photo": "image", "photos": "image",
        "promise": "promise", "promises": "promise", "promesse": "promise", "promesses": "promise",
        "poll": "poll", "polls": "poll", "sondage": "poll", "sondages": "poll",
        "question": "question", "questions": "question",
    },
    "is": {
        "unread": "unread", "nonlu": "unread", "nonlus": "unread", "nonlue": "unread", "nonlues": "unread",
        "mine": "mine", "moi": "mine", "amoi": "mine",
        "open": "open", "ouvert": "open", "ouverte": "open", "ouverts": "open", "ouvertes": "open",
        "drift": "drift", "drifting": "drift", "ecart": "drift", "enecart": "drift",
        "blocked": "blocked", "bloque": "blocked", "bloquee": "blocked", "bloques": "blocked",
    },
    "lang": {
        "fr": "fr", "french": "fr", "francais": "fr",
        "en": "en", "english": "en", "anglais": "en",
    },
}  # fmt: skip


def understood(operator: str, value: str) -> str:
    """The code that a value of an operator stands for, however it is spelt; "" when nobody knows it."""
    return WORDS[operator].get(folded(value).replace(" ", ""), "")


def named(written: str) -> str:
    """The operator that a word before a colon stands for; "" when it is none."""
    return OPERATORS.get(fold(written).replace("-", ""), "")


def values(operator: str) -> dict[str, str]:
    """How the reader writes each value of an operator, by its code."""
    return {
        "type": {
            "post": pgettext("typed in a search", "post"),
            "case": pgettext("typed in a search", "case"),
            "customer": pgettext("typed in a search", "customer"),
            "person": pgettext("typed in a search", "person"),
            "group": pgettext("typed in a search", "group"),
            "promise": pgettext("typed in a search", "promise"),
            "fact": pgettext("typed in a search", "fact"),
            "file": pgettext("typed in a search", "file"),
        },
        "status": {
            "new": pgettext("typed in a search", "new"),
            "in_hand": pgettext("typed in a search", "in-hand"),
            "waiting_customer": pgettext("typed in a search", "waiting-customer"),
            "waiting_partner": pgettext("typed in a search", "waiting-partner"),
            "solved": pgettext("typed in a search", "solved"),
            "closed": pgettext("typed in a search", "closed"),
        },
        "has": {
            "file": pgettext("typed in a search", "file"),
            "image": pgettext("typed in a search", "image"),
            "promise": pgettext("typed in a search", "promise"),
            "poll": pgettext("typed in a search", "poll"),
            "question": pgettext("typed in a search", "question"),
        },
        "is": {
            "unread": pgettext("typed in a search", "unread"),
            "mine": pgettext("typed in a search", "mine"),
            "open": pgettext("typed in a search", "open"),
            "drift": pgettext("typed in a search", "drift"),
            "blocked": pgettext("typed in a search", "blocked"),
        },
        "lang": {
            "fr": pgettext("typed in a search", "french"),
            "en": pgettext("typed in a search", "english"),
        },
    }[operator]


def operators() -> dict[str, str]:
    """How the reader writes each operator, by its name."""
    return {
        "author": pgettext("operator of a search", "from"),
        "group": pgettext("operator of a search", "in"),
        "customer": pgettext("operator of a search", "customer"),
        "case": pgettext("operator of a search", "case"),
        "holder": pgettext("operator of a search", "holder"),
        "type": pgettext("operator of a search", "type"),
        "status": pgettext("operator of a search", "status"),
        "has": pgettext("operator of a search", "has"),
        "is": pgettext("operator of a search", "is"),
        "tag": pgettext("operator of a search", "tag"),
        "lang": pgettext("operator of a search", "lang"),
        "after": pgettext("operator of a search", "after"),
        "before": pgettext("operator of a search", "before"),
        "on": pgettext("operator of a search", "on"),
    }
