"""What the groups of the demo company have beside their talk: rules, pins, announcements, an invitation, an end."""

import datetime as dt

from esn.core import clock
from esn.management.demo.house import House
from feeds import actions as feeds
from feeds.models import Post
from groups import actions as groups
from groups.models import EVERYONE, Group
from people.models import Person

# Group | its rules, one a line after the other
RULES = {
    "astuces": "Une astuce par publication, avec le nom du meuble.\nUne photo vaut mieux que dix lignes.\n"
    "On ne donne pas ici le nom d'un client.",
    "nouveaux": "Aucune question n'est trop simple.\nNo question is too simple, in French or in English.",
}

DOCKS = """**Nouveaux horaires de quai à partir de lundi.**

- Réception de 6 h à 14 h
- Retours de 14 h à 16 h, sur rendez-vous

Une date donnée au client avant lundi reste valable : signalez-la ici si elle tombe en dehors."""
TILLS = """**Les caisses sont mises à jour dimanche de 20 h à 22 h.**

Rien à faire de votre côté. Lundi matin, vérifiez qu'un remboursement s'imprime en entier avant d'ouvrir."""

FAIR = (
    ("paul", "Le stand est réservé : allée C, à côté de l'entrée. On montre l'armoire en chêne et la table ronde."),
    ("nadia", "Bilan du salon : 214 contacts, 37 devis, 9 commandes. Merci à tous, c'était une belle équipe."),
)


def say(house: House, now: dt.datetime) -> None:
    """Write all of it down, each at its moment of the last weeks."""
    with clock.at(now - dt.timedelta(days=60)):
        _fair(house, now)
    for key, rules in RULES.items():
        group = house.groups[key]
        with clock.at(now - dt.timedelta(days=20)):
            groups.edit_group(_owner(house, group), group_id=group.id, rules=rules)
    with clock.at(now - dt.timedelta(days=12)):
        _pin_the_most_answered(house, "astuces", 2)
        sale = house.groups["soldes"]
        groups.edit_group(_owner(house, sale), group_id=sale.id, ends_on=(now + dt.timedelta(days=45)).date())
    _announce(house, now)
    with clock.at(now - dt.timedelta(hours=5)):
        secret = house.groups["erable"]
        message = "Vous connaissez les meubles et les clients : votre avis compte."
        groups.invite(house.people["nadia"], group_id=secret.id, person_ids=[house.people["lea"].id], message=message)


def _announce(house: House, now: dt.datetime) -> None:
    people = house.people
    until = (now + dt.timedelta(days=4)).date()
    with clock.at(now - dt.timedelta(hours=26)):
        tills = feeds.announce(people["admin"], audience_id=EVERYONE, body=TILLS)
    with clock.at(now - dt.timedelta(hours=20)):
        audience_id = house.groups["logistique"].audience_id
        docks = feeds.announce(people["ines"], audience_id=audience_id, body=DOCKS, until=until)
    for number, handle in enumerate(("karim", "marc", "rachid", "sofia", "nadia", "tomasz")):
        with clock.at(now - dt.timedelta(hours=18 - number)):
            feeds.acknowledge(people[handle], post_id=tills)
            if number < 4:
                feeds.acknowledge(people[handle], post_id=docks)


def _fair(house: House, now: dt.datetime) -> None:
    """A project that is over: it is found and read, and takes nothing new."""
    owner = house.people["paul"]
    group_id = groups.create_group(
        owner, name="Salon de l'habitat", kind="project", openness="open", purpose="Notre stand, du plan au bilan."
    )
    for handle in ("nadia", "lea", "samir"):
        groups.add_member(owner, group_id=group_id, person_id=house.people[handle].id)
    group = Group.objects.select_related("audience").get(id=group_id)
    for number, (handle, body) in enumerate(FAIR):
        with clock.at(now - dt.timedelta(days=55 - 15 * number)):
            feeds.publish(house.people[handle], audience_id=group.audience_id, body=body)
    with clock.at(now - dt.timedelta(days=38)):
        groups.close_group(group, owner.id)


def _pin_the_most_answered(house: House, key: str, number: int) -> None:
    group = house.groups[key]
    rows = Post.objects.filter(audience=group.audience_id, root=None, created_at__lt=clock.now())
    for post_id in rows.order_by("-replies_count", "-created_at").values_list("id", flat=True)[:number]:
        feeds.pin_post(_owner(house, group), post_id=post_id)


def _owner(house: House, group: Group) -> Person:
    seat = group.audience.memberships.filter(role="owner").select_related("person").first()
    assert seat is not None  # noqa: S101 - every group has one
    return seat.person
