"""Invitations into the house: for one address, once, until a day, as one kind of person, by who may still invite."""

import datetime as dt
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate
from django.core import mail as sent
from django.db import connection
from django.test import Client

from esn.core import clock, jobs
from esn.core.errors import Invalid, NotFound
from esn.core.models import AuditEntry
from groups.actions import (
    Newcomer,
    add_member,
    change_site_settings,
    come_in,
    create_group,
    deactivate_person,
    invite_again,
    invite_newcomer,
    leave,
    take_invitation_back,
)
from groups.actions.accounts import write_role
from groups.models import Membership
from people.models import Invitation, Person
from tests.cast import NOWHERE, PASSWORD, Door, admit, device, found, key
from tests.conftest import Counting

HERE = "invitations/"
NEW = {"name": "Noa Petit", "handle": "Noa", "password": PASSWORD, "language": "en"}


@pytest.fixture
def root(db: None) -> Person:
    """Runs the site."""
    return admit("root", site_role="site_admin")


def invited(root: Person, **more: str) -> str:
    return invite_newcomer(root, newcomer=Newcomer(**{"email": "noa@example.org", "language": "en", **more}))


def link_of() -> str:
    """The path of the link in the newest mail."""
    jobs.run_ready()
    address = next(word for word in str(sent.outbox[-1].body).split() if "/invitation/" in word)
    return "/" + address.partition("//")[2].partition("/")[2]


def entered(link: str) -> tuple[Client, str]:
    """A browser that has opened a link by its button, and where its form is."""
    client = Client()
    answer = client.post(link)
    assert answer.status_code == 302, answer.status_code
    return client, str(answer["Location"])


