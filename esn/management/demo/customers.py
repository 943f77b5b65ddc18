"""The customers of Maison Tilleul: invented people, telephone numbers from ranges kept for fiction, example addresses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Buyer:
    """A customer of the demo with the shop that knows them and the town they are delivered in."""

    name: str
    shop: str
    town: str
    phone: str
    mail: str
    reference: str
    kind: str = "person"


def _read(table: str) -> tuple[Buyer, ...]:
    """One customer a line: name | shop | town | telephone | mail | reference | kind."""
    rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return tuple(Buyer(*row) for row in rows)


DUPIN = Buyer("Mme Hélène Dupin", "lyon", "Villeurbanne", "+33 6 39 98 41 27", "helene.dupin@example.org", "ERP:4187")

CUSTOMERS = _read("""
Mme Mireille Roche | lyon | Caluire | +33 6 39 98 10 42 | m.roche@example.org | ERP:4203
M. Étienne Abadie | lyon | Lyon 3e | +33 6 39 98 77 05 | etienne.abadie@example.fr | ERP:3950
M. Emeka Okafor | lyon | Oullins | +33 6 39 98 23 61 | e.okafor@example.com | ERP:4419
Famille Nguyen | lyon | Vénissieux | +33 6 39 98 58 30 | famille.nguyen@example.org | ERP:4077
Mme Teresa Ferreira | lyon | Décines | +33 6 39 98 64 18 | teresa.ferreira@example.fr | ERP:4310
M. Denis Lambert | lyon | Tassin | +33 6 39 98 02 93 | denis.lambert@example.org | ERP:4122
Mme Odette Colin | lyon | Lyon 7e | +33 1 99 00 14 22 | odette.colin@example.fr | ERP:3871
Mme Fatou Sarr | lyon | Bron | +33 6 39 98 35 74 | fatou.sarr@example.org | ERP:4501
M. Julien Perrot | lyon | Écully | +33 6 39 98 90 11 | j.perrot@example.com | ERP:4266
Mme Agnès Tissot | lyon | Givors | +33 6 39 98 47 86 | agnes.tissot@example.fr | ERP:4034
M. Rui Cardoso | lyon | Saint-Fons | +33 6 39 98 19 57 | rui.cardoso@example.org | ERP:4388
Famille Benamar | lyon | Vaulx-en-Velin | +33 6 39 98 72 40 | benamar@example.fr | ERP:4455
Mme Solange Aubry | lyon | Lyon 5e | +33 1 99 00 37 08 | solange.aubry@example.org | ERP:3802
M. Pierre-Yves Gaudin | lyon | Craponne | +33 6 39 98 83 29 | py.gaudin@example.com | ERP:4190
Mme Lin Zhao | lyon | Lyon 6e | +33 6 39 98 06 65 | lin.zhao@example.org | ERP:4527
M. André Vasson | lyon | Mornant | +33 1 99 00 52 71 | andre.vasson@example.fr | ERP:3699
Mme Claire Duquesne | lyon | Meyzieu | +33 6 39 98 28 34 | claire.duquesne@example.org | ERP:4341
Famille Rey-Mounier | lyon | Brignais | +33 6 39 98 51 98 | rey.mounier@example.fr | ERP:4112
M. Idriss Traoré | lyon | Villeurbanne | +33 6 39 98 44 03 | idriss.traore@example.org | ERP:4478
Mme Paulette Girin | lyon | Lyon 8e | +33 1 99 00 66 19 | paulette.girin@example.fr | ERP:3755
Hôtel des Quais | lyon | Lyon 2e | +33 1 99 00 20 20 | reception@quais.example.org | ERP:9014 | organisation
Crèche Les Mésanges | lyon | Chassieu | +33 1 99 00 81 45 | direction@mesanges.example.fr | ERP:9027 | organisation
Cabinet Morel et Associés | lyon | Lyon 3e | +33 1 99 00 11 73 | accueil@morel.example.com | ERP:9031 | organisation
Librairie La Page d'Après | lyon | Lyon 1er | +33 1 99 00 93 06 | bonjour@pagedapres.example.org | ERP:9046 | organisation
M. Sébastien Blanchet | grenoble | Meylan | +33 6 39 98 13 80 | s.blanchet@example.org | ERP:5120
Mme Anne-Laure Vial | grenoble | Voiron | +33 6 39 98 69 52 | al.vial@example.fr | ERP:5188
Mme Kadiatou Bah | grenoble | Échirolles | +33 6 39 98 40 16 | k.bah@example.org | ERP:5203
M. Lucien Pellet | grenoble | Vizille | +33 1 99 00 48 60 | lucien.pellet@example.fr | ERP:5017
Famille Ortega | grenoble | Fontaine | +33 6 39 98 75 91 | ortega@example.org | ERP:5144
Mme Judith Weiss | grenoble | Corenc | +33 6 39 98 31 07 | judith.weiss@example.com | ERP:5231
M. Mehdi Chérif | grenoble | Saint-Égrève | +33 6 39 98 94 63 | mehdi.cherif@example.org | ERP:5260
Mme Brigitte Allard | grenoble | Crolles | +33 6 39 98 22 48 | b.allard@example.fr | ERP:5099
M. Gaspard Mollier | grenoble | Grenoble | +33 6 39 98 57 12 | gaspard.mollier@example.org | ERP:5275
Mme Inna Kovalenko | grenoble | Seyssins | +33 6 39 98 08 39 | inna.kovalenko@example.org | ERP:5282
Famille Durieu | grenoble | Moirans | +33 6 39 98 86 70 | durieu@example.fr | ERP:5166
Maison de retraite Le Vercors | grenoble | Lans | +33 1 99 00 70 55 | economat@vercors.example.org | ERP:9102 | organisation
École de musique du Drac | grenoble | Grenoble | +33 1 99 00 35 91 | secretariat@drac.example.fr | ERP:9118 | organisation
Auberge du Col | grenoble | Villard | +33 1 99 00 62 27 | contact@aubergeducol.example.org | ERP:9125 | organisation
Mrs Ruth Adeyemi | dublin | Rathmines | +353 20 912 4410 | ruth.adeyemi@example.org | ERP:7011
Mr Colm Byrne | dublin | Drumcondra | +353 20 913 0882 | colm.byrne@example.com | ERP:7034
Ms Sinéad Walsh | dublin | Bray | +353 20 910 5527 | sinead.walsh@example.org | ERP:7058
Mr Declan Foley | dublin | Swords | +353 20 914 7316 | declan.foley@example.org | ERP:7063
Mrs Magda Nowak | dublin | Lucan | +353 20 911 2094 | magda.nowak@example.com | ERP:7080
Ms Orla Kinsella | dublin | Howth | +353 20 915 6643 | orla.kinsella@example.org | ERP:7097
Mr Bayo Ogun | dublin | Tallaght | +353 20 912 9971 | bayo.ogun@example.org | ERP:7102
Mrs Eileen Tierney | dublin | Malahide | +353 20 918 3305 | eileen.tierney@example.com | ERP:7119
Mr Fergus Moran | dublin | Greystones | +353 20 917 4128 | fergus.moran@example.org | ERP:7126
Ms Grace Mulligan | dublin | Dún Laoghaire | +353 20 916 8059 | grace.mulligan@example.org | ERP:7141
The Harbour Rooms | dublin | Howth | +353 20 910 2200 | desk@harbourrooms.example.org | ERP:9203 | organisation
Liffey Dental Practice | dublin | Dublin 8 | +353 20 913 4700 | office@liffeydental.example.com | ERP:9211 | organisation
Mr Angus Murray | edinburgh | Leith | +44 7700 900142 | angus.murray@example.org | ERP:7503
Mrs Fiona Drummond | edinburgh | Morningside | +44 7700 900317 | fiona.drummond@example.com | ERP:7516
Ms Zainab Malik | edinburgh | Portobello | +44 7700 900564 | zainab.malik@example.org | ERP:7528
Mr Ewan Sinclair | edinburgh | Musselburgh | +44 7700 900781 | ewan.sinclair@example.org | ERP:7535
Mrs Jean Ogilvie | edinburgh | Corstorphine | +44 7700 900203 | jean.ogilvie@example.com | ERP:7549
Ms Catriona Boyd | edinburgh | Dalkeith | +44 7700 900455 | catriona.boyd@example.org | ERP:7550
Mr Oliver Pryce | edinburgh | South Queensferry | +44 7700 900629 | oliver.pryce@example.org | ERP:7562
Leith Street Library | edinburgh | Edinburgh | +44 131 496 0180 | enquiries@leithlibrary.example.org | ERP:9302 | organisation
The Thistle Tearoom | edinburgh | Stockbridge | +44 131 496 0355 | hello@thistletearoom.example.com | ERP:9317 | organisation
""")
