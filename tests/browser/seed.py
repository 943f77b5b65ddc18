"""Fills a fresh site by the product's own actions: with the cast of the tests, or with the demo company.

Run as ``python -m tests.browser.seed [demo]`` in a process of its own; prints the ids of the cast as JSON.
"""

import datetime as dt
import json
import os
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import django

from tests.core.outside_site import HERE, site

if TYPE_CHECKING:
    from people.models import Person

PASSWORD = "esn-demo-2026"
OAK = """<title>Oak</title><meta property="og:title" content="A door of oak: hinges, glue and patience">
<meta property="og:description" content="Which screws hold, and how long glue needs before a door is hung.">
<meta property="og:site_name" content="The workshop"><meta property="og:image" content="/oak.jpg">"""
# By handle: the kind of person, the name, the title, the language.
CAST = {
    "ana": ("member", "Ana Martin", "Sales", "en"),
    "bo": ("member", "Bo Delorme", "Service", "en"),
    "cy": ("member", "Cy Haddad", "Logistics", "en"),
    "mo": ("member", "Mo Serrano", "Store manager", "fr"),
    "gus": ("guest", "Gus Le Goff", "Driver", "fr"),
    # They change how they sign in, which the others keep for all tests of a worker.
    "tia": ("member", "Tia Okafor", "Night desk", "en"),
    "pia": ("member", "Pia Lindqvist", "Night desk", "en"),
    "eva": ("member", "Eva Costa", "Night desk", "en"),
}


def cast() -> dict[str, str]:
    """The people, a group where Ana, Bo and Mo are, a secret one without Cy, and a customer's open case."""
    from cases.actions import StoryText, add_participant, create_customer, open_case
    from feeds.actions import announce, pin_post, publish
    from groups.actions import add_member, admit_person, create_group
    from people.actions import create_partner
    from people.models import Person

    partner = create_partner(None, name="Transports Vasseur")
    ids = {
        handle: admit_person(
            None,
            kind=kind,
            handle=handle,
            name=name,
            email=f"{handle}@example.org",
            title=title,
            language=language,
            password=PASSWORD,
            partner_id=partner if kind == "guest" else None,
        )
        for handle, (kind, name, title, language) in CAST.items()
    }
    ana = Person.objects.get(id=ids["ana"])
    for name, openness in (("Shop floor", "open"), ("Price talks", "secret")):
        ids[name] = create_group(ana, name=name, kind="team", openness=openness, purpose="What happens in the shop.")
        add_member(ana, group_id=ids[name], person_id=ids["bo"], role="member")
        add_member(ana, group_id=ids[name], person_id=ids["mo"], role="moderator")
    customer = create_customer(
        ana,
        kind="person",
        name="Mme Dupin",
        language="fr",
        phones=["+33 6 39 98 12 34"],
        mails=[],
        references=["ERP:4711"],
    )
    ids["customer"] = customer
    ids["case"] = open_case(
        ana,
        customer_id=customer,
        title="Wardrobe Solène",
        story=StoryText(
            happened="The wardrobe was ordered three weeks ago.",
            wanted="Delivery on the 14th, in the morning.",
            tried="",
            refused="Saturdays.",
            constraints="Never on Saturday.",
        ),
        severity="normal",
        restricted=False,
        holder=None,
    )
    add_participant(ana, ref=ids["case"], person_id=ids["gus"])
    ids["linked"] = _linked(ana, _audience_of(ids["Shop floor"]))
    ids["post"] = publish(ana, audience_id=_audience_of(ids["Shop floor"]), body="The new catalogue has arrived.")
    where, mo = _audience_of(ids["Shop floor"]), Person.objects.get(id=ids["mo"])
    ids["announcement"] = announce(mo, audience_id=where, body="The till changes **on Monday**.")
    pin_post(ana, post_id=ids["announcement"])
    ids["Stock room"] = _stock_room(ana, ids["cy"])
    return ids


def _linked(author: "Person", audience_id: str) -> str:
    """A post with a page outside below it, which a server of this moment shows to whoever looks."""
    from django.test import override_settings

    from feeds.actions import publish
    from feeds.actions.links import look_at_links
    from tests.feeds.pictures import wardrobe

    with site() as web, override_settings(PREVIEW_NETWORKS=[f"{HERE}/32"], PREVIEW_PORTS=[web.port]):
        web.page("/oak", OAK)
        web.page("/oak.jpg", wardrobe(), "image/jpeg")
        post_id = publish(author, audience_id=audience_id, body=f"How to mend a door of oak: {web.address}/oak")
        look_at_links.call(post_id=post_id)
    return post_id


def _stock_room(ana: "Person", cy_id: str) -> str:
    """A group that Cy looked at three hours ago; something was said before, and something since."""
    from esn.core import clock
    from feeds.actions import look_at_feed, publish
    from groups.actions import add_member, create_group
    from people.models import Person

    def ago(hours: int) -> AbstractContextManager[None]:
        return clock.at(clock.now() - dt.timedelta(hours=hours))

    with ago(4):
        group_id = create_group(ana, name="Stock room", kind="team", openness="closed", purpose="Until noon.")
        add_member(ana, group_id=group_id, person_id=cy_id, role="member")
        publish(ana, audience_id=_audience_of(group_id), body="Said before.")
    with ago(3):
        look_at_feed(Person.objects.get(id=cy_id), place=group_id)
    with ago(2):
        publish(ana, audience_id=_audience_of(group_id), body="Said since.")
    return group_id


def _audience_of(group_id: str) -> str:
    from groups.models import Group

    return str(Group.objects.values_list("audience_id", flat=True).get(id=group_id))


def demo() -> dict[str, str]:
    """The demo company, and Odette, who is in none of its stories and may leave."""
    from esn.management.demo import load
    from groups.actions import admit_person

    load(lambda done, total, label: None)
    admit_person(
        None,
        kind="member",
        handle="odette",
        name="Odette Faure",
        email="odette@example.org",
        title="Service client",
        language="fr",
        password=PASSWORD,
    )
    return {}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    json.dump(demo() if "demo" in sys.argv else cast(), sys.stdout)
