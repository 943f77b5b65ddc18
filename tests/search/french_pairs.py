"""Forty French pairs (what a person types, what a colleague wrote), chosen before any result was seen."""

PAIRS: tuple[tuple[str, str], ...] = (
    # accents left out, or written the other way
    ("reclamation", "La réclamation de la cliente est arrivée ce matin."),
    ("événement", "L'évènement du magasin a lieu jeudi."),
    ("RÉSERVÉ", "Le canapé est reserve jusqu'à lundi."),
    ("Noel", "Fermé pendant les fêtes de Noël."),
    ("francois", "Appel de François à dix heures."),
    ("facture", "FACTURÉ deux fois par erreur."),
    ("preferee", "Sa date préférée reste le mardi."),
    ("cote", "Le meuble est rayé sur le côté gauche."),
    # elision, both apostrophes, hyphens
    ("armoire", "Elle attend l'armoire depuis trois semaines."),
    ("échange", "Nous proposons un échange."),
    ("echange", "Pas d’échange possible sans le ticket."),
    ("aujourd'hui", "Le camion passe aujourd’hui."),
    ("qu'elle", "Il faut qu’elle rappelle."),
    ("rendez-vous", "Les rendez vous du samedi sont complets."),
    ("rendez vous", "Prendre rendez-vous avec le service."),
    ("porte-fenêtre", "La porte fenêtre ne passe pas dans l'escalier."),
    ("week-end", "Elle refuse le weekend."),
    ("entretien", "L’entretien de la machine."),
    # plurals
    ("travaux", "Le travail commence lundi."),
    ("journal", "Les journaux de livraison."),
    ("cheval", "Deux chevaux dans la cour."),
    ("matelas", "Un matelas de 160."),
    ("bureaux", "Le bureau d'angle est en stock."),
    ("colis", "Un colis est perdu."),
    ("livraisons", "La livraison a échoué."),
    ("clientes", "Le client a rappelé."),
    ("neuves", "Une pièce neuve est commandée."),
    ("nationaux", "Le transporteur national a confirmé."),
    # verbs and their nouns
    ("rembourser", "Nous avons remboursé la somme."),
    ("remboursement", "Elle veut être remboursée en espèces."),
    ("annulation", "La commande est annulée."),
    ("promettre", "Nous lui promettons une réponse."),
    ("livrer", "Le meuble sera livré mardi."),
    ("reportée", "Il faut reporter la visite."),
    ("confirmons", "La date est confirmée par le transporteur."),
    ("réparation", "Le technicien viendra réparer la porte."),
    ("finissent", "Nous finissons le dossier."),
    # ligatures
    ("coeur", "Un cœur brisé sur la façade."),
    ("œuvre", "La main d'oeuvre n'est pas comprise."),
    ("soeur", "Sa sœur viendra chercher la clé."),
)
