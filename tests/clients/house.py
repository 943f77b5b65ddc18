"""Who plays the furniture story over the API."""

from people.actions import create_partner
from people.models import Person
from tests.cast import admit, found

PASSWORD = "an armoire in seven pieces"


def found_house() -> dict[str, Person]:
    """Four colleagues in their teams, and the carrier's guest, by their handles; all have the same password."""
    carrier = create_partner(None, name="Transports Vasseur")
    people = {
        "lea": admit("lea", name="Léa Martin", title="Sales", password=PASSWORD),
        "ines": admit("ines", name="Inès Benali", title="Logistics", password=PASSWORD),
        "marc": admit("marc", name="Marc Delorme", title="Service", password=PASSWORD),
        "nadia": admit("nadia", name="Nadia Belkacem", title="Store manager", password=PASSWORD),
        "yann": admit("yann", kind="guest", name="Yann Le Goff", partner_id=carrier, password=PASSWORD),
    }
    for name, owner in (("Logistics", "ines"), ("Service", "marc"), ("Shop", "nadia")):
        found(people[owner], "open", name=name)
    return people
