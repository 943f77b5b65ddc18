"""Reporting, the queues of moderators, notices and what waits, on the pages."""

import html

import pytest

from feeds import actions, queries
from feeds.models import Act, HeldPost, Report
from groups.actions import appoint_site_moderator, set_approval
from people.models import Person
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

QUEUE = 16  # statements of a page with its frame


def page(client: object, address: str, **more: object) -> str:
    """What a page says, with its entities as letters."""
    return html.unescape(client.get(address, **more).content.decode())  # type: ignore[attr-defined]  # a browser


@pytest.fixture
def said(cast: Cast) -> str:
    """What Bo said in the shop."""
    return actions.publish(cast.bo, audience_id=cast.shop_audience, body="Mme Dupin lives at 14 rue Haute.")


@pytest.fixture
def reported(cast: Cast, said: str) -> str:
    """Cy reported it; the report."""
    actions.report_post(cast.cy, post_id=said, reason="personal_data", text="An address.")
    return Report.objects.get().id


def test_cy_reports_a_post_and_mo_finds_it(cast: Cast, signed_in: SignedIn, said: str) -> None:
    cy, address = signed_in("cy"), f"/posts/{said}/report/"
    assert address in page(cy, f"/posts/{said}/")
    assert "never learns that it was you" in page(cy, address)
    wrong = cy.post(address, {"reason": "other", "text": ""})
    assert wrong.status_code == 400
    assert 'value="other"' in wrong.content.decode()
    assert cy.post(address, {"reason": "personal_data", "text": "An address."}).status_code == 302
    assert "Thank you. The moderators look at it" in page(cy, "/")
    mo = signed_in("mo")
    assert "14 rue Haute" in page(mo, "/moderation/")
    assert "14 rue Haute" in page(mo, f"/groups/{cast.shop}/moderation/")
    assert 'id="queue"' in page(mo, "/moderation/", headers={"HX-Request": "true"})


def test_what_is_not_mine_to_moderate_is_not_there(cast: Cast, signed_in: SignedIn, reported: str) -> None:
    for handle in ("bo", "cy", "gus"):
        client = signed_in(handle)
        for address in ("/moderation/", f"/moderation/reports/{reported}/", f"/groups/{cast.shop}/moderation/"):
            assert client.get(address).status_code == 404
        assert 'id="rail-moderation"' in page(client, "/")
        assert "hidden" in page(client, "/moderation/count/")


def test_mo_decides_and_those_concerned_read_it(cast: Cast, signed_in: SignedIn, said: str, reported: str) -> None:
    mo, address = signed_in("mo"), f"/moderation/reports/{reported}/"
    shown = page(mo, address)
    assert "Cy Haddad" in shown
    assert "It still says this." in shown
    wrong = mo.post(address, {"post": "hide", "person": "mute", "days": "", "reason": "No addresses here."})
    assert wrong.status_code == 400
    assert "No addresses here." in wrong.content.decode()
    assert (
        mo.post(address, {"post": "hide", "person": "", "days": "", "reason": "No addresses here."}).status_code == 302
    )
    assert "A moderator has hidden this post." in page(signed_in("cy"), f"/posts/{said}/")
    bo = signed_in("bo")
    notices = page(bo, "/notices/")
    assert "No addresses here." in notices
    assert "Cy Haddad" not in notices
    assert "and acted" in page(signed_in("cy"), "/notices/")
    assert "1" in page(bo, "/notices/count/")
    assert bo.post("/notices/read/").status_code == 302
    assert "not read yet" not in page(bo, "/notices/count/")


def test_ana_is_told_that_mo_was_first_and_loses_no_word(cast: Cast, signed_in: SignedIn, reported: str) -> None:
    actions.decide_report(cast.mo, report_id=reported, reason="Nothing wrong.")
    late = signed_in("ana").post(f"/moderation/reports/{reported}/", {"reason": "My long reason."})
    assert late.status_code == 400
    assert "Mo Serrano has decided this already." in late.content.decode()


def test_moderators_write_notes(cast: Cast, signed_in: SignedIn, reported: str) -> None:
    mo, address = signed_in("mo"), f"/moderation/reports/{reported}/notes/"
    assert mo.post(address, {"text": "I spoke with him."}).status_code == 302
    assert "I spoke with him." in page(signed_in("ana"), f"/moderation/reports/{reported}/")
    assert mo.post(address, {"text": " "}).status_code == 400
    assert mo.post(address, {"text": "a\x00b"}).status_code == 400


