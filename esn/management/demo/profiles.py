"""What the people of the demo company say of themselves: where they work, who leads them, what they know how to do."""

from esn.management.demo.house import House
from esn.management.demo.words import tidy
from groups.models import EVERYONE
from people.actions import edit_profile

# handle | department | place | telephone | led by | skills | languages beside their own
SAID = """
lea | Vente | Magasin de Lyon | +33 6 39 98 40 11 | nadia | Conseil en salon, Devis sur mesure, Logiciel de caisse | en it
marc | Service client | Lyon, 1er étage | +33 1 99 00 41 02 | paul | Réclamations, Rappels difficiles, Garanties | en
ines | Logistique | Quai de Saint-Priest | +33 1 99 00 41 03 | paul | Tournées, Stocks, Transporteurs | ar en
nadia | Direction | Magasin de Lyon | +33 1 99 00 41 04 | paul | Plannings, Gestes commerciaux | ar en
admin | Informatique | Lyon, 2e étage | +33 1 99 00 41 05 | paul | Comptes et accès, Caisses | en
clara | Conformité | Lyon, 2e étage | +33 1 99 00 41 06 | paul | Données personnelles, Contrats | en de
paul | Direction | Lyon, 2e étage | +33 1 99 00 41 07 | | Négociation, Grands comptes | en es
samir | Atelier | Atelier de Bron | +33 6 39 98 40 12 | paul | Ébénisterie, Montage, Réparation sur place | kab
sofia | Service client | Lyon, 1er étage | +33 1 99 00 41 08 | marc | Réclamations, Remboursements | pt es
chloe | Vente | Magasin de Lyon | | nadia | Conseil en cuisine, Plans en 3D | en
awa | Atelier | Atelier de Bron | | samir | Ébénisterie, Marqueterie, Vernis | en
hugo | Logistique | Quai de Saint-Priest | +33 6 39 98 40 13 | ines | Préparation, Chariot élévateur |
jeanne | Vente | Magasin de Grenoble | | benoit | Conseil en literie, Devis sur mesure | en
karim | Logistique | Quai de Saint-Priest | +33 1 99 00 41 09 | ines | Tournées, Transporteurs | ar
elodie | Service client | Lyon, 1er étage | | marc | Garanties, Rappels difficiles | en
benoit | Direction | Magasin de Grenoble | +33 1 99 00 41 10 | paul | Plannings | en
mathilde | Comptabilité | Lyon, 2e étage | +33 1 99 00 41 11 | paul | Remboursements, Avoirs | en
victor | Atelier | Atelier de Bron | | samir | Montage, Électricité | vi en
rachid | Logistique | Camion du magasin | +33 6 39 98 40 14 | ines | Montage, Livraison à l'étage | ar
gaelle | Vente | Magasin de Grenoble | | benoit | Conseil en salon, Tissus | br
aoife | Management | Dublin shop | | paul | Rotas, Goodwill gestures | ga fr
conor | Sales | Dublin shop | | aoife | Fitted kitchens, Quotes | ga
niamh | Customer care | Dublin shop | | aoife | Complaints, Refunds | fr
tomasz | Logistics | Dublin shop | | ines | Carriers, Customs papers | pl fr
dara | Workshop | Dublin shop | | aoife | Joinery, Repairs on site |
isla | Management | Edinburgh shop | +44 131 496 0101 | paul | Rotas | gd
callum | Sales | Edinburgh shop | +44 131 496 0102 | isla | Quotes, Fabrics |
priya | Customer care | Edinburgh shop | +44 131 496 0103 | isla | Complaints, Warranties | ml hi
"""

ABOUT = {
    "ines": "Une date à donner au client ? Demandez-moi avant de promettre : je réponds avant midi.",
    "samir": "Le bois qui a bougé, la charnière qui force, la pièce qui n'existe plus : passez à l'atelier.",
    "priya": "I take the calls that have already gone wrong once.",
}


def say(house: House) -> None:
    """Say all of it, those who lead first."""
    for line in SAID.strip().splitlines():
        handle, department, place, phone, _leader, skills, languages = (cell.strip() for cell in line.split("|"))
        person = house.people[handle]
        edit_profile(
            person,
            everyone=EVERYONE,
            department=department,
            place=place,
            phone=phone,
            skills=[tidy(skill.strip()) for skill in skills.split(",")],
            languages=[person.language, *languages.split()],
            about=tidy(ABOUT.get(handle, "")),
        )
    for line in SAID.strip().splitlines():
        handle, leader = (line.split("|")[place].strip() for place in (0, 4))
        if leader:
            edit_profile(house.people[handle], everyone=EVERYONE, manager=house.people[leader].id)
