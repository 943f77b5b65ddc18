"""Who looks at a case, live: two pages see each other, and nobody learns of a place that they do not read."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import transaction

from cases import actions as cases
from cases import queries as case_queries
from esn.core.events import record
from frontend.live import door, viewers
from groups.models import EVERYONE
from people import actions as people
from people.events import PersonChanged
from people.models import Person
from people.presence import presence
from tests.live.test_door import Clients, admit, closed_with, device, greet, hear, nothing_until_pong, page, settled

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("own_feeder"),
]
make = sync_to_async
Open = Callable[..., Any]


@dataclass(frozen=True)
class Scene:
    """Ana's case with Bo and the guest Gus; Cy takes no part."""

    ana: Person
    bo: Person
    cy: Person
    gus: Person
    ref: str
    partner: str


def play(restricted: bool = False) -> Scene:
    ana, bo, cy = (admit(handle) for handle in ("ana", "bo", "cy"))
    partner = people.create_partner(None, name="Vasseur")
    gus = admit("gus", "guest", partner_id=partner)
    customer = cases.create_customer(ana, kind="person", name="Mme Dupin")
    ref = cases.open_case(
        ana, customer_id=customer, title="Wardrobe", story=cases.StoryText(wanted="It"), restricted=restricted
    )
    for person in (bo, gus):
        cases.add_participant(ana, ref=ref, person_id=person.id)
    return Scene(ana, bo, cy, gus, ref, f"partner:{partner}")


async def connected(socket: WebsocketCommunicator) -> WebsocketCommunicator:
    """A socket after the greeting."""
    await greet(socket)
    await settled(socket)
    return socket


async def look(socket: WebsocketCommunicator, ref: str, side: str | None = None, *, typing: bool = False) -> None:
    await socket.send_json_to({"type": "viewing", "case": ref, "side": side, "typing": typing})


async def others(socket: WebsocketCommunicator) -> list[tuple[str, str, bool]]:
    """The next news of who else looks: names, sides, and whether they write."""
    while (frame := await hear(socket))["type"] != "viewers":
        pass
    return [(one["person"]["name"], one["side"], one["typing"]) for one in frame["viewers"]]


async def test_two_colleagues_see_each_other_come_write_and_go(clients: Clients) -> None:
    scene = await make(play)()
    ana, bo = clients(await make(page)(scene.ana)), await make(device)(scene.bo)
    for socket in (ana, bo):
        await connected(socket)
    await look(ana, scene.ref)
    assert await others(ana) == []
    await look(bo, scene.ref)
    assert await others(bo) == [("Ana", "internal", False)]
    assert await others(ana) == [("Bo", "internal", False)]
    await look(bo, scene.ref, "internal", typing=True)
    assert await others(ana) == [("Bo", "internal", True)]
    await bo.disconnect()
    assert await others(ana) == []


async def test_who_turns_to_another_page_is_seen_no_more(clients: Clients) -> None:
    scene = await make(play)()
    ana, bo = clients(await make(page)(scene.ana)), clients(await make(page)(scene.bo))
    for socket in (ana, bo):
        await connected(socket)
        await look(socket, scene.ref)
    while await others(ana) != [("Bo", "internal", False)]:
        pass
    await bo.send_json_to({"type": "viewing", "case": None})
    assert await others(ana) == []
    await nothing_until_pong(bo)  # what he was told while he looked
    await look(ana, scene.ref, typing=True)
    assert await others(ana) == []
    assert "viewers" not in await nothing_until_pong(bo)


async def test_who_follows_the_case_without_looking_at_it_is_not_told(clients: Clients) -> None:
    scene = await make(play)()
    ana, bo = clients(await make(page)(scene.ana)), clients(await make(page)(scene.bo))
    for socket in (ana, bo):
        await connected(socket)
    await look(ana, scene.ref, typing=True)
    assert await others(ana) == []
    assert await nothing_until_pong(bo) == []
    assert await make(lambda: case_queries.viewers(scene.bo, scene.ref))(), "he may ask"