def test_bo_asks_for_another_look_and_ana_takes_it_back(cast: Cast, signed_in: SignedIn, said: str) -> None:
    actions.hide_post(cast.mo, post_id=said, reason="No addresses.")
    bo, act = signed_in("bo"), Act.objects.get().id
    assert f"/notices/{act}/appeal/" in page(bo, "/notices/")
    assert bo.post(f"/notices/{act}/appeal/", {"text": ""}).status_code == 400
    assert bo.post(f"/notices/{act}/appeal/", {"text": "It is a shop."}).status_code == 302
    (appeal,) = queries.appeals(cast.ana).results
    assert "It is a shop." in page(signed_in("ana"), "/moderation/?which=appeals")
    address = f"/moderation/appeals/{appeal.id}/"
    assert signed_in("mo").get(address).status_code == 404
    assert signed_in("ana").post(address, {"verb": "undo", "reason": "It is."}).status_code == 302
    assert "14 rue Haute" in page(signed_in("cy"), f"/posts/{said}/")
    assert "taken back" in page(bo, "/notices/")


def test_a_moderator_hides_closes_and_moves_from_the_post(cast: Cast, signed_in: SignedIn, said: str) -> None:
    mo, address = signed_in("mo"), f"/posts/{said}/moderate/"
    assert "Hide the post" in page(mo, address)
    assert mo.post(address, {"verb": "lock", "reason": ""}).status_code == 400
    assert mo.post(address, {"verb": "lock", "reason": "Enough."}).status_code == 302
    bo = signed_in("bo")
    kept = bo.post(f"/posts/{said}/reply/", {"body": "A long answer."})
    assert kept.status_code == 409
    assert "A long answer." in kept.content.decode()
    part = bo.post(f"/posts/{said}/reply/", {"body": "A long answer."}, headers={"HX-Request": "true"})
    assert part.status_code == 409
    assert "A long answer." in part.content.decode()
    assert mo.post(address, {"verb": "move", "group": "", "reason": "There."}).status_code == 400
    assert mo.post(address, {"verb": "move", "group": cast.secret, "reason": "There."}).status_code == 302
    assert signed_in("cy").get(f"/posts/{said}/").status_code == 404
    assert signed_in("cy").get(address).status_code == 404
    assert bo.get(address).status_code == 403


def test_a_member_is_muted_and_what_he_types_stays(cast: Cast, signed_in: SignedIn) -> None:
    mo, address = signed_in("mo"), f"/groups/{cast.shop}/members/{cast.bo.id}/moderate/"
    assert address in page(mo, f"/groups/{cast.shop}/members/")
    assert mo.post(address, {"verb": "mute", "days": "", "reason": "Calm down."}).status_code == 400
    assert mo.post(address, {"verb": "mute", "days": "2", "reason": "Calm down."}).status_code == 302
    said = signed_in("bo").post("/publish/", {"audience": cast.shop_audience, "body": "But why?", "from": "group"})
    assert "But why?" in said.content.decode()
    assert "muted you here for a time" in said.content.decode()
    assert "You cannot write here for a time" in page(signed_in("bo"), f"/groups/{cast.shop}/")
    above = mo.post(f"/groups/{cast.shop}/members/{cast.ana.id}/moderate/", {"verb": "warn", "reason": "You."})
    assert above.status_code == 400
    assert "do not act against owners" in above.content.decode()
    listed = page(mo, "/moderation/?which=sanctions")
    assert "Calm down." in listed
    lift = listed.partition("/moderation/sanctions/")[2].partition("/lift/")[0]
    assert mo.post(f"/moderation/sanctions/{lift}/lift/", {"reason": "Calm again."}).status_code == 302
    assert signed_in("bo").post("/publish/", {"audience": cast.shop_audience, "body": "Fine."}).status_code == 302


