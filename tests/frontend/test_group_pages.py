"""What owners, moderators and members do on the pages of a group, with forms alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esn.core import clock
from feeds.actions import acknowledge, announce, pin_post, publish
from feeds.models import Acknowledgement, Announcement, Pin, Post
from groups import queries
from groups.actions import add_member, ask_to_join, edit_group, invite, set_openness
from groups.models import Group, GroupInvitation
from tests.cast import admit
from tests.frontend.conftest import Cast, SignedIn


def text(answer: Any) -> str:
    return str(answer.text)


# Settings -------------------------------------------------------------------------------------------------------------
def test_ana_changes_what_is_said_of_a_group(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    last = (clock.now() + dt.timedelta(days=9)).date()
    form = {"name": "Floor", "purpose": "", "rules": "Be kind.", "voice": "moderators", "ends_on": last.isoformat()}
    assert client.post(f"/groups/{cast.shop}/edit/", form).status_code == 302
    group = queries.group(cast.ana, cast.shop)
    assert (group.name, group.rules, group.voice, group.ends_on) == ("Floor", "Be kind.", "moderators", last)
    page = text(client.get(f"/groups/{cast.shop}/about/"))
    assert "Be kind." in page
    assert "Those who moderate begin" in page


@pytest.mark.parametrize("wrong", [{"name": " "}, {"ends_on": "2020-01-01"}, {"ends_on": "soon"}, {"voice": "x"}])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    form = {"name": "Floor", "purpose": "", "rules": "A rule of mine.", "voice": "members", "ends_on": ""} | wrong
    answer = signed_in("ana").post(f"/groups/{cast.shop}/edit/", form)
    assert answer.status_code == 400
    assert "A rule of mine." in text(answer)
    assert queries.group(cast.ana, cast.shop).name != "Floor"


@pytest.mark.parametrize("rest", ["edit/", "openness/?to=open", "history/", "archive/"])
def test_only_owners_see_how_it_is_settled(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    assert signed_in("ana").get(f"/groups/{cast.shop}/{rest}").status_code == 200
    for who in ("mo", "cy"):
        assert signed_in(who).get(f"/groups/{cast.shop}/{rest}").status_code == 403
    assert signed_in("cy").get(f"/groups/{cast.secret}/{rest}").status_code == 404


def test_before_a_group_opens_it_says_how_much_stays_with_whom(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    audience = Group.objects.get(id=cast.closed).audience_id
    for number in range(3):
        publish(cast.ana, audience_id=audience, body=f"Number {number}")
    page = text(client.get(f"/groups/{cast.closed}/openness/?to=open"))
    assert "3 posts that were written until now stay with those who are in it today." in page
    assert client.post(f"/groups/{cast.closed}/openness/", {"to": "open"}).status_code == 302
    assert "3 posts are read only by those who were in" in text(client.get(f"/groups/{cast.closed}/edit/"))
    assert "Number 2" not in text(signed_in("cy").get(f"/groups/{cast.closed}/"))
    assert "Number 2" in text(client.get(f"/groups/{cast.closed}/"))
    assert "Every colleague will read them" in text(client.get(f"/groups/{cast.closed}/history/"))
    client.post(f"/groups/{cast.closed}/history/")
    assert "Number 2" in text(signed_in("cy").get(f"/groups/{cast.closed}/"))


def test_a_choice_that_is_none_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    for to in ("", "ajar"):
        assert signed_in("ana").get(f"/groups/{cast.shop}/openness/?to={to}").status_code == 400
        assert signed_in("ana").post(f"/groups/{cast.shop}/openness/", {"to": to}).status_code == 400


def test_an_archived_group_is_read_and_goes_on(cast: Cast, signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    assert ana.post(f"/groups/{cast.shop}/archive/").status_code == 302
    page = text(ana.get(f"/groups/{cast.shop}/"))
    assert "Archived on" in page
    assert 'id="composer"' not in page
    assert f'class="title" href="/groups/{cast.shop}/"' not in text(ana.get("/groups/"))
    assert f'class="title" href="/groups/{cast.shop}/"' in text(ana.get("/groups/?which=archived"))
    ana.post(f"/groups/{cast.shop}/restore/")
    assert 'id="composer"' in text(ana.get(f"/groups/{cast.shop}/"))


# Members --------------------------------------------------------------------------------------------------------------
def test_cy_is_asked_into_a_secret_group_and_comes_in(cast: Cast, signed_in: SignedIn) -> None:
    ana, cy = signed_in("ana"), signed_in("cy")
    assert "Cy Haddad" in text(ana.get(f"/groups/{cast.secret}/members/invite/?q=cy"))
    form = {"person": [cast.cy.id], "message": "We need you."}
    assert ana.post(f"/groups/{cast.secret}/members/invite/", form).status_code == 302
    assert "Cy Haddad" in text(ana.get(f"/groups/{cast.secret}/members/"))
    for address in ("/groups/", f"/groups/{cast.secret}/"):
        assert "We need you." in text(cy.get(address))
    assert cy.get(f"/groups/{cast.secret}/members/").status_code == 404
    cy.post(f"/groups/{cast.secret}/accept/")
    assert cy.get(f"/groups/{cast.secret}/members/").status_code == 200


def test_an_invitation_is_declined_and_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    ana, cy = signed_in("ana"), signed_in("cy")
    invite(cast.ana, group_id=cast.secret, person_ids=[cast.cy.id])
    cy.post(f"/groups/{cast.secret}/decline/")
    assert cy.get(f"/groups/{cast.secret}/").status_code == 404
    invite(cast.ana, group_id=cast.secret, person_ids=[cast.cy.id])
    ana.post(f"/groups/{cast.secret}/invitations/{cast.cy.id}/withdraw/")
    assert not GroupInvitation.objects.exists()


def test_who_chooses_nobody_is_told_and_keeps_their_words(cast: Cast, signed_in: SignedIn) -> None:
    form = {"q": "cy", "message": "We need you."}
    answer = signed_in("ana").post(f"/groups/{cast.secret}/members/invite/", form)
    assert answer.status_code == 400
    assert "Choose somebody first." in text(answer)
    assert "We need you." in text(answer)


def test_several_people_are_ticked_and_added(cast: Cast, signed_in: SignedIn) -> None:
    di = admit("di", name="Di Cyan")
    client = signed_in("ana")
    assert client.post(f"/groups/{cast.secret}/members/add/", {"person": [cast.cy.id, di.id]}).status_code == 302
    page = text(client.get(f"/groups/{cast.secret}/members/?q=cy"))
    assert "Cy Haddad" in page
    assert "Di Cyan" in page
    assert "Cy Haddad" not in text(client.get(f"/groups/{cast.secret}/members/?role=owner"))


def test_the_word_of_who_asks_is_read_by_who_decides(cast: Cast, signed_in: SignedIn) -> None:
    ask_to_join(cast.cy, group_id=cast.closed, message="I do prices now.")
    assert "I do prices now." in text(signed_in("ana").get(f"/groups/{cast.closed}/"))


def test_ana_steps_down_when_somebody_else_owns_the_group(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Name another owner first." in text(client.post(f"/groups/{cast.shop}/step-down/", follow=True))
    add_member(cast.ana, group_id=cast.shop, person_id=cast.bo.id, role="owner")
    client.post(f"/groups/{cast.shop}/step-down/")
    assert queries.group(cast.ana, cast.shop).role == "member"


# Pins and announcements -----------------------------------------------------------------------------------------------
def test_a_post_is_pinned_moved_and_taken_down(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    first, second = (publish(cast.ana, audience_id=cast.shop_audience, body=f"Number {one}") for one in (1, 2))
    for post in (first, second):
        assert "Pin this post?" in text(client.get(f"/posts/{post}/pin/"))
        client.post(f"/posts/{post}/pin/", {"pin": "yes"})
    client.post(f"/groups/{cast.shop}/pinned/move/", {"post": second})
    page = text(signed_in("cy").get(f"/groups/{cast.shop}/"))
    pinned = page[page.index('id="pinned"') : page.index("</section>", page.index('id="pinned"'))]
    assert pinned.index("Number 2") < pinned.index("Number 1")
    client.post(f"/posts/{second}/pin/", {"pin": "no"})
    assert list(Pin.objects.values_list("post_id", flat=True)) == [first]
    assert "Number 1" in text(signed_in("cy").get(f"/groups/{cast.shop}/pinned/"))
    assert signed_in("cy").get(f"/posts/{first}/pin/").status_code == 403


def test_an_announcement_is_made_read_and_counted(cast: Cast, signed_in: SignedIn) -> None:
    ana, bo = signed_in("ana"), signed_in("bo")
    add_member(cast.ana, group_id=cast.shop, person_id=cast.bo.id)
    until = (clock.now() + dt.timedelta(days=2)).date().isoformat()
    ana.post(f"/groups/{cast.shop}/announce/", {"body": "New **hours**.", "asks": "on", "until": until})
    post = Post.objects.get(kind="announcement")
    assert str(Announcement.objects.get().until) == until
    page = text(bo.get("/?only=announcements"))
    assert "Announcement" in page
    assert "I have read it" in page
    assert "I have read it" in text(bo.get(f"/posts/{post.id}/acknowledge/")), "also without a script"
    bo.post(f"/posts/{post.id}/acknowledge/")
    assert Acknowledgement.objects.get().person_id == cast.bo.id
    assert "You have read it" in text(bo.get(f"/posts/{post.id}/acknowledgement/"))
    assert "1 of " in text(ana.get(f"/groups/{cast.shop}/"))
    assert "Bo Delorme" in text(ana.get(f"/posts/{post.id}/acknowledgements/?which=done"))
    assert "Bo Delorme" not in text(ana.get(f"/posts/{post.id}/acknowledgements/"))
    assert bo.get(f"/posts/{post.id}/acknowledgements/").status_code == 403
    assert bo.get(f"/groups/{cast.shop}/announce/").status_code == 403
    assert bo.get("/announce/").status_code == 404


def test_an_announcement_without_words_is_not_made(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("ana").post(f"/groups/{cast.shop}/announce/", {"body": " ", "until": "2020-01-01"})
    assert answer.status_code == 400
    assert "2020-01-01" in text(answer)
    assert not Post.objects.filter(kind="announcement").exists()


# Its other pages ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", ["files/", "cases/", "about/", "members/", "pinned/"])
def test_what_is_inside_is_not_there_for_outsiders(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    assert signed_in("ana").get(f"/groups/{cast.closed}/{rest}").status_code == 200
    closed, invented = (signed_in("cy").get(f"/groups/{one}/{rest}") for one in (cast.closed, "f" * 32))
    assert (closed.status_code, closed.content) == (404, invented.content)


def test_suggested_groups_say_why(cast: Cast, signed_in: SignedIn) -> None:
    add_member(cast.ana, group_id=cast.secret, person_id=cast.cy.id)
    page = text(signed_in("cy").get("/groups/"))
    if Group.objects.get(id=cast.secret).kind == "team":
        assert "of your teams" in page


@pytest.mark.parametrize("number", [1, 5])
def test_a_page_with_pins_and_announcements_costs_the_same(cast: Cast, signed_in: SignedIn, number: int) -> None:
    for count in range(number):
        post = announce(cast.ana, audience_id=cast.shop_audience, body=f"Number {count}.")
        pin_post(cast.ana, post_id=post)
        acknowledge(cast.mo, post_id=post)
    client = signed_in("ana")
    client.get(f"/groups/{cast.shop}/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/groups/{cast.shop}/").status_code == 200
    assert len(captured) <= 28, "\n".join(query["sql"][:160] for query in captured)


def test_a_group_that_was_opened_shows_both_pasts(cast: Cast, signed_in: SignedIn) -> None:
    audience = Group.objects.get(id=cast.secret).audience_id
    publish(cast.ana, audience_id=audience, body="Before.")
    set_openness(cast.ana, group_id=cast.secret, openness="open")
    edit_group(cast.ana, group_id=cast.secret, name="No secret")
    page = text(signed_in("ana").get(f"/groups/{cast.secret}/"))
    assert "Before." in page
    assert f'data-audience="{Group.objects.get(id=cast.secret).audience_id} {audience}"' in page