async def test_the_guest_sees_who_is_on_his_side_and_nobody_else(clients: Clients) -> None:
    scene = await make(play)()
    ana, bo, gus = [clients(await make(page)(one)) for one in (scene.ana, scene.bo, scene.gus)]
    for socket in (ana, bo, gus):
        await connected(socket)
    await look(ana, scene.ref, "internal", typing=True)
    await look(bo, scene.ref, scene.partner)
    await settled_with_viewers(ana, bo)
    await look(gus, scene.ref)
    assert await others(gus) == [("Bo", scene.partner, False)]
    await look(ana, scene.ref, "customer", typing=True)
    assert "viewers" not in await nothing_until_pong(gus)
    await look(ana, scene.ref, scene.partner, typing=True)
    assert await others(gus) == [("Ana", scene.partner, True), ("Bo", scene.partner, False)]
    await look(gus, scene.ref, "internal")
    while (frame := await hear(gus))["type"] != "error":
        assert frame["type"] == "viewers"
    assert frame["code"] == "unknown_case"


async def settled_with_viewers(*sockets: WebsocketCommunicator) -> None:
    for socket in sockets:
        assert set(await nothing_until_pong(socket)) <= {"viewers"}


@pytest.mark.parametrize("handle", ["cy", "gus"])
async def test_the_outsider_learns_nothing_and_is_not_seen(clients: Clients, handle: str) -> None:
    scene = await make(play)(restricted=handle == "cy")
    ana, outsider = clients(await make(page)(scene.ana)), clients(await make(page)(getattr(scene, handle)))
    for socket in (ana, outsider):
        await connected(socket)
    await look(ana, scene.ref)
    assert await others(ana) == []
    hidden = scene.ref if handle == "cy" else "C-2020-000000"
    answers = []
    for ref in (hidden, "C-2020-000001", "nonsense"):
        await look(outsider, ref)
        answers.append(await hear(outsider))
    assert [answer["code"] for answer in answers] == ["unknown_case"] * 3
    assert answers[0] == answers[1] == answers[2]
    await look(ana, scene.ref, typing=True)
    assert await others(ana) == []
    assert await nothing_until_pong(outsider) == []


async def test_when_a_right_ends_so_does_the_sight_on_both_ends(clients: Clients) -> None:
    scene = await make(play)()
    ana, cy = clients(await make(page)(scene.ana)), clients(await make(page)(scene.cy))
    for socket in (ana, cy):
        await connected(socket)
        await look(socket, scene.ref)
    while await others(ana) != [("Cy", "internal", False)]:
        pass
    await make(cases.restrict_case)(scene.ana, ref=scene.ref, restricted=True)
    assert await others(ana) == [], "Cy is not seen where he cannot be"
    await nothing_until_pong(cy)
    await look(ana, scene.ref, typing=True)
    assert await others(ana) == []
    assert "viewers" not in await nothing_until_pong(cy)
    await look(cy, scene.ref)
    assert (await hear(cy))["code"] == "unknown_case"


async def test_a_guest_who_is_taken_out_is_seen_no_more_and_sees_no_more(clients: Clients) -> None:
    scene = await make(play)()
    ana, gus = clients(await make(page)(scene.ana)), clients(await make(page)(scene.gus))
    for socket in (ana, gus):
        await connected(socket)
        await look(socket, scene.ref)
    while await others(ana) != [("Gus", scene.partner, False)]:
        pass
    await make(cases.remove_participant)(scene.ana, ref=scene.ref, person_id=scene.gus.id)
    assert await others(ana) == []
    await nothing_until_pong(gus)
    await look(ana, scene.ref, scene.partner, typing=True)
    assert await others(ana) == []
    assert "viewers" not in await nothing_until_pong(gus)


