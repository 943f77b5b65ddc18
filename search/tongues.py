"""In which language a text seems to be written: each word leans to French, to English or to neither."""

from esn.core.folding import fold

LANGUAGES = ("", "fr", "en")  # "" stands for no guess
_DECISIVE = 2  # how far a text must lean

# Words that one of the two languages cannot do without, and those of our trade. What both of them write ("on", "or",
# "car", "main", "comment", "pour" of water, initials) is in neither list: a guess that may be wrong is not made.
_SAID_IN_FRENCH = (
    "au aucun aucune aujourd aussi autre autres aux avait avant avec avez avoir avons bonjour bonsoir ce ceci cela "
    "celle celui ces cet cette ceux chaque chez combien comme contre dans de deja demain depuis dernier des deux "
    "dire dois doit donc dont du elle elles en encore entre est et etaient etait ete etes etre eu eux faire fait "
    "faut fois font hier ici il ils jamais je la le les leur leurs lui maintenant mais meme merci mes mieux moi "
    "moins mon ne nos notre nous ont ou oui par parce pas peu peut peuvent peux pourquoi pouvez premier pres puis "
    "quand que quel quelle quelqu quelque quels qui quoi rien sa sans sera seront ses seulement si sinon soit "
    "sommes sont sous souvent sur ta te tes toi tous tout toute toutes toujours tres trop tu un une vais va vers "
    "veut voici voila vos votre vous abonnement achat adresse appel appele appeler armoire attente attend cliente "
    "clients colis commande compte dossier echange envoi equipe facture fournisseur garantie jeudi jour jours lundi "
    "magasin mardi matin mercredi livraison livre livrer livreur panne perdu prix promesse rappeler reclamation "
    "remboursement remise reponse retard samedi semaine soir vendredi dimanche "
)
_SAID_IN_ENGLISH = (
    "about after again all already also always am and another any anything are asked back be because been before "
    "being between both but by call called can cannot could did didn do does doesn doing done down each either else "
    "every for from get got had has hasn have having he hello help her here him his how i if in into is isn it its "
    "just know last least less let like made make many might more most much must my need needs never new next no "
    "nobody none nor not nothing now of off often one only other our out over please put really right said same saw "
    "say says see she should since some somebody someone something soon still such take tell than thank thanks that "
    "the their them then there these they thing things think this those through to today told tomorrow too took two "
    "under until up upon us very want wants was wasn we well went were weren what when where which while who whom "
    "whose why will with without won would yes yesterday yet you your account address afternoon answer broken "
    "carrier customer customers day days delay delayed delivered delivery evening friday goods invoice late later "
    "lost missing monday morning order ordered orders parcel price promise promised refund replacement saturday "
    "shipment shop store sunday team thursday tuesday van wardrobe warehouse warranty wednesday week weeks "
)
_ELIDED = ("l", "d", "qu", "j")
_LEANING = (
    dict.fromkeys(_SAID_IN_ENGLISH.split(), -2) | dict.fromkeys(_SAID_IN_FRENCH.split(), 2) | dict.fromkeys(_ELIDED, 1)
)
_FRENCH_ENDINGS = ("eux", "euse", "aux", "ique", "ez", "ons", "aient", "eur", "ement")
_ENGLISH_ENDINGS = ("ing", "ght", "ness", "ful", "less", "ly", "wn")


def leaning(written: str, exact: str) -> int:
    """How far a word, as written and folded, leans to French (above 0) or to English (below)."""
    known = _LEANING.get(exact)
    if known is not None:
        return known
    if not exact.isalpha() or len(exact) < 4:
        return 0
    if not written.isascii() and fold(written) != written.casefold():
        return 1  # an accent, a cedilla or a ligature
    if exact.endswith(_ENGLISH_ENDINGS):
        return -1
    return 1 if exact.endswith(_FRENCH_ENDINGS) else 0


def guessed(total: int) -> str:
    """The language that the words of a text lean to together; "" when they do not say."""
    if abs(total) < _DECISIVE:
        return ""
    return "fr" if total > 0 else "en"