# It works -------------------------------------------------------------------------------------------------------------
def test_noa_gets_a_mail_opens_it_by_one_tap_and_is_in(root: Person) -> None:
    invitation = invited(root, name="Noa")
    link = link_of()
    message = sent.outbox[-1]
    assert message.to == ["noa@example.org"]
    assert message.subject == "Root invites you to esn"
    assert Client().get(link).status_code == 200  # a scanner of mails looks, and uses nothing up
    assert Client().head(link).status_code == 200
    client, form = entered(link)
    page = client.get(form)
    assert "noa@example.org" in page.text
    answer = client.post(form, NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/people/").status_code == 200, "signed in"
    noa = Person.objects.get(handle="noa")
    assert (noa.name, noa.kind, noa.email, noa.language) == ("Noa Petit", "member", "noa@example.org", "en")
    assert noa.email_verified_at is not None
    assert authenticate(None, username="noa", password=PASSWORD) == noa
    row = Invitation.objects.get(id=invitation)
    assert (row.person_id, row.used_at is None) == (noa.id, False)
    assert AuditEntry.objects.filter(verb="invitation.used", actor_id=noa.id).exists()


def test_the_secret_is_in_the_mail_alone(root: Person) -> None:
    invited(root)
    secret = link_of().rstrip("/").rpartition("/")[2]
    assert len(secret) > 40
    kept = json.dumps([list(Invitation.objects.values()), list(AuditEntry.objects.values())], default=str)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args_kwargs FROM django_tasks_database_dbtaskresult")
        kept += str(cursor.fetchall())
    assert secret not in kept


def test_a_guest_comes_in_for_a_partner(root: Person, carrier: str) -> None:
    invited(root, kind="guest", partner_id=carrier)
    client, form = entered(link_of())
    assert client.post(form, NEW).status_code == 302
    noa = Person.objects.get(handle="noa")
    assert (noa.kind, noa.partner_id) == ("guest", carrier)


def test_the_sender_seats_them_as_they_could_a_colleague(root: Person) -> None:
    shop = create_group(root, name="Shop", kind="team", openness="closed")
    invited(root, group_id=shop, group_role="moderator")
    client, form = entered(link_of())
    client.post(form, NEW)
    assert Membership.objects.get(person__handle="noa", audience__group=shop).role == "moderator"


def test_a_seat_that_the_sender_could_not_give_any_more_is_not_given(root: Person, ana: Person) -> None:
    shop = found(ana, "closed")
    add_member(ana, group_id=shop.id, person_id=root.id, role="owner")
    invited(root, group_id=shop.id)
    client, form = entered(link_of())
    leave(root, group_id=shop.id)
    client.post(form, NEW)
    assert Person.objects.filter(handle="noa").exists()
    assert not Membership.objects.filter(person__handle="noa", audience=shop.audience_id).exists()


def test_nobody_invites_into_a_group_where_they_seat_nobody(root: Person, ana: Person) -> None:
    for openness in ("open", "closed", "secret"):
        shop = found(ana, openness, name=openness)
        with pytest.raises(Invalid):
            invited(root, group_id=shop.id)


# What ends it ---------------------------------------------------------------------------------------------------------
def over(link: str) -> bool:
    client = Client()
    answers = {client.get(link).status_code, client.post(link).status_code}
    return answers == {404}


def test_once_is_once(root: Person) -> None:
    invited(root)
    link = link_of()
    first, form = entered(link)
    second, _form = entered(link)
    assert first.post(form, NEW).status_code == 302
    assert over(link)
    assert second.post(form, {**NEW, "handle": "noa2"}).status_code == 404
    assert Person.objects.filter(handle="noa2").count() == 0


def test_its_days_end(root: Person) -> None:
    invited(root)
    link = link_of()
    _client, form = entered(link)
    with clock.at(clock.now() + dt.timedelta(days=14, seconds=1)):
        assert over(link)
        with pytest.raises(NotFound):
            come_in(invitation_id=form.split("/")[2], sending=1, **NEW)


def test_taken_back_it_opens_nothing_also_in_a_browser_that_was_at_the_form(root: Person) -> None:
    invitation = invited(root)
    link = link_of()
    client, form = entered(link)
    take_invitation_back(root, invitation_id=invitation)
    assert over(link)
    assert client.get(form).status_code == 404
    assert client.post(form, NEW).status_code == 404


def test_sent_again_only_the_newest_link_opens(root: Person) -> None:
    invitation = invited(root)
    old = link_of()
    client, form = entered(old)
    invite_again(root, invitation_id=invitation)
    new = link_of()
    assert new != old
    assert over(old)
    assert client.post(form, NEW).status_code == 404
    assert entered(new)[0].post(form, NEW).status_code == 302


def test_it_falls_with_the_right_of_its_sender(root: Person) -> None:
    second = admit("second", site_role="site_admin")
    invited(second)
    link = link_of()
    write_role(root, second, "")
    assert over(link)
    write_role(root, second, "site_admin")
    assert not over(link)
    deactivate_person(root, person_id=second.id)
    assert over(link)


def test_all_that_is_over_looks_the_same(root: Person) -> None:
    invitation = invited(root)
    link = link_of()
    take_invitation_back(root, invitation_id=invitation)
    wrong = [link, f"/invitation/{NOWHERE}/open/esn_x/", f"/invitation/{invitation}/open/esn_wrong/"]
    pages = [Client().get(one).text.replace(one, "") for one in wrong]
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages}) == 1


def test_a_link_opens_no_other_door(root: Person) -> None:
    invited(root)
    secret = link_of().rstrip("/").rpartition("/")[2]
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me/").status_code == 401
    assert Client().get(f"/calendar/{secret}/promises.ics").status_code == 404


def test_guesses_are_slowed_down(root: Person) -> None:
    invited(root)
    link = link_of()
    wrong = link.replace("esn_", "esn_x")
    assert [Client().get(wrong).status_code for _try in range(21)][-1] == 429


def test_the_door_tells_no_other_site(root: Person) -> None:
    invited(root)
    answer = Client().get(link_of())
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]


