"""Group pages: the directory, one group, its members, coming and going."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feeds.actions import publish
from groups import queries
from groups.models import Group
from tests.frontend.conftest import Cast, SignedIn


def test_bo_sees_open_and_closed_groups_and_their_own_secret_one(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get("/groups/").content.decode()
    assert all(name in page for name in ("Shop floor", "Price talks", "Night shift"))
    assert "Price talks" not in signed_in("cy").get("/groups/").content.decode()


def test_a_group_is_found_by_a_part_of_its_name(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get("/groups/?q=night").content.decode()
    assert "Night shift" in page
    assert "Ask to join" in page
    assert f'class="title" href="/groups/{cast.shop}/"' not in page


def test_cy_reads_an_open_group_joins_it_writes_and_leaves(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("cy")
    assert "Join it to write here." in client.get(f"/groups/{cast.shop}/").content.decode()
    assert client.post(f"/groups/{cast.shop}/join/").status_code == 302
    assert 'id="composer"' in client.get(f"/groups/{cast.shop}/").content.decode()
    assert client.post("/publish/", {"audience": cast.shop_audience, "body": "Hello."}).status_code == 302
    assert client.post(f"/groups/{cast.shop}/leave/").status_code == 302
    assert 'id="composer"' not in client.get(f"/groups/{cast.shop}/").content.decode()


def test_cy_asks_to_join_a_closed_group_and_ana_lets_them_in(cast: Cast, signed_in: SignedIn) -> None:
    cy, ana = signed_in("cy"), signed_in("ana")
    outside = cy.get(f"/groups/{cast.closed}/").content.decode()
    assert "This group is closed" in outside
    cy.post(f"/groups/{cast.closed}/ask/")
    assert "Cy Haddad" in ana.get(f"/groups/{cast.closed}/").content.decode()
    ana.post(f"/groups/{cast.closed}/requests/{cast.cy.id}/", {"accept": "yes"})
    assert 'id="composer"' in cy.get(f"/groups/{cast.closed}/").content.decode()


def test_cy_decides_nothing_about_who_comes_in(cast: Cast, signed_in: SignedIn) -> None:
    signed_in("bo").post(f"/groups/{cast.closed}/ask/")
    address = f"/groups/{cast.closed}/requests/{cast.bo.id}/"
    assert signed_in("cy").post(address, {"accept": "yes"}).status_code == 403


@pytest.mark.parametrize("rest", ["", "members/", "members/add/", "edit/"])
def test_a_secret_group_does_not_exist_for_cy(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    client = signed_in("cy")
    secret, invented = (client.get(f"/groups/{group}/{rest}") for group in (cast.secret, "f" * 32))
    malformed = client.get(f"/groups/nothing!/{rest}")
    if rest != "members/add/" or secret.status_code != 200:
        assert (secret.status_code, secret.content) == (404, invented.content)
        assert malformed.content == invented.content


def test_ana_creates_a_secret_group_and_is_its_owner(cast: Cast, signed_in: SignedIn) -> None:
    form = {"name": "Back room", "purpose": "", "kind": "project", "openness": "secret"}
    response = signed_in("ana").post("/groups/new/", form)
    group = Group.objects.get(name="Back room")
    assert response["Location"] == f"/groups/{group.id}/"
    assert queries.group(cast.ana, group.id).role == "owner"


def test_a_group_without_a_name_is_not_created_and_the_purpose_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    form = {"name": " ", "purpose": "To talk about doors.", "kind": "team", "openness": "open"}
    response = signed_in("ana").post("/groups/new/", form)
    assert response.status_code == 400
    assert "To talk about doors." in response.content.decode()


def test_the_last_owner_stays_until_there_is_another(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    page = client.post(f"/groups/{cast.shop}/leave/", follow=True).content.decode()
    assert "Name another owner first." in page
    assert queries.group(cast.ana, cast.shop).joined


def test_who_left_an_open_group_is_a_member_again_by_one_press(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    way = f'action="/groups/{cast.shop}/join/"'
    assert way in client.post(f"/groups/{cast.shop}/leave/", follow=True).content.decode()
    client.post(f"/groups/{cast.shop}/join/")
    assert queries.group(cast.bo, cast.shop).joined


def test_ana_adds_a_member_and_mo_removes_them(cast: Cast, signed_in: SignedIn) -> None:
    ana, mo = signed_in("ana"), signed_in("mo")
    assert "Cy Haddad" in ana.get(f"/groups/{cast.shop}/members/add/?q=cy").content.decode()
    ana.post(f"/groups/{cast.shop}/members/add/", {"person": cast.cy.id})
    assert "Cy Haddad" in mo.get(f"/groups/{cast.shop}/members/").content.decode()
    mo.post(f"/groups/{cast.shop}/members/{cast.cy.id}/remove/")
    assert not queries.group(cast.cy, cast.shop).joined


def test_a_guest_finds_no_groups_and_no_directory(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    page = client.get("/groups/").content.decode()
    assert "Shop floor" not in page
    assert client.get(f"/groups/{cast.shop}/").status_code == 404
    assert "Bo Delorme" not in client.get("/people/").content.decode()
    assert client.get(f"/people/{cast.bo.id}/").status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_a_group_page_costs_the_same_for_any_number_of_posts(cast: Cast, signed_in: SignedIn, number: int) -> None:
    for count in range(number):
        publish(cast.ana, audience_id=cast.shop_audience, body=f"Number {count}.")
    client = signed_in("bo")
    client.get(f"/groups/{cast.shop}/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/groups/{cast.shop}/").status_code == 200
    assert len(captured) <= 16, "\n".join(query["sql"][:160] for query in captured)
