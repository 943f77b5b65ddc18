"""Links into the customer's window: who makes them, whom they let in, what ends them, and that nothing leaks."""

import datetime as dt
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth import authenticate

from cases import actions, queries
from cases.models import CustomerContact, PortalLink
from esn.core import alarms, audit, clock
from esn.core.errors import NotFound
from esn.core.events import START, after
from esn.core.models import AuditEntry, Event
from esn.wiring import ALARMS, CONSUMERS
from groups.actions import deactivate_person
from groups.events import MembershipChanged
from groups.models import Membership
from people.models import Person
from tests.cases.promises import promised
from tests.cast import NOWHERE, Door, Scene, admit, comparable, customer, device, key, matter, side

Counting = Callable[[int], AbstractContextManager[None]]
DAY = dt.timedelta(days=1)


def opened(door: Door, ref: str, **more: object) -> dict[str, str]:
    """A link that was made: its id, its address and its end."""
    made: dict[str, str] = door.make(f"cases/{ref}/portal-links/", more)
    return made


def secret_of(made: dict[str, str]) -> str:
    return made["url"].rstrip("/").rpartition("/")[2]


def contact_of(link_id: str) -> Person:
    return PortalLink.objects.select_related("contact__person").get(id=link_id).contact.person


def test_ana_opens_the_case_to_its_customer_and_the_address_is_told_once(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = opened(door, scene.case)
    assert set(made) == {"id", "url", "expires_at"}
    assert re.fullmatch(r"http://testserver/window/[0-9a-f]{32}/open/esn_[\w-]{43}/", made["url"])
    listed = door.read(f"cases/{scene.case}/portal-links/")["results"]
    assert [(one["id"], one["person"]["name"], one["made_by"]["name"], one["state"]) for one in listed] == [
        (made["id"], "Mme Dupin", "Ana Martin", "living")
    ]
    assert (listed[0]["last_used_at"], listed[0]["can"]) == (None, ["revoke"])
    assert door.read(f"cases/{scene.case}/portal-links/{made['id']}/") == listed[0]
    assert secret_of(made) not in json.dumps(listed)


def test_only_the_hash_of_the_secret_is_kept_anywhere(scene: Scene, ana: Person) -> None:
    secret = secret_of(opened(device(ana), scene.case))
    row = PortalLink.objects.get()
    assert secret not in str(PortalLink.objects.values().get())
    assert len(row.digest) == 64
    assert secret not in str(list(Event.objects.values())) + str(list(AuditEntry.objects.values()))


def test_it_lasts_fourteen_days_or_as_long_as_somebody_says(scene: Scene, ana: Person) -> None:
    with clock.at(dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)):
        assert opened(device(ana), scene.case)["expires_at"] == "2027-01-25T09:00:00Z"
        until = "2027-02-10T09:00:00Z"
        assert opened(device(ana), scene.case, expires_at=until)["expires_at"] == until


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"expires_at": "2027-01-11T08:00:00Z"}, "expires_at", "past"),
        ({"expires_at": "2027-02-10T09:00:01Z"}, "expires_at", "too_late"),
        ({"expires_at": "soon"}, "expires_at", "invalid"),
        ({"contact": NOWHERE}, "contact", "unknown"),
        ({"contact": 4}, "contact", "not_text"),
    ],
)
def test_a_wrong_end_or_contact_is_named_and_nothing_is_made(
    scene: Scene, ana: Person, body: dict[str, object], field: str, code: str
) -> None:
    with clock.at(dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)):
        answer = device(ana).ask("POST", f"cases/{scene.case}/portal-links/", body)
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"][field][0]["code"] == code
    assert not PortalLink.objects.exists()


def test_an_organisation_needs_somebody_to_open_it_to_and_a_contact_of_another_customer_is_unknown(
    ana: Person,
) -> None:
    hotel = actions.create_customer(ana, kind="organisation", name="Hôtel des Quais")
    ref, door = matter(ana, hotel), device(ana)
    assert door.ask("POST", f"cases/{ref}/portal-links/", {}).status_code == 400
    reception = actions.add_contact(ana, customer_id=hotel, name="Nina Roy", language="en")
    assert opened(door, ref, contact=reception)["url"]
    other = matter(ana, customer(ana))
    assert door.ask("POST", f"cases/{other}/portal-links/", {"contact": reception}).status_code == 400


def test_the_customer_is_one_contact_however_many_links_they_get(scene: Scene, ana: Person) -> None:
    for _time in range(2):
        opened(device(ana), scene.case)
    assert CustomerContact.objects.filter(customer=scene.customer).count() == 1
    assert Membership.objects.filter(audience=side(scene.case, "customer"), person__kind="contact").count() == 1


