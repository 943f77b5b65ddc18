"""The cast of the page tests: Ana, Bo, Cy, Mo and Gus, a group, a customer and a case; and browsers for them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from cases.actions import StoryText, add_participant, create_customer, open_case
from esn.core import clock
from groups.actions import add_member, admit_person, create_group
from groups.models import Group
from people.actions import create_partner
from people.models import Person
from tests import stage
from tests.cast import proved

SignedIn = Callable[[str], Client]

MONDAY = dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Cast:
    """Who and what the tests speak of: ids, and people by their first name."""

    ana: Person
    bo: Person
    cy: Person
    mo: Person
    gus: Person
    shop: str
    shop_audience: str
    secret: str
    closed: str
    customer: str
    case: str
    restricted: str
    partner: str


def _admit(handle: str, partner: str | None = None) -> Person:
    names = {"ana": "Ana Martin", "bo": "Bo Delorme", "cy": "Cy Haddad", "mo": "Mo Serrano", "gus": "Gus Le Goff"}
    person_id = admit_person(
        None,
        kind="guest" if partner else "member",
        handle=handle,
        name=names[handle],
        email=f"{handle}@example.org",
        language="en",
        title="Service",
        partner_id=partner,
    )
    return Person.objects.get(id=person_id)


@pytest.fixture(scope="session")
def cast_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> stage.Stage[Cast]:
    """The cast and what they have done so far, set once in this process."""
    with django_db_blocker.unblock():
        return stage.set_once(_play)


@pytest.fixture
def cast(db: None, cast_stage: stage.Stage[Cast]) -> Cast:
    """Ana opened a case with Gus; Bo and Mo share a shop with her; Cy is in nothing."""
    return cast_stage.put_up()


def _play() -> Cast:
    partner = create_partner(None, name="Transports Vasseur")
    ana, bo, cy, mo = (_admit(handle) for handle in ("ana", "bo", "cy", "mo"))
    gus = _admit("gus", partner)
    shop, secret, closed = (
        create_group(ana, name=name, kind="team", openness=openness, purpose="What happens here.")
        for name, openness in (("Shop floor", "open"), ("Price talks", "secret"), ("Night shift", "closed"))
    )
    for group in (shop, secret):
        add_member(ana, group_id=group, person_id=bo.id)
        add_member(ana, group_id=group, person_id=mo.id, role="moderator")
    customer = create_customer(ana, kind="person", name="Mme Dupin", phones=["06 39 98 12 34"], references=["ERP:4711"])
    story = StoryText(happened="The wardrobe came without doors.", wanted="The doors.", refused="Saturdays.")
    case = open_case(ana, customer_id=customer, title="Wardrobe without doors", story=story)
    restricted = open_case(ana, customer_id=customer, title="A delicate matter", story=story, restricted=True)
    add_participant(ana, ref=case, person_id=gus.id)
    audience = Group.objects.get(id=shop).audience_id
    return Cast(ana, bo, cy, mo, gus, shop, audience, secret, closed, customer, case, restricted, partner)


@pytest.fixture
def signed_in(cast: Cast) -> SignedIn:
    """``signed_in("bo")``: Bo's browser."""

    def sign_in(handle: str) -> Client:
        client = Client()
        person = Person.objects.get(handle=handle)
        client.force_login(person)
        proved(client, person)
        return client

    return sign_in


@pytest.fixture
def on_monday() -> Iterator[None]:
    """All of it happens at one moment: a Monday in January."""
    with clock.at(MONDAY):
        yield
