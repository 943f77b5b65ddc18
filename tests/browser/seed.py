"""Fills a fresh site by the product's own actions: with the cast of the tests, or with the demo company.

Run as ``python -m tests.browser.seed [demo]`` in a process of its own; prints the ids of the cast as JSON.
"""

import json
import os
import sys

import django

PASSWORD = "esn-demo-2026"
# By handle: the kind of person, the name, the title, the language.
CAST = {
    "ana": ("member", "Ana Martin", "Sales", "en"),
    "bo": ("member", "Bo Delorme", "Service", "en"),
    "cy": ("member", "Cy Haddad", "Logistics", "en"),
    "mo": ("member", "Mo Serrano", "Store manager", "fr"),
    "gus": ("guest", "Gus Le Goff", "Driver", "fr"),
}


def cast() -> dict[str, str]:
    """The five people, a group where Ana, Bo and Mo are, a secret one without Cy, and a customer's open case."""
    from cases.actions import StoryText, add_participant, create_customer, open_case
    from feeds.actions import publish
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
    ids["post"] = publish(ana, audience_id=_audience_of(ids["Shop floor"]), body="The new catalogue has arrived.")
    return ids


def _audience_of(group_id: str) -> str:
    from groups.models import Group

    return str(Group.objects.values_list("audience_id", flat=True).get(id=group_id))


def demo() -> dict[str, str]:
    """The demo company."""
    from esn.management.demo import load

    load(lambda done, total, label: None)
    return {}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    json.dump(demo() if "demo" in sys.argv else cast(), sys.stdout)
