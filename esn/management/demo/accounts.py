"""What the administration of the demo company finds on its first day: invitations that wait, and a decision for two."""

import datetime as dt

from esn.core import clock
from esn.management.demo.house import House
from groups.actions import Newcomer, invite_newcomer, propose_role


def leave_open(house: House, now: dt.datetime) -> None:
    """Two people are invited; another administrator shall confirm who stands in for Thomas."""
    thomas = house.people["admin"]
    with clock.at(now - dt.timedelta(days=2)):
        colleague = Newcomer(email="juliette.marchand@tilleul.example.org", name="Juliette Marchand", language="fr")
        invite_newcomer(thomas, newcomer=colleague)
    with clock.at(now - dt.timedelta(hours=20)):
        partner = min(house.partners)
        driver = Newcomer(
            email="k.benali@partenaire.example.org",
            kind="guest",
            name="Karim Benali",
            language="fr",
            partner_id=house.partners[partner],
        )
        invite_newcomer(thomas, newcomer=driver)
    with clock.at(now - dt.timedelta(hours=3)):
        propose_role(
            thomas,
            person_id=house.people["paul"].id,
            kind="site_admin",
            reason="Pour que quelqu’un d’autre puisse aider pendant mes congés.",
        )
