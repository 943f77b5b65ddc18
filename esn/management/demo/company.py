"""Who works at Maison Tilleul and with it, and the groups they talk in. All of them are invented."""

from dataclasses import dataclass

PARIS = "Europe/Paris"
DUBLIN = "Europe/Dublin"
LONDON = "Europe/London"

NAME = "Maison Tilleul"
ACCOUNTS = ("lea", "marc", "ines", "nadia", "admin", "clara", "yann")

VASSEUR = "Transports Vasseur"
FERRAND = "Atelier Ferrand"
PARTNERS = (VASSEUR, FERRAND)


@dataclass(frozen=True)
class Someone:
    """A person of the demo; ``partner`` is set for guests only."""

    handle: str
    name: str
    title: str
    language: str = "fr"
    zone: str = PARIS
    site_role: str = ""
    partner: str = ""

    @property
    def first_name(self) -> str:
        """How colleagues call them."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Circle:
    """A group of the demo; the first member owns it and the second moderates it."""

    key: str
    name: str
    kind: str
    openness: str
    purpose: str
    members: tuple[str, ...]
    followers: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shop:
    """A shop with who plays which part there; several names for a part are taken in turns."""

    key: str
    city: str
    language: str
    zone: str
    parts: dict[str, tuple[str, ...]]


PEOPLE = (
    Someone("lea", "Léa Martin", "Conseillère de vente, magasin de Lyon"),
    Someone("marc", "Marc Delorme", "Service client"),
    Someone("ines", "Inès Haddad", "Responsable logistique"),
    Someone("nadia", "Nadia Belkacem", "Directrice du magasin de Lyon"),
    Someone("admin", "Thomas Arnaud", "Administrateur du site", site_role="site_admin"),
    Someone("clara", "Clara Rousseau", "Conformité et données personnelles", site_role="compliance_admin"),
    Someone("paul", "Paul Serrano", "Directeur commercial"),
    Someone("samir", "Samir Kaci", "Chef d'atelier, Bron"),
    Someone("sofia", "Sofia Lemaire", "Service client"),
    Someone("chloe", "Chloé Vidal", "Conseillère de vente, magasin de Lyon"),
    Someone("awa", "Awa Diop", "Ébéniste, atelier de Bron"),
    Someone("hugo", "Hugo Petit", "Préparateur, quai de Saint-Priest"),
    Someone("jeanne", "Jeanne Roux", "Conseillère de vente, magasin de Grenoble"),
    Someone("karim", "Karim Ziani", "Planification des tournées"),
    Someone("elodie", "Élodie Garnier", "Service client"),
    Someone("benoit", "Benoît Fabre", "Directeur du magasin de Grenoble"),
    Someone("mathilde", "Mathilde Noël", "Comptabilité clients"),
    Someone("victor", "Victor Lam", "Monteur, atelier de Bron"),
    Someone("rachid", "Rachid Amrani", "Chauffeur-monteur, camion du magasin"),
    Someone("gaelle", "Gaëlle Morin", "Conseillère de vente, magasin de Grenoble"),
    Someone("aoife", "Aoife Brennan", "Store manager, Dublin", "en", DUBLIN),
    Someone("conor", "Conor Daly", "Sales, Dublin", "en", DUBLIN),
    Someone("niamh", "Niamh Keane", "Customer care, Dublin", "en", DUBLIN),
    Someone("tomasz", "Tomasz Wójcik", "Logistics, Dublin and Edinburgh", "en", DUBLIN),
    Someone("dara", "Dara Quinn", "Joiner, Dublin", "en", DUBLIN),
    Someone("isla", "Isla Fraser", "Store manager, Edinburgh", "en", LONDON),
    Someone("callum", "Callum Reid", "Sales, Edinburgh", "en", LONDON),
    Someone("priya", "Priya Nair", "Customer care, Edinburgh", "en", LONDON),
    Someone("yann", "Yann Le Goff", "Exploitation", partner=VASSEUR),
    Someone("sonia", "Sonia Mercier", "International desk", "en", DUBLIN, partner=VASSEUR),
    Someone("luc", "Luc Ferrand", "Tapissier", partner=FERRAND),
)

FRENCH_CARE = {
    "service": ("marc", "sofia", "elodie"),
    "logistics": ("ines", "karim"),
    "logistics2": ("hugo",),
    "workshop": ("samir", "awa", "victor"),
    "driver": ("rachid",),
    "accounts": ("mathilde",),
    "carrier": ("yann",),
    "supplier": ("luc",),
}
ENGLISH_CARE = {
    "service": ("niamh", "priya"),
    "logistics": ("tomasz",),
    "workshop": ("dara",),
    "accounts": ("mathilde",),
    "carrier": ("sonia",),
    "supplier": ("luc",),
}

SHOPS = (
    Shop(
        "lyon",
        "Lyon",
        "fr",
        PARIS,
        FRENCH_CARE | {"seller": ("lea", "chloe"), "seller2": ("paul",), "manager": ("nadia",)},
    ),
    Shop(
        "grenoble",
        "Grenoble",
        "fr",
        PARIS,
        FRENCH_CARE | {"seller": ("jeanne", "gaelle"), "seller2": ("chloe",), "manager": ("benoit",)},
    ),
    Shop("dublin", "Dublin", "en", DUBLIN, ENGLISH_CARE | {"seller": ("conor",), "manager": ("aoife",)}),
    Shop("edinburgh", "Edinburgh", "en", LONDON, ENGLISH_CARE | {"seller": ("callum",), "manager": ("isla",)}),
)

GROUPS = (
    Circle(
        "logistique",
        "Logistique",
        "team",
        "open",
        "Quais, tournées, stocks. Une date donnée au client se confirme ici d'abord.",
        ("ines", "karim", "hugo", "rachid", "tomasz", "marc", "sofia", "lea", "nadia", "samir", "chloe"),
        ("benoit", "elodie"),
    ),
    Circle(
        "service",
        "Service client",
        "team",
        "open",
        "Celles et ceux qui répondent. On lit l'histoire avant de décrocher, on l'écrit avant de raccrocher.",
        ("marc", "sofia", "elodie", "niamh", "priya", "nadia", "mathilde", "clara", "paul"),
        ("ines", "lea", "benoit"),
    ),
    Circle(
        "lyon",
        "Magasin Lyon",
        "team",
        "open",
        "La vie du magasin de Lyon : planning, rayons, petites et grandes nouvelles.",
        ("nadia", "paul", "lea", "chloe", "rachid", "samir", "admin"),
        ("marc", "ines", "samir"),
    ),
    Circle(
        "dublin",
        "Dublin shop",
        "team",
        "open",
        "The floor, the stockroom and the customers of the Dublin shop.",
        ("aoife", "conor", "niamh", "tomasz", "dara"),
        ("isla", "callum", "priya", "paul"),
    ),
    Circle(
        "astuces",
        "Astuces de montage",
        "community",
        "open",
        "Monter du premier coup, sans rayer ni revenir. Aucun nom ni adresse de client.",
        (
            "samir",
            "nadia",
            "awa",
            "victor",
            "rachid",
            "chloe",
            "jeanne",
            "tomasz",
            "conor",
            "hugo",
            "gaelle",
            "lea",
            "dara",
        ),
        ("marc", "sofia", "callum"),
    ),
    Circle(
        "soldes",
        "Préparer les soldes",
        "project",
        "open",
        "Prix, affichage, renforts et promesses de livraison pour les prochaines soldes.",
        ("paul", "nadia", "lea", "chloe", "ines", "benoit", "jeanne", "marc", "elodie", "admin"),
        ("hugo",),
    ),
    Circle(
        "atelier",
        "Atelier de Bron",
        "team",
        "closed",
        "Réparations, pièces, gabarits. Pour y travailler, demandez à Samir.",
        ("samir", "awa", "victor", "rachid"),
        asking=("hugo", "jeanne"),
    ),
    Circle(
        "nouveaux",
        "Nouveaux venus / Newcomers",
        "community",
        "closed",
        "Les trois premiers mois, entre nous et sans gêne. Your first three months, in either language.",
        ("nadia", "aoife", "gaelle", "victor", "callum", "priya", "chloe", "admin", "clara"),
    ),
    Circle(
        "edinburgh",
        "Edinburgh opening",
        "project",
        "closed",
        "Second floor of the Edinburgh shop: works, stock, people. Ends with the opening.",
        ("isla", "paul", "callum", "priya", "aoife", "tomasz", "admin"),
        asking=("conor",),
    ),
    Circle(
        "erable",
        "Projet Érable",
        "project",
        "secret",
        "Étude de la reprise d'un magasin à Annecy. Rien ne sort d'ici avant la signature.",
        ("paul", "nadia", "benoit", "mathilde", "clara"),
    ),
)