def test_a_repeated_key_makes_no_second_link_and_tells_no_secret(scene: Scene, ana: Person) -> None:
    door, once = device(ana), key()
    first = door.ask("POST", f"cases/{scene.case}/portal-links/", {}, Idempotency_Key=once)
    again = door.ask("POST", f"cases/{scene.case}/portal-links/", {}, Idempotency_Key=once)
    made = json.loads(first.text)
    assert first["Location"] == f"/api/v1/cases/{scene.case}/portal-links/{made['id']}/"
    assert (again.status_code, json.loads(again.text)["detail"]) == (409, made["id"])
    assert secret_of(made) not in again.text
    assert PortalLink.objects.count() == 1


def test_who_does_not_take_part_makes_none_and_who_does_not_read_the_case_finds_nothing(
    scene: Scene, ana: Person, cy: Person, gus: Person
) -> None:
    made = opened(device(ana), scene.case)
    path = f"cases/{scene.case}/portal-links/"
    assert device(cy).ask("POST", path, {}).status_code == 403
    assert device(cy).ask("DELETE", f"{path}{made['id']}/").status_code == 403
    assert device(cy).read(path)["results"][0]["can"] == []
    for hidden, person in ((scene.restricted, cy), (scene.case, gus)):
        for method, rest in (("GET", ""), ("POST", ""), ("GET", f"{made['id']}/"), ("DELETE", f"{made['id']}/")):
            asked = device(person).ask(method, f"cases/{hidden}/portal-links/{rest}", {})
            absent = device(person).ask(method, f"cases/C-2020-000000/portal-links/{rest}", {})
            assert asked.status_code == 404
            assert comparable(asked) == comparable(absent)
    assert PortalLink.objects.count() == 1


def test_a_link_of_one_case_is_not_there_in_another(scene: Scene, ana: Person) -> None:
    made = opened(device(ana), scene.case)
    for method in ("GET", "DELETE"):
        assert device(ana).ask(method, f"cases/{scene.restricted}/portal-links/{made['id']}/").status_code == 404
    assert queries.living_pass(made["id"], secret_of(made)) is not None


