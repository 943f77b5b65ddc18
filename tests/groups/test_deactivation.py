"""Deactivation: every kind of credential ends, shown by using it, and coming back brings none of it to life."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core import mail as sent
from django.test import Client

from cases import actions as cases
from cases import queries as case_queries
from esn.core import jobs
from esn.core.clock import now
from esn.core.errors import Conflict, NotAllowed, NotFound
from esn.core.events import START, after
from esn.core.mail import send_later
from esn.core.models import AuditEntry, Event
from esn.wiring import CONSUMERS
from groups.actions import (
    Newcomer,
    appoint_site_moderator,
    ask_to_join,
    deactivate_person,
    end_sessions_of,
    invite,
    invite_newcomer,
    propose_role,
    reactivate_person,
    reset_second_factor_of,
)
from groups.models import EVERYONE, SITE_MODERATORS, Appointment, GroupInvitation, JoinRequest, Membership
from people import actions as people
from people.actions.resets import tokens
from people.models import Absence, Person
from tests.cast import NOWHERE, PASSWORD, Scene, admit, browser, customer, device, found, matter, say

pytestmark = pytest.mark.django_db
Works = Callable[[], bool]


@pytest.fixture
def root(db: None) -> Person:
    """Runs the site."""
    return admit("root", site_role="site_admin")


@pytest.fixture
def bea(db: None) -> Person:
    """Who is let go: an administrator with an address and a password."""
    return admit("bea", email="bea@example.org", password=PASSWORD, site_role="site_admin")


def fresh(person: Person) -> Person:
    return Person.objects.get(id=person.id)


def page_opens(person: Person) -> Works:
    client = browser(person)
    return lambda: client.get("/people/").status_code == 200


def remembered(person: Person) -> Works:
    """A browser whose cookie outlives the day."""
    client = browser(person)
    session = client.session
    session.set_expiry(14 * 24 * 3600)
    session.save()
    return lambda: client.get("/people/").status_code == 200


def device_speaks(person: Person) -> Works:
    door = device(person)
    return lambda: door.ask("GET", "me/").status_code == 200


def cursor_goes_on(person: Person) -> Works:
    door = device(person)
    cursor = door.read("events/")["cursor"]
    return lambda: door.ask("GET", f"events/?after={cursor}").status_code == 200


def calendar_is_read(person: Person) -> Works:
    _id, secret = people.open_calendar(person)
    return lambda: Client().get(f"/calendar/{secret}/promises.ics").status_code == 200


def password_fits(person: Person) -> Works:
    return lambda: authenticate(None, username=person.handle, password=PASSWORD) is not None


def reset_link_opens(person: Person) -> Works:
    token = tokens.make_token(person)
    return lambda: people.reset_of(person_id=person.id, token=token) is not None


def address_link_opens(person: Person) -> Works:
    people.ask_for_email(person, email="new@example.org")
    sent.outbox.clear()
    jobs.run_ready()
    link = next(word for word in str(sent.outbox[0].body).split() if "/settings/email/" in word)
    token = link.rstrip("/").rpartition("/")[2]
    return lambda: people.email_of(fresh(person), token=token) is not None


def invitation_opens(person: Person) -> Works:
    invite_newcomer(person, newcomer=Newcomer(email="new@example.org"))
    sent.outbox.clear()
    jobs.run_ready()
    path = next(word for word in str(sent.outbox[0].body).split() if "/invitation/" in word).partition("//")[2]
    return lambda: Client().get("/" + path.partition("/")[2]).status_code == 200


def passkey_is_there(person: Person) -> Works:
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"id": NOWHERE})
    return lambda: Authenticator.objects.filter(user=person).exists()


def window_opens(person: Person) -> Works:
    ref = matter(person, customer(person))
    link_id, secret = cases.create_portal_link(person, ref=ref)
    follow_cases()
    return lambda: case_queries.living_pass(link_id, secret) is not None


def follow_cases() -> None:
    """Let the consumer of cases read the log."""
    next(consumer for consumer in CONSUMERS if consumer.name == "cases").handle(after(START))


KINDS = (
    page_opens,
    remembered,
    device_speaks,
    cursor_goes_on,
    calendar_is_read,
    password_fits,
    reset_link_opens,
    address_link_opens,
    invitation_opens,
    passkey_is_there,
    # and window_opens: what a consumer of the event log ends, it ends after the commit
)


# It works -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_opened_before_opens_nothing_after_and_nothing_when_they_are_back(
    root: Person, bea: Person, kind: Callable[[Person], Works]
) -> None:
    opens_nothing_again(root, bea, kind)


@pytest.mark.usefixtures("committed")
def test_the_window_of_a_customer_that_they_opened_is_shut_and_stays_so(root: Person, bea: Person) -> None:
    opens_nothing_again(root, bea, window_opens)


def opens_nothing_again(root: Person, bea: Person, kind: Callable[[Person], Works]) -> None:
    """Somebody is let go and comes back; what opened for them before opens nothing any more."""
    works = kind(bea)
    assert works(), "it is a credential at all"
    deactivate_person(root, person_id=bea.id, reason="Left the company.")
    assert not works()
    follow_cases()
    reactivate_person(root, person_id=bea.id)
    assert fresh(bea).is_active
    assert not works()


def test_a_mail_that_waited_is_dropped_even_when_they_are_back(root: Person, bea: Person) -> None:
    send_later(
        to=bea.email,
        template="invitation",
        language="en",
        context={"link": "x", "inviter": "y"},
        person_id=bea.id,
    )
    deactivate_person(root, person_id=bea.id)
    reactivate_person(root, person_id=bea.id)
    jobs.run_ready()
    assert [one.subject for one in sent.outbox if "invites" in one.subject] == []


def test_who_is_back_gets_a_link_and_chooses_a_password(root: Person, bea: Person) -> None:
    deactivate_person(root, person_id=bea.id)
    reactivate_person(root, person_id=bea.id)
    jobs.run_ready()
    (message,) = sent.outbox
    assert message.to == ["bea@example.org"]
    link = next(word for word in str(message.body).split() if "/sign-in/reset/" in word)
    token = link.rstrip("/").rpartition("/")[2]
    people.reset_password(person_id=bea.id, token=token, new="a quieter harbour at seven")
    assert authenticate(None, username="bea", password="a quieter harbour at seven") == bea


def test_sockets_are_told_and_the_log_keeps_who_and_why(root: Person, bea: Person) -> None:
    deactivate_person(root, person_id=bea.id, reason="Left the company.")
    facts = set(Event.objects.values_list("type", flat=True))
    assert {"person.changed", "person.deactivated", "sessions.ended"} <= facts
    note = AuditEntry.objects.get(verb="person.deactivated")
    assert (note.actor_id, note.subject_id) == (root.id, bea.id)
    assert note.detail == {"reason": "Left the company.", "role": "site_admin"}


def test_roles_end_and_are_not_given_back(root: Person, bea: Person) -> None:
    appoint_site_moderator(root, person_id=bea.id)
    deactivate_person(root, person_id=bea.id)
    reactivate_person(root, person_id=bea.id)
    assert fresh(bea).site_role == ""
    assert not Membership.objects.filter(person=bea, audience=SITE_MODERATORS).exists()


def test_what_they_asked_and_were_asked_is_over_and_their_seats_stay(
    root: Person, bea: Person, ana: Person, cy: Person
) -> None:
    closed = found(ana, "closed")
    open_group = found(ana, "open", name="The shop")
    mine = found(bea, "open", name="Hers")
    ask_to_join(bea, group_id=closed.id)
    invite(ana, group_id=open_group.id, person_ids=[bea.id])
    invite(bea, group_id=mine.id, person_ids=[cy.id])
    propose_role(bea, person_id=cy.id, kind="compliance_admin")
    propose_role(root, person_id=ana.id, kind="compliance_admin")
    deactivate_person(root, person_id=bea.id)
    assert not JoinRequest.objects.exists()
    assert not GroupInvitation.objects.exists()
    assert [one.person_id for one in Appointment.objects.filter(state="proposed")] == [ana.id]
    assert Membership.objects.get(person=bea, audience=mine.audience_id).role == "owner"


def test_nobody_stands_in_for_them_or_through_them(root: Person, bea: Person, ana: Person) -> None:
    week = now() + dt.timedelta(days=7)
    cy = admit("cy")
    people.plan_absence(cy, end=week, delegate_id=bea.id, everyone=EVERYONE)
    people.plan_absence(bea, end=week, delegate_id=ana.id, everyone=EVERYONE)
    deactivate_person(root, person_id=bea.id)
    reactivate_person(root, person_id=bea.id)
    assert Absence.objects.get(person=bea).over_at is not None
    assert Absence.objects.get(person=cy).delegate is None


@pytest.mark.usefixtures("committed")
def test_offers_to_them_go_back_and_their_invitations_are_marked(scene: Scene, root: Person, ana: Person) -> None:
    cy = admit("cy")
    offer = cases.offer_handoff(
        ana, ref=scene.case, to=cases.Holder("person", cy.id), brief="Call her.", expectation="A day."
    )
    deactivate_person(root, person_id=cy.id)
    follow_cases()
    follow_cases()
    assert device(ana).read(f"handoffs/{offer}/")["state"] == "returned"


def test_what_they_wrote_stays(scene: Scene, root: Person, bo: Person) -> None:
    post = say(bo, scene.open, "The doors are here.")
    deactivate_person(root, person_id=bo.id)
    assert device(admit("dee")).read(f"posts/{post}/")["author"]["name"] == "Bo Delorme"


# Letting go with what they hold ---------------------------------------------------------------------------------------
def test_what_they_hold_goes_to_the_team_in_the_same_step(scene: Scene, root: Person, ana: Person) -> None:
    with pytest.raises(Conflict):
        cases.release_person(root, person_id=ana.id)
    assert fresh(ana).is_active
    cases.release_person(root, person_id=ana.id, rest=cases.Holder("team", scene.open.id))
    assert not fresh(ana).is_active
    assert device(root).read(f"cases/{scene.case}/")["holder"]["id"] == scene.open.id


def test_or_it_stays_where_that_is_said(scene: Scene, root: Person, ana: Person) -> None:
    cases.release_person(root, person_id=ana.id, leave_rest=True)
    assert device(root).read(f"cases/{scene.case}/")["holder"]["id"] == ana.id


# The wrong person -----------------------------------------------------------------------------------------------------
ACTS = (deactivate_person, reactivate_person, end_sessions_of, reset_second_factor_of)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_for_colleagues_there_is_no_such_act_and_for_administrators_none_upon_themselves(
    act: Callable[..., None], root: Person, ana: Person, bo: Person, gus: Person
) -> None:
    compliance = admit("cleo", site_role="compliance_admin")
    for other in (bo, gus, compliance):
        with pytest.raises(NotFound):
            act(other, person_id=ana.id)
    with pytest.raises(NotAllowed):
        act(root, person_id=root.id)
    with pytest.raises(NotFound):
        act(root, person_id=NOWHERE)


def test_the_last_one_who_runs_the_site_stays(root: Person, bea: Person) -> None:
    deactivate_person(root, person_id=bea.id)
    with pytest.raises(NotFound):
        deactivate_person(bea, person_id=root.id)  # bea's page was loaded before


def test_twice_is_told(root: Person, bea: Person) -> None:
    with pytest.raises(Conflict):
        reactivate_person(root, person_id=bea.id)
    deactivate_person(root, person_id=bea.id)
    with pytest.raises(Conflict):
        deactivate_person(root, person_id=bea.id)
    with pytest.raises(Conflict):
        reset_second_factor_of(root, person_id=bea.id)


def test_an_address_that_somebody_else_has_by_now_is_not_given_back(root: Person, bea: Person) -> None:
    deactivate_person(root, person_id=bea.id)
    admit("new", email="Bea@example.org")
    with pytest.raises(Conflict):
        reactivate_person(root, person_id=bea.id)


# Other acts -----------------------------------------------------------------------------------------------------------
def test_ending_sessions_signs_out_everywhere(root: Person, bea: Person) -> None:
    door, page = device(bea), browser(bea)
    end_sessions_of(root, person_id=bea.id, reason="A phone was lost.")
    assert door.ask("GET", "me/").status_code == 401
    assert page.get("/people/").status_code == 302
    assert authenticate(None, username="bea", password=PASSWORD) == bea


def test_second_factors_are_taken_away_and_the_person_hears_of_it(root: Person, bea: Person) -> None:
    Authenticator.objects.create(user=bea, type=Authenticator.Type.WEBAUTHN, data={"id": NOWHERE})
    Person.objects.filter(id=bea.id).update(has_second_factor=True)
    reset_second_factor_of(root, person_id=bea.id)
    assert not fresh(bea).has_second_factor
    assert not Authenticator.objects.exists()
    jobs.run_ready()
    assert [one.to for one in sent.outbox] == [["bea@example.org"]]
