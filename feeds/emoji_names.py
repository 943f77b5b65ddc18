"""Emoji by their names: short ones of the house in two languages first, then the names of Unicode."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from esn.core.folding import folded

# One line each: the sign, the English words, the French ones. What colleagues write to each other at work.
_OFTEN = """
👍 thumbs up, yes, agreed | pouce, oui, d'accord
🙏 thanks, please | merci, s'il te plaît
✅ done, check | fait, coché
👀 looking, eyes | je regarde, yeux
🎉 party, congratulations | fête, bravo
❤️ heart, love | cœur
😀 smile, grin | sourire
😂 joy, laughing | rire, mort de rire
🙂 slight smile | petit sourire
😉 wink | clin d'œil
😢 sad, crying | triste, pleure
😮 surprised, wow | surpris, oh
😡 angry | en colère
🤔 thinking | je réfléchis
🤞 fingers crossed | je croise les doigts
👏 clap, applause | applaudissements
💪 strong, muscle | courage, force
🙌 hooray, hands up | hourra
👋 hello, bye, wave | bonjour, au revoir, coucou
👎 thumbs down, no | pouce en bas, non
❌ no, cross | non, croix
⚠️ warning, attention | attention, danger
🚨 alarm, urgent | alarme, urgent
🔥 fire, hot | feu
⏰ alarm clock, late | réveil, heure
⏳ waiting, hourglass | attente, sablier
📅 calendar, date | calendrier, date
📦 parcel, package | colis, carton
🚚 delivery, truck | livraison, camion
🛒 cart, shopping | chariot, courses
🏬 shop, store | magasin
🪑 chair | chaise
🛋️ sofa, couch | canapé
🛏️ bed | lit
🚪 door | porte
🔧 repair, wrench | réparation, clé
🔨 hammer, tool | marteau, outil
🔩 screw, bolt | vis, boulon
📞 phone, call | téléphone, appel
✉️ mail, letter | courrier, lettre
📎 attachment, paperclip | pièce jointe, trombone
📷 photo, camera | photo, appareil
💶 euro, money, refund | euro, argent, remboursement
💳 card, payment | carte, paiement
🧾 receipt, invoice | ticket, facture
🔍 search, magnifier | recherche, loupe
💡 idea, bulb | idée, ampoule
📌 pin, important | épingle, important
🔑 key | clé
🔒 locked, private | verrou, privé
☕ coffee, break | café, pause
🍰 cake, birthday | gâteau, anniversaire
☀️ sun | soleil
🌧️ rain | pluie
❄️ snow, cold | neige, froid
🏠 house, home | maison
🧑‍🤝‍🧑 together, team | ensemble, équipe
🤝 handshake, deal | poignée de main, accord
💬 message, talk | message, discussion
❓ question | question
❗ exclamation, important | exclamation, important
🚀 rocket, launch | fusée, lancement
⭐ star, favourite | étoile, favori
🏁 finish | arrivée, fin
♻️ recycle | recyclage
"""
_RANGES = ((0x1F300, 0x1F650), (0x1F680, 0x1F6D3), (0x1F90C, 0x1F9FF), (0x1FA70, 0x1FA7D))
_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class Named:
    """An emoji with one of its names."""

    emoji: str
    name: str


def named(q: str, language: str, limit: int) -> tuple[Named, ...]:
    """The emoji with a name of which a word begins like this; without words those that are written most."""
    start = folded(q)
    if not start:
        often = _often()[:limit] if not q.strip(": ") else []
        return tuple(Named(sign, _first(names, language)) for sign, names in often)
    found: dict[str, str] = {}
    for sign, names in _often():
        own = names["fr" if language.startswith("fr") else "en"]
        hit = next((name for name in (*own, *names["en"]) if f" {start}" in f" {folded(name)}"), None)
        if hit is not None:
            found[sign] = hit
    for sign, name in _unicode():
        if len(found) >= limit:
            break
        if f" {start}" in f" {name}":
            found.setdefault(sign, name)
    return tuple(Named(*one) for one in list(found.items())[:limit])


def _first(names: dict[str, list[str]], language: str) -> str:
    return names["fr" if language.startswith("fr") else "en"][0]


@cache
def _often() -> list[tuple[str, dict[str, list[str]]]]:
    lines = [line.partition(" ") for line in _OFTEN.strip().splitlines()]
    return [(sign, _words(rest)) for sign, _space, rest in lines]


def _words(line: str) -> dict[str, list[str]]:
    english, _bar, french = line.partition(" | ")
    return {"en": english.split(", "), "fr": french.split(", ")}


@cache
def _unicode() -> list[tuple[str, str]]:
    signs = [chr(point) for start, end in _RANGES for point in range(start, end) if point not in _TONES]
    return [(sign, folded(name)) for sign in signs if (name := unicodedata.name(sign, ""))]
