"""The cast of the tests: five people, where they meet, and the doors through which they come."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from cases.actions import Holder, StoryText, add_participant, create_customer, open_case, post_in_case
from cases.sides import side_name
from esn.core.clock import now
from feeds.actions import publish
from groups.actions import add_member, admit_person, create_group
from groups.models import Audience, Group
from people.actions import create_partner
from people.actions.devices import TOKEN_LIFE
from people.credentials import digest, new_secret
from people.models import DeviceToken, Person

NOWHERE = "0" * 32  # the id of nothing
NO_CASE = "C-2020-000000"
PASSWORD = "a quiet harbour at six"


class Door(Client):
    """Somebody's way to the REST API: JSON in, JSON out."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """One request below /api/v1/; a dictionary is sent as JSON, bytes as they are."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        answer = self.generic(method, f"/api/v1/{path}", sent, content_type="application/json", headers=named)
        return cast(HttpResponse, answer)

    def read(self, path: str) -> Any:
        """What is there, when it is there."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return json.loads(answer.text)

    def make(self, path: str, body: Any = None, **headers: str) -> Any:
        """What a POST made or did."""
        answer = self.ask("POST", path, body, **headers)
        assert answer.status_code in {200, 201, 204}, (path, answer.status_code, answer.text)
        return json.loads(answer.text) if answer.text else None


def device(person: Person) -> Door:
    """The door of somebody's phone, which was let in before: no fact of the test tells of it."""
    secret, at = new_secret(), now()
    DeviceToken.objects.create(
        person=person, device="tests", digest=digest(secret), created_at=at, expires_at=at + TOKEN_LIFE
    )
    return Door(headers={"Authorization": f"Bearer {secret}"})


def browser(person: Person) -> Door:
    """The door of somebody's browser; writing needs the CSRF token."""
    door = Door(enforce_csrf_checks=True)
    door.force_login(person)
    proved(door, person)
    return door


def proved(client: Client, person: Person, *, seconds_ago: int = 0) -> None:
    """A browser where the person showed so long ago that it is they."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    session["account_authentication_methods_user"] = person.id
    session.save()


def stranger() -> Door:
    """The door of nobody."""
    return Door()


def admit(handle: str, *, kind: str = "member", **more: Any) -> Person:
    """A new person, who reads English unless said otherwise."""
    name = more.pop("name", handle.capitalize())
    return Person.objects.get(
        id=admit_person(None, kind=kind, handle=handle, name=name, language=more.pop("language", "en"), **more)
    )


def found(owner: Person, openness: str, *, name: str = "", kind: str = "team", **seats: Person) -> Group:
    """A group of somebody; ``seats`` are others by their role: ``member=bo, moderator=mo``."""
    group_id = create_group(owner, name=name or f"The {openness} group", kind=kind, openness=openness)
    for role, person in seats.items():
        add_member(owner, group_id=group_id, person_id=person.id, role=role)
    return Group.objects.select_related("audience").get(id=group_id)


def say(author: Person, group: Group, body: str = "The new catalogue has arrived.") -> str:
    """A post in a group; its id."""
    return publish(author, audience_id=group.audience_id, body=body)


def customer(actor: Person, name: str = "Mme Dupin", **more: Any) -> str:
    """A customer; their id."""
    return create_customer(actor, kind="person", name=name, **more)


STORY = StoryText(
    happened="The wardrobe was ordered three weeks ago.",
    wanted="Delivery on the 14th, in the morning.",
    refused="Saturdays.",
)


def matter(
    actor: Person, customer_id: str, *, title: str = "Wardrobe", restricted: bool = False, holder: Holder | None = None
) -> str:
    """A case; its reference."""
    return open_case(actor, customer_id=customer_id, title=title, story=STORY, restricted=restricted, holder=holder)


def side(ref: str, name: str) -> str:
    """The audience of a side of a case."""
    sides = Audience.objects.filter(subject_kind="case", subject_ref=ref)
    return next(row.id for row in sides if side_name(row).split(":")[0] == name)


def key() -> str:
    """A new idempotency key."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Answer:
    """What may be compared of an answer: everything but what says when."""

    status: int
    body: str
    headers: tuple[tuple[str, str], ...]


def comparable(answer: HttpResponse) -> Answer:
    """An answer without the cookies, which are random, and without what counts how often one asked."""
    told = tuple(sorted(one for one in answer.items() if one[0] != "RateLimit"))
    return Answer(answer.status_code, answer.text, told)


@dataclass(frozen=True)
class Scene:
    """Where most tests play: Ana's groups and cases, with a post in each; Gus is the guest of the open case."""

    open: Group
    closed: Group
    secret: Group
    customer: str
    case: str
    restricted: str
    in_open: str
    in_closed: str
    in_secret: str
    in_case: str
    in_restricted: str
    with_partner: str


def play(ana: Person, bo: Person, mo: Person, gus: Person) -> Scene:
    """Bo is a member and Mo a moderator of all groups; Bo takes part in both cases; Cy is nowhere."""
    groups = {openness: found(ana, openness, member=bo, moderator=mo) for openness in ("open", "closed", "secret")}
    dupin = customer(ana)
    case = matter(ana, dupin)
    restricted = matter(ana, dupin, title="Complaint about a colleague", restricted=True)
    add_participant(ana, ref=case, person_id=gus.id)
    for ref in (case, restricted):
        add_participant(ana, ref=ref, person_id=bo.id)
    return Scene(
        **groups,
        customer=dupin,
        case=case,
        restricted=restricted,
        in_open=say(ana, groups["open"]),
        in_closed=say(ana, groups["closed"]),
        in_secret=say(ana, groups["secret"]),
        in_case=post_in_case(ana, ref=case, body="I call the carrier."),
        in_restricted=post_in_case(ana, ref=restricted, body="Between us."),
        with_partner=post_in_case(ana, ref=case, body="Which day?", side=side_named(case, "partner")),
    )


@dataclass(frozen=True)
class Company:
    """The cast and where most tests play."""

    ana: Person
    bo: Person
    mo: Person
    carrier: str
    gus: Person
    scene: Scene


def ana() -> Person:
    """The author."""
    return admit("ana", name="Ana Martin", title="Sales")


def bo() -> Person:
    """A member."""
    return admit("bo", name="Bo Delorme", title="Service")


def mo() -> Person:
    """The moderator; reads French."""
    return admit("mo", name="Mo Serrano", title="Store manager", language="fr")


def carrier() -> str:
    """Transports Vasseur; its id."""
    return create_partner(None, name="Transports Vasseur")


def gus(partner_id: str) -> Person:
    """The carrier's guest; reads French."""
    return admit("gus", kind="guest", name="Gus Le Goff", language="fr", partner_id=partner_id)


def found_company() -> Company:
    """Everybody, and the scene."""
    author, member, moderator, partner = ana(), bo(), mo(), carrier()
    guest = gus(partner)
    return Company(author, member, moderator, partner, guest, play(author, member, moderator, guest))


def side_named(ref: str, kind: str) -> str:
    """How a writer names the first side of that kind."""
    return side_name(Audience.objects.get(id=side(ref, kind)))


def rows() -> dict[str, int]:
    """How many rows each table of the product has."""
    models = [model for model in apps.get_models() if model._meta.app_label in _OURS]
    return {model.__name__: model._default_manager.count() for model in models}


_OURS = {"core", "people", "groups", "feeds", "cases"}
