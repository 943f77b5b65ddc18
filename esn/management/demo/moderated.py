"""What the moderators of the demo company have to look at on the first day, and what they did before."""

import datetime as dt

from esn.core import clock
from esn.management.demo.house import House
from feeds import actions as feeds
from feeds.models import Report
from groups import actions as groups

ADDRESS = (
    "Astuce pour l'armoire d'angle : on vise la tringle avant de lever. "
    "C'est ce que j'ai fait chez M. Perrin, 14 rue des Tanneurs, code 4821, il était ravi."
)
SHOUTED = "POURQUOI PERSONNE NE RÉPOND ? J'attends depuis deux heures. C'est toujours pareil avec vous."
ASKED = "Qui a la clé du camion 3 ?"
OFFER = "On peut annoncer une remise exceptionnelle de 20 % sur les canapés dès samedi ?"


def say(house: House, now: dt.datetime) -> None:
    """Write all of it down, each at its moment of the last days."""
    people = house.people
    with clock.at(now - dt.timedelta(days=40)):
        for handle in ("nadia", "paul"):
            groups.appoint_site_moderator(people["admin"], person_id=people[handle].id)
    _long_ago(house, now - dt.timedelta(days=6))
    with clock.at(now - dt.timedelta(hours=20)):
        tips = house.groups["astuces"]
        told = feeds.publish(people["victor"], audience_id=tips.audience_id, body=ADDRESS)
    with clock.at(now - dt.timedelta(hours=3)):
        feeds.report_post(people["lea"], post_id=told, reason="personal_data", text="Adresse et code de la porte.")
    with clock.at(now - dt.timedelta(hours=2)):
        feeds.report_post(people["hugo"], post_id=told, reason="personal_data")
        report = Report.objects.get(subject_id=told)
        feeds.add_report_note(people["samir"], report_id=report.id, text="Je lui en parle à 14 h, avant de décider.")
    _waiting(house, now - dt.timedelta(hours=1))


def _long_ago(house: House, at: dt.datetime) -> None:
    """A thread that grew loud: closed, and its author warned; a report where nothing was wrong."""
    people, docks = house.people, house.groups["logistique"]
    with clock.at(at):
        loud = feeds.publish(people["hugo"], audience_id=docks.audience_id, body=SHOUTED)
        asked = feeds.publish(people["rachid"], audience_id=docks.audience_id, body=ASKED)
        feeds.report_post(people["chloe"], post_id=loud, reason="insult")
        feeds.report_post(people["lea"], post_id=asked, reason="wrong_place")
        reports = {row.subject_id: row.id for row in Report.objects.filter(state=Report.State.OPEN)}
    with clock.at(at + dt.timedelta(hours=2)):
        feeds.decide_report(
            people["ines"],
            report_id=reports[loud],
            post="lock",
            person="warn",
            reason="La question est bonne, le ton ne l'est pas. On en parle de vive voix au quai.",
        )
        feeds.decide_report(
            people["karim"], report_id=reports[asked], reason="Une clé se demande ici, c'est le bon endroit."
        )


def _waiting(house: House, at: dt.datetime) -> None:
    """Offers are looked at before they are said."""
    people, sale = house.people, house.groups["soldes"]
    with clock.at(at):
        groups.set_approval(people["paul"], group_id=sale.id, words=["remise exceptionnelle", "liquidation"])
        feeds.publish(people["chloe"], audience_id=sale.audience_id, body=OFFER)