async def test_what_a_device_says_over_rest_is_seen_on_the_page(clients: Clients) -> None:
    scene = await make(play)()
    ana = await connected(clients(await make(page)(scene.ana)))
    await look(ana, scene.ref)
    assert await others(ana) == []
    await make(cases.view_case)(scene.bo, ref=scene.ref, key="token:1", typing=True)
    assert await others(ana) == [("Bo", "internal", True)]
    assert [one.person.name for one in await make(case_queries.viewers)(scene.bo, scene.ref)] == ["Ana"]
    await make(cases.leave_case)(scene.bo, ref=scene.ref, key="token:1")
    assert await others(ana) == []


async def test_silence_is_told_by_the_next_sweep(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = await make(play)()
    ana, bo = clients(await make(page)(scene.ana)), clients(await make(page)(scene.bo))
    for socket in (ana, bo):
        await connected(socket)
        await look(socket, scene.ref)
    while await others(ana) != [("Bo", "internal", False)]:
        pass
    later = time.monotonic() + 31
    monkeypatch.setattr(presence, "_clock", lambda: later)
    viewers.watch._sweep()
    assert await others(ana) == []


async def test_malformed_signs_and_too_many_of_them_are_told_and_change_nothing(clients: Clients) -> None:
    scene = await make(play)()
    ana = await connected(clients(await make(page)(scene.ana)))
    for wrong in (
        {"case": 7},
        {"case": "x" * 41},
        {"case": scene.ref, "side": ["internal"]},
        {"case": scene.ref, "side": "x" * 81},
        {"case": scene.ref, "typing": "yes"},
    ):
        await ana.send_json_to({"type": "viewing", **wrong})
        assert (await hear(ana))["code"] == "bad_viewing"
    for _ in range(12):
        await look(ana, scene.ref)
    told = [await hear(ana) for _ in range(12)]
    assert {one.get("code", one["type"]) for one in told} == {"viewers", "too_often"}
    assert not await make(lambda: case_queries.viewers(scene.ana, scene.ref))()


async def test_a_place_in_characters_that_no_case_has_is_unknown_and_the_socket_stays(clients: Clients) -> None:
    scene = await make(play)()
    ana = await connected(clients(await make(page)(scene.ana)))
    for odd in ("\ud800", "\x00", "C-2026-\udfff"):
        await ana.send_json_to({"type": "viewing", "case": odd})
        assert (await hear(ana))["code"] in {"unknown_case", "bad_viewing"}, ascii(odd)
        await ana.send_json_to({"type": "view", "audiences": [odd]})
        assert await nothing_until_pong(ana) == []
    await look(ana, scene.ref)
    assert await others(ana) == []


async def test_who_walks_through_many_cases_hears_no_more_than_a_page_may_name(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "VIEW_LIMIT", 4)
    scene = await make(play)()
    customer = await make(cases.create_customer)(scene.ana, kind="person", name="M. Leroy")
    others_ = [
        await make(cases.open_case)(
            scene.ana, customer_id=customer, title=title, story=cases.StoryText(wanted="It")
        )
        for title in ("One", "Two", "Three")
    ]  # fmt: skip
    cy = await connected(clients(await make(page)(scene.cy)))
    for ref in (scene.ref, *others_):
        await look(cy, ref)
        assert await others(cy) == []
    (listener,) = vars(door)["feeder"]._listeners.values()
    assert set(await make(case_queries.sides_in_view)(scene.cy, others_[-1])) <= listener.viewed
    assert len(listener.viewed) <= 4


async def test_who_leaves_the_house_is_cut_off_everywhere_and_seen_nowhere(clients: Clients) -> None:
    scene = await make(play)()
    ana = clients(await make(page)(scene.ana))
    cy, phone = clients(await make(page)(scene.cy)), clients(await make(device)(scene.cy))
    for socket in (ana, cy, phone):
        await connected(socket)
        await look(socket, scene.ref)
    while await others(ana) != [("Cy", "internal", False)]:
        pass
    await make(deactivated)(scene.cy)
    assert await others(ana) == []
    for socket in (cy, phone):
        assert await closed_with(socket) == 4001


@transaction.atomic
def deactivated(person: Person) -> None:
    Person.objects.filter(id=person.id).update(is_active=False)
    record(PersonChanged(audience_id=EVERYONE, id=person.id), person.id)
