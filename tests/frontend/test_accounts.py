"""The pages of accounts: found, looked after, let go with what they hold, invited; and what two decide."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from groups.actions import Newcomer, deactivate_person, invite_newcomer, propose_role
from groups.models import Appointment
from people.models import Invitation, Person
from tests import cast as people
from tests.cast import NOWHERE, admit, proved
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

HERE = "/administration/people/"


@pytest.fixture
def root(cast: Cast) -> Person:
    """Runs the site."""
    return admit("root", site_role="site_admin")


@pytest.fixture
def cleo(cast: Cast) -> Person:
    """Watches over it."""
    return admit("cleo", site_role="compliance_admin")


def page_of(person: Person) -> Client:
    """Somebody's browser, in which they have just signed in."""
    client = Client()
    client.force_login(person)
    proved(client, person)
    return client


# It works -------------------------------------------------------------------------------------------------------------
def test_root_finds_who_lacks_something(root: Person, cast: Cast) -> None:
    client = page_of(root)
    Person.objects.filter(id=cast.bo.id).update(last_login=datetime(2026, 11, 1, tzinfo=UTC), email="")
    assert "Bo Delorme" in client.get(HERE).text
    assert "Bo Delorme" in client.get(f"{HERE}?lacks=address").text
    assert "Bo Delorme" not in client.get(f"{HERE}?lacks=signed_in").text
    assert "Gus Le Goff" in client.get(f"{HERE}?kind=guest&q=goff").text
    assert "Ana Martin" not in client.get(f"{HERE}?kind=guest").text
    assert "Ana Martin" not in client.get(f"{HERE}?role=site_admin").text
    assert "Nobody found" in client.get(f"{HERE}?q=nobody").text


def test_root_lets_ana_go_and_the_team_has_what_she_held(root: Person, cast: Cast) -> None:
    client = page_of(root)
    at = f"{HERE}{cast.ana.id}/deactivate/"
    page = client.get(at).text
    assert "1 open case" in page
    assert "Shop floor" in page
    missing = client.post(at, {"reason": "Left."})
    assert missing.status_code == 400
    assert "Left." in missing.text
    assert client.post(at, {"reason": "Left.", "rest": f"team:{cast.shop}"}).status_code == 302
    ana = Person.objects.get(id=cast.ana.id)
    assert not ana.is_active
    assert people.device(root).read(f"cases/{cast.case}/")["holder"]["id"] == cast.shop
    assert "Deactivated" in client.get(f"{HERE}{ana.id}/").text
    assert client.get(at).status_code == 404, "it is not offered twice"
    back = client.post(f"{HERE}{ana.id}/do/reactivate/", {"reason": "She is back."})
    assert back.status_code == 302
    assert Person.objects.get(id=ana.id).is_active


@pytest.mark.parametrize(
    ("verb", "said", "word"),
    [("end-sessions", {"reason": ""}, "Sign out everywhere"), ("address", {"email": "bo@new.example.org"}, "Save")],
)
def test_each_act_says_what_it_does_and_does_it(
    root: Person, cast: Cast, verb: str, said: dict[str, str], word: str
) -> None:
    client = page_of(root)
    at = f"{HERE}{cast.bo.id}/do/{verb}/"
    assert word in client.get(at).text
    assert client.post(at, said).status_code == 302


def test_root_invites_and_takes_back(root: Person, cast: Cast) -> None:
    client = page_of(root)
    said = {"email": "noa@example.org", "name": "Noa", "kind": "member", "language": "en"}
    assert client.post(f"{HERE}invite/", said).status_code == 302
    listed = client.get(f"{HERE}invitations/").text
    assert "noa@example.org" in listed
    row = Invitation.objects.get()
    assert client.post(f"{HERE}invitations/{row.id}/send/").status_code == 302
    assert client.post(f"{HERE}invitations/{row.id}/take-back/").status_code == 302
    assert "noa@example.org" not in client.get(f"{HERE}invitations/").text
    assert "Taken back" in client.get(f"{HERE}invitations/?state=all").text


@pytest.mark.parametrize(
    "wrong", [{"email": "noa"}, {"email": "ana@example.org"}, {"kind": "guest"}, {"kind": "king"}, {"name": "\u202e"}]
)
def test_what_is_wrong_with_an_invitation_is_told_and_the_rest_is_kept(
    root: Person, cast: Cast, wrong: dict[str, str]
) -> None:
    said = {"email": "noa@example.org", "name": "Noa", "kind": "member", "language": "en"} | wrong
    answer = page_of(root).post(f"{HERE}invite/", said)
    assert answer.status_code == 400
    assert 'class="error"' in answer.text
    assert not Invitation.objects.exists()
    if "name" not in wrong:
        assert 'value="Noa"' in answer.text


def test_a_second_person_confirms_what_the_first_proposed(root: Person, cleo: Person, cast: Cast) -> None:
    first, second = page_of(root), page_of(cleo)
    assert first.post(f"{HERE}{cast.bo.id}/role/", {"kind": "site_admin", "reason": "Holidays."}).status_code == 302
    row = Appointment.objects.get()
    assert "Take back" in first.get("/administration/proposals/").text
    page = second.get("/administration/proposals/").text
    assert "Bo Delorme shall run the site" in page
    assert "Holidays." in page
    assert first.post(f"/administration/proposals/{row.id}/confirm/").status_code == 403
    assert second.post(f"/administration/proposals/{row.id}/confirm/").status_code == 302
    assert Person.objects.get(id=cast.bo.id).site_role == "site_admin"


