"""What the demo company knows around its customers: their people, why they stay or left, and where orders are kept."""

from cases import actions as cases
from esn.management.demo.house import House
from esn.management.demo.words import tidy

ORDERS = {"code": "ERP", "name": "Commandes", "template": "https://erp.tilleul.example/commandes/{id}"}

# By customer: name | who they are to them | telephone | mail, one a line; who writes it down comes first.
KIN = {
    ("lea", "Hôtel des Quais"): """
Mme Rosa Ferrand | la réception, de 7 h à 15 h | +33 1 99 00 20 21 | rosa.ferrand@quais.example.org
M. Paul Ridel | les achats : il signe les devis | +33 6 39 98 20 22 | paul.ridel@quais.example.org
""",
    ("lea", "Cabinet Morel et Associés"): """
M. Pierre-Yves Gaudin | un associé, client chez nous aussi | +33 6 39 98 83 29 | py.gaudin@example.com
""",
    ("marc", "Mme Odette Colin"): """
M. Luc Colin | son fils, il ouvre la porte | +33 6 39 98 14 23 | luc.colin@example.fr
""",
}

# Who writes | customer | kind of note | reason of a loss | in their words
NOTES = """
lea | Hôtel des Quais | stays | | Un seul interlocuteur, et la livraison avant 8 h, jamais pendant le service.
marc | Mme Odette Colin | stays | | On la rappelle le jour où on l'a dit. Elle nous l'a redit deux fois.
lea | Mme Hélène Dupin | stays | | Cliente depuis l'ouverture du magasin ; elle tient à parler toujours à la même personne.
marc | M. André Vasson | loss | promise | Deux samedis d'attente pour rien. Il l'a dit sans colère : « je n'ai plus confiance ».
"""


def around(house: House) -> None:
    """Write all of it down."""
    cases.add_reference_system(house.people["admin"], **ORDERS)
    for (handle, customer), people in KIN.items():
        for line in people.strip().splitlines():
            name, role, phone, mail = (cell.strip() for cell in line.split("|"))
            cases.add_contact(
                house.people[handle],
                customer_id=house.customers[customer],
                name=name,
                role=tidy(role),
                phones=[phone],
                mails=[mail],
            )
    for line in NOTES.strip().splitlines():
        handle, customer, kind, reason, text = (cell.strip() for cell in line.split("|"))
        cases.note_customer(
            house.people[handle], customer_id=house.customers[customer], kind=kind, reason=reason, text=tidy(text)
        )