def test_what_waits_is_seen_by_its_author_and_published_by_mo(cast: Cast, signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    address = f"/groups/{cast.shop}/approval/"
    assert ana.post(address, {"days": "0", "words": "discount\nliquidation"}).status_code == 302
    assert "liquidation" in page(ana, address)
    assert signed_in("mo").get(address).status_code == 403
    bo = signed_in("bo")
    said = bo.post(
        "/publish/", {"audience": cast.shop_audience, "body": "A DISCOUNT for all.", "from": "group"}, follow=True
    )
    assert "A moderator of the group looks at it first" in html.unescape(said.content.decode())
    part = bo.post(
        "/publish/", {"audience": cast.shop_audience, "body": "A discount again."}, headers={"HX-Request": "true"}
    )
    assert "looks at it first" in html.unescape(part.content.decode())
    assert "A DISCOUNT for all." in page(bo, f"/groups/{cast.shop}/")
    assert "A DISCOUNT for all." not in page(signed_in("cy"), f"/groups/{cast.shop}/")
    first, second = HeldPost.objects.order_by("at")
    assert bo.post(f"/waiting/{first.id}/edit/", {"body": "A small discount."}).status_code == 302
    assert bo.get(f"/moderation/waiting/{first.id}/").status_code == 404
    mo = signed_in("mo")
    late = mo.post(f"/moderation/waiting/{first.id}/", {"verb": "publish", "reason": "", "revision": "0"})
    assert "has changed it meanwhile" in late.content.decode()
    assert (
        mo.post(f"/moderation/waiting/{first.id}/", {"verb": "publish", "reason": "", "revision": "1"}).status_code
        == 302
    )
    assert "A small discount." in page(signed_in("cy"), f"/groups/{cast.shop}/")
    assert (
        mo.post(f"/moderation/waiting/{second.id}/", {"verb": "decline", "reason": "", "revision": "0"}).status_code
        == 400
    )
    assert bo.post(f"/waiting/{second.id}/withdraw/").status_code == 302
    assert "Nothing waits" in page(mo, "/moderation/?which=held")


def test_the_site_mutes_a_person_from_their_page(cast: Cast, signed_in: SignedIn) -> None:
    root = Person.objects.create(kind="member", handle="root", name="Root", site_role="site_admin")
    appoint_site_moderator(root, person_id=cast.cy.id)
    cy, address = signed_in("cy"), f"/people/{cast.bo.id}/mute/"
    assert address in page(cy, f"/people/{cast.bo.id}/")
    assert signed_in("mo").get(address).status_code == 404
    assert cy.post(address, {"days": "2", "reason": "Enough."}).status_code == 302
    assert "muted you for a time" in page(signed_in("bo"), "/notices/")


def test_people_and_notes_are_reported(cast: Cast, signed_in: SignedIn) -> None:
    from cases.actions import note_customer

    note = note_customer(cast.ana, customer_id=cast.customer, kind="stays", text="She is slow.")
    bo = signed_in("bo")
    for address in (f"/customers/{cast.customer}/notes/{note}/report/", f"/people/{cast.ana.id}/report/"):
        assert bo.get(address).status_code == 200
        assert bo.post(address, {"reason": "insult", "text": ""}).status_code == 302
        again = bo.post(address, {"reason": "insult", "text": ""}, follow=True)
        assert "You have reported this already." in html.unescape(again.content.decode())
    assert Report.objects.count() == 2


def test_a_queue_of_hundreds_costs_what_one_costs(
    cast: Cast, signed_in: SignedIn, said: str, reported: str, statements: Counting
) -> None:
    mo, first = signed_in("mo"), Report.objects.get()
    mo.get("/moderation/")
    for number in (0, 9, 90):
        Report.objects.bulk_create(
            Report(
                audience_id=first.audience_id,
                subject_kind="post",
                subject_id=f"{number:016x}{one:016x}",
                about=cast.bo,
                place_id=first.place_id,
            )
            for one in range(number)
        )
        with statements(QUEUE):
            assert mo.get("/moderation/").status_code == 200


def test_the_owner_says_what_waits_in_words(cast: Cast, signed_in: SignedIn) -> None:
    set_approval(cast.ana, group_id=cast.shop, days=3)
    assert 'value="3"' in page(signed_in("ana"), f"/groups/{cast.shop}/approval/")
    wrong = signed_in("ana").post(f"/groups/{cast.shop}/approval/", {"days": "400", "words": "kept"})
    assert wrong.status_code == 400
    assert "kept" in wrong.content.decode()