# Wrong input ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("password", "esn-demo-2026"),
        ("password", "Noa Petit 26"),
        ("handle", "no a"),
        ("handle", "é"),
        ("handle", "root"),
        ("handle", "x" * 61),
        ("name", "   "),
        ("name", "x" * 121),
        ("name", "Noa\u202eteP"),
        ("language", "xx"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(root: Person, field: str, value: str) -> None:
    invited(root)
    client, form = entered(link_of())
    answer = client.post(form, {**NEW, field: value})
    assert answer.status_code == 400
    assert answer.text.count('class="error"') == 1
    kept = {"name", "handle"} - {field}
    assert all(f'value="{NEW[name]}"' in answer.text for name in kept)
    assert PASSWORD not in answer.text
    assert not Person.objects.filter(email="noa@example.org").exists()
    assert client.post(form, NEW).status_code == 302, "it was not used up"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"email": "noa"}, 400),
        ({"email": "noa@example.org\nBcc: all@example.org"}, 400),
        ({"email": "ANA@example.org"}, 400),
        ({"email": "noa@example.org", "kind": "contact"}, 400),
        ({"email": "noa@example.org", "kind": "guest"}, 400),
        ({"email": "noa@example.org", "kind": "guest", "partner": NOWHERE}, 400),
        ({"email": "noa@example.org", "group": NOWHERE}, 400),
        ({"email": "noa@example.org", "language": "xx"}, 400),
        ({"email": "noa@example.org", "site_role": "site_admin"}, 201),
        ({"email": "noa@example.org", "name": "Noa\u202e"}, 400),
    ],
)
def test_the_door_of_devices_says_what_is_wrong(root: Person, said: dict[str, str], status: int) -> None:
    admit("ana", email="ana@example.org")
    answer = device(root).ask("POST", HERE, said)
    assert answer.status_code == status, answer.text
    assert Invitation.objects.count() == (status == 201)


# Other doors ----------------------------------------------------------------------------------------------------------
def test_devices_invite_once_a_key_list_send_again_and_take_back(root: Person) -> None:
    door, once = device(root), key()
    first = door.make(HERE, {"email": "noa@example.org"}, Idempotency_Key=once)
    again = door.make(HERE, {"email": "noa@example.org"}, Idempotency_Key=once)
    assert first == again
    assert first["state"] == "waiting"
    assert door.ask("POST", HERE, {"email": "Noa@Example.org"}).status_code == 409
    assert door.make(f"{HERE}{first['id']}/send/")["state"] == "waiting"
    assert [one["id"] for one in door.read(HERE)["results"]] == [first["id"]]
    assert door.ask("DELETE", f"{HERE}{first['id']}/").status_code == 204
    assert door.ask("DELETE", f"{HERE}{first['id']}/").status_code == 409
    assert door.read(HERE)["results"] == []
    assert door.read(f"{HERE}?state=all")["results"][0]["state"] == "revoked"


def test_for_everybody_else_there_is_no_such_place(root: Person, ana: Person, gus: Person) -> None:
    invitation = invited(root)
    for other in (ana, gus, admit("cleo", site_role="compliance_admin")):
        door: Door = device(other)
        for method, path in (
            ("GET", HERE),
            ("POST", HERE),
            ("GET", f"{HERE}{invitation}/"),
            ("DELETE", f"{HERE}{invitation}/"),
            ("POST", f"{HERE}{invitation}/send/"),
        ):
            assert door.ask(method, path, {"email": "x@example.org"} if method == "POST" else None).status_code == 404


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_list_costs_the_same_for_few_and_many(root: Person, statements: Counting, number: int) -> None:
    for one in range(number):
        invited(root, email=f"n{one}@example.org")
    door = device(root)
    with statements(7):
        door.read(f"{HERE}?limit=100")


def test_days_are_a_setting(root: Person) -> None:
    change_site_settings(root, values={"invitation_days": 3})
    row = Invitation.objects.get(id=invited(root))
    assert row.expires_at - row.sent_at == dt.timedelta(days=3)


# Races ----------------------------------------------------------------------------------------------------------------
@pytest.mark.shape
def test_fifty_at_once_and_one_comes_in(committed: None) -> None:
    root = admit("root", site_role="site_admin")
    invitation = invited(root)
    gate = threading.Barrier(10)

    def run(number: int) -> bool:
        if number < 10:
            gate.wait()
        try:
            come_in(invitation_id=invitation, sending=1, **{**NEW, "handle": f"noa{number}"})
        except NotFound:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(run, range(50))) == 1
    assert Person.objects.filter(email="noa@example.org").count() == 1