def test_an_owner_is_proposed_by_the_name_they_sign_in_with(root: Person, cleo: Person, cast: Cast) -> None:
    deactivate_person(root, person_id=cast.ana.id)
    client = page_of(root)
    assert "Price talks" in client.get("/administration/proposals/").text
    at = f"/administration/groups/{cast.secret}/owner/"
    for wrong in ("nobody", "gus", "root"):
        assert client.post(at, {"handle": wrong}).status_code == 400
    assert client.post(at, {"handle": "BO"}).status_code == 302
    assert page_of(cleo).post(f"/administration/proposals/{Appointment.objects.get().id}/confirm/").status_code == 302
    assert people.device(cast.bo).read(f"groups/{cast.secret}/")["role"] == "owner"


# Shown once more ------------------------------------------------------------------------------------------------------
def test_after_five_minutes_one_shows_again_that_it_is_oneself(root: Person, cast: Cast) -> None:
    client = Client()
    client.force_login(root)
    for path in ("deactivate/", "do/end-sessions/", "role/"):
        answer = client.post(f"{HERE}{cast.bo.id}/{path}", {"reason": "x", "kind": "site_admin"})
        assert answer.status_code == 302
        assert "/sign-in/again/" in answer["Location"]
    assert Person.objects.get(id=cast.bo.id).is_active
    assert not Appointment.objects.exists()


# The wrong person -----------------------------------------------------------------------------------------------------
def test_for_everybody_else_there_is_no_such_place(root: Person, cleo: Person, cast: Cast, signed_in: SignedIn) -> None:
    invitation = invite_newcomer(root, newcomer=Newcomer(email="noa@example.org"))
    row = propose_role(root, person_id=cast.cy.id, kind="site_admin")
    reads = ["", "invite/", "invitations/", f"{cast.bo.id}/", f"{cast.bo.id}/deactivate/", f"{cast.bo.id}/role/"]
    writes = [f"invitations/{invitation}/send/", f"invitations/{invitation}/take-back/", f"{cast.bo.id}/do/address/"]
    for handle in ("ana", "gus"):
        client = signed_in(handle)
        assert {client.get(HERE + path).status_code for path in reads} == {404}
        assert {client.post(HERE + path).status_code for path in writes} == {404}
        assert client.get("/administration/proposals/").status_code == 404
        assert client.post(f"/administration/proposals/{row}/confirm/").status_code == 404
    watching = page_of(cleo)
    assert {watching.get(HERE + path).status_code for path in reads} == {404}
    assert watching.get("/administration/proposals/").status_code == 200


def test_nobody_looks_after_their_own_account(root: Person, cast: Cast) -> None:
    client = page_of(root)
    assert "your own account" in client.get(f"{HERE}{root.id}/").text
    for path in ("deactivate/", "do/end-sessions/", "do/address/"):
        assert client.get(f"{HERE}{root.id}/{path}").status_code == 404
        assert client.post(f"{HERE}{root.id}/{path}", {"email": "x@example.org"}).status_code == 403


@pytest.mark.parametrize("path", [f"{NOWHERE}/", f"{NOWHERE}/deactivate/", "x/", f"{NOWHERE}/do/reactivate/"])
def test_what_is_not_there_is_not_there(root: Person, cast: Cast, path: str) -> None:
    assert page_of(root).get(HERE + path).status_code == 404


@pytest.mark.parametrize("query", ["state=gone", "kind=contact", "role=king", "lacks=all", "q=" + "x" * 500])
def test_a_filter_that_does_not_exist_breaks_nothing(root: Person, cast: Cast, query: str) -> None:
    answer = page_of(root).get(f"{HERE}?{query}")
    assert answer.status_code == 200
    assert 'class="error"' in answer.text


# Many -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_lists_cost_the_same_for_few_and_many(root: Person, cast: Cast, statements: Counting, number: int) -> None:
    for one in range(number):
        admit(f"p{one}", email=f"p{one}@example.org")
        invite_newcomer(root, newcomer=Newcomer(email=f"n{one}@example.org"))
    client = page_of(root)
    for path in (HERE, f"{HERE}invitations/", "/administration/proposals/"):
        client.get(path)
        with statements(18):
            client.get(path)


def test_devices_let_go_too(root: Person, cast: Cast) -> None:
    door = people.device(root)
    path = f"people/{cast.ana.id}/deactivate/"
    assert door.ask("POST", path, {"reason": "Left."}).status_code == 409
    assert door.ask("POST", path, {"reason": "x" * 501}).status_code == 400
    assert door.ask("POST", path, {"rest": {"kind": "team", "id": NOWHERE}}).status_code == 400
    found = door.make(path, {"reason": "Left.", "rest": {"kind": "team", "id": cast.shop}})
    assert (found["active"], found["can"]) == (False, ["reactivate"])
    assert door.make(f"people/{cast.ana.id}/reactivate/", {})["active"]
    assert door.make(f"people/{cast.bo.id}/end-sessions/", {})["sessions"] == 0
    assert door.ask("POST", f"people/{cast.bo.id}/reset-second-factor/", {}).status_code == 409
    assert door.ask("PATCH", f"administration/people/{cast.bo.id}/", {"email": "b@example.org"}).status_code == 200
    assert door.read("administration/people/?q=delorme")["results"][0]["email"] == "b@example.org"
    assert door.ask("GET", "administration/people/?lacks=all").status_code == 400
    assert door.read("administration/partners/")["results"][0]["name"] == "Transports Vasseur"