# What ends it ---------------------------------------------------------------------------------------------------------
def test_a_revoked_link_is_shut_with_the_answer_and_revoking_twice_changes_nothing(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = opened(door, scene.case)
    contact = contact_of(made["id"])
    for _time in range(2):
        assert door.ask("DELETE", f"cases/{scene.case}/portal-links/{made['id']}/").status_code == 204
    assert queries.living_pass(made["id"], secret_of(made)) is None
    assert queries.living_pass(made["id"]) is None
    with pytest.raises(NotFound):
        queries.customer_window(contact, scene.case)
    assert door.read(f"cases/{scene.case}/portal-links/")["results"][0]["state"] == "revoked"
    assert AuditEntry.objects.filter(verb="portal_link.revoked").count() == 1


def test_another_link_of_the_same_person_keeps_their_seat(scene: Scene, ana: Person) -> None:
    first, second = (opened(device(ana), scene.case) for _time in range(2))
    actions.revoke_portal_link(ana, ref=scene.case, link_id=first["id"])
    assert queries.customer_window(contact_of(second["id"]), scene.case).ref == scene.case


def test_the_time_of_a_link_ends_it_without_anybody_and_takes_the_seat(scene: Scene, ana: Person) -> None:
    made = opened(device(ana), scene.case)
    contact = contact_of(made["id"])
    with clock.at(clock.now() + 15 * DAY):
        assert queries.living_pass(made["id"], secret_of(made)) is None
        assert alarms.run_due(ALARMS) >= 1
        assert device(ana).read(f"cases/{scene.case}/portal-links/")["results"][0]["state"] == "expired"
    assert not Membership.objects.filter(person=contact, audience=side(scene.case, "customer")).exists()


def test_a_closed_case_keeps_its_window_until_the_end(scene: Scene, ana: Person) -> None:
    made = opened(device(ana), scene.case)
    actions.change_status(ana, ref=scene.case, status="closed")
    assert queries.customer_window(contact_of(made["id"]), scene.case).status == "closed"


def test_who_made_it_leaves_the_house_and_the_holder_reads_that_it_ended(scene: Scene, ana: Person, bo: Person) -> None:
    made = opened(device(bo), scene.case)
    deactivate_person(admit("root", site_role="site_admin"), person_id=bo.id)
    assert queries.living_pass(made["id"], secret_of(made)) is None  # at once, whatever runs later
    cases = next(consumer for consumer in CONSUMERS if consumer.name == "cases")
    cases.handle(after(START))
    entry = device(ana).read(f"cases/{scene.case}/posts/?side=internal")["results"][0]
    assert (entry["kind"], entry["detail"]["verb"], entry["detail"]["maker"]["name"]) == (
        "portal_link", "revoked", "Bo Delorme",
    )  # fmt: skip


def test_a_contact_who_no_longer_stands_for_the_customer_is_let_in_no_more(scene: Scene, ana: Person) -> None:
    made = opened(device(ana), scene.case)
    contact = CustomerContact.objects.get(customer=scene.customer)
    actions.remove_contact(ana, customer_id=scene.customer, contact_id=contact.id)
    assert queries.living_pass(made["id"], secret_of(made)) is None
    assert device(ana).read(f"cases/{scene.case}/portal-links/")["results"][0]["state"] == "ended"


def test_a_participant_taken_out_of_the_case_loses_the_window_too(scene: Scene, ana: Person) -> None:
    contact = contact_of(opened(device(ana), scene.case)["id"])
    assert device(ana).ask("DELETE", f"cases/{scene.case}/participants/{contact.id}/").status_code == 204
    with pytest.raises(NotFound):
        queries.customer_window(contact, scene.case)


# Facts and audit ------------------------------------------------------------------------------------------------------
def test_each_change_is_one_fact_inside_and_using_it_is_noted_sparsely(scene: Scene, ana: Person) -> None:
    made = opened(device(ana), scene.case)
    start = clock.now()
    with clock.at(start + dt.timedelta(minutes=1)):
        actions.open_portal_link(made["id"])
    for minutes in (2, 3, 20):
        with clock.at(start + dt.timedelta(minutes=minutes)):
            found = queries.living_pass(made["id"])
            assert found
            actions.touch_portal_link(found.id, found.last_used_at)
    actions.revoke_portal_link(ana, ref=scene.case, link_id=made["id"])
    told = [entry for entry in after(START) if entry.type == "portal_link.changed"]
    assert [entry.actor_id for entry in told] == [ana.id, *[contact_of(made["id"]).id] * 2, ana.id]
    assert {entry.audience_id for entry in told} == {side(scene.case, "internal")}
    assert [entry.data for entry in told] == [{"id": made["id"], "case": scene.case}] * 4
    noted = list(
        AuditEntry.objects.filter(subject_kind="portal_link").order_by("position").values_list("verb", flat=True)
    )
    assert noted == ["portal_link.created", "portal_link.opened", "portal_link.revoked"]
    assert audit.first_broken() is None


def test_the_contacts_own_devices_hear_of_the_seat_alone(scene: Scene, ana: Person) -> None:
    contact = contact_of(opened(device(ana), scene.case)["id"])
    own = [entry.type for entry in after(START) if entry.audience_id == contact.id]
    assert own == [MembershipChanged.type]


# The contact ----------------------------------------------------------------------------------------------------------
def test_a_contact_cannot_sign_in_and_reads_one_side_of_one_case(scene: Scene, ana: Person) -> None:
    other = matter(ana, scene.customer, title="Chair")
    made = opened(device(ana), scene.case)
    contact = contact_of(made["id"])
    assert authenticate(None, username=contact.handle, password="") is None
    assert queries.customer_window(contact, scene.case).ref == scene.case
    for ref in (other, scene.restricted, "C-2020-000000"):
        with pytest.raises(NotFound):
            queries.customer_window(contact, ref)
    for ask in (queries.brief, queries.stories, queries.participants, queries.contacts, queries.portal_links):
        with pytest.raises(NotFound):
            ask(contact, scene.case)


def test_staff_read_the_window_over_rest_as_the_customer_does(scene: Scene, ana: Person, gus: Person) -> None:
    promised(device(ana), scene.case)
    contact = contact_of(opened(device(ana), scene.case)["id"])
    seen = device(ana).read(f"cases/{scene.case}/window/")
    assert seen["promises"][0]["text"] == "The wardrobe is delivered."
    assert queries.customer_window(contact, scene.case) == queries.customer_window(ana, scene.case)
    assert device(gus).ask("GET", f"cases/{scene.case}/window/").status_code == 404


def test_what_it_costs_does_not_grow_with_the_links_and_lines(scene: Scene, ana: Person, statements: Counting) -> None:
    door = device(ana)
    contact = contact_of(opened(door, scene.case)["id"])
    promised(door, scene.case)
    for _round in range(2):
        with statements(10):
            queries.customer_window(contact, scene.case)
        with statements(6):
            queries.portal_links(ana, scene.case)
        for number in range(6):
            opened(door, scene.case)
            actions.post_in_case(ana, ref=scene.case, body=f"Line {number}", side="customer")
