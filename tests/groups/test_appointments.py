"""What two administrators decide: roles in the site and owners of groups; nobody alone, nobody about themselves."""

import datetime as dt
from collections.abc import Callable

import pytest

from esn.core import clock
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.models import AuditEntry, Event
from groups.actions import (
    confirm_appointment,
    deactivate_person,
    decline_appointment,
    give_role_back,
    propose_owner,
    propose_role,
)
from groups.models import Appointment, Group, Membership
from groups.queries import appointments, appointments_waiting, ownerless_count, ownerless_groups
from people.models import Person
from tests.cast import NOWHERE, admit, device, found, key
from tests.conftest import Counting

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db: None) -> Person:
    """Runs the site."""
    return admit("root", site_role="site_admin")


@pytest.fixture
def second(db: None) -> Person:
    """Runs the site too."""
    return admit("second", site_role="site_admin")


@pytest.fixture
def cleo(db: None) -> Person:
    """Watches over it."""
    return admit("cleo", site_role="compliance_admin")


@pytest.fixture
def orphan(root: Person, second: Person, ana: Person, bo: Person) -> Group:
    """A secret group whose owner Bo has left; Ana is a member."""
    group = found(bo, "secret", member=ana)
    deactivate_person(root, person_id=bo.id)
    return group


def role_of(person: Person) -> str:
    return Person.objects.get(id=person.id).site_role


# It works -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["site_admin", "compliance_admin"])
def test_one_proposes_another_confirms_and_only_then_it_is_so(
    root: Person, cleo: Person, ana: Person, kind: str
) -> None:
    made = propose_role(root, person_id=ana.id, kind=kind, reason="She does it already.")
    assert role_of(ana) == ""
    assert appointments_waiting(cleo) == 1
    assert appointments_waiting(root) == 0
    confirm_appointment(cleo, appointment_id=made)
    assert role_of(ana) == kind
    assert appointments_waiting(cleo) == 0
    verbs = list(AuditEntry.objects.filter(subject_id=ana.id).order_by("position").values_list("verb", "actor_id"))
    assert verbs == [("appointment.proposed", root.id), ("appointment.confirmed", cleo.id)]
    heard = Event.objects.filter(type="appointment.changed").values_list("audience_id", flat=True)
    assert {root.id, cleo.id} <= set(heard)


def test_a_role_ends_the_same_way_and_one_gives_back_ones_own(root: Person, second: Person, cleo: Person) -> None:
    made = propose_role(root, person_id=second.id, kind="no_role")
    confirm_appointment(cleo, appointment_id=made)
    assert role_of(second) == ""
    with pytest.raises(Conflict):
        give_role_back(root)  # nobody else runs the site
    give_role_back(cleo)
    assert role_of(cleo) == ""
    with pytest.raises(NotFound):
        give_role_back(cleo)


def test_a_group_without_an_owner_gets_one_and_nobody_else_learns_of_it(
    root: Person, second: Person, ana: Person, orphan: Group
) -> None:
    (listed,) = ownerless_groups(root).results
    assert (listed.name, listed.openness, listed.members, listed.proposed) == ("The secret group", "secret", 2, False)
    made = propose_owner(root, group_id=orphan.id, person_id=ana.id)
    assert ownerless_groups(root).results[0].proposed
    confirm_appointment(second, appointment_id=made)
    roles = dict(Membership.objects.filter(audience=orphan.audience_id).values_list("person__handle", "role"))
    assert roles == {"ana": "owner", "bo": "member"}
    assert ownerless_count(root) == 0
    assert device(second).ask("GET", f"groups/{orphan.id}/").status_code == 404


# The wrong person -----------------------------------------------------------------------------------------------------
def test_nobody_decides_alone_or_about_themselves(root: Person, second: Person, ana: Person, orphan: Group) -> None:
    with pytest.raises(NotAllowed):
        propose_role(root, person_id=root.id, kind="no_role")
    with pytest.raises(NotAllowed):
        propose_owner(root, group_id=orphan.id, person_id=root.id)
    mine = propose_role(root, person_id=second.id, kind="no_role")
    for somebody in (root, second):
        with pytest.raises(NotAllowed):
            confirm_appointment(somebody, appointment_id=mine)
    owner = propose_owner(root, group_id=orphan.id, person_id=second.id)
    with pytest.raises(NotAllowed):
        confirm_appointment(second, appointment_id=owner)
    assert set(Appointment.objects.values_list("state", flat=True)) == {"proposed"}


def test_for_everybody_else_there_is_no_such_place(root: Person, ana: Person, bo: Person, gus: Person) -> None:
    made = propose_role(root, person_id=ana.id, kind="site_admin")
    for other in (ana, bo, gus):
        with pytest.raises(NotFound):
            propose_role(other, person_id=bo.id, kind="site_admin")
        for act in (confirm_appointment, decline_appointment):
            with pytest.raises(NotFound):
                act(other, appointment_id=made)
        with pytest.raises(NotFound):
            appointments(other)
        assert (appointments_waiting(other), ownerless_count(other)) == (0, 0)


def test_who_watches_confirms_and_proposes_nothing(cleo: Person, ana: Person) -> None:
    with pytest.raises(NotFound):
        propose_role(cleo, person_id=ana.id, kind="site_admin")


def test_a_right_that_ended_meanwhile_decides_nothing(root: Person, second: Person, cleo: Person, ana: Person) -> None:
    made = propose_role(second, person_id=ana.id, kind="site_admin")
    Person.objects.filter(id=second.id).update(site_role="")
    with pytest.raises(Conflict):
        confirm_appointment(root, appointment_id=made)  # who proposed it may not any more
    with pytest.raises(NotFound):
        decline_appointment(second, appointment_id=made)  # second's page is older than that
    assert role_of(ana) == ""


# The wrong moment -----------------------------------------------------------------------------------------------------
def test_after_seven_days_it_is_over_and_may_be_proposed_anew(root: Person, cleo: Person, ana: Person) -> None:
    made = propose_role(root, person_id=ana.id, kind="site_admin")
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        with pytest.raises(Conflict):
            confirm_appointment(cleo, appointment_id=made)
        assert appointments(cleo, state="all").results[0].state == "expired"
        again = propose_role(root, person_id=ana.id, kind="site_admin")
        confirm_appointment(cleo, appointment_id=again)
    assert role_of(ana) == "site_admin"


@pytest.mark.parametrize("end", [confirm_appointment, decline_appointment])
def test_decided_is_decided(root: Person, cleo: Person, ana: Person, end: Callable[..., None]) -> None:
    made = propose_role(root, person_id=ana.id, kind="site_admin")
    end(cleo, appointment_id=made)
    for act in (confirm_appointment, decline_appointment):
        with pytest.raises(Conflict):
            act(cleo, appointment_id=made)


def test_who_proposed_takes_it_back(root: Person, cleo: Person, ana: Person) -> None:
    made = propose_role(root, person_id=ana.id, kind="site_admin")
    decline_appointment(root, appointment_id=made)
    assert Appointment.objects.get().state == "withdrawn"


def test_nobody_holds_both_roles(root: Person, second: Person, cleo: Person) -> None:
    for person, kind in ((cleo, "site_admin"), (second, "compliance_admin"), (second, "site_admin")):
        with pytest.raises(Conflict):
            propose_role(root, person_id=person.id, kind=kind)


def test_one_proposal_about_one_person_or_group_waits_at_a_time(
    root: Person, second: Person, ana: Person, cy: Person, orphan: Group
) -> None:
    propose_role(root, person_id=ana.id, kind="site_admin")
    propose_owner(root, group_id=orphan.id, person_id=ana.id)
    with pytest.raises(Conflict):
        propose_role(second, person_id=ana.id, kind="compliance_admin")
    with pytest.raises(Conflict):
        propose_owner(second, group_id=orphan.id, person_id=cy.id)


def test_a_group_with_an_owner_keeps_them(root: Person, ana: Person, bo: Person) -> None:
    group = found(ana, "open")
    with pytest.raises(Conflict):
        propose_owner(root, group_id=group.id, person_id=bo.id)
    with pytest.raises(NotFound):
        propose_owner(root, group_id=NOWHERE, person_id=bo.id)


def test_only_colleagues_who_are_there_are_appointed(root: Person, second: Person, bo: Person, gus: Person) -> None:
    deactivate_person(root, person_id=bo.id)
    for person_id in (bo.id, gus.id, NOWHERE):
        with pytest.raises(Invalid):
            propose_role(root, person_id=person_id, kind="site_admin")


# Devices --------------------------------------------------------------------------------------------------------------
def test_devices_propose_once_a_key_list_and_decide(root: Person, cleo: Person, ana: Person) -> None:
    door, once = device(root), key()
    said = {"kind": "site_admin", "person": ana.id, "reason": "She does it already."}
    made = door.make("appointments/", said, Idempotency_Key=once)
    assert door.make("appointments/", said, Idempotency_Key=once) == made
    assert made["can"] == ["withdraw"]
    other = device(cleo)
    assert other.read("appointments/")["results"][0]["can"] == ["confirm", "decline"]
    assert door.ask("POST", f"appointments/{made['id']}/confirm/").status_code == 403
    assert other.make(f"appointments/{made['id']}/confirm/")["state"] == "confirmed"
    assert other.read("appointments/")["results"] == []
    assert other.read(f"appointments/{made['id']}/")["decided_by"]["name"] == "Cleo"
    for wrong in ({"kind": "king", "person": ana.id}, {"kind": "site_admin"}, {"kind": "site_admin", "person": 7}):
        assert door.ask("POST", "appointments/", wrong).status_code == 400
    assert door.ask("DELETE", "me/role/").status_code == 204
    assert door.ask("DELETE", "me/role/").status_code == 404


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_lists_cost_the_same_for_few_and_many(
    root: Person, second: Person, statements: Counting, number: int
) -> None:
    for one in range(number):
        propose_role(root, person_id=admit(f"p{one}").id, kind="site_admin")
    door = device(second)
    with statements(5):
        assert len(door.read("appointments/?limit=100")["results"]) == number
    with statements(5):
        door.read("administration/ownerless-groups/?limit=100")
